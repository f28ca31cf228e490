package accountweb

import (
	"net/http"
	"net/url"

	"giaoban/internal/account"
	"giaoban/internal/mail"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

func mailRoutes(m *web.Mux, p pages) {
	m.Page("GET "+account.MailPath, p.showMail)
	m.Do("POST "+account.MailPath, p.setMailAddress)
	m.Do("POST /account/mail/confirm", p.confirmMail)
	m.Do("POST /account/mail/choice", p.chooseMail)
	m.Do("POST /account/mail/remove", p.removeMail)
	m.Page("GET /mail", p.showMailState)
	m.Do("POST /mail/test", p.testMail)
}

// mailView is where one's own mails go and how many.
type mailView struct {
	account.MailSettings
	Pending bool // a code was sent and is still good
	Form    shell.Form
	Choices []shell.Option
}

func (p pages) showMail(c *web.Ctx) error {
	return p.renderMail(c, http.StatusOK, shell.Form{})
}

func (p pages) renderMail(c *web.Ctx, status int, form shell.Form) error {
	v := mailView{Form: form}
	var err error
	if v.MailSettings, err = p.svc.Mails(c.Context(), c.Actor); err != nil {
		return err
	}
	v.Pending = v.Wanted != "" && p.svc.RealNow().Before(v.CodeUntil)
	if v.Form.Values == nil {
		v.Form.Values = url.Values{}
	}
	for _, choice := range account.MailChoices() {
		v.Choices = append(v.Choices, shell.Option{Value: string(choice), Label: c.T("accountweb.mail_choice_" + string(choice)), Sub: c.T("accountweb.mail_choice_" + string(choice) + "_sub")})
	}
	b := c.Base("", "accountweb.mail")
	b.Path = account.MailPath
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	return c.RenderStatus(status, mailPage(b, v))
}

// mailDone answers an act on one's own mails.
func (p pages) mailDone(c *web.Ctx, err error, flash string) error {
	if faults, ok := web.Refused(err); ok {
		return p.renderMail(c, web.RefusedStatus(faults), shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash(flash)
	return c.SeeOther(account.MailPath)
}

func (p pages) setMailAddress(c *web.Ctx) error {
	return p.mailDone(c, p.svc.SetMailAddress(c.Context(), c.Actor, c.Form().Get("address"), c.Key()), "accountweb.mail_code_sent")
}

func (p pages) confirmMail(c *web.Ctx) error {
	return p.mailDone(c, p.svc.ConfirmMail(c.Context(), c.Actor, c.Form().Get("code")), "accountweb.mail_confirmed")
}

func (p pages) chooseMail(c *web.Ctx) error {
	return p.mailDone(c, p.svc.SetMailChoice(c.Context(), c.Actor, account.MailChoice(c.Form().Get("choice"))), "accountweb.mail_chosen")
}

func (p pages) removeMail(c *web.Ctx) error {
	return p.mailDone(c, p.svc.RemoveMail(c.Context(), c.Actor), "accountweb.mail_removed")
}

func (p pages) showMailState(c *web.Ctx) error {
	st, err := p.svc.MailState(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	b := c.Base("", "accountweb.mails").WithSub(c.T("accountweb.mails_sub"))
	b.Path = "/mail"
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts"})
	return c.Render(mailStatePage(b, st))
}

func (p pages) testMail(c *web.Ctx) error {
	if err := p.svc.TestMail(c.Context(), c.Actor, c.Key()); err != nil {
		return err
	}
	c.Flash("accountweb.mail_test_sent")
	return c.SeeOther("/mail")
}

// mailMode says how the line to the mail server is encrypted.
func mailMode(b shell.Base, m mail.Mode) string { return b.T("accountweb.mail_mode_" + string(m)) }

// troubleState says whether a mail is given up or tried again.
func troubleState(b shell.Base, t account.MailTrouble) string {
	if t.Failed {
		return b.T("accountweb.mail_given_up", "at", t.At)
	}
	return b.T("accountweb.mail_again_at", "at", t.At, "n", t.Tries)
}
