package calendar

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service takes. Hub may be nil.
type Deps struct {
	DB    *db.DB
	IDs   *ident.Maker
	Clock when.Clock // domain clock
	Hub   *event.Hub
	Org   *org.Service
}

// Service keeps periods, events and terms. Safe for concurrent use.
type Service struct {
	db    *db.DB
	ids   *ident.Maker
	clock when.Clock
	hub   *event.Hub
	org   *org.Service

	followers []Follower
	stander   Stander
}

// Follower is told in the same write that an event has moved, so that what was
// computed from its day moves along. It is the domain of what hangs there.
type Follower interface {
	EventMoved(ctx context.Context, w *db.Write, who actor.Actor, before, after Event) error
}

// Follow adds a follower; the program's wiring does, before anybody writes.
func (s *Service) Follow(f Follower) { s.followers = append(s.followers, f) }

// New makes the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, ids: d.IDs, clock: d.Clock, hub: d.Hub, org: d.Org}
}

// Topic is the hub's topic of an event: it is published when the event moves,
// for those whose records are anchored to it.
func Topic(event ident.ID) string { return "event:" + event.String() }

// MayKeep tells whether the actor keeps a unit's events: its own office does,
// and who keeps the unit itself.
func (s *Service) MayKeep(ctx context.Context, who actor.Actor, unit ident.ID) (bool, error) {
	if who.HasAt(actor.CallConference, unit) {
		return true, nil
	}
	tree, err := s.org.Today(ctx)
	if err != nil {
		return false, err
	}
	return who.HasOver(actor.KeepUnits, unit, tree), nil
}

func (s *Service) authorise(ctx context.Context, who actor.Actor, unit ident.ID) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	may, err := s.MayKeep(ctx, who, unit)
	if err == nil && !may {
		err = fault.Forbidden("calendar.forbidden")
	}
	return err
}
