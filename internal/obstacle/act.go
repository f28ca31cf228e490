package obstacle

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// key makes an idempotency key the account's own.
func key(who actor.Actor, k string) string {
	if k == "" {
		return ""
	}
	return who.Account.String() + "/" + k
}

// above is the unit to which an obstacle goes where nobody else is named.
func above(tree *org.Tree, unit ident.ID) ident.ID {
	if list := tree.Ancestors(unit); len(list) > 0 {
		return list[0].ID
	}
	return 0
}

// Raise puts an obstacle before the unit that must settle it, and gives its identifier.
func (s *Service) Raise(ctx context.Context, who actor.Actor, n New) (ident.ID, error) {
	if err := who.At(actor.RaiseObstacle, n.Unit); err != nil {
		return 0, err
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return 0, err
	}
	n = tidy(n)
	if n.Holder.Zero() {
		n.Holder = above(tree, n.Unit)
	}
	if err := check(n, tree); err != nil {
		return 0, err
	}
	about, err := s.Subject(ctx, who, n.Unit, n.About)
	if err != nil {
		return 0, err
	}
	now := s.now()
	o := Obstacle{ID: s.d.IDs.New(), Unit: n.Unit, Body: n.Body, Proposal: n.Proposal, Tag: n.Tag, About: about, Holder: n.Holder, State: Open,
		RaisedAt: now, RaisedBy: who.Name, ChangedAt: now}
	result, _, err := s.d.DB.Once(ctx, key(who, n.Key), "obstacle.raise", func(ctx context.Context, w *db.Write) (string, error) {
		return o.ID.String(), s.raise(ctx, w, who, o)
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

func (s *Service) raise(ctx context.Context, w *db.Write, who actor.Actor, o Obstacle) error {
	if err := insert(ctx, w, o); err != nil {
		return err
	}
	if err := routeTo(ctx, w, o.ID, o.Holder, o.RaisedAt); err != nil {
		return err
	}
	return s.note(ctx, w, who, o, nil, Entry{At: o.RaisedAt, Unit: o.Unit, Kind: "raised", Target: o.Holder})
}

// Propose adds the proposal that was missing.
func (s *Service) Propose(ctx context.Context, who actor.Actor, id ident.ID, text, k string) error {
	return s.close(ctx, who, id, "obstacle.propose", k, func(ctx context.Context, w *db.Write, o Obstacle, by ident.ID, now when.Instant) error {
		text := strings.TrimSpace(text)
		if o.Proposal != "" {
			return fault.Conflict("obstacle.has_proposal")
		}
		if err := needed("proposal", text, "obstacle.proposal_missing"); err != nil {
			return err
		}
		before := o
		o.Proposal = text
		return s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: by, Kind: "proposed", Text: text})
	})
}

// PassOn routes an obstacle to another unit, with the reason. Whoever had it goes on reading it.
func (s *Service) PassOn(ctx context.Context, who actor.Actor, id, to ident.ID, reason, k string) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, who, id, "obstacle.pass", k, tree, nil, func(ctx context.Context, w *db.Write, o Obstacle, _ []ident.ID, now when.Instant) error {
		if err := who.At(actor.SettleObstacle, o.Holder); err != nil {
			return err
		}
		if err := pending(o); err != nil {
			return err
		}
		reason := strings.TrimSpace(reason)
		var fs fault.Faults
		if to == o.Holder {
			fs = append(fs, fault.Invalid("holder", "obstacle.holder_same"))
		} else if f := checkHolder(to, o.Unit, tree); f != nil {
			fs = append(fs, f)
		}
		if err := fs.Add(needed("reason", reason, "obstacle.reason_missing")); err != nil {
			return err
		}
		if len(fs) > 0 {
			return fs
		}
		before := o
		o.Holder, o.State = to, Open
		if err := routeTo(ctx, w, o.ID, to, now); err != nil {
			return err
		}
		return s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: before.Holder, Kind: "passed", Target: to, Text: reason})
	})
}

// Answer says what the unit has to say, and to which document that leads. It does not close the obstacle: its raiser
// does. An answer that leads to no document leaves what an earlier one said of one.
func (s *Service) Answer(ctx context.Context, who actor.Actor, id ident.ID, text string, change Change, k string) error {
	change, wrong := s.checkChange(ctx, who, change)
	return s.act(ctx, who, id, "obstacle.answer", k, nil, nil, func(ctx context.Context, w *db.Write, o Obstacle, way []ident.ID, now when.Instant) error {
		by, ok := mayAnswer(who, o, way)
		if !ok {
			return who.At(actor.SettleObstacle, o.Holder)
		}
		if err := pending(o); err != nil {
			return err
		}
		text := strings.TrimSpace(text)
		var fs fault.Faults
		if err := fs.Add(needed("answer", text, "obstacle.answer_missing")); err != nil {
			return err
		}
		if err := fs.Add(wrong); err != nil {
			return err
		}
		if len(fs) > 0 {
			return fs
		}
		before := o
		o.State = Answered
		if !change.None() {
			o.Change = change
		}
		return s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: by, Kind: "answered", Text: text, Change: change})
	})
}

