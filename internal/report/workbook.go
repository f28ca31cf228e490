package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/sheet"
)

// A report's workbook is its draft as a spreadsheet: a page of figures and a page
// of texts, one line for each field. It goes out filled with what stands in the
// draft and comes in again as the fields that differ (C44).
//
// The first cell of the first page says for which report it was made, so that the
// workbook of another unit, period or form is not taken for this one's.
const (
	bookMark    = "giaoban"
	bookHead    = 3 // the line of headings, counted from 1
	bookCode    = 0 // columns
	bookName    = 1
	bookMeasure = 2
	bookValue   = 3
)

// BookField is a line of a report's workbook: a field of the draft.
type BookField struct {
	Field   string
	Name    i18n.Text
	Unit    i18n.Text // of measure; of a choice, its options
	Page    BookPage
	Kind    Kind
	Scale   int
	Options []Option // of a choice, and the two answers of a yes and no
}

// BookPage says on which page a field stands.
type BookPage int

// The pages.
const (
	FiguresPage BookPage = iota
	TextsPage
)

// Figure tells whether the field takes a number.
func (b BookField) Figure() bool { return b.Kind == Int || b.Kind == Dec }

// BookFields lists what a report's workbook asks for, in the order of the form.
func (f Form) BookFields() []BookField {
	slots := map[string]Slot{}
	for _, s := range f.Slots() {
		slots[s.Code] = s
	}
	var list []BookField
	for _, field := range f.Fields() {
		b := BookField{Field: field, Kind: ShortText, Page: FiguresPage}
		if s, ok := slots[field]; ok {
			ind, _ := f.Indicator(s.Indicator)
			if b.Name, b.Kind, b.Scale = s.Name, s.Kind, s.Scale; s.Code == ind.Code {
				b.Name, b.Unit = ind.Name, ind.Unit
			}
		} else if indicator, row, column, ok := cellOf(field); ok {
			ind, _ := f.Indicator(indicator)
			c, _ := ind.Column(column)
			b.Name, b.Unit, b.Kind, b.Scale = joined(ind.Name, i18n.Text{VI: fmt.Sprintf("%s (%d)", c.Name.VI, row), EN: fmt.Sprintf("%s (%d)", c.Name.In(i18n.EN), row)}), c.Unit, c.Kind, c.Scale
		} else if ind, ok := f.Indicator(field); ok {
			b.Name, b.Unit, b.Kind, b.Options = ind.Name, ind.Unit, ind.Kind, ind.Options
		} else {
			b.Page = TextsPage
			b.Name = f.narrativeTitle(field)
		}
		if b.Kind == YesNo {
			b.Options = []Option{{"1", answerText(1)}, {"0", answerText(0)}}
		}
		if len(b.Options) > 0 {
			b.Unit = optionNames(b.Options)
		}
		list = append(list, b)
	}
	return list
}

func (f Form) narrativeTitle(code string) i18n.Text {
	for _, n := range f.Narratives {
		if n.Code == code {
			return n.Title
		}
	}
	return i18n.Text{}
}

// optionNames lists answers in words: "Có / Không".
func optionNames(options []Option) i18n.Text {
	var vi, en []string
	for _, o := range options {
		vi, en = append(vi, o.Name.In(i18n.VI)), append(en, o.Name.In(i18n.EN))
	}
	return i18n.Text{VI: strings.Join(vi, " / "), EN: strings.Join(en, " / ")}
}

// BookMark is what the first cell of a report's workbook holds.
func BookMark(r Report) string {
	p := r.Request.Period
	return strings.Join([]string{bookMark, r.Form.Code, strconv.Itoa(r.Form.Version), r.Unit.Code,
		p.From.String() + ".." + p.To.String()}, "/")
}

