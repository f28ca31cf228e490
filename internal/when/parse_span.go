package when

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// MaxSpan is how many years a period between two days may be long: as a term.
const MaxSpan = 10

// SpanText is a span of days as it was typed. Until names what happens on the
// last day where that is no day of the calendar; then To is 0.
type SpanText struct {
	Span
	Until string
}

var (
	dayOnly = regexp.MustCompile(`^(?:ngay )?(\d{1,2})$`)
	figures = regexp.MustCompile(`^[\d][\d/. -]*$`)
)

// The words around the ends of a span, folded.
func spanLeads() []string  { return []string{"tu", "from", "between"} }
func untilLeads() []string { return []string{"den", "toi", "until", "till"} } // alone: from now
func spanWords() []string  { return []string{"den", "toi", "to", "until", "till", "and", "-"} }
func startWords() []string {
	return []string{"dau", "the start of", "start of", "the beginning of", "beginning of"}
}
func endWords() []string { return []string{"het", "cuoi", "the end of", "end of"} }
func nowWords() []string {
	return []string{"nay", "hom nay", "ngay hom nay", "bay gio", "now", "today"}
}
func thisYear() []string { return []string{"nam", "nam nay", "the year", "year", "this year"} }

// ParseSpan reads a period that runs from a day to a day, as documents write
// it: "từ 1/3/2021 đến 15/4/2021", "1/3 – 15/4/2021", "1-15/3/2021", "từ tháng
// 1 đến hết quý II/2021", "từ nay đến hết năm", or to something that is no day:
// "từ 30/12/2020 đến Đại hội XIII". What is missing of one end is taken from
// the other; near stands for now and for a year that neither end has. ok tells
// whether the text is such a period, right or wrong; the error is a
// *fault.Fault without a field.
func ParseSpan(s string, near Date) (span SpanText, ok bool, err error) {
	rest, led := cutWord(strings.TrimRight(short(s), " .,;"), spanLeads())
	if !led {
		if end, until := cutWord(rest, untilLeads()); until {
			span, err := readSpan(edge{now: true}, end, s, near)
			return span, true, err
		}
		if _, _, _, day := dateParts(rest); day {
			return SpanText{}, false, nil
		}
	}
	for i := range len(rest) { // 1/3/2021-15/4/2021: folding has drawn figures on both sides of a dash together
		if rest[i] != '-' {
			continue
		}
		left, right := strings.TrimSpace(rest[:i]), strings.TrimSpace(rest[i+1:])
		first, isDay := readDay(left, true)
		if _, ends := readDay(right, false); isDay && ends {
			span, err := readSpan(first, right, s, near)
			return span, true, err
		}
	}
	words := strings.Fields(rest)
	for i, word := range words {
		if !slices.Contains(spanWords(), word) || i == 0 && !led || i == len(words)-1 {
			continue
		}
		left := strings.Join(words[:i], " ")
		first, isDay := readDay(left, true)
		if !isDay && word != "-" {
			first, isDay = readEdge(left, startWords(), true)
		}
		if isDay {
			span, err := readSpan(first, strings.Join(words[i+1:], " "), s, near)
			return span, true, err
		}
		if led && left != "" {
			return SpanText{}, true, fault.Invalid("", "when.not_a_date", "text", clip(left))
		}
	}
	if led {
		return SpanText{}, true, fault.Invalid("", "when.span_half")
	}
	return SpanText{}, false, nil
}

// CheckSpan refuses a span that ends before it begins or is longer than a term.
// The fault has no field.
func CheckSpan(s Span) error {
	switch {
	case s.To < s.From:
		return fault.Invalid("", "when.span_backwards", "from", s.From, "to", s.To)
	case s.To > s.From.AddMonths(12*MaxSpan):
		return fault.Invalid("", "when.span_too_long", "from", s.From, "to", s.To, "most", MaxSpan)
	}
	return nil
}

// cutWord takes one of some words off the front.
func cutWord(s string, words []string) (rest string, ok bool) {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(s, w+" "); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return s, slices.Contains(words, s)
}

// edge is one end of a span: a day, perhaps without its year or even its
// month, a period of the calendar, perhaps without its year, or now.
type edge struct {
	y, m, d string
	weekday time.Weekday
	named   bool // the weekday was written
	period  PeriodName
	now     bool
	err     error // it looks like an end, but there is none such
}

// readDay reads a folded day; the first of a span may be without its month: "1-15/3".
func readDay(s string, first bool) (e edge, ok bool) {
	if slices.Contains(nowWords(), s) {
		return edge{now: true}, true
	}
	rest, weekday, named := cutWeekday(s)
	e.weekday, e.named = weekday, named
	if e.y, e.m, e.d, ok = dateParts(rest); ok {
		return e, true
	}
	if f := dayOnly.FindStringSubmatch(rest); f != nil && first {
		e.d = f[1]
		return e, true
	}
	return edge{}, false
}

