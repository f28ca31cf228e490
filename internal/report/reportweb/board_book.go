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
	return c.Bytes(200, api.XLSX, body)
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
	pages := []sheet.Page{bookPage(b, board, grid, false), bookPage(b, board, grid, true)}
	if beside := earlierOf(board); len(beside) > 0 {
		pages = append(pages, comparedPage(b, board, beside, layer))
	}
	return sheet.Book(pages)
}

// comparedPage has the totals beside those of earlier periods, an indicator a line.
func comparedPage(b shell.Base, board report.Board, beside []earlier, layer rollup.Layer) sheet.Page {
	page := sheet.Page{Name: b.T("report.compared"), Widths: []float64{10, 48, 16, 14}, Head: 3, Wide: true}
	sources := quoteText(b, board.Quote)
	head := []sheet.Cell{{Text: b.T("report.code"), Look: sheet.Strong}, {Text: b.T("report.indicator"), Look: sheet.Strong},
		{Text: b.T("report.value"), Look: sheet.Strong}, {Text: b.T("report.coverage"), Look: sheet.Strong}}
	for _, one := range beside {
		page.Widths = append(page.Widths, 16, 14, 22)
		head = append(head, sheet.Cell{Text: one.Request.Period.Title(b.Lang), Look: sheet.Strong}, sheet.Cell{Text: b.T("report.coverage"), Look: sheet.Strong}, sheet.Cell{Text: one.head(b), Look: sheet.Strong})
		sources += "; " + one.periodIn(b) + ": " + quoteText(b, one.Quote)
	}
	page.Rows = append(page.Rows, []sheet.Cell{{Text: board.Request.Heading(b.Lang) + " · " + board.Unit.Name, Look: sheet.Title}}, []sheet.Cell{{Text: sources, Look: sheet.Note}}, head)
	for _, t := range board.Totals {
		if !t.Indicator.Rolled() {
			continue
		}
		now := t.Filed
		if layer == rollup.AcceptedOnly {
			now = t.Accepted
		}
		row := []sheet.Cell{{Text: t.Indicator.Code}, {Text: t.Indicator.Name.In(b.Lang) + measureNote(b, t.Indicator)}, figureCell(now), {Text: b.Of(now.Have, now.Of)}}
		for _, one := range beside {
			then := one.of(t)
			row = append(row, figureCell(then), sheet.Cell{Text: b.Of(then.Have, then.Of)}, sheet.Cell{Text: one.change(b, now, t)})
		}
		page.Rows = append(page.Rows, row)
	}
	return page
}

// figureCell is a figure as a number, empty where there is none.
func figureCell(f report.Figure) (cell sheet.Cell) {
	if f.Known {
		cell.Number = api.Decimal(f.Value, f.Scale)
	}
	return cell
}

func bookPage(b shell.Base, board report.Board, g report.Grid, cover bool) sheet.Page {
	name := b.T("report.value")
	if cover {
		name = b.T("report.coverage")
	}
	page := sheet.Page{Name: name, Widths: []float64{34, 14}, Head: 4, Wide: true}
	head := []sheet.Cell{{Text: b.T("report.unit"), Look: sheet.Strong}, {Text: b.T("report.coverage"), Look: sheet.Strong}}
	names := []sheet.Cell{{}, {}}
	for _, ind := range g.Form.Indicators {
		page.Widths = append(page.Widths, 16)
		head = append(head, sheet.Cell{Text: ind.Code, Look: sheet.Strong})
		names = append(names, sheet.Cell{Text: ind.Name.In(b.Lang) + measureNote(b, ind), Look: sheet.Muted})
	}
	page.Rows = append(page.Rows,
		[]sheet.Cell{{Text: g.Request.Heading(b.Lang) + " · " + g.Unit.Name, Look: sheet.Title}},
		[]sheet.Cell{{Text: quoteText(b, board.Quote), Look: sheet.Note}}, head, names)
	row := func(name string, all rollup.Counters, figures []report.Figure, look sheet.Look) {
		cells := []sheet.Cell{{Text: name, Look: look}, {Text: b.Of(int64(all.In()), int64(all.Expected)), Look: look}}
		for _, f := range figures {
			cell := figureCell(f)
			if cover {
				cell = sheet.Cell{Text: b.Of(f.Have, f.Of)}
			}
			cell.Look = look
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

// boardBookPath is the workbook of what a board shows.
func boardBookPath(board report.Board) string {
	return "/reports/" + board.Request.ID.String() + "/board.xlsx" + query("unit", board.Unit.ID.String(), "edition", editionParam(board))
}