// BookPages writes a draft as the pages of a workbook. words gives the names of
// the pages and the headings; known are the figures of earlier filings, by column.
func BookPages(r Report, d Draft, lang i18n.Lang, words BookWords, known ...Figures) []sheet.Page {
	figures := sheet.Page{Name: words.Figures, Widths: []float64{10, 56, 14, 18}, Head: bookHead}
	texts := sheet.Page{Name: words.Texts, Widths: []float64{10, 40, 4, 90}, Head: bookHead}
	strong := func(text string) sheet.Cell { return sheet.Cell{Text: text, Look: sheet.Strong} }
	head := []sheet.Cell{strong(words.Code), strong(words.Name), strong(words.Measure), strong(words.Value)}
	figures.Rows = [][]sheet.Cell{{{Text: BookMark(r), Look: sheet.Muted}}, {{}, strong(words.Title)}, slices.Clone(head)}
	for i := range known {
		figures.Widths = append(figures.Widths, 16)
		figures.Rows[bookHead-1] = append(figures.Rows[bookHead-1], strong(words.Known[i]))
	}
	head[bookMeasure] = sheet.Cell{}
	texts.Rows = [][]sheet.Cell{{{Text: BookMark(r), Look: sheet.Muted}}, {{}, strong(words.Title)}, head}
	for _, b := range r.Form.BookFields() {
		typed := d.Fields[b.Field].Text
		if b.Page == TextsPage {
			texts.Rows = append(texts.Rows, []sheet.Cell{{Text: b.Field, Look: sheet.Muted}, {Text: b.Name.In(lang)}, {}, {Text: typed, Look: sheet.Open}})
			continue
		}
		row := []sheet.Cell{{Text: b.Field, Look: sheet.Muted}, {Text: sentenceStart{b.Name}.In(lang)}, {Text: b.Unit.In(lang)}, bookCell(b, typed, lang)}
		for _, figures := range known {
			cell := sheet.Cell{Look: sheet.Muted}
			if n, ok := figures[b.Field]; ok {
				cell.Number = plain(n, b.Scale)
			}
			row = append(row, cell)
		}
		figures.Rows = append(figures.Rows, row)
	}
	return []sheet.Page{figures, texts}
}

// BookWords are the words of a workbook in the reader's language.
type BookWords struct {
	Title, Figures, Texts, Code, Name, Measure, Value string
	Known                                             []string // over the figures of earlier filings
}

// bookCell gives a figure as a number where it is one, an answer by its name, else what was typed.
func bookCell(b BookField, typed string, lang i18n.Lang) sheet.Cell {
	cell := sheet.Cell{Text: typed, Look: sheet.Open}
	for _, o := range b.Options {
		if strings.TrimSpace(typed) == o.Code {
			cell.Text = o.Name.In(lang)
		}
	}
	if !b.Figure() || strings.TrimSpace(typed) == "" {
		return cell
	}
	if n, err := parseFigure(strings.TrimSpace(typed), b.slot()); err == nil {
		cell.Text, cell.Number = "", plain(n, b.Scale)
	}
	return cell
}

// slot is the field as a slot, for reading numbers.
func (b BookField) slot() Slot {
	return Slot{Code: b.Field, Name: b.Name, Kind: b.Kind, Scale: b.Scale, Most: Limit}
}

