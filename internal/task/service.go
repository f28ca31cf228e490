package task

import (
	"context"
	"log/slog"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service works with.
type Deps struct {
	DB       *db.DB
	IDs      *ident.Maker
	Clock    when.Clock
	Hub      *event.Hub
	Org      *org.Service
	Calendar *calendar.Service
	Log      *slog.Logger
}

// Service keeps tasks.
type Service struct {
	db       *db.DB
	ids      *ident.Maker
	clock    when.Clock
	hub      *event.Hub
	org      *org.Service
	calendar *calendar.Service
}

// NewService makes the service (New is what is prepared).
func NewService(d Deps) *Service {
	return &Service{db: d.DB, ids: d.IDs, clock: d.Clock, hub: d.Hub, org: d.Org, calendar: d.Calendar}
}

// ByID gives one task. For who may not see it there is none, and a prepared one
// for nobody but those who prepare it.
func (s *Service) ByID(ctx context.Context, who actor.Actor, id ident.ID) (Task, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return Task{}, err
	}
	var t Task
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		t, err = s.readable(ctx, r, who, id, tree)
		return err
	})
	return t, err
}

// History gives a task's history, newest first.
func (s *Service) History(ctx context.Context, who actor.Actor, id ident.ID) ([]Entry, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []Entry
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		if _, err := s.readable(ctx, r, who, id, tree); err != nil {
			return err
		}
		list, err = loadHistory(ctx, r, id)
		return err
	})
	return list, err
}

func (s *Service) readable(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID, reach actor.Reach) (Task, error) {
	t, found, err := load(ctx, q, id)
	if err != nil {
		return Task{}, err
	}
	if !found {
		return Task{}, fault.NotFound("task.not_found")
	}
	former, err := formerLeads(ctx, q, id)
	if err != nil {
		return Task{}, err
	}
	if err := mayRead(who, t, former, reach); err != nil {
		return Task{}, err
	}
	return t, s.resolve(ctx, q, &t)
}

// MayAssign tells whether the actor may withdraw, move or reopen the task.
func (s *Service) MayAssign(who actor.Actor, t Task) bool { return mayAssign(who, t) == nil }

// ForUnit lists the tasks of a unit: those it leads, co-ordinates, or led
// before. Open ones first by due day, the latest before all.
func (s *Service) ForUnit(ctx context.Context, who actor.Actor, unit ident.ID, f Filter) ([]Task, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if !who.HasDesk(unit) {
		if err := who.Over(actor.ReadTask, unit, tree); err != nil {
			return nil, err
		}
	}
	var list []Task
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = s.ofUnit(ctx, r, unit, whereLead)
		if err != nil {
			return err
		}
		for _, part := range []struct {
			where string
			as    Part
		}{{whereCoordinating, AsCoordinating}, {whereFormerLead, AsFormerLead}} {
			more, err := s.ofPart(ctx, r, unit, part.where, part.as)
			if err != nil {
				return err
			}
			list = append(list, more...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.filtered(list, f), nil
}

func (s *Service) ofUnit(ctx context.Context, q db.Querier, unit ident.ID, where string) ([]Task, error) {
	return s.ofPart(ctx, q, unit, where, AsLead)
}

// ofPart lists tasks of a unit in one part, each once: a former lead that is now
// co-ordinating is listed as co-ordinating.
func (s *Service) ofPart(ctx context.Context, q db.Querier, unit ident.ID, where string, as Part) ([]Task, error) {
	list, err := selectTasks(ctx, q, where, int64(unit))
	if err != nil {
		return nil, err
	}
	var reasons map[ident.ID]string
	if as == AsFormerLead {
		if reasons, err = formerReasons(ctx, q, unit); err != nil {
			return nil, err
		}
	}
	kept := list[:0]
	for _, t := range list {
		if as == AsFormerLead && t.Coordinates(unit) {
			continue
		}
		t.As = as
		if as == AsFormerLead {
			t.Reason = reasons[t.ID]
		}
		kept = append(kept, t)
	}
	return kept, s.resolveAll(ctx, q, kept)
}

// Given lists what a unit gave to others, or keeps for another assigner, the
// copies of one fan-out together.
func (s *Service) Given(ctx context.Context, who actor.Actor, unit ident.ID, f Filter) ([]Group, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if !who.HasDesk(unit) {
		if err := who.Over(actor.ReadTask, unit, tree); err != nil {
			return nil, err
		}
	}
	var list []Task
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = s.ofPart(ctx, r, unit, whereGiven, AsAssigner)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !who.HasDesk(unit) { // a superior does not see what is only prepared
		kept := list[:0]
		for _, t := range list {
			if t.State != Prepared {
				kept = append(kept, t)
			}
		}
		list = kept
	}
	return groups(s.filtered(list, f)), nil
}

// groups puts the copies of a fan-out together, in the order of the first copy.
func groups(list []Task) []Group {
	var out []Group
	at := make(map[ident.ID]int)
	for _, t := range list {
		if t.Fanout.Zero() {
			out = append(out, Group{[]Task{t}})
			continue
		}
		i, known := at[t.Fanout]
		if !known {
			i = len(out)
			at[t.Fanout] = i
			out = append(out, Group{})
		}
		out[i].Tasks = append(out[i].Tasks, t)
	}
	return out
}

// Count counts the open tasks that a unit leads, for the navigation.
func (s *Service) Count(ctx context.Context, who actor.Actor, unit ident.ID) (int, error) {
	if !who.HasDesk(unit) {
		return 0, fault.Forbidden("actor.forbidden_read_task")
	}
	var n int64
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		n, err = db.Int(ctx, r, `select count(*) from task t where t.lead = $1 and `+whereOpen, int64(unit))
		return err
	})
	return int(n), err
}

