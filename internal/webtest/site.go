package webtest

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/assets"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Options say what a Site begins with. All may be left out.
type Options struct {
	DB       *db.DB // a fresh one by default
	IDs      *ident.Maker
	Clock    when.Clock // frozen on 18 June 2026, 09:41 by default
	Now      func() time.Time
	Hub      *event.Hub
	Org      *org.Service
	Account  *account.Service
	Messages []i18n.Messages // beside those of kernel, web, shell, account
	Config   web.Config
	Log      *slog.Logger
	Demo     func(actor.Actor) *shell.DemoInfo
	Assets   *assets.Assets // none by default: tests do not load scripts
}

// Site is the program's surface in a test.
type Site struct {
	T       testing.TB
	DB      *db.DB
	IDs     *ident.Maker
	Clock   when.Clock
	Hub     *event.Hub
	Org     *org.Service
	Account *account.Service
	Catalog *i18n.Catalog
	Mux     *web.Mux
}

// New makes a site without pages of domains; register them on its Mux.
func New(t testing.TB, o Options) *Site {
	t.Helper()
	s := &Site{T: t, DB: o.DB, IDs: o.IDs, Clock: o.Clock, Hub: o.Hub, Org: o.Org, Account: o.Account}
	if s.DB == nil {
		s.DB = dbtest.Open(t)
	}
	if s.IDs == nil {
		ids, err := ident.NewMaker(time.Now, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		s.IDs = ids
	}
	if s.Clock == nil {
		s.Clock = when.NewFrozen(time.Date(2026, 6, 18, 9, 41, 0, 0, when.Zone()))
	}
	if s.Hub == nil {
		s.Hub = event.New()
	}
	if s.Org == nil {
		s.Org = org.New(org.Deps{DB: s.DB, IDs: s.IDs, Clock: s.Clock, Hub: s.Hub})
	}
	if s.Account == nil {
		s.Account = account.New(account.Deps{DB: s.DB, IDs: s.IDs, Clock: s.Clock, Now: o.Now, Hub: s.Hub, Org: s.Org})
	}
	tables := append([]i18n.Messages{actor.Messages(), when.Messages(), i18n.TextMessages(), shell.Messages(), web.Messages(), account.Messages()}, o.Messages...)
	catalog, err := i18n.New(tables...)
	if err != nil {
		t.Fatal(err)
	}
	s.Catalog = catalog
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	s.Mux = web.New(web.Deps{
		Config: o.Config, DB: s.DB, Hub: s.Hub, Account: s.Account, Org: s.Org, Clock: s.Clock, Now: o.Now,
		Catalog: catalog, Log: o.Log, Demo: o.Demo, Assets: o.Assets,
	})
	t.Cleanup(s.Mux.Close)
	return s
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// Browser sends requests as somebody. It keeps cookies and follows no redirects.
type Browser struct {
	site    *Site
	who     *actor.Actor
	Lang    i18n.Lang
	cookies map[string]*http.Cookie
}

// As gives a browser whose requests are made by an actor, without signing in. An
// actor without a kind but with an account or grants is taken as a person.
func (s *Site) As(who actor.Actor) *Browser {
	if who.Kind == actor.Public && (who.Account != 0 || len(who.Grants) > 0) {
		who.Kind = actor.Person
	}
	if who.Unit == 0 && len(who.Grants) > 0 {
		who.Unit = who.Grants[0].Unit
	}
	return &Browser{site: s, who: &who, Lang: i18n.VI, cookies: map[string]*http.Cookie{}}
}

// Visitor gives a browser that is not signed in; it may sign in through the pages.
func (s *Site) Visitor() *Browser {
	return &Browser{site: s, Lang: i18n.VI, cookies: map[string]*http.Cookie{}}
}

// In gives the same browser with another language.
func (b *Browser) In(lang i18n.Lang) *Browser {
	other := *b
	other.Lang = lang
	return &other
}

// Get opens a page.
func (b *Browser) Get(path string) *Page { return b.Send(b.Request("GET", path, "", nil)) }

// Post sends a form.
func (b *Browser) Post(path string, form url.Values) *Page {
	return b.Send(b.Request("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())))
}

// JSON sends a JSON body.
func (b *Browser) JSON(method, path, body string) *Page {
	return b.Send(b.Request(method, path, "application/json", strings.NewReader(body)))
}

// Request makes a request as this browser would send it.
func (b *Browser) Request(method, path, contentType string, body io.Reader) *http.Request {
	r := httptest.NewRequest(method, path, body).WithContext(b.site.T.Context())
	if b.who != nil {
		r = r.WithContext(web.ActAs(r.Context(), *b.who))
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Header.Set("Accept-Language", string(b.Lang))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	return r
}

// Send sends a request and keeps the cookies of the answer.
func (b *Browser) Send(r *http.Request) *Page {
	w := httptest.NewRecorder()
	b.site.Mux.ServeHTTP(w, r)
	res := w.Result()
	for _, cookie := range res.Cookies() {
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		} else {
			b.cookies[cookie.Name] = cookie
		}
	}
	return &Page{T: b.site.T, Path: r.URL.Path, Status: res.StatusCode, Header: res.Header, Body: bytes.Clone(w.Body.Bytes())}
}

// Cookie gives a cookie that the browser keeps, nil for none.
func (b *Browser) Cookie(name string) *http.Cookie { return b.cookies[name] }
