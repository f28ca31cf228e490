package web_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/webtest"
)

func messages() i18n.Messages {
	return i18n.Messages{
		"test.title":  {VI: "Trang thử", EN: "Test page"},
		"test.bad":    {VI: "Số {n} quá lớn.", EN: "{n} is too large."},
		"test.stale":  {VI: "Đã có người sửa.", EN: "Somebody changed it."},
		"test.hidden": {VI: "Không có kỳ này.", EN: "No such period."},
		"test.done":   {VI: "Đã ghi {n} mục.", EN: "{n} items recorded."},
	}
}

func page(c *web.Ctx, body string) error {
	return c.Render(templ.Join(shell.Page(c.Base("today", "test.title")), templ.Raw(body)))
}

func site(t *testing.T, o webtest.Options) (*webtest.Site, actor.Actor) {
	t.Helper()
	o.Messages = append(o.Messages, messages())
	s := webtest.New(t, o)
	err := s.Org.Load(t.Context(), actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương"}},
		Units:  []org.FileUnit{{Code: "tw", Name: "Ban Tổ chức Trung ương", Level: "centre"}, {Code: "vp", Parent: "tw", Name: "Văn phòng Ban", Level: "centre"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := s.Org.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s, actor.Actor{Kind: actor.Person, Account: s.IDs.New(), Name: "Trịnh Văn Vinh", Grants: []actor.Grant{{Role: actor.Office, Unit: tree.Root().ID}}}
}

func TestFaultsBecomePagesAndJSON(t *testing.T) {
	s, who := site(t, webtest.Options{})
	failures := map[string]error{
		"invalid":  fault.Invalid("n", "test.bad", "n", 1234),
		"conflict": fault.Conflict("test.stale").WithLink("/reports/7"),
		"missing":  fault.NotFound("test.hidden"),
		"forbid":   actor.Actor{Kind: actor.Person}.At(actor.SignFiling, 1),
		"zero":     fmt.Errorf("search: %w", db.ErrText),
		"broken":   errors.New("disk on fire: password hunter2"),
	}
	fail := func(c *web.Ctx) error {
		if c.Path("kind") == "panic" {
			panic("out of cheese")
		}
		return failures[c.Path("kind")]
	}
	s.Mux.Page("GET /fail/{kind}", fail)
	s.Mux.API("GET /api/fail/{kind}", fail)
	b := s.As(who)
	for kind, want := range map[string]struct {
		status int
		vi, en string
	}{
		"invalid":  {422, "Số 1.234 quá lớn.", "1,234 is too large."},
		"conflict": {409, "Đã có người sửa.", "Somebody changed it."},
		"missing":  {404, "Không có kỳ này.", "No such period."},
		"forbid":   {403, "Chỉ thủ trưởng", "Only the unit's head"},
		"zero":     {422, "Không đọc được dữ liệu gửi lên", "could not be read"},
		"broken":   {500, "Mã để báo cho quản trị", "Reference for the administrator"},
		"panic":    {500, "Mã để báo cho quản trị", "Reference for the administrator"},
	} {
		p := b.Get("/fail/" + kind).Want(want.status).HasText(want.vi).NoText("hunter2").NoText("cheese")
		webtest.Check(t, p, i18n.VI)
		b.In(i18n.EN).Get("/fail/" + kind).Want(want.status).HasText(want.en)
		var j struct{ Kind, Key, Message, Field, Ref, Link string }
		r := b.Get("/api/fail/" + kind).Want(want.status)
		if kind == "panic" {
			continue // a panic in an API is told as a page: nothing of the handler is left to ask
		}
		r.JSON(&j)
		if kind == "broken" && (j.Ref == "" || j.Key != "web.internal" || strings.Contains(string(r.Body), "hunter2")) {
			t.Errorf("internal: %s", r.Body)
		}
		if kind == "invalid" && (j.Field != "n" || j.Kind != "invalid" || !strings.Contains(j.Message, "1.234")) {
			t.Errorf("invalid: %s", r.Body)
		}
	}
	b.Get("/fail/conflict").One("a[href=/reports/7]")
	b.Get("/nothing").Want(404)
	s.Visitor().Get("/nothing").Want(404)
}

func TestWhoIsNotSignedInComesBackAfterwards(t *testing.T) {
	s, who := site(t, webtest.Options{})
	s.Mux.Page("GET /board", func(c *web.Ctx) error { return page(c, "x") })
	s.Mux.Do("POST /board", func(c *web.Ctx) error { return c.SeeOther("/board") })
	s.Mux.API("GET /api/board", func(c *web.Ctx) error { return c.JSON(200, 1) })
	v := s.Visitor()
	v.Get("/board?unit=3").WantRedirect("/sign-in?next=%2Fboard%3Funit%3D3")
	v.Post("/board", nil).WantRedirect("/sign-in")
	v.Get("/api/board").Want(401)
	s.As(who).Get("/board").Want(200)
	r := v.Request("POST", "/board", "application/x-www-form-urlencoded", nil)
	r.Header.Set("Referer", "http://example.com/board?unit=3")
	v.Send(r).WantRedirect("/sign-in?next=%2Fboard%3Funit%3D3")
	r = v.Request("GET", "/board", "", nil)
	r.Header.Set("HX-Request", "true")
	if p := v.Send(r).Want(401); p.Header.Get("HX-Redirect") == "" {
		t.Error("htmx is not led to the sign-in page")
	}
}

func TestOnlyLocalPathsLeadOn(t *testing.T) {
	s, who := site(t, webtest.Options{})
	b := s.As(who)
	for next, want := range map[string]string{
		"/tasks?x=1": "/tasks?x=1", "//evil.example/": "/", "/\\evil.example": "/", "https://evil.example": "/", "javascript:alert(1)": "/",
		"/ok\r\nSet-Cookie: a=b": "/", "": "/", "tasks": "/",
	} {
		b.Post("/theme", url.Values{"theme": {"dark"}, "next": {next}}).WantRedirect(want)
	}
	if c := b.Cookie("giaoban_theme"); c == nil || c.Value != "dark" {
		t.Errorf("theme cookie %+v", c)
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	s, who := site(t, webtest.Options{})
	done := false
	s.Mux.Do("POST /act", func(c *web.Ctx) error { done = true; return c.SeeOther("/") })
	b := s.As(who)
	r := b.Request("POST", "/act", "application/x-www-form-urlencoded", strings.NewReader("a=1"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	b.Send(r).Want(403)
	r = b.Request("POST", "/act", "application/x-www-form-urlencoded", strings.NewReader("a=1"))
	r.Header.Del("Sec-Fetch-Site")
	r.Header.Set("Origin", "https://evil.example")
	b.Send(r).Want(403)
	if done {
		t.Error("the act was done")
	}
	b.Post("/act", nil).WantRedirect("/")
}

func TestSignallingFromElsewhere(t *testing.T) {
	s, _ := site(t, webtest.Options{Config: web.Config{PublicURL: "https://hop.example.vn"}})
	s.Mux.Raw("/socket", s.Mux.OwnOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })))
	for origin, want := range map[string]int{
		"": 204, "https://hop.example.vn": 204, "https://evil.example": 403, "null": 403, "https://hop.example.vn.evil.example": 403, "://": 403,
	} {
		r := s.Visitor().Request("GET", "/socket", "", nil)
		r.Header.Set("Origin", origin)
		s.Visitor().Send(r).Want(want)
		r.Header.Set("Origin", "https://"+r.Host)
		s.Visitor().Send(r).Want(204)
	}
}

func TestHeadersLimitsAndCompression(t *testing.T) {
	s, who := site(t, webtest.Options{Config: web.Config{TLS: true, HSTS: true, WritesPerMin: 3}})
	s.Mux.Page("GET /long", func(c *web.Ctx) error { return page(c, strings.Repeat("<p>ơ</p>", 2000)) })
	s.Mux.Do("POST /act", func(c *web.Ctx) error {
		if err := c.FormErr(); err != nil {
			return err
		}
		c.Flash("test.done", "n", len(c.Form()["a"]))
		return c.SeeOther("/long")
	})
	b := s.As(who)
	p := b.Get("/long").Want(200)
	for name, want := range map[string]string{
		"Content-Security-Policy": "script-src 'self'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		"Permissions-Policy": "camera=(self)", "Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "includeSubDomains", "Cache-Control": "no-store",
	} {
		if got := p.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if csp := p.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "wss://example.com") {
		t.Error(csp)
	}
	part := b.Get("/assets/part.js")
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
		"Strict-Transport-Security": "max-age=31536000; includeSubDomains", "Permissions-Policy": "",
	} {
		if got := part.Header.Get(name); got != want {
			t.Errorf("%s of a script: %q", name, got)
		}
	}
	r := b.Request("GET", "/long", "", nil)
	r.Header.Set("Accept-Encoding", "br, gzip")
	z := b.Send(r).Want(200)
	if z.Header.Get("Content-Encoding") != "gzip" || len(z.Body) > len(p.Body)/4 {
		t.Errorf("not compressed: %d of %d bytes", len(z.Body), len(p.Body))
	}
	if _, err := gzip.NewReader(strings.NewReader(string(z.Body))); err != nil {
		t.Error(err)
	}
	b.Post("/act", url.Values{"a": {strings.Repeat("x", 3<<20)}}).Want(http.StatusRequestEntityTooLarge)
	b.Post("/act", url.Values{"a": {"1", "2"}}).WantRedirect("/long")
	b.Get("/long").HasText("Đã ghi 2 mục.")
	b.Get("/long").NoText("Đã ghi")
	b.Post("/act", nil).Want(303)
	b.Post("/act", nil).Want(429)
}

func TestLanguage(t *testing.T) {
	s, _ := site(t, webtest.Options{})
	s.Mux.Public("GET /lang", func(c *web.Ctx) error { return c.JSON(200, c.Lang) })
	v := s.Visitor()
	for header, want := range map[string]string{
		"": "vi", "en-US,en;q=0.9": "en", "vi-VN,vi;q=0.9,en;q=0.8": "vi", "fr,en;q=0.5,vi;q=0.7": "vi", "fr": "vi", "en;q=x": "vi",
	} {
		r := v.Request("GET", "/lang", "", nil)
		r.Header.Set("Accept-Language", header)
		if got := strings.TrimSpace(string(v.Send(r).Body)); got != `"`+want+`"` {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
	v.Post("/language", url.Values{"lang": {"en"}}).WantRedirect("/")
	if got := strings.TrimSpace(string(v.Get("/lang").Body)); got != `"en"` {
		t.Errorf("the chosen language is %s", got)
	}
}

func TestHealthAndMetrics(t *testing.T) {
	s, who := site(t, webtest.Options{Config: web.Config{MetricsToken: "s3cret"}})
	s.Mux.Page("GET /units/{unit}", func(c *web.Ctx) error { return page(c, "x") })
	v := s.Visitor()
	v.Get("/healthz").Want(200)
	v.Get("/metrics").Want(401)
	s.As(who).Get("/units/7").Want(200)
	r := v.Request("GET", "/metrics", "", nil)
	r.Header.Set("Authorization", "Bearer s3cret")
	text := string(v.Send(r).Want(200).Body)
	for _, want := range []string{`route="GET /units/{unit}"`, "giaoban_live_listeners 0", "giaoban_db_pieces_total"} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	if strings.Contains(text, "/units/7") {
		t.Error("metrics name single records")
	}
	open, _ := site(t, webtest.Options{Config: web.Config{Demo: true}})
	open.Visitor().Get("/metrics").Want(200)
}

func TestEveryOwnTextInBothLanguages(t *testing.T) {
	for key, text := range web.Messages() {
		if text.VI == "" || text.EN == "" || strings.Join(i18n.Placeholders(text.VI), ",") != strings.Join(i18n.Placeholders(text.EN), ",") {
			t.Errorf("%s: %+v", key, text)
		}
	}
}

// A key that comes again with another record's form, or from another account, is another act.
func TestAKeyCountsForOneAccountAtOneAddress(t *testing.T) {
	s, who := site(t, webtest.Options{})
	s.Mux.Do("POST /tasks/{task}/note", func(c *web.Ctx) error { return c.JSON(200, c.Key()) })
	other := who
	other.Account = s.IDs.New()
	form := url.Values{"key": {"K1"}}
	first := string(s.As(who).Post("/tasks/1/note", form).Want(200).Body)
	if again := string(s.As(who).Post("/tasks/1/note", form).Want(200).Body); again != first {
		t.Errorf("a retry has another key: %s, %s", first, again)
	}
	if changed := string(s.As(who).Post("/tasks/1/note", url.Values{"key": {"K1"}, "text": {"gone back to, and changed"}}).Want(200).Body); changed == first {
		t.Errorf("what was changed since has the key %s", changed)
	}
	if none := string(s.As(who).Post("/tasks/1/note", url.Values{"text": {"x"}}).Want(200).Body); none != `""`+"\n" {
		t.Errorf("a form without a key has the key %s", none)
	}
	if record := string(s.As(who).Post("/tasks/2/note", form).Want(200).Body); record == first {
		t.Errorf("another record's form has the key %s", record)
	}
	if account := string(s.As(other).Post("/tasks/1/note", form).Want(200).Body); account == first {
		t.Errorf("another account has the key %s", account)
	}
}

// A form that is cut, malformed or too large has no fields; a handler would take them for empty and clear what stands.
func TestAnUnreadableFormReachesNoHandler(t *testing.T) {
	s, who := site(t, webtest.Options{})
	reached := 0
	s.Mux.Do("POST /sites/{site}", func(c *web.Ctx) error {
		reached++
		return c.JSON(200, c.Form().Get("place"))
	})
	ctx := web.ActAs(t.Context(), who)
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"malformed":        {"application/x-www-form-urlencoded", "place=%zz", http.StatusUnprocessableEntity},
		"too large":        {"application/x-www-form-urlencoded", "place=" + strings.Repeat("x", 3<<20), http.StatusRequestEntityTooLarge},
		"no boundary":      {"multipart/form-data", "x", http.StatusUnprocessableEntity},
		"cut off":          {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"place\"\r\n\r\nHội tr", http.StatusUnprocessableEntity},
		"charset, capital": {"application/x-www-form-urlencoded; charset=UTF-8", "place=a;b=%", http.StatusUnprocessableEntity},
	} {
		r, w := httptest.NewRequestWithContext(ctx, http.MethodPost, "/sites/1", strings.NewReader(c.body)), httptest.NewRecorder()
		r.Header.Set("Content-Type", c.kind)
		s.Mux.ServeHTTP(w, r)
		if w.Code != c.status || reached > 0 {
			t.Errorf("%s: status %d, handler reached %d times", name, w.Code, reached)
		}
	}
	s.As(who).Post("/sites/1", url.Values{"place": {"Hội trường"}}).Want(200)
}

// A form of a type that cannot be read must not reach a handler as an empty one.
func TestAFormOfAnotherTypeIsRefused(t *testing.T) {
	s, who := site(t, webtest.Options{})
	reached := false
	s.Mux.Do("POST /probe", func(c *web.Ctx) error { reached = true; return c.SeeOther("/") })
	for _, kind := range []string{"text/plain", "", "Multipart/mixed; boundary=x", "application/xml"} {
		r := httptest.NewRequest("POST", "/probe", strings.NewReader("name=x"))
		if kind != "" {
			r.Header.Set("Content-Type", kind)
		}
		w := httptest.NewRecorder()
		s.Mux.ServeHTTP(w, r.WithContext(web.ActAs(r.Context(), who)))
		if w.Code != 422 || reached {
			t.Errorf("type %q: %d, reached %v", kind, w.Code, reached)
		}
	}
}
