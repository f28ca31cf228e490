package document

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Layout gives how a unit lays out its page: what it has given, else the neutral
// layout. It stands on every page the unit issues, so any account may see it.
func (s *Service) Layout(ctx context.Context, who actor.Actor, unit ident.ID) (Layout, error) {
	if err := who.SignedIn(); err != nil {
		return Layout{}, err
	}
	if _, err := s.org.Today(ctx); err != nil {
		return Layout{}, err
	}
	var l Layout
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		l, err = s.layout(ctx, r, unit)
		return err
	})
	return l, err
}

// SetLayout changes a unit's layout. Issued documents keep theirs.
func (s *Service) SetLayout(ctx context.Context, who actor.Actor, unit ident.ID, l Layout) error {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return err
	}
	if err := who.Over(actor.KeepUnits, unit, tree); err != nil {
		return err
	}
	if len(l.Left) == 0 || l.Pattern == "" {
		return fault.Invalid("left", "document.layout_empty")
	}
	return s.db.Do(ctx, "document.layout", func(ctx context.Context, w *db.Write) error {
		before, err := s.layout(ctx, w, unit)
		if err != nil {
			return err
		}
		if err := saveLayout(ctx, w, unit, l); err != nil {
			return err
		}
		_, err = journal.Append(ctx, w, journal.Entry{
			At: when.Present(s.clock), Actor: who, Kind: "document.layout_set", Subject: unit, Unit: unit, Before: before, After: l,
		})
		return err
	})
}

// layout falls back to the neutral one. Issuer and superior are named as of today.
func (s *Service) layout(ctx context.Context, q db.Querier, unit ident.ID) (Layout, error) {
	l, found, err := loadLayout(ctx, q, unit)
	if err != nil || found {
		return l, err
	}
	tree, err := s.org.Today(ctx) // cached; callers inside a view have asked for it before
	if err != nil {
		return Layout{}, err
	}
	return neutral(tree, unit), nil
}

func neutral(tree *org.Tree, unit ident.ID) Layout {
	u, _ := tree.Unit(unit)
	superior := ""
	if above := tree.Ancestors(unit); len(above) > 0 {
		superior = above[0].Name
	}
	return NeutralLayout(u.Name, superior)
}
