package reportweb

import (
	"strconv"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// said makes the row of a choice or a short text: what is chosen or written, not a number.
func (s source) said(b shell.Base, r *row, ind report.Indicator) {
	if ind.Kind == report.ShortText {
		if r.Text = s.texts[ind.Code]; r.Text == "" {
			r.Text = "–"
		}
		r.Prev, r.Same = s.textsOf(s.compare.Previous, ind.Code), s.textsOf(s.compare.SameLastYear, ind.Code)
	}
	r.Source = b.T("report.typed")
	if s.entries == nil {
		return
	}
	r.Slot, r.Text = ind.Code, s.entries[ind.Code]
	r.Errors = s.errors(b, ind.Code)
	r.Words, r.Most = true, ind.MaxText()
	if ind.Kind == report.Choice {
		r.Options = answers(b, ind.Options, r.Text)
	}
}

func (s source) textsOf(c *report.Content, code string) string {
	if c == nil {
		return ""
	}
	return c.Texts[code]
}

// answers are the options of a choice. What stands there and is none of them is
// offered too, so that it is seen and can be mended.
func answers(b shell.Base, options []report.Option, typed string) []shell.Option {
	list := []shell.Option{{Value: "", Label: "–"}}
	known := typed == ""
	for _, o := range options {
		list = append(list, shell.Option{Value: o.Code, Label: o.Name.In(b.Lang)})
		known = known || o.Code == typed
	}
	if !known {
		list = append(list, shell.Option{Value: typed, Label: typed})
	}
	return list
}

// yesNo are the two answers.
func yesNo() []report.Option {
	return []report.Option{{Code: "1", Name: i18n.Text{VI: "Có", EN: "Yes"}}, {Code: "0", Name: i18n.Text{VI: "Không", EN: "No"}}}
}

// spareRows are offered below the filled ones of a table.
const spareRows = 2

// tableRows are the rows of a table: a line for each cell while it is filled in,
// a line for each row where it is read.
func (s source) tableRows(b shell.Base, ind report.Indicator) []row {
	var list []row
	if s.entries == nil {
		for i, filled := range s.tables[ind.Code] {
			var parts []string
			for _, c := range ind.Columns {
				if text := filled.Texts[c.Code]; text != "" {
					parts = append(parts, c.Name.In(b.Lang)+": "+text)
				}
				if n, ok := filled.Figures[c.Code]; ok {
					parts = append(parts, strings.TrimSpace(c.Name.In(b.Lang)+": "+i18n.Fixed(b.Lang, n, c.Scale)+" "+c.Unit.In(b.Lang)))
				}
			}
			list = append(list, row{Name: b.T("report.table_row", "n", i+1, "what", strings.Join(parts, "; ")), Part: true, ID: "v-" + report.CellField(ind.Code, i+1, "")})
		}
		return list
	}
	last := 0
	for n := range ind.MaxRows() {
		for _, c := range ind.Columns {
			if s.entries[report.CellField(ind.Code, n+1, c.Code)] != "" {
				last = n + 1
			}
		}
	}
	shown := min(ind.MaxRows(), last+spareRows)
	for n := range shown {
		for i, c := range ind.Columns {
			field := report.CellField(ind.Code, n+1, c.Code)
			r := row{Slot: field, Name: b.T("report.table_row", "n", n+1, "what", c.Name.In(b.Lang)), Unit: c.Unit.In(b.Lang), Part: true, Text: s.entries[field],
				Source: b.T("report.typed"), Errors: s.errors(b, field), Remark: s.remark(field), ID: "v-" + field, Words: !c.Numeric(), Most: 300}
			if i == 0 {
				r.Drop = ind.Code + "." + num(n+1)
			}
			list = append(list, r)
		}
	}
	return append(list, row{More: ind.Code, Name: ind.Name.In(b.Lang), Most: ind.MaxRows(), Full: shown == ind.MaxRows()})
}

// withoutRow takes a row ("T1.2") out of what was typed in a form's tables: those below it move up.
func withoutRow(f report.Form, fields map[string]string, name string) {
	code, number, _ := strings.Cut(name, ".")
	ind, ok := f.Indicator(code)
	at, err := strconv.Atoi(number)
	if !ok || ind.Kind != report.Table || err != nil || at < 1 {
		return
	}
	for n := at; n <= ind.MaxRows(); n++ {
		for _, c := range ind.Columns {
			field := report.CellField(code, n, c.Code)
			if _, typed := fields[field]; typed { // the rows that the page did not show are empty
				fields[field] = fields[report.CellField(code, n+1, c.Code)]
			}
		}
	}
}
