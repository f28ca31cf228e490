package report

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Plan is what a request under a regime comes to before it is opened: the
// period with the regime's window, and when each level of the scope must have filed.
type Plan struct {
	Regime    calendar.Regime
	Period    calendar.Period
	Basis     calendar.Basis
	Deadlines []LevelDue
	Units     map[string]int // by level
	Asked     ident.ID       // the request that asks the same already, 0 for none
}

// PlanRequest shows who may open a request what it comes to. What is given in n
// stands; the rest is computed. It keeps nothing, so a period that nothing
// stands on yet has no identifier.
func (s *Service) PlanRequest(ctx context.Context, who actor.Actor, n NewRequest) (Plan, error) {
	if err := who.At(actor.OpenRequest, n.Opener); err != nil {
		return Plan{}, err
	}
	period, err := s.periodOf(ctx, n, s.Calendar.ReadPeriod)
	if err != nil {
		return Plan{}, err
	}
	plan, _, _, err := s.planFor(ctx, n, period)
	if err != nil {
		return Plan{}, err
	}
	plan.Asked, err = s.requestOf(ctx, n, period.ID)
	return plan, err
}

// plan resolves period, regime, scope and deadlines of a request that is opened. Faults stand at their fields.
func (s *Service) plan(ctx context.Context, n NewRequest) (Plan, *org.Tree, []org.Unit, error) {
	period, err := s.periodOf(ctx, n, s.Calendar.PeriodFrom)
	if err != nil {
		return Plan{}, nil, nil, err
	}
	return s.planFor(ctx, n, period)
}

// planFor is plan for a period, whether it has a record or not.
func (s *Service) planFor(ctx context.Context, n NewRequest, period calendar.Period) (Plan, *org.Tree, []org.Unit, error) {
	var err error
	plan := Plan{Period: period, Basis: n.Basis}
	if n.Regime != 0 {
		if plan.Regime, err = s.Calendar.Regime(ctx, n.Regime); err != nil {
			return Plan{}, nil, nil, onField(err, "regime")
		}
		if plan.Regime.Retired {
			return Plan{}, nil, nil, fault.Invalid("regime", "report.regime_retired", "regime", plan.Regime)
		}
		if plan.Period, err = plan.Regime.Under(period); err != nil {
			return Plan{}, nil, nil, err
		}
		if plan.Basis == "" {
			plan.Basis = plan.Regime.RuleOf(period).Basis
		}
	}
	tree, err := s.Org.Tree(ctx, plan.Period.To)
	if err != nil {
		return Plan{}, nil, nil, err
	}
	units, err := asked(tree, n)
	if err != nil {
		return Plan{}, nil, nil, err
	}
	plan.Units = map[string]int{}
	for _, u := range units {
		plan.Units[u.Level]++
	}
	work, err := s.Calendar.WorkDays(ctx)
	if err != nil {
		return Plan{}, nil, nil, err
	}
	for _, l := range tree.Levels() {
		if plan.Units[l.Code] == 0 {
			continue
		}
		due := LevelDue{Level: l.Code, At: n.Deadlines[l.Code], Fixed: true}
		if due.At.Zero() {
			due.At = n.Deadline
		}
		if due.At.Zero() && n.Regime != 0 {
			due.At, due.Fixed = plan.Regime.RuleOf(period).Deadline(plan.Period.To, l.Code, work), false
		}
		plan.Deadlines = append(plan.Deadlines, due)
	}
	return plan, tree, units, nil
}

// dueOf is the deadline of a level.
func (p Plan) dueOf(level string, otherwise when.Instant) when.Instant {
	for _, d := range p.Deadlines {
		if d.Level == level {
			return d.At
		}
	}
	return otherwise
}

// kept are the deadlines as the request keeps them: nothing where one day, given by hand, holds for all.
func (p Plan) kept() []LevelDue {
	if !slices.ContainsFunc(p.Deadlines, func(d LevelDue) bool { return !d.Fixed || d.At != p.Deadlines[0].At }) {
		return nil
	}
	return p.Deadlines
}

// checkDeadlines refuses deadlines that have passed, at the level's own field where it was given for that alone.
func (p Plan) checkDeadlines(n NewRequest, opened when.Instant) fault.Faults {
	var fs fault.Faults
	if len(p.Deadlines) == 0 { // units of a level that is none
		if f := checkDeadline(n.Deadline, opened); f != nil {
			fs = append(fs, f)
		}
	}
	seen := map[string]bool{}
	for _, d := range p.Deadlines {
		f := checkDeadline(d.At, opened)
		if f == nil {
			continue
		}
		if !n.Deadlines[d.Level].Zero() {
			f.Field = "deadline-" + d.Level
		}
		if !seen[f.Field+f.Key] {
			fs = append(fs, f)
		}
		seen[f.Field+f.Key] = true
	}
	return fs
}

