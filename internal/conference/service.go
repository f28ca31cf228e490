package conference

import (
	"context"
	"log/slog"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

// Deps is what the service works with.
type Deps struct {
	DB       *db.DB
	IDs      *ident.Maker
	Clock    when.Clock
	Hub      *event.Hub
	Org      *org.Service
	Calendar *calendar.Service
	Person   *person.Service
	Document *document.Service
	Task     *task.Service
	Obstacle *obstacle.Service // nil: no obstacles to take up
	Report   *report.Service   // nil: no explanations to take up
	Blob     *blob.Store
	Log      *slog.Logger
}

// Service is the conferences of an installation.
type Service struct{ Deps }

// New makes the service.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d}
}

// Topic is the live topic of a conference.
func Topic(conference ident.ID) string { return "room:" + conference.String() }

func (s *Service) now() when.Instant { return when.Present(s.Clock) }
func (s *Service) today() when.Date  { return when.Today(s.Clock) }

// note writes the journal entry of an act and, after the commit, tells the room, and the home pages of units.
func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, kind string, c Conference, subject ident.ID, after any, reason string, units ...ident.ID) error {
	seq, err := journal.Append(ctx, w, journal.Entry{
		At: s.now(), Actor: who, Kind: kind, Subject: subject, Unit: c.Host(), After: after, Note: reason,
	})
	if err != nil {
		return err
	}
	s.tell(w, c.ID, seq, units...)
	return nil
}

// tell publishes after the commit: the room's topic, and "home:" of the units. seq 0 is a change that is not journalled.
func (s *Service) tell(w *db.Write, conference ident.ID, seq int64, units ...ident.ID) {
	s.Hub.Tell(w, seq, Topic(conference))
	for _, u := range units {
		s.Hub.Tell(w, seq, "home:"+u.String())
	}
}

// maySee refuses who may not know that the conference exists. sites tells whether one of the actor's units has a site.
func (s *Service) maySee(who actor.Actor, c Conference, sites bool, reach actor.Reach) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	for _, h := range c.Hosts {
		if who.HasAt(actor.CallConference, h) || who.HasAt(actor.RunConference, h) {
			return nil
		}
	}
	if _, chairs := c.ChairedBy(who.Person); chairs {
		return nil
	}
	if c.Status == Draft {
		return fault.NotFound("conference.not_found")
	}
	if sites || who.HasOver(actor.ReadFiled, c.Host(), reach) {
		return nil
	}
	for _, u := range who.Units() {
		if c.HostedBy(u) {
			return nil
		}
	}
	return fault.NotFound("conference.not_found")
}

// mayCall allows the office of any host.
func mayCall(who actor.Actor, c Conference) error { return atAnyHost(who, actor.CallConference, c) }

// mayRun allows the secretary and office of any host, and the chairs of this conference.
func mayRun(who actor.Actor, c Conference) error {
	if _, chairs := c.ChairedBy(who.Person); chairs {
		return nil
	}
	return atAnyHost(who, actor.RunConference, c)
}

func atAnyHost(who actor.Actor, a actor.Action, c Conference) error {
	for _, h := range c.Hosts {
		if who.HasAt(a, h) {
			return nil
		}
	}
	return who.At(a, c.Host())
}

// CanCall tells whether the actor may change the call, for pages.
func CanCall(who actor.Actor, c Conference) bool { return mayCall(who, c) == nil }

// CanRun tells whether the actor may run the conference, for pages.
func CanRun(who actor.Actor, c Conference) bool { return mayRun(who, c) == nil }

// CanApprove tells whether the actor is a chair of this conference, for pages.
func CanApprove(who actor.Actor, c Conference) bool {
	_, ok := c.ChairedBy(who.Person)
	return ok
}

// loadSeen loads a conference that the actor may see, for changing it.
func (s *Service) loadSeen(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID, reach actor.Reach) (Conference, error) {
	c, err := LoadIn(ctx, q, id)
	if err != nil {
		return c, err
	}
	has, err := hasSite(ctx, q, id, who.Units())
	if err != nil {
		return c, err
	}
	return c, s.maySee(who, c, has, reach)
}
