package report

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Dated is a deadline of a unit as a calendar outside shows it: of a report, or of an explanation.
type Dated struct {
	Request     Request
	Filing      Filing // zero for an explanation
	Explanation Explanation
	Due         when.Instant
	Moved       int          // how often it was changed: grows with every move and when it is withdrawn
	ChangedAt   when.Instant // of anything that shows
	Alarms      []when.Instant
}

// Cancelled tells that it is due no more.
func (d Dated) Cancelled() bool { return d.Explanation.State == ExplanationWithdrawn }

// Done tells that the unit did what was due.
func (d Dated) Done() bool {
	if d.Explanation.ID != 0 {
		return d.Explanation.State == ExplanationAnswered || d.Explanation.State == ExplanationTaken
	}
	return d.Filing.In()
}

const (
	datedBack = 62     // days that a deadline stays in calendars
	alarmHour = 8 * 60 // when a calendar reminds, on the days of the regime
)

// Dates gives the deadlines of a unit, the latest first: to its own desks, and to who may read what it files.
func (s *Service) Dates(ctx context.Context, who actor.Actor, unit ident.ID) ([]Dated, error) {
	asked, err := s.ForUnit(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	work, err := s.Calendar.WorkDays(ctx)
	if err != nil {
		return nil, err
	}
	from := s.today().AddDays(-datedBack).Start()
	regimes, err := s.Calendar.Regimes(ctx)
	if err != nil {
		return nil, err
	}
	type move struct {
		id ident.ID
		n  int64
		at when.Instant
	}
	scan := func(s db.Scanner, m *move) error { return s.Scan(&m.id, &m.n, &m.at) }
	moved := map[ident.ID]move{}
	var owed []Explanation
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		moves, err := db.All(ctx, r, scan, `select r.id, r.moved, r.moved_at from report_request r join filing f on f.request = r.id where f.unit = $1 and r.moved > 0`, unit)
		if err != nil {
			return err
		}
		if owed, err = explanations(ctx, r, `e.unit = $1 and e.due >= $2`, unit, from); err != nil {
			return err
		}
		turns, err := db.All(ctx, r, scan, `select n.explanation, count(n.id), max(n.at) from explanation_entry n join explanation e on e.id = n.explanation
			where e.unit = $1 and n.kind in ('again', 'withdrawn') group by n.explanation`, unit)
		if err != nil {
			return err
		}
		for _, m := range append(moves, turns...) {
			moved[m.id] = m
		}
		return s.describe(ctx, r, who, owed)
	})
	if err != nil {
		return nil, err
	}
	var list []Dated
	for _, a := range asked {
		if a.Filing.Deadline.Before(from) {
			continue
		}
		m := moved[a.Request.ID]
		d := Dated{Request: a.Request, Filing: a.Filing, Due: a.Filing.Deadline, Moved: int(m.n), ChangedAt: max(a.Request.OpenedAt, m.at, a.Filing.FirstFiledAt)}
		if !a.Filing.In() {
			for _, g := range regimes {
				if g.ID == a.Request.Regime {
					d.Alarms = remindOn(g.RuleOf(a.Request.Period).Remind.Before, g.RuleOf(a.Request.Period).Remind.OnDay, d.Due, work)
				}
			}
		}
		list = append(list, d)
	}
	for _, e := range owed {
		list = append(list, Dated{Explanation: e, Due: e.Due, Moved: int(moved[e.ID].n), ChangedAt: e.ChangedAt})
	}
	slices.SortStableFunc(list, func(a, b Dated) int { return int(b.Due.Date()) - int(a.Due.Date()) })
	return list, nil
}

// remindOn are the moments at which a calendar reminds of a deadline: in the morning of each day of the
// regime before it, and of the day itself where the deadline comes later than that.
func remindOn(before []int, onDay bool, due when.Instant, work when.WorkDays) []when.Instant {
	var list []when.Instant
	add := func(day when.Date) {
		if at := when.At(day, alarmHour); at.Before(due) && !slices.Contains(list, at) {
			list = append(list, at)
		}
	}
	for _, n := range before {
		add(work.Before(due.Date(), n))
	}
	if onDay {
		add(due.Date())
	}
	return list
}
