package reportweb

import (
	"path/filepath"

	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// boardFile sends the board as a workbook: units by indicators, and beside it how many reports stand behind each figure; or as a CSV.
func (p *pages) boardFile(c *web.Ctx) error {
	request, unit, edition, err := boardOf(c)
	if err != nil {
		return err
	}
	kind := filepath.Ext(c.R.URL.Path)
	name, body, err := boardFile(c, p.report, request, unit, edition, c.Query("layer") == acceptedLayer, kind)
	if err != nil {
		return err
	}
	mime := api.XLSX
	if kind == ".csv" {
		mime = "text/csv; charset=utf-8"
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Bytes(200, mime, body)
}

// acceptedLayer is the parameter of an address that asks for what was accepted alone; without it, what was filed or accepted.
const acceptedLayer = "accepted"

// layerParam is the layer as a parameter of an address.
func layerParam(accepted bool) string {
	if accepted {
		return acceptedLayer
	}
	return ""
}

// boardFile makes the file of a board, kind is .xlsx or .csv; its name tells files of different editions and layers apart.
func boardFile(c *web.Ctx, svc *report.Service, request, unit ident.ID, edition int64, accepted bool, kind string) (name string, body []byte, err error) {
	board, err := svc.EditionBoard(c.Context(), c.Actor, request, unit, edition)
	if err != nil {
		return "", nil, err
	}
	layer := rollup.FiledOrBetter
	if accepted {
		layer = rollup.AcceptedOnly
	}
	grid, err := svc.EditionGrid(c.Context(), c.Actor, request, board.Unit.ID, layer, edition)
	if err != nil {
		return "", nil, err
	}
	if name = "giaoban-" + request.String(); edition > 0 {
		name += "-edition-" + num64(edition)
	}
	if accepted {
		name += "-" + acceptedLayer
	}
	book := boardBook{c.Base("reports", "report.board"), board, grid, accepted}
	if kind == ".csv" {
		body, err = sheet.PagesCSV([]sheet.Page{book.flat()})
		return name + kind, body, err
	}
	pages := []sheet.Page{book.page(false), book.page(true)}
	if beside := earlierOf(board); len(beside) > 0 {
		pages = append(pages, book.compared(beside))
	}
	body, err = sheet.Book(pages)
	return name + kind, body, err
}

// boardBook is what a file of a board is made of.
type boardBook struct {
	shell.Base
	board    report.Board
	grid     report.Grid
	accepted bool
}

// title names the form, the period and the unit.
func (b boardBook) title() []sheet.Cell {
	return []sheet.Cell{{Text: b.board.Request.Heading(b.Lang) + " · " + b.board.Unit.Name, Look: sheet.Title}}
}

// source says what the figures are of: the edition, or the moment when they were read, and the layer.
func (b boardBook) source() string {
	text := quoteText(b, b.board.Quote)
	if b.board.Quote.N == 0 {
		text += " · " + b.T("report.figures_at", "when", b.Stamp(b.board.At))
	}
	if b.accepted {
		return text + " · " + b.T("report.layer_is_accepted")
	}
	return text + " · " + b.T("report.layer_is_filed")
}

// have counts the reports behind a line in the layer.
func (b boardBook) have(all rollup.Counters) int64 {
	if b.accepted {
		return int64(all.Accepted)
	}
	return int64(all.In())
}

// compared has the totals beside those of earlier periods, an indicator a line.
func (b boardBook) compared(beside []earlier) sheet.Page {
	page := sheet.Page{Name: b.T("report.compared"), Widths: []float64{10, 48, 16, 14}, Head: 3, Wide: true}
	sources := b.source()
	head := []sheet.Cell{{Text: b.T("report.code"), Look: sheet.Strong}, {Text: b.T("report.indicator"), Look: sheet.Strong},
		{Text: b.T("report.value"), Look: sheet.Strong}, {Text: b.T("report.coverage"), Look: sheet.Strong}}
	for _, one := range beside {
		page.Widths = append(page.Widths, 16, 14, 22)
		head = append(head, sheet.Cell{Text: one.Request.Period.Title(b.Lang), Look: sheet.Strong}, sheet.Cell{Text: b.T("report.coverage"), Look: sheet.Strong}, sheet.Cell{Text: one.head(b.Base), Look: sheet.Strong})
		sources += "; " + one.periodIn(b.Base) + ": " + quoteText(b, one.Quote)
		if b.accepted { // earlier periods stand as they were filed
			sources += " · " + b.T("report.layer_is_filed")
		}
	}
	page.Rows = append(page.Rows, b.title(), []sheet.Cell{{Text: sources, Look: sheet.Note}}, head)
	for _, t := range b.board.Totals {
		if !t.Indicator.Rolled() {
			continue
		}
		now := t.Filed
		if b.accepted {
			now = t.Accepted
		}
		row := []sheet.Cell{{Text: t.Indicator.Code}, {Text: t.Indicator.Name.In(b.Lang) + measureNote(b.Base, t.Indicator)}, figureCell(now), {Text: b.Of(now.Have, now.Of)}}
		for _, one := range beside {
			then := one.of(t)
			row = append(row, figureCell(then), sheet.Cell{Text: b.Of(then.Have, then.Of)}, sheet.Cell{Text: one.change(b.Base, now, t)})
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

// page has a unit a line and an indicator a column: its figures, or how many reports stand behind each.
func (b boardBook) page(cover bool) sheet.Page {
	g := b.grid
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
		names = append(names, sheet.Cell{Text: ind.Name.In(b.Lang) + measureNote(b.Base, ind), Look: sheet.Muted})
	}
	page.Rows = append(page.Rows, b.title(), []sheet.Cell{{Text: b.source(), Look: sheet.Note}}, head, names)
	row := func(name string, all rollup.Counters, figures []report.Figure, look sheet.Look) {
		cells := []sheet.Cell{{Text: name, Look: look}, {Text: b.Of(b.have(all), int64(all.Expected)), Look: look}}
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

// flat is a table that programs read as well: every number in a cell of its own, as spreadsheets take 3/5 in a CSV for a day in May.
func (b boardBook) flat() sheet.Page {
	g := b.grid
	text := func(t string) sheet.Cell { return sheet.Cell{Text: t} }
	number := func(n int64) sheet.Cell { return sheet.Cell{Number: num64(n)} }
	have, of := b.T("report.csv_have"), b.T("report.csv_of")
	head := []sheet.Cell{text(b.T("report.unit_code")), text(b.T("report.unit")), text(b.T("report.state")), text(have), text(of)}
	for _, ind := range g.Form.Indicators {
		if ind.Rolled() {
			head = append(head, text(ind.Code+" "+ind.Name.In(b.Lang)+measureNote(b.Base, ind)), text(ind.Code+" · "+have), text(ind.Code+" · "+of))
		}
	}
	page := sheet.Page{Rows: [][]sheet.Cell{b.title(), {text(b.source())}, head}}
	row := func(code, name, state string, all rollup.Counters, figures []report.Figure) {
		cells := []sheet.Cell{text(code), text(name), text(state), number(b.have(all)), number(int64(all.Expected))}
		for i, f := range figures {
			if g.Form.Indicators[i].Rolled() {
				cells = append(cells, figureCell(f), number(f.Have), number(f.Of))
			}
		}
		page.Rows = append(page.Rows, cells)
	}
	row(g.Unit.Code, b.T("report.totals_of", "unit", g.Unit.Short()), "", g.All, g.Total)
	for _, l := range g.Lines {
		row(l.Unit.Code, l.Unit.Name, stageText(b.Base, l.Stage, l.Late), l.All, l.Figures)
	}
	return page
}

func measureNote(b shell.Base, ind report.Indicator) string {
	if m := ind.Unit.In(b.Lang); m != "" {
		return " (" + m + ")"
	}
	return ""
}

// boardFilePath is the file of what a board shows, kind is .xlsx or .csv.
func boardFilePath(board report.Board, accepted bool, kind string) string {
	return "/reports/" + board.Request.ID.String() + "/board" + kind + query("unit", board.Unit.ID.String(), "layer", layerParam(accepted), "edition", editionParam(board))
}
