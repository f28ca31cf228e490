package calendar

import (
	"context"
	"errors"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service takes.
type Deps struct {
	DB    *db.DB
	IDs   *ident.Maker
	Clock when.Clock // domain clock
	Hub   *event.Hub
	Org   *org.Service
}

// Service keeps periods, events and terms. Safe for concurrent use.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

var errStub = errors.New("calendar: not built yet")

func (s *Service) EnsurePeriod(ctx context.Context, who actor.Actor, n when.PeriodName) (Period, error) {
	return Period{}, errStub
}
func (s *Service) EnsurePeriodIn(ctx context.Context, w *db.Write, n when.PeriodName) (Period, error) {
	return Period{}, errStub
}
func (s *Service) Period(ctx context.Context, id ident.ID) (Period, error) { return Period{}, errStub }
func (s *Service) PeriodIn(ctx context.Context, q db.Querier, id ident.ID) (Period, error) {
	return Period{}, errStub
}
func (s *Service) Periods(ctx context.Context, ids []ident.ID) (map[ident.ID]Period, error) {
	return nil, errStub
}
func (s *Service) PeriodFrom(ctx context.Context, text string, near when.Date) (Period, error) {
	return Period{}, errStub
}
func (s *Service) UntilEvent(ctx context.Context, who actor.Actor, from when.Date, event ident.ID) (Period, error) {
	return Period{}, errStub
}
func (s *Service) BetweenDays(ctx context.Context, who actor.Actor, from, to when.Date, name string) (Period, error) {
	return Period{}, errStub
}
func (s *Service) Next(ctx context.Context, who actor.Actor, p Period) (Period, error) {
	return Period{}, errStub
}
func (s *Service) Previous(ctx context.Context, who actor.Actor, p Period) (Period, error) {
	return Period{}, errStub
}
func (s *Service) Event(ctx context.Context, id ident.ID) (Event, error) { return Event{}, errStub }
func (s *Service) EventByCode(ctx context.Context, code string) (Event, error) {
	return Event{}, errStub
}
func (s *Service) Events(ctx context.Context, span when.Span) ([]Event, error) { return nil, errStub }
func (s *Service) CreateEvent(ctx context.Context, who actor.Actor, n NewEvent) (Event, error) {
	return Event{}, errStub
}
func (s *Service) MoveEvent(ctx context.Context, who actor.Actor, id ident.ID, date when.Date, reason string) (Event, error) {
	return Event{}, errStub
}
func (s *Service) RemoveEvent(ctx context.Context, who actor.Actor, id ident.ID, reason string) error {
	return errStub
}
func (s *Service) Moves(ctx context.Context, who actor.Actor, id ident.ID) ([]Move, error) {
	return nil, errStub
}
func (s *Service) Anchors(ctx context.Context, who actor.Actor, id ident.ID) ([]Anchor, error) {
	return nil, errStub
}

// AnchorIn notes in the piece w that a record hangs on an event; again replaces it.
func (s *Service) AnchorIn(ctx context.Context, w *db.Write, event ident.ID, a Anchor) error {
	return errStub
}

// ReleaseIn takes an anchor off.
func (s *Service) ReleaseIn(ctx context.Context, w *db.Write, event ident.ID, kind string, subject ident.ID) error {
	return errStub
}
func (s *Service) DueDate(ctx context.Context, q db.Querier, d Due) (when.Date, Event, error) {
	return 0, Event{}, errStub
}
