package report

import (
	"encoding/json"

	"giaoban/internal/calendar"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Request is a form asked of the units of a scope for a period.
type Request struct {
	ID       ident.ID
	Form     ident.ID
	FormCode string
	Period   calendar.Period
	Opener   ident.ID // the unit that asked, and to which the topmost units report
	Scope    org.Scope
	Deadline when.Instant
	Note     string
	OpenedAt when.Instant
	OpenedBy string
	Title    i18n.Text // of the form
}

// TreeDate is the day whose tree holds for the request: the end of its period.
func (r Request) TreeDate() when.Date { return r.Period.To }

// Heading is form and period as one title: "Báo cáo quý · Quý I/2021".
func (r Request) Heading(lang i18n.Lang) string {
	return r.Title.In(lang) + " · " + r.Period.Title(lang)
}

// In is Heading, so that a Request can be an argument of a message.
func (r Request) In(lang i18n.Lang) string { return r.Heading(lang) }

// DaysLeft counts the days until the deadline, negative when it has passed.
func (r Request) DaysLeft(today when.Date) int { return r.Deadline.Date().Sub(today) }

// NewRequest asks for reports. Either Period or PeriodText is given.
type NewRequest struct {
	FormCode   string
	Period     ident.ID
	PeriodText string // as people write it: "quý I/2021"
	Opener     ident.ID
	Scope      org.Scope // Under is the opener where it is 0
	Deadline   when.Instant
	Note       string
	Key        string
}

func encodeScope(s org.Scope) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}
