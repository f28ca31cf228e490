package reportweb

import (
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// boardBook sends the board as a workbook: units by indicators, and beside it how many reports stand behind each figure.
func (p *pages) boardBook(c *web.Ctx) error {
	request, err := c.ID("request")
	if err != nil {
		return err
	}
	unit, err := unitOf(c)
	if err != nil {
		return err
	}
	edition, err := editionOf(c)
	if err != nil {
		return err
	}
	body, err := boardFile(c, p.report, request, unit, edition, c.Query("layer"))
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-`+request.String()+`.xlsx"`)
	return c.Bytes(200, workbookMIME, body)
}

func boardFile(c *web.Ctx, svc *report.Service, request, unit ident.ID, edition int64, accepted string) ([]byte, error) {
	board, err := svc.EditionBoard(c.Context(), c.Actor, request, unit, edition)
	if err != nil {
		return nil, err
	}
	layer := rollup.FiledOrBetter
	if accepted == "accepted" {
		layer = rollup.AcceptedOnly
	}
	grid, err := svc.EditionGrid(c.Context(), c.Actor, request, board.Unit.ID, layer, edition)
	if err != nil {
		return nil, err
	}
	b := c.Base("reports", "report.board")
	return sheet.Book([]sheet.Page{bookPage(b, board, grid, false), bookPage(b, board, grid, true)})
}

func bookPage(b shell.Base, board report.Board, g report.Grid, cover bool) sheet.Page {
	name := b.T("report.value")
	if cover {
		name = b.T("report.coverage")
	}
	page := sheet.Page{Name: name, Widths: []float64{34, 12}, Head: 4}
	head := []sheet.Cell{{Text: b.T("report.unit"), Look: sheet.Strong}, {Text: b.T("report.coverage"), Look: sheet.Strong}}
	names := []sheet.Cell{{}, {}}
	for _, ind := range g.Form.Indicators {
		page.Widths = append(page.Widths, 16)
		head = append(head, sheet.Cell{Text: ind.Code, Look: sheet.Strong})
		names = append(names, sheet.Cell{Text: ind.Name.In(b.Lang) + measureNote(b, ind), Look: sheet.Muted})
	}
	page.Rows = append(page.Rows,
		[]sheet.Cell{{Text: g.Request.Heading(b.Lang) + " · " + g.Unit.Name, Look: sheet.Strong}},
		[]sheet.Cell{{Text: quoteText(b, board.Quote), Look: sheet.Muted}}, head, names)
	row := func(name string, all rollup.Counters, figures []report.Figure, look sheet.Look) {
		cells := []sheet.Cell{{Text: name, Look: look}, {Text: b.Of(int64(all.In()), int64(all.Expected)), Look: look}}
		for _, f := range figures {
			cell := sheet.Cell{Look: look}
			switch {
			case cover:
				cell.Text = b.Of(f.Have, f.Of)
			case f.Known:
				cell.Number = api.Decimal(f.Value, f.Scale)
			}
			cells = append(cells, cell)
		}
		page.Rows = append(page.Rows, cells)
	}
	row(b.T("report.totals_of", "unit", g.Unit.Short()), g.All, g.Total, sheet.Strong)
	for _, l := range g.Lines {
		row(l.Unit.Name, l.All, l.Figures, sheet.Plain)
	}
	return page
}

func measureNote(b shell.Base, ind report.Indicator) string {
	if m := ind.Unit.In(b.Lang); m != "" {
		return " (" + m + ")"
	}
	return ""
}
