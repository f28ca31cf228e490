package person

import (
	"context"
	"errors"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service takes.
type Deps struct {
	DB    *db.DB
	IDs   *ident.Maker
	Clock when.Clock // domain clock
	Org   *org.Service
}

// Service keeps people, posts and appointments. Safe for concurrent use.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

var errStub = errors.New("person: not built yet")

func (s *Service) Holders(ctx context.Context, unit ident.ID, on when.Date) ([]Holder, error) {
	return nil, errStub
}
func (s *Service) HoldersIn(ctx context.Context, q db.Querier, unit ident.ID, on when.Date) ([]Holder, error) {
	return nil, errStub
}

// Held gives the posts a person holds on a day, by rank.
func (s *Service) Held(ctx context.Context, q db.Querier, person ident.ID, on when.Date) ([]Holder, error) {
	return nil, errStub
}
func (s *Service) TitlesOn(ctx context.Context, q db.Querier, person ident.ID, on when.Date) (string, error) {
	return "", errStub
}
func (s *Service) ByID(ctx context.Context, id ident.ID) (Person, error) { return Person{}, errStub }
func (s *Service) Search(ctx context.Context, who actor.Actor, text string, under ident.ID, limit int) ([]Holder, error) {
	return nil, errStub
}
func (s *Service) Positions(ctx context.Context, unit ident.ID) ([]Position, error) {
	return nil, errStub
}
func (s *Service) Create(ctx context.Context, who actor.Actor, name string, unit ident.ID) (Person, error) {
	return Person{}, errStub
}
func (s *Service) CreatePosition(ctx context.Context, who actor.Actor, n NewPosition) (Position, error) {
	return Position{}, errStub
}
func (s *Service) Appoint(ctx context.Context, who actor.Actor, n NewAppointment) (Holder, error) {
	return Holder{}, errStub
}
func (s *Service) End(ctx context.Context, who actor.Actor, appointment ident.ID, to when.Date, decision string) error {
	return errStub
}

// Load gives the identifiers of the file's people by their codes in the file.
func (s *Service) Load(ctx context.Context, who actor.Actor, f File) (map[string]ident.ID, error) {
	return nil, errStub
}
