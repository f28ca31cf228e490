package assets

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func withWorker(t *testing.T, change ...func(fstest.MapFS)) *Assets {
	t.Helper()
	dist := fstest.MapFS{
		"app.js":                {Data: []byte(`import"./chunk-AAAA1111.js";import("./offline-BBBB2222.js")`)},
		"chunk-AAAA1111.js":     {Data: []byte(`1`)},
		"offline-BBBB2222.js":   {Data: []byte(`import"./chunk-CCCC3333.js"`)},
		"chunk-CCCC3333.js":     {Data: []byte(`2`)},
		"room.js":               {Data: []byte(`import"./chunk-DDDD4444.js"`)},
		"chunk-DDDD4444.js":     {Data: []byte(`3`)},
		"service-worker.js":     {Data: []byte(strings.Repeat("self.one();", 100))},
		"room-media-EEEE555.js": {Data: []byte(`4`)}, // one letter short: a name of ours
	}
	for _, fn := range change {
		fn(dist)
	}
	a, err := open(dist)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What is kept has names that hold what is in it, so that pages of two bundles never share one: also the part that is loaded on demand.
func TestKeptFilesAreNamedByTheirContent(t *testing.T) {
	a := withWorker(t)
	want := []string{a.URL("app.js"), "/assets/chunk-AAAA1111.js", "/assets/offline-BBBB2222.js", "/assets/chunk-CCCC3333.js"}
	if got := a.KeptFiles(); !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	for _, url := range append(a.KeptFiles(), "/assets/chunk-DDDD4444.js") {
		if w := ask(a, url); w.Code != 200 || w.Header().Get("Cache-Control") != forever {
			t.Error(url, w.Code, w.Header())
		}
	}
	if w := ask(a, "/assets/room-media-EEEE555.js"); w.Header().Get("Cache-Control") != recheck {
		t.Error(w.Header())
	}
}

func TestTheBundleOfTheProgramKeepsItselfByContent(t *testing.T) {
	a, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if !a.Has() {
		t.Skip("the bundle is not built: make assets")
	}
	onDemandToo := map[string]bool{}
	for _, url := range a.KeptFiles() {
		for _, part := range onDemand() {
			if strings.HasPrefix(url, prefix+part) {
				onDemandToo[part] = true
			}
		}
		if w := ask(a, url); w.Code != 200 || w.Header().Get("Cache-Control") != forever {
			t.Error(url, w.Code, w.Header())
		}
	}
	if len(onDemandToo) != len(onDemand()) {
		t.Error("what is loaded on demand is not kept: ", a.KeptFiles())
	}
}

// Another file makes another bundle, and so does another worker.
func TestVersionOfTheBundle(t *testing.T) {
	one := withWorker(t).Version()
	if one == "" || one != withWorker(t).Version() {
		t.Fatal(one)
	}
	for name, change := range map[string]func(fstest.MapFS){
		"script": func(d fstest.MapFS) { d["app.js"].Data = append(d["app.js"].Data, ';') },
		"worker": func(d fstest.MapFS) { d["service-worker.js"].Data = []byte("2") },
		"part": func(d fstest.MapFS) {
			d["offline-CCCC2222.js"] = d["offline-BBBB2222.js"]
			delete(d, "offline-BBBB2222.js")
		},
	} {
		if withWorker(t, change).Version() == one {
			t.Error(name)
		}
	}
	without := withWorker(t, func(d fstest.MapFS) { delete(d, "service-worker.js") })
	if without.Version() != "" || ask(without.Worker(), "/sw.js").Code != http.StatusNotFound {
		t.Error("a bundle without a worker has one")
	}
}

// Browsers ask for the worker after every page: it comes compressed, or not at all.
func TestWorkerIsToldWhatToKeep(t *testing.T) {
	a := withWorker(t)
	w := ask(a.Worker(), "/sw.js")
	first, rest, _ := strings.Cut(w.Body.String(), "\n")
	var told struct {
		Version string
		Files   []string
	}
	if err := json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimPrefix(first, "self.bundle="), ";")), &told); err != nil {
		t.Fatal(err, first)
	}
	if told.Version != a.Version() || !slices.Equal(told.Files, a.KeptFiles()) || !strings.HasPrefix(rest, "self.one();") {
		t.Error(w.Body)
	}
	if w.Header().Get("Cache-Control") != "no-cache" {
		t.Error(w.Header())
	}
	small := ask(a.Worker(), "/sw.js", "Accept-Encoding", "gzip, br")
	plain, err := unzip(small.Body.Bytes())
	if err != nil || small.Header().Get("Content-Encoding") != "gzip" || string(plain) != w.Body.String() {
		t.Error(err, small.Header())
	}
	again := ask(a.Worker(), "/sw.js", "If-None-Match", w.Header().Get("ETag"))
	if body, _ := io.ReadAll(again.Body); again.Code != http.StatusNotModified || len(body) > 0 {
		t.Error(again.Code, string(body))
	}
}

func ask(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
