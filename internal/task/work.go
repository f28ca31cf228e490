package task

import (
	"context"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Update is the lead's report on its task: percent, note, what blocks it, done.
func (s *Service) Update(ctx context.Context, who actor.Actor, id ident.ID, u Update, key string) (Task, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return Task{}, err
	}
	return s.change(ctx, who, id, "task.update", key, func(ctx context.Context, w *db.Write, t Task) error {
		if err := who.At(actor.KeepTask, t.Lead); err != nil {
			return err
		}
		if u.Seen != 0 && u.Seen != t.UpdatedAt {
			return fault.Conflict("task.moved")
		}
		if _, known := tree.Unit(u.Blocker); !known && !u.Blocker.Zero() && u.Blocker != t.Blocker {
			return fault.Invalid("blocker", "task.unit_unknown")
		}
		after, err := apply(t, u)
		if err != nil {
			return err
		}
		now := when.Present(s.clock)
		after.UpdatedAt = now
		e := Entry{At: now, Unit: t.Lead, Kind: "progress", Note: strings.TrimSpace(u.Note), Blocked: after.Blocked, Blocker: after.Blocker}
		if after.State == Done {
			e.Kind, after.DoneAt = "done", now
			if e.Note == "" {
				e.Note = after.Result
			}
		}
		return s.note(ctx, w, who, after, &t, e, after.Blocker)
	})
}

// Note adds a note of a co-ordinating unit, or of the lead, to the history. It
// does not touch the progress.
func (s *Service) Note(ctx context.Context, who actor.Actor, id, unit ident.ID, text, key string) (Task, error) {
	return s.change(ctx, who, id, "task.note", key, func(ctx context.Context, w *db.Write, t Task) error {
		if err := who.At(actor.KeepTask, unit); err != nil {
			return err
		}
		if unit != t.Lead && !t.Coordinates(unit) {
			return fault.Forbidden("task.not_ours")
		}
		if !t.State.Open() {
			return ended(t)
		}
		text = strings.TrimSpace(text)
		switch n := utf8.RuneCountInString(text); {
		case n == 0:
			return fault.Invalid("note", "task.note_missing")
		case n > maxNote:
			return fault.TooLarge("note", "task.note_long", "max", maxNote)
		}
		return s.note(ctx, w, who, t, &t, Entry{At: when.Present(s.clock), Unit: unit, Kind: "note", Note: text})
	})
}

// Withdraw takes a task back, with a reason that its units read. Withdrawing it
// again changes nothing.
func (s *Service) Withdraw(ctx context.Context, who actor.Actor, id ident.ID, reason string) (Task, error) {
	return s.change(ctx, who, id, "task.withdraw", "", func(ctx context.Context, w *db.Write, t Task) error {
		if err := mayAssign(who, t); err != nil {
			return err
		}
		reason := strings.TrimSpace(reason)
		switch {
		case t.State == Withdrawn && t.Reason == reason:
			return nil
		case t.State == Prepared:
			return fault.Conflict("task.not_issued")
		case !t.State.Open():
			return ended(t)
		}
		if f := checkReason(reason); f != nil {
			return f
		}
		before := t
		t.State, t.Reason, t.UpdatedAt = Withdrawn, reason, when.Present(s.clock)
		return s.note(ctx, w, who, t, &before, Entry{At: t.UpdatedAt, Unit: t.Assigner, Kind: "withdrawn", Note: reason})
	})
}

// ChangeLead gives a task to another lead, with a reason. The unit that had it
// still sees it listed, with the reason.
func (s *Service) ChangeLead(ctx context.Context, who actor.Actor, id, lead ident.ID, reason string) (Task, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return Task{}, err
	}
	return s.change(ctx, who, id, "task.lead", "", func(ctx context.Context, w *db.Write, t Task) error {
		if err := mayAssign(who, t); err != nil {
			return err
		}
		if t.State == Prepared {
			return fault.Conflict("task.not_issued")
		}
		if err := checkLead(t, lead, reason); err != nil {
			return err
		}
		if _, known := tree.Unit(lead); !known {
			return fault.Invalid("lead", "task.lead_unknown")
		}
		if !inRemit(who, t, lead, tree) {
			return fault.Invalid("lead", "task.lead_beyond", "unit", tree.Name(lead))
		}
		before, now := t, when.Present(s.clock)
		reason := strings.TrimSpace(reason)
		if err := insertFormerLead(ctx, w, t.ID, t.Lead, now, reason); err != nil {
			return err
		}
		t.Lead, t.UpdatedAt = lead, now
		return s.note(ctx, w, who, t, &before, Entry{At: now, Unit: t.Assigner, Kind: "lead_changed", Note: reason, Blocker: before.Lead}, before.Lead)
	})
}

// Reopen takes a finished task up again; the assigner alone does so.
func (s *Service) Reopen(ctx context.Context, who actor.Actor, id ident.ID, reason, key string) (Task, error) {
	return s.change(ctx, who, id, "task.reopen", key, func(ctx context.Context, w *db.Write, t Task) error {
		if err := mayAssign(who, t); err != nil {
			return err
		}
		reason := strings.TrimSpace(reason)
		switch {
		case t.State != Done:
			return fault.Conflict("task.not_done")
		}
		if f := checkReason(reason); f != nil {
			return f
		}
		before := t
		t.State, t.DoneAt, t.UpdatedAt = InProgress, 0, when.Present(s.clock)
		return s.note(ctx, w, who, t, &before, Entry{At: t.UpdatedAt, Unit: t.Assigner, Kind: "reopened", Note: reason})
	})
}

// change loads a task that the actor may see, runs act on it once per key, and
// gives the task as it then stands.
func (s *Service) change(ctx context.Context, who actor.Actor, id ident.ID, name, key string, act func(context.Context, *db.Write, Task) error) (Task, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return Task{}, err
	}
	if key != "" {
		key = id.String() + "/" + who.Account.String() + "/" + key
	}
	var after Task
	_, _, err = s.db.Once(ctx, key, name, func(ctx context.Context, w *db.Write) (string, error) {
		t, err := s.readable(ctx, w, who, id, tree)
		if err != nil {
			return "", err
		}
		return id.String(), act(ctx, w, t)
	})
	if err != nil {
		return Task{}, err
	}
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		t, _, err := load(ctx, r, id)
		if err != nil {
			return err
		}
		after = t
		return s.resolve(ctx, r, &after)
	})
	return after, err
}

// ended says why nothing more is written to a task.
func ended(t Task) error {
	switch t.State {
	case Done:
		return fault.Conflict("task.is_done")
	case Withdrawn:
		return fault.Conflict("task.is_withdrawn")
	}
	return fault.Conflict("task.not_issued")
}
