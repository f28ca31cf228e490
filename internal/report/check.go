package report

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report/expression"
)

// Test is a kind of check. The set is closed: rules are data, not a language.
type Test string

// The tests. A test says nothing while a figure it needs is missing.
const (
	PartTest   Test = "part"         // Field ≤ Of[0], of which it is a part
	EqualTest  Test = "equal"        // Field = sum of Of
	MostTest   Test = "at_most"      // Field ≤ Of[0], two figures side by side
	ZeroTest   Test = "zero_if_zero" // Field = 0 where Of[0] = 0
	AboveTest  Test = "above_zero"   // Field > 0
	NeedsTest  Test = "needs"        // Field is given where Of[0] is
	ParityTest Test = "num_den"      // Field ≤ Of[0], the two parts of a percentage
	GrowsTest  Test = "grows"        // Field ≥ what the same year's last report before said; of cumulative figures
	ExprTest   Test = "expr"         // Expr holds; what it says stands at Field
)

// Check is one rule on slots. With Warn the report can be signed with a written reason.
type Check struct {
	Test  Test     `json:"test"`
	Field string   `json:"field"`
	Of    []string `json:"of,omitempty"`
	Warn  bool     `json:"warn,omitempty"`

	Expr string    `json:"expr,omitempty"` // what must hold; see package expression
	Say  i18n.Text `json:"say,omitzero"`   // the sentence where it does not
}

// AllChecks are the checks of the form and those that follow from what it says:
// what is "of which" is not more than its whole, and a count that adds up over
// the year does not fall from one report to the next. A check of the form's own
// on a part and its whole stands in the place of the one that would follow: it
// may only warn.
func (f Form) AllChecks() []Check {
	list := slices.Clip(f.Checks)
	for _, ind := range f.Indicators {
		if ind.PartOf == "" {
			continue
		}
		if whole, ok := f.Indicator(ind.PartOf); ok && ind.count() && whole.count() && ind.Scale == whole.Scale && !f.compares(ind.Code, whole.Code) {
			list = append(list, Check{Test: PartTest, Field: ind.Code, Of: []string{whole.Code}})
		}
	}
	if !f.Cumulative() {
		return list
	}
	for _, ind := range f.Indicators {
		if ind.Basis == Flow && ind.count() && ind.Typed() && (ind.Across == Sum || ind.Across == Own) {
			list = append(list, Check{Test: GrowsTest, Field: ind.Code, Warn: true})
		}
	}
	return list
}

// count tells whether the figure under the indicator's own code is a number of something.
func (ind Indicator) count() bool { return ind.Kind == Int || ind.Kind == Dec }

// compares tells whether a check of the form's own already holds a part against its whole.
func (f Form) compares(part, whole string) bool {
	return slices.ContainsFunc(f.Checks, func(c Check) bool {
		return (c.Test == PartTest || c.Test == MostTest) && c.Field == part && len(c.Of) > 0 && c.Of[0] == whole
	})
}

// judge gives the fault that a check finds, or nil. A figure that is missing or
// could not be read is told once, by its own sentence.
func (c Check) judge(r *reader) *fault.Fault {
	v, names := r.Content.Figures, r.names
	field := names[c.Field]
	a, okA := v[c.Field]
	switch c.Test {
	case AboveTest:
		if okA && a <= 0 {
			return fault.Invalid(c.Field, "report.not_above_zero", "name", sentenceStart{field.Name})
		}
		return nil
	case GrowsTest:
		if b, ok := r.past.InYear[c.Field]; ok && okA && a < b {
			return fault.Invalid(c.Field, "report.fallen", "name", sentenceStart{field.Name}, "a", number{a, field.Scale}, "b", number{b, field.Scale})
		}
		return nil
	}
	if len(c.Of) == 0 {
		return nil
	}
	of := names[c.Of[0]]
	b, okB := v[c.Of[0]]
	args := []any{"name", sentenceStart{field.Name}, "a", number{a, field.Scale}, "of", of.Name, "b", number{b, of.Scale}}
	switch c.Test {
	case PartTest, MostTest, ParityTest:
		if okA && okB && exceeds(a, field.Scale, b, of.Scale) > 0 {
			return fault.Invalid(c.Field, "report.more_than", args...)
		}
	case EqualTest:
		scale := of.Scale
		for _, code := range c.Of {
			scale = max(scale, names[code].Scale)
		}
		lifted := make(Figures, len(c.Of))
		for _, code := range c.Of {
			if n, has := v[code]; has {
				lifted[code] = n * power(scale-names[code].Scale)
			}
		}
		if sum, ok := sumOf(c.Of, lifted); ok && okA && exceeds(a, field.Scale, sum, scale) != 0 {
			args[7] = number{sum, scale}
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
		if okB && !okA && !r.unread[c.Field] {
			return fault.Invalid(c.Field, "report.needed_with", "name", args[1], "of", of.Name)
		}
	}
	return nil
}

// exceeds compares two figures in fixed point, each with its own decimals: 1,50 is less than 2.
func exceeds(a int64, scaleA int, b int64, scaleB int) int {
	if scaleA == scaleB {
		return cmp.Compare(a, b)
	}
	return expression.OfFixed(a, scaleA).Cmp(expression.OfFixed(b, scaleB))
}

// power is ten to the n-th, for the decimals between two scales.
func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
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
