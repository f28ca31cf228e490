package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/web/shell"
)

var errNoContext = errors.New("web: the session store is asked with a context only")

// tokenHash is the hash under which the session manager stores a token.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

type actKey struct{}

// ActAs returns a context whose requests are made by this actor, without a
// session. Only code of this program can do that: tests, and the program's own
// requests to itself.
func ActAs(ctx context.Context, who actor.Actor) context.Context {
	return context.WithValue(ctx, actKey{}, who)
}

const flashLimit = 2000 // bytes; a cookie holds 4 kB

// setCookie sends a cookie that scripts need not read; age 0 lasts as long as the browser.
func (m *Mux) setCookie(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(m.d.Config.TLS, name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: m.d.Config.TLS,
	})
}

func (m *Mux) cookie(r *http.Request, name string) string {
	cookie, err := r.Cookie(cookieName(m.d.Config.TLS, name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// flash keeps a sentence in a cookie of this browser: it concerns nobody else
// and is not worth a write. It is shown as text, so a forged one harms nobody.
func (c *Ctx) flash(kind, text string) {
	list := append(c.flashes(), shell.Flash{Kind: kind, Text: text})
	body, err := json.Marshal(list)
	if err != nil || len(body) > flashLimit {
		return
	}
	value := base64.RawURLEncoding.EncodeToString(body)
	c.mux.setCookie(c.W, "flash", value, 60)
	c.R.AddCookie(&http.Cookie{Name: cookieName(c.mux.d.Config.TLS, "flash"), Value: value})
}

func (c *Ctx) flashes() []shell.Flash {
	name := cookieName(c.mux.d.Config.TLS, "flash")
	value := ""
	for _, cookie := range c.R.Cookies() { // the last one: flash may have been called in this request
		if cookie.Name == name {
			value = cookie.Value
		}
	}
	if value == "" || len(value) > 2*flashLimit {
		return nil
	}
	body, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil
	}
	var list []shell.Flash
	if json.Unmarshal(body, &list) != nil {
		return nil
	}
	return list
}

// takeFlashes gives the kept sentences and forgets them.
func (c *Ctx) takeFlashes() []shell.Flash {
	list := c.flashes()
	if len(list) > 0 {
		c.mux.setCookie(c.W, "flash", "", -1)
	}
	for i := range list {
		switch list[i].Kind {
		case "ok", "warn", "bad":
		default:
			list[i].Kind = "warn"
		}
	}
	return list
}

// Keep keeps a value in this browser for some seconds; a negative age forgets it.
func (c *Ctx) Keep(name, value string, age int) { c.mux.setCookie(c.W, name, value, age) }

// Kept gives a value that this browser keeps, "" for none.
func (c *Ctx) Kept(name string) string { return c.mux.cookie(c.R, name) }

// Leave sends the browser to an address outside this program, such as the identity provider's.
func (c *Ctx) Leave(address string) error {
	c.written = true
	c.W.Header().Set("Cache-Control", "no-store")
	c.W.Header().Set("Referrer-Policy", "no-referrer")
	c.W.Header().Set("Location", address)
	c.W.WriteHeader(http.StatusSeeOther)
	return nil
}
