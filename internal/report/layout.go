package report

import (
	"math/big"
	"slices"

	"giaoban/internal/report/expression"
	"giaoban/internal/report/rollup"
)

// strand is one column of the cube.
type strand struct {
	rule  rollup.Rule
	plain string // the slot that is taken as it is; "" where it is made of several
	own   amount
}

// amount takes a number out of a filing.
type amount func(figure) (int64, bool)

// figure reads a filing by slot.
type figure func(code string) (int64, bool)

func (v Figures) get(code string) (int64, bool) { n, ok := v[code]; return n, ok }

// place says in which columns an indicator stands: one; numerator and
// denominator; one for each option of a choice; or the number of rows and one
// for each numeric column of a table.
type place struct {
	value    int
	num, den int
	quotient bool
	numScale int // decimals of the two parts
	denScale int
	parts    []int // of a choice, by option; of a table, by column, -1 for a text

	formula *totals
}

// totals is a formula over many units: by slot, where its total stands.
type totals struct {
	tree  expression.Node
	terms map[string]term
	all   []int // its columns, those of what it needs first
}

// term is one figure of a formula: a column, or the two of a mean.
type term struct {
	num, den int // den is -1 for a plain figure
	scale    int
}

// layout is the form as columns of a cube. It is made once per request and never changes.
type layout struct {
	form    Form
	columns []strand
	places  map[string]place
	codes   []string // the slots that are read, in order
	direct  [][]int  // by place in codes: the columns that take the slot as it is
	made    []int    // the columns made of several slots
}

func newLayout(f Form) *layout { return f.layoutOf(f.Indicators) }

// layoutOf is newLayout of some of the form's indicators.
func (f Form) layoutOf(indicators []Indicator) *layout {
	l := &layout{form: f, places: make(map[string]place, len(indicators))}
	for _, ind := range indicators {
		switch {
		case ind.OnTime || !ind.Rolled():
		case ind.Across == FromTotals:
			if t := l.totals(ind); t != nil {
				l.places[ind.Code] = place{formula: t}
			}
		case ind.Across == Ratio || ind.Across == Mean:
			l.places[ind.Code] = l.quotient(ind)
		case ind.Kind == Choice:
			var p place
			for _, o := range ind.Options {
				p.parts = append(p.parts, l.plain(ind, ind.Code+"."+o.Code))
			}
			l.places[ind.Code] = p
		case ind.Kind == Table:
			p := place{value: l.plain(ind, ind.Code)}
			for _, c := range ind.Columns {
				at := -1
				if c.Numeric() {
					at = l.plain(ind, ind.Code+"."+c.Code)
				}
				p.parts = append(p.parts, at)
			}
			l.places[ind.Code] = p
		default:
			l.places[ind.Code] = place{value: l.plain(ind, ind.Code)}
		}
	}
	l.sortCodes()
	return l
}

// totals adds the columns of a formula. A unit counts only with all that the
// formula needs: one that gave a part must not bend the result.
func (l *layout) totals(ind Indicator) *totals {
	tree, ok := l.form.program().formulas[ind.Code]
	if !ok {
		return nil
	}
	needs := tree.Needs()
	slots := map[string]Slot{}
	for _, s := range l.form.Slots() {
		slots[s.Code] = s
	}
	t := &totals{tree: tree, terms: map[string]term{}}
	add := func(rule rollup.Rule, own amount) int {
		l.columns = append(l.columns, strand{rule: rule, own: func(get figure) (int64, bool) {
			for _, code := range needs {
				if _, ok := get(code); !ok {
					return 0, false
				}
			}
			return own(get)
		}})
		at := len(l.columns) - 1
		t.all = append(t.all, at)
		return at
	}
	optional := slices.DeleteFunc(tree.Codes(), func(code string) bool { return slices.Contains(needs, code) })
	for _, code := range slices.Concat(needs, optional) {
		slot := slots[code]
		of, _ := l.form.Indicator(slot.Indicator)
		one := term{den: -1, scale: slot.Scale}
		switch {
		case of.Across == Mean && code == of.Code:
			num, den := quotientParts(of)
			one.num, one.den = add(rollup.Sum, num), add(rollup.Sum, den)
		case of.Across == Max:
			one.num = add(rollup.Max, figureOf(code))
		default:
			one.num = add(rollup.Sum, figureOf(code))
		}
		t.terms[code] = one
	}
	return t
}

func figureOf(code string) amount {
	return func(get figure) (int64, bool) { return get(code) }
}

