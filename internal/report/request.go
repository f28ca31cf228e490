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
	Deadline when.Instant // the last of its units' deadlines
	Note     string
	OpenedAt when.Instant
	OpenedBy string
	Title    i18n.Text // of the form

	Regime    ident.ID       // 0: none
	Basis     calendar.Basis // of its flows; "": as the form says
	Parent    ident.ID       // the period of which its own is a part, 0: none
	Deadlines []LevelDue     // by level, the highest first; empty where one day holds for all

	Under i18n.Text // the regime in words, where the same form and period are asked under another too: it tells them apart
	twins int64     // how many others ask the same form and period of the same opener
}

// LevelDue is when the units of a level must have filed.
type LevelDue struct {
	Level string       `json:"level"`
	At    when.Instant `json:"at"`
	Fixed bool         `json:"fixed,omitempty"` // set by who opened the request: it does not follow the period's end
}

// TreeDate is the day whose tree holds for the request: the end of its period. See Service.treeOf.
func (r Request) TreeDate() when.Date { return r.Period.To }

// Heading is form and period as one title: "Báo cáo quý · Quý I/2021"; with the regime where it is asked under two.
func (r Request) Heading(lang i18n.Lang) string {
	return r.Title.In(lang) + " · " + r.PeriodTitle(lang)
}

// PeriodTitle names the period, with the regime where the same is asked under two: "Quý I/2021 · Chế độ thống kê".
func (r Request) PeriodTitle(lang i18n.Lang) string {
	if r.Under.VI == "" {
		return r.Period.Title(lang)
	}
	return r.Period.Title(lang) + " · " + r.Under.In(lang)
}

// In is Heading, so that a Request can be an argument of a message.
func (r Request) In(lang i18n.Lang) string { return r.Heading(lang) }

// DaysLeft counts the days until the deadline, negative when it has passed.
func (r Request) DaysLeft(today when.Date) int { return r.Deadline.Date().Sub(today) }

// NewRequest asks for reports. Either Period or PeriodText is given. Under a
// regime the period takes the regime's window and each level the regime's
// deadline, where none is given here.
type NewRequest struct {
	FormCode   string
	Period     ident.ID
	PeriodText string // as people write it: "quý I/2021"
	Opener     ident.ID
	Scope      org.Scope // Under is the opener where it is 0
	Deadline   when.Instant
	Note       string
	Key        string

	Regime     ident.ID
	Basis      calendar.Basis          // "": as the regime says, else the form
	ParentText string                  // the period of which this one is a part, as people write it
	Deadlines  map[string]when.Instant // by level
}

func encodeDeadlines(list []LevelDue) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	b, err := json.Marshal(list)
	return string(b), err
}

func encodeScope(s org.Scope) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}
