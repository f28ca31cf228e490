package report

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Notice is what a unit is reminded of, for those who take it out of the program: by mail. It never holds a figure or a text of a report.
type Notice struct {
	Kind    string // a kind of Reminder, or NoticeExplain
	Mark    string // of the reminder: it is told once
	Unit    ident.ID
	Subject ident.ID // a filing or an explanation
	Title   i18n.Text
	Due     when.Instant
	Path    string
	By      string // who reminds, "" for the program
}

// NoticeExplain is the kind of a notice that a figure is to be explained.
const NoticeExplain = "explain"

// Notifier carries notices out of the program. It writes in the piece of the reminder.
type Notifier interface {
	Notify(ctx context.Context, w *db.Write, n Notice) error
}

// notify tells of a reminder to file.
func (s *Service) notify(ctx context.Context, w *db.Write, req Request, f Filing, r Reminder, mark string) error {
	if s.Notifier == nil {
		return nil
	}
	return s.Notifier.Notify(ctx, w, Notice{Kind: r.Kind, Mark: "reminder:" + f.ID.String() + ":" + mark, Unit: f.Unit, Subject: f.ID, Title: i18n.Text{VI: req.Heading(i18n.VI), EN: req.Heading(i18n.EN)},
		Due: f.Deadline, Path: "/reports/" + req.ID.String() + "/units/" + f.Unit.String(), By: r.Name})
}

// notifyAsked tells of a figure to be explained, by its name: what was asked and seen stays in the program.
func (s *Service) notifyAsked(ctx context.Context, w *db.Write, e Explanation, entry ExplanationEntry, id ident.ID) error {
	if s.Notifier == nil || e.State != ExplanationAsked {
		return nil
	}
	req, _, err := s.request(ctx, w, e.Request)
	if err != nil {
		return err
	}
	return s.Notifier.Notify(ctx, w, Notice{Kind: NoticeExplain, Mark: "explain:" + id.String(), Unit: e.Unit, Subject: e.ID, Title: i18n.Text{VI: req.Heading(i18n.VI), EN: req.Heading(i18n.EN)},
		Due: e.Due, Path: "/explanations/" + e.ID.String(), By: entry.Actor})
}

// StillDue tells which filings and explanations still wait for their units, judging no right: for mails that are about to go to those.
func (s *Service) StillDue(ctx context.Context, q db.Querier, ids []ident.ID) (map[ident.ID]bool, error) {
	due := map[ident.ID]bool{}
	if len(ids) == 0 {
		return due, nil
	}
	list, err := db.IDs(ctx, q, `select id from filing where state in ('draft', 'signed', 'returned') and id in (`+db.In(1, len(ids))+`)
		union all select id from explanation where state = 'asked' and id in (`+db.In(1, len(ids))+`)`, db.Args(ids)...)
	for _, id := range list {
		due[id] = true
	}
	return due, err
}
