package reportweb

import (
	"slices"
	"strings"

	"giaoban/internal/document"
	"giaoban/internal/docx"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// filedPaper is a version of a filed report as it goes on paper or out as a file, with what the page around it needs.
type filedPaper struct {
	Report report.Report
	Quote  report.Quote // the edition from which the reader comes
	Made   docx.Document
}

func (p *pages) filedPaper(c *web.Ctx) (one filedPaper, err error) {
	if one.Report, err = p.find(c); err != nil {
		return one, err
	}
	r := one.Report
	if len(r.Versions) == 0 {
		return one, fault.NotFound("report.not_filed_yet")
	}
	v := r.Versions[0]
	wanted, quoted, err := p.wanted(c, r)
	if err != nil {
		return one, err
	}
	one.Quote = quoted
	for _, other := range r.Versions {
		if other.Version == wanted {
			v = other
		}
	}
	layout, err := p.docs.Layout(c.Context(), c.Actor, r.Unit.ID)
	if err != nil {
		return one, err
	}
	asked, err := p.report.Explanations(c.Context(), c.Actor, r.Request.ID, r.Unit.ID, true)
	if err != nil {
		return one, err
	}
	doc := c.Base("reports", "report.print_title")
	doc.Lang = i18n.VI // whatever the language of the page around it
	if one.Made = filedDocument(doc, r, v, layout, standing(asked)); quoted.N > 0 {
		one.Made.Note = quoteText(doc, quoted)
	}
	return one, nil
}

// reportHead is the head of a report on the work of a period, in the layout of the unit that makes it.
func reportHead(doc shell.Base, l document.Layout, unit, period, number string, day when.Date) docx.Head {
	h := docx.Head{Left: l.Left, Right: l.Right, Mark: l.Mark, Number: number, PlaceDate: day.Official(), Kind: doc.T("report.print_kind"),
		Title: []string{doc.T("report.print_subject", "period", period)}}
	if len(h.Left) == 0 {
		h.Left = []string{unit}
	}
	if l.Place != "" {
		h.PlaceDate = l.Place + ", " + h.PlaceDate
	}
	return h
}

// filedDocument puts a version of a filed report into the layout of the unit that files it: texts, figures, what was explained.
func filedDocument(doc shell.Base, r report.Report, v report.Version, l document.Layout, asked []report.Explanation) docx.Document {
	g := buildGrid(doc, source{form: r.Form, figures: v.Content.Figures, texts: v.Content.Texts, tables: v.Content.Tables, reasons: v.Content.Reasons})
	period := within(doc.Lang, r.Request.Period.Title(doc.Lang))
	d := docx.Document{Subject: r.Request.Heading(doc.Lang) + " · " + r.Unit.Name + " · " + doc.T("report.version", "n", v.Version), Made: v.FiledAt.Time()}
	d.Head = reportHead(doc, l, r.Unit.Name, period, doc.T("report.print_number", "number", v.Number), v.Dated)
	d.Foot = docx.Foot{RecipientsTitle: doc.T("report.print_to"), Recipients: []string{"- " + r.Receiver.Name + ";", doc.T("report.print_archive")},
		Capacity: signedAs(v.Signature, l), Signed: doc.T("report.print_signed", "when", v.Signature.At), Name: v.Signature.Name}
	for _, t := range g.Texts {
		if t.Text != "" {
			d.Body = append(d.Body, docx.Block{Heading: num(t.Number) + ". " + t.Title}, docx.Block{Text: r.Form.BoundText(doc.Lang, t.Text, v.Content.Figures)})
		}
	}
	table := docx.Table{Columns: []docx.Column{{Name: doc.T("report.code"), Width: 16}, {Name: doc.T("report.indicator")}, {Name: doc.T("report.measure"), Width: 26}, {Name: doc.T("report.this_period"), Width: 32, Number: true}}}
	var rows []docx.Block
	for _, s := range g.Sections {
		table.Rows = append(table.Rows, docx.Row{Cells: []string{s.Code, s.Title}, Head: true})
		for _, one := range s.Rows {
			if one.Table != nil {
				rows = append(rows, rowsOnPaper(doc, *one.Table)...)
				continue
			}
			table.Rows = append(table.Rows, docx.Row{Cells: []string{one.Code, one.Name, one.Unit, one.Text}})
		}
	}
	d.Body = append(d.Body, docx.Block{Heading: doc.T("report.print_figures")}, docx.Block{Table: &table})
	d.Body = append(d.Body, rows...)
	if len(asked) > 0 {
		d.Body = append(d.Body, docx.Block{Heading: doc.T("report.explanations_print")})
	}
	for _, e := range asked {
		answer := explanationWord(doc, e) + "."
		if e.Answer != "" {
			answer = doc.T("report.explained_on", "when", doc.Stamp(e.AnsweredAt)) + " " + e.Answer
		}
		d.Body = append(d.Body, docx.Block{Lead: explanationFigure(doc, e) + ", " + doc.T("report.seen", "value", e.Seen.Text(doc.Lang)) + ". ", Text: e.AskerName + ": " + e.Question}, docx.Block{Text: answer})
	}
	return d
}

// rowsOnPaper are the rows of a table below the figures, under its columns.
func rowsOnPaper(doc shell.Base, t table) []docx.Block {
	made := docx.Table{Columns: []docx.Column{{Name: doc.T("report.row_number"), Width: 14}}}
	for _, c := range t.Columns {
		col := docx.Column{Name: c.label(), Number: c.Number}
		if c.Number && len(t.Columns) <= 5 { // the words take what is left
			col.Width = 26
		}
		made.Columns = append(made.Columns, col)
	}
	for _, l := range t.Lines {
		cells := []string{num(l.N)}
		for _, c := range l.Cells {
			cells = append(cells, c.Text)
		}
		made.Rows = append(made.Rows, docx.Row{Cells: cells})
	}
	if t.Totals != nil {
		cells := []string{doc.T("report.rows_total")}
		for _, c := range t.Totals {
			cells = append(cells, c.Text)
		}
		made.Rows = append(made.Rows, docx.Row{Cells: cells})
	}
	return []docx.Block{{Heading: t.Code + ". " + t.Name}, {Table: &made}}
}

func (p *pages) print(c *web.Ctx) error {
	one, err := p.filedPaper(c)
	if err != nil {
		return err
	}
	b := c.Base("reports", "report.print_title").WithCrumbs(shell.Crumb{Text: one.Report.Request.Heading(c.Lang), Href: path(one.Report)})
	if b = b.WithActions(printActions(b, one.Report, whichVersion(c))); one.Quote.N > 0 {
		b = b.WithSub(quoteText(b, one.Quote))
	}
	return c.Render(documentPrint(b, one.Made))
}

// wordFile sends what the printed page shows as DOCX: of a version it is the same file as long as nothing more is explained.
func (p *pages) wordFile(c *web.Ctx) error {
	one, err := p.filedPaper(c)
	if err != nil {
		return err
	}
	body, err := one.Made.Bytes()
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-`+one.Report.Filing.ID.String()+`.docx"`)
	return c.Bytes(200, docx.MIME, body)
}

// signedAs are the lines above a signature: for whom, and the signer's title of that day.
func signedAs(s report.Signature, l document.Layout) []string {
	var lines []string
	if p := s.Capacity.Prefix(); p != "" {
		lines = append(lines, strings.TrimSpace(p+" "+l.Head))
	}
	if s.Title != "" {
		lines = append(lines, s.Capacity.Titled(s.Title))
	}
	return lines
}

// drafted says who wrote a report.
func drafted(b shell.Base, s report.Signature) string {
	if s.Same {
		return b.T("report.same_person")
	}
	if len(s.Drafters) == 0 {
		return "–"
	}
	// two desks may carry one name: it stands once
	names := strings.Join(slices.Compact(slices.Sorted(slices.Values(s.Drafters))), ", ")
	if len(s.ByPhone) > 0 {
		names += ". " + byPhoneText(b, s.ByPhone)
	}
	return names
}

func remarkLine(b shell.Base, f report.Form, r report.Remark) string {
	text := r.Text
	if r.Field != "" {
		text = r.Field + ": " + text
		for _, n := range f.Narratives {
			if n.Code == r.Field {
				text = n.Title.In(b.Lang) + ": " + r.Text
			}
		}
	}
	switch r.Verdict {
	case report.VerdictReopened:
		return b.T("report.remark_reopened", "name", r.Name, "when", b.Moment(r.At), "text", text)
	case report.VerdictAsked:
		return b.T("report.correction_asked", "name", r.Name, "when", b.Moment(r.At), "text", text)
	}
	return b.T("report.returned_by", "name", r.Name, "when", b.Moment(r.At), "text", text)
}
