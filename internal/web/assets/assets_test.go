package assets

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestURLsNameTheContentAndAreKeptForEver(t *testing.T) {
	a, err := open(fstest.MapFS{
		"README.md":         {Data: []byte("x")},
		"app.js":            {Data: []byte(strings.Repeat("let a=1;", 100))},
		"app.js.br":         {Data: []byte("brotli")},
		"font.woff2":        {Data: []byte("font")},
		"app.css":           {Data: []byte(`a{src:url(/assets/font.woff2)}`)},
		"chunk-AAAA1111.js": {Data: []byte("1")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !a.Has() {
		t.Fatal("the bundle is there, Has says no")
	}
	url := a.URL("app.js")
	if !regexp.MustCompile(`^/assets/app\.[0-9a-v]{8}\.js$`).MatchString(url) {
		t.Fatal(url)
	}
	get := func(path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		return w
	}
	if w := get(url, "Accept-Encoding", "gzip, br"); w.Body.String() != "brotli" || w.Header().Get("Cache-Control") != forever {
		t.Error(w.Header(), w.Body)
	}
	if w := get(url, "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" {
		t.Error(w.Header())
	}
	if w := get("/assets/app.js"); w.Header().Get("Cache-Control") != recheck {
		t.Error("the plain name must be asked again: ", w.Header())
	}
	if w := get("/assets/chunk-AAAA1111.js"); w.Header().Get("Cache-Control") != forever {
		t.Error(w.Header())
	}
	if w := get(a.URL("app.css")); !strings.Contains(w.Body.String(), a.URL("font.woff2")) {
		t.Error(w.Body)
	}
	if w := get(url, "If-None-Match", get(url).Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Error(w.Code)
	}
	if w := get("/assets/../app.js"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestAProgramWithoutItsBundleSaysSo(t *testing.T) {
	a, err := open(fstest.MapFS{"README.md": {Data: []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	if a.Has() || a.URL("app.css") != "/assets/app.css" {
		t.Error(a.URL("app.css"))
	}
}

// Every icon that a page names must be in the sprite, or the page shows a gap.
func TestEveryIconIsInTheList(t *testing.T) {
	list, err := os.ReadFile("icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, line := range strings.Fields(string(list)) {
		have[line] = true
	}
	named := regexp.MustCompile(`(?:Icon\(|Icon:\s*|Chip\([^,()]+,\s*)"([a-z0-9-]+)"`)
	err = filepath.WalkDir("../..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".templ") && !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			if !have[m[1]] {
				t.Errorf("%s names the icon %q, icons.txt does not", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