// amount computes the formula out of totals. have counts the units behind it.
func (t *totals) amount(scale int, cell func(col int) rollup.Cell) (value, have int64, known bool) {
	for i, col := range t.all {
		if n := int64(cell(col).Have); i == 0 || n > have {
			have = n
		}
	}
	if have == 0 && len(t.all) > 0 {
		return 0, 0, false
	}
	v, ok := t.tree.Amount(func(op expression.Op, code string) (*big.Rat, bool) {
		one, ok := t.terms[code]
		if !ok || op != expression.Figure {
			return nil, false
		}
		c := cell(one.num)
		if c.Have == 0 {
			return nil, false
		}
		if one.den < 0 {
			return expression.OfFixed(c.Value, one.scale), true
		}
		weight := cell(one.den).Value
		if weight == 0 {
			return nil, false
		}
		sum := expression.OfFixed(c.Value, one.scale)
		return sum.Quo(sum, big.NewRat(weight, 1)), true
	})
	if !ok {
		return 0, have, false
	}
	value, known = expression.Fixed(v, scale)
	return value, have, known
}

// columnsOf lists the columns out of which an indicator's figure is made.
func (l *layout) columnsOf(ind Indicator) []int {
	at, ok := l.places[ind.Code]
	switch {
	case !ok:
		return nil
	case at.formula != nil:
		return at.formula.all
	case at.quotient:
		return []int{at.num, at.den}
	case ind.Kind == Choice:
		return at.parts
	}
	list := []int{at.value}
	for _, col := range at.parts {
		if col >= 0 {
			list = append(list, col)
		}
	}
	return list
}

// plain adds the column of a slot that is taken as it is, and gives its place.
func (l *layout) plain(ind Indicator, slot string) int {
	rule := map[Across]rollup.Rule{Sum: rollup.Sum, Max: rollup.Max, Own: rollup.Own}[ind.Across]
	l.columns = append(l.columns, strand{rule, slot, figureOf(slot)})
	return len(l.columns) - 1
}

// quotient adds the two columns of a ratio or mean. Both parts or none: a unit
// that gave only one of them must not bend the quotient.
func (l *layout) quotient(ind Indicator) place {
	num, den := quotientParts(ind)
	p := place{quotient: true, num: len(l.columns), den: len(l.columns) + 1}
	numCode, denCode := quotientCodes(ind)
	if p.numScale, p.denScale = l.form.scaleOf(numCode), l.form.scaleOf(denCode); ind.Across == Mean {
		p.numScale += p.denScale // a product with the weight
	} else { // 1,50 of 2 is 75%, not 7.500%
		of := max(p.numScale, p.denScale)
		num, den = times(num, power(of-p.numScale)), times(den, power(of-p.denScale))
		p.numScale, p.denScale = of, of
	}
	both := func(get figure) (n, d int64, ok bool) {
		n, okN := num(get)
		d, okD := den(get)
		return n, d, okN && okD && max(n, -n, d, -d) <= mostPart
	}
	l.columns = append(l.columns,
		strand{rule: rollup.Sum, own: func(get figure) (int64, bool) {
			n, _, ok := both(get)
			return n, ok
		}},
		strand{rule: rollup.Sum, own: func(get figure) (int64, bool) {
			_, d, ok := both(get)
			return d, ok
		}})
	return p
}

// mostPart is the largest numerator or denominator that counts of one report: those of ten thousand units fit 63 bits together.
const mostPart = 900_000_000_000_000

// tooHeavy tells whether a figure times its weight is more than counts of one report.
func tooHeavy(x, weight int64) bool { return x > 0 && weight > mostPart/x }

// times is an amount with more decimals.
func times(of amount, by int64) amount {
	if by == 1 {
		return of
	}
	return func(get figure) (int64, bool) {
		n, ok := of(get)
		return n * by, ok
	}
}

// quotientCodes names the slots whose decimals the two parts of a ratio or mean have.
func quotientCodes(ind Indicator) (num, den string) {
	switch {
	case ind.Across == Mean && ind.Weight == "":
		return ind.Code, ind.Code + "w"
	case ind.Across == Mean:
		return ind.Code, ind.Weight
	case ind.Num == "":
		return ind.Code + "n", ind.Code + "d"
	}
	return ind.Num, ind.Den
}

// quotientParts gives the two functions that take an indicator's parts out of a filing.
func quotientParts(ind Indicator) (num, den amount) {
	if ind.Across == Mean {
		weight := ind.Weight
		if weight == "" {
			weight = ind.Code + "w"
		}
		return func(get figure) (int64, bool) {
			x, okX := get(ind.Code)
			w, okW := get(weight)
			if tooHeavy(x, w) {
				return 0, false
			}
			return x * w, okX && okW
		}, figureOf(weight)
	}
	if ind.Num == "" {
		return figureOf(ind.Code + "n"), figureOf(ind.Code + "d")
	}
	if ind.YearToDate {
		before := ind.Code + "y"
		return func(get figure) (int64, bool) {
			n, okN := get(ind.Num)
			earlier, okB := get(before)
			return n + earlier, okN && okB
		}, figureOf(ind.Den)
	}
	return figureOf(ind.Num), figureOf(ind.Den)
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
		r.Values[i], r.Has[i] = c.own(v.get)
	}
	return r
}
