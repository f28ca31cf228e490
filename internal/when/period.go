package when

import (
	"fmt"

	"giaoban/internal/i18n"
)

// Span is a run of days, both ends included. A zero end is open.
type Span struct{ From, To Date }

// Zero tells whether neither end is set.
func (s Span) Zero() bool { return s.From.Zero() && s.To.Zero() }

// Contains tells whether d lies in the span.
func (s Span) Contains(d Date) bool {
	return !d.Zero() && (s.From.Zero() || d >= s.From) && (s.To.Zero() || d <= s.To)
}

// Covers tells whether all of t lies in the span: a quarter covers its months.
func (s Span) Covers(t Span) bool {
	return (s.From.Zero() || !t.From.Zero() && t.From >= s.From) && (s.To.Zero() || !t.To.Zero() && t.To <= s.To)
}

// Days counts the days, both ends included; 0 if an end is open.
func (s Span) Days() int {
	if s.From.Zero() || s.To.Zero() || s.To < s.From {
		return 0
	}
	return s.To.Sub(s.From) + 1
}

// PeriodKind is a kind of period in the reporting regime.
type PeriodKind string

// The kinds of period. Term is a term of office by its two years. AdHoc has no
// calendar of its own: its span stands in the period's record.
const (
	Month      PeriodKind = "month"
	Quarter    PeriodKind = "quarter"
	Half       PeriodKind = "half"
	NineMonths PeriodKind = "nine_months"
	Year       PeriodKind = "year"
	Term       PeriodKind = "term"
	AdHoc      PeriodKind = "adhoc"
)

// PeriodName names a period of the calendar. N is the month 1-12, the quarter
// 1-4 or the half 1-2; 0 for nine months and a year; for a term, Year is its
// first year and N its last.
type PeriodName struct {
	Kind PeriodKind
	Year int
	N    int
}

// Valid tells whether the name names a period.
func (p PeriodName) Valid() bool {
	in := func(low, high int) bool { return p.N >= low && p.N <= high }
	if p.Year < 1000 || p.Year > 9999 {
		return p.Kind == AdHoc && p.Year == 0
	}
	switch p.Kind {
	case Month:
		return in(1, 12)
	case Quarter:
		return in(1, 4)
	case Half:
		return in(1, 2)
	case NineMonths, Year:
		return p.N == 0
	case Term:
		return in(p.Year+1, min(p.Year+10, 9999))
	case AdHoc:
		return true
	}
	return false
}

// Naming is the month, quarter, half, nine months or year that a day lies in; of other kinds the zero name.
func Naming(kind PeriodKind, day Date) PeriodName {
	p := PeriodName{Kind: kind, Year: day.Year()}
	switch kind {
	case Month:
		p.N = day.Month()
	case Quarter:
		p.N = (day.Month() + 2) / 3
	case Half:
		p.N = (day.Month() + 5) / 6
	case NineMonths, Year:
	default:
		return PeriodName{}
	}
	return p
}

// Span is the days of the period: for a term both years in full, because the
// exact days stand in the term's record; zero for adhoc and invalid names.
func (p PeriodName) Span() Span {
	if !p.Valid() {
		return Span{}
	}
	switch p.Kind {
	case Month:
		return months(p.Year, p.N, p.N)
	case Quarter:
		return months(p.Year, p.N*3-2, p.N*3)
	case Half:
		return months(p.Year, p.N*6-5, p.N*6)
	case NineMonths:
		return months(p.Year, 1, 9)
	case Year:
		return months(p.Year, 1, 12)
	case Term:
		return Span{From: months(p.Year, 1, 1).From, To: months(p.N, 12, 12).To}
	}
	return Span{}
}

func months(year, first, last int) Span {
	from, _ := NewDate(year, first, 1)
	to, _ := NewDate(year, last, daysIn(year, last))
	return Span{From: from, To: to}
}

// YearToDate is the days from the start of the period's year to its end, the
// basis of cumulative figures; for a term its Span.
func (p PeriodName) YearToDate() Span {
	span := p.Span()
	if p.Kind != Term && !span.Zero() {
		span.From = months(p.Year, 1, 1).From
	}
	return span
}

// Title is the period's name as a heading: "Quý I/2021", "Q1 2021"; empty for
// adhoc, which is named by its record.
func (p PeriodName) Title(lang i18n.Lang) string {
	if !p.Valid() {
		return ""
	}
	return p.title().In(lang)
}

// In is Title, so that a PeriodName can be an argument of a message.
func (p PeriodName) In(lang i18n.Lang) string { return p.Title(lang) }

func (p PeriodName) title() i18n.Text {
	switch p.Kind {
	case Month:
		return i18n.Text{VI: fmt.Sprintf("Tháng %d/%d", p.N, p.Year), EN: fmt.Sprintf("%s %d", monthName(p.N), p.Year)}
	case Quarter:
		return i18n.Text{VI: fmt.Sprintf("Quý %s/%d", Roman(p.N), p.Year), EN: fmt.Sprintf("Q%d %d", p.N, p.Year)}
	case Half:
		if p.N == 1 {
			return i18n.Text{VI: fmt.Sprintf("6 tháng đầu năm %d", p.Year), EN: fmt.Sprintf("First half of %d", p.Year)}
		}
		return i18n.Text{VI: fmt.Sprintf("6 tháng cuối năm %d", p.Year), EN: fmt.Sprintf("Second half of %d", p.Year)}
	case NineMonths:
		return i18n.Text{VI: fmt.Sprintf("9 tháng đầu năm %d", p.Year), EN: fmt.Sprintf("First nine months of %d", p.Year)}
	case Year:
		return i18n.Text{VI: fmt.Sprintf("Năm %d", p.Year), EN: fmt.Sprintf("Year %d", p.Year)}
	case Term:
		return i18n.Text{VI: fmt.Sprintf("Nhiệm kỳ %d-%d", p.Year, p.N), EN: fmt.Sprintf("Term %d-%d", p.Year, p.N)}
	}
	return i18n.Text{}
}

// Next is the period of the same kind that follows; nine months and years move
// by a year, a term by its length. adhoc has none and gives the zero name.
func (p PeriodName) Next() PeriodName { return p.move(1) }

// Previous is the period of the same kind before.
func (p PeriodName) Previous() PeriodName { return p.move(-1) }

func (p PeriodName) move(by int) PeriodName {
	perYear := map[PeriodKind]int{Month: 12, Quarter: 4, Half: 2}[p.Kind]
	switch {
	case !p.Valid() || p.Kind == AdHoc:
		return PeriodName{}
	case perYear > 0:
		index := p.Year*perYear + p.N - 1 + by
		p.Year, p.N = index/perYear, index%perYear+1
	case p.Kind == Term:
		length := p.N - p.Year
		p.Year, p.N = p.Year+by*length, p.N+by*length
	default:
		p.Year += by
	}
	if !p.Valid() {
		return PeriodName{}
	}
	return p
}

// SameLastYear is the same period a year earlier, the base of "so với cùng
// kỳ"; for a term the term before.
func (p PeriodName) SameLastYear() PeriodName {
	if p.Kind == Term || p.Kind == AdHoc {
		return p.Previous()
	}
	p.Year--
	if !p.Valid() {
		return PeriodName{}
	}
	return p
}
