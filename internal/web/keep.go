package web

import (
	"strings"

	"giaoban/internal/actor"
)

// Headers that tell the service worker of a page: which bundle made it, whose it is, and that it is to open without line.
const (
	headerBundle  = "Giaoban-Bundle"
	headerAccount = "Giaoban-Account"
	headerKeep    = "Giaoban-Keep"
)

// KeepPage lets the account's browser keep this page, to open it without line.
func (c *Ctx) KeepPage() { c.W.Header().Set(headerKeep, "1") }

func (c *Ctx) tellWorker(contentType string) {
	if c.mux == nil || c.mux.d.Assets == nil || !strings.HasPrefix(contentType, "text/html") {
		return
	}
	h := c.W.Header()
	if c.Actor.Kind == actor.Person {
		h.Set(headerAccount, c.Actor.Account.String())
	} else {
		h.Del(headerKeep)
	}
	if v := c.mux.d.Assets.Version(); v != "" {
		h.Set(headerBundle, v)
	}
}

const (
	takenCookie = "taken" // the key of the form that was done, for the next page
	takenFor    = 60      // seconds
	keptField   = "kept"  // sent with a form of which the device keeps what was typed (shell.Keep)
)

// noteTaken tells the next page which form was done, where the device keeps what was typed into it: until it hears so it
// would offer it again.
func (c *Ctx) noteTaken() {
	if c.form == nil || c.form.Get(keptField) == "" || c.Actor.Kind != actor.Person {
		return
	}
	if key := c.form.Get("key"); plainKey(key) {
		c.Keep(takenCookie, key, takenFor)
	}
}

// taken gives the key of the form that was just done, once.
func (c *Ctx) taken() string {
	key := c.Kept(takenCookie)
	if key == "" {
		return ""
	}
	c.Keep(takenCookie, "", -1)
	if !plainKey(key) || c.Actor.Kind != actor.Person {
		return ""
	}
	return key
}

// plainKey tells whether a key is one that our pages make: letters and digits, too many to be met by chance.
func plainKey(key string) bool {
	for _, r := range key {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return len(key) >= 16 && len(key) <= 64
}
