// Package assets holds the bundle that browsers load: scripts, styles, fonts
// and icons, built by `make assets` into dist and embedded.
//
// Every file is served under a URL that contains a hash of its content, so that
// a browser keeps it for ever and never asks again, and under its plain name for
// whoever does not know the hash. In the manifest and the style sheets
// "/assets/NAME" becomes the hashed URL: of fonts when the bundle is made, so
// that it can be compressed then, of the rest when the program starts. A program built without the bundle
// still serves its pages, without scripts and styles; Has tells.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base32"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

//go:embed all:dist
var bundle embed.FS

const (
	prefix  = "/assets/"
	forever = "public, max-age=31536000, immutable"
	recheck = "public, no-cache"
)

// Assets is the bundle, ready to serve.
type Assets struct {
	files map[string]*file    // by every name under which a file is served
	urls  map[string]string   // plain name to immutable URL
	parts map[string][]string // script to the URLs of the parts that it imports, and that these import
	kept  []string            // URLs of what is kept for work without line
	name  string              // of the bundle as a whole, "" without a service worker
}

type file struct {
	plain, gzip, brotli []byte // gzip, brotli: nil where it does not pay
	mime, etag          string
}

// Open reads the bundle out of the program.
func Open() (*Assets, error) {
	dist, err := fs.Sub(bundle, "dist")
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	return open(dist)
}

func open(dist fs.FS) (*Assets, error) {
	a := &Assets{files: map[string]*file{}, urls: map[string]string{}, parts: map[string][]string{}}
	contents, zipped := map[string][]byte{}, map[string][]byte{}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == "README.md" {
			return err
		}
		body, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		if plain, ok := strings.CutSuffix(name, ".gz"); ok { // texts stand in the program compressed only
			zipped[plain] = body
			contents[plain], err = unzip(body)
			return err
		}
		contents[name] = body
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("assets: read the bundle: %w", err)
	}
	for _, name := range ordered(contents) {
		f := &file{plain: contents[name], gzip: zipped[name], brotli: contents[name+".br"]}
		if rewritten := a.rewrite(name, f.plain); !bytes.Equal(rewritten, f.plain) {
			f = &file{plain: rewritten}
		}
		if err := a.add(name, f); err != nil {
			return nil, err
		}
	}
	imports := regexp.MustCompile(`\b(?:from|import)"\./(chunk-[^"]+)"`) // as the bundler writes them; what is loaded on demand has parentheses
	for name := range contents {
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		seen := map[string]bool{}
		for at := []string{name}; len(at) > 0; at = at[1:] {
			for _, m := range imports.FindAllSubmatch(contents[at[0]], -1) {
				if part := string(m[1]); !seen[part] {
					seen[part] = true
					at = append(at, part)
					a.parts[name] = append(a.parts[name], prefix+part)
				}
			}
		}
	}
	a.kept = a.keptFiles()
	a.name = a.version()
	return a, nil
}

// ordered puts style sheets and the manifest behind the files that they name.
func ordered(contents map[string][]byte) []string {
	var names []string
	for name := range contents {
		if !strings.HasSuffix(name, ".br") {
			names = append(names, name)
		}
	}
	last := func(name string) bool {
		return strings.HasSuffix(name, ".css") || strings.HasSuffix(name, ".webmanifest")
	}
	sort.Slice(names, func(i, j int) bool {
		if last(names[i]) != last(names[j]) {
			return last(names[j])
		}
		return names[i] < names[j]
	})
	return names
}

// rewrite puts immutable URLs for plain ones into style sheets and the manifest.
func (a *Assets) rewrite(name string, body []byte) []byte {
	if !strings.HasSuffix(name, ".css") && !strings.HasSuffix(name, ".webmanifest") {
		return body
	}
	for plain, url := range a.urls {
		body = bytes.ReplaceAll(body, []byte(prefix+plain), []byte(url))
	}
	return body
}

func (a *Assets) add(name string, f *file) error {
	sum := sha256.Sum256(f.plain)
	hash := strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:5]))
	f.mime, f.etag = mimeOf(name), strconv.Quote(hash)
	if compressible(name) && f.gzip == nil {
		zipped, err := zip(f.plain)
		if err != nil {
			return fmt.Errorf("assets: compress %s: %w", name, err)
		}
		f.gzip = zipped
	}
	if len(f.gzip) >= len(f.plain) {
		f.gzip = nil
	}
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hash + ext
	a.files[name], a.files[hashed] = f, f
	a.urls[name] = prefix + hashed
	return nil
}

func unzip(body []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func zip(body []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func compressible(name string) bool {
	switch path.Ext(name) {
	case ".js", ".css", ".svg", ".json", ".webmanifest":
		return true
	}
	return false
}

func mimeOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	default:
		return mime.TypeByExtension(ext)
	}
}

// Has tells whether the program was built with its bundle.
func (a *Assets) Has() bool { return a.urls["app.js"] != "" && a.urls["app.css"] != "" }

// URL gives the immutable URL of a file, its plain URL if the bundle lacks it.
func (a *Assets) URL(name string) string {
	if url, ok := a.urls[name]; ok {
		return url
	}
	return prefix + name
}

// Parts gives the URLs of all that a script imports, so that a page can ask for them with the script and not one after the other.
func (a *Assets) Parts(name string) []string { return a.parts[name] }

// Names lists the plain names of all files, in order.
func (a *Assets) Names() []string {
	names := make([]string, 0, len(a.urls))
	for name := range a.urls {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// ServeHTTP serves /assets/….
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, prefix)
	f, ok := a.files[name]
	if !ok || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mime)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", recheck)
	if _, plain := a.urls[name]; !plain || hashedByBundler(name) {
		h.Set("Cache-Control", forever)
	}
	if strings.Contains(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	accepted := r.Header.Get("Accept-Encoding")
	switch {
	case f.brotli != nil && strings.Contains(accepted, "br"):
		body = f.brotli
		h.Set("Content-Encoding", "br")
	case f.gzip != nil && strings.Contains(accepted, "gzip"):
		body = f.gzip
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // the browser went away: nothing to do
}

// hashedByBundler tells parts of scripts, shared or loaded on demand, whose names hold a hash of all that is in them.
func hashedByBundler(name string) bool {
	plain, ok := strings.CutSuffix(name, ".js")
	at := strings.LastIndexByte(plain, '-')
	return ok && at > 0 && len(plain)-at == 1+8 && strings.Trim(plain[at+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}
