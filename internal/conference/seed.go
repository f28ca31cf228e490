package conference

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Seeded is a conference for a demo, or one taken over from elsewhere, with how far it has come.
type Seeded struct {
	Details  Details
	CalledAt when.Instant // 0 = now
	Sites    []SeededSite // those that have entered something
	Papers   []NewPaper

	// Of a conference that is over; OpenedAt 0 leaves it called.
	OpenedAt    when.Instant
	ClosedAt    when.Instant
	ConcludedAt when.Instant
	Declared    string
	Conclusions []ConclusionEntry
	Issue       IssueEntry
}

// SeededSite is what a site has entered. Its unit must be in the scope.
type SeededSite struct {
	Unit  ident.ID
	At    when.Instant // 0 = the moment of the call
	By    string       // who entered it
	Entry SiteEntry
}

// SeededResult names what was made, so that tasks of the past can be tied to the conclusions (task.Seed).
type SeededResult struct {
	Conference  ident.ID
	Conclusions []ident.ID
}

// Seed makes a conference in the ordinary steps, each at its own moment of the domain clock. Only the program itself may.
func (s *Service) Seed(ctx context.Context, who actor.Actor, n Seeded) (SeededResult, error) {
	var r SeededResult
	if who.Kind != actor.System {
		return r, fault.Forbidden("actor.forbidden_call_conference")
	}
	at := func(moment when.Instant) *Service {
		if moment.Zero() {
			return s
		}
		other := *s
		other.Clock = when.NewFrozen(moment.Time())
		return &other
	}
	then := at(n.CalledAt)
	id, err := then.Create(ctx, who, n.Details, "")
	if err != nil {
		return r, err
	}
	r.Conference = id
	for _, p := range n.Papers {
		if _, err := then.AddPaper(ctx, who, id, p, ""); err != nil {
			return r, err
		}
	}
	if err := then.Call(ctx, who, id, ""); err != nil {
		return r, err
	}
	if err := s.seedSites(ctx, who, id, n, at); err != nil {
		return r, err
	}
	if n.OpenedAt.Zero() {
		return r, nil
	}
	open := at(n.OpenedAt)
	if err := open.Open(ctx, who, id, true, ""); err != nil {
		return r, err
	}
	if n.Declared != "" {
		if err := open.Declare(ctx, who, id, n.Declared, ""); err != nil {
			return r, err
		}
	}
	for _, e := range n.Conclusions {
		one, err := open.AddConclusion(ctx, who, id, e, "")
		if err != nil {
			return r, err
		}
		r.Conclusions = append(r.Conclusions, one)
	}
	if n.ClosedAt.Zero() {
		return r, nil
	}
	closed := at(n.ClosedAt)
	if err := closed.Close(ctx, who, id, ""); err != nil {
		return r, err
	}
	if n.ConcludedAt.Zero() {
		return r, nil
	}
	done := at(n.ConcludedAt)
	chair := who
	if len(n.Details.Chairs) > 0 {
		chair.Person = n.Details.Chairs[0].Person
	}
	if err := done.Approve(ctx, chair, id, ""); err != nil {
		return r, err
	}
	return r, done.Issue(ctx, who, id, n.Issue, "")
}

func (s *Service) seedSites(ctx context.Context, who actor.Actor, id ident.ID, n Seeded, at func(when.Instant) *Service) error {
	sites, err := s.Sites(ctx, who, id)
	if err != nil {
		return err
	}
	byUnit := make(map[ident.ID]Site, len(sites))
	for _, site := range sites {
		byUnit[site.Unit] = site
	}
	for _, one := range n.Sites {
		site, ok := byUnit[one.Unit]
		if !ok {
			return fault.Invalid("unit", "conference.unit_unknown")
		}
		by := who
		if one.By != "" {
			by.Name = one.By
		}
		moment := one.At
		if moment.Zero() {
			moment = n.CalledAt
		}
		if err := at(moment).SaveSite(ctx, by, site.ID, one.Entry, ""); err != nil {
			return err
		}
	}
	return nil
}
