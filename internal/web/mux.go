package web

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web/assets"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Config is what an installation decides about its surface. The zero Config is
// a plain HTTP server with the default limits.
type Config struct {
	Demo          bool   // one-click sign-in with the marked accounts; metrics are open
	TLS           bool   // reached by https only: cookies get Secure and the __Host- name
	HSTS          bool   // browsers are told to stay with https: only where every browser trusts the certificate
	PublicURL     string // "https://giaoban.example": of links that leave the program; "" takes the host that the reader asked
	BehindProxy   bool   // believe X-Forwarded-For and X-Forwarded-Proto of the one proxy in front
	MetricsToken  string // bearer token of /metrics; "" shuts it outside a demo
	SignInsPerMin int    // requests to sign in per address and minute; 0 = 1,200, negative = no limit
	MissesPerMin  int    // wrong passwords and codes per address and minute, four times as many at once; 0 = 30, negative = no limit
	WritesPerMin  int    // writes per account and minute; 0 = 300, negative = no limit
	CallsPerMin   int    // calls of the API per token, and per address of the public; 0 = 600, negative = no limit
	LivePerSite   int    // live streams per address; 0 = 4,000
	LivePerLogin  int    // live streams per session; 0 = 16

	SlowPage time.Duration // an answer that takes longer is named in the log; 0 = 500 ms, negative = none is
}

// Deps is what the surface takes. The functions and Log may be nil.
type Deps struct {
	Config  Config
	DB      *db.DB
	Hub     *event.Hub
	Account *account.Service
	Org     *org.Service
	Clock   when.Clock       // domain clock
	Now     func() time.Time // real clock: sessions, limits; nil = time.Now
	Catalog *i18n.Catalog
	Assets  *assets.Assets
	Log     *slog.Logger

	Places []shell.Place                                                                  // the places that exist; nil = shell.DefaultPlaces
	Badges func(ctx context.Context, who actor.Actor) (unread int, counts map[string]int) // what waits for who.Unit
	Media  func() string                                                                  // where browsers reach sound and picture, "" the same host
	Demo   func(who actor.Actor) *shell.DemoInfo                                          // the demo's banner
}

// Mux holds the routes. Register everything before the first request.
type Mux struct {
	d        Deps
	routes   *http.ServeMux
	sessions *scs.SessionManager
	signIns  *limiter
	misses   *limiter
	writes   *limiter
	calls    *limiter
	feeds    *limiter
	metrics  *metrics
	live     *live
	zips     sync.Pool // of *gzip.Writer: one holds 800 KB
	handler  http.Handler
	patterns []string
	quiet    map[string]bool                // patterns that are not logged
	confirm  func(*Ctx, *fault.Fault) error // asks for the second factor; nil: an error page says that it is needed
}

// Handler answers a request, or returns why not.
type Handler func(*Ctx) error

// New makes a Mux with the routes that are nobody's domain: /unit, /language,
// /theme, /sign-out, /assets/, /healthz and /metrics.
func New(d Deps) *Mux {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	d.Log = slog.New(Referring(d.Log.Handler()))
	m := &Mux{d: d, routes: http.NewServeMux(), quiet: map[string]bool{}, sessions: newSessions(d)}
	m.signIns = newLimiter(d.Now, orElse(d.Config.SignInsPerMin, 1200))
	misses := orElse(d.Config.MissesPerMin, 30)
	m.misses = newLimiter(d.Now, misses).withBurst(4 * misses)
	m.writes = newLimiter(d.Now, orElse(d.Config.WritesPerMin, 300))
	m.calls = newLimiter(d.Now, orElse(d.Config.CallsPerMin, 600))
	m.feeds = newLimiter(d.Now, 2).withBurst(30)
	m.live = newLive(m)
	m.metrics = newMetrics(m)
	m.handler = m.observe(m.recoverPanics(m.securityHeaders(m.sameOrigin(m.routes))))
	m.ownRoutes()
	return m
}

