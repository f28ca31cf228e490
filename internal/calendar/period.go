package calendar

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Period gives a period; the end is resolved from its event where it has one.
func (s *Service) Period(ctx context.Context, id ident.ID) (Period, error) {
	var p Period
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		p, err = loadPeriod(ctx, r, id)
		return err
	})
	return p, err
}

// PeriodIn is Period inside a piece or snapshot.
func (s *Service) PeriodIn(ctx context.Context, q db.Querier, id ident.ID) (Period, error) {
	return loadPeriod(ctx, q, id)
}

// Periods gives several periods by their identifiers; unknown ones are left out.
func (s *Service) Periods(ctx context.Context, ids []ident.ID) (map[ident.ID]Period, error) {
	found := make(map[ident.ID]Period, len(ids))
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, id := range ids {
			if _, ok := found[id]; ok {
				continue
			}
			p, err := loadPeriod(ctx, r, id)
			if fault.KindOf(err) == fault.KindNotFound && err != nil {
				continue
			}
			if err != nil {
				return err
			}
			found[id] = p
		}
		return nil
	})
	return found, err
}

// EnsurePeriod gives the record of a period of the calendar, made when it is
// first needed. Every account may: a name of the calendar decides nothing.
func (s *Service) EnsurePeriod(ctx context.Context, who actor.Actor, n when.PeriodName) (Period, error) {
	if err := who.SignedIn(); err != nil {
		return Period{}, err
	}
	var p Period
	var found bool
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		p, found, err = findNamed(ctx, r, n)
		return err
	})
	if err != nil || found {
		return p, err
	}
	err = s.db.Do(ctx, "calendar.ensure_period", func(ctx context.Context, w *db.Write) error {
		p, err = s.EnsurePeriodIn(ctx, w, n)
		return err
	})
	return p, err
}

// EnsurePeriodIn is EnsurePeriod inside a piece.
func (s *Service) EnsurePeriodIn(ctx context.Context, w *db.Write, n when.PeriodName) (Period, error) {
	if !n.Valid() || n.Kind == when.AdHoc {
		return Period{}, fault.Invalid("period", "calendar.no_such_period_name")
	}
	p, found, err := findNamed(ctx, w, n)
	if err != nil || found {
		return p, err
	}
	span := n.Span()
	p = Period{ID: s.ids.New(), Kind: n.Kind, Year: n.Year, N: n.N, From: span.From, To: span.To}
	return p, insertPeriod(ctx, w, p)
}

// UntilEvent gives the ad-hoc period from a day until an event, made when it is
// first needed. It moves with the event.
func (s *Service) UntilEvent(ctx context.Context, who actor.Actor, from when.Date, event ident.ID) (Period, error) {
	if err := who.SignedIn(); err != nil {
		return Period{}, err
	}
	var p Period
	err := s.db.Do(ctx, "calendar.until_event", func(ctx context.Context, w *db.Write) error {
		e, err := loadEvent(ctx, w, event)
		if err != nil {
			return err
		}
		if f := checkSpan(from, e.Date); f != nil {
			return f
		}
		var found bool
		if p, found, err = findAdHoc(ctx, w, Period{From: from, EndEvent: event}); err != nil || found {
			return err
		}
		p = Period{ID: s.ids.New(), Kind: when.AdHoc, From: from, EndEvent: event}
		if err := insertPeriod(ctx, w, p); err != nil {
			return err
		}
		p.To, p.Name = e.Date, e.Name
		label := p.Title(i18n.VI)
		if err := s.AnchorIn(ctx, w, event, Anchor{Kind: "period", Subject: p.ID, Label: label, From: from}); err != nil {
			return err
		}
		return s.opened(ctx, w, who, p, e.Unit)
	})
	return p, err
}

// BetweenDays gives the ad-hoc period between two days, with a name or "".
func (s *Service) BetweenDays(ctx context.Context, who actor.Actor, from, to when.Date, name string) (Period, error) {
	if err := who.SignedIn(); err != nil {
		return Period{}, err
	}
	if f := checkSpan(from, to); f != nil {
		return Period{}, f
	}
	var p Period
	err := s.db.Do(ctx, "calendar.between_days", func(ctx context.Context, w *db.Write) error {
		wanted := Period{Kind: when.AdHoc, From: from, To: to, Name: strings.Join(strings.Fields(name), " ")}
		var found bool
		var err error
		if p, found, err = findAdHoc(ctx, w, wanted); err != nil || found {
			return err
		}
		p = wanted
		p.ID = s.ids.New()
		if err := insertPeriod(ctx, w, p); err != nil {
			return err
		}
		return s.opened(ctx, w, who, p, who.Unit)
	})
	return p, err
}

func (s *Service) opened(ctx context.Context, w *db.Write, who actor.Actor, p Period, unit ident.ID) error {
	_, err := journal.Append(ctx, w, journal.Entry{
		At: when.Present(s.clock), Actor: who, Kind: "period.opened", Subject: p.ID, Unit: unit,
		After: map[string]any{"from": p.From, "to": p.To, "event": p.EndEvent, "name": p.Name},
	})
	return err
}

// Next gives the period of the same kind that follows. An ad-hoc period has none.
func (s *Service) Next(ctx context.Context, who actor.Actor, p Period) (Period, error) {
	return s.neighbour(ctx, who, p, when.PeriodName.Next)
}

// Previous gives the period of the same kind before. An ad-hoc period has none.
func (s *Service) Previous(ctx context.Context, who actor.Actor, p Period) (Period, error) {
	return s.neighbour(ctx, who, p, when.PeriodName.Previous)
}

func (s *Service) neighbour(ctx context.Context, who actor.Actor, p Period, step func(when.PeriodName) when.PeriodName) (Period, error) {
	if p.Kind == when.AdHoc {
		return Period{}, fault.Invalid("period", "calendar.no_neighbour", "period", p)
	}
	return s.EnsurePeriod(ctx, who, step(p.PeriodName()))
}
