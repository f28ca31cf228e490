package accountweb

import (
	"net/http"
	"net/url"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

const (
	stateCookie = "outside"
	callback    = "/sign-in/outside/back"
)

func nobody() actor.Actor { return actor.Actor{} }

// goOutside sends the browser to the provider. It is a link, not a form: what a
// form leads to is bound to this host by the content security policy.
func (p pages) goOutside(c *web.Ctx) error {
	if !c.AllowSignIn() {
		return fault.RateLimited("account.too_many_tries")
	}
	state, address, err := p.svc.GoOutside(c.Context(), c.Actor, false, c.Origin()+callback, c.Next("/"))
	if err != nil {
		return err
	}
	c.Keep(stateCookie, state, 600)
	return c.Leave(address)
}

// linkOutside begins to link the own account and shows the way to the provider.
func (p pages) linkOutside(c *web.Ctx) error {
	state, address, err := p.svc.GoOutside(c.Context(), c.Actor, true, c.Origin()+callback, "/account")
	if err != nil {
		return err
	}
	c.Keep(stateCookie, state, 600)
	b := c.Base("", "accountweb.link_title").WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	b.Path = "/account"
	return c.Render(linkPage(b, p.svc.Provider(), address))
}

// arrive takes whom the provider sent back. The state must be the one that this browser took along.
func (p pages) arrive(c *web.Ctx) error {
	state := c.Query("state")
	kept := c.Kept(stateCookie)
	c.Keep(stateCookie, "", -1)
	if state == "" || state != kept {
		return p.renderStranger(c, http.StatusUnprocessableEntity, "account.challenge_over")
	}
	arrival, err := p.svc.Arrive(c.Context(), c.Actor, state, c.Query("code"))
	if faults, ok := web.Refused(err); ok {
		return p.renderStranger(c, web.RefusedStatus(faults), faults[0].Key)
	}
	if fault.KindOf(err) == fault.KindUnavailable && err != nil {
		return p.renderStranger(c, http.StatusServiceUnavailable, fault.All(err)[0].Key)
	}
	if err != nil {
		return err
	}
	switch {
	case arrival.Linked:
		c.Flash("accountweb.linked")
		return c.SeeOther("/account#factors")
	case arrival.Account.ID.Zero():
		return p.renderStranger(c, http.StatusForbidden, "accountweb.stranger_text")
	}
	if err := c.SignIn(arrival.Account, false, false); err != nil {
		return err
	}
	if arrival.Strong {
		if err := c.StepUp(); err != nil {
			return err
		}
	}
	return c.SeeOther(arrival.Next)
}

// renderStranger says why somebody whom the provider sent was not let in, and what to do.
func (p pages) renderStranger(c *web.Ctx, status int, why string) error {
	b := c.Base("", "accountweb.stranger")
	b.Path = "/sign-in"
	return c.RenderStatus(status, strangerPage(b, c.T(why)))
}

func (p pages) unlink(c *web.Ctx) error {
	form := c.Form()
	if err := p.svc.Unlink(c.Context(), c.Actor, c.Actor.Account, form.Get("issuer"), form.Get("subject")); err != nil {
		return err
	}
	c.Flash("accountweb.unlinked")
	return c.SeeOther("/account#factors")
}

func (p pages) linkKept(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	form := c.Form()
	err = p.svc.LinkIdentity(c.Context(), c.Actor, id, form.Get("subject"))
	if faults, ok := web.Refused(err); ok {
		empty := shell.Form{Values: url.Values{}}
		return p.renderKeptWith(c, web.RefusedStatus(faults), id, empty, shell.Form{Values: form, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("accountweb.linked")
	return c.SeeOther("/accounts/" + id.String())
}

func (p pages) unlinkKept(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	form := c.Form()
	if err := p.svc.Unlink(c.Context(), c.Actor, id, form.Get("issuer"), form.Get("subject")); err != nil {
		return err
	}
	c.Flash("accountweb.unlinked")
	return c.SeeOther("/accounts/" + id.String())
}
