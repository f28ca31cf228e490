package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const workerFile = "service-worker.js"

// offline lists what a browser keeps for work without line, by plain name; what these import comes along. Fonts are kept
// when a page first shows them.
func offline() []string {
	return []string{"app.js", "live-worker.js", "entry.js", "app.css", "pages.css", "icons.svg", "favicon.svg", "manifest.webmanifest"}
}

// onDemand are the parts that the script of every page loads for work without line when the page stands: all it does then, and
// what it reads of typed forms.
func onDemand() []string { return []string{"offline-", "typed-store-"} }

// KeptFiles gives the immutable URLs of all that is kept for work without line.
func (a *Assets) KeptFiles() []string { return a.kept }

func (a *Assets) keptFiles() []string {
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
	for _, name := range a.Names() {
		if slices.ContainsFunc(onDemand(), func(part string) bool { return strings.HasPrefix(name, part) }) && hashedByBundler(name) {
			add(prefix + name)
			for _, part := range a.parts[name] {
				add(part)
			}
		}
	}
	return urls
}

// Version names the bundle as a whole: any file of it changed makes another. "" without a service worker.
func (a *Assets) Version() string { return a.name }

func (a *Assets) version() string {
	if a.urls[workerFile] == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(a.kept, " ") + a.urls[workerFile]))
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
	sum := sha256.Sum256(body)
	etag := strconv.Quote(hex.EncodeToString(sum[:8]))
	zipped, err := zip(body)
	if err != nil {
		zipped = nil // sent as it is
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		h.Set("Vary", "Accept-Encoding")
		h.Set("ETag", etag)
		if strings.Contains(r.Header.Get("If-None-Match"), etag) { // browsers ask after every page
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped) // the browser went away: nothing to do
			return
		}
		_, _ = w.Write(body)
	})
}