// readEdge is readDay, also of a period of which the first or last day is meant.
func readEdge(s string, lead []string, first bool) (e edge, ok bool) {
	s, cut := cutWord(s, lead)
	if e, ok = readDay(s, first); ok {
		return e, true
	}
	if cut && slices.Contains(thisYear(), s) {
		return edge{period: PeriodName{Kind: Year}}, true
	}
	p, err := ParsePeriod(s, 0)
	switch {
	case err == nil:
		return edge{period: p}, true
	case fault.Is(err, "when.year_missing"):
		body, _ := cutYear(s)
		p, _, _ := periodPart(body)
		return edge{period: p}, true
	case fault.Is(err, "when.not_a_period"):
		return edge{}, false
	}
	return edge{err: err}, true
}

// readSpan reads the end and resolves both. typed is the whole text as it came.
func readSpan(first edge, end, typed string, near Date) (SpanText, error) {
	if first.err != nil {
		return SpanText{}, first.err
	}
	last, ok := readEdge(end, endWords(), false)
	switch {
	case ok && last.err != nil:
		return SpanText{}, last.err
	case !ok && end == "":
		return SpanText{}, fault.Invalid("", "when.span_half")
	case !ok && figures.MatchString(end):
		return SpanText{}, fault.Invalid("", "when.not_a_date", "text", clip(end))
	case !ok && first.m == "" && first.d != "":
		return SpanText{}, fault.Invalid("", "when.not_a_date", "text", first.d)
	case (first.now || !first.dated() && (!ok || !last.dated())) && !near.Valid():
		return SpanText{}, fault.Invalid("", "when.year_missing")
	}
	var span SpanText
	var err error
	if !ok {
		if span.From, err = first.on(near, true, nearer); err != nil {
			return SpanText{}, err
		}
		name, _ := cutWord(end, []string{"het"})
		span.Until = asTyped(name, typed)
		return span, nil
	}
	switch {
	case first.now || first.dated():
		if span.From, err = first.on(near, true, nearer); err == nil {
			span.To, err = last.on(span.From, false, after)
		}
	default:
		if span.To, err = last.on(near, false, nearer); err == nil {
			span.From, err = first.on(span.To, true, before)
		}
	}
	if err == nil {
		err = CheckSpan(span.Span)
	}
	return span, err
}

// dated tells whether the end has its year.
func (e edge) dated() bool { return e.y != "" || e.period.Year != 0 }

// Where a year is missing: the nearest to the other day, the last before it, the first after it.
const (
	before = iota - 1
	nearer
	after
)

// on is the day of the edge; other is the other end, or now.
func (e edge) on(other Date, first bool, side int) (Date, error) {
	if e.now {
		return other, nil
	}
	if e.period.Kind != "" {
		return e.period.edgeOf(other, first, side), nil
	}
	year, month := e.y, e.m
	if month == "" { // "1-15/3": of the same month
		month = strconv.Itoa(other.Month())
	}
	m, d := number(month), number(e.d)
	if year == "" && side == nearer {
		day, err := nearest(m, d, other)
		if err != nil {
			return 0, err
		}
		return e.checked(day)
	}
	if year == "" {
		y, at := other.Year(), m*100+d
		switch of := other.Month()*100 + other.Day(); {
		case side == before && at > of:
			y--
		case side == after && at < of:
			y++
		}
		year = strconv.Itoa(y)
	}
	day, err := exact(year, m, d)
	if err != nil {
		return 0, err
	}
	return e.checked(day)
}

// checked refuses a day on another weekday than was written.
func (e edge) checked(day Date) (Date, error) {
	if right := day.Weekday(); e.named && e.weekday != right {
		return 0, fault.Invalid("", "when.wrong_weekday", "date", day, "weekday", weekdayText(right))
	}
	return day, nil
}

// edgeOf is the first or last day of a period, whose year may be missing.
func (p PeriodName) edgeOf(other Date, first bool, side int) Date {
	if p.Year == 0 {
		switch p.Year = other.Year(); {
		case side == nearer && p.Kind != Year:
			p = nearestPeriod(p, other)
		case side == before && p.Span().From > other:
			p.Year--
		case side == after && p.Span().To < other:
			p.Year++
		}
	}
	if first {
		return p.Span().From
	}
	return p.Span().To
}

// asTyped finds the folded words at the end of the text as they were written.
func asTyped(folded, text string) string {
	words := strings.Fields(strings.TrimRight(text, " .,;"))
	for i := range words {
		if tail := strings.Join(words[i:], " "); i18n.Fold(tail) == folded {
			return tail
		}
	}
	return folded
}
