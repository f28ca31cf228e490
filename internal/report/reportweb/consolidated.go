package reportweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/document"
	"giaoban/internal/docx"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// consolidatedView is the consolidated report, with a text that was not taken.
type consolidatedView struct {
	report.Consolidated
	Clash  bool            // another desk wrote there meanwhile
	Sent   report.MadeText // what was sent and not kept
	Faults fault.Faults
	Take   string // the section into whose text those of the units go, not saved yet
	Turned string // the section whose units were turned over: it stays open
}

func consolidatedPath(request, unit ident.ID, edition int64, part string) string {
	return "/reports/" + request.String() + "/consolidated" + part + query("unit", unit.String(), "edition", editionText(edition))
}

// leaf is how many units' texts of a section stand on the page at once: those of all provinces. The paper has all of them.
const leaf = 70

// sourcesShown is the part of the units' texts that a page's address asks for: the section whose leaf is turned, and to which page.
func sourcesShown(c *web.Ctx) report.Shown {
	return report.Shown{Most: leaf, Section: c.Query("section"), From: (c.QueryPage("page") - 1) * leaf}
}

func (p *pages) findConsolidated(c *web.Ctx, shown report.Shown) (report.Consolidated, error) {
	request, unit, edition, err := boardOf(c)
	if err != nil {
		return report.Consolidated{}, err
	}
	return p.report.ConsolidatedPart(c.Context(), c.Actor, request, unit, edition, shown)
}

func (p *pages) consolidated(c *web.Ctx) error {
	shown := sourcesShown(c)
	v, err := p.findConsolidated(c, shown)
	if err != nil {
		return err
	}
	for _, s := range v.Sections {
		if s.Narrative.Code == shown.Section && s.Count > 0 && len(s.Sources) == 0 { // beyond the last: fewer wrote than the address believes
			shown.From = (s.Count - 1) / leaf * leaf
			if v, err = p.findConsolidated(c, shown); err != nil {
				return err
			}
			break
		}
	}
	return showConsolidated(c, consolidatedView{Consolidated: v, Take: c.Query("take"), Turned: c.Query("section")}, 200)
}

func showConsolidated(c *web.Ctx, v consolidatedView, status int) error {
	board := v.Board
	b := requestBase(c, board.Request, "report.consolidated")
	b = b.WithSub(board.Request.Heading(b.Lang) + " · " + board.Unit.Name + " · " + quoteText(b, board.Quote)).WithActions(consolidatedActions(b, v))
	return c.RenderStatus(status, consolidatedPage(b, v))
}

func (p *pages) saveConsolidated(c *web.Ctx) error {
	request, unit, _, err := boardOf(c)
	if err != nil {
		return err
	}
	form := c.Form()
	m := report.MadeText{Section: form.Get("section"), Text: form.Get("text"), Key: c.Key()}
	m.Base, _ = strconv.ParseInt(form.Get("base"), 10, 64) // malformed: 0, which clashes with whatever stands there
	clash, err := p.report.SaveConsolidated(c.Context(), c.Actor, request, unit, m)
	faults, again := web.Refused(err)
	if err != nil && !again {
		return err
	}
	if again || clash != nil {
		v, err := p.report.ConsolidatedPart(c.Context(), c.Actor, request, unit, 0, report.Shown{Most: leaf})
		if err != nil {
			return err
		}
		status := 409
		if again {
			status = web.RefusedStatus(faults)
		}
		return showConsolidated(c, consolidatedView{Consolidated: v, Clash: clash != nil, Sent: m, Faults: faults}, status)
	}
	c.Flash("report.consolidated_saved")
	turned := ""
	if page := form.Get("page"); page != "" {
		turned = "&section=" + url.QueryEscape(m.Section) + "&page=" + url.QueryEscape(page)
	}
	return c.SeeOther(consolidatedPath(request, unit, 0, "") + turned + "#s-" + m.Section)
}

// takePath is the page with the units' texts that are shown behind a section's own, to be edited and saved.
func (v consolidatedView) takePath(s report.ConsolidatedSection) string {
	at := consolidatedPath(v.Board.Request.ID, v.Board.Unit.ID, 0, "") + "&take=" + url.QueryEscape(s.Narrative.Code)
	if s.From > 0 {
		at += "&section=" + url.QueryEscape(s.Narrative.Code) + "&page=" + num(s.From/leaf+1)
	}
	return at + "#s-" + s.Narrative.Code
}

// pager turns the units of a section over.
func (v consolidatedView) pager(s report.ConsolidatedSection) shell.PagerSpec {
	return shell.PagerSpec{Path: consolidatedPath(v.Board.Request.ID, v.Board.Unit.ID, v.Board.Quote.N, "") + "&section=" + url.QueryEscape(s.Narrative.Code) + "#sources-" + s.Narrative.Code,
		Page: s.From/leaf + 1, Size: leaf, Total: s.Count}
}

// opened tells whether a section's units stand unfolded.
func (v consolidatedView) opened(s report.ConsolidatedSection) bool {
	return s.Count <= 3 || v.Turned == s.Narrative.Code
}

