package accountweb

import (
	"net/http"
	"net/url"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// ownView is what is kept on the reader.
type ownView struct {
	account.OwnData
	tree   *org.Tree
	Grants []grantRow
	Form   shell.Form
}

func (p pages) showOwn(c *web.Ctx) error {
	return p.renderOwn(c, http.StatusOK, shell.Form{Values: url.Values{}})
}

func (p pages) renderOwn(c *web.Ctx, status int, form shell.Form) error {
	v := ownView{Form: form}
	var err error
	if v.OwnData, err = p.svc.OwnData(c.Context(), c.Actor); err != nil {
		return err
	}
	if v.tree, err = p.org.Today(c.Context()); err != nil {
		return err
	}
	if v.Grants, err = p.grantRows(c, c.Actor.Account); err != nil {
		return err
	}
	b := c.Base("", "accountweb.own").WithActions(shell.PlainLink("/account/data.json", "download", c.T("accountweb.own_download")))
	b.Path = "/account/data"
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	return c.RenderStatus(status, ownPage(b, v))
}

// ownFile is the download: everything the page shows, for machines, without secrets.
type ownFile struct {
	Account struct {
		Login    string `json:"login"`
		Name     string `json:"name"`
		Language string `json:"language"`
		Password string `json:"password_changed"`
		SignedIn string `json:"last_sign_in"`
		Leaves   string `json:"last_day,omitempty"`
		Mail     string `json:"mail,omitempty"`
		Calendar string `json:"calendar_address_since,omitempty"`
	} `json:"account"`
	Posts       []ownSpan       `json:"posts"`
	Roles       []ownSpan       `json:"roles"`
	Sessions    []ownSession    `json:"sessions"`
	Journal     int64           `json:"journal_entries"`
	Corrections []ownCorrection `json:"corrections"`
}

type ownSpan struct {
	What     string `json:"what"`
	Unit     string `json:"unit"`
	From     string `json:"from"`
	To       string `json:"to"`
	Decision string `json:"decision"`
}

type ownSession struct {
	Since   string `json:"since"`
	Seen    string `json:"seen"`
	Address string `json:"address"`
	Device  string `json:"device"`
}

type ownCorrection struct {
	Asked  string `json:"asked"`
	Wish   string `json:"wish"`
	State  string `json:"state"`
	Answer string `json:"answer"`
}

func (p pages) ownJSON(c *web.Ctx) error {
	o, err := p.svc.OwnData(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	var f ownFile
	f.Account.Login, f.Account.Name, f.Account.Language = o.Account.Login, o.Account.Name, o.Account.Lang
	f.Account.Password, f.Account.SignedIn = stamp(o.Account.PasswordAt), stamp(o.Account.SignedInAt)
	if !o.Account.Leaves.Zero() {
		f.Account.Leaves = o.Account.Leaves.String()
	}
	f.Account.Mail, f.Account.Calendar = o.Mail, stamp(o.Calendar)
	for _, h := range o.Posts {
		f.Posts = append(f.Posts, ownSpan{h.Position.Title, tree.Name(h.Position.Unit), h.From.String(), h.To.String(), h.Decision})
	}
	for _, g := range o.Grants {
		f.Roles = append(f.Roles, ownSpan{c.T("actor.role_" + string(g.Role)), tree.Name(g.Unit), g.From.String(), g.To.String(), g.Decision})
	}
	for _, s := range o.Sessions {
		f.Sessions = append(f.Sessions, ownSession{stamp(s.Since), stamp(s.Seen), s.Address, s.Agent})
	}
	for _, one := range o.Corrected {
		f.Corrections = append(f.Corrections, ownCorrection{stamp(one.Asked), one.Wish, one.State, one.Answer})
	}
	f.Journal = o.Journal
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-du-lieu.json"`)
	return c.JSON(http.StatusOK, f)
}

func (p pages) askCorrection(c *web.Ctx) error {
	err := p.svc.AskCorrection(c.Context(), c.Actor, c.Form().Get("wish"), c.Key())
	if faults, ok := web.Refused(err); ok {
		return p.renderOwn(c, web.RefusedStatus(faults), shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("accountweb.wish_sent")
	return c.SeeOther("/account/data")
}

// wishesView is what people of the units below ask to be corrected.
type wishesView struct {
	Unit org.Unit
	tree *org.Tree
	List []account.Correction
	At   ident.ID // the one whose answer was refused
	Form shell.Form
}

func (v wishesView) form(id ident.ID) shell.Form {
	if id == v.At {
		return v.Form
	}
	return shell.Form{Values: url.Values{}}
}

func (p pages) showWishes(c *web.Ctx) error {
	return p.renderWishes(c, http.StatusOK, 0, shell.Form{})
}

func (p pages) renderWishes(c *web.Ctx, status int, at ident.ID, form shell.Form) error {
	v := wishesView{At: at, Form: form}
	unit := p.firstKept(c.Actor)
	var err error
	if v.List, err = p.svc.Corrections(c.Context(), c.Actor, unit); err != nil {
		return err
	}
	if v.tree, err = p.org.Today(c.Context()); err != nil {
		return err
	}
	v.Unit, _ = v.tree.Unit(unit)
	b := c.Base("", "accountweb.wishes").WithSub(v.Unit.Name)
	b.Path = "/corrections"
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts"})
	return c.RenderStatus(status, wishesPage(b, v))
}

func (p pages) answerWish(c *web.Ctx) error {
	id, err := c.ID("correction")
	if err != nil {
		return err
	}
	err = p.svc.AnswerCorrection(c.Context(), c.Actor, id, c.Form().Get("done") == "1", c.Form().Get("answer"))
	if faults, ok := web.Refused(err); ok {
		return p.renderWishes(c, web.RefusedStatus(faults), id, shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("accountweb.wish_answered")
	return c.SeeOther("/corrections")
}

func postDays(b shell.Base, h person.Holder) string {
	return days(b, grantRow{From: h.From, To: h.To})
}

// stamp is a moment for machines, "" for never.
func stamp(at when.Instant) string {
	if at.Zero() {
		return ""
	}
	return at.Time().Format(time.RFC3339)
}
