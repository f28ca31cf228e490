package accountweb

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// A password that cannot be looked at soon waits in line, and its browser sees
// where it stands. What is in the way of a rush:
//
//   - The browser gets a ticket in a cookie and asks again with it; its form is
//     not sent twice. The ticket is as good as the session it turns into, so it is
//     random, lasts a minute, and is known here by its hash only.
//   - The password waits in the memory of the one call that will look at it, and
//     nowhere else: not in the ticket, the cookie, the database or the log. It goes
//     with that call, at the latest when the browser has not asked for half a minute.
//   - Who does not ask any more has left: the place goes to the next.
//   - Of several processes only the one with the ticket knows it. The proxy leads
//     there (docs/haproxy.cfg); where it does not, the browser asks again until it does.
const (
	waitCookie = "wait"
	soon       = 400 * time.Millisecond // who does not stand in line by then never sees it
	patience   = 10 * time.Second       // with a slow machine, without a line
	gone       = 30 * time.Second       // without asking, and the place is given up
	kept       = time.Minute            // what came of it, until the browser fetches it
)

// ticket is one browser's try to sign in.
type ticket struct {
	page    string // /sign-in or /activate: where a refusal is shown
	entered shell.Form
	next    string
	keep    bool
	flash   string // said after signing in, "" for nothing

	same   string // recognises the same form sent again
	turn   *account.Turn
	cancel context.CancelFunc
	done   chan struct{} // closed when the two below are set
	found  account.Account
	err    error
	forget *time.Timer
}

func (t *ticket) ready() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// gate holds the tickets of this process.
type gate struct {
	process string // names it in cookies
	secret  []byte // of this process: makes one form comparable with another without keeping it
	mu      sync.Mutex
	tickets map[string]*ticket // by the hash of the cookie's secret
}

func newGate() *gate {
	return &gate{process: strings.ToLower(rand.Text()[:8]), secret: []byte(rand.Text()), tickets: make(map[string]*ticket)}
}

