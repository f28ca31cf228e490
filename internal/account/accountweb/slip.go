package accountweb

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"giaoban/internal/account"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// slipsView is a page of slips for the printer.
type slipsView struct {
	Slips  []slipView
	Again  int // accounts that an earlier sending of the same form made; their codes cannot be shown again
	Origin string
	Back   string
}

type slipView struct {
	account.Slip
	Unit string
	QR   string // path of an SVG of so many modules
	Size int
}

// perSheet is how many slips stand on one sheet of A4.
const perSheet = 4

func (v slipsView) sheets() [][]slipView {
	var sheets [][]slipView
	for rest := v.Slips; len(rest) > 0; {
		n := min(perSheet, len(rest))
		sheets, rest = append(sheets, rest[:n]), rest[n:]
	}
	return sheets
}

// printSlips answers with slips. They are shown by the answer to the form alone:
// nothing that could be opened again holds a code.
func (p pages) printSlips(c *web.Ctx, slips []account.Slip, again int, back string) error {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := slipsView{Origin: c.Origin(), Back: back, Again: again}
	for _, s := range slips {
		// behind the "#": browsers keep that to themselves, no log sees it
		code, size, err := qr(v.Origin + "/activate#" + url.QueryEscape(s.Account.Login) + "/" + s.Code)
		if err != nil {
			return err
		}
		v.Slips = append(v.Slips, slipView{Slip: s, Unit: tree.Name(s.Unit), QR: code, Size: size})
	}
	b := c.Base("", "accountweb.slips_title").WithActions(slipActions(c.Base("", ""), v))
	b.Path = back
	return c.RenderStatus(http.StatusOK, slipsPage(b, v))
}

// issueSlip gives one account a new code.
func (p pages) issueSlip(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	slip, err := p.svc.IssueSlip(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return p.printSlips(c, []account.Slip{slip}, 0, "/accounts/"+id.String())
}

// issueWaiting gives new codes to all accounts of a unit that have not set a password yet.
func (p pages) issueWaiting(c *web.Ctx) error {
	unit, err := c.FormID("unit")
	if err != nil {
		return err
	}
	slips, err := p.svc.IssueWaiting(c.Context(), c.Actor, unit)
	if err != nil {
		return err
	}
	if len(slips) == 0 {
		c.Warn("accountweb.nobody_waits")
		return c.SeeOther("/accounts?unit=" + unit.String())
	}
	return p.printSlips(c, slips, 0, "/accounts?unit="+unit.String())
}

func (p pages) showActivate(c *web.Ctx) error {
	return p.renderActivate(c, http.StatusOK, shell.Form{Values: url.Values{}})
}

func (p pages) renderActivate(c *web.Ctx, status int, form shell.Form) error {
	b := c.Base("", "accountweb.activate").WithScripts("activate.js")
	b.Path = "/activate"
	return c.RenderStatus(status, activatePage(b, form))
}

// activate sets the first password and signs in.
func (p pages) activate(c *web.Ctx) error {
	form := c.Form()
	t := &ticket{page: "/activate", entered: shell.Form{Values: onlyNames(form, "login", "code")}, next: "/", flash: "accountweb.activated",
		same: p.gate.likeness("activate", form.Get("login"), form.Get("code"), form.Get("password"))}
	if !c.AllowSignIn() {
		t.entered.Faults = fault.Faults{fault.RateLimited("account.too_many_tries").On("login")}
		c.W.Header().Set("Retry-After", "60")
		return p.renderActivate(c, http.StatusTooManyRequests, t.entered)
	}
	if form.Get("password") != form.Get("again") {
		t.entered.Faults = fault.Faults{fault.Invalid("again", "account.password_differs")}
		return p.renderActivate(c, http.StatusUnprocessableEntity, t.entered)
	}
	try := account.Attempt{Login: form.Get("login"), Password: form.Get("password"), Address: c.Address(), Admit: admit(c.Misses())}
	return p.enter(c, t, func(ctx context.Context, turn *account.Turn) (account.Account, error) {
		try.Turn = turn
		return p.svc.Activate(ctx, form.Get("code"), try)
	})
}

func (s slipView) box() string { return fmt.Sprintf("0 0 %d %d", s.Size, s.Size) }

// warnBare tells which units have no administrator of their own any more.
func warnBare(c *web.Ctx, tree *org.Tree, bare []ident.ID) {
	for _, unit := range bare {
		c.Warn("accountweb.bare", "unit", tree.Name(unit))
	}
}
