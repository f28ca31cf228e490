package conferenceweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/datebook"
	"giaoban/internal/web/home"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Home is what conferences put on the page "Việc hôm nay": what a site or a host still owes, the days of conferences,
// calls in the inbox, and what the next conference will ask.
type Home struct {
	s *conference.Service
	m *web.Mux
}

// NewHome makes it.
func NewHome(m *web.Mux, s *conference.Service) *Home { return &Home{s: s, m: m} }

var (
	_ home.Source = (*Home)(nil)
	_ home.Dated  = (*Home)(nil)
	_ home.Inbox  = (*Home)(nil)
	_ home.Asks   = (*Home)(nil)

	_ datebook.Source = (*Home)(nil)
)

// Waiting lists the next step of each conference that concerns the unit.
func (h *Home) Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	asked, err := h.s.AsksOf(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	b := h.m.Fragment(lang)
	var items []home.Item
	for _, a := range asked {
		base := home.Item{Title: a.Title, Icon: "video", From: hostText(a.Facts), Href: path(a.ID, "")}
		if a.HostedBy(unit) {
			base.From = ""
		}
		if item, ok := siteItem(b, a, base, who); ok {
			items = append(items, item)
		}
		if item, ok := hostItem(b, a, base, who, unit); ok {
			items = append(items, item)
		}
		if item, ok := chairItem(b, a, base, who); ok {
			items = append(items, item)
		}
	}
	return items, nil
}

// siteItem is what the unit's own site owes before the day.
func siteItem(b shell.Base, a conference.Asked, i home.Item, who actor.Actor) (home.Item, bool) {
	if a.Site.ID.Zero() || !a.Running() || !who.HasAt(actor.KeepSite, a.Site.Unit) {
		return i, false
	}
	i.Href, i.DueAt = path(a.ID, "/sites/"+a.Site.ID.String()), a.StartsAt()
	switch {
	case a.Site.ConfirmedAt.Zero():
		i.Sub, i.Action = b.T("conference.ask_confirm"), b.T("conference.confirm")
	case !a.Site.HasChair() && a.Site.Kind != conference.Observer:
		i.Sub, i.Action = b.T("conference.ask_chair"), b.T("conference.name_chair")
	case a.Status == conference.Open && a.Site.Status != conference.Connected:
		i.Sub, i.Action, i.Href = b.T("conference.ask_join"), b.T("conference.enter_room"), path(a.ID, "/room")
	case a.Status == conference.Called && a.Site.Planned < 0:
		i.Sub, i.Action = b.T("conference.ask_planned"), b.T("conference.open_site")
	default:
		return i, false
	}
	return i, true
}

// hostItem is what the host's own desks owe: sites to chase, conclusions to write, the notice to issue.
func hostItem(b shell.Base, a conference.Asked, i home.Item, who actor.Actor, unit ident.ID) (home.Item, bool) {
	if !a.HostedBy(unit) || !who.HasAt(actor.RunConference, unit) && !who.HasAt(actor.CallConference, unit) {
		return i, false
	}
	switch {
	case a.Status == conference.Draft:
		i.Sub, i.Action, i.Href, i.Due = b.T("conference.ask_call"), b.T("conference.preview_call"), path(a.ID, "/call"), a.Date
	case a.Status == conference.Called && a.Confirmed < a.Sites:
		i.Sub, i.Action, i.DueAt = b.T("conference.ask_chase"), b.T("conference.open_conference"), a.StartsAt()
		i.Done, i.Total = int64(a.Confirmed), int64(a.Sites)
	case a.Status == conference.Open:
		i.Sub, i.Action, i.Due, i.Href = b.T("conference.ask_run"), b.T("conference.enter_room"), a.Date, path(a.ID, "/room")
	case a.Status == conference.Closed && a.Approved():
		i.Sub, i.Action, i.Href, i.Due = b.T("conference.ask_issue"), b.T("conference.issue"), path(a.ID, "/notice"), a.Date.AddDays(3)
	case a.Status == conference.Closed:
		i.Sub, i.Action, i.Href, i.Due = b.T("conference.ask_write"), b.T("conference.to_conclusions"), path(a.ID, "/conclusions"), a.Date.AddDays(3)
		i.Done, i.Total = int64(a.Entered), int64(a.Declared)
		if a.Entered >= a.Declared && a.Entered > 0 {
			i.Blocked = b.T("conference.blocked_approval")
		}
	default:
		return i, false
	}
	return i, true
}

