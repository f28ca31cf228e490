package report

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// Entries are what was typed, by field: slots, narratives, and slot+"why" for
// the reason behind a warning. Any text is kept; Read judges it.
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
}

// fields lists every field name of the form, for refusing strange ones.
func (f Form) fields() map[string]bool {
	known := map[string]bool{}
	for _, s := range f.Slots() {
		if s.Typed() {
			known[s.Code] = true
		}
	}
	for _, n := range f.Narratives {
		known[n.Code] = true
	}
	for _, c := range f.Checks {
		if c.Warn {
			known[c.Field+whySuffix] = true
		}
	}
	return known
}

// Reading is what the program makes of a draft: figures as far as they can be
// read, what forbids signing, and what needs a reason.
type Reading struct {
	Content  Content
	Faults   fault.Faults // each with the field it belongs to
	Warnings fault.Faults // without a reason yet they are among Faults too
	Filled   map[string]bool
}

// Read reads a draft. before gives, by indicator, what earlier filings of the
// year brought; an indicator missing from it is typed by the unit itself.
func (f Form) Read(e Entries, before map[string]int64) Reading {
	r := Reading{
		Content: Content{Figures: Figures{}, Texts: map[string]string{}, Reasons: map[string]string{}},
		Filled:  map[string]bool{},
	}
	slots := f.Slots()
	names := make(map[string]Slot, len(slots))
	unread := map[string]bool{}
	for _, s := range slots {
		names[s.Code] = s
		if s.Before != "" {
			if n, known := before[s.Before]; known {
				r.Content.Figures[s.Code] = n
				continue
			}
		}
		if !s.Typed() {
			continue
		}
		typed := strings.TrimSpace(e[s.Code])
		if typed == "" {
			if s.Required {
				r.Faults = append(r.Faults, fault.Invalid(s.Code, "report.figure_missing", "name", sentenceStart{s.Name}))
			}
			continue
		}
		r.Filled[s.Code] = true
		n, err := parseFigure(typed, s)
		if err != nil {
			unread[s.Code] = true
			r.Faults = append(r.Faults, err.On(s.Code))
			continue
		}
		r.Content.Figures[s.Code] = n
	}
	for _, s := range slots {
		if n, ok := sumOf(s.SumOf, r.Content.Figures); ok && !s.Typed() {
			r.Content.Figures[s.Code] = n
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
	for _, c := range f.Checks {
		found := c.judge(r.Content.Figures, names, unread)
		if found == nil {
			continue
		}
		if !c.Warn {
			r.Faults = append(r.Faults, found)
			continue
		}
		r.Warnings = append(r.Warnings, found)
		if why := strings.TrimSpace(e[c.Field+whySuffix]); why != "" {
			r.Content.Reasons[c.Field] = why
		} else {
			r.Faults = append(r.Faults, fault.Invalid(found.Field+whySuffix, found.Key+whyKey, found.Args...))
		}
	}
	return r
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

// judge gives the fault that a check finds, or nil. A figure that is missing or
// could not be read is told once, by its own sentence.
func (c Check) judge(v Figures, names map[string]Slot, unread map[string]bool) *fault.Fault {
	field := names[c.Field]
	a, okA := v[c.Field]
	if len(c.Of) == 0 {
		if c.Test == AboveTest && okA && a <= 0 {
			return fault.Invalid(c.Field, "report.not_above_zero", "name", sentenceStart{field.Name})
		}
		return nil
	}
	of := names[c.Of[0]]
	b, okB := v[c.Of[0]]
	args := []any{"name", sentenceStart{field.Name}, "a", number{a, field.Scale}, "of", of.Name, "b", number{b, of.Scale}}
	switch c.Test {
	case PartTest, MostTest, ParityTest:
		if okA && okB && a > b {
			return fault.Invalid(c.Field, "report.more_than", args...)
		}
	case EqualTest:
		if sum, ok := sumOf(c.Of, v); ok && okA && a != sum {
			args[7] = number{sum, of.Scale}
			if len(c.Of) > 1 {
				return fault.Invalid(c.Field, "report.not_the_sum", "name", args[1], "a", args[3], "b", args[7])
			}
			return fault.Invalid(c.Field, "report.not_equal", args...)
		}
	case ZeroTest:
		if okA && okB && b == 0 && a != 0 {
			return fault.Invalid(c.Field, "report.must_be_zero", "name", args[1], "a", args[3], "of", of.Name)
		}
	case NeedsTest:
		if okB && !okA && !unread[c.Field] {
			return fault.Invalid(c.Field, "report.needed_with", "name", args[1], "of", of.Name)
		}
	}
	return nil
}

// sentenceStart is a name with its first letter large, as it stands at the start of a sentence.
type sentenceStart struct{ name i18n.Text }

// In writes the name in a language.
func (s sentenceStart) In(lang i18n.Lang) string {
	text := s.name.In(lang)
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

// String is for the log.
func (s sentenceStart) String() string { return s.In(i18n.EN) }
