package shell

import (
	"strconv"

	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// Date is a day with its year, "22/6/2026"; "" for none.
func (b Base) Date(d when.Date) string { return d.Full(b.Lang) }

// DateShort is a day without its year where the year is today's, else with it.
func (b Base) DateShort(d when.Date) string {
	if d.Zero() || d.Year() != b.Today.Year() {
		return d.Full(b.Lang)
	}
	return d.Short(b.Lang)
}

// DateLong is a day with its weekday.
func (b Base) DateLong(d when.Date) string { return d.Long(b.Lang) }

// Stamp is a moment with its day: "02/04/2021 - 16:24", "2 April 2021, 16:24".
func (b Base) Stamp(t when.Instant) string { return t.Stamp(b.Lang) }

// Moment is a moment in a list: the time if it was today, "hôm qua 16:24", else the day and time.
func (b Base) Moment(t when.Instant) string {
	switch {
	case t.Zero():
		return ""
	case t.Date() == b.Today:
		return t.Clock()
	case b.Today.Sub(t.Date()) == 1:
		return b.T("shell.yesterday_at", "time", t.Clock())
	}
	return b.DateShort(t.Date()) + " " + t.Clock()
}

// Due is a deadline in words: "17:00 thứ hai 22/6".
func (b Base) Due(t when.Instant) string { return t.Due(b.Lang) }

// Left says how far a day is: "còn 4 ngày", "hôm nay", "quá 3 ngày".
func (b Base) Left(d when.Date) string {
	if d.Zero() {
		return ""
	}
	switch n := d.Sub(b.Today); {
	case n == 0:
		return b.T("shell.due_today")
	case n == 1:
		return b.T("shell.due_tomorrow")
	case n == -1:
		return b.T("shell.overdue_one")
	case n < 0:
		return b.T("shell.overdue_days", "n", -n)
	default:
		return b.T("shell.left_days", "n", n)
	}
}

// Int is a whole number with its thousands grouped.
func (b Base) Int(n int64) string { return i18n.Int(b.Lang, n) }

// Fixed is a number of 10^-scale parts.
func (b Base) Fixed(v int64, scale int) string { return i18n.Fixed(b.Lang, v, scale) }

// Percent is num of den with one decimal, "57,1%"; "–" where den is 0.
func (b Base) Percent(num, den int64) string {
	if s, ok := i18n.Percent(b.Lang, num, den, 1); ok {
		return s
	}
	return "–"
}

// Of is "8/14".
func (b Base) Of(num, den int64) string { return b.Int(num) + "/" + b.Int(den) }

func number(v float64) string { return string(appendNumber(nil, v)) }

func appendNumber(to []byte, v float64) []byte { return strconv.AppendFloat(to, v, 'f', 2, 64) }
