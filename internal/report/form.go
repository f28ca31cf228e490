package report

import (
	"encoding/json"

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
	Basis      PeriodBasis `json:"basis,omitempty"`

	ready *program // of a stored version, which never changes; else it is made when needed
}

// PeriodBasis says what a form's flows count. "Quý I, 6 tháng, 9 tháng" of a
// statistics regime are cumulative: their flows count from the first of January.
type PeriodBasis string

// The bases of a form. The empty one is InPeriod.
const (
	InPeriod   PeriodBasis = "in_period"
	YearToDate PeriodBasis = "year_to_date"
)

// Cumulative tells whether the form's flows count from the start of the year.
func (f Form) Cumulative() bool { return f.Basis == YearToDate }

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

	YesNo     Kind = "yesno"  // a figure 0 or 1; its total is how many said yes of how many answered
	Choice    Kind = "choice" // one of Options; its total is the count per option
	ShortText Kind = "text"   // a line of text, never rolled up, listed by unit
	Table     Kind = "table"  // rows under Columns; its numeric columns roll up
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

	FromTotals Across = "totals" // by Formula out of the totals, never a sum of quotients
)

// AcrossTime says how the figures of a unit for the parts of a longer period
// become the figure for the whole: three months a quarter, quarters a year.
type AcrossTime string

// The rules across time. The empty one follows from the basis, see Form.OverTime.
const (
	TimeSum   AcrossTime = "sum"
	TimeLast  AcrossTime = "last"  // as at the end of the last part
	TimeMax   AcrossTime = "max"   // cumulative counts
	TimeMean  AcrossTime = "mean"  // weighted as across units
	TimeRatio AcrossTime = "ratio" // from the parts, each taken over time by its own rule
	TimeNone  AcrossTime = "none"  // each part stands by itself
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
// count, decimal or yes and no; code+"n" and code+"d" for a percentage whose
// parts are typed; code+"w" for the weight of a mean; code+"y" for what the
// year brought before this period, where a ratio counts from the start of the
// year. A choice and a text are typed under the code and stand among the texts;
// the cells of a table under code.row.column, see CellField. Out of them come
// the computed slots code.option (1 for the chosen one, 0 for the others),
// code.column (the sum of a numeric column) and code (the number of rows).
type Indicator struct {
	Code    string    `json:"code"`
	Section string    `json:"section"`
	Name    i18n.Text `json:"name"`
	Short   i18n.Text `json:"short"` // as it stands within a sentence: "nữ", "tổng số kết nạp"
	Unit    i18n.Text `json:"unit"`
	Kind    Kind      `json:"kind"`
	Scale   int       `json:"scale,omitempty"`
	Most    int64     `json:"most,omitempty"` // largest possible figure in fixed point, 0: Limit; of a text its characters, 0: DefaultText
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

	Help       i18n.Text  `json:"help,omitzero"`        // what counts and what does not, for who fills it in
	AcrossTime AcrossTime `json:"acrossTime,omitempty"` // empty: by Basis
	Formula    string     `json:"formula,omitempty"`    // computed, not typed; see package expression
	Options    []Option   `json:"options,omitempty"`    // of a choice
	Columns    []Column   `json:"columns,omitempty"`    // of a table
	Rows       int        `json:"rows,omitempty"`       // of a table: the largest number; 0: DefaultRows

	Source Source `json:"source,omitempty"` // counted from a register of the program
	OnTime bool   `json:"onTime,omitempty"` // counted from the filings themselves: in time of all expected
	Ballot string `json:"ballot,omitempty"` // the level of election it repeats for
}

// Narrative is a text of the report; texts are listed by unit with their author, never merged by machine.
type Narrative struct {
	Code     string    `json:"code"`
	Title    i18n.Text `json:"title"`
	Required bool      `json:"required,omitempty"`
	Help     i18n.Text `json:"help,omitzero"` // what belongs into it, for who writes it
}

// Limit is the largest figure a slot takes: far above any count of people, small
// enough that sums over a nation and products with a weight fit 63 bits.
const Limit = 10_000_000_000

// UsualScale is the number of decimals of a decimal number of which nobody said how many.
const UsualScale = 2

// Canonical is the form as JSON with its fields in a fixed order: what is stored and hashed.
func (f Form) Canonical() ([]byte, error) { return json.Marshal(f) }

// Indicator finds an indicator by code.
func (f Form) Indicator(code string) (Indicator, bool) {
	for i := range f.Indicators { // large: looked at where they stand
		if f.Indicators[i].Code == code {
			return f.Indicators[i], true
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
