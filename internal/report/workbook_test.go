package report_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/sheet"
)

// book writes the draft of POB's report as a workbook, changed by edit.
func (w *world) book(r report.Request, edit func([]sheet.Page)) []sheet.Sheet {
	w.t.Helper()
	rep, d := w.desk(r)
	pages := report.BookPages(rep, d, i18n.VI, report.BookWords{Figures: "Số liệu", Texts: "Thuyết minh", Known: []string{"Quý IV"}}, report.Figures{"B1": 12, "C4": 485})
	if edit != nil {
		edit(pages)
	}
	data, err := sheet.Book(pages)
	if err != nil {
		w.t.Fatal(err)
	}
	book, err := sheet.ReadBook(data)
	if err != nil {
		w.t.Fatal(err)
	}
	return book
}

func (w *world) desk(r report.Request) (report.Report, report.Draft) {
	w.t.Helper()
	rep, err := w.report.ReportOf(w.t.Context(), w.specialist, r.ID, w.pob.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	d, err := w.report.Draft(w.t.Context(), w.specialist, rep.Filing.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return rep, d
}

// at finds the line of a field on a page.
func at(p sheet.Page, field string) int {
	return slices.IndexFunc(p.Rows, func(row []sheet.Cell) bool { return len(row) > 0 && row[0].Text == field })
}

func TestWorkbookGoesOutAndComesIn(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	w.save(w.specialist, w.filing(r, w.pob), map[string]string{"B1": "1.398", "B2": "812", "C4": "48,5", "N2": "Đã viết.\n=dòng hai"})
	if book := w.book(r, nil); true {
		rep, d := w.desk(r)
		if changes, faults := report.ReadBook(rep, d, book); len(changes)+len(faults) != 0 {
			t.Errorf("an untouched workbook: %+v %v", changes, faults)
		}
	}
	book := w.book(r, func(p []sheet.Page) {
		p[0].Rows[at(p[0], "B1")][3] = sheet.Cell{Number: "2477"}
		p[0].Rows[at(p[0], "C4")][3] = sheet.Cell{Text: "49,5"}
		p[0].Rows[at(p[0], "B2")][3] = sheet.Cell{} // left empty: nothing changes
		p[1].Rows[at(p[1], "N3")][3] = sheet.Cell{Text: "Còn chậm."}
	})
	rep, d := w.desk(r)
	changes, faults := report.ReadBook(rep, d, book)
	if len(faults) > 0 || len(changes) != 3 {
		t.Fatalf("%+v %v", changes, faults)
	}
	fields := map[string]string{}
	for _, c := range changes {
		fields[c.Field] = c.Text
	}
	w.save(w.specialist, w.filing(r, w.pob), fields)
	_, d = w.desk(r)
	f := d.Reading.Content.Figures
	if f["B1"] != 2477 || f["B2"] != 812 || f["C4"] != 495 || d.Reading.Content.Texts["N3"] != "Còn chậm." {
		t.Errorf("%+v", d.Reading.Content)
	}
}

func TestWorkbookRefusals(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	set := func(field string, c sheet.Cell) func([]sheet.Page) {
		return func(p []sheet.Page) { p[0].Rows[at(p[0], field)][3] = c }
	}
	for name, one := range map[string]struct {
		edit      func([]sheet.Page)
		key, cell string
	}{
		"a text for a figure": {set("B1", sheet.Cell{Text: "nhiều"}), i18n.KeyNotNumber, "'Số liệu'!D"},
		"a negative count":    {set("B1", sheet.Cell{Number: "-4"}), "report.negative", "'Số liệu'!D"},
		"half a person":       {set("B1", sheet.Cell{Number: "1.5"}), i18n.KeyNotWhole, "'Số liệu'!D"},
		"beyond any figure":   {set("B1", sheet.Cell{Number: "99999999999"}), "report.too_much", "'Số liệu'!D"},
		"part above whole": {func(p []sheet.Page) {
			p[0].Rows[at(p[0], "B1")][3], p[0].Rows[at(p[0], "B2")][3] = sheet.Cell{Number: "10"}, sheet.Cell{Number: "11"}
		}, "report.more_than", "'Số liệu'!D"},
		"a line twice": {func(p []sheet.Page) { p[0].Rows = append(p[0].Rows, p[0].Rows[at(p[0], "B1")]) }, "report.book_twice", "'Số liệu'!A"},
		"a strange field": {func(p []sheet.Page) {
			p[0].Rows = append(p[0].Rows, []sheet.Cell{{Text: "Z9"}, {}, {}, {Number: "1"}})
		}, "report.book_no_field", "'Số liệu'!A"},
		"another unit": {func(p []sheet.Page) {
			p[0].Rows[0][0].Text = "giaoban/quarter/2/POB-B/2021-01-01..2021-03-31"
		}, "report.book_other_unit", "'Số liệu'!A1"},
		"another period": {func(p []sheet.Page) {
			p[0].Rows[0][0].Text = "giaoban/quarter/2/POB-A/2020-01-01..2020-03-31"
		}, "report.book_other_period", "'Số liệu'!A1"},
		"another version": {func(p []sheet.Page) {
			p[0].Rows[0][0].Text = "giaoban/quarter/9/POB-A/2021-01-01..2021-03-31"
		}, "report.book_other_form", "'Số liệu'!A1"},
		"no mark": {func(p []sheet.Page) { p[0].Rows[0][0].Text = "Báo cáo" }, "report.book_strange", "'Số liệu'!A1"},
	} {
		book := w.book(r, one.edit)
		rep, d := w.desk(r)
		_, faults := report.ReadBook(rep, d, book)
		i := slices.IndexFunc(faults, func(f *fault.Fault) bool { return f.Key == one.key })
		if i < 0 {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		var cell string
		for n := 0; n+1 < len(faults[i].Args); n += 2 {
			if faults[i].Args[n] == "cell" {
				cell = faults[i].Args[n+1].(string)
			}
		}
		if len(cell) < len(one.cell) || cell[:len(one.cell)] != one.cell {
			t.Errorf("%s: named at %q, want %q…", name, cell, one.cell)
		}
	}
	if _, faults := report.ReadBook(report.Report{}, report.Draft{}, nil); len(faults) == 0 {
		t.Error("no page at all was taken")
	}
}

func TestWorkbookOfEveryKind(t *testing.T) {
	w := newWorld(t)
	if _, err := w.report.EnsureForm(t.Context(), system(), report.SiteForm()); err != nil {
		t.Fatal(err)
	}
	n := w.boards()
	n.FormCode = report.SiteCode
	r := w.open(n)
	w.save(w.specialist, w.filing(r, w.pob), map[string]string{"P1": "1", "P3": "fibre", "T1.2.count": "4"})
	same := w.book(r, nil)
	rep, d := w.desk(r)
	if changes, faults := report.ReadBook(rep, d, same); len(changes)+len(faults) != 0 {
		t.Errorf("an untouched workbook: %+v %v", changes, faults)
	}
	book := w.book(r, func(p []sheet.Page) {
		set := func(field, text string) { p[0].Rows[at(p[0], field)][3] = sheet.Cell{Text: text} }
		if shown := p[0].Rows[at(p[0], "P3")]; shown[3].Text != "cáp quang" || shown[2].Text != "cáp quang / mạng số liệu chuyên dùng / 4G/5G / chưa có" {
			t.Errorf("a choice goes out as %q of %q", shown[3].Text, shown[2].Text)
		}
		set("P1", "không")
		set("P2", "120")
		set("P3", "4G/5G")
		set("P4", "Bàn trực, 0208 1")
		set("T1.1.name", "Máy chiếu")
		set("T1.1.count", "2")
		set("T1.1.cost", "12,5")
	})
	changes, faults := report.ReadBook(rep, d, book)
	if len(faults) > 0 || len(changes) != 7 {
		t.Fatalf("%+v %v", changes, faults)
	}
	fields := map[string]string{}
	for _, c := range changes {
		fields[c.Field] = c.Text
	}
	w.save(w.specialist, w.filing(r, w.pob), fields)
	_, d = w.desk(r)
	if c := d.Reading.Content; c.Figures["P1"] != 0 || c.Texts["P3"] != "mobile" || c.Figures["T1.cost"] != 125 || c.Figures["T1.count"] != 6 {
		t.Errorf("%+v", c)
	}
}

// LibreOffice opens a report's workbook and saves it again, also by way of its
// own format: the program reads the same draft out of it. It runs where
// GIAOBAN_SOFFICE names the program (make test-office).
func TestWorkbookThroughLibreOffice(t *testing.T) {
	soffice := os.Getenv("GIAOBAN_SOFFICE")
	if soffice == "" {
		t.Skip("GIAOBAN_SOFFICE is not set")
	}
	w := newWorld(t)
	for _, f := range []report.Form{report.SampleForm(), report.SiteForm()} {
		if _, err := w.report.EnsureForm(t.Context(), system(), f); err != nil {
			t.Fatal(err)
		}
	}
	for code, fields := range map[string]map[string]string{
		report.SampleCode: {"B1": "1.398", "B2": "812", "C4": "48,5", "A5": "118.462", "N2": "Đã viết “xong”.\n=dòng hai\nthêm", "N3": "Ổ Ẩ Ộ Ữ ỵ"},
		report.SiteCode:   {"P1": "1", "P2": "120", "P3": "fibre", "P4": "+84 208", "T1.1.name": "Máy chiếu", "T1.1.count": "2", "T1.1.cost": "12,5"},
	} {
		n := w.boards()
		n.FormCode = code
		r := w.open(n)
		w.save(w.specialist, w.filing(r, w.pob), fields)
		rep, d := w.desk(r)
		pages := report.BookPages(rep, d, i18n.VI, report.BookWords{Title: "Báo cáo", Figures: "Số liệu", Texts: "Thuyết minh"})
		pages[0].Rows[at(pages[0], map[string]string{report.SampleCode: "B6", report.SiteCode: "T1.2.count"}[code])][3] = sheet.Cell{Number: "1234567"}
		data, err := sheet.Book(pages)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.xlsx"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, to := range []struct{ from, kind, out string }{{"a.xlsx", "ods", "a.ods"}, {"a.ods", "xlsx", "a.xlsx"}} {
			cmd := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", to.kind, "--outdir", dir, filepath.Join(dir, to.from))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
		}
		if data, err = os.ReadFile(filepath.Join(dir, "a.xlsx")); err != nil {
			t.Fatal(err)
		}
		book, err := sheet.ReadBook(data)
		if err != nil {
			t.Fatal(err)
		}
		changes, faults := report.ReadBook(rep, d, book)
		if len(faults) > 0 || len(changes) != 1 || changes[0].Text != "1234567" {
			t.Errorf("%s after LibreOffice: %+v %v", code, changes, faults)
		}
	}
}
