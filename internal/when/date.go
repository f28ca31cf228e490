package when

import (
	"fmt"
	"time"
)

// Date is a day as yyyymmdd; 0 is no day.
type Date int32

// Zone is the zone of every installation, Asia/Ho_Chi_Minh: +07:00 all year.
// It is fixed, so no zone database is needed on the machine.
func Zone() *time.Location { return time.FixedZone("+07", 7*60*60) }

// NewDate gives the day, or false if there is no such day. Years have four digits.
func NewDate(y, m, d int) (Date, bool) {
	if y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return Date(y*10000 + m*100 + d), true
}

// DateOf gives the day on which t falls in Zone.
func DateOf(t time.Time) Date {
	d, _ := NewDate(yearMonthDay(t.In(Zone())))
	return d
}

func yearMonthDay(t time.Time) (int, int, int) { return t.Year(), int(t.Month()), t.Day() }

func daysIn(y, m int) int {
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Year, Month and Day are the parts of the day, 0 for no day.
func (d Date) Year() int { return int(d) / 10000 }

// Month is 1 to 12.
func (d Date) Month() int { return int(d) / 100 % 100 }

// Day is the day of the month.
func (d Date) Day() int { return int(d) % 100 }

// Valid tells whether the day exists; use it on numbers from outside.
func (d Date) Valid() bool {
	_, ok := NewDate(d.Year(), d.Month(), d.Day())
	return ok && d > 0
}

// Zero tells whether this is no day.
func (d Date) Zero() bool { return d == 0 }

// Weekday of the day.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Time is midnight at the start of the day, in Zone; the zero time for no day.
func (d Date) Time() time.Time {
	if d.Zero() {
		return time.Time{}
	}
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, Zone())
}

// Start is the first moment of the day.
func (d Date) Start() Instant { return At(d, 0) }

func (d Date) utc() time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC)
}

// AddDays moves by n days. No day stays no day; beyond the years 1000 to 9999
// it becomes no day.
func (d Date) AddDays(n int) Date {
	if d.Zero() || n > 4_000_000 || n < -4_000_000 {
		return 0
	}
	moved, _ := NewDate(yearMonthDay(d.utc().AddDate(0, 0, n)))
	return moved
}

// AddMonths moves by n months and keeps the day of the month where it exists,
// else takes the last: a month after 31/1 is 28/2 or 29/2.
func (d Date) AddMonths(n int) Date {
	if d.Zero() || n > 120_000 || n < -120_000 {
		return 0
	}
	months := d.Year()*12 + d.Month() - 1 + n
	if months < 12 {
		return 0
	}
	y, m := months/12, months%12+1
	moved, _ := NewDate(y, m, min(d.Day(), daysIn(y, m)))
	return moved
}

// Sub is the number of days from e to d, negative if d is earlier.
func (d Date) Sub(e Date) int { return int((d.utc().Unix() - e.utc().Unix()) / (24 * 60 * 60)) }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d < e }

// After tells whether d is a later day than e.
func (d Date) After(e Date) bool { return d > e }

// String is ISO yyyy-mm-dd, for machines and date fields; empty for no day.
func (d Date) String() string {
	if d.Zero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year(), d.Month(), d.Day())
}
