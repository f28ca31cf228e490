package document

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Open gives the version in force to somebody of a receiving unit and notes the
// first opening. Opening again changes nothing.
func (s *Service) Open(ctx context.Context, who actor.Actor, id, unit ident.ID) (Document, error) {
	d, err := s.ByID(ctx, who, id, 0)
	if err != nil {
		return Document{}, err
	}
	if !who.HasDesk(unit) {
		return d, nil
	}
	var mine Receipt
	var found bool
	if err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		mine, found, err = loadReceipt(ctx, r, id, unit, d.Version)
		return err
	}); err != nil {
		return Document{}, err
	}
	if !found || !mine.New() {
		return d, nil
	}
	now := when.Present(s.clock)
	return d, s.db.Do(ctx, "document.open", func(ctx context.Context, w *db.Write) error {
		first, err := markOpened(ctx, w, id, unit, d.Version, now, who.Name)
		if err != nil || !first {
			return err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: now, Actor: who, Kind: "document.opened", Subject: id, Unit: unit})
		if err != nil {
			return err
		}
		s.tell(w, seq, id, unit, d.Issuer)
		return nil
	})
}

// Acknowledge says that the unit received the version in force. Doing it again,
// by the same or another hand, changes nothing: the first stands. The receipt is
// given without its document.
func (s *Service) Acknowledge(ctx context.Context, who actor.Actor, id, unit ident.ID, key string) (Receipt, error) {
	return s.AcknowledgeVersion(ctx, who, id, unit, 0, key)
}

// AcknowledgeVersion is Acknowledge for the version that was on the screen: if a
// correction took its place meanwhile, the unit is asked to read that first.
func (s *Service) AcknowledgeVersion(ctx context.Context, who actor.Actor, id, unit ident.ID, version int, key string) (Receipt, error) {
	if err := who.At(actor.Acknowledge, unit); err != nil {
		return Receipt{}, err
	}
	now := when.Present(s.clock)
	var r Receipt
	_, again, err := s.db.Once(ctx, key, "document.acknowledge", func(ctx context.Context, w *db.Write) (string, error) {
		issuer, newest, found, err := loadNewest(ctx, w, id, unit)
		if err != nil {
			return "", err
		}
		if !found {
			return "", fault.NotFound("document.not_found")
		}
		if newest.Unit.Zero() {
			return "", fault.NotFound("document.not_received")
		}
		if version != 0 && version != newest.Version {
			return "", fault.Conflict("document.version_moved", "version", newest.Version)
		}
		if r = newest; !r.Acknowledged.Zero() {
			return id.String(), nil
		}
		r.Acknowledged, r.AcknowledgedBy = now, who.Name
		if r.Opened.Zero() {
			r.Opened, r.OpenedBy = now, who.Name
		}
		if err := markAcknowledged(ctx, w, id, unit, r.Version, now, who.Name); err != nil {
			return "", err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{
			At: now, Actor: who, Kind: "document.acknowledged", Subject: id, Unit: unit, After: map[string]int{"version": r.Version},
		})
		if err != nil {
			return "", err
		}
		s.tell(w, seq, id, unit, issuer)
		return id.String(), nil
	})
	if again { // nothing ran: the first is asked for
		err = s.db.View(ctx, func(ctx context.Context, q *db.Read) error {
			_, r, _, err = loadNewest(ctx, q, id, unit)
			return err
		})
	}
	if err != nil {
		return Receipt{}, err
	}
	return r, nil
}
