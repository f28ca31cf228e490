package report

import (
	"fmt"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/report/rollup"
)

// Figure is one number as a reader sees it, never without its coverage. Of a
// yes and no, Value of Have said yes; of a choice, Parts count its options; of a
// table, Value counts the rows and Parts are the sums of its columns. A text has
// no figure.
type Figure struct {
	Known bool  // false: no figure
	Value int64 // in fixed point; of a percentage, per cent
	Scale int
	Pct   bool
	Num   int64 // of a percentage or mean, in fixed point
	Den   int64
	Have  int64 // units behind it
	Of    int64 // units expected

	NumScale int
	DenScale int

	Kind  Kind
	Own   bool // one unit's own, not a total
	Parts []Part
}

// Part is a part of a figure: what one option or one column of a table has.
type Part struct {
	Code  string
	Name  i18n.Text
	Unit  i18n.Text
	Known bool
	Value int64
	Scale int
	Have  int64
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

// figure makes an indicator's figure of the reports and the totals of a subtree.
func (l *layout) figure(ind Indicator, counters rollup.Counters, total func(col int) rollup.Cell) Figure {
	fig := Figure{Of: int64(counters.Expected)}
	if ind.OnTime {
		fig.Kind, fig.Pct, fig.Scale = ind.Kind, ind.Kind == Pct, pctScale
		fig.Num, fig.Den, fig.Have = int64(counters.OnTime), int64(counters.Expected), int64(counters.Expected)
		fig.Value, _, fig.Known = quotient(ind, fig.Num, fig.Den)
		return fig
	}
	if ind.Across == Own {
		fig.Of = min(fig.Of, 1)
	}
	l.fill(&fig, ind, total)
	return fig
}

// ownFigure is figure for one unit alone.
func (l *layout) ownFigure(ind Indicator, own func(col int) rollup.Cell) Figure {
	fig := Figure{Of: 1, Own: true}
	if ind.OnTime {
		fig.Kind, fig.Pct, fig.Scale = ind.Kind, ind.Kind == Pct, pctScale
		return fig
	}
	l.fill(&fig, ind, own)
	return fig
}

func (l *layout) fill(fig *Figure, ind Indicator, cell func(col int) rollup.Cell) {
	fig.Kind, fig.Scale, fig.Pct = ind.Kind, ind.Scale, ind.Kind == Pct
	at, ok := l.places[ind.Code]
	switch {
	case !ok: // a text
	case at.formula != nil:
		fig.Value, fig.Have, fig.Known = at.formula.amount(ind.Scale, cell)
	case at.quotient:
		num, den := cell(at.num), cell(at.den)
		fig.Num, fig.Den, fig.Have = num.Value, den.Value, int64(num.Have)
		fig.NumScale, fig.DenScale = at.numScale, at.denScale
		value, scale, ok := quotient(ind, num.Value, den.Value)
		fig.Value, fig.Scale, fig.Known = value, scale, ok && num.Have > 0
	case ind.Kind == Choice:
		for i, o := range ind.Options {
			c := cell(at.parts[i])
			fig.Parts = append(fig.Parts, Part{Code: o.Code, Name: o.Name, Known: c.Have > 0, Value: c.Value, Have: int64(c.Have)})
			fig.Value += c.Value
			fig.Have = max(fig.Have, int64(c.Have))
		}
		fig.Known = fig.Have > 0
	default:
		c := cell(at.value)
		fig.Value, fig.Have, fig.Known = c.Value, int64(c.Have), c.Have > 0
		for i, col := range ind.Columns {
			if col.Numeric() {
				c := cell(at.parts[i])
				fig.Parts = append(fig.Parts, Part{Code: col.Code, Name: col.Name, Unit: col.Unit, Known: c.Have > 0, Value: c.Value, Scale: col.Scale, Have: int64(c.Have)})
			}
		}
	}
}

// FigureOf gives an indicator's figure from one filing alone.
func (f Form) FigureOf(ind Indicator, v Figures) Figure {
	if ind.Formula != "" { // computed with the report, which may read earlier ones
		fig := Figure{Kind: ind.Kind, Scale: ind.Scale, Of: 1, Own: true}
		if n, ok := v[ind.Code]; ok {
			fig.Value, fig.Known, fig.Have = n, true, 1
		}
		return fig
	}
	one := f.layoutOf([]Indicator{ind})
	fig := one.ownFigure(ind, func(col int) rollup.Cell {
		if n, ok := one.columns[col].own(v.get); ok {
			return rollup.Cell{Value: n, Have: 1}
		}
		return rollup.Cell{}
	})
	if ind.Across == Mean { // as it was given, also without its weight
		fig.Value, fig.Known = v[ind.Code], false
		if _, ok := v[ind.Code]; ok {
			fig.Known, fig.Have, fig.Scale = true, 1, ind.Scale
		}
	}
	return fig
}

// Text writes the figure in a language, "–" where there is none: "96,2%", of
// yes and no "12/15 có", of a choice "trực tuyến 12; trực tiếp 3".
func (g Figure) Text(lang i18n.Lang) string {
	switch {
	case !g.Known:
		return "–"
	case g.Kind == YesNo && g.Own:
		return answerText(g.Value).In(lang)
	case g.Kind == YesNo:
		return i18n.Int(lang, g.Value) + "/" + i18n.Int(lang, g.Have) + " " + strings.ToLower(answerText(1).In(lang))
	case g.Kind == Choice:
		return g.choiceText(lang)
	case g.Kind == Table:
		return i18n.Int(lang, g.Value) + " " + rowWord(g.Value).In(lang)
	}
	s := i18n.Fixed(lang, g.Value, g.Scale)
	if g.Pct {
		s += "%"
	}
	return s
}

// Amount is the figure as a number, to be drawn beside those of periods in which the form counted with other decimals.
func (g Figure) Amount() float64 { return float64(g.Value) / float64(power(g.Scale)) }

// NumText and DenText write the two parts of a percentage or mean.
func (g Figure) NumText(lang i18n.Lang) string { return i18n.Fixed(lang, g.Num, g.NumScale) }

// DenText is described at NumText.
func (g Figure) DenText(lang i18n.Lang) string { return i18n.Fixed(lang, g.Den, g.DenScale) }

func (g Figure) choiceText(lang i18n.Lang) string {
	var parts []string
	for _, p := range g.Parts {
		switch {
		case p.Value == 0:
		case g.Own:
			return p.Name.In(lang)
		default:
			parts = append(parts, p.Name.In(lang)+" "+i18n.Int(lang, p.Value))
		}
	}
	return strings.Join(parts, "; ")
}

// Text writes the part's number, "–" where there is none.
func (p Part) Text(lang i18n.Lang) string {
	if !p.Known {
		return "–"
	}
	return i18n.Fixed(lang, p.Value, p.Scale)
}

func answerText(n int64) i18n.Text {
	if n == 0 {
		return t("Không", "No")
	}
	return t("Có", "Yes")
}

func rowWord(n int64) i18n.Text {
	if n == 1 {
		return t("dòng", "row")
	}
	return t("dòng", "rows")
}

// Change compares a figure with an earlier one: the difference in fixed point,
// and per cent of the earlier where that makes sense (not for percentages).
func (g Figure) Change(before Figure) (diff int64, percent int64, ok, hasPercent bool) {
	if !g.Known || !before.Known || g.Scale != before.Scale || g.Kind == Choice || g.Kind == YesNo {
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
