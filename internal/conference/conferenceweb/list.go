package conferenceweb

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// row is a conference in the list, with the reader's own site.
type row struct {
	conference.Facts
	Site conference.Site
	Mine bool // the unit hosts it
}

type listView struct {
	Upcoming []row // nearest first
	Past     []row // newest first
	MayCall  bool
	MayWrite bool // news
}

func (p *pages) list(c *web.Ctx) error {
	all, err := p.s.List(c.Context(), c.Actor, 0)
	if err != nil {
		return err
	}
	v := listView{MayCall: c.Actor.HasAt(actor.CallConference, c.Actor.Unit)}
	for _, f := range all {
		r := row{Facts: f}
		for _, u := range c.Actor.Units() {
			if f.HostedBy(u) {
				r.Mine = true
			}
		}
		if f.Running() {
			if r.Site, _, err = p.s.SiteOf(c.Context(), c.Actor, f.ID, c.Actor.Unit); err != nil {
				return err
			}
		}
		if past(f.Conference, c.Today) {
			v.Past = append(v.Past, r)
		} else {
			v.Upcoming = append(v.Upcoming, r)
		}
	}
	slices.Reverse(v.Upcoming)
	b := c.Base("conferences", "conference.list_title")
	v.MayWrite = c.Actor.HasAt(actor.WriteNews, c.Actor.Unit)
	b = b.WithActions(listActions(b, v))
	return c.Render(listPage(b, v))
}

// past tells whether a conference no longer waits for its day. One that is open, or whose notice is still to come, does not count as past.
func past(c conference.Conference, today when.Date) bool {
	switch c.Status {
	case conference.Open, conference.Closed:
		return false
	case conference.Concluded, conference.Cancelled:
		return true
	}
	return c.Date.Before(today)
}

// countdown is "K−3" before the day, "K" on it, "" after.
func countdown(day, today when.Date) string {
	switch n := day.Sub(today); {
	case n > 0:
		return "K−" + strconv.Itoa(n)
	case n == 0:
		return "K"
	}
	return ""
}

func statusChip(b shell.Base, s conference.Status) (shell.ChipKind, string, string) {
	text := b.T("conference.status_" + string(s))
	switch s {
	case conference.Draft:
		return shell.ChipPlain, "pen-line", text
	case conference.Called:
		return shell.ChipWait, "send", text
	case conference.Open:
		return shell.ChipOK, "radio", text
	case conference.Closed:
		return shell.ChipLate, "circle-dot", text
	case conference.Concluded:
		return shell.ChipOK, "circle-check", text
	case conference.Postponed:
		return shell.ChipLate, "calendar-clock", text
	}
	return shell.ChipPlain, "ban", text
}

func lineChip(b shell.Base, s conference.SiteStatus) (shell.ChipKind, string, string) {
	text := b.T("conference.line_" + string(s))
	switch s {
	case conference.Confirmed:
		return shell.ChipOK, "check", text
	case conference.Connected:
		return shell.ChipOK, "circle-check", text
	case conference.Lost:
		return shell.ChipBad, "wifi-off", text
	case conference.Left:
		return shell.ChipPlain, "log-out", text
	}
	return shell.ChipLate, "circle", text
}

// whenText is "chiều thứ sáu, 2/4/2021, 14:00".
func whenText(b shell.Base, c conference.Conference) string {
	return b.T("conference.when_text", "part", b.T("conference.part_"+string(c.Part)), "date", b.DateLong(c.Date), "time", when.TimeOfDay(c.Start))
}

func numberText(b shell.Base, c conference.Conference) string {
	if c.Number == 0 {
		return b.T("conference.no_number")
	}
	return b.T("conference.number", "n", strconv.Itoa(c.Number), "year", strconv.Itoa(c.Year))
}

func hostText(f conference.Facts) string {
	text := ""
	for i, name := range f.HostNames {
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}

func periodsText(b shell.Base, f conference.Facts) string {
	switch {
	case !f.Review.Zero() && !f.Plan.Zero():
		return b.T("conference.periods_both", "review", within(b, f.ReviewPeriod), "plan", within(b, f.PlanPeriod))
	case !f.Review.Zero():
		return b.T("conference.periods_review", "review", within(b, f.ReviewPeriod))
	case !f.Plan.Zero():
		return b.T("conference.periods_plan", "plan", within(b, f.PlanPeriod))
	}
	return ""
}

// within is the name of a period in the middle of a Vietnamese sentence: "quý I/2021".
func within(b shell.Base, p calendar.Period) string {
	title := p.Title(b.Lang)
	if b.Lang != i18n.VI {
		return title
	}
	r, n := utf8.DecodeRuneInString(title)
	return string(unicode.ToLower(r)) + title[n:]
}

func idOf(list []ident.ID, at int) string {
	if at < len(list) {
		return list[at].String()
	}
	return ""
}
