package obstacle

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Seeded is an obstacle of the past with what became of it.
type Seeded struct {
	New   New
	Label i18n.Text // what it was about, in words
	At    when.Instant
	By    string
	Steps []SeededStep
}

// SeededStep is a line of its history, in order of time.
type SeededStep struct {
	At   when.Instant
	By   string
	Unit ident.ID
	Kind string   // passed, answered, reopened, solved
	To   ident.ID // of passed
	Text string
}

// Seed loads obstacles of the past, one piece each, for the demo. Only the program itself may do so.
func (s *Service) Seed(ctx context.Context, who actor.Actor, all []Seeded) ([]Obstacle, error) {
	if who.Kind != actor.System {
		return nil, fault.Forbidden("actor.forbidden_raise_obstacle")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var made []Obstacle
	for _, one := range all {
		n := tidy(one.New)
		if n.Holder.Zero() {
			n.Holder = above(tree, n.Unit)
		}
		if err := check(n, tree); err != nil {
			return nil, err
		}
		id := s.d.IDs.New()
		var o Obstacle
		err := s.d.DB.Do(ctx, "obstacle.seed", func(ctx context.Context, w *db.Write) error {
			o = Obstacle{ID: id, Unit: n.Unit, Body: n.Body, Proposal: n.Proposal, Tag: n.Tag, About: About{Ref: n.About, Label: one.Label}, Holder: n.Holder, State: Open,
				RaisedAt: one.At, RaisedBy: one.By, ChangedAt: one.At}
			by := who
			by.Name = one.By
			if err := s.raise(ctx, w, by, o); err != nil {
				return err
			}
			for _, step := range one.Steps {
				before := o
				by.Name = step.By
				switch step.Kind {
				case "passed":
					o.Holder, o.State = step.To, Open
					if err := routeTo(ctx, w, o.ID, step.To, step.At); err != nil {
						return err
					}
				case "answered":
					o.State = Answered
				case "reopened":
					o.State = Open
				case "solved":
					o.State, o.EndedAt = Solved, step.At
				}
				o.ChangedAt = step.At
				if err := s.noteSaved(ctx, w, by, o, before, Entry{At: step.At, Unit: step.Unit, Kind: step.Kind, Target: step.To, Text: step.Text}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		made = append(made, o)
	}
	return made, nil
}
