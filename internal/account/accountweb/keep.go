package accountweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// keepsAccounts tells whether the actor keeps the accounts of any unit.
func keepsAccounts(who actor.Actor) bool {
	return slices.ContainsFunc(who.Units(), func(unit ident.ID) bool { return who.HasAt(actor.KeepAccounts, unit) })
}

// accountsView is the list of a unit's accounts.
type accountsView struct {
	Unit  org.Unit
	Units []shell.Option // where one may go from here
	Held  []account.Held
	Form  shell.Form
	Roles []shell.Option
	Posts []shell.Option // who holds a post here and may stand behind an account
	Waits int            // accounts that are to be activated

	Confirm bool // a second factor comes before a new account
}

func (p pages) showAccounts(c *web.Ctx) error {
	unit, err := c.QueryID("unit", p.firstKept(c.Actor))
	if err != nil {
		return err
	}
	return p.renderAccounts(c, http.StatusOK, unit, shell.Form{Values: url.Values{}})
}

// firstKept is the unit in which the actor works, if it keeps accounts there, else the first in which it does.
func (p pages) firstKept(who actor.Actor) ident.ID {
	if who.HasAt(actor.KeepAccounts, who.Unit) {
		return who.Unit
	}
	for _, unit := range who.Units() {
		if who.HasAt(actor.KeepAccounts, unit) {
			return unit
		}
	}
	return who.Unit
}

func (p pages) renderAccounts(c *web.Ctx, status int, unit ident.ID, form shell.Form) error {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := accountsView{Form: form, Roles: roleOptions(c), Confirm: c.Actor.StepUp(actor.StepAccounts) != nil}
	var exists bool
	if v.Unit, exists = tree.Unit(unit); !exists {
		return fault.NotFound("web.not_found")
	}
	if v.Held, err = p.svc.OfUnit(c.Context(), c.Actor, unit); err != nil {
		return err
	}
	for _, h := range v.Held {
		if h.Waits && !h.Account.Closed {
			v.Waits++
		}
	}
	if p.person != nil {
		holders, err := p.person.Holders(c.Context(), unit, c.Today)
		if err != nil {
			return err
		}
		v.Posts = officials(holders)
	}
	v.Units = nearby(tree, c.Actor, v.Unit)
	b := c.Base("", "accountweb.accounts").WithSub(v.Unit.Name)
	b.Path = "/accounts?unit=" + v.Unit.ID.String()
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	b = b.WithActions(accountsActions(b, "/tokens?unit="+v.Unit.ID.String(), c.Actor.HasOver(actor.KeepAccounts, tree.Root().ID, tree)))
	return c.RenderStatus(status, accountsPage(b, v))
}

// nearby are the units above and below one over which the actor keeps accounts.
func nearby(tree *org.Tree, who actor.Actor, unit org.Unit) []shell.Option {
	var list []shell.Option
	add := func(u org.Unit, sub string) {
		if who.HasOver(actor.KeepAccounts, u.ID, tree) {
			list = append(list, shell.Option{Value: u.ID.String(), Label: u.Name, Sub: sub})
		}
	}
	above := tree.Ancestors(unit.ID)
	slices.Reverse(above)
	for _, u := range above {
		add(u, "")
	}
	add(unit, "")
	for _, u := range tree.Children(unit.ID) {
		add(u, unit.Short())
	}
	return list
}

// officials are the holders of posts to choose from, each once with all titles.
func officials(holders []person.Holder) []shell.Option {
	var list []shell.Option
	at := map[ident.ID]int{}
	for _, h := range holders {
		i, known := at[h.Person.ID]
		if !known {
			at[h.Person.ID] = len(list)
			list = append(list, shell.Option{Value: h.Person.ID.String(), Label: h.Person.Name + ", " + h.Position.Title})
			continue
		}
		list[i].Label += ", " + h.Position.Title
	}
	return list
}

func roleOptions(c *web.Ctx) []shell.Option {
	var list []shell.Option
	for _, role := range account.Roles() {
		list = append(list, shell.Option{Value: string(role), Label: c.T("actor.role_" + string(role))})
	}
	return list
}

func (p pages) create(c *web.Ctx) error {
	form := c.Form()
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	official, err := c.FormID("person")
	if err != nil {
		return err
	}
	n := account.NewAccount{Login: form.Get("login"), Name: form.Get("name"), Person: official, Key: c.Key()}
	for _, role := range form["role"] {
		n.Grants = append(n.Grants, account.NewGrant{Role: actor.Role(role), Unit: unit, Decision: form.Get("decision")})
	}
	var slip account.Slip
	if len(n.Grants) == 0 {
		err = fault.Invalid("role", "account.grant_missing")
	} else {
		slip, err = p.svc.Create(c.Context(), c.Actor, n)
	}
	if faults, ok := web.Refused(err); ok {
		return p.renderAccounts(c, web.RefusedStatus(faults), unit, shell.Form{Values: form, Faults: faults})
	}
	if err != nil {
		return err
	}
	if slip.Code == "" { // the same form sent again
		return p.printSlips(c, nil, 1, "/accounts/"+slip.Account.ID.String())
	}
	return p.printSlips(c, []account.Slip{slip}, 0, "/accounts?unit="+unit.String())
}

