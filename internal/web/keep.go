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