// plain writes a figure in fixed point with a point: 48.5.
func plain(n int64, scale int) string {
	s := strconv.FormatInt(n, 10)
	if scale == 0 {
		return s
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for len(s) <= scale {
		s = "0" + s
	}
	return sign + s[:len(s)-scale] + "." + s[len(s)-scale:]
}

// BookCell is what a workbook says about one field.
type BookCell struct {
	BookField
	Cell string // where it stands, as the spreadsheet names it
	Was  string // in the draft
	Text string // in the workbook
}

// ReadBook reads a report's workbook against its draft. It gives the fields in
// which they differ, and what forbids to take the workbook over, each with the
// cell as the argument "cell": another report's workbook, a line twice or of no
// field of the form, a text where a figure belongs, a part above its whole. A
// cell that is empty changes nothing. What the checks only ask a reason for is
// left to the draft.
func ReadBook(r Report, d Draft, book []sheet.Sheet) ([]BookCell, fault.Faults) {
	if len(book) == 0 || len(book[0].Rows) == 0 || book[0].Rows[0].Line != 1 {
		return nil, fault.Faults{fault.Invalid("file", "report.book_strange", "cell", "A1")}
	}
	if mark := book[0].Rows[0].Cell(0); mark != BookMark(r) {
		return nil, fault.Faults{bookStranger(r, mark, book[0].At(0, 1))}
	}
	known := map[string]BookField{}
	for _, b := range r.Form.BookFields() {
		known[b.Field] = b
	}
	cells := map[string]BookCell{}
	var faults fault.Faults
	for _, s := range book {
		for _, row := range s.Rows {
			field := row.Cell(bookCode)
			if row.Line <= bookHead || field == "" && row.Cell(bookValue) == "" {
				continue
			}
			b, ok := known[field]
			at := s.At(bookValue, row.Line)
			switch there, twice := cells[field]; {
			case !ok:
				faults = append(faults, fault.Invalid("file", "report.book_no_field", "cell", s.At(bookCode, row.Line), "field", field))
			case twice:
				faults = append(faults, fault.Invalid("file", "report.book_twice", "cell", s.At(bookCode, row.Line), "field", field, "first", there.Cell))
			default:
				cells[field] = BookCell{BookField: b, Cell: at, Was: d.Fields[field].Text, Text: row.Cell(bookValue)}
			}
		}
	}
	entries := entries(d.Fields)
	for field, c := range cells {
		if c.Text != "" {
			entries[field] = c.Text
		}
	}
	for _, bad := range r.Form.Read(entries, d.Before).Faults {
		c, ok := cells[bad.Field]
		if !ok || c.Text == "" || Hints(bad.Key) {
			continue // it stands in the draft, and is said there
		}
		bad.Args = append(slices.Clone(bad.Args), "cell", c.Cell)
		faults = append(faults, bad)
	}
	if err := r.Form.checkFields(bookTexts(cells)); err != nil {
		for _, bad := range fault.All(err) {
			bad.Args = append(bad.Args, "cell", cells[bad.Field].Cell)
			faults = append(faults, bad)
		}
	}
	return r.bookChanges(cells), faults
}

// bookStranger says whose workbook it is, as far as its mark tells.
func bookStranger(r Report, mark, cell string) *fault.Fault {
	got, want := strings.Split(mark, "/"), strings.Split(BookMark(r), "/")
	if len(got) < len(want) || got[0] != bookMark {
		return fault.Invalid("file", "report.book_strange", "cell", cell)
	}
	unit := strings.Join(got[3:len(got)-1], "/") // a code may hold a stroke
	switch {
	case got[1] != r.Form.Code || got[2] != strconv.Itoa(r.Form.Version):
		return fault.Invalid("file", "report.book_other_form", "cell", cell, "form", got[1], "version", got[2], "own", r.Form.Version)
	case unit != r.Unit.Code:
		return fault.Invalid("file", "report.book_other_unit", "cell", cell, "unit", unit, "own", r.Unit.Code)
	}
	return fault.Invalid("file", "report.book_other_period", "cell", cell, "span", got[len(got)-1])
}

func bookTexts(cells map[string]BookCell) map[string]string {
	m := map[string]string{}
	for field, c := range cells {
		m[field] = c.Text
	}
	return m
}

// bookChanges lists the cells that differ from the draft, in the order of the
// form. A figure that is only written otherwise (2477, 2.477) is the same.
func (r Report) bookChanges(cells map[string]BookCell) []BookCell {
	place := map[string]int{}
	for i, b := range r.Form.BookFields() {
		place[b.Field] = i
	}
	list := slices.Collect(maps.Values(cells))
	list = slices.DeleteFunc(list, func(c BookCell) bool {
		if c.Text == "" || c.Text == strings.TrimSpace(c.Was) {
			return true
		}
		for _, o := range c.Options {
			if strings.TrimSpace(c.Was) == o.Code && o.answers(c.Text) {
				return true
			}
		}
		if !c.Figure() {
			return false
		}
		was, errWas := parseFigure(strings.TrimSpace(c.Was), c.slot())
		now, errNow := parseFigure(c.Text, c.slot())
		return errWas == nil && errNow == nil && was == now
	})
	slices.SortFunc(list, func(a, b BookCell) int { return cmp.Compare(place[a.Field], place[b.Field]) })
	return list
}
