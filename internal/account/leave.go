package account

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

// Leaving is what ends when somebody leaves.
type Leaving struct {
	Account Account
	Grants  []Grant         // that hold today or will
	Posts   []person.Holder // that end with them
	Other   []person.Holder // beyond the actor's units: somebody there ends them
	Bare    []ident.ID      // units whose only own administrator this is
	Last    bool            // the last administrator of the top unit: refused
}

// Leaving shows what ends when an account that the actor keeps leaves.
func (s *Service) Leaving(ctx context.Context, who actor.Actor, account ident.ID) (Leaving, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Leaving{}, err
	}
	var l Leaving
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		l, err = s.leaving(ctx, r, tree, who, account)
		if err != nil {
			return err
		}
		units, err := administered(ctx, r, tree, account)
		if err != nil {
			return err
		}
		for _, unit := range units {
			n, err := administers(ctx, r, tree, unit)
			if err != nil {
				return err
			}
			if n == 1 && unit == tree.Root().ID {
				l.Last = true
			} else if n == 1 {
				l.Bare = append(l.Bare, unit)
			}
		}
		return nil
	})
	return l, err
}

func (s *Service) leaving(ctx context.Context, q db.Querier, tree *org.Tree, who actor.Actor, account ident.ID) (Leaving, error) {
	var l Leaving
	var ok bool
	var err error
	if l.Account, ok, err = byID(ctx, q, account); err != nil || !ok {
		return l, missing(err)
	}
	if err := s.mayKeep(ctx, q, who, account, tree); err != nil {
		return l, err
	}
	if err := personal(ctx, q, account); err != nil {
		return l, err
	}
	all, err := grantsOf(ctx, q, account)
	if err != nil {
		return l, err
	}
	l.Grants = unended(all, tree)
	if s.d.Person != nil && l.Account.Person != 0 {
		l.Posts, l.Other, err = s.d.Person.Endable(ctx, q, who, l.Account.Person, tree)
	}
	return l, err
}

// Leave lets somebody go on a day, the last on which the account works: its
// grants and posts end with that day, and the account closes. A day that is past
// closes it at once; else it closes by itself after the day. decision is that of
// the leaving.
func (s *Service) Leave(ctx context.Context, who actor.Actor, account ident.ID, last when.Date, decision string) (Leaving, error) {
	if account == who.Account {
		return Leaving{}, fault.Conflict("account.not_yourself")
	}
	if !last.Valid() {
		return Leaving{}, fault.Invalid("last", "account.leave_day_missing")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Leaving{}, err
	}
	var l Leaving
	err = s.d.DB.Do(ctx, "account.leave", func(ctx context.Context, w *db.Write) (err error) {
		l, err = s.leaving(ctx, w, tree, who, account)
		if err != nil {
			return err
		}
		if err := who.StepUp(actor.StepAccounts); err != nil {
			return err
		}
		if l.Account.Closed {
			return fault.Conflict("account.left_already")
		}
		units, err := administered(ctx, w, tree, account)
		if err != nil {
			return err
		}
		l.Bare, err = guarded(ctx, w, tree, units, func() error { return s.leave(ctx, w, who, tree, l, last, decision) })
		return err
	})
	return l, err
}

func (s *Service) leave(ctx context.Context, w *db.Write, who actor.Actor, tree *org.Tree, l Leaving, last when.Date, decision string) error {
	today := tree.Date()
	for _, g := range l.Grants {
		if err := s.endGrant(ctx, w, who, g, max(last, g.From.AddDays(-1)), "account.revoked", decision); err != nil {
			return err
		}
	}
	for _, h := range l.Posts {
		if err := s.d.Person.EndIn(ctx, w, who, tree, h, max(last, h.From), decision); err != nil {
			return err
		}
	}
	after := l.Account
	after.Leaves = last
	if _, err := w.Exec(ctx, `update account set leaves = $1 where id = $2`, int64(last), int64(after.ID)); err != nil {
		return err
	}
	s.changed(w, after.ID)
	if err := s.note(ctx, w, who, "account.leaves", after.ID, who.Unit, journalled(l.Account), journalled(after), decision); err != nil {
		return err
	}
	if last.Before(today) {
		return s.setClosed(ctx, w, who, after, true, decision)
	}
	return nil
}

// Stay takes a leaving back before its day is over. What ended with it is given again by hand.
func (s *Service) Stay(ctx context.Context, who actor.Actor, account ident.ID) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.stay", func(ctx context.Context, w *db.Write) error {
		a, ok, err := byID(ctx, w, account)
		if err != nil || !ok {
			return missing(err)
		}
		if err := s.mayKeep(ctx, w, who, account, tree); err != nil {
			return err
		}
		if a.Leaves.Zero() || a.gone(tree.Date()) {
			return fault.Conflict("account.not_leaving")
		}
		if _, err := w.Exec(ctx, `update account set leaves = 0 where id = $1`, int64(account)); err != nil {
			return err
		}
		s.changed(w, account)
		after := a
		after.Leaves = 0
		return s.note(ctx, w, who, "account.stays", account, who.Unit, journalled(a), journalled(after), "")
	})
}
