package accountweb

import (
	"net/http"
	"net/url"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// leaveView is what ends when somebody leaves, before it is done.
type leaveView struct {
	account.Leaving
	tree *org.Tree
	Form shell.Form
}

func (v leaveView) path() string { return "/accounts/" + v.Account.ID.String() }

func (p pages) showLeave(c *web.Ctx) error {
	return p.renderLeave(c, http.StatusOK, shell.Form{Values: url.Values{"last": {c.Today.String()}}})
}

func (p pages) renderLeave(c *web.Ctx, status int, form shell.Form) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	v := leaveView{Form: form}
	if v.Leaving, err = p.svc.Leaving(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.tree, err = p.org.Today(c.Context()); err != nil {
		return err
	}
	b := c.Base("", "accountweb.leave").WithSub(v.Account.Name)
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts"}, shell.Crumb{Text: v.Account.Name, Href: v.path()})
	return c.RenderStatus(status, leavePage(b, v))
}

func (p pages) leave(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	var last when.Date
	var done account.Leaving
	if err = dayIn(c.Form(), "last", c.Today, &last); err == nil {
		done, err = p.svc.Leave(c.Context(), c.Actor, id, last, c.Form().Get("decision"))
	}
	if faults, ok := web.Refused(err); ok {
		return p.renderLeave(c, web.RefusedStatus(faults), shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	c.Flash("accountweb.leaves_done", "name", done.Account.Name, "last", last)
	warnBare(c, tree, done.Bare)
	return c.SeeOther("/accounts/" + id.String())
}

func (p pages) stay(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	if err := p.svc.Stay(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("accountweb.stays_done")
	return c.SeeOther("/accounts/" + id.String())
}

// delegationsView is who signs for a unit's head.
type delegationsView struct {
	Unit       org.Unit
	List       []account.Delegation
	May        bool
	Deputies   []shell.Option
	Capacities []shell.Option
	Form       shell.Form
}

func (p pages) showDelegations(c *web.Ctx) error {
	unit, err := c.QueryID("unit", c.Actor.Unit)
	if err != nil {
		return err
	}
	return p.renderDelegations(c, http.StatusOK, unit, shell.Form{Values: url.Values{}})
}

func (p pages) renderDelegations(c *web.Ctx, status int, unit ident.ID, form shell.Form) error {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := delegationsView{Form: form}
	var exists bool
	if v.Unit, exists = tree.Unit(unit); !exists {
		return fault.NotFound("web.not_found")
	}
	if v.List, err = p.svc.Delegations(c.Context(), c.Actor, unit, c.Today); err != nil {
		return err
	}
	if v.May = account.MayDelegate(c.Actor, unit, tree); v.May {
		deputies, err := p.svc.Deputies(c.Context(), c.Actor, unit)
		if err != nil {
			return err
		}
		for _, a := range deputies {
			v.Deputies = append(v.Deputies, shell.Option{Value: a.ID.String(), Label: a.Name})
		}
		for _, one := range account.Delegable() {
			v.Capacities = append(v.Capacities, shell.Option{Value: string(one), Label: c.T(one.Key())})
		}
	}
	b := c.Base("", "accountweb.delegations").WithSub(v.Unit.Name).WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	b.Path = "/delegations?unit=" + unit.String()
	return c.RenderStatus(status, delegationsPage(b, v))
}

func (p pages) delegate(c *web.Ctx) error {
	form := c.Form()
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	n := account.NewDelegation{Unit: unit, Capacity: actor.Capacity(form.Get("capacity")), Decision: form.Get("decision"), Key: c.Key()}
	if n.Account, err = c.FormID("deputy"); err == nil {
		if err = dayIn(form, "from", c.Today, &n.From); err == nil {
			err = dayIn(form, "to", c.Today, &n.To)
		}
	}
	if err == nil {
		_, err = p.svc.Delegate(c.Context(), c.Actor, n)
	}
	if faults, ok := web.Refused(err); ok {
		return p.renderDelegations(c, web.RefusedStatus(faults), unit, shell.Form{Values: form, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("accountweb.delegated")
	return c.SeeOther("/delegations?unit=" + unit.String())
}

func (p pages) endDelegation(c *web.Ctx) error {
	grant, err := c.ID("grant")
	if err != nil {
		return err
	}
	if err := p.svc.EndDelegation(c.Context(), c.Actor, grant, ""); err != nil {
		return err
	}
	c.Flash("accountweb.delegation_ended")
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	return c.SeeOther("/delegations?unit=" + unit.String())
}