// parentOf finds the period of which a request's is a part, 0 where none is
// named. A period that does not cover the request's is refused at the field "parent".
func (s *Service) parentOf(ctx context.Context, n NewRequest, plan Plan) (ident.ID, error) {
	if strings.TrimSpace(n.ParentText) == "" {
		return 0, nil
	}
	of, err := s.Calendar.PeriodFrom(ctx, n.ParentText, plan.Period.To)
	if err != nil {
		return 0, onField(err, "parent")
	}
	if plan.Regime.ID != 0 {
		if of, err = plan.Regime.Under(of); err != nil {
			return 0, onField(err, "parent")
		}
	}
	return of.ID, calendar.CheckPart(plan.Period, of)
}

// onField puts all faults of an error at one field.
func onField(err error, field string) error {
	for _, f := range fault.All(err) {
		f.Field = field
	}
	return err
}

// EventMoved implements calendar.Follower: the requests whose period ends at an
// event end where it now is, their computed deadlines move along, and their
// units are told. What was filed late or in time before stays so.
func (s *Service) EventMoved(ctx context.Context, w *db.Write, who actor.Actor, before, after calendar.Event) error {
	list, err := db.All(ctx, w, scanRequest, `select `+requestColumns+` from report_request r where r.period_event = $1 order by r.id`, after.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	work, err := s.Calendar.WorkDaysIn(ctx, w)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Period.To == after.Date {
			continue
		}
		if err := s.follow(ctx, w, who, r, after, work, s.IDs.New()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) follow(ctx context.Context, w *db.Write, who actor.Actor, r Request, e calendar.Event, work when.WorkDays, notice ident.ID) error {
	was, at := r, s.now()
	r.Period.To, r.Period.Name = e.Date, e.Name
	r.Deadlines = slices.Clone(r.Deadlines)
	if r.Regime != 0 {
		g, err := s.Calendar.RegimeIn(ctx, w, r.Regime)
		if err != nil {
			return err
		}
		r.Deadline = 0
		for i, d := range r.Deadlines {
			if !d.Fixed {
				r.Deadlines[i].At = g.RuleOf(r.Period).Deadline(r.Period.To, d.Level, work)
				if _, err := w.Exec(ctx, `update filing set deadline = $1 where request = $2 and level = $3`, r.Deadlines[i].At, r.ID, d.Level); err != nil {
					return err
				}
			}
			r.Deadline = max(r.Deadline, r.Deadlines[i].At)
		}
		if len(r.Deadlines) == 0 {
			r.Deadline = was.Deadline
		}
	}
	deadlines, err := encodeDeadlines(r.Deadlines)
	if err != nil {
		return err
	}
	if _, err := w.Exec(ctx, `update report_request set period_to = $1, period_name = $2, deadline = $3, deadlines = $4, moved = moved + 1, moved_at = $6 where id = $5`,
		r.Period.To, r.Period.Name, r.Deadline, deadlines, r.ID, at); err != nil {
		return err
	}
	seq, err := journal.Append(ctx, w, journal.Entry{At: at, Actor: who, Kind: "report.moved", Subject: r.ID, Unit: r.Opener,
		Before: map[string]any{"to": was.Period.To, "deadline": was.Deadline, "deadlines": was.Deadlines},
		After:  map[string]any{"to": r.Period.To, "deadline": r.Deadline, "deadlines": r.Deadlines, "event": e.ID}})
	if err != nil {
		return err
	}
	if err := s.insertMoved(ctx, w, notice, who, was, r, e); err != nil {
		return err
	}
	units, err := db.IDs(ctx, w, `select unit from filing where request = $1`, r.ID)
	if err != nil {
		return err
	}
	topics := []string{BoardTopic(r.ID), OpenerTopic(r.Opener), "home:" + r.Opener.String()}
	for _, u := range units {
		topics = append(topics, "home:"+u.String())
	}
	w.After(func() { s.boards.drop(r.ID) })
	s.Hub.Tell(w, seq, topics...)
	return nil
}

var _ calendar.Follower = (*Service)(nil)
