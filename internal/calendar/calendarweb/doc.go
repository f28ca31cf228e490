// Package calendarweb is the pages of the calendar: events by day, an event with
// what hangs on it and how it moved, the forms for the owner's office; the days
// off; reporting regimes with their coming windows and deadlines.
package calendarweb
