package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

const workerFile = "service-worker.js"

// offline lists what a browser keeps for work without line, by plain name; what these import comes along. Fonts are kept
// when a page first shows them.
func offline() []string {
	return []string{"app.js", "entry.js", "offline.js", "app.css", "pages.css", "icons.svg", "favicon.svg", "manifest.webmanifest"}
}

// KeptFiles gives the immutable URLs of all that is kept for work without line.
func (a *Assets) KeptFiles() []string {
	var urls []string
	add := func(url string) {
		if !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}
	for _, name := range offline() {
		if a.urls[name] == "" {
			continue
		}
		add(a.urls[name])
		for _, part := range a.parts[name] {
			add(part)
		}
	}
	// Loaded on demand, under its plain name, by the script of every page.
	if a.urls["offline.js"] != "" {
		add(prefix + "offline.js")
	}
	return urls
}

// Version names the bundle as a whole: any file of it changed makes another. "" without a service worker.
func (a *Assets) Version() string {
	if a.urls[workerFile] == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(a.KeptFiles(), " ") + a.urls[workerFile]))
	return hex.EncodeToString(sum[:6])
}

// Worker serves the service worker: the script, told what to keep. It stands at
// the root, for only so it may answer for every page.
func (a *Assets) Worker() http.Handler {
	f := a.files[workerFile]
	if f == nil {
		return http.NotFoundHandler() // a program without its bundle: browsers drop a worker that is not there
	}
	told, _ := json.Marshal(map[string]any{"version": a.Version(), "files": a.KeptFiles()}) // strings: cannot fail
	body := append([]byte("self.bundle="+string(told)+";\n"), f.plain...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		_, _ = w.Write(body) // the browser went away: nothing to do
	})
}
