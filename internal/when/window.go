package when

// Closing says on which day of a month a regime closes its figures, for the
// months that end a period of a kind: 14 closes on the 14th, so that a month
// runs from the 15th of the month before; 0 closes with the month. Days above
// 28 are not closing days: not every month has them.
type Closing func(kind PeriodKind, year, month int) int

// CloseOn closes every month on the same day.
func CloseOn(day int) Closing { return func(PeriodKind, int, int) int { return day } }

// MaxClosing is the latest day that every month has.
const MaxClosing = 28

// end is the last day of figures of a period that ends with a month.
func (c Closing) end(kind PeriodKind, year, month int) Date {
	if month == 0 {
		year, month = year-1, 12
	}
	day := c(kind, year, month)
	if day < 1 || day > MaxClosing {
		day = daysIn(year, month)
	}
	d, _ := NewDate(year, month, day)
	return d
}

// Window is the days of a period under a regime: from the day after the period
// before was closed to the day on which this one is. A window thus never
// overlaps the one before and leaves no day out, also where the closing day
// changed between the two. A term keeps its calendar days; adhoc has none.
func (p PeriodName) Window(c Closing) Span {
	if !p.Valid() {
		return Span{}
	}
	first, last := 1, 12
	switch p.Kind {
	case Month:
		first, last = p.N, p.N
	case Quarter:
		first, last = p.N*3-2, p.N*3
	case Half:
		first, last = p.N*6-5, p.N*6
	case NineMonths:
		last = 9
	case Year:
	default:
		return p.Span()
	}
	before := c.end(p.Kind, p.Year, first-1)
	if before.Zero() { // the year 1000
		return Span{}
	}
	return Span{From: before.AddDays(1), To: c.end(p.Kind, p.Year, last)}
}

// WindowToDate is the days from the start of the regime's year to the end of
// the period's window, the days of its cumulative figures.
func (p PeriodName) WindowToDate(c Closing) Span {
	w := p.Window(c)
	if w.Zero() || p.Kind == Term {
		return w
	}
	w.From = c.end(p.Kind, p.Year, 0).AddDays(1)
	return w
}

// Within tells whether the period lies in another by its name: a month in its
// quarter, half, nine months and year.
func (p PeriodName) Within(of PeriodName) bool {
	a, b := p.Span(), of.Span()
	return !a.Zero() && !b.Zero() && p != of && b.Covers(a)
}

// Parts lists the periods of a kind that make up the period, in order, nil
// where they do not: a quarter is three months, a year is not nine months.
func (p PeriodName) Parts(kind PeriodKind) []PeriodName {
	perYear := map[PeriodKind]int{Month: 12, Quarter: 4, Half: 2}[kind]
	if perYear == 0 || !p.Valid() || p.Kind == Term || p.Kind == AdHoc || p.Kind == kind {
		return nil
	}
	var list []PeriodName
	days := 0
	for n := 1; n <= perYear; n++ {
		part := PeriodName{Kind: kind, Year: p.Year, N: n}
		if part.Within(p) {
			list = append(list, part)
			days += part.Span().Days()
		}
	}
	if days != p.Span().Days() {
		return nil
	}
	return list
}
