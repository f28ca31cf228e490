package accountweb

import (
	"net/http"
	"net/url"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// accountView is what the account's page shows.
type accountView struct {
	Account  account.Account
	Titles   string // official titles of today, "" for none
	Grants   []grantRow
	Sessions []account.Session
	Current  string // ref of this browser's session
	Demo     bool   // a card of the demo: its password stays
	Password shell.Form
	Factor   factorView
	Confirm  bool // the password changes only after a second factor was shown
}

type grantRow struct {
	ID, UnitID           ident.ID
	Role, Unit, Decision string
	From, To             when.Date
	Holds                bool // today
}

func (p pages) showAccount(c *web.Ctx) error { return p.renderAccount(c, http.StatusOK, shell.Form{}) }

func (p pages) renderAccount(c *web.Ctx, status int, password shell.Form) error {
	return p.renderAccountWith(c, status, password, shell.Form{})
}

func (p pages) renderAccountWith(c *web.Ctx, status int, password, passkey shell.Form) error {
	ctx := c.Context()
	v := accountView{Password: password, Current: c.SessionRef()}
	var err error
	if v.Account, err = p.svc.ByID(ctx, c.Actor, c.Actor.Account); err != nil {
		return err
	}
	if v.Sessions, err = p.svc.Sessions(ctx, c.Actor); err != nil {
		return err
	}
	for _, s := range v.Sessions {
		if s.Demo && s.Ref == v.Current { // shared: where the others sit is not this visitor's business
			v.Demo, v.Sessions = true, []account.Session{s}
			break
		}
	}
	if v.Factor, err = p.factorView(c, passkey); err != nil {
		return err
	}
	v.Confirm = c.Actor.StepUp(actor.StepAccount) != nil
	if v.Grants, err = p.grantRows(c, v.Account.ID); err != nil {
		return err
	}
	if p.person != nil && v.Account.Person != 0 {
		if v.Titles, err = p.person.Titles(ctx, v.Account.Person, c.Today); err != nil {
			return err
		}
	}
	b := c.Base("", "accountweb.account")
	b.Path = "/account"
	b = b.WithActions(accountLinks(b, keepsAccounts(c.Actor), c.Actor.HasAt(actor.SignFiling, c.Actor.Unit), p.svc.MailOn() && c.Actor.InPerson() == nil))
	return c.RenderStatus(status, accountPage(b.WithScripts("passkey.js"), v))
}

// grantRows are all grants of an account, those of today first.
func (p pages) grantRows(c *web.Ctx, account ident.ID) ([]grantRow, error) {
	grants, err := p.svc.Grants(c.Context(), c.Actor, account)
	if err != nil {
		return nil, err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return nil, err
	}
	var now, past []grantRow
	for _, g := range grants {
		unit, exists := tree.Unit(g.Unit)
		row := grantRow{
			ID: g.ID, UnitID: g.Unit, Role: c.T("actor.role_" + string(g.Role)), Unit: unit.Name, Decision: g.Decision, From: g.From, To: g.To,
			Holds: exists && g.Span().Contains(c.Today),
		}
		if !exists {
			row.Unit = c.T("accountweb.unit_gone")
		}
		if row.Holds {
			now = append(now, row)
		} else {
			past = append(past, row)
		}
	}
	return append(now, past...), nil
}

func (p pages) changePassword(c *web.Ctx) error {
	form := c.Form()
	var err error
	if form.Get("password") != form.Get("again") {
		err = fault.Invalid("again", "account.password_differs")
	} else {
		err = p.svc.ChangePassword(c.Context(), c.Actor, form.Get("old"), form.Get("password"), c.SessionRef())
	}
	if faults, ok := web.Refused(err); ok {
		return p.renderAccount(c, web.RefusedStatus(faults), shell.Form{Values: url.Values{}, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("accountweb.password_changed")
	return c.SeeOther("/account")
}

func (p pages) endSession(c *web.Ctx) error {
	ref := c.Form().Get("session")
	if err := p.svc.EndSession(c.Context(), c.Actor, ref); err != nil {
		return err
	}
	if ref == c.SessionRef() {
		return c.SeeOther("/sign-in")
	}
	c.Flash("accountweb.session_ended")
	return c.SeeOther("/account")
}

func (p pages) endOthers(c *web.Ctx) error {
	if err := p.svc.EndOtherSessions(c.Context(), c.Actor, c.SessionRef()); err != nil {
		return err
	}
	c.Flash("accountweb.others_ended")
	return c.SeeOther("/account")
}
