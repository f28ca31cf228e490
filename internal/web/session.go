package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// How long a sign-in lasts. "Keep me signed in" lasts a week from the sign-in;
// else it ends with the browser, after half a day, or after four idle hours
// (longer than a conference's break).
const (
	keptFor   = 7 * 24 * time.Hour
	dayLong   = 12 * time.Hour
	idleLimit = 4 * time.Hour
	seenEvery = time.Minute // how exactly the last use is noted
)

const sessionKept = "kept"

// newSessions sets up the session manager. Tokens are 256 bits; only their
// hashes reach the store.
func newSessions(d Deps) *scs.SessionManager {
	s := scs.New()
	s.Lifetime = dayLong
	s.HashTokenInStore = true
	s.Codec = sessionCodec{}
	s.Cookie.Name = cookieName(d.Config.TLS, "session")
	s.Cookie.Path = "/"
	s.Cookie.HttpOnly = true
	s.Cookie.SameSite = http.SameSiteLaxMode
	s.Cookie.Secure = d.Config.TLS
	s.Cookie.Persist = false
	if d.Account != nil {
		s.Store = sessionStore{d.Account.SessionStore()}
	}
	return s
}

// cookieName binds a cookie to this very host where https makes that possible.
func cookieName(tls bool, name string) string {
	if tls {
		return "__Host-" + name
	}
	return "giaoban_" + name
}

// sessionCodec writes sessions as account.SessionData, so that the account's page can list them.
type sessionCodec struct{}

func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	d := account.SessionData{Deadline: when.InstantOf(deadline), Values: make(map[string]string, len(values))}
	for name, v := range values {
		if text, ok := v.(string); ok {
			d.Values[name] = text
		}
	}
	return json.Marshal(d)
}

func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var d account.SessionData
	if err := json.Unmarshal(b, &d); err != nil {
		return time.Time{}, nil, err
	}
	values := make(map[string]any, len(d.Values))
	for name, text := range d.Values {
		values[name] = text
	}
	return d.Deadline.Time(), values, nil
}

// sessionStore fits account.SessionStore to what the session manager asks. The
// forms without a context are never called by it.
type sessionStore struct{ s *account.SessionStore }

var _ scs.CtxStore = sessionStore{}

