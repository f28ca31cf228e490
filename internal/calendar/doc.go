// Package calendar keeps the days that others refer to: periods, events, terms,
// days off, reporting regimes.
//
// A period is a month, quarter, half, nine months, year or term by its name in
// the calendar, or an ad-hoc span that ends on a day or at an event. Records
// refer to periods by identifier.
//
// An event has a day and may move, with a reason; every move is kept. Who stands
// or falls with the day (a period that ends there, a task that is due there)
// anchors to the event. Then:
//   - an event does not move before the start of what is anchored to it;
//   - an event that something is anchored to is not removed;
//   - everything anchored moves with it, because it stores the event, not the day.
//
// A period holds its event only while something stands on it: a conference, a
// request for reports, a task. Typing a period makes its record, which alone
// decides nothing. Other domains say what stands on periods (Stander).
//
// A reporting regime rules which periods there are, on which day of the month
// figures are closed, how many working days later each level must have filed,
// and when who has not is reminded. It has versions from a day on; what has
// taken effect is never changed. Its windows of one kind follow one another
// without gap or overlap, also from one version to the next: a window begins
// the day after the one before was closed.
package calendar
