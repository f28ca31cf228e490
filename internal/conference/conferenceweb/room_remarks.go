package conferenceweb

import (
	"net/http"

	"giaoban/internal/conference"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// remarks is the record of who said what, as the floor wrote it, with the summaries of the secretary.
func (p *roomPages) remarks(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return p.showRemarks(c, http.StatusOK, id, 0, shell.Form{})
}

// showRemarks shows the record; f is the form of the one remark whose summary was refused.
func (p *roomPages) showRemarks(c *web.Ctx, status int, id, refused ident.ID, f shell.Form) error {
	v, err := p.r.View(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	may := conference.CanRun(c.Actor, v.Conference) && (v.Status == conference.Open || v.Status == conference.Closed)
	b := c.Base("conferences", "conference.r_remarks").WithSub(v.Title).
		WithCrumbs(shell.Crumb{Text: c.T("conference.r_conferences"), Href: "/conferences"}, shell.Crumb{Text: v.Title, Href: path(id, "")}).
		WithActions(shell.PrintButton(c.Base("conferences", "")))
	return c.RenderStatus(status, remarksPage(b, v, may, refused, f))
}

func (p *roomPages) summarise(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	remark, err := c.ID("remark")
	if err != nil {
		return err
	}
	version, err := number(c, "version", 0)
	if err != nil {
		return err
	}
	err = p.r.Summarise(c.Context(), c.Actor, id, remark, conference.RemarkKind(c.Form().Get("kind")), c.Form().Get("text"), version, c.Key())
	if faults, ok := web.Refused(err); ok {
		return p.showRemarks(c, web.RefusedStatus(faults), id, remark, shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("conference.r_remark_saved")
	return c.SeeOther(path(id, "/remarks") + "#remark-" + remark.String())
}

func formOf(m conference.Remark, refused ident.ID, f shell.Form) shell.Form {
	if m.ID == refused {
		return f
	}
	return shell.Form{}
}

func kindOptions(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, k := range conference.RemarkKinds() {
		list = append(list, shell.Option{Value: string(k), Label: b.T("conference.r_kind_" + string(k))})
	}
	return list
}