// keptView is one account as its keeper sees it.
type keptView struct {
	Account account.Account
	Grants  []grantRow
	Units   []shell.Option
	Roles   []shell.Option
	Grant   shell.Form
	Self    bool
	Shared  bool // a card of the demo: everybody uses it, so nothing of it is changed

	Factors  account.Factors
	Provider string
	Subject  shell.Form
	Confirm  bool // a second factor comes before what is kept here
}

func (p pages) showKept(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	return p.renderKept(c, http.StatusOK, id, shell.Form{Values: url.Values{}})
}

func (p pages) renderKept(c *web.Ctx, status int, id ident.ID, grant shell.Form) error {
	return p.renderKeptWith(c, status, id, grant, shell.Form{Values: url.Values{}})
}

func (p pages) renderKeptWith(c *web.Ctx, status int, id ident.ID, grant, subject shell.Form) error {
	if !keepsAccounts(c.Actor) {
		return c.Actor.At(actor.KeepAccounts, c.Actor.Unit)
	}
	v := keptView{Grant: grant, Self: id == c.Actor.Account, Roles: roleOptions(c)}
	var err error
	if v.Account, err = p.svc.ByID(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if c.Demo() {
		cards, err := p.svc.DemoAccounts(c.Context())
		if err != nil {
			return err
		}
		v.Shared = account.Marked(cards, id)
	}
	v.Provider, v.Subject, v.Confirm = p.svc.Provider(), subject, c.Actor.StepUp(actor.StepAccounts) != nil
	if v.Factors, err = p.svc.Factors(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.Grants, err = p.grantRows(c, id); err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	unit, _ := tree.Unit(p.firstKept(c.Actor))
	for _, g := range v.Grants { // begin where the account already works
		if g.Holds {
			unit, _ = tree.Unit(g.UnitID)
			break
		}
	}
	v.Units = nearby(tree, c.Actor, unit)
	if !v.Grant.Values.Has("unit") {
		v.Grant.Values.Set("unit", unit.ID.String())
	}
	b := c.Base("", "").WithTitle(v.Account.Name).WithSub(c.T("accountweb.login_is", "login", v.Account.Login))
	b.Path = "/accounts/" + id.String()
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts"})
	return c.RenderStatus(status, keptPage(b, v))
}

func (p pages) grant(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	form := c.Form()
	n := account.NewGrant{Account: id, Role: actor.Role(form.Get("role")), Decision: form.Get("decision")}
	var faults fault.Faults
	if n.Unit, err = c.FormID("unit"); err == nil && n.Unit.Zero() {
		err = fault.Invalid("unit", "account.grant_missing")
	}
	for _, err := range []error{err, dayIn(form, "from", c.Today, &n.From), dayIn(form, "to", c.Today, &n.To)} {
		if err := faults.Add(err); err != nil {
			return err
		}
	}
	if err = faults.Or(); err == nil {
		_, err = p.svc.Grant(c.Context(), c.Actor, n)
	}
	if faults, ok := web.Refused(err); ok {
		return p.renderKept(c, web.RefusedStatus(faults), id, shell.Form{Values: form, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("accountweb.granted")
	return c.SeeOther("/accounts/" + id.String())
}

func dayIn(form url.Values, name string, near when.Date, day *when.Date) error {
	text := strings.TrimSpace(form.Get(name))
	if text == "" {
		return nil
	}
	read, err := when.ParseDate(text, near)
	if err != nil {
		for _, f := range fault.All(err) {
			f.On(name)
		}
		return err
	}
	*day = read.Date
	return nil
}

func (p pages) revoke(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	grant, err := c.FormID("grant")
	if err != nil {
		return err
	}
	bare, err := p.svc.Revoke(c.Context(), c.Actor, id, grant, "")
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	c.Flash("accountweb.revoked")
	warnBare(c, tree, bare)
	return c.SeeOther("/accounts/" + id.String())
}

func (p pages) closeAccount(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	closed := c.Form().Get("closed") == "1"
	bare, err := p.svc.SetClosed(c.Context(), c.Actor, id, closed, c.Form().Get("reason"))
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	warnBare(c, tree, bare)
	if closed {
		c.Flash("accountweb.closed_done")
	} else {
		c.Flash("accountweb.opened_done")
	}
	return c.SeeOther("/accounts/" + id.String())
}

func roleNames(b shell.Base, grants []account.Grant) string {
	var names []string
	for _, g := range grants {
		names = append(names, b.T("actor.role_"+string(g.Role)))
	}
	return strings.Join(names, ", ")
}

func lastSignIn(b shell.Base, at when.Instant) string {
	if at.Zero() {
		return b.T("accountweb.never")
	}
	return i18n.Fill(b.Lang, "{at}", "at", at)
}
