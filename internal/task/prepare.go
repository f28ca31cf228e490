package task

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// PrepareIn writes down a task in the caller's transaction. It is seen by its
// keeper and assigner alone until it is issued. The calling domain has judged
// the act (conclusions are the conference's secretary's); only domains hold a
// transaction.
func (s *Service) PrepareIn(ctx context.Context, w *db.Write, who actor.Actor, n New) (Task, error) {
	list, err := s.PrepareEachIn(ctx, w, who, n, []ident.ID{n.Lead})
	if err != nil {
		return Task{}, err
	}
	return list[0], nil
}

// PrepareEachIn writes down one copy for each lead. Several copies share a
// fan-out and roll up as m/n for the assigner. n.Lead is not used. A unit that
// is both lead and co-ordinating is refused.
func (s *Service) PrepareEachIn(ctx context.Context, w *db.Write, who actor.Actor, n New, leads []ident.ID) ([]Task, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	n = tidy(n)
	now := when.Present(s.clock)
	if who.Kind == actor.System && !n.At.Zero() {
		now = n.At
	}
	leads = unique(leads)
	if len(leads) == 0 {
		leads = []ident.ID{0} // refused by check, together with all else that is wrong
	}
	if n.Keeper.Zero() {
		n.Keeper = who.Unit
	}
	if n.Keeper.Zero() {
		n.Keeper = n.Assigner
	}
	due := Task{Due: n.Due}
	if n.Due.Check("due") == nil {
		if err := s.resolve(ctx, w, &due); err != nil {
			return nil, onField(err, "due")
		}
	}
	var fanout ident.ID
	if len(leads) > 1 {
		fanout = s.ids.New()
	}
	list := make([]Task, 0, len(leads))
	for _, lead := range leads {
		n.Lead = lead
		if err := check(n, due.DueOn, now.Date()); err != nil {
			return nil, err
		}
		t := Task{
			ID: s.ids.New(), Title: n.Title, Assigner: n.Assigner, Lead: lead, Keeper: n.Keeper, Coordinating: n.Coordinating,
			Due: n.Due, DueOn: due.DueOn, DueEvent: due.DueEvent, Priority: n.Priority, Product: n.Product,
			Origin: n.Origin, Period: n.Period, Fanout: fanout, State: Prepared, PreparedAt: now, UpdatedAt: now,
		}
		if err := insert(ctx, w, t); err != nil {
			return nil, err
		}
		if err := s.anchor(ctx, w, t); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// ChangeIn changes a prepared task in the caller's transaction. Once issued it
// is refused: an issued task is withdrawn, or goes to another lead.
func (s *Service) ChangeIn(ctx context.Context, w *db.Write, who actor.Actor, id ident.ID, n New) (Task, error) {
	t, err := s.prepared(ctx, w, who, id)
	if err != nil {
		return Task{}, err
	}
	n = tidy(n)
	due := Task{Due: n.Due}
	if n.Due.Check("due") == nil {
		if err := s.resolve(ctx, w, &due); err != nil {
			return Task{}, onField(err, "due")
		}
	}
	if err := check(n, due.DueOn, when.Today(s.clock)); err != nil {
		return Task{}, err
	}
	if err := s.release(ctx, w, t); err != nil {
		return Task{}, err
	}
	t.Title, t.Assigner, t.Lead, t.Coordinating = n.Title, n.Assigner, n.Lead, n.Coordinating
	t.Due, t.DueOn, t.DueEvent = n.Due, due.DueOn, due.DueEvent
	t.Priority, t.Product, t.Origin.Label, t.Period = n.Priority, n.Product, n.Origin.Label, n.Period
	t.UpdatedAt = when.Present(s.clock)
	if err := save(ctx, w, t); err != nil {
		return Task{}, err
	}
	if err := s.anchor(ctx, w, t); err != nil {
		return Task{}, err
	}
	return t, replaceCoordinating(ctx, w, t)
}

// DropIn removes a prepared task in the caller's transaction.
func (s *Service) DropIn(ctx context.Context, w *db.Write, who actor.Actor, id ident.ID) error {
	t, err := s.prepared(ctx, w, who, id)
	if err != nil {
		return err
	}
	if err := s.release(ctx, w, t); err != nil {
		return err
	}
	return drop(ctx, w, id)
}

// anchor tells the calendar that a task hangs on its due event, so that the
// event is not removed and whoever moves it sees what moves along. Ended tasks
// stay anchored: their day is still shown. A prepared task hangs there without a
// word: the calendar is not its keeper's alone.
func (s *Service) anchor(ctx context.Context, w *db.Write, t Task) error {
	if t.Due.Event.Zero() {
		return nil
	}
	a := calendar.Anchor{Kind: "task", Subject: t.ID}
	if t.State != Prepared {
		a.Label, a.Link = t.Title, "/tasks/"+t.ID.String()
	}
	return s.calendar.AnchorIn(ctx, w, t.Due.Event, a)
}

func (s *Service) release(ctx context.Context, w *db.Write, t Task) error {
	if t.Due.Event.Zero() {
		return nil
	}
	return s.calendar.ReleaseIn(ctx, w, t.Due.Event, "task", t.ID)
}

func (s *Service) prepared(ctx context.Context, w *db.Write, who actor.Actor, id ident.ID) (Task, error) {
	if err := who.SignedIn(); err != nil {
		return Task{}, err
	}
	t, found, err := load(ctx, w, id)
	if err != nil {
		return Task{}, err
	}
	if !found {
		return Task{}, fault.NotFound("task.not_found")
	}
	if t.State != Prepared {
		return Task{}, fault.Conflict("task.is_issued")
	}
	return t, nil
}

// IssueIn sends out all prepared tasks of a conference in the caller's
// transaction, and gives their number. label names the notice ("TB 12") and goes
// before each task's own label ("mục 3"). originKind "" takes every kind.
func (s *Service) IssueIn(ctx context.Context, w *db.Write, who actor.Actor, originKind string, conference ident.ID, label string) (int, error) {
	if err := who.SignedIn(); err != nil {
		return 0, err
	}
	list, err := selectTasks(ctx, w, whereConference+` and t.state = 'prepared'`, int64(conference))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, t := range list {
		if originKind != "" && t.Origin.Kind != originKind {
			continue
		}
		if label != "" {
			t.Origin.Label = joined(label, t.Origin.Label)
		}
		if err := s.issue(ctx, w, who, t, when.Present(s.clock)); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

func (s *Service) issue(ctx context.Context, w *db.Write, who actor.Actor, t Task, now when.Instant) error {
	t.State, t.IssuedAt, t.UpdatedAt = Given, now, now
	if err := s.anchor(ctx, w, t); err != nil {
		return err
	}
	return s.note(ctx, w, who, t, nil, Entry{At: now, Kind: "issued", Unit: t.Assigner})
}

// note saves a task with a line of history, tells the journal, and after the commit its units.
func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, t Task, before *Task, e Entry, more ...ident.ID) error {
	if err := save(ctx, w, t); err != nil {
		return err
	}
	e.ID, e.Actor, e.State, e.Percent = s.ids.New(), who.Name, t.State, t.Percent
	if err := insertEntry(ctx, w, t.ID, e); err != nil {
		return err
	}
	var was any
	if before != nil {
		was = before
	}
	seq, err := journal.Append(ctx, w, journal.Entry{
		At: e.At, Actor: who, Kind: "task." + e.Kind, Subject: t.ID, Unit: e.Unit, Before: was, After: t, Note: e.Note,
	})
	if err != nil {
		return err
	}
	s.tell(w, seq, t, more...)
	return nil
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + ", " + b
}

func unique(ids []ident.ID) []ident.ID {
	seen := make(map[ident.ID]bool, len(ids))
	var out []ident.ID
	for _, id := range ids {
		if !id.Zero() && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// onField puts a refusal of the calendar at the field of our form.
func onField(err error, field string) error {
	if fault.KindOf(err) == fault.KindInternal {
		return err
	}
	list := fault.All(err)
	for _, f := range list {
		f.Field = field
		if f.Kind == fault.KindNotFound {
			f.Kind = fault.KindInvalid
		}
	}
	return list
}
