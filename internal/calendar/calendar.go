package calendar

import (
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Period is a span of days under review or planned for. Of an ad-hoc period
// that ends at an event, To is the event's day as it stands now.
type Period struct {
	ID       ident.ID
	Kind     when.PeriodKind
	Year, N  int // as in when.PeriodName; 0 for adhoc
	From, To when.Date
	EndEvent ident.ID // 0 where the end is a day
	Name     string   // of an ad-hoc period; for one that ends at an event, the event's name
}

// PeriodName is the period's name in the calendar; the zero name for adhoc.
func (p Period) PeriodName() when.PeriodName {
	if p.Kind == when.AdHoc {
		return when.PeriodName{}
	}
	return when.PeriodName{Kind: p.Kind, Year: p.Year, N: p.N}
}

// Title is the period's name as a heading.
func (p Period) Title(lang i18n.Lang) string {
	switch {
	case p.Kind != when.AdHoc:
		return p.PeriodName().Title(lang)
	case p.EndEvent != 0:
		return i18n.Fill(lang, i18n.Text{VI: "Từ {from} đến {event}", EN: "From {from} to {event}"}.In(lang), "from", p.From, "event", p.Name)
	case p.Name != "":
		return p.Name
	}
	return i18n.Fill(lang, i18n.Text{VI: "Từ {from} đến {to}", EN: "From {from} to {to}"}.In(lang), "from", p.From, "to", p.To)
}

// In is Title, so that a Period can be an argument of a message.
func (p Period) In(lang i18n.Lang) string { return p.Title(lang) }

// Span is the days of the period, both ends included.
func (p Period) Span() when.Span { return when.Span{From: p.From, To: p.To} }

// YearToDate is the days from the start of the year to the period's end.
func (p Period) YearToDate() when.Span {
	if p.Kind != when.AdHoc {
		return p.PeriodName().YearToDate()
	}
	from, _ := when.NewDate(p.From.Year(), 1, 1)
	return when.Span{From: from, To: p.To}
}

// Event is something on a day that others refer to: an election day, a congress.
type Event struct {
	ID          ident.ID
	Code        string // "" for those nobody refers to by name
	Name        string
	Kind        string // milestone, election, congress, session, deadline, holiday, other
	Date        when.Date
	Provisional bool // the day is not settled yet
	Unit        ident.ID
}

// NewEvent describes an event to be created.
type NewEvent struct {
	Code        string
	Name        string
	Kind        string
	Date        when.Date
	Provisional bool
	Unit        ident.ID
	Key         string // makes a retried request come in once
}

// Move is one moving of an event.
type Move struct {
	Before, After when.Date
	Provisional   bool // as it was set by this move
	Reason        string
	At            when.Instant
	Actor         string
}

// Anchor is a record that stands or falls with an event's day.
type Anchor struct {
	Kind    string // "period", "task", "step" …
	Subject ident.ID
	Label   string
	Link    string
	From    when.Date // the event cannot move before this day, 0 for no limit

	Standing []Standing // of a period: what stands on it
}

// Due is when something is due: a day, or the day of an event. Exactly one is set.
type Due struct {
	Date  when.Date `json:"date,omitempty"`
	Event ident.ID  `json:"event,omitempty"`
}

// Check refuses a Due with neither or both. field is the form's field.
func (d Due) Check(field string) error {
	switch {
	case d.Date == 0 && d.Event == 0:
		return fault.Invalid(field, "calendar.due_missing")
	case d.Date != 0 && d.Event != 0:
		return fault.Invalid(field, "calendar.due_twice")
	case d.Date != 0 && !d.Date.Valid():
		return fault.Invalid(field, "calendar.no_such_day")
	}
	return nil
}
