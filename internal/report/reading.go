package report

import (
	"errors"
	"strings"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// Entries are what was typed, by field: slots, choices, texts, cells of tables,
// narratives, and slot+"why" for the reason behind a warning. Any text is kept;
// Read judges it. A yes is "1", a no "0", a choice its option's code; the words
// and names are read too.
type Entries map[string]string

// whySuffix makes the field in which the reason for a warning is written.
const whySuffix = "why"

// whyKey makes the key of the sentence that asks for the reason.
const whyKey = "_unless_explained"

// Content is a report that passed its checks: what is signed and filed.
type Content struct {
	Figures Figures           `json:"figures"`
	Texts   map[string]string `json:"texts"`
	Reasons map[string]string `json:"reasons,omitempty"`

	Tables map[string][]TableRow `json:"tables,omitempty"` // filled rows by indicator
}

// Reading is what the program makes of a draft: figures as far as they can be
// read, what forbids signing, and what needs a reason.
type Reading struct {
	Content  Content
	Faults   fault.Faults // each with the field it belongs to
	Warnings fault.Faults // without a reason yet they are among Faults too
	Filled   map[string]bool
}

// Earlier is what earlier filings of the unit tell a draft.
type Earlier struct {
	Before   map[string]int64 // by indicator: what the year brought before this period; what is missing from it is typed
	Previous Figures          // of the period before, nil for none
	Same     Figures          // of the same period last year
	Sourced  Figures          // by slot: what registers of the program count for the draft
	InYear   Figures          // of the last period that ended before this one in the same year
}

// Read reads a draft. before gives, by indicator, what earlier filings of the
// year brought; an indicator missing from it is typed by the unit itself.
func (f Form) Read(e Entries, before map[string]int64) Reading {
	return f.ReadWith(e, Earlier{Before: before})
}

// ReadWith is Read with all that earlier filings tell.
func (f Form) ReadWith(e Entries, past Earlier) Reading {
	r := reader{Reading: Reading{
		Content: Content{Figures: Figures{}, Texts: map[string]string{}, Reasons: map[string]string{}},
		Filled:  map[string]bool{},
	}, entries: e, past: past, names: map[string]Slot{}, unread: map[string]bool{}}
	for _, ind := range f.Indicators {
		switch ind.Kind {
		case Choice:
			r.choice(ind)
		case ShortText:
			r.text(ind)
		case Table:
			r.table(ind)
		}
		for _, s := range f.slotsOf(ind) {
			r.slot(s)
		}
	}
	p := f.program()
	f.compute(p, &r.Content, past)
	for _, ind := range f.Indicators {
		if ind.Across == Mean {
			r.weighed(ind)
		}
	}
	for _, n := range f.Narratives {
		text := strings.TrimSpace(strings.ReplaceAll(e[n.Code], "\r\n", "\n"))
		if text != "" {
			r.Content.Texts[n.Code] = text
			r.Filled[n.Code] = true
		} else if n.Required {
			r.Faults = append(r.Faults, fault.Invalid(n.Code, "report.text_missing", "name", n.Title))
		}
	}
	for i, c := range f.AllChecks() {
		if found := p.judge(i, c, &r); found != nil {
			r.found(c, found)
		}
	}
	return r.Reading
}

// reader is a Reading while it is being made.
type reader struct {
	Reading
	entries Entries
	past    Earlier
	names   map[string]Slot
	unread  map[string]bool // slots in which something stands that is no figure
}

func (r *reader) slot(s Slot) {
	r.names[s.Code] = s
	if s.Before != "" {
		if n, known := r.past.Before[s.Before]; known {
			r.Content.Figures[s.Code] = n
			return
		}
	}
	if s.Source != "" {
		if n, known := r.past.Sourced[s.Code]; known {
			r.Content.Figures[s.Code] = n
		}
		return
	}
	if !s.Typed() {
		return
	}
	typed := strings.TrimSpace(r.entries[s.Code])
	if typed == "" {
		if s.Required {
			key := "report.figure_missing"
			if s.Kind == YesNo {
				key = "report.answer_missing"
			}
			r.Faults = append(r.Faults, fault.Invalid(s.Code, key, "name", sentenceStart{s.Name}))
		}
		return
	}
	r.Filled[s.Code] = true
	n, err := parseFigure(typed, s)
	if err != nil {
		r.unread[s.Code] = true
		r.Faults = append(r.Faults, err.On(s.Code))
		return
	}
	r.Content.Figures[s.Code] = n
}

func (r *reader) choice(ind Indicator) {
	typed := strings.TrimSpace(r.entries[ind.Code])
	if typed == "" {
		if ind.Required {
			r.Faults = append(r.Faults, fault.Invalid(ind.Code, "report.answer_missing", "name", sentenceStart{ind.sentence()}))
		}
		return
	}
	r.Filled[ind.Code] = true
	o, ok := ind.answered(typed)
	if !ok {
		r.Faults = append(r.Faults, fault.Invalid(ind.Code, "report.no_such_option", "name", sentenceStart{ind.sentence()}, "text", clipped(typed)))
		return
	}
	r.Content.Texts[ind.Code] = o.Code
}

func (r *reader) text(ind Indicator) {
	text := oneLine(r.entries[ind.Code])
	switch {
	case text == "" && ind.Required:
		r.Faults = append(r.Faults, fault.Invalid(ind.Code, "report.answer_missing", "name", sentenceStart{ind.sentence()}))
	case text == "":
	case utf8.RuneCountInString(text) > ind.MaxText():
		r.Filled[ind.Code] = true
		r.Faults = append(r.Faults, fault.Invalid(ind.Code, "report.text_too_long", "most", ind.MaxText()))
	default:
		r.Filled[ind.Code] = true
		r.Content.Texts[ind.Code] = text
	}
}

// table reads the rows in which anything stands; the empty ones between are closed up.
func (r *reader) table(ind Indicator) {
	var rows []TableRow
	for row := 1; row <= ind.MaxRows(); row++ {
		one, begun := TableRow{Figures: Figures{}, Texts: map[string]string{}}, false
		var missing fault.Faults
		for _, c := range ind.Columns {
			field := CellField(ind.Code, row, c.Code)
			typed := oneLine(r.entries[field])
			if typed == "" {
				if c.Required {
					missing = append(missing, fault.Invalid(field, "report.cell_missing", "name", sentenceStart{c.Name}, "row", row))
				}
				continue
			}
			begun, r.Filled[field] = true, true
			if err := c.read(field, typed, &one); err != nil {
				r.Faults = append(r.Faults, err.On(field))
			}
		}
		if begun {
			r.Faults = append(r.Faults, missing...)
			rows = append(rows, one)
		}
	}
	if len(rows) > 0 {
		if r.Content.Tables == nil {
			r.Content.Tables = map[string][]TableRow{}
		}
		r.Content.Tables[ind.Code] = rows
	} else if ind.Required {
		r.Faults = append(r.Faults, fault.Invalid(ind.Code, "report.rows_missing", "name", sentenceStart{ind.sentence()}))
	}
}

// weighed refuses a mean that is too large for its weight: the product would not fit the sum of a nation.
func (r *reader) weighed(ind Indicator) {
	_, weight := quotientCodes(ind)
	x, ok := r.Content.Figures[ind.Code]
	if w, has := r.Content.Figures[weight]; ok && has && tooHeavy(x, w) {
		r.Faults = append(r.Faults, fault.Invalid(ind.Code, "report.too_much", "name", sentenceStart{ind.sentence()}, "n", number{x, ind.Scale}, "most", number{mostPart / w, ind.Scale}))
	}
}

// read takes one cell into its row.
func (c Column) read(field, typed string, row *TableRow) *fault.Fault {
	if !c.Numeric() {
		if utf8.RuneCountInString(typed) > c.MaxText() {
			return fault.Invalid(field, "report.text_too_long", "most", c.MaxText())
		}
		row.Texts[c.Code] = typed
		return nil
	}
	s := Slot{Code: field, Name: c.Name, Kind: c.Kind, Scale: c.Scale, Most: c.Most}
	if s.Most == 0 {
		s.Most = Limit // a column of a nation's rows still fits 63 bits
	}
	n, err := parseFigure(typed, s)
	if err == nil {
		row.Figures[c.Code] = n
	}
	return err
}

// found takes what a check says: a fault, or a warning that asks for a reason.
func (r *reader) found(c Check, found *fault.Fault) {
	if !c.Warn {
		r.Faults = append(r.Faults, found)
		return
	}
	r.Warnings = append(r.Warnings, found)
	if why := strings.TrimSpace(r.entries[c.Field+whySuffix]); why != "" {
		r.Content.Reasons[c.Field] = why
	} else {
		r.Faults = append(r.Faults, fault.Invalid(found.Field+whySuffix, found.Key+whyKey, found.Args...))
	}
}

// oneLine tidies a short text: line breaks and runs of spaces become one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// clipped shortens what somebody typed for a sentence.
func clipped(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}

func sumOf(codes []string, v Figures) (int64, bool) {
	var sum int64
	for _, code := range codes {
		n, ok := v[code]
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, len(codes) > 0
}

// parseFigure reads what was typed for a slot.
func parseFigure(typed string, s Slot) (int64, *fault.Fault) {
	var n int64
	var err error
	if s.Kind == YesNo {
		answer, ok := yesOrNo(typed)
		if !ok {
			return 0, fault.Invalid(s.Code, "report.not_yes_no", "text", clipped(typed))
		}
		return answer, nil
	}
	if s.Scale == 0 {
		n, err = i18n.ParseInt(typed)
	} else {
		n, err = i18n.ParseFixed(typed, s.Scale)
	}
	var wrong *i18n.NumberError
	switch {
	case errors.As(err, &wrong):
		return 0, fault.Invalid(s.Code, wrong.Key, "text", wrong.Text)
	case err != nil:
		return 0, fault.Invalid(s.Code, i18n.KeyNotNumber, "text", typed)
	case n < 0:
		return 0, fault.Invalid(s.Code, "report.negative", "name", sentenceStart{s.Name}, "n", number{n, s.Scale})
	case n > s.Most:
		return 0, fault.Invalid(s.Code, "report.too_much", "name", sentenceStart{s.Name}, "n", number{n, s.Scale}, "most", number{s.Most, s.Scale})
	}
	return n, nil
}

// yesOrNo reads an answer: 1 and 0, or the words in either language.
func yesOrNo(typed string) (int64, bool) {
	switch i18n.Fold(typed) {
	case "1", "co", "yes":
		return 1, true
	case "0", "khong", "no":
		return 0, true
	}
	return 0, false
}

// Hints says which fault keys of Read only mean "not there yet": they stop a
// signature, but nobody is told so while still typing.
func Hints(key string) bool {
	switch key {
	case "report.figure_missing", "report.text_missing", "report.needed_with", "report.answer_missing", "report.rows_missing", "report.cell_missing":
		return true
	}
	return false
}