// Blocking lists open tasks of others that wait for this unit to settle what blocks them.
func (s *Service) Blocking(ctx context.Context, who actor.Actor, unit ident.ID) ([]Task, error) {
	if !who.HasDesk(unit) {
		return nil, fault.Forbidden("actor.forbidden_read_task")
	}
	var list []Task
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = s.ofPart(ctx, r, unit, whereBlocker, AsBlocker)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.filtered(list, Filter{}), nil
}

// Copies lists the copies of a task's fan-out, the task itself among them, for
// the unit that gave them. A task of its own gives just itself; others see none.
func (s *Service) Copies(ctx context.Context, who actor.Actor, t Task) ([]Task, error) {
	if !who.HasDesk(t.Assigner) && !who.HasDesk(t.Keeper) {
		return nil, nil
	}
	if t.Fanout.Zero() {
		return []Task{t}, nil
	}
	var list []Task
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = s.ofPart(ctx, r, t.Fanout, whereFanout, AsAssigner)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.filtered(list, Filter{}), nil
}

func (s *Service) filtered(list []Task, f Filter) []Task {
	today := when.Today(s.clock)
	look := i18n.LookFor(f.Text)
	kept := make([]Task, 0, len(list))
	for _, t := range list {
		if f.matches(t, today) && (look.Empty() || look.In(i18n.Fold(t.Title))) {
			kept = append(kept, t)
		}
	}
	sortTasks(kept, today)
	return kept
}

func (s *Service) resolve(ctx context.Context, q db.Querier, t *Task) error {
	on, ev, err := s.calendar.DueDate(ctx, q, t.Due)
	if err != nil {
		return err
	}
	t.DueOn, t.DueEvent = on, ev
	return nil
}

// resolveAll asks the calendar once for each event.
func (s *Service) resolveAll(ctx context.Context, q db.Querier, list []Task) error {
	known := make(map[ident.ID]Task)
	for i := range list {
		t := &list[i]
		if t.Due.Event.Zero() {
			t.DueOn = t.Due.Date
			continue
		}
		if other, ok := known[t.Due.Event]; ok {
			t.DueOn, t.DueEvent = other.DueOn, other.DueEvent
			continue
		}
		if err := s.resolve(ctx, q, t); err != nil {
			return err
		}
		known[t.Due.Event] = *t
	}
	return nil
}

// tell hints to the task's units that their day changed.
func (s *Service) tell(w *db.Write, seq int64, t Task, more ...ident.ID) {
	units := append([]ident.ID{t.Lead, t.Assigner, t.Keeper}, t.Coordinating...)
	units = append(units, more...)
	told := make(map[ident.ID]bool, len(units))
	for _, unit := range units {
		if unit.Zero() || told[unit] {
			continue
		}
		told[unit] = true
		s.hub.Tell(w, seq, "inbox:"+unit.String(), "home:"+unit.String())
	}
}