// likeness recognises a form that is sent again.
func (g *gate) likeness(parts ...string) string {
	mac := hmac.New(sha256.New, g.secret)
	for _, part := range parts {
		fmt.Fprintf(mac, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(mac.Sum(nil))
}

func ticketHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// of finds the ticket of a browser. elsewhere: another process made it, not long ago.
func (g *gate) of(c *web.Ctx) (hash string, t *ticket, elsewhere bool) {
	parts := strings.Split(c.Kept(waitCookie), ".")
	if len(parts) != 3 {
		return "", nil, false
	}
	hash = ticketHash(parts[2])
	g.mu.Lock()
	defer g.mu.Unlock()
	if t = g.tickets[hash]; t != nil {
		return hash, t, false
	}
	ms, err := strconv.ParseInt(parts[1], 10, 64)
	return hash, nil, err == nil && parts[0] != g.process && time.Since(time.UnixMilli(ms)) < kept
}

// hold keeps a ticket and gives what the cookie says.
func (g *gate) hold(t *ticket) string {
	secret := rand.Text()
	hash := ticketHash(secret)
	g.mu.Lock()
	g.tickets[hash] = t
	g.mu.Unlock()
	t.forget = time.AfterFunc(gone, func() { g.drop(hash) })
	return g.process + "." + strconv.FormatInt(time.Now().UnixMilli(), 10) + "." + secret
}

// seen notes that a browser asks: its place stays.
func (g *gate) seen(t *ticket) {
	if t.ready() {
		t.forget.Reset(kept)
		return
	}
	t.forget.Reset(gone)
}

// drop forgets a ticket and leaves the line. False where somebody else was quicker.
func (g *gate) drop(hash string) bool {
	g.mu.Lock()
	t := g.tickets[hash]
	delete(g.tickets, hash)
	g.mu.Unlock()
	if t == nil {
		return false
	}
	t.forget.Stop()
	t.cancel()
	return true
}

// enter looks at what a form says: at once where it can, else in line.
// try is the call that holds the password.
func (p pages) enter(c *web.Ctx, t *ticket, try func(context.Context, *account.Turn) (account.Account, error)) error {
	if hash, other, _ := p.gate.of(c); other != nil {
		if other.same == t.same { // sent twice, out of impatience: the place stays
			p.gate.seen(other)
			return c.SeeOther("/sign-in/wait")
		}
		p.gate.drop(hash)
	}
	misses := c.Misses()
	ctx, cancel := context.WithCancel(context.WithoutCancel(c.Context())) // the request ends before its turn comes
	t.turn, t.cancel, t.done = account.NewTurn(misses.From()), cancel, make(chan struct{})
	go func() {
		defer close(t.done)
		defer cancel()
		defer func() {
			if v := recover(); v != nil { // outside of any request nobody else would catch it
				t.err = fmt.Errorf("panic while signing in: %v", v)
			}
		}()
		if t.found, t.err = try(ctx, t.turn); account.Missed(t.err) {
			misses.Count()
		}
	}()
	for range patience / soon { // who does not stand in line is only slow
		late := time.NewTimer(soon)
		select {
		case <-t.done:
			late.Stop()
			return p.entered(c, t)
		case <-c.Context().Done():
			late.Stop()
			cancel()
			return c.Context().Err()
		case <-late.C:
		}
		if p.svc.Stands(t.turn) {
			break
		}
	}
	c.Keep(waitCookie, p.gate.hold(t), int(10*kept/time.Second))
	return c.SeeOther("/sign-in/wait")
}

// admit refuses an address from which too much was wrong.
func admit(misses web.Misses) func() error {
	return func() error {
		if misses.Spent() {
			return fault.RateLimited("account.too_many_misses").On("password")
		}
		return nil
	}
}

// entered answers with what came of a try: a session, or the form with what is wrong.
func (p pages) entered(c *web.Ctx, t *ticket) error {
	if t.err != nil {
		switch kind := fault.KindOf(t.err); kind {
		case fault.KindInvalid, fault.KindRateLimited, fault.KindUnavailable:
			t.entered.Faults = fault.All(t.err)
			if kind != fault.KindInvalid {
				c.W.Header().Set("Retry-After", "30")
			}
			if t.page == "/activate" {
				return p.renderActivate(c, kind.Status(), t.entered)
			}
			return p.renderSignInFor(c, kind.Status(), t.entered, t.next)
		}
		return t.err
	}
	if err := c.SignIn(t.found, t.keep, false); err != nil {
		return err
	}
	if t.flash != "" {
		c.Flash(t.flash)
	}
	return c.SeeOther(t.next)
}

// waitView is what a waiting browser sees.
type waitView struct {
	Known bool // its place
	Ahead int
	Left  time.Duration
	Again int // seconds until it asks again
}

// place says where a ticket stands. Who waits long asks rarely: halfway through, every time.
func (p pages) place(t *ticket) waitView {
	if t == nil {
		return waitView{Again: 2}
	}
	ahead, left := p.svc.Ahead(t.turn)
	return waitView{Known: true, Ahead: ahead, Left: left, Again: min(10, max(2, int(left/time.Second)/2))}
}

// showWait shows a waiting browser its place, and lets it in when its turn is over.
func (p pages) showWait(c *web.Ctx) error {
	hash, t, elsewhere := p.gate.of(c)
	switch {
	case t == nil && !elsewhere:
		c.Keep(waitCookie, "", -1)
		if c.Actor.SignedIn() == nil { // another tab fetched it
			return c.SeeOther("/")
		}
		c.Warn("accountweb.wait_lost")
		return c.SeeOther("/sign-in")
	case t != nil && t.ready():
		c.Keep(waitCookie, "", -1)
		if !p.gate.drop(hash) {
			return c.SeeOther("/")
		}
		return p.entered(c, t)
	case t != nil:
		p.gate.seen(t)
	}
	v := p.place(t)
	b := c.Base("", "accountweb.wait_title").WithScripts("wait.js")
	b.Path, b.Refresh = "/sign-in/wait", v.Again
	return c.Render(waitPage(b, v))
}

// waitPlace is the place for the page's script.
type waitPlace struct {
	Ready bool   `json:"ready"` // go and see what came of it
	Known bool   `json:"known"`
	Ahead string `json:"ahead"`
	Left  string `json:"left"`
	Again int    `json:"again"` // seconds
}

func (p pages) tellPlace(c *web.Ctx) error {
	_, t, elsewhere := p.gate.of(c)
	if t == nil && !elsewhere || t != nil && t.ready() {
		return c.JSON(http.StatusOK, waitPlace{Ready: true})
	}
	if t != nil {
		p.gate.seen(t)
	}
	v := p.place(t)
	b := c.Base("", "")
	return c.JSON(http.StatusOK, waitPlace{Known: v.Known, Ahead: b.Int(int64(v.Ahead)), Left: leftWords(b, v), Again: min(v.Again, 3)})
}

// leaveLine gives the place up.
func (p pages) leaveLine(c *web.Ctx) error {
	if hash, t, _ := p.gate.of(c); t != nil {
		p.gate.drop(hash)
	}
	c.Keep(waitCookie, "", -1)
	return c.SeeOther("/sign-in")
}

// leftWords says a rough time: nobody is helped by exact seconds that change.
func leftWords(b shell.Base, v waitView) string {
	switch seconds := int(v.Left / time.Second); {
	case !v.Known:
		return ""
	case seconds < 5:
		return b.T("accountweb.wait_soon")
	case seconds < 55:
		return b.T("accountweb.wait_seconds", "n", (seconds/5+1)*5)
	default:
		return b.T("accountweb.wait_minutes", "n", (seconds+59)/60)
	}
}

// onlyNames keeps what may be shown again of a form: never a password.
func onlyNames(form url.Values, names ...string) url.Values {
	shown := url.Values{}
	for _, name := range names {
		shown[name] = form[name]
	}
	return shown
}
