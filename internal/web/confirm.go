package web

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"giaoban/internal/account"
	"giaoban/internal/fault"
	"giaoban/internal/when"
)

// confirmPrefix begins the names of fields that belong to the question for the
// second factor, beside those of the form that waits for the answer.
const confirmPrefix = "confirm."

// OnUnconfirmed hands over what asks for the second factor: a page that holds
// the refused form and, once the factor was shown, sends it again.
func (m *Mux) OnUnconfirmed(ask func(*Ctx, *fault.Fault) error) { m.confirm = ask }

// Waiting is a form that waits for the second factor.
type Waiting struct {
	To   string // where it goes
	Post bool   // it was posted; else To is a page to open
	Back string // the page that it stands on
	Form url.Values
}

// Waiting gives the form of this request that waits: the refused one itself, or
// the one that the question carries along. Passwords are never carried: they
// would stand in a page.
func (c *Ctx) Waiting() Waiting {
	w := Waiting{Form: url.Values{}}
	if c.R.Method != http.MethodPost {
		if w.To = c.R.URL.RequestURI(); c.R.URL.Path == "/confirm" {
			w.To = c.Next("/")
		}
		w.Back = w.To
		return w
	}
	form := c.Form()
	if form.Has(confirmPrefix + "to") {
		w.To, w.Back = localPath(form.Get(confirmPrefix+"to"), "/"), localPath(form.Get(confirmPrefix+"back"), "/")
		w.Post = form.Get(confirmPrefix+"post") != ""
	} else {
		w.To, w.Back, w.Post = c.R.URL.RequestURI(), cameFrom(c.R), true
	}
	secret := false
	for name, values := range form {
		switch {
		case strings.HasPrefix(name, confirmPrefix):
		case name == "password" || name == "old" || name == "again":
			secret = secret || strings.Join(values, "") != ""
		default:
			w.Form[name] = values
		}
	}
	if secret && len(w.Form) <= len(w.Form["login"])+len(w.Form["key"]) { // nothing but passwords: open its page again
		w.To, w.Post = w.Back, false
	}
	return w
}

// StepUp notes that this session's holder has just shown a second factor, under
// a fresh token. Its end stays what it was, and a session that was ended
// meanwhile does not come back.
func (c *Ctx) StepUp() error {
	if !c.session {
		return fault.Unauthenticated("actor.sign_in")
	}
	s, store := c.mux.sessions, c.mux.d.Account.SessionStore()
	s.Put(c.ctx, account.SessionStepped, millis(c.mux.d.Now()))
	data, err := c.mux.sessionData(c.ctx)
	if err != nil {
		return err
	}
	raw := make([]byte, 32)
	rand.Read(raw) // never fails
	token, deadline := base64.RawURLEncoding.EncodeToString(raw), s.Deadline(c.ctx)
	alive, err := store.Renew(c.ctx, tokenHash(s.Token(c.ctx)), tokenHash(token), data, when.InstantOf(deadline))
	if err != nil {
		return err
	}
	if !alive {
		return fault.Unauthenticated("actor.sign_in")
	}
	ctx, err := s.Load(c.R.Context(), token)
	if err != nil {
		return err
	}
	s.RememberMe(ctx, s.GetString(ctx, sessionKept) != "")
	s.WriteSessionCookie(ctx, c.W, token, deadline)
	c.ctx = ctx
	return nil
}

// Resume sends what waited: a posted form again with all its fields (307 keeps
// method and body), a page by GET.
func (c *Ctx) Resume(w Waiting) error {
	if !w.Post {
		return c.SeeOther(w.To)
	}
	c.written = true
	c.W.Header().Set("Cache-Control", "no-store")
	c.W.Header().Set("Location", localPath(w.To, "/"))
	c.W.WriteHeader(http.StatusTemporaryRedirect)
	return nil
}
