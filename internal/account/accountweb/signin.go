package accountweb

import (
	"context"
	"net/http"
	"net/url"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// firstStart are the commands that give an empty installation its organisation and its first administrator.
const firstStart = `giaoban organisation cuu-chien-binh > org.json
giaoban init --org org.json --admin quantri
giaoban serve`

// signInView is what the sign-in page shows.
type signInView struct {
	Form   shell.Form
	Next   string
	Demo   bool
	Cards  []account.Demo
	Reader string // address of the public pages, "" for none
	Who    string // who is signed in already, "" for nobody
	Empty  bool   // no organisation was loaded yet, so nobody can sign in

	Keys     bool   // browsers make passkeys for this address
	Provider string // outside identity provider, "" for none
}

func (p pages) showSignIn(c *web.Ctx) error {
	if c.Actor.Kind == actor.Person && !c.Demo() && !c.Device() {
		return c.SeeOther(c.Next("/"))
	}
	return p.renderSignIn(c, http.StatusOK, shell.Form{})
}

func (p pages) renderSignIn(c *web.Ctx, status int, form shell.Form) error {
	return p.renderSignInFor(c, status, form, c.Next(""))
}

// renderSignInFor shows the form; next is where signing in leads, "" or "/" to the day's page.
func (p pages) renderSignInFor(c *web.Ctx, status int, form shell.Form, next string) error {
	if next == "/" {
		next = ""
	}
	v := signInView{Form: form, Next: next, Demo: c.Demo(), Who: c.Actor.Name,
		Keys: party(c).Usable(), Provider: p.svc.Provider()}
	if v.Demo {
		var err error
		if v.Cards, err = p.svc.DemoAccounts(c.Context()); err != nil {
			return err
		}
		if c.Has("GET /news") {
			v.Reader = "/news"
		}
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v.Empty = tree.Len() == 0
	b := c.Base("", "accountweb.sign_in")
	b.Path = "/sign-in"
	if v.Next != "" {
		b.Path += "?next=" + url.QueryEscape(v.Next)
	}
	return c.RenderStatus(status, signInPage(b.WithScripts("passkey.js"), v))
}

func (p pages) signIn(c *web.Ctx) error {
	form := c.Form()
	if err := c.FormErr(); err != nil {
		return err
	}
	t := &ticket{page: "/sign-in", entered: shell.Form{Values: onlyNames(form, "login", "keep")}, next: c.Next("/"), keep: form.Get("keep") != "",
		same: p.gate.likeness("sign-in", form.Get("login"), form.Get("password"), form.Get("keep"))}
	if !c.AllowSignIn() {
		t.entered.Faults = fault.Faults{fault.RateLimited("account.too_many_tries").On("login")}
		c.W.Header().Set("Retry-After", "60")
		return p.renderSignIn(c, http.StatusTooManyRequests, t.entered)
	}
	try := account.Attempt{Login: form.Get("login"), Password: form.Get("password"), Address: c.Address(), Admit: admit(c.Misses())}
	return p.enter(c, t, func(ctx context.Context, turn *account.Turn) (account.Account, error) {
		try.Turn = turn
		return p.svc.SignIn(ctx, try)
	})
}

// demoSignIn signs in with an account of the cards. Outside a demo the address does not exist.
func (p pages) demoSignIn(c *web.Ctx) error {
	if !c.Demo() {
		return fault.NotFound("web.not_found")
	}
	id, err := c.FormID("account")
	if err != nil {
		return err
	}
	cards, err := p.svc.DemoAccounts(c.Context())
	if err != nil {
		return err
	}
	if id.Zero() || !account.Marked(cards, id) {
		return fault.Forbidden("accountweb.not_a_card")
	}
	if !c.AllowSignIn() {
		return fault.RateLimited("account.too_many_tries")
	}
	if err := c.SignIn(account.Account{ID: id}, false, true); err != nil {
		return err
	}
	who, err := p.svc.ActorFor(c.Context(), id, 0)
	if err != nil {
		return err
	}
	first := "/"
	if onlyAdministers(who) { // its work lies there, not on the day's page
		first = "/accounts"
	}
	return c.SeeOther(c.Next(first))
}

func onlyAdministers(who actor.Actor) bool {
	for _, g := range who.Grants {
		if g.Role != actor.Admin {
			return false
		}
	}
	return len(who.Grants) > 0
}
