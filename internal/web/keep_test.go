package web_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/webtest"
)

// The page after a form that was done names it once, for the device to forget what it kept: only a form that the device keeps, only
// where it was done, only by a key that is met by nobody else's chance.
func TestTheNextPageNamesTheFormThatWasDone(t *testing.T) {
	s, who := site(t, webtest.Options{})
	s.Mux.Page("GET /stands", func(c *web.Ctx) error { return page(c, "") })
	s.Mux.Do("POST /done", func(c *web.Ctx) error { return c.SeeOther("/stands") })
	s.Mux.Do("POST /refused", func(c *web.Ctx) error { return fault.Invalid("n", "test.bad", "n", 1) })
	const key = "0123456789abcdef0123456789abcdef"
	b := s.As(who)
	taken := func() string {
		_, after, _ := strings.Cut(string(b.Get("/stands").Want(200).Body), ` data-taken="`)
		got, _, _ := strings.Cut(after, `"`)
		return got
	}
	post := func(path, key, kept string) { b.Post(path, url.Values{"key": {key}, "kept": {kept}}) }

	post("/done", key, "1")
	if got := taken(); got != key {
		t.Errorf("the next page names %q", got)
	}
	if got := taken(); got != "" {
		t.Errorf("the page after it names %q again", got)
	}
	for what, send := range map[string]func(){
		"refused":               func() { post("/refused", key, "1") },
		"not kept":              func() { post("/done", key, "") },
		"a key that many have":  func() { post("/done", "1", "1") },
		"a key that is no word": func() { post("/done", `","key":"`+key, "1") },
		"nobody":                func() { s.Visitor().Post("/done", url.Values{"key": {key}, "kept": {"1"}}) },
	} {
		send()
		if got := taken(); got != "" {
			t.Errorf("%s: the next page names %q", what, got)
		}
	}
}
