package reportweb

import (
	"net/url"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// signing is what the sign page shows: what still forbids a signature, or how it will read.
type signing struct {
	Report   report.Report
	Draft    report.Draft
	Seen     string       // Draft.Seen
	Faults   fault.Faults // of the draft
	Warnings fault.Faults
	Form     shell.Form // of the signature
	Name     string
	Title    string
	Drafters []string
	Same     bool
	Calls    []report.Call // with which the level above typed for the unit
	Grid     grid          // the report as it will be signed, beside the periods before
}

// explained lists the warnings for which a reason is given; the others stand among the faults.
func (s signing) explained() fault.Faults {
	var list fault.Faults
	for _, w := range s.Warnings {
		if s.Draft.Reading.Content.Reasons[w.Field] != "" {
			list = append(list, w)
		}
	}
	return list
}

func (p *pages) signPage(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showSigning(c, r, nil, 200)
}

func (p *pages) showSigning(c *web.Ctx, r report.Report, refused fault.Faults, status int) error {
	if err := ownDesk(r); err != nil {
		return err
	}
	if !r.Filing.State.Editable() {
		return c.SeeOther(path(r))
	}
	d, err := p.report.Draft(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return err
	}
	s := signing{Report: r, Draft: d, Faults: d.Reading.Faults, Warnings: d.Reading.Warnings, Form: shell.Form{Values: c.Form(), Faults: refused}}
	if len(s.Form.Values) == 0 {
		s.Form.Values = url.Values{}
		if may := c.Actor.SignsAs(r.Unit.ID); len(may) > 0 {
			s.Form.Values.Set("capacity", string(may[0]))
		}
	}
	if s.Seen, err = d.Seen(); err != nil {
		return err
	}
	if s.Calls, err = p.report.Calls(c.Context(), c.Actor, r.Filing.ID); err != nil {
		return err
	}
	seen := map[string]bool{}
	s.Same = true
	for _, f := range d.Fields {
		if f.Text == "" {
			continue
		}
		if f.Account != c.Actor.Account {
			s.Same = false
		}
		if !seen[f.Name] && f.Name != "" {
			seen[f.Name] = true
			s.Drafters = append(s.Drafters, f.Name)
		}
	}
	if r.MaySign {
		s.Name, s.Title, err = p.report.Signer(c.Context(), c.Actor, r.Filing.ID)
		if fault.KindOf(err) == fault.KindForbidden && err != nil {
			s.Form.Faults = append(s.Form.Faults, fault.All(err)...)
		} else if err != nil {
			return err
		}
	}
	b := reportBase(c, r).WithTitle(c.T("report.sign_title"))
	if s.Grid, err = p.signedGrid(c, b, r, d); err != nil {
		return err
	}
	return c.RenderStatus(status, signPage(b, s))
}

// signedGrid is what a signature would stand under, with the marks of what changed in the texts since the report that it goes on from.
func (p *pages) signedGrid(c *web.Ctx, b shell.Base, r report.Report, d report.Draft) (grid, error) {
	compare, err := p.report.Compare(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return grid{}, err
	}
	content := d.Reading.Content
	now := source{form: r.Form, figures: content.Figures, texts: content.Texts, reasons: content.Reasons, tables: content.Tables, compare: compare}
	if now.counted, err = p.countingOf(c, r.Request, r.Form, r.Unit.ID, d.At); err != nil {
		return grid{}, err
	}
	g := buildGrid(b, now)
	if list := earlierTexts(b, r, report.Version{}, compare); len(list) > 0 {
		markTexts(b, r.Form, g.Texts, list[0].content)
	}
	return g, nil
}

// reportBase is the frame of a page below a report.
func reportBase(c *web.Ctx, r report.Report) shell.Base {
	b := c.Base("reports", "")
	return b.WithCrumbs(shell.Crumb{Text: b.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: r.Request.Heading(b.Lang), Href: path(r)}).WithSub(r.Unit.Name)
}

func (p *pages) sign(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	draft, _ := strconv.ParseInt(c.Form().Get("draft"), 10, 64) // malformed: 0, which no signed draft has
	err = p.report.Sign(c.Context(), c.Actor, r.Filing.ID, report.Signing{Capacity: actor.Capacity(c.Form().Get("capacity")), Draft: draft, Sourced: c.Form().Get("sourced"), Seen: c.Form().Get("seen"), Key: c.Key()})
	if faults, again := web.Refused(err); again {
		if !r.Filing.State.Editable() {
			return err
		}
		return p.showSigning(c, r, onlyOf(faults, "capacity", ""), web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.signed_now")
	return c.SeeOther(path(r) + "/file")
}

// onlyOf keeps the faults of these fields: those of the draft stand in its own list.
func onlyOf(all fault.Faults, fields ...string) fault.Faults {
	var out fault.Faults
	for _, f := range all {
		for _, field := range fields {
			if f.Field == field {
				out = append(out, f)
			}
		}
	}
	return out
}

func (p *pages) unsign(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := p.report.Unsign(c.Context(), c.Actor, r.Filing.ID, c.Key()); err != nil {
		return err
	}
	c.Flash("report.unsigned_now")
	return c.SeeOther(path(r))
}

func (p *pages) filePage(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	if r.Filing.State != report.StateSigned {
		return c.SeeOther(path(r))
	}
	return c.Render(filePage(reportBase(c, r).WithTitle(c.T("report.file_title")), r, shell.Form{Values: url.Values{"dated": {c.Today.Full("vi")}}}))
}

func (p *pages) file(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	var faults fault.Faults
	o := report.Official{Number: c.Form().Get("number"), Key: c.Key()}
	if text := c.Form().Get("dated"); text != "" {
		day, err := when.ParseDate(text, c.Today)
		if err != nil {
			faults = append(faults, fault.All(err)[0].On("dated"))
		}
		o.Dated = day.Date
	}
	up, given, err := c.File("file")
	if err != nil {
		return err
	}
	if given && len(up.Data) > 0 {
		o.File, o.FileName = up.Data, up.Name
	}
	if len(faults) == 0 {
		err = p.report.File(c.Context(), c.Actor, r.Filing.ID, o)
		var again bool
		if faults, again = web.Refused(err); !again && err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		if r.Filing.State != report.StateSigned {
			return faults
		}
		return c.RenderStatus(web.RefusedStatus(faults), filePage(reportBase(c, r).WithTitle(c.T("report.file_title")), r, shell.Form{Values: c.Form(), Faults: faults}))
	}
	c.Flash("report.filed_now", "unit", r.Receiver.Name)
	return c.SeeOther(path(r))
}

// unbound lists the texts that name figures which the form does not have.
func (s signing) unbound() (list []report.Narrative) {
	for _, n := range s.Report.Form.Narratives {
		if len(s.Report.Form.Unbound(s.Draft.Reading.Content.Texts[n.Code])) > 0 {
			list = append(list, n)
		}
	}
	return list
}
