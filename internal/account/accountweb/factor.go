package accountweb

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/skip2/go-qrcode"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// factorView is what the account's page shows of its second factors.
type factorView struct {
	Factors  account.Factors
	Provider string
	Keys     bool       // browsers make passkeys for this address
	Stale    bool       // the first factor asks the password again
	Asked    bool       // this installation asks a second factor
	Form     shell.Form // of a passkey that was refused
}

func party(c *web.Ctx) account.Party {
	return account.Party{Origin: c.Origin(), Name: c.T("shell.brand")}
}

func (p pages) factorView(c *web.Ctx, form shell.Form) (factorView, error) {
	v := factorView{Provider: p.svc.Provider(), Keys: party(c).Usable(), Form: form, Asked: c.Actor.Assurance != actor.NotAsked}
	var err error
	v.Factors, err = p.svc.Factors(c.Context(), c.Actor, c.Actor.Account)
	v.Stale = c.Actor.Assurance == actor.SignedIn && !v.Factors.Any()
	return v, err
}

// newPasskey hands the browser the question for a new passkey.
func (p pages) newPasskey(c *web.Ctx) error {
	q, err := p.svc.BeginPasskey(c.Context(), c.Actor, party(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, q)
}

// askPasskey hands the browser the question for a passkey of this account.
func (p pages) askPasskey(c *web.Ctx) error {
	q, err := p.svc.AskPasskey(c.Context(), c.Actor, party(c))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, q)
}

func (p pages) addPasskey(c *web.Ctx) error {
	form := c.Form()
	name := strings.TrimSpace(form.Get("name"))
	if name == "" {
		name = device(c.R.UserAgent())
	}
	err := p.svc.AddPasskey(c.Context(), c.Actor, party(c), form.Get("ref"), name, form.Get("answer"), form.Get("password"))
	if faults, ok := refusedEntry(err); ok {
		return p.renderAccountWith(c, web.RefusedStatus(faults), shell.Form{}, shell.Form{Values: url.Values{"name": form["name"]}, Faults: faults})
	}
	if err != nil {
		return err
	}
	return p.added(c, "accountweb.passkey_added")
}

// added is the answer to a factor that was set up: setting it up has shown it.
func (p pages) added(c *web.Ctx, key string) error {
	if err := c.StepUp(); err != nil {
		return err
	}
	c.Flash(key)
	return c.SeeOther("/account#factors")
}

// refusedEntry is web.Refused that also shows a lock at its field.
func refusedEntry(err error) (fault.Faults, bool) {
	if err != nil && fault.KindOf(err) == fault.KindRateLimited {
		return fault.All(err), true
	}
	return web.Refused(err)
}

func (p pages) removePasskey(c *web.Ctx) error {
	id, err := c.FormID("passkey")
	if err != nil {
		return err
	}
	if err := p.svc.RemovePasskey(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("accountweb.factor_removed")
	return c.SeeOther("/account#factors")
}

// appView is the page on which an authenticator app is set up.
type appView struct {
	App   account.App
	QR    string // SVG path
	Size  int    // of the QR code in modules
	Stale bool
	Form  shell.Form
}

func (p pages) showApp(c *web.Ctx) error {
	app, err := p.svc.BeginApp(c.Context(), c.Actor, c.T("shell.brand"))
	if err != nil {
		return err
	}
	return p.renderApp(c, http.StatusOK, app, shell.Form{})
}

func (p pages) renderApp(c *web.Ctx, status int, app account.App, form shell.Form) error {
	v := appView{App: app, Form: form}
	f, err := p.factorView(c, shell.Form{})
	if err != nil {
		return err
	}
	v.Stale = f.Stale
	if v.QR, v.Size, err = qr(app.URI); err != nil {
		return err
	}
	b := c.Base("", "accountweb.app_title").WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	b.Path = "/account/app"
	return c.RenderStatus(status, appPage(b, v))
}

func (p pages) addApp(c *web.Ctx) error {
	form := c.Form()
	err := p.svc.AddApp(c.Context(), c.Actor, form.Get("ref"), form.Get("code"), form.Get("password"))
	if faults, ok := refusedEntry(err); ok {
		app, pending := p.svc.PendingApp(c.Context(), c.Actor, form.Get("ref"))
		if pending != nil {
			return err
		}
		return p.renderApp(c, web.RefusedStatus(faults), app, shell.Form{Values: url.Values{}, Faults: faults})
	}
	if err != nil {
		return err
	}
	return p.added(c, "accountweb.app_added")
}

func (p pages) removeApp(c *web.Ctx) error {
	if err := p.svc.RemoveApp(c.Context(), c.Actor); err != nil {
		return err
	}
	c.Flash("accountweb.factor_removed")
	return c.SeeOther("/account#factors")
}

// recovery shows new recovery codes, this once.
func (p pages) recovery(c *web.Ctx) error {
	codes, err := p.svc.NewRecoveryCodes(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	own, err := p.svc.ByID(c.Context(), c.Actor, c.Actor.Account)
	if err != nil {
		return err
	}
	b := c.Base("", "accountweb.recovery_title").WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	b.Path = "/account"
	return c.Render(recoveryPage(b, own.Login, codes))
}

func (p pages) resetFactors(c *web.Ctx) error {
	id, err := c.ID("account")
	if err != nil {
		return err
	}
	if err := p.svc.ResetFactors(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("accountweb.factors_reset")
	return c.SeeOther("/accounts/" + id.String())
}

// qr draws a QR code as the path of an SVG whose units are the code's modules.
func qr(text string) (path string, size int, err error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return "", 0, err
	}
	var b strings.Builder
	bits := code.Bitmap()
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x+1 < len(row) && row[x+1] {
				x++
			}
			b.WriteString(module(from, y, x-from+1))
		}
	}
	return b.String(), len(bits), nil
}
