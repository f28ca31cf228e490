package reportweb

import (
	"net/url"
	"strconv"

	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// consolidatedView is the consolidated report; Clash is what another desk wrote meanwhile.
type consolidatedView struct {
	report.Consolidated
	Clash   *report.Clash
	Typed   string // what was sent and not kept
	Section string
	Faults  fault.Faults
}

func consolidatedPath(request, unit ident.ID, edition int64, part string) string {
	return "/reports/" + request.String() + "/consolidated" + part + query("unit", unit.String(), "edition", editionText(edition))
}

func (p *pages) findConsolidated(c *web.Ctx) (report.Consolidated, error) {
	request, err := c.ID("request")
	if err != nil {
		return report.Consolidated{}, err
	}
	unit, err := unitOf(c)
	if err != nil {
		return report.Consolidated{}, err
	}
	edition, err := editionOf(c)
	if err != nil {
		return report.Consolidated{}, err
	}
	return p.report.Consolidated(c.Context(), c.Actor, request, unit, edition)
}

func (p *pages) consolidated(c *web.Ctx) error {
	v, err := p.findConsolidated(c)
	if err != nil {
		return err
	}
	return showConsolidated(c, consolidatedView{Consolidated: v}, 200)
}

func showConsolidated(c *web.Ctx, v consolidatedView, status int) error {
	board := v.Board
	b := requestBase(c, board.Request, "report.consolidated")
	b = b.WithSub(board.Request.Heading(b.Lang) + " · " + board.Unit.Name + " · " + quoteText(b, board.Quote)).WithActions(consolidatedActions(b, v))
	return c.RenderStatus(status, consolidatedPage(b, v))
}

func (p *pages) saveConsolidated(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	unit, err := unitOf(c)
	if err != nil {
		return err
	}
	form := c.Form()
	m := report.MadeText{Section: form.Get("section"), Text: form.Get("text"), Force: form.Get("force") != "", Key: c.Key()}
	m.Base, _ = strconv.ParseInt(form.Get("base"), 10, 64) // malformed: 0, which clashes with whatever stands there
	clash, err := p.report.SaveConsolidated(c.Context(), c.Actor, request, unit, m)
	faults, again := web.Refused(err)
	if err != nil && !again {
		return err
	}
	if again || clash != nil {
		v, err := p.report.Consolidated(c.Context(), c.Actor, request, unit, 0)
		if err != nil {
			return err
		}
		status := 409
		if again {
			status = web.RefusedStatus(faults)
		}
		return showConsolidated(c, consolidatedView{Consolidated: v, Clash: clash, Typed: m.Text, Section: m.Section, Faults: faults}, status)
	}
	c.Flash("report.consolidated_saved")
	return c.SeeOther(consolidatedPath(request, unit, 0, "") + "#s-" + m.Section)
}

// form gives the values of a section's form: what was typed and refused stays.
func (v consolidatedView) form(s report.ConsolidatedSection) shell.Form {
	f := shell.Form{Values: url.Values{"text": {s.Text}}}
	if v.Section == s.Narrative.Code {
		f.Values.Set("text", v.Typed)
		f.Faults = v.Faults
	}
	return f
}

func (p *pages) printConsolidated(c *web.Ctx) error {
	v, err := p.findConsolidated(c)
	if err != nil {
		return err
	}
	board := v.Board
	layout, err := p.docs.Layout(c.Context(), c.Actor, board.Unit.ID)
	if err != nil {
		return err
	}
	b := c.Base("reports", "report.consolidated")
	b = b.WithSub(quoteText(b, board.Quote)).WithActions(shell.PlainLink(consolidatedPath(board.Request.ID, board.Unit.ID, board.Quote.N, ""), "arrow-left", b.T("report.consolidated")))
	doc := b // the document itself is Vietnamese, whatever the language of the page around it
	doc.Lang = "vi"
	return c.Render(consolidatedPrint(b, doc, v, consolidatedHead(doc, v, layout), layout))
}

// consolidatedHead is the head of the printed report by the layout of the unit that makes it; number and day are left to the office.
func consolidatedHead(doc shell.Base, v report.Consolidated, l document.Layout) shell.A4HeadSpec {
	s := shell.A4HeadSpec{Left: l.Left, Right: l.Right, Mark: l.Mark, Number: doc.T("report.print_number_open"), Kind: doc.T("report.print_kind"),
		Title: []string{doc.T("report.print_subject", "period", within(doc.Lang, v.Board.Request.Period.Title(doc.Lang)))}, Note: quoteText(doc, v.Board.Quote)}
	if len(s.Left) == 0 {
		s.Left = []string{v.Board.Unit.Name}
	}
	s.PlaceDate = doc.Today.Official()
	if l.Place != "" {
		s.PlaceDate = l.Place + ", " + s.PlaceDate
	}
	return s
}