// Accept is the raiser's word that the obstacle is solved. Nobody else can give it.
func (s *Service) Accept(ctx context.Context, who actor.Actor, id ident.ID, note, k string) error {
	return s.close(ctx, who, id, "obstacle.accept", k, func(ctx context.Context, w *db.Write, o Obstacle, by ident.ID, now when.Instant) error {
		if o.State != Answered {
			return fault.Conflict("obstacle.not_answered")
		}
		note := strings.TrimSpace(note)
		if err := long("note", note, maxText).Or(); err != nil {
			return err
		}
		before := o
		o.State, o.EndedAt = Solved, now
		return s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: by, Kind: "solved", Text: note})
	})
}

// Reopen says what the answers leave open.
func (s *Service) Reopen(ctx context.Context, who actor.Actor, id ident.ID, missing, k string) error {
	return s.close(ctx, who, id, "obstacle.reopen", k, func(ctx context.Context, w *db.Write, o Obstacle, by ident.ID, now when.Instant) error {
		if o.State != Answered {
			return fault.Conflict("obstacle.not_answered")
		}
		missing := strings.TrimSpace(missing)
		if err := needed("missing", missing, "obstacle.missing_missing"); err != nil {
			return err
		}
		before := o
		o.State = Open
		return s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: by, Kind: "reopened", Target: o.Holder, Text: missing})
	})
}

// Withdraw takes an obstacle back, with the reason.
func (s *Service) Withdraw(ctx context.Context, who actor.Actor, id ident.ID, reason, k string) error {
	return s.close(ctx, who, id, "obstacle.withdraw", k, func(ctx context.Context, w *db.Write, o Obstacle, by ident.ID, now when.Instant) error {
		reason := strings.TrimSpace(reason)
		if err := needed("reason", reason, "obstacle.reason_missing"); err != nil {
			return err
		}
		before := o
		o.State, o.EndedAt = Withdrawn, now
		return s.noteSaved(ctx, w, who, o, before, Entry{At: now, Unit: by, Kind: "withdrawn", Text: reason})
	})
}

// act loads an obstacle that the actor may see and runs do on it, once per key. The tree may be handed in;
// closers are who else reads it in the place of its raiser.
func (s *Service) act(ctx context.Context, who actor.Actor, id ident.ID, name, k string, tree *org.Tree, closers []ident.ID,
	do func(ctx context.Context, w *db.Write, o Obstacle, way []ident.ID, now when.Instant) error) (err error) {
	if tree == nil {
		if tree, err = s.d.Org.Today(ctx); err != nil {
			return err
		}
	}
	now := s.now()
	if k != "" {
		k = key(who, id.String()+"/"+k)
	}
	_, _, err = s.d.DB.Once(ctx, k, name, func(ctx context.Context, w *db.Write) (string, error) {
		o, way, err := s.readable(ctx, w, who, id, closers, tree)
		if err != nil {
			return "", err
		}
		return id.String(), do(ctx, w, o, way, now)
	})
	return err
}

// close is act for the raiser alone, on what has not ended.
func (s *Service) close(ctx context.Context, who actor.Actor, id ident.ID, name, k string,
	do func(ctx context.Context, w *db.Write, o Obstacle, by ident.ID, now when.Instant) error) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	closers, err := s.closersOf(ctx, tree, id)
	if err != nil {
		return err
	}
	return s.act(ctx, who, id, name, k, tree, closers, func(ctx context.Context, w *db.Write, o Obstacle, _ []ident.ID, now when.Instant) error {
		by, ok := mayClose(who, closers)
		if !ok {
			return fault.Forbidden("actor.forbidden_close_obstacle")
		}
		if err := pending(o); err != nil {
			return err
		}
		return do(ctx, w, o, by, now)
	})
}

// noteSaved saves an obstacle that changed and notes how.
func (s *Service) noteSaved(ctx context.Context, w *db.Write, who actor.Actor, o, before Obstacle, e Entry) error {
	o.ChangedAt = e.At
	if err := save(ctx, w, o); err != nil {
		return err
	}
	return s.note(ctx, w, who, o, &before, e)
}

// note writes a line of history, tells the journal, and after the commit the units that have to do with it.
func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, o Obstacle, before *Obstacle, e Entry) error {
	e.ID, e.Actor = s.d.IDs.New(), who.Name
	if err := insertEntry(ctx, w, o.ID, e); err != nil {
		return err
	}
	var was any
	if before != nil {
		was = before
	}
	seq, err := journal.Append(ctx, w, journal.Entry{At: e.At, Actor: who, Kind: "obstacle." + e.Kind, Subject: o.ID, Unit: e.Unit, Before: was, After: o, Note: e.Text})
	if err != nil {
		return err
	}
	way, err := route(ctx, w, o.ID)
	if err != nil {
		return err
	}
	topics := []string{"home:" + o.Unit.String()}
	for _, unit := range append(way, e.Unit) { // who acts may be neither: the unit in which a raiser goes on that has ended
		if topic := "home:" + unit.String(); !slices.Contains(topics, topic) {
			topics = append(topics, topic)
		}
	}
	s.d.Hub.Tell(w, seq, topics...)
	return nil
}
