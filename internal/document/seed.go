package document

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Seeded is a document of the past with what became of it.
type Seeded struct {
	New          New
	Opened       map[ident.ID]when.Instant
	Acknowledged map[ident.ID]when.Instant
	By           map[ident.ID]string // who opened and acknowledged, by unit
}

// Seed loads documents of the past, one piece each, for the demo and for
// registers taken over from elsewhere. Only the program itself may do so.
func (s *Service) Seed(ctx context.Context, who actor.Actor, list []Seeded) ([]Document, error) {
	if who.Kind != actor.System {
		return nil, fault.Forbidden("document.forbidden")
	}
	issued := make([]Document, 0, len(list))
	for _, one := range list {
		var d Document
		err := s.db.Do(ctx, "document.seed", func(ctx context.Context, w *db.Write) (err error) {
			if d, err = s.IssueIn(ctx, w, who, one.New); err != nil {
				return err
			}
			for unit, at := range one.Opened {
				if _, err := markOpened(ctx, w, d.ID, unit, d.Version, at, one.By[unit]); err != nil {
					return err
				}
			}
			for unit, at := range one.Acknowledged {
				if err := markAcknowledged(ctx, w, d.ID, unit, d.Version, at, one.By[unit]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		issued = append(issued, d)
	}
	return issued, nil
}
