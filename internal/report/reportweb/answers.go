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
