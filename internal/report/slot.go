package report

import (
	"fmt"

	"giaoban/internal/i18n"
	"giaoban/internal/report/rollup"
)

// Slot is one figure that a filing holds: typed, or computed from others.
type Slot struct {
	Code      string
	Indicator string
	Name      i18n.Text // as it stands within a sentence
	Scale     int
	Most      int64
	SumOf     []string // computed, not typed
	Before    string   // "year to date before this period" of this indicator: known from earlier filings or typed
	Required  bool
}

// Typed tells whether somebody enters it.
func (s Slot) Typed() bool { return len(s.SumOf) == 0 }

// Slots lists what a filing of the form holds, in the order of the form.
func (f Form) Slots() []Slot {
	var list []Slot
	for _, ind := range f.Indicators {
		most := ind.Most
		if most == 0 {
			most = Limit
		}
		part := func(suffix string, name i18n.Text) Slot {
			return Slot{Code: ind.Code + suffix, Indicator: ind.Code, Name: name, Most: Limit}
		}
		switch {
		case ind.OnTime:
		case ind.Kind == Pct && ind.Num == "":
			list = append(list, part("n", ind.NumName), part("d", ind.DenName))
		case ind.Kind == Pct:
			if ind.YearToDate {
				s := part("y", ind.NumName)
				s.Before = ind.Num
				list = append(list, s)
			}
		default:
			list = append(list, Slot{Code: ind.Code, Indicator: ind.Code, Name: ind.sentence(), Scale: ind.Scale, Most: most,
				SumOf: ind.SumOf, Required: ind.Required})
			if ind.Across == Mean && ind.Weight == "" {
				list = append(list, part("w", ind.WeightName))
			}
		}
	}
	return list
}

func (ind Indicator) sentence() i18n.Text {
	if ind.Short.VI != "" {
		return ind.Short
	}
	return ind.Name
}

// Figures are a filing's numbers by slot code, in fixed point. A slot that is
// not in the map has no figure, which is not the same as 0.
type Figures map[string]int64

// column is one column of the cube.
type column struct {
	rule rollup.Rule
	own  func(Figures) (int64, bool)
}

// place says in which columns an indicator stands: one, or numerator and denominator.
type place struct {
	value    int
	num, den int
	quotient bool
}

// layout is the form as columns of a cube. It is made once per request and never changes.
type layout struct {
	form    Form
	columns []column
	places  map[string]place
}

func newLayout(f Form) *layout {
	l := &layout{form: f, places: make(map[string]place, len(f.Indicators))}
	for _, ind := range f.Indicators {
		if ind.OnTime {
			continue
		}
		switch ind.Across {
		case Ratio, Mean:
			num, den := quotientParts(ind)
			p := place{quotient: true, num: len(l.columns), den: len(l.columns) + 1}
			// Both parts or none: a unit that gave only one of them must not bend the quotient.
			l.columns = append(l.columns,
				column{rollup.Sum, func(v Figures) (int64, bool) {
					n, okN := num(v)
					_, okD := den(v)
					return n, okN && okD
				}},
				column{rollup.Sum, func(v Figures) (int64, bool) {
					_, okN := num(v)
					d, okD := den(v)
					return d, okN && okD
				}})
			l.places[ind.Code] = p
		default:
			l.places[ind.Code] = place{value: len(l.columns)}
			rule := map[Across]rollup.Rule{Sum: rollup.Sum, Max: rollup.Max, Own: rollup.Own}[ind.Across]
			l.columns = append(l.columns, column{rule, func(v Figures) (int64, bool) { n, ok := v[ind.Code]; return n, ok }})
		}
	}
	return l
}

