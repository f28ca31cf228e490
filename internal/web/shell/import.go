package shell

import (
	"strings"

	"github.com/a-h/templ"
)

// FileForm asks for a file of which first is shown what it would do.
type FileForm struct {
	Action string
	Title  string
	Help   []string   // paragraphs: what the file holds
	Hidden []string   // pairs of name and value
	Choose string     // label of the field
	Limits string     // what is taken, and how much of it
	Accept string     // of the field, "" for any
	Button ButtonSpec // what sends it; other buttons are the children
}

// Brought is a file that was brought before.
type Brought struct {
	Name string
	Href string
	Sub  string
	Chip templ.Component
}

// FileVerdict says whether a file can be taken over: one wrong line refuses it.
type FileVerdict struct {
	Wrong   int    // lines
	Work    int    // lines that would change something
	Stopped string // taking it over was interrupted; "" if not
	IfWrong string // the texts of the three cases
	IfIdle  string
	IfReady string
}

// note gives the banner of a verdict.
func (v FileVerdict) note() (kind, icon, text string) {
	switch {
	case v.Stopped != "":
		return "warn", "clock-alert", v.Stopped
	case v.Wrong > 0:
		return "warn", "triangle-alert", v.IfWrong
	case v.Work == 0:
		return "plain", "info", v.IfIdle
	}
	return "ok", "circle-check", v.IfReady
}

// WrongTone is the tone of the figure that counts wrong lines.
func (v FileVerdict) WrongTone() string {
	if v.Wrong > 0 {
		return "bad"
	}
	return ""
}

// CellFault is what is wrong in a file; Cell as the spreadsheet names it, "" for the whole.
type CellFault struct {
	Cell string
	Text string
}

// CellFault says in words what is wrong in a cell.
func (b Base) CellFault(cell, key string, args []any) CellFault {
	return CellFault{Cell: cell, Text: b.T(key, args...)}
}

// FileLines are the lines of a file and what becomes of each.
type FileLines struct {
	Title   string
	Note    string
	At      string // heading of the place: the number of a line
	InCells bool   // the places are cells, which stand on a phone too
	Name    string // heading of what the line is about
	Columns []FileColumn
	Outcome string // heading of the chips, "" where no line has one
	Lines   []FileLine
	Pager   PagerSpec
}

// FileColumn is a further column.
type FileColumn struct {
	Title string
	Class string // of its cells; "num" first where all are figures
	Label bool   // on a phone its cells stand with the title, empty ones not at all; else they are left out there
}

// FileLine is one line.
type FileLine struct {
	At     string
	Name   string
	Href   string // of the record that it became
	Sub    string
	Wrong  bool
	Faults []CellFault
	Cells  []FileCell // one for each column
	Chip   templ.Component
}

// FileCell is one of its cells.
type FileCell struct {
	Text  string
	Sub   string
	Class string
}

// class gives the classes of a cell under its column.
func (c FileColumn) class(cell FileCell) string {
	out := c.Class
	if cell.Class != "" {
		out += " " + cell.Class
	}
	if !c.Label || cell.Text == "" {
		out += " hide-phone"
	}
	return out
}

func (c FileColumn) figures() bool { return strings.HasPrefix(c.Class, "num") }

// cellOf is the cell of a column, empty where a line has none.
func (l FileLine) cellOf(column int) FileCell {
	if column < len(l.Cells) {
		return l.Cells[column]
	}
	return FileCell{}
}

func acceptOf(kinds string) templ.Attributes {
	if kinds == "" {
		return nil
	}
	return templ.Attributes{"accept": kinds}
}
