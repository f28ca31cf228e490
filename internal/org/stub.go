package org

import (
	"context"
	"errors"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

var errStub = errors.New("org: not built yet")

func (s *Service) Search(ctx context.Context, who actor.Actor, text string, limit int) ([]Unit, error) {
	return nil, errStub
}
func (s *Service) SearchOn(ctx context.Context, who actor.Actor, text string, date when.Date, limit int) ([]Unit, error) {
	return nil, errStub
}
func (s *Service) Create(ctx context.Context, who actor.Actor, n NewUnit, d Decree) (Unit, error) {
	return Unit{}, errStub
}
func (s *Service) Rename(ctx context.Context, who actor.Actor, unit ident.ID, name, short string, d Decree) error {
	return errStub
}
func (s *Service) Move(ctx context.Context, who actor.Actor, unit, parent ident.ID, d Decree) error {
	return errStub
}
func (s *Service) Merge(ctx context.Context, who actor.Actor, from []ident.ID, into ident.ID, n NewUnit, d Decree) (Unit, error) {
	return Unit{}, errStub
}
func (s *Service) Split(ctx context.Context, who actor.Actor, from ident.ID, to []NewUnit, d Decree) ([]Unit, error) {
	return nil, errStub
}
func (s *Service) Dissolve(ctx context.Context, who actor.Actor, unit ident.ID, successors []ident.ID, d Decree) error {
	return errStub
}
func (s *Service) Load(ctx context.Context, who actor.Actor, f File) error { return errStub }
func (s *Service) Changes(ctx context.Context, who actor.Actor, unit ident.ID) ([]Change, error) {
	return nil, errStub
}
func (s *Service) Predecessors(ctx context.Context, unit ident.ID, on when.Date) ([]Unit, error) {
	return nil, errStub
}
func (s *Service) Successors(ctx context.Context, unit ident.ID, on when.Date) ([]Unit, error) {
	return nil, errStub
}
func (s *Service) ByCode(ctx context.Context, code string) (ident.ID, error) { return 0, errStub }
