package task

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
)

// OfPeriod lists what the report of a unit for a period lists: the tasks whose
// plan period it is, in any state, and older ones that are not finished. Tasks
// that were withdrawn or went to another lead are listed with their Reason. For
// the domain that owns the report and has judged who sees it.
func (s *Service) OfPeriod(ctx context.Context, q db.Querier, unit, period ident.ID) ([]Task, error) {
	p, err := s.calendar.PeriodIn(ctx, q, period)
	if err != nil {
		return nil, err
	}
	lead, err := s.ofUnit(ctx, q, unit, whereLead)
	if err != nil {
		return nil, err
	}
	former, err := s.ofPart(ctx, q, unit, whereFormerLead, AsFormerLead)
	if err != nil {
		return nil, err
	}
	periods := make(map[ident.ID]bool) // by period: does it begin before the report's?
	list := make([]Task, 0, len(lead))
	for _, t := range append(lead, former...) {
		if t.Period == period {
			list = append(list, t)
			continue
		}
		if t.As != AsLead || !t.State.Open() || t.IssuedAt.Date().After(p.To) {
			continue
		}
		older := true // without a plan period: whatever was issued by the end of the report's
		if !t.Period.Zero() {
			var known bool
			if older, known = periods[t.Period]; !known {
				other, err := s.calendar.PeriodIn(ctx, q, t.Period)
				if err != nil {
					return nil, err
				}
				older = other.From.Before(p.From)
				periods[t.Period] = older
			}
		}
		if older {
			list = append(list, t)
		}
	}
	sortTasks(list, p.To)
	return list, nil
}

// OfConference lists the tasks of a conference that the actor may see: prepared
// ones are seen by their keeper and assigner alone.
func (s *Service) OfConference(ctx context.Context, who actor.Actor, conference ident.ID) ([]Task, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []Task
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := s.InConference(ctx, r, conference)
		if err != nil {
			return err
		}
		list = nil
		for _, t := range all {
			former, err := formerLeads(ctx, r, t.ID)
			if err != nil {
				return err
			}
			if mayRead(who, t, former, tree) == nil {
				list = append(list, t)
			}
		}
		return nil
	})
	return list, err
}

// InConference lists all tasks of a conference, in the order in which they were
// written down, for the conference, which has judged who sees them.
func (s *Service) InConference(ctx context.Context, q db.Querier, conference ident.ID) ([]Task, error) {
	list, err := selectTasks(ctx, q, whereConference, int64(conference))
	if err != nil {
		return nil, err
	}
	return list, s.resolveAll(ctx, q, list)
}

// OfOrigin lists the tasks that came from one record (a conclusion), likewise.
func (s *Service) OfOrigin(ctx context.Context, q db.Querier, kind string, origin ident.ID) ([]Task, error) {
	list, err := selectTasks(ctx, q, whereOrigin, kind, int64(origin))
	if err != nil {
		return nil, err
	}
	return list, s.resolveAll(ctx, q, list)
}

// Unfinished lists the open tasks that a unit gave or keeps, for the next
// agenda of that unit, which has judged who sees it. leads narrows to those
// units; nil takes all. Late ones first, then by due day.
func (s *Service) Unfinished(ctx context.Context, q db.Querier, unit ident.ID, leads []ident.ID) ([]Task, error) {
	list, err := selectTasks(ctx, q, whereGiven+` and `+whereOpen, int64(unit))
	if err != nil {
		return nil, err
	}
	if leads != nil {
		among := make(map[ident.ID]bool, len(leads))
		for _, unit := range leads {
			among[unit] = true
		}
		kept := list[:0]
		for _, t := range list {
			if among[t.Lead] {
				kept = append(kept, t)
			}
		}
		list = kept
	}
	if err := s.resolveAll(ctx, q, list); err != nil {
		return nil, err
	}
	sortTasks(list, 0)
	return list, nil
}
