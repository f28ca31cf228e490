package when

import "time"

// Instant is a moment in milliseconds UTC since 1970; 0 is no moment.
type Instant int64

// InstantOf gives the moment of t, cut to the millisecond; 0 for the zero time.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMilli())
}

// At is the moment that many minutes after the start of the day in Zone; 0
// for no day.
func At(d Date, minutes int) Instant {
	if d.Zero() {
		return 0
	}
	return Instant(d.Time().UnixMilli() + int64(minutes)*60_000)
}

// Zero tells whether this is no moment.
func (t Instant) Zero() bool { return t == 0 }

// Time is the moment in Zone; the zero time for no moment.
func (t Instant) Time() time.Time {
	if t.Zero() {
		return time.Time{}
	}
	return time.UnixMilli(int64(t)).In(Zone())
}

// Date is the day in Zone on which the moment falls.
func (t Instant) Date() Date {
	if t.Zero() {
		return 0
	}
	return DateOf(t.Time())
}

// Minutes is the time of day in minutes after midnight.
func (t Instant) Minutes() int {
	at := t.Time()
	return at.Hour()*60 + at.Minute()
}

// Add moves the moment; no moment stays no moment.
func (t Instant) Add(d time.Duration) Instant {
	if t.Zero() {
		return 0
	}
	return t + Instant(d.Milliseconds())
}

// Sub is the time from u to t.
func (t Instant) Sub(u Instant) time.Duration { return time.Duration(t-u) * time.Millisecond }

// Before tells whether t is earlier than u.
func (t Instant) Before(u Instant) bool { return t < u }

// After tells whether t is later than u.
func (t Instant) After(u Instant) bool { return t > u }
