// Package when is the calendar of an installation: days, moments, clocks and
// the periods of the reporting regime, read and written the way Vietnamese
// offices do.
//
// A Date is a day of the installation's zone (+07:00, no daylight saving) and
// is stored as yyyymmdd; an Instant is a moment and is stored as milliseconds
// UTC. 0 means "none" for both. The present comes only from a Clock, handed
// in by whoever wires the program, so that a rule can be tested on any day.
//
// Reading never guesses silently: a day without a year is proposed as the
// nearest one and marked YearAssumed, a weekday that does not fit its date is
// refused with the right one, a day that does not exist is refused by name.
// Refusals are *fault.Fault with the keys of Messages.
//
// Invariants: Format then parse gives the same value; a Date made by this
// package always exists; a period's Span is never empty except for adhoc.
package when