// chairItem opens the console on the day, and afterwards asks for the approval that only a chair can give.
func chairItem(b shell.Base, a conference.Asked, i home.Item, who actor.Actor) (home.Item, bool) {
	if !conference.CanApprove(who, a.Conference) {
		return i, false
	}
	switch {
	case a.Running() && b.Today == a.Date || a.Status == conference.Open:
		i.Sub, i.Action, i.Href, i.DueAt = b.T("conference.ask_lead"), b.T("conference.console"), path(a.ID, "/chair"), a.StartsAt()
		return i, true
	case a.Status != conference.Closed || a.Approved() || a.Entered == 0:
		return i, false
	}
	i.Sub, i.Action, i.Href, i.Due, i.Icon = b.T("conference.ask_approve"), b.T("conference.approve"), path(a.ID, "/conclusions"), a.Date, "signature"
	return i, true
}

// Days marks the days of conferences.
func (h *Home) Days(ctx context.Context, who actor.Actor, unit ident.ID, span when.Span, lang i18n.Lang) ([]home.Mark, error) {
	list, err := h.s.List(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	b := h.m.Fragment(lang)
	var marks []home.Mark
	for _, f := range list {
		if span.Contains(f.Date) && f.Status != conference.Cancelled && f.Status != conference.Postponed && f.Status != conference.Draft {
			marks = append(marks, home.Mark{Date: f.Date, Text: b.T("conference.mark", "time", when.TimeOfDay(f.Start)), Href: path(f.ID, ""), Kind: home.MarkMeeting, Conference: true})
		}
	}
	return marks, nil
}

// Entries gives the conferences of the unit, and those its person chairs, for calendars outside. One that is put off is off until it is called again.
func (h *Home) Entries(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]datebook.Entry, error) {
	list, err := h.s.List(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	b := h.m.Fragment(lang)
	var entries []datebook.Entry
	for _, f := range list {
		if f.Status == conference.Draft || f.Date.Before(b.Today.AddDays(-62)) {
			continue
		}
		entries = append(entries, datebook.Entry{Kind: "conference", ID: f.ID, At: when.At(f.Date, f.Start), Title: f.Title, Text: hostText(f), Place: f.Place,
			Href: path(f.ID, ""), Changed: max(f.CalledAt, f.OpenedAt, f.ClosedAt), Sequence: f.Version,
			Cancelled: f.Status == conference.Cancelled || f.Status == conference.Postponed})
	}
	return entries, nil
}

// Arrived puts calls into the inbox, new until the site is confirmed.
func (h *Home) Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Letter, error) {
	asked, err := h.s.AsksOf(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	b := h.m.Fragment(lang)
	var letters []home.Letter
	for _, a := range asked {
		if a.Site.ID.Zero() || a.HostedBy(unit) || a.Status == conference.Draft {
			continue
		}
		letters = append(letters, home.Letter{From: hostText(a.Facts), Text: b.T("conference.letter", "title", a.Title, "date", a.Date), At: a.CalledAt,
			Href: path(a.ID, "/sites/"+a.Site.ID.String()), New: a.Site.ConfirmedAt.Zero()})
	}
	return letters, nil
}

// Asked is the next conference with the unit's own unfinished tasks on its agenda.
func (h *Home) Asked(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) (home.Asking, bool, error) {
	asked, err := h.s.AsksOf(ctx, who, unit)
	if err != nil {
		return home.Asking{}, false, err
	}
	b := h.m.Fragment(lang)
	var next *conference.Asked
	for i, a := range asked {
		if a.Running() && !a.Date.Before(b.Today) && (next == nil || a.Date.Before(next.Date)) {
			next = &asked[i]
		}
	}
	if next == nil {
		return home.Asking{}, false, nil
	}
	out := home.Asking{Date: next.Date, Href: path(next.ID, "")}
	if !next.Site.ID.Zero() {
		out.Link, out.LinkHref = b.T("conference.open_site"), path(next.ID, "/sites/"+next.Site.ID.String())
	}
	carried, err := h.s.CarriedTasks(ctx, who, next.ID, unit)
	if err != nil {
		return home.Asking{}, false, err
	}
	for _, t := range carried {
		out.Questions = append(out.Questions, question(b, t))
	}
	return out, true, nil
}

func question(b shell.Base, t task.Task) home.Question {
	q := home.Question{Text: t.Title, Sub: b.DateShort(t.DueOn) + " · " + b.Left(t.DueOn), Href: "/tasks/" + t.ID.String(), State: b.T("conference.percent_done", "n", t.Percent), Icon: "circle-dot"}
	switch {
	case t.State == task.Done:
		q.State, q.Icon, q.Tone = b.T("conference.task_is_done"), "circle-check", "jade"
	case t.Late(b.Today):
		q.Icon, q.Tone = "clock-alert", "gold"
	}
	return q
}
