package task

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Seeded is a task of the past with what became of it.
type Seeded struct {
	New      New
	Leads    []ident.ID // several: one copy each; nil takes New.Lead
	IssuedAt when.Instant
	Progress []SeededStep
}

// SeededStep is a line of a seeded task's history, in order of time.
type SeededStep struct {
	Lead   ident.ID // which copy; 0 = every copy
	At     when.Instant
	By     string // who wrote it
	Update Update
}

// Seed loads tasks of the past, one piece each, for the demo and for lists taken
// over from elsewhere. Only the program itself may do so.
func (s *Service) Seed(ctx context.Context, who actor.Actor, list []Seeded) ([]Task, error) {
	if who.Kind != actor.System {
		return nil, fault.Forbidden("actor.forbidden_assign_task")
	}
	var all []Task
	for _, one := range list {
		var made []Task
		err := s.db.Do(ctx, "task.seed", func(ctx context.Context, w *db.Write) error {
			leads := one.Leads
			if leads == nil {
				leads = []ident.ID{one.New.Lead}
			}
			var err error
			if made, err = s.PrepareEachIn(ctx, w, who, one.New, leads); err != nil {
				return err
			}
			for i := range made {
				if one.IssuedAt.Zero() {
					continue
				}
				if err := s.issue(ctx, w, who, made[i], one.IssuedAt); err != nil {
					return err
				}
				made[i].State, made[i].IssuedAt = Given, one.IssuedAt
				for _, step := range one.Progress {
					if step.Lead != 0 && step.Lead != made[i].Lead {
						continue
					}
					if made[i], err = s.seedStep(ctx, w, who, made[i], step); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

func (s *Service) seedStep(ctx context.Context, w *db.Write, who actor.Actor, t Task, step SeededStep) (Task, error) {
	after, err := apply(t, step.Update)
	if err != nil {
		return t, err
	}
	after.UpdatedAt = step.At
	e := Entry{At: step.At, Unit: t.Lead, Kind: "progress", Note: after.Note, Blocked: after.Blocked, Blocker: after.Blocker}
	if after.State == Done {
		e.Kind, after.DoneAt = "done", step.At
	}
	who.Name = step.By
	return after, s.note(ctx, w, who, after, &t, e)
}
