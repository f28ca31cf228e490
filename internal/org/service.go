package org

import (
	"context"
	"sync"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Deps is what the service takes. Hub may be nil.
type Deps struct {
	DB    *db.DB
	IDs   *ident.Maker
	Clock when.Clock // domain clock
	Hub   *event.Hub
}

// Service reads and changes the tree. Safe for concurrent use.
type Service struct {
	db      *db.DB
	ids     *ident.Maker
	clock   when.Clock
	hub     *event.Hub
	trees   cache
	sources []Source
	build   sync.Mutex // one tree is built at a time: the others wait for it
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, ids: d.IDs, clock: d.Clock, hub: d.Hub}
}

var _ actor.Reach = (*Tree)(nil)

// Today gives the tree of the domain clock's day.
func (s *Service) Today(ctx context.Context) (*Tree, error) {
	return s.Tree(ctx, when.Today(s.clock))
}
