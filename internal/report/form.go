package report

import (
	"encoding/json"
	"fmt"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
)

// Form is what a report asks: indicators in sections, and texts. A stored
// version never changes; a new version is a new record.
type Form struct {
	ID         ident.ID    `json:"-"`
	Code       string      `json:"code"`
	Version    int         `json:"version"`
	Title      i18n.Text   `json:"title"`
	Sections   []Section   `json:"sections"`
	Indicators []Indicator `json:"indicators"`
	Narratives []Narrative `json:"narratives"`
	Checks     []Check     `json:"checks"`
}

// Section is a heading over indicators.
type Section struct {
	Code  string    `json:"code"`
	Title i18n.Text `json:"title"`
}

// Kind is the type of an indicator.
type Kind string

// The kinds.
const (
	Int Kind = "int" // a count
	Dec Kind = "dec" // a decimal number in fixed point, see Scale
	Pct Kind = "pct" // a percentage, always of two parts, never typed itself
)

// Across says how figures of units become one figure.
type Across string

// The rules across units.
const (
	Sum   Across = "sum"
	Max   Across = "max"
	Mean  Across = "mean"  // weighted by Weight
	Ratio Across = "ratio" // sum of numerators by sum of denominators
	Own   Across = "own"   // not added: every unit shows its own
)

// Basis says to which days a figure belongs.
type Basis string

// The bases.
const (
	Flow     Basis = "flow"   // what happened in the period
	Stock    Basis = "stock"  // what there is at its end
	Target   Basis = "target" // what was assigned for the year
	Computed Basis = "computed"
)

// Indicator is one line of the form.
//
// What a unit types are slots, see Form.Slots: the indicator's own code for a
// count or decimal; code+"n" and code+"d" for a percentage whose parts are
// typed; code+"w" for the weight of a mean; code+"y" for what the year brought
// before this period, where a ratio counts from the start of the year.
type Indicator struct {
	Code    string    `json:"code"`
	Section string    `json:"section"`
	Name    i18n.Text `json:"name"`
	Short   i18n.Text `json:"short"` // as it stands within a sentence: "nữ", "tổng số kết nạp"
	Unit    i18n.Text `json:"unit"`
	Kind    Kind      `json:"kind"`
	Scale   int       `json:"scale,omitempty"`
	Most    int64     `json:"most,omitempty"` // largest possible figure in fixed point, 0: Limit
	Across  Across    `json:"across"`
	Basis   Basis     `json:"basis"`

	PartOf   string   `json:"partOf,omitempty"` // "trong đó" of this indicator
	SumOf    []string `json:"sumOf,omitempty"`  // computed as the sum of these
	Required bool     `json:"required,omitempty"`

	// A percentage either takes Num and Den from two indicators, or has its parts typed under NumName and DenName.
	Num        string    `json:"num,omitempty"`
	Den        string    `json:"den,omitempty"`
	YearToDate bool      `json:"yearToDate,omitempty"` // Num counts from the start of the year
	NumName    i18n.Text `json:"numName,omitzero"`
	DenName    i18n.Text `json:"denName,omitzero"`

	Weight     string    `json:"weight,omitempty"` // of a mean: an indicator's code; empty: typed under WeightName
	WeightName i18n.Text `json:"weightName,omitzero"`

	OnTime bool   `json:"onTime,omitempty"` // counted from the filings themselves: in time of all expected
	Ballot string `json:"ballot,omitempty"` // the level of election it repeats for
}

// Narrative is a text of the report; texts are listed by unit with their author, never merged by machine.
type Narrative struct {
	Code     string    `json:"code"`
	Title    i18n.Text `json:"title"`
	Required bool      `json:"required,omitempty"`
}

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
)

// Check is one rule on slots. With Warn the report can be signed with a written reason.
type Check struct {
	Test  Test     `json:"test"`
	Field string   `json:"field"`
	Of    []string `json:"of,omitempty"`
	Warn  bool     `json:"warn,omitempty"`
}

// Limit is the largest figure a slot takes: far above any count of people, small
// enough that sums over a nation and products with a weight fit 63 bits.
const Limit = 10_000_000_000

// Canonical is the form as JSON with its fields in a fixed order: what is stored and hashed.
func (f Form) Canonical() ([]byte, error) { return json.Marshal(f) }

// Indicator finds an indicator by code.
func (f Form) Indicator(code string) (Indicator, bool) {
	for _, ind := range f.Indicators {
		if ind.Code == code {
			return ind, true
		}
	}
	return Indicator{}, false
}

// Of lists the indicators of a section.
func (f Form) Of(section string) []Indicator {
	var list []Indicator
	for _, ind := range f.Indicators {
		if ind.Section == section {
			list = append(list, ind)
		}
	}
	return list
}

// Validate refuses a form whose parts do not fit together.
func (f Form) Validate() error {
	bad := func(code, what string) error {
		return fault.Invalid("form", "report.bad_form", "code", code, "what", what)
	}
	if f.Code == "" || f.Version < 1 || f.Title.VI == "" || len(f.Indicators)+len(f.Narratives) == 0 {
		return bad(f.Code, "head")
	}
	sections := map[string]bool{}
	for _, s := range f.Sections {
		sections[s.Code] = true
	}
	slots := map[string]bool{}
	for _, s := range f.Slots() {
		if slots[s.Code] {
			return bad(s.Code, "twice")
		}
		slots[s.Code] = true
	}
	for _, n := range f.Narratives {
		if n.Code == "" || slots[n.Code] {
			return bad(n.Code, "twice")
		}
		slots[n.Code] = true
	}
	for _, ind := range f.Indicators {
		refs := append([]string{ind.PartOf, ind.Num, ind.Den, ind.Weight}, ind.SumOf...)
		for _, ref := range refs {
			if ref != "" && !slots[ref] {
				return bad(ind.Code, fmt.Sprintf("refers to %s", ref))
			}
		}
		switch {
		case !sections[ind.Section]:
			return bad(ind.Code, "section")
		case ind.Scale < 0 || ind.Scale > 6 || ind.Most < 0 || ind.Most > Limit:
			return bad(ind.Code, "size")
		case ind.Kind == Pct && ind.Across != Ratio || ind.Across == Mean && ind.Kind != Dec:
			return bad(ind.Code, "across")
		case ind.Kind == Pct && !ind.OnTime && (ind.Num == "") != (ind.Den == ""):
			return bad(ind.Code, "parts")
		case ind.Across == Mean && ind.Most > 1_000_000:
			return bad(ind.Code, "size")
		}
	}
	for _, c := range f.Checks {
		for _, code := range append([]string{c.Field}, c.Of...) {
			if !slots[code] {
				return bad(code, "check")
			}
		}
		if (c.Test == AboveTest) != (len(c.Of) == 0) || c.Warn && c.Test != PartTest && c.Test != MostTest && c.Test != EqualTest {
			return bad(c.Field, "check")
		}
	}
	return nil
}

// Hints says which fault keys of Read only mean "not there yet": they stop a
// signature, but nobody is told so while still typing.
func Hints(key string) bool {
	switch key {
	case "report.figure_missing", "report.text_missing", "report.needed_with":
		return true
	}
	return false
}
