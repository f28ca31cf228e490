package web

import (
	"net/http"
	"time"

	"giaoban/internal/account"
)

// deviceFor is how long an enrolled device stays signed in; browsers keep no cookie longer.
const deviceFor = 400 * 24 * time.Hour

const sessionDevice = "device"

func (m *Mux) deviceCookie() string { return cookieName(m.d.Config.TLS, "device") }

// SignInDevice makes this browser an enrolled device. Its credential stands in a
// cookie of its own: somebody may sign in on the device and out again, and it is
// the device as before.
func (c *Ctx) SignInDevice(a account.Account) error {
	m, now := c.mux, c.mux.d.Now()
	ctx, err := m.sessions.Load(c.R.Context(), "")
	if err != nil {
		return err
	}
	m.sessions.Put(ctx, account.SessionAccount, a.ID.String())
	m.sessions.Put(ctx, account.SessionSince, millis(now))
	m.sessions.Put(ctx, account.SessionSeen, millis(now))
	m.sessions.Put(ctx, account.SessionAddress, m.address(c.R))
	m.sessions.Put(ctx, account.SessionAgent, clip(c.R.UserAgent(), 200))
	m.sessions.Put(ctx, sessionKept, "1")
	m.sessions.Put(ctx, sessionDevice, "1")
	m.sessions.SetDeadline(ctx, now.Add(deviceFor))
	token, expiry, err := m.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	http.SetCookie(c.W, &http.Cookie{Name: m.deviceCookie(), Value: token, Path: "/", Expires: expiry, MaxAge: int(deviceFor.Seconds()),
		HttpOnly: true, Secure: m.d.Config.TLS, SameSite: http.SameSiteLaxMode})
	return nil
}

// Device tells whether the request comes from an enrolled device and from nobody in person.
func (c *Ctx) Device() bool { return c.session && c.mux.sessions.GetString(c.ctx, sessionDevice) != "" }
