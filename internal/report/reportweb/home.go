package reportweb

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web/datebook"
	"giaoban/internal/web/home"
	"giaoban/internal/when"
)

// Home tells the day's page what reports ask of a unit.
type Home struct {
	Report *report.Service
	Org    *org.Service
	Texts  *i18n.Catalog
}

// Waiting gives drafts that are due, returned reports, and reports to receive or missing.
func (h Home) Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	tree, err := h.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	items, err := h.explanations(ctx, who, unit, lang)
	if err != nil {
		return nil, err
	}
	asked, err := h.Report.ForUnit(ctx, who, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	now := when.Present(h.Report.Clock)
	for _, a := range asked {
		if item, ok := h.owed(who, a, lang, now); ok {
			item.From = tree.Name(a.Request.Opener)
			items = append(items, item)
		}
	}
	if !who.HasOver(actor.ReceiveFiling, unit, tree) {
		return items, nil
	}
	opened, err := h.Report.Received(ctx, who, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	for _, o := range opened {
		items = append(items, h.toReceive(o, unit, lang, now)...)
	}
	return items, nil
}

// explanations gives the figures that the unit is asked to explain, and what others explained to it.
func (h Home) explanations(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	owed, err := h.Report.OwedExplanations(ctx, who, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	open, err := h.Report.OpenExplanations(ctx, who, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	now := when.Present(h.Report.Clock)
	var items []home.Item
	for _, e := range owed {
		items = append(items, home.Item{Title: h.Texts.T(lang, "report.home_explain", "figure", e.Indicator+" "+e.Name.In(lang)), Sub: e.Question, Icon: "circle-help", From: e.AskerName,
			DueAt: e.Due, Late: e.Overdue(now), Action: h.Texts.T(lang, "report.home_explain_action"), Href: explanationPath(e.ID)})
	}
	for _, e := range open {
		if e.State == report.ExplanationAnswered {
			items = append(items, home.Item{Title: h.Texts.T(lang, "report.home_explained", "figure", e.Indicator+" "+e.Name.In(lang)), Sub: e.Answer, Icon: "circle-help", From: e.UnitName,
				Action: h.Texts.T(lang, "report.home_explained_action"), Href: explanationPath(e.ID)})
		}
	}
	return items, nil
}

// owed says what the unit's own desks have to do next about a report.
func (h Home) owed(who actor.Actor, a report.Asked, lang i18n.Lang, now when.Instant) (home.Item, bool) {
	draft, sign := who.HasAt(actor.DraftFiling, a.Filing.Unit), who.HasAt(actor.SignFiling, a.Filing.Unit)
	if !draft && !sign {
		return home.Item{}, false
	}
	item := home.Item{Title: a.Request.Heading(lang), Icon: "table-2", DueAt: a.Filing.Deadline, Late: now.After(a.Filing.Deadline),
		Href: "/reports/" + a.Request.ID.String() + "/units/" + a.Filing.Unit.String(), Main: true}
	key := ""
	switch a.Filing.State {
	case report.StateDraft:
		key = "write"
		switch {
		case a.Filing.DraftVersion == 0:
			key = "begin"
		case a.Filing.Submission.Waiting() && !sign: // it lies with the head
			return home.Item{Title: item.Title, Sub: h.Texts.T(lang, "report.home_submitted"), Icon: "signature", DueAt: item.DueAt, Late: item.Late, Href: item.Href + "/sign", Action: h.Texts.T(lang, "report.look")}, true
		case a.Filing.Submission.Waiting():
			key = "sign"
			item.Href += "/sign"
		case sign && !writes(who, a.Filing.Unit): // a head reads what the desk wrote, and signs
			key = "sign"
			item.Href += "/sign"
		}
	case report.StateReturned:
		key, item.Icon = "mend", "undo-2"
	case report.StateSigned:
		key, item.Icon = "send", "send"
		item.Href += "/file"
	default:
		return home.Item{}, false
	}
	item.Sub = h.Texts.T(lang, "report.home_"+key)
	if key == "sign" && a.Filing.Submission.Waiting() {
		item.Icon, item.Sub = "signature", h.Texts.T(lang, "report.home_to_sign", "name", a.Filing.Submission.By)
	}
	if a.Moved != nil {
		item.Sub = movedShort(h.Texts, lang, *a.Moved, a.Filing)
	}
	if last, ok := a.Reminder(); ok && (a.Moved == nil || last.At > a.Moved.At) {
		item.Sub = h.Texts.T(lang, "report.home_chased", "name", last.Name, "when", last.At.Due(lang), "text", noteOf(last.Text))
	}
	item.Action = h.Texts.T(lang, "report.home_"+key+"_action")
	item.MainText = h.Texts.T(lang, "report.home_"+key+"_main", "period", within(lang, a.Request.Period.Title(lang)))
	return item, true
}

// toReceive says what an office has to do about the reports that come to it.
func (h Home) toReceive(o report.Opened, unit ident.ID, lang i18n.Lang, now when.Instant) []home.Item {
	var items []home.Item
	board := boardPath(o.Request.ID, unit)
	if o.Waiting > 0 {
		items = append(items, home.Item{Title: h.Texts.T(lang, "report.home_receive", "n", o.Waiting), Sub: o.Request.Heading(lang), Icon: "inbox",
			Done: o.In - o.Waiting, Total: o.Expected, Action: h.Texts.T(lang, "report.home_receive_action"), Href: board})
	}
	if o.Asking > 0 {
		items = append(items, home.Item{Title: h.Texts.T(lang, "report.home_asking", "n", o.Asking), Sub: o.Request.Heading(lang), Icon: "undo-2",
			Action: h.Texts.T(lang, "report.home_asking_action"), Href: board})
	}
	missing := o.Expected - o.In
	if late := now.After(o.Deadline); missing > 0 && (late || o.Deadline.Date().Sub(now.Date()) <= 3) {
		items = append(items, home.Item{Title: h.Texts.T(lang, "report.home_missing", "n", missing), Sub: o.Request.Heading(lang), Icon: "bell-ring",
			DueAt: o.Deadline, Late: late, Done: o.In, Total: o.Expected, Action: h.Texts.T(lang, "report.home_missing_action"), Href: board})
	}
	return items
}

// Days marks the deadlines of what the unit owes and of what it asked.
func (h Home) Days(ctx context.Context, who actor.Actor, unit ident.ID, span when.Span, lang i18n.Lang) ([]home.Mark, error) {
	var marks []home.Mark
	seen := map[ident.ID]bool{}
	mark := func(r report.Request, due when.Instant, href string) {
		if seen[r.ID] || !span.Contains(due.Date()) {
			return
		}
		seen[r.ID] = true
		marks = append(marks, home.Mark{Date: due.Date(), Kind: home.MarkDeadline, Href: href, Text: h.Texts.T(lang, "report.home_deadline", "period", within(lang, r.Period.Title(lang)))})
	}
	asked, err := h.Report.ForUnit(ctx, who, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	for _, a := range asked {
		mark(a.Request, a.Filing.Deadline, "/reports/"+a.Request.ID.String()+"/units/"+unit.String())
	}
	opened, err := h.Report.Received(ctx, who, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return nil, err
	}
	for _, o := range opened {
		mark(o.Request, o.Deadline, boardPath(o.Request.ID, unit))
	}
	return marks, nil
}

// Entries gives the deadlines of the unit's reports and explanations for calendars outside.
func (h Home) Entries(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]datebook.Entry, error) {
	list, err := h.Report.Dates(ctx, who, unit)
	if fault.KindOf(err) == fault.KindForbidden {
		return nil, nil // no desk of the unit's reports
	}
	if err != nil {
		return nil, err
	}
	tree, err := h.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var entries []datebook.Entry
	for _, d := range list {
		e := datebook.Entry{Kind: "report", ID: d.Filing.ID, At: d.Due, Changed: d.ChangedAt, Sequence: d.Moved, Cancelled: d.Cancelled(), Alarms: d.Alarms,
			Text: h.Texts.T(lang, "report.date_text", "unit", tree.Name(unit), "when", d.Due.Due(lang))}
		if d.Explanation.ID != 0 {
			key := "report.date_explain"
			if d.Done() {
				key = "report.date_explained"
			}
			e.Kind, e.ID, e.Href = "explanation", d.Explanation.ID, explanationPath(d.Explanation.ID)
			e.Title = h.Texts.T(lang, key, "figure", d.Explanation.Indicator+" "+d.Explanation.Name.In(lang))
		} else {
			key := "report.date_due"
			if d.Done() {
				key = "report.date_filed"
			}
			e.Href = "/reports/" + d.Request.ID.String() + "/units/" + unit.String()
			e.Title = h.Texts.T(lang, key, "report", d.Request.Heading(lang))
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// arrivedDays is for how many days a notice stands among what arrived.
const arrivedDays = 30

// Arrived gives the notices that a period ends on another day; they are new until the report is in.
func (h Home) Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Letter, error) {
	asked, err := h.Report.MovedForUnit(ctx, who, unit, when.Today(h.Report.Clock).AddDays(-arrivedDays).Start())
	if fault.KindOf(err) == fault.KindForbidden {
		return nil, nil
	}
	if err != nil || len(asked) == 0 {
		return nil, err
	}
	tree, err := h.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []home.Letter
	for _, a := range asked {
		if a.Moved == nil { // moved before notices were kept
			continue
		}
		list = append(list, home.Letter{From: tree.Name(a.Request.Opener), Text: a.Request.Heading(lang) + ": " + movedShort(h.Texts, lang, *a.Moved, a.Filing), At: a.Moved.At,
			Href: "/reports/" + a.Request.ID.String() + "/units/" + unit.String(), New: !a.Filing.In()})
	}
	return list, nil
}

var (
	_ home.Source     = Home{}
	_ home.Dated      = Home{}
	_ home.Inbox      = Home{}
	_ datebook.Source = Home{}
)

// writes tells whether the account sits at the desk that writes the unit's reports.
func writes(who actor.Actor, unit ident.ID) bool {
	return slices.Contains(who.Grants, actor.Grant{Role: actor.Specialist, Unit: unit}) || slices.Contains(who.Grants, actor.Grant{Role: actor.Office, Unit: unit})
}
