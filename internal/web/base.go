package web

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// begin makes the Ctx of a request. It is never nil, so that an error page can be written in any case.
func (m *Mux) begin(w http.ResponseWriter, r *http.Request, mode mode) (*Ctx, error) {
	c := &Ctx{W: w, R: r, mux: m, mode: mode, ctx: r.Context(), Now: when.Present(m.d.Clock)}
	c.Today = c.Now.Date()
	c.Lang = m.language(r, "")
	if secret := bearer(r); secret != "" && mode&byToken != 0 {
		var err error
		c.Actor, err = m.d.Account.ActorForToken(c.ctx, secret)
		traceOf(c.ctx).account = c.Actor.Account
		return c, err
	}
	who, ctx, session, err := m.whose(r, mode&byItself == 0)
	if err != nil {
		return c, err
	}
	c.Actor, c.ctx, c.session = who, ctx, session
	traceOf(ctx).account = who.Account
	if session {
		if lang, err := m.d.Account.LanguageOf(ctx, who); err == nil {
			c.Lang = m.language(r, lang)
		}
	}
	return c, nil
}

// slowBody is how long a body may take before who sends it is asked again.
const slowBody = time.Second

// bodyRead reads the body before anything is done with it. Where that took long,
// who sends it is looked up again: a body that drips in for minutes must not
// keep alive a session, a token or a right that was taken away meanwhile.
func (m *Mux) bodyRead(c *Ctx, mode mode) error {
	if c.R.Method == http.MethodGet || c.R.Method == http.MethodHead {
		return nil
	}
	began := m.d.Now()
	if mode&asJSON != 0 {
		var err error
		if c.body, err = io.ReadAll(c.R.Body); err != nil {
			return bodyFault(err)
		}
		c.R.Body = io.NopCloser(bytes.NewReader(c.body))
	} else {
		c.readForm() // the handler is told what is wrong with it
	}
	if m.d.Now().Sub(began) < slowBody {
		return nil
	}
	again, err := m.begin(c.W, c.R, mode)
	c.Actor, c.ctx, c.session = again.Actor, again.ctx, again.session
	if err == nil && mode&signedIn != 0 {
		err = c.Actor.SignedIn()
	}
	return err
}

// language is the account's, else the cookie's, else the browser's, else Vietnamese.
func (m *Mux) language(r *http.Request, chosen string) i18n.Lang {
	if chosen == "" {
		chosen = m.cookie(r, "lang")
	}
	if chosen != "" {
		return i18n.ParseLang(chosen)
	}
	return accepted(r.Header.Get("Accept-Language"))
}

// accepted takes the best of our two languages out of Accept-Language.
func accepted(header string) i18n.Lang {
	best, weight := i18n.VI, 0.0
	for _, part := range strings.Split(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			q, _ = strconv.ParseFloat(v, 64) // malformed: 0
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if lang := i18n.Lang(primary); (lang == i18n.VI || lang == i18n.EN) && q > weight {
			best, weight = lang, q
		}
	}
	return best
}

// Fragment gives a Base to render live parts with: a language and the day, nobody's account.
func (m *Mux) Fragment(lang i18n.Lang) shell.Base {
	now := when.Present(m.d.Clock)
	b := shell.Base{Lang: lang, Catalog: m.d.Catalog, Today: now.Date(), Now: now}
	if m.d.Assets != nil {
		b.Assets, b.Parts, b.Bundle = m.d.Assets.URL, m.d.Assets.Parts, m.d.Assets.Version()
	}
	return b
}

func (m *Mux) base(c *Ctx, section string) shell.Base {
	b := m.Fragment(c.Lang)
	b.Actor, b.Section, b.Today, b.Now = c.Actor, section, c.Today, c.Now
	b.Path = pathOf(c.R)
	b.Places = m.d.Places
	b.Theme = theme(m.cookie(c.R, "theme"))
	b.Flashes = c.takeFlashes()
	b.Taken = c.taken()
	if m.d.Demo != nil {
		b.Demo = m.d.Demo(c.Actor)
	}
	if m.Has("GET /log") {
		b.LogHref = "/log"
	}
	if c.Actor.Kind != actor.Person {
		return b
	}
	unit, tree := m.unit(c.ctx, c.Actor.Unit)
	b.Unit, b.Role = unit, m.roles(c.Lang, c.Actor, unit.ID)
	if tree != nil {
		for _, id := range c.Actor.Units() {
			b.Units = append(b.Units, shell.UnitChoice{ID: id, Name: tree.Name(id), Sub: m.roles(c.Lang, c.Actor, id)})
		}
	}
	if m.Has("GET /search") {
		b.Search = "/search"
	}
	if m.Has("GET /guide") {
		b.GuideHref = "/guide"
	}
	if m.Has("GET /calendar") {
		b.CalendarHref = "/calendar"
	}
	if m.Has("GET /api") {
		b.APIHref = "/api"
	}
	if m.Has("GET /account") {
		b.AccountHref = "/account"
	}
	if m.d.Badges != nil {
		b.Unread, b.Counts = m.d.Badges(c.ctx, c.Actor)
	}
	return b
}

// roles names the actor's roles in a unit.
func (m *Mux) roles(lang i18n.Lang, who actor.Actor, unit ident.ID) string {
	var names []string
	for _, g := range who.Grants {
		name := m.d.Catalog.T(lang, "actor.role_"+string(g.Role))
		if g.Unit == unit && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// pathOf is where to come back to. A refused form stands at an address that
// takes only POST: the page it came from is better.
func pathOf(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return r.URL.RequestURI()
	}
	return cameFrom(r)
}

func theme(s string) string {
	if s == "light" || s == "dark" {
		return s
	}
	return ""
}
