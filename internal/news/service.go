package news

import (
	"log/slog"

	"giaoban/internal/blob"
	"giaoban/internal/conference"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service works with.
type Deps struct {
	DB         *db.DB
	IDs        *ident.Maker
	Clock      when.Clock
	Hub        *event.Hub
	Org        *org.Service
	Conference *conference.Service
	Blob       *blob.Store
	Log        *slog.Logger
}

// Service is the news of an installation.
type Service struct {
	Deps
	decoding chan struct{} // a place for the one photo that is decoded at a time: it may need hundreds of megabytes
}

// New makes the service.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Deps: d, decoding: make(chan struct{}, 1)}
}

func (s *Service) now() when.Instant { return when.Present(s.Clock) }
