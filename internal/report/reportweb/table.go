package reportweb

import (
	"github.com/a-h/templ"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// table is a table of a report as a grid within the grid of figures: its columns beside one another, a line for each row.
type table struct {
	Code, Name string
	Columns    []tableColumn
	Lines      []tableLine
	Totals     []row // of the columns that add up, by column; a row without Code for the others; nil where none does
	Most       int   // rows that the form allows
	Full       bool  // no further row is allowed
}

type tableColumn struct {
	Code, Name string
	Unit       string // of measure
	Measure    string // the same with its decimals, for who types
	Number     bool
	Most       int // characters of a text
}

// label names the column where no head stands above it.
func (c tableColumn) label() string {
	if c.Unit == "" {
		return c.Name
	}
	return c.Name + " (" + c.Unit + ")"
}

// tableLine is one row of a table.
type tableLine struct {
	N     int // from 1
	Cells []row
	From  string // who typed what stands there, where that was on somebody's word by telephone
}

// named is the row's name in words.
func (l tableLine) named(b shell.Base) string { return b.T("report.row_n", "n", l.N) }

// bad tells whether anything is wrong in the table or with its sums.
func (t table) bad() bool {
	for _, l := range t.Lines {
		for _, c := range l.Cells {
			if len(c.Errors) > 0 {
				return true
			}
		}
	}
	for _, c := range t.Totals {
		if len(c.Errors) > 0 {
			return true
		}
	}
	return false
}

// spareRows are offered below the filled ones of a table.
const spareRows = 2

// table gives the grid of a table; nil where it is read and has no row.
func (s source) table(b shell.Base, ind report.Indicator) *table {
	t := table{Code: ind.Code, Name: ind.Name.In(b.Lang), Most: ind.MaxRows()}
	for _, c := range ind.Columns {
		t.Columns = append(t.Columns, tableColumn{Code: c.Code, Name: c.Name.In(b.Lang), Unit: c.Unit.In(b.Lang), Measure: s.measure(b, c), Number: c.Numeric(), Most: c.MaxText()})
	}
	if s.entries != nil {
		t.Lines = s.typedLines(b, ind)
		t.Full = len(t.Lines) == t.Most
	} else {
		for i, filled := range s.tables[ind.Code] {
			line := tableLine{N: i + 1}
			for _, c := range ind.Columns {
				cell := row{Text: filled.Texts[c.Code]}
				if n, ok := filled.Figures[c.Code]; ok {
					cell.Text = i18n.Fixed(b.Lang, n, c.Scale)
				}
				line.Cells = append(line.Cells, cell)
			}
			t.Lines = append(t.Lines, line)
		}
	}
	if len(t.Lines) == 0 {
		return nil
	}
	t.Totals = s.totals(b, ind)
	return &t
}

// typedLines are the rows of a table while it is filled in, up to the last one in which anything stands and some below.
func (s source) typedLines(b shell.Base, ind report.Indicator) []tableLine {
	last := 0
	for n := range ind.MaxRows() {
		for _, c := range ind.Columns {
			if s.entries[report.CellField(ind.Code, n+1, c.Code)] != "" {
				last = n + 1
			}
		}
	}
	var list []tableLine
	for n := range min(ind.MaxRows(), last+spareRows) {
		line := tableLine{N: n + 1}
		for _, c := range ind.Columns {
			field := report.CellField(ind.Code, n+1, c.Code)
			line.Cells = append(line.Cells, row{Slot: field, Text: s.entries[field], Errors: s.errors(b, field), Remark: s.remark(field)})
		}
		list = append(list, line)
	}
	return list
}

// totals are the sums of a table's columns, which are figures of the report; nil where no column adds up.
func (s source) totals(b shell.Base, ind report.Indicator) []row {
	var list []row
	any := false
	for _, c := range ind.Columns {
		one := row{}
		if c.Numeric() {
			any = true
			one.Code, one.Text = ind.Code+"."+c.Code, "–"
			if n, ok := s.figures[one.Code]; ok {
				one.Text = i18n.Fixed(b.Lang, n, c.Scale)
			}
			s.told(b, &one)
		}
		list = append(list, one)
	}
	if !any {
		return nil
	}
	return list
}

// told says at a computed figure what a check finds there, with the reason that somebody gave.
func (s source) told(b shell.Base, r *row) {
	if s.entries == nil {
		r.Reason = s.reasons[r.Code]
		return
	}
	r.Told, r.Remark, r.Errors, r.Reason = r.Code, s.remark(r.Code), s.errors(b, r.Code), s.entries[r.Code+"why"]
	if s.warn[r.Code] {
		r.Why = true
		r.Errors = append(r.Errors, s.errors(b, r.Code+"why")...)
	}
}

// measure is a column's unit of measure; who types reads also how many decimals it takes.
func (s source) measure(b shell.Base, c report.Column) string {
	text := c.Unit.In(b.Lang)
	if c.Scale == 0 || s.entries == nil {
		return text
	}
	decimals := b.T("report.decimals", "n", c.Scale)
	if text == "" {
		return decimals
	}
	return text + ", " + decimals
}

// tableCellAttrs ties a cell to its column's unit of measure and to what is said at it.
func tableCellAttrs(t table, at int, r row) templ.Attributes {
	c := t.Columns[at]
	by := inputID(r.Slot) + "-error"
	if c.Measure != "" {
		by = "u-" + t.Code + "." + c.Code + " " + by
	}
	a := templ.Attributes{"aria-describedby": by}
	if len(r.Errors) > 0 {
		a["aria-invalid"] = "true"
	}
	if c.Number {
		a["inputmode"], a["maxlength"] = "decimal", "200"
	} else {
		a["maxlength"] = num(c.Most)
	}
	return a
}
