package app

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/task"
)

// onPeriods tells the calendar what the domains to its right keep on periods.
type onPeriods struct{ *App }

var _ calendar.Stander = onPeriods{}

// Standing implements calendar.Stander.
func (onPeriods) Standing(ctx context.Context, q db.Querier, periods []ident.ID) ([]calendar.Standing, error) {
	var all []calendar.Standing
	for _, of := range []func(context.Context, db.Querier, []ident.ID) ([]calendar.Standing, error){conference.OnPeriods, report.OnPeriods, task.OnPeriods} {
		list, err := of(ctx, q, periods)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// Shown implements calendar.Stander: each domain judges as for the record's own page. Who is asked for a
// report reads what is asked, but not the board.
func (o onPeriods) Shown(ctx context.Context, who actor.Actor, s calendar.Standing) (calendar.Standing, error) {
	var err error
	switch s.Kind {
	case "conference":
		_, err = o.conference.ByID(ctx, who, s.ID)
	case "request":
		if _, err = o.report.Request(ctx, who, s.ID); err == nil {
			if hidden, err := unreadable(o.report.MayReadBoard(ctx, who, s.ID, 0)); hidden || err != nil {
				s.Link = ""
				return s, err
			}
		}
	case "task":
		_, err = o.task.ByID(ctx, who, s.ID)
	}
	hidden, err := unreadable(err)
	if hidden {
		s.Title, s.Link = i18n.Text{}, ""
	}
	return s, err
}

// unreadable tells a refusal to show a record from a failure.
func unreadable(err error) (bool, error) {
	if err == nil {
		return false, nil
	}
	switch fault.KindOf(err) {
	case fault.KindNotFound, fault.KindForbidden, fault.KindUnauthenticated:
		return true, nil
	}
	return false, err
}
