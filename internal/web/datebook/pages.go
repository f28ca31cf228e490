package datebook

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
)

type pages struct {
	accounts *account.Service
	org      *org.Service
	sources  []Source
}

// FeedPath is where calendar programs read; the secret is the query's "key", which no log holds.
const FeedPath = "/feed/deadlines.ics"

// Routes registers the download of the own unit's dates and the address for calendar programs.
func Routes(m *web.Mux, accounts *account.Service, units *org.Service, sources ...Source) {
	p := &pages{accounts: accounts, org: units, sources: sources}
	m.Page("GET /deadlines.ics", p.download)
	m.Public("GET "+FeedPath, p.feed)
}

func (p *pages) download(c *web.Ctx) error {
	body, err := p.file(c, c.Actor, []ident.ID{c.Actor.Unit}, c.Lang)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-han.ics"`)
	return c.Bytes(http.StatusOK, "text/calendar; charset=utf-8", body)
}

// feed answers a calendar program. Wrong secrets are counted like wrong passwords, right
// ones by how often they come: a program that asks every minute learns to wait.
func (p *pages) feed(c *web.Ctx) error {
	misses := c.Misses()
	if misses.Spent() {
		return fault.RateLimited("web.too_many_calls")
	}
	secret := c.Query("key")
	who, lang, err := p.accounts.ActorForFeed(c.Context(), secret)
	if fault.KindOf(err) == fault.KindNotFound {
		misses.Count()
	}
	if err != nil {
		return err
	}
	if !c.AllowFeed(who.Account.String()) {
		return fault.RateLimited("web.too_many_calls")
	}
	l := i18n.Lang(lang)
	if l != i18n.EN {
		l = i18n.VI
	}
	body, err := p.file(c, who, who.Units(), l)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	c.W.Header().Set("ETag", tag)
	c.W.Header().Set("Cache-Control", "private, no-cache")
	if c.R.Header.Get("If-None-Match") == tag {
		c.W.WriteHeader(http.StatusNotModified)
		c.Answered()
		return nil
	}
	return c.Bytes(http.StatusOK, "text/calendar; charset=utf-8", body)
}

func (p *pages) file(c *web.Ctx, who actor.Actor, units []ident.ID, lang i18n.Lang) ([]byte, error) {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return nil, err
	}
	name := c.TIn(lang, "datebook.name_all")
	if len(units) == 1 {
		name = c.TIn(lang, "datebook.name", "unit", tree.Name(units[0]))
	}
	cal := Calendar{Name: name, Lang: lang, Home: tree.Root().ID, Origin: c.Origin()}
	for _, unit := range units {
		for _, s := range p.sources {
			some, err := s.Entries(c.Context(), who, unit, lang)
			if err != nil {
				return nil, err
			}
			cal.Entries = append(cal.Entries, some...)
		}
	}
	return cal.File(), nil
}
