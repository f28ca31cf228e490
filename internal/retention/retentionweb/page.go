package retentionweb

import (
	"net/http"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/retention"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

type pages struct{ svc *retention.Service }

// Path is where the page stands.
const Path = "/retention"

// Routes registers the page.
func Routes(m *web.Mux, svc *retention.Service) {
	p := pages{svc}
	m.Page("GET "+Path, func(c *web.Ctx) error { return p.show(c, http.StatusOK, "", shell.Form{}) })
	m.Do("POST "+Path, p.change)
}

type view struct {
	Kept    []retention.Kept
	Forever []retention.Policy
	Refused retention.Kind // whose form was refused
	Form    shell.Form
}

func (p pages) show(c *web.Ctx, status int, refused retention.Kind, form shell.Form) error {
	list, err := p.svc.List(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	b := c.Base("", "retentionweb.title").WithSub(c.T("retentionweb.sub"))
	b.Path = Path
	b = b.WithCrumbs(shell.Crumb{Text: c.T("retentionweb.accounts"), Href: "/accounts"})
	return c.RenderStatus(status, page(b, view{Kept: list, Forever: retention.Forever(), Refused: refused, Form: form}))
}

func (p pages) change(c *web.Ctx) error {
	form := c.Form()
	kind := retention.Kind(form.Get("kind"))
	days, err := strconv.Atoi(strings.TrimSpace(form.Get("days")))
	if err != nil {
		days, err = 0, fault.Invalid("days", "retentionweb.no_number")
		if _, may := p.svc.List(c.Context(), c.Actor); may != nil {
			return may
		}
	} else {
		err = p.svc.Change(c.Context(), c.Actor, kind, days)
	}
	if faults, ok := web.Refused(err); ok {
		return p.show(c, web.RefusedStatus(faults), kind, shell.Form{Values: form, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("retentionweb.saved", "name", c.T(retention.Policy{Kind: kind}.NameKey()))
	return c.SeeOther(Path)
}

// formOf gives the refused form to the row that it belongs to.
func formOf(v view, k retention.Kept) shell.Form {
	if v.Refused == k.Kind {
		return v.Form
	}
	return shell.Form{}
}

func fieldOf(b shell.Base, k retention.Kept) shell.FieldSpec {
	return shell.FieldSpec{Name: "days", ID: "f-days-" + string(k.Kind), Label: b.T("retentionweb.days_of", "name", b.T(k.NameKey())), HideLabel: true,
		Value: strconv.Itoa(k.Now), Required: true, InputMode: "numeric", Numeric: true, MaxLength: 6, Suffix: b.T("retentionweb.unit"), Autocomplete: "off"}
}

func last(b shell.Base, k retention.Kept) string {
	if k.RanAt.Zero() {
		return b.T("retentionweb.never")
	}
	return b.Stamp(k.RanAt)
}