// apart tells whether a section's units are so many that they come when they are asked for: one section at a time.
func (v consolidatedView) apart(s report.ConsolidatedSection) bool {
	return s.Count > leaf && !v.opened(s)
}

// changedNames names the units whose reports are others since a section was written.
func changedNames(b shell.Base, list []string) string {
	const most = 12
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:most], ", ") + " " + b.T("report.and_more", "n", len(list)-most)
}

// form gives the values of a section's form: what was typed and refused stays.
func (v consolidatedView) form(s report.ConsolidatedSection) shell.Form {
	f := shell.Form{Values: url.Values{"text": {s.Text}}}
	if v.Take == s.Narrative.Code {
		parts := []string{s.Text}
		for _, one := range s.Sources {
			parts = append(parts, one.Name+": "+one.In(i18n.VI, v.Board.Form)) // the document is Vietnamese
		}
		f.Values.Set("text", strings.TrimSpace(strings.Join(parts, "\n")))
	}
	if v.Sent.Section == s.Narrative.Code {
		f.Values.Set("text", v.Sent.Text)
		f.Faults = v.Faults
	}
	return f
}

// base is the version on which a section's form is sent: after a refusal that on which the text was written. A clash shows what
// stands there now.
func (v consolidatedView) base(s report.ConsolidatedSection) int64 {
	if v.Sent.Section == s.Narrative.Code && !v.Clash {
		return v.Sent.Base
	}
	return s.Version
}

// printConsolidated shows the report on paper. Where hundreds of units wrote in sections of which the office has made no text yet, the
// paper names them, and each such section is a paper of its own, a sheaf of units at a time: nobody prints ten thousand texts at once.
func (p *pages) printConsolidated(c *web.Ctx) error {
	section := c.Query("section")
	shown := report.Shown{Most: leaf, Named: true}
	if section != "" {
		shown = report.Shown{Most: sheaf, Section: section, From: (c.QueryPage("page") - 1) * sheaf}
	}
	v, d, err := p.consolidatedDocument(c, shown)
	if err != nil {
		return err
	}
	view := consolidatedPrint{Consolidated: v, Document: d}
	b := c.Base("reports", "report.consolidated")
	if section != "" {
		at := slices.IndexFunc(v.Sections, func(s report.ConsolidatedSection) bool { return s.Narrative.Code == section })
		if at < 0 || shown.From > 0 && shown.From >= v.Sections[at].Count {
			return fault.NotFound("report.no_such_section")
		}
		view.Document = sectionDocument(b, v, d, at)
		view.Pager = shell.PagerSpec{Path: sectionPrintPath(v, section), Page: shown.From/sheaf + 1, Size: sheaf, Total: v.Sections[at].Count}
	} else {
		for _, s := range v.Sections {
			if listed(s) {
				view.Apart = append(view.Apart, s)
			}
		}
	}
	b = b.WithSub(quoteText(b, v.Board.Quote)).WithActions(consolidatedPrintActions(b, view))
	return c.Render(consolidatedPaper(b, view))
}

// consolidatedPrint is a consolidated report on paper: the whole, or one section of it.
type consolidatedPrint struct {
	report.Consolidated
	Document docx.Document
	Apart    []report.ConsolidatedSection // printed by themselves
	Pager    shell.PagerSpec              // of a section
}

// sheaf is how many units' texts of a section are printed at once, some hundred pages.
const sheaf = 200

// listed tells whether a section names those who wrote in it instead of giving their texts: many wrote, and the office has not made its text of them.
func listed(s report.ConsolidatedSection) bool { return s.Text == "" && s.Count > leaf }

func sectionPrintPath(v report.Consolidated, section string) string {
	return consolidatedPath(v.Board.Request.ID, v.Board.Unit.ID, v.Board.Quote.N, "/print") + "&section=" + url.QueryEscape(section)
}

// sectionDocument is one section of a consolidated report with what its units wrote, as it is found in the paper of the whole.
func sectionDocument(b shell.Base, v report.Consolidated, whole docx.Document, at int) docx.Document {
	s := v.Sections[at]
	d := docx.Document{Head: whole.Head, Subject: whole.Subject, Made: whole.Made}
	doc := b
	doc.Lang = i18n.VI
	d.Body = []docx.Block{{Heading: num(at+1) + ". " + s.Narrative.Title.In(doc.Lang)}}
	if len(s.Sources) < s.Count {
		d.Body = append(d.Body, docx.Block{Text: doc.T("report.print_sheaf", "from", s.From+1, "to", s.From+len(s.Sources), "n", s.Count)})
	}
	for _, one := range s.Sources {
		d.Body = append(d.Body, docx.Block{Lead: one.Name + ": ", Text: one.In(doc.Lang, v.Board.Form)})
	}
	return d
}

