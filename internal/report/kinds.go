package report

import (
	"strconv"
	"strings"

	"giaoban/internal/i18n"
)

// Bounds of a form's lists and of what is typed in its shorter kinds.
const (
	MostOptions = 30  // of a choice
	MostColumns = 12  // of a table
	MostRows    = 100 // of a table
	DefaultRows = 10
	DefaultText = 300 // characters of a text
	MostText    = 2000
)

// Option is one answer of a choice. Its code is what is kept.
type Option struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// Column is one column of a table: Int, Dec or ShortText.
type Column struct {
	Code     string    `json:"code"`
	Name     i18n.Text `json:"name"`
	Unit     i18n.Text `json:"unit,omitzero"`
	Kind     Kind      `json:"kind"`
	Scale    int       `json:"scale,omitempty"`
	Most     int64     `json:"most,omitempty"`     // as of an indicator
	Required bool      `json:"required,omitempty"` // in every row that is begun
}

// Numeric tells whether the column's sum is a figure.
func (c Column) Numeric() bool { return c.Kind == Int || c.Kind == Dec }

// MaxText is the largest number of characters of a column's text.
func (c Column) MaxText() int {
	if c.Most == 0 {
		return maxCellText
	}
	return int(c.Most)
}

// TableRow is one filled row of a table, cells by column.
type TableRow struct {
	Figures Figures           `json:"figures,omitempty"`
	Texts   map[string]string `json:"texts,omitempty"`
}

// CellField names the field of a table's cell; rows count from 1.
func CellField(indicator string, row int, column string) string {
	return indicator + "." + strconv.Itoa(row) + "." + column
}

// cellOf takes the name of a cell apart.
func cellOf(field string) (indicator string, row int, column string, ok bool) {
	parts := strings.Split(field, ".")
	if len(parts) != 3 {
		return "", 0, "", false
	}
	row, err := strconv.Atoi(parts[1])
	return parts[0], row, parts[2], err == nil && row >= 1 && strconv.Itoa(row) == parts[1]
}

// MaxRows is the largest number of rows of a table.
func (ind Indicator) MaxRows() int {
	if ind.Rows == 0 {
		return DefaultRows
	}
	return ind.Rows
}

// MaxText is the largest number of characters of a text.
func (ind Indicator) MaxText() int {
	if ind.Most == 0 {
		return DefaultText
	}
	return int(ind.Most)
}

// Typed tells whether a unit enters anything for the indicator itself.
func (ind Indicator) Typed() bool {
	return !ind.OnTime && ind.Source == "" && len(ind.SumOf) == 0 && ind.Formula == "" && ind.Kind != Pct
}

// Option finds an option by code.
func (ind Indicator) Option(code string) (Option, bool) {
	for _, o := range ind.Options {
		if o.Code == code {
			return o, true
		}
	}
	return Option{}, false
}

// Column finds a column by code.
func (ind Indicator) Column(code string) (Column, bool) {
	for _, c := range ind.Columns {
		if c.Code == code {
			return c, true
		}
	}
	return Column{}, false
}

// answered finds the option that somebody wrote, by code or by name in either language.
func (ind Indicator) answered(typed string) (Option, bool) {
	if o, ok := ind.Option(typed); ok {
		return o, true
	}
	for _, o := range ind.Options {
		if o.answers(typed) {
			return o, true
		}
	}
	return Option{}, false
}

// answers tells whether somebody wrote this option, by code or by name in either language.
func (o Option) answers(typed string) bool {
	folded := i18n.Fold(typed)
	return typed == o.Code || folded == i18n.Fold(o.Name.VI) || o.Name.EN != "" && folded == i18n.Fold(o.Name.EN)
}

// OverTime gives the rule by which a longer period is made of shorter ones. A
// cumulative form holds its whole year in the last part: what counts flows is
// never added up there, nor a mean of them weighted again.
func (f Form) OverTime(ind Indicator) AcrossTime {
	switch {
	case f.Cumulative() && ind.Basis == Flow && (ind.AcrossTime == TimeSum || ind.AcrossTime == TimeMean || ind.AcrossTime == "" && ind.Across == Mean):
		return TimeLast
	case ind.AcrossTime != "":
		return ind.AcrossTime
	case ind.Kind == ShortText:
		return TimeNone
	case ind.Kind == Pct || ind.Across == Ratio || ind.Formula != "":
		return TimeRatio
	case ind.Across == Mean:
		return TimeMean
	case ind.Basis == Flow && !f.Cumulative() && ind.Kind != YesNo && ind.Kind != Choice: // an answer is no count of months
		return TimeSum
	}
	return TimeLast
}

// Rolled tells whether the indicator has a figure over many units at all.
func (ind Indicator) Rolled() bool { return ind.Kind != ShortText }
