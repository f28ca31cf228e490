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
		"app.js.gz":         {Data: packed(t, strings.Repeat("let a=1;", 100))},
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
	get := func(path string, header ...string) *httptest.ResponseRecorder { return ask(a, path, header...) }
	if w := get(url, "Accept-Encoding", "gzip, br"); w.Body.String() != "brotli" || w.Header().Get("Cache-Control") != forever {
		t.Error(w.Header(), w.Body)
	}
	if w := get(url, "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" {
		t.Error(w.Header())
	}
	if w := get(url); w.Body.String() != strings.Repeat("let a=1;", 100) || w.Header().Get("Content-Encoding") != "" {
		t.Error("who takes no compression gets the text: ", w.Header(), w.Body)
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

func packed(t *testing.T, text string) []byte {
	t.Helper()
	b, err := zip([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A page asks for what its scripts import together with them; a part that is loaded on demand stays out.
func TestPartsOfScripts(t *testing.T) {
	a, err := open(fstest.MapFS{
		"app.js":        {Data: []byte(`import{a}from"./chunk-A.js";import"./chunk-B.js";import("./chunk-D.js");let s="from chunk-X.js"`)},
		"chunk-A.js":    {Data: []byte(`import{b as c}from"./chunk-C.js";import"./chunk-A.js";export{c as a}`)},
		"chunk-B.js":    {Data: []byte(`import"./chunk-C.js"`)},
		"chunk-C.js":    {Data: []byte(`export let b=1`)},
		"chunk-D.js":    {Data: []byte(`1`)},
		"chunk-A.js.br": {Data: []byte(`import"./chunk-Z.js"`)},
		"other.js.gz":   {Data: packed(t, `1`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(a.Parts("app.js"), " "); got != "/assets/chunk-A.js /assets/chunk-B.js /assets/chunk-C.js" {
		t.Error(got)
	}
	if a.Parts("other.js") != nil || a.Parts("missing.js") != nil {
		t.Error("parts of scripts without any")
	}
}

// The addresses that were put into the style sheets when the bundle was made are those that the program serves for ever.
func TestBundleNamesItsFontsAsTheProgramDoes(t *testing.T) {
	a, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if !a.Has() {
		t.Skip("the bundle is not built: make assets")
	}
	found := regexp.MustCompile(`/assets/([^)"]+\.woff2)`).FindAllSubmatch(a.files["app.css"].plain, -1)
	if len(found) == 0 {
		t.Error("the style sheet names no font")
	}
	for _, m := range found {
		if a.files[string(m[1])] == nil || a.urls[string(m[1])] != "" {
			t.Errorf("%s is not the lasting address of a file", m[1])
		}
	}
	if a.files["app.css"].brotli == nil {
		t.Error("the style sheet is not compressed with Brotli")
	}
	for _, name := range a.Names() {
		for _, url := range a.Parts(name) {
			if a.files[strings.TrimPrefix(url, prefix)] == nil {
				t.Errorf("%s imports %s, which is not there", name, url)
			}
		}
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