func (st sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return st.s.Find(ctx, token)
}
func (st sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return st.s.Save(ctx, token, b, when.InstantOf(expiry))
}
func (st sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return st.s.Delete(ctx, token)
}
func (st sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (st sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (st sessionStore) Delete(string) error                    { return errNoContext }

// identify finds the session and makes its actor. A session whose account is
// closed, or that was not used for too long, is as good as none.
func (m *Mux) identify(r *http.Request) (actor.Actor, context.Context, bool, error) {
	return m.whose(r, true)
}

// whose is identify; use tells whether this counts as using the session.
func (m *Mux) whose(r *http.Request, use bool) (actor.Actor, context.Context, bool, error) {
	ctx := r.Context()
	if acting, ok := ctx.Value(actKey{}).(actor.Actor); ok {
		return acting, ctx, false, nil
	}
	for _, name := range []string{m.sessions.Cookie.Name, m.deviceCookie()} { // a person on a device acts as that person
		cookie, err := r.Cookie(name)
		if err != nil || cookie.Value == "" || m.d.Account == nil {
			continue
		}
		who, with, ok, err := m.holder(r.Context(), cookie.Value, use)
		if ok || err != nil {
			return who, with, ok, err
		}
		ctx = with
	}
	return actor.Actor{}, ctx, false, nil
}

// holder makes the actor of a session's token, false where it is as good as none.
func (m *Mux) holder(from context.Context, token string, use bool) (actor.Actor, context.Context, bool, error) {
	ctx, err := m.sessions.Load(from, token)
	if err != nil {
		return actor.Actor{}, from, false, err
	}
	id, err := ident.Parse(m.sessions.GetString(ctx, account.SessionAccount))
	if err != nil {
		return actor.Actor{}, ctx, false, nil
	}
	if !m.touch(ctx, use) {
		return actor.Actor{}, ctx, false, nil
	}
	unit, _ := ident.Parse(m.sessions.GetString(ctx, account.SessionUnit)) // none: the first
	who, err := m.d.Account.ActorFor(ctx, id, unit)
	if fault.KindOf(err) == fault.KindUnauthenticated && err != nil {
		return actor.Actor{}, ctx, false, nil
	}
	if err != nil {
		return who, ctx, false, err
	}
	since, stepped := m.sessions.GetString(ctx, account.SessionSince), m.sessions.GetString(ctx, account.SessionStepped)
	return m.d.Account.Assured(who, since, stepped), ctx, true, nil
}

// touch notes the use of a session once a minute; false where it was idle too long.
func (m *Mux) touch(ctx context.Context, use bool) bool {
	now := m.d.Now()
	ms, _ := strconv.ParseInt(m.sessions.GetString(ctx, account.SessionSeen), 10, 64)
	idle := now.Sub(time.UnixMilli(ms))
	if m.sessions.GetString(ctx, sessionKept) == "" && idle > idleLimit {
		return false
	}
	if !use || idle < seenEvery {
		return true
	}
	m.sessions.Put(ctx, account.SessionSeen, millis(now))
	alive, err := m.saveSession(ctx)
	if err != nil {
		m.d.Log.Warn("note the use of a session", "err", err)
		return true
	}
	return alive
}

// saveSession keeps what was put into a session; false where it was ended
// meanwhile. Commit would bring such a session back, so only SignIn uses that.
func (m *Mux) saveSession(ctx context.Context) (alive bool, err error) {
	data, err := m.sessionData(ctx)
	if err != nil {
		return false, err
	}
	return m.d.Account.SessionStore().Touch(ctx, tokenHash(m.sessions.Token(ctx)), data, when.InstantOf(m.sessions.Deadline(ctx)))
}

func (m *Mux) sessionData(ctx context.Context) ([]byte, error) {
	values := map[string]any{}
	for _, name := range m.sessions.Keys(ctx) {
		values[name] = m.sessions.Get(ctx, name)
	}
	return m.sessions.Codec.Encode(m.sessions.Deadline(ctx), values)
}

func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// SignIn begins a session of an account in this browser, under a fresh token.
// keep makes it last a week; demo marks it as begun from a card of the demo.
func (c *Ctx) SignIn(a account.Account, keep, demo bool) error {
	m := c.mux
	old := ""
	if cookie, err := c.R.Cookie(m.sessions.Cookie.Name); err == nil {
		old = cookie.Value
	}
	ctx, err := m.sessions.Load(c.R.Context(), old)
	if err != nil {
		return err
	}
	if err := m.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := m.sessions.RenewToken(ctx); err != nil { // the old token dies: nobody may have planted it
		return err
	}
	now := m.d.Now()
	m.sessions.Put(ctx, account.SessionAccount, a.ID.String())
	m.sessions.Put(ctx, account.SessionSince, millis(now))
	m.sessions.Put(ctx, account.SessionSeen, millis(now))
	m.sessions.Put(ctx, account.SessionAddress, m.address(c.R))
	m.sessions.Put(ctx, account.SessionAgent, clip(c.R.UserAgent(), 200))
	if keep {
		m.sessions.Put(ctx, sessionKept, "1")
		m.sessions.SetDeadline(ctx, now.Add(keptFor))
	}
	m.sessions.RememberMe(ctx, keep)
	if demo {
		m.sessions.Put(ctx, account.SessionDemo, "1")
	}
	if err := c.commit(ctx); err != nil {
		return err
	}
	m.d.Log.InfoContext(c.ctx, "signed in", "account", a.ID.String(), "by", c.R.Pattern, "address", m.address(c.R))
	return nil
}

// commit stores the session and sends its cookie.
func (c *Ctx) commit(ctx context.Context) error {
	token, expiry, err := c.mux.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	c.mux.sessions.WriteSessionCookie(ctx, c.W, token, expiry)
	c.ctx, c.session = ctx, true
	return nil
}

// SignOut ends this browser's session.
func (c *Ctx) SignOut() error {
	if !c.session || c.Device() { // an enrolled device is revoked by its administrator
		return nil
	}
	if err := c.mux.sessions.Destroy(c.ctx); err != nil {
		return err
	}
	c.mux.sessions.WriteSessionCookie(c.ctx, c.W, "", time.Time{})
	c.session = false
	return nil
}

// SessionRef names this browser's session among account.Sessions, "" where there is none.
func (c *Ctx) SessionRef() string {
	if !c.session {
		return ""
	}
	return account.SessionRef(tokenHash(c.mux.sessions.Token(c.ctx)))
}

func clip(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}
