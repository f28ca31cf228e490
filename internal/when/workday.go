package when

import "time"

// WorkDays is the days on which offices work: Monday to Friday, but for the
// days off in Off and with the weekend days in On, on which a day off is made
// up for. A day in both is worked.
type WorkDays struct{ Off, On map[Date]bool }

// Working tells whether offices work on the day.
func (w WorkDays) Working(d Date) bool {
	switch {
	case d.Zero():
		return false
	case w.On[d]:
		return true
	case w.Off[d]:
		return false
	}
	day := d.Weekday()
	return day != time.Saturday && day != time.Sunday
}

// searched bounds the search for a working day, so that a list that gives every day off ends.
const searched = 366

// After is the n-th working day after d; for n 0 d itself where it is worked,
// else the next that is. No day where there is none within a year.
func (w WorkDays) After(d Date, n int) Date {
	if n < 0 {
		return w.Before(d, -n)
	}
	if n == 0 && w.Working(d) {
		return d
	}
	for range searched + n*7 {
		d = d.AddDays(1)
		if w.Working(d) {
			if n--; n <= 0 {
				return d
			}
		}
	}
	return 0
}

// Before is the n-th working day before d; for n 0 d itself where it is worked,
// else the last that was.
func (w WorkDays) Before(d Date, n int) Date {
	if n < 0 {
		return w.After(d, -n)
	}
	if n == 0 && w.Working(d) {
		return d
	}
	for range searched + n*7 {
		d = d.AddDays(-1)
		if w.Working(d) {
			if n--; n <= 0 {
				return d
			}
		}
	}
	return 0
}

// Count is the number of working days after from up to and with to; 0 where to
// is not later. Runs longer than ten years count the first ten.
func (w WorkDays) Count(from, to Date) int {
	n := 0
	for d, i := from.AddDays(1), 0; d <= to && !d.Zero() && i < 3660; d, i = d.AddDays(1), i+1 {
		if w.Working(d) {
			n++
		}
	}
	return n
}
