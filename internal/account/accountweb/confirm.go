package accountweb

import (
	"net/http"
	"net/url"
	"slices"

	"giaoban/internal/account"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// confirmView is the page that asks for the second factor before an act.
type confirmView struct {
	factorView
	Why    string // what it is for, "" where somebody came by a link
	Wait   web.Waiting
	App    account.App // to be set up, where there is no factor yet
	QR     string
	Size   int
	Form   shell.Form
	Own    bool // a key of this account can be asked for
	Shared bool // an account of the demo, which cannot have a factor
}

// ask answers an act that needs a second factor: the page that asks for it and holds what was posted.
func (p pages) ask(c *web.Ctx, why *fault.Fault) error {
	return p.renderConfirm(c, http.StatusForbidden, c.T(why.Key, why.Args...), shell.Form{})
}

func (p pages) showConfirm(c *web.Ctx) error {
	return p.renderConfirm(c, http.StatusOK, "", shell.Form{})
}

func (p pages) renderConfirm(c *web.Ctx, status int, why string, form shell.Form) error {
	v := confirmView{Why: why, Wait: c.Waiting(), Form: form}
	var err error
	if v.factorView, err = p.factorView(c, shell.Form{}); err != nil {
		return err
	}
	v.Own = v.Keys && slices.ContainsFunc(v.Factors.Passkeys, func(k account.Passkey) bool { return k.Cloned == 0 })
	if !v.Factors.Any() {
		if v.Shared, err = p.shared(c); err != nil {
			return err
		}
		if v.App, err = p.pendingApp(c); err != nil {
			return err
		}
		if v.QR, v.Size, err = qr(v.App.URI); err != nil {
			return err
		}
	}
	b := c.Base("", "accountweb.confirm")
	b.Path = v.Wait.Back
	return c.RenderStatus(status, confirmPage(b.WithScripts("passkey.js"), v))
}

// pendingApp is the app that the page already showed, else a new one.
func (p pages) pendingApp(c *web.Ctx) (account.App, error) {
	if ref := c.Form().Get("confirm.enrol"); ref != "" {
		if app, err := p.svc.PendingApp(c.Context(), c.Actor, ref); err == nil {
			return app, nil
		}
	}
	return p.svc.BeginApp(c.Context(), c.Actor, c.T("shell.brand"))
}

func (p pages) shared(c *web.Ctx) (bool, error) {
	if !c.Demo() {
		return false, nil
	}
	cards, err := p.svc.DemoAccounts(c.Context())
	return account.Marked(cards, c.Actor.Account), err
}

// confirm takes the second factor and sends on what waited for it.
func (p pages) confirm(c *web.Ctx) error {
	err := p.shown(c)
	if faults, ok := refusedEntry(err); ok {
		for _, f := range faults {
			if f.Field != "" {
				f.On("confirm." + f.Field)
			}
		}
		return p.renderConfirm(c, web.RefusedStatus(faults), c.Form().Get("confirm.why"), shell.Form{Values: url.Values{}, Faults: faults})
	}
	if err != nil {
		return err
	}
	if err := c.StepUp(); err != nil {
		return err
	}
	if c.Form().Get("confirm.enrol") != "" {
		c.Flash("accountweb.enrolled")
	}
	return c.Resume(c.Waiting())
}

// shown checks what was entered: a passkey's answer or a code, of a factor that is there or is being set up.
func (p pages) shown(c *web.Ctx) error {
	form, ctx := c.Form(), c.Context()
	ref, answer, code, password := form.Get("confirm.ref"), form.Get("confirm.answer"), form.Get("confirm.code"), form.Get("confirm.password")
	enrol := form.Get("confirm.enrol")
	switch {
	case enrol != "" && answer != "":
		return p.svc.AddPasskey(ctx, c.Actor, party(c), ref, device(c.R.UserAgent()), answer, password)
	case enrol != "":
		return p.svc.AddApp(ctx, c.Actor, enrol, code, password)
	case answer != "":
		return p.svc.ConfirmByPasskey(ctx, c.Actor, party(c), ref, answer)
	}
	return p.svc.ConfirmByCode(ctx, c.Actor, code)
}

// askSignIn hands the browser the question for a passkey of any account.
func (p pages) askSignIn(c *web.Ctx) error {
	if !c.AllowSignIn() {
		return fault.RateLimited("account.too_many_tries")
	}
	q, err := p.svc.AskPasskey(c.Context(), nobody(), party(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, q)
}

// signInByPasskey signs in with a passkey alone. It has verified its user: both factors at once.
func (p pages) signInByPasskey(c *web.Ctx) error {
	form := c.Form()
	entered := shell.Form{Values: url.Values{"keep": form["keep"]}}
	found, err := p.svc.SignInByPasskey(c.Context(), party(c), form.Get("ref"), form.Get("answer"))
	if faults, ok := web.Refused(err); ok {
		for _, f := range faults { // one place for what is wrong with signing in
			f.On("login")
		}
		entered.Faults = faults
		return p.renderSignIn(c, web.RefusedStatus(faults), entered)
	}
	if err != nil {
		return err
	}
	if err := c.SignIn(found, form.Get("keep") != "", false); err != nil {
		return err
	}
	if err := c.StepUp(); err != nil {
		return err
	}
	return c.SeeOther(c.Next("/"))
}