// quotientParts gives the two functions that take an indicator's parts out of a filing.
func quotientParts(ind Indicator) (num, den func(Figures) (int64, bool)) {
	get := func(code string) func(Figures) (int64, bool) {
		return func(v Figures) (int64, bool) { n, ok := v[code]; return n, ok }
	}
	if ind.Across == Mean {
		weight := ind.Weight
		if weight == "" {
			weight = ind.Code + "w"
		}
		return func(v Figures) (int64, bool) {
			x, okX := v[ind.Code]
			w, okW := v[weight]
			return x * w, okX && okW
		}, get(weight)
	}
	if ind.Num == "" {
		return get(ind.Code + "n"), get(ind.Code + "d")
	}
	if ind.YearToDate {
		return func(v Figures) (int64, bool) {
			n, okN := v[ind.Num]
			before, okB := v[ind.Code+"y"]
			return n + before, okN && okB
		}, get(ind.Den)
	}
	return get(ind.Num), get(ind.Den)
}

func (l *layout) rules() []rollup.Rule {
	rules := make([]rollup.Rule, len(l.columns))
	for i, c := range l.columns {
		rules[i] = c.rule
	}
	return rules
}

func (l *layout) row(stage rollup.Stage, late bool, v Figures) rollup.Row {
	r := rollup.Row{Stage: stage, Late: late, Values: make([]int64, len(l.columns)), Has: make([]bool, len(l.columns))}
	if len(v) == 0 {
		return r
	}
	for i, c := range l.columns {
		r.Values[i], r.Has[i] = c.own(v)
	}
	return r
}

// Figure is one number as a reader sees it, never without its coverage.
type Figure struct {
	Known bool  // false: no figure
	Value int64 // in fixed point; of a percentage, per cent
	Scale int
	Pct   bool
	Num   int64 // of a percentage or mean
	Den   int64
	Have  int64 // units behind it
	Of    int64 // units expected
}

// pctScale is the number of decimals of a percentage.
const pctScale = 1

func quotient(ind Indicator, num, den int64) (int64, int, bool) {
	if ind.Across == Mean {
		v, ok := i18n.Quotient(num, den, 0)
		return v, ind.Scale, ok
	}
	if num > 90_000_000_000_000_000 { // num*100 must fit
		return 0, pctScale, false
	}
	v, ok := i18n.Quotient(num*100, den, pctScale)
	return v, pctScale, ok
}

// FigureOf gives an indicator's figure from one filing alone.
func (f Form) FigureOf(ind Indicator, v Figures) Figure {
	fig := Figure{Scale: ind.Scale, Pct: ind.Kind == Pct, Of: 1}
	if ind.OnTime {
		fig.Scale = pctScale
		return fig
	}
	if ind.Across == Mean {
		n, ok := v[ind.Code]
		fig.Value, fig.Known = n, ok
		num, den := quotientParts(ind)
		fig.Num, _ = num(v)
		fig.Den, _ = den(v)
	} else if ind.Across == Ratio {
		fig.Scale = pctScale
		num, den := quotientParts(ind)
		n, okN := num(v)
		d, okD := den(v)
		fig.Num, fig.Den = n, d
		if okN && okD {
			fig.Value, _, fig.Known = quotient(ind, n, d)
		}
	} else {
		n, ok := v[ind.Code]
		fig.Value, fig.Known = n, ok
	}
	if fig.Known {
		fig.Have = 1
	}
	return fig
}

// Text writes the figure in a language, "–" where there is none.
func (g Figure) Text(lang i18n.Lang) string {
	if !g.Known {
		return "–"
	}
	s := i18n.Fixed(lang, g.Value, g.Scale)
	if g.Pct {
		s += "%"
	}
	return s
}

// Change compares a figure with an earlier one: the difference in fixed point,
// and per cent of the earlier where that makes sense (not for percentages).
func (g Figure) Change(before Figure) (diff int64, percent int64, ok, hasPercent bool) {
	if !g.Known || !before.Known || g.Scale != before.Scale {
		return 0, 0, false, false
	}
	diff = g.Value - before.Value
	if g.Pct || before.Value <= 0 {
		return diff, 0, true, false
	}
	p, fits := i18n.Quotient(diff*100, before.Value, 1)
	return diff, p, true, fits
}

// number is a figure as an argument of a message.
type number struct {
	v     int64
	scale int
}

// In writes the number in a language.
func (n number) In(lang i18n.Lang) string { return i18n.Fixed(lang, n.v, n.scale) }

// String is for the log.
func (n number) String() string { return fmt.Sprint(n.In(i18n.EN)) }
