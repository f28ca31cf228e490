package reportweb

import (
	"path/filepath"
	"slices"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// workbookView is the page on which a report goes out to a spreadsheet and comes in again.
type workbookView struct {
	Report  report.Report
	Version int64 // of the draft that the workbook was held against
	File    string
	Faults  fault.Faults
	Changes []report.BookCell
	Read    bool // a workbook was read
}

// writable gives the report that the path names to who may write in its draft now.
func (p *pages) writable(c *web.Ctx) (report.Report, report.Draft, error) {
	r, err := p.find(c)
	if err != nil {
		return r, report.Draft{}, err
	}
	return writable(c, p.report, r)
}

func writable(c *web.Ctx, svc *report.Service, r report.Report) (report.Report, report.Draft, error) {
	if err := ownDesk(r); err != nil {
		return r, report.Draft{}, err
	}
	d, err := svc.Draft(c.Context(), c.Actor, r.Filing.ID)
	if err == nil && !r.Filing.State.Editable() {
		err = fault.Conflict("report.locked", "state", c.T(r.Filing.StateKey()))
	}
	return r, d, err
}

func (p *pages) workbook(c *web.Ctx) error {
	r, d, err := p.writable(c)
	if err != nil {
		return err
	}
	return p.showWorkbook(c, workbookView{Report: r, Version: d.Version}, 200)
}

func (p *pages) showWorkbook(c *web.Ctx, v workbookView, status int) error {
	b := c.Base("reports", "report.workbook").WithSub(v.Report.Request.Heading(c.Lang)+" · "+v.Report.Unit.Name).
		WithCrumbs(shell.Crumb{Text: c.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: titleOf(c.Lang, v.Report), Href: path(v.Report)})
	return c.RenderStatus(status, workbookPage(b, v))
}

// workbookFile sends the draft as a workbook, or as a CSV.
func (p *pages) workbookFile(c *web.Ctx) error {
	r, d, err := p.writable(c)
	if err != nil {
		return err
	}
	write, mime, kind := sheet.Book, api.XLSX, filepath.Ext(c.R.URL.Path)
	if kind == ".csv" {
		write, mime = sheet.PagesCSV, "text/csv; charset=utf-8"
	}
	name, data, err := draftBook(c, p.report, r, d, write)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+kind+`"`)
	return c.Bytes(200, mime, data)
}

// draftBook writes a draft, with the figures of the period before and of a year ago beside, and names the file without its kind.
func draftBook(c *web.Ctx, svc *report.Service, r report.Report, d report.Draft, write func([]sheet.Page) ([]byte, error)) (name string, data []byte, err error) {
	compare, err := svc.Compare(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return "", nil, err
	}
	words := report.BookWords{Title: titleOf(c.Lang, r) + " · " + r.Unit.Name, Figures: c.T("report.figures"), Texts: c.T("report.narratives"),
		Code: c.T("report.book_code"), Name: c.T("report.indicator"), Measure: c.T("report.measure"), Value: c.T("report.value")}
	var known []report.Figures
	for _, one := range []struct {
		content *report.Content
		name    string
	}{{compare.Previous, compare.PreviousName.Title(c.Lang)}, {compare.SameLastYear, compare.SameName.Title(c.Lang)}} {
		if one.content != nil {
			known, words.Known = append(known, one.content.Figures), append(words.Known, one.name)
		}
	}
	data, err = write(report.BookPages(r, d, c.Lang, words, known...))
	return fileWord(r.Form.Code) + "-" + fileWord(r.Unit.Code) + "-" + r.Request.Period.To.String(), data, err
}

// fileWord keeps of a code what a file's name may hold anywhere.
func fileWord(code string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '_'
	}, code)
}

// readWorkbook shows what a workbook would change in the draft. It stores nothing:
// the page's form sends the fields to the draft, on the version that was looked at.
func (p *pages) readWorkbook(c *web.Ctx) error {
	r, d, err := p.writable(c)
	if err != nil {
		return err
	}
	v := workbookView{Report: r, Version: d.Version}
	file, ok, err := c.File("file")
	if err == nil && !ok {
		err = fault.Invalid("file", "report.book_no_file")
	}
	var book []sheet.Sheet
	if err == nil {
		v.File = file.Name
		book, err = sheet.ReadPages(file.Data)
	}
	if err == nil {
		v.Read = true
		v.Changes, v.Faults = report.ReadBook(r, d, book)
		err = v.Faults.Or()
	}
	if err != nil {
		faults, again := web.Refused(err)
		if !again {
			return err
		}
		v.Faults, v.Changes = faults, nil
		for _, one := range v.Faults {
			one.Field = "file"
		}
		return p.showWorkbook(c, v, web.RefusedStatus(faults))
	}
	return p.showWorkbook(c, v, 200)
}

// refused lists what forbids to take the workbook over.
func (v workbookView) refused(b shell.Base) []shell.CellFault {
	var list []shell.CellFault
	for _, f := range v.Faults {
		list = append(list, b.CellFault(faultCell(f), f.Key, f.Args))
	}
	return list
}

// table shows the fields that would change.
func (v workbookView) table(b shell.Base) shell.FileLines {
	t := shell.FileLines{Title: b.T("report.book_changes", "n", len(v.Changes)), Note: v.File, At: b.T("report.book_cell"), InCells: true, Name: b.T("report.indicator"),
		Columns: []shell.FileColumn{{Title: b.T("report.book_was"), Label: true}, {Title: b.T("report.book_now"), Class: "strong key", Label: true}}}
	if !slices.ContainsFunc(v.Changes, func(c report.BookCell) bool { return !c.Figure() }) {
		t.Columns[0].Class, t.Columns[1].Class = "num", "num strong key"
	}
	for _, c := range v.Changes {
		was, now := shell.FileCell{Text: shortText(c.Was)}, shell.FileCell{Text: shortText(c.Text)}
		if c.Figure() {
			was.Class, now.Class = "num", "num"
		}
		if c.Was == "" {
			was = shell.FileCell{Text: b.T("report.empty"), Class: was.Class + " quiet"}
		}
		t.Lines = append(t.Lines, shell.FileLine{At: c.Cell, Name: c.Field + " · " + upperFirst(c.Name.In(b.Lang)), Cells: []shell.FileCell{was, now}})
	}
	return t
}

// faultCell is the cell that a fault names, "" for none.
func faultCell(f *fault.Fault) string {
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == "cell" {
			cell, _ := f.Args[i+1].(string)
			return cell
		}
	}
	return ""
}

// shortText is a text as a cell of the preview shows it.
func shortText(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
