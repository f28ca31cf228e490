package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
)

// CallLimit is how many bytes the body of a call of the API may have.
const CallLimit = 1 << 20

// Call registers an address of the API: who asks is told by an access token,
// else by the session of this program's own pages. Anyone may ask; h judges.
func (m *Mux) Call(pattern string, h func(c *Ctx)) { m.CallOf(pattern, CallLimit, nil, h) }

// CallOf is Call for bodies of at most that many bytes. may, where it is given,
// judges before any of them is read: only who has the right keeps a large body in memory.
func (m *Mux) CallOf(pattern string, limit int64, may func(c *Ctx) error, h func(c *Ctx)) {
	m.patterns = append(m.patterns, pattern)
	m.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		c, err := m.begin(w, r, asJSON|byToken)
		if err == nil {
			err = m.admitCall(c)
		}
		if err == nil && may != nil {
			err = may(c)
		}
		if err == nil && r.ContentLength > limit {
			err = fault.TooLarge("", "web.too_large")
		}
		if err == nil {
			err = m.bodyRead(c, asJSON|byToken)
		}
		if err != nil {
			if fault.KindOf(err) == fault.KindUnauthenticated {
				w.Header().Set("WWW-Authenticate", `Bearer realm="giaoban", error="invalid_token"`)
			}
			m.refuse(c, err)
			return
		}
		h(c)
	})
}

// admitCall counts the calls of a token, of an account, or of a visitor's network.
func (m *Mux) admitCall(c *Ctx) error {
	name := c.Actor.Account.String()
	if c.Actor.Kind == actor.Public {
		name = neighbourhood(c.Address())
	}
	allowed, left := m.calls.take(name)
	if m.calls.perMinute > 0 {
		c.W.Header().Set("RateLimit-Policy", fmt.Sprintf(`"calls";q=%d;w=60`, int(m.calls.perMinute)))
		c.W.Header().Set("RateLimit", fmt.Sprintf(`"calls";r=%d;t=60`, max(0, left)))
	}
	if !allowed {
		return fault.RateLimited("web.too_many_calls")
	}
	if c.R.Method != http.MethodGet && c.Actor.Account != 0 && !m.writes.allow(c.Actor.Account.String()) {
		return fault.RateLimited("web.too_many_writes")
	}
	return nil
}

// Body is the body of a call of the API as it came.
func (c *Ctx) Body() []byte { return c.body }

// bearer gives the access token of a request, "" where it has none.
func bearer(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}

// SameBody refuses an idempotency key that came before with another call: the
// first answer would tell of an act that this request does not ask for.
func (c *Ctx) SameBody() error {
	key := c.Key()
	if key == "" {
		return nil
	}
	h := sha256.New()
	io.WriteString(h, c.R.Method+" "+c.R.URL.RequestURI()+"\n")
	h.Write(c.body)
	fingerprint := base64.RawURLEncoding.EncodeToString(h.Sum(nil))
	first, _, err := c.mux.d.DB.Once(c.ctx, "body:"+key, "web.same_body", func(context.Context, *db.Write) (string, error) { return fingerprint, nil })
	if err == nil && first != fingerprint {
		return fault.Conflict("web.key_reused")
	}
	return err
}

// Write sends a finished answer, compressed where that pays, with status and headers set before.
func (c *Ctx) Write(status int, body []byte) error {
	c.written = true
	return c.writeCompressed(status, body)
}

// Language tells a caller in which language the texts of the answer are.
func (c *Ctx) Language() string { return string(c.Lang) }

// Written tells whether an answer was written already.
func (c *Ctx) Written() bool { return c.written }

// Answered says that the answer is written by hand.
func (c *Ctx) Answered() { c.written = true }
