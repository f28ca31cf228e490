package report

import (
	"strings"

	"giaoban/internal/i18n"
)

// Slot is one figure that a filing holds: typed, or computed from others.
type Slot struct {
	Code      string
	Indicator string
	Name      i18n.Text // as it stands within a sentence
	Kind      Kind      // Int, Dec or YesNo
	Scale     int
	Most      int64
	SumOf     []string // computed as their sum
	Formula   string   // computed by it
	Option    string   // of a choice: 1 where this option was chosen, else 0
	Column    string   // of a table: the sum of this column
	Counted   bool     // of a table: the number of its rows
	Source    Source   // counted from a register of the program
	Before    string   // "year to date before this period" of this indicator: known from earlier filings or typed
	Required  bool
}

// Typed tells whether somebody enters it.
func (s Slot) Typed() bool {
	return s.Source == "" && len(s.SumOf) == 0 && s.Formula == "" && s.Option == "" && s.Column == "" && !s.Counted
}

// Slots lists what a filing of the form holds, in the order of the form.
func (f Form) Slots() []Slot {
	var list []Slot
	for _, ind := range f.Indicators {
		list = append(list, f.slotsOf(ind)...)
	}
	return list
}

// slotsOf lists the slots of one indicator. What the year brought before has the decimals of what it goes on from.
func (f Form) slotsOf(ind Indicator) []Slot {
	list := ind.slots()
	for i, s := range list {
		if scale := f.scaleOf(s.Before); s.Before != "" && scale > 0 {
			list[i].Kind, list[i].Scale = Dec, scale
		}
	}
	return list
}

// scaleOf gives the decimals of a slot.
func (f Form) scaleOf(code string) int {
	if ind, ok := f.Indicator(code); ok {
		if ind.Kind == Dec {
			return ind.Scale
		}
		return 0
	}
	whole, part, ok := strings.Cut(code, ".")
	if !ok {
		return 0 // parts of a percentage and weights are whole numbers
	}
	ind, _ := f.Indicator(whole)
	c, _ := ind.Column(part)
	return c.Scale
}

func (ind Indicator) slots() []Slot {
	part := func(suffix string, name i18n.Text) Slot {
		return Slot{Code: ind.Code + suffix, Indicator: ind.Code, Name: name, Kind: Int, Most: Limit, Source: ind.Source}
	}
	switch {
	case ind.OnTime || ind.Kind == ShortText:
		return nil
	case ind.Kind == Choice:
		var list []Slot
		for _, o := range ind.Options {
			s := part("."+o.Code, joined(ind.sentence(), o.Name))
			s.Most, s.Option = 1, o.Code
			list = append(list, s)
		}
		return list
	case ind.Kind == Table:
		rows := part("", ind.sentence())
		rows.Most, rows.Counted = MostRows, true
		list := []Slot{rows}
		for _, c := range ind.Columns {
			if c.Numeric() {
				s := part("."+c.Code, joined(ind.sentence(), c.Name))
				s.Kind, s.Scale, s.Column = c.Kind, c.Scale, c.Code
				list = append(list, s)
			}
		}
		return list
	case ind.Kind == Pct && ind.Num == "":
		return []Slot{part("n", ind.NumName), part("d", ind.DenName)}
	case ind.Kind == Pct && ind.YearToDate:
		s := part("y", ind.NumName)
		s.Before = ind.Num
		return []Slot{s}
	case ind.Kind == Pct:
		return nil
	}
	s := part("", ind.sentence())
	s.Kind, s.Scale, s.SumOf, s.Formula, s.Required = ind.Kind, ind.Scale, ind.SumOf, ind.Formula, ind.Required
	switch {
	case ind.Kind == YesNo:
		s.Most = 1
	case ind.Most != 0:
		s.Most = ind.Most
	}
	if ind.Across == Mean && ind.Weight == "" {
		return []Slot{s, part("w", ind.WeightName)}
	}
	return []Slot{s}
}

func (ind Indicator) sentence() i18n.Text {
	if ind.Short.VI != "" {
		return ind.Short
	}
	return ind.Name
}

// joined names a part of something: "hình thức tổ chức: trực tuyến".
func joined(whole, part i18n.Text) i18n.Text {
	return i18n.Text{VI: whole.In(i18n.VI) + ": " + part.In(i18n.VI), EN: whole.In(i18n.EN) + ": " + part.In(i18n.EN)}
}

// Figures are a filing's numbers by slot code, in fixed point. A slot that is
// not in the map has no figure, which is not the same as 0.
type Figures map[string]int64

// Fields lists every field that a unit may fill, in the form's order, the cells of tables included.
func (f Form) Fields() []string {
	var list []string
	for _, ind := range f.Indicators {
		switch ind.Kind {
		case Choice, ShortText:
			list = append(list, ind.Code)
		case Table:
			for row := range ind.MaxRows() {
				for _, c := range ind.Columns {
					list = append(list, CellField(ind.Code, row+1, c.Code))
				}
			}
		default:
			for _, s := range f.slotsOf(ind) {
				if s.Typed() {
					list = append(list, s.Code)
				}
			}
		}
	}
	for _, n := range f.Narratives {
		list = append(list, n.Code)
	}
	return list
}

// takes tells whether the form has a field of this name, for refusing strange ones.
func (f Form) takes(field string) bool {
	if indicator, row, column, ok := cellOf(field); ok {
		ind, known := f.Indicator(indicator)
		_, has := ind.Column(column)
		return known && ind.Kind == Table && has && row <= ind.MaxRows()
	}
	return f.program().fields[field]
}

// plainFields are the fields of the form that are no cells of tables, with those in which reasons are given.
func (f Form) plainFields() map[string]bool {
	fields := map[string]bool{}
	for _, ind := range f.Indicators {
		if ind.Kind == Choice || ind.Kind == ShortText {
			fields[ind.Code] = true
			continue
		}
		for _, s := range ind.slots() {
			if s.Typed() {
				fields[s.Code] = true
				if f.flows(s) { // a flow may differ from the sum of its parts, with a reason
					fields[s.Code+whySuffix] = true
				}
			}
		}
	}
	for _, n := range f.Narratives {
		fields[n.Code] = true
	}
	for _, c := range f.AllChecks() {
		if c.Warn {
			fields[c.Field+whySuffix] = true
		}
	}
	return fields
}