func orElse(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

// ServeHTTP answers a request.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.handler.ServeHTTP(w, r) }

// Close cuts all live streams and waits for none of them.
func (m *Mux) Close() { m.live.close() }

// Patterns lists the registered patterns, for tests that visit every page.
func (m *Mux) Patterns() []string { return m.patterns }

// Has tells whether a pattern is registered, so that no page links to what is not there.
func (m *Mux) Has(pattern string) bool { return slices.Contains(m.patterns, pattern) }

type mode uint8

const (
	signedIn mode = 1 << iota // only for accounts
	asJSON                    // refusals as JSON
	writes                    // counted against the account's limit
	files                     // tells itself why a form could not be read: which file was too large
	byToken                   // an access token may ask instead of a session
	byItself                  // the page asks, not its reader: no use of the session, no line in the log
)

const formLimit = 2 << 20 // bytes of a form; a report of 400 fields has about 40 kB

// Page registers a page for accounts; anyone else is sent to sign in and comes back.
func (m *Mux) Page(pattern string, h Handler) { m.handle(pattern, signedIn, formLimit, h) }

// Public registers a page or form for anyone.
func (m *Mux) Public(pattern string, h Handler) { m.handle(pattern, 0, formLimit, h) }

// Do registers an act of an account: a form that is posted.
func (m *Mux) Do(pattern string, h Handler) { m.handle(pattern, signedIn|writes, formLimit, h) }

// Upload registers a form with files of at most that many bytes together.
func (m *Mux) Upload(pattern string, bytes int64, h Handler) {
	m.handle(pattern, signedIn|writes|files, bytes+1<<20, h)
}

// API registers JSON for accounts; refusals are JSON too.
func (m *Mux) API(pattern string, h Handler) { m.handle(pattern, signedIn|asJSON|writes, formLimit, h) }

// Signal registers JSON that an open page asks or says by itself. It keeps no
// session alive, and is not logged: a log of it would be one of who sat where.
func (m *Mux) Signal(pattern string, h Handler) {
	m.quiet[pattern] = true
	m.handle(pattern, signedIn|asJSON|writes|byItself, formLimit, h)
}

// Raw registers what answers by itself, without a Ctx: websockets, files. It
// still stands behind the panic, origin and header layers.
func (m *Mux) Raw(pattern string, h http.Handler) {
	m.patterns = append(m.patterns, pattern)
	m.routes.Handle(pattern, h)
}

func (m *Mux) handle(pattern string, mode mode, limit int64, h Handler) {
	m.patterns = append(m.patterns, pattern)
	m.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		c, err := m.begin(w, r, mode)
		if err == nil {
			err = m.admit(c, mode)
		}
		if err == nil {
			err = m.bodyRead(c, mode)
		}
		if err == nil && mode&(files|asJSON) == 0 && r.Method == http.MethodPost {
			err = c.FormErr() // an unreadable form has no fields, which must not be taken for empty ones
		}
		if err == nil {
			err = h(c)
		}
		if err != nil {
			m.refuse(c, err)
		}
	})
}

// admit refuses who is not signed in and who writes too fast.
func (m *Mux) admit(c *Ctx, mode mode) error {
	if mode&signedIn != 0 {
		if err := c.Actor.SignedIn(); err != nil {
			return err
		}
	}
	if mode&writes != 0 && c.R.Method != http.MethodGet && c.Actor.Account != 0 {
		if !m.writes.allow(c.Actor.Account.String()) {
			return fault.RateLimited("web.too_many_writes")
		}
	}
	return nil
}

// Actor tells who sends a request, for handlers registered with Raw.
func (m *Mux) Actor(r *http.Request) (actor.Actor, error) {
	who, _, _, err := m.identify(r)
	return who, err
}

// UnitName gives a unit's name today.
func (m *Mux) unit(ctx context.Context, id ident.ID) (shell.Unit, *org.Tree) {
	tree, err := m.d.Org.Today(ctx)
	if err != nil {
		m.d.Log.ErrorContext(ctx, "today's tree", "err", err)
		return shell.Unit{ID: id}, nil
	}
	return shell.Unit{ID: id, Name: tree.Name(id)}, tree
}
