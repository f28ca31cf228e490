// Package calendarweb is the pages of the calendar: events by day, an event with
// what hangs on it and how it moved, and the forms for the owner's office.
package calendarweb
