package web

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/web/shell"
)

const year = 365 * 24 * 60 * 60 // seconds

// ownRoutes registers what is nobody's domain.
func (m *Mux) ownRoutes() {
	m.Do("POST /unit", m.switchUnit)
	m.Public("POST /language", m.setLanguage)
	m.Public("POST /theme", m.setTheme)
	m.Public("POST /sign-out", m.signOut)
	m.Public("GET /offline", func(c *Ctx) error {
		return c.Render(shell.OfflinePage(m.Fragment(c.Lang).WithTitle(c.T("shell.offline_title"))))
	})
	m.Raw("GET /healthz", http.HandlerFunc(m.healthz))
	m.Raw("GET /metrics", http.HandlerFunc(m.serveMetrics))
	m.routes.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		c, err := m.begin(w, r, 0)
		if err == nil {
			err = fault.NotFound("web.not_found")
		}
		m.refuse(c, err)
	})
	m.routes.HandleFunc("GET /live/{name}/{key}", m.live.serve)
	m.routes.HandleFunc("GET /live", m.live.serveShared)
	if m.d.Assets != nil {
		m.routes.Handle("GET /assets/", m.d.Assets)
		m.routes.Handle("GET /sw.js", m.d.Assets.Worker())
		m.routes.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, m.d.Assets.URL("favicon.svg"), http.StatusFound)
		})
	}
}

// switchUnit makes the account work in another of its units.
func (m *Mux) switchUnit(c *Ctx) error {
	id, err := c.FormID("unit")
	if err != nil {
		return err
	}
	held := false
	for _, unit := range c.Actor.Units() {
		held = held || unit == id
	}
	if !held {
		return fault.Forbidden("web.not_your_unit")
	}
	if c.session {
		m.sessions.Put(c.ctx, account.SessionUnit, id.String())
		if alive, err := m.saveSession(c.ctx); err != nil {
			return err
		} else if !alive {
			return fault.Unauthenticated("actor.sign_in")
		}
	}
	return c.SeeOther(c.Next("/"))
}

func (m *Mux) setLanguage(c *Ctx) error {
	lang := i18n.ParseLang(c.Form().Get("lang"))
	m.setCookie(c.W, "lang", string(lang), year)
	if c.session {
		if err := m.d.Account.SetLanguage(c.ctx, c.Actor, lang); err != nil {
			return err
		}
	}
	return c.SeeOther(c.Next("/"))
}

func (m *Mux) setTheme(c *Ctx) error {
	m.setCookie(c.W, "theme", theme(c.Form().Get("theme")), year)
	return c.SeeOther(c.Next("/"))
}

func (m *Mux) signOut(c *Ctx) error {
	if err := c.SignOut(); err != nil {
		return err
	}
	c.W.Header().Set("Clear-Site-Data", `"cache"`)
	return c.SeeOther("/sign-in")
}

// healthz tells whether requests can be answered: the database reads.
func (m *Mux) healthz(w http.ResponseWriter, r *http.Request) {
	ctx, stop := context.WithTimeout(r.Context(), 2*time.Second)
	defer stop()
	err := m.d.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		_, err := db.Int(ctx, q, `select 1`)
		return err
	})
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		m.d.Log.ErrorContext(ctx, "health", "err", err)
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// serveMetrics is open in a demo; else it asks for the token.
func (m *Mux) serveMetrics(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	right := m.d.Config.MetricsToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(m.d.Config.MetricsToken)) == 1
	if !m.d.Config.Demo && !right {
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	m.metrics.ServeHTTP(w, r)
}

// AllowSignIn counts a request to sign in from this request's address, whatever
// comes of it; false asks to wait. It holds off floods: a whole office may stand
// behind one address, so what is right is not what is few. Misses holds off guessing.
func (c *Ctx) AllowSignIn() bool { return c.mux.signIns.allow(neighbourhood(c.Address())) }

// AllowFeed counts a reading by a program that looks again and again by itself, such as a
// calendar; false asks it to wait.
func (c *Ctx) AllowFeed(name string) bool { return c.mux.feeds.allow(name) }

// Misses counts the wrong passwords and codes that came from one address. It may outlive its request.
type Misses struct {
	limit *limiter
	from  string
}

// Misses gives the count of this request's address.
func (c *Ctx) Misses() Misses { return Misses{c.mux.misses, neighbourhood(c.Address())} }

// Spent tells that too much was wrong: whoever comes from there has to wait.
func (x Misses) Spent() bool { return x.limit.spent(x.from) }

// Count counts one.
func (x Misses) Count() { x.limit.allow(x.from) }

// From names the address, or its network, as it is counted; "" is not counted.
func (x Misses) From() string { return x.from }

// Address is where the request comes from.
func (c *Ctx) Address() string { return c.mux.address(c.R) }

// Demo tells whether this is a demo: one click signs in with a marked account.
func (c *Ctx) Demo() bool { return c.mux.d.Config.Demo }

// Has tells whether a pattern is registered, so that no page links to what is not there.
func (c *Ctx) Has(pattern string) bool { return c.mux.Has(pattern) }