// consolidatedFile sends what the printed page shows as DOCX. Of an edition it is the same file every time.
func (p *pages) consolidatedFile(c *web.Ctx) error {
	v, d, err := p.consolidatedDocument(c, report.Shown{})
	if err != nil {
		return err
	}
	body, err := d.Bytes()
	if err != nil {
		return err
	}
	name := "giaoban-" + v.Board.Request.ID.String()
	if n := v.Board.Quote.N; n > 0 {
		name += "-edition-" + num64(n)
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`.docx"`)
	return c.Bytes(200, docx.MIME, body)
}

// consolidatedDocument is the report as an official document: Vietnamese, whatever the language of the page around it. Sections of
// which not all texts are shown name their units.
func (p *pages) consolidatedDocument(c *web.Ctx, shown report.Shown) (report.Consolidated, docx.Document, error) {
	v, err := p.findConsolidated(c, shown)
	if err != nil {
		return v, docx.Document{}, err
	}
	layout, err := p.docs.Layout(c.Context(), c.Actor, v.Board.Unit.ID)
	if err != nil {
		return v, docx.Document{}, err
	}
	doc := c.Base("reports", "report.consolidated")
	doc.Lang = "vi"
	return v, officialDocument(doc, v, layout, shown.Most == 0), nil
}

// officialDocument puts a consolidated report into the layout of the unit that makes it. Its number is left to the office. That
// of an edition carries the day on which it was signed, and where all of it is quoted, who signed. all tells that long sections have
// all texts.
func officialDocument(doc shell.Base, v report.Consolidated, l document.Layout, all bool) docx.Document {
	board, quote := v.Board, v.Board.Quote
	d := docx.Document{Subject: quoteText(doc, quote), Made: doc.Now.Time()}
	day := doc.Today
	if quote.N > 0 {
		d.Made, day = quote.At.Time(), quote.At.Date()
	}
	d.Head = reportHead(doc, l, board.Unit.Name, within(doc.Lang, board.Request.Period.Title(doc.Lang)), doc.T("report.print_number_open"), day)
	d.Note = quoteText(doc, quote)
	d.Foot = docx.Foot{RecipientsTitle: doc.T("report.print_to"), Recipients: []string{doc.T("report.print_archive")}, Capacity: []string{l.Head}}
	whole := board.Unit.ID == board.Request.Opener
	if quote.N > 0 && whole {
		d.Capacity, d.Name = signedAs(quote.Head.Signature, l), quote.Head.Signature.Name
	}
	for i, s := range v.Sections {
		d.Body = append(d.Body, docx.Block{Heading: num(i+1) + ". " + s.Narrative.Title.In(doc.Lang)})
		if s.Text != "" {
			d.Body = append(d.Body, docx.Block{Text: board.Bound(doc.Lang, s.Text)})
			continue
		}
		if !all && listed(s) {
			who := make([]string, len(s.Sources))
			for i, one := range s.Sources {
				who[i] = one.Name
			}
			d.Body = append(d.Body, docx.Block{Text: doc.T("report.print_listed", "n", s.Count, "names", strings.Join(who, "; "))})
			continue
		}
		for _, one := range s.Sources {
			d.Body = append(d.Body, docx.Block{Lead: one.Name + ": ", Text: one.In(doc.Lang, v.Board.Form)})
		}
		if len(s.Sources) == 0 {
			d.Body = append(d.Body, docx.Block{Text: doc.T("report.no_text")})
		}
	}
	beside := earlierOf(board)
	table := docx.Table{Columns: []docx.Column{{Name: doc.T("report.code"), Width: 14}, {Name: doc.T("report.indicator")}, {Name: doc.T("report.value"), Width: 26, Number: true}, {Name: doc.T("report.coverage"), Width: 22, Number: true}}}
	for _, one := range beside {
		table.Columns = append(table.Columns, docx.Column{Name: one.head(doc), Width: 24, Number: true})
	}
	for _, t := range board.Totals {
		row := []string{t.Indicator.Code, t.Indicator.Name.In(doc.Lang) + measureNote(doc, t.Indicator), t.Filed.Text(doc.Lang), doc.Of(t.Filed.Have, t.Filed.Of)}
		for _, one := range beside {
			row = append(row, one.change(doc, t.Filed, t))
		}
		table.Rows = append(table.Rows, docx.Row{Cells: row})
	}
	d.Body = append(d.Body, docx.Block{Heading: doc.T("report.print_figures")}, docx.Block{Table: &table},
		docx.Block{Text: doc.T("report.edition_cover", "have", board.All.In(), "of", board.All.Expected) + "."})
	if missing := board.Missing(); len(missing) > 0 {
		d.Body = append(d.Body, docx.Block{Text: doc.T("report.print_missing", "names", names(doc, missing, 60))})
	}
	if whole {
		for _, e := range quote.Head.Explanations {
			d.Body = append(d.Body, docx.Block{Text: e.Found.In(doc.Lang) + " " + doc.T("report.explanation_is", "text", e.Text)})
		}
	}
	return d
}

// firstCode is a code that the form has, for an example.
func firstCode(f report.Form) string {
	for _, ind := range f.Indicators {
		if ind.Rolled() {
			return ind.Code
		}
	}
	return "B1"
}
