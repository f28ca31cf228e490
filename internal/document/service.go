package document

import (
	"context"
	"log/slog"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Deps is what the service works with.
type Deps struct {
	DB    *db.DB
	IDs   *ident.Maker
	Clock when.Clock
	Hub   *event.Hub
	Org   *org.Service
	Log   *slog.Logger
}

// Service is the register of documents.
type Service struct {
	db    *db.DB
	ids   *ident.Maker
	clock when.Clock
	hub   *event.Hub
	org   *org.Service
}

// NewService makes the service (New is what is issued).
func NewService(d Deps) *Service {
	return &Service{db: d.DB, ids: d.IDs, clock: d.Clock, hub: d.Hub, org: d.Org}
}

// listLimit bounds lists on one page.
const listLimit = 200

// ByID gives a document in a version, 0 for the one in force. Who may not read
// it is told that there is none.
func (s *Service) ByID(ctx context.Context, who actor.Actor, id ident.ID, version int) (Document, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return Document{}, err
	}
	var d Document
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		d, err = readable(ctx, r, who, id, version, tree)
		return err
	})
	return d, err
}

func readable(ctx context.Context, q db.Querier, who actor.Actor, id ident.ID, version int, reach actor.Reach) (Document, error) {
	d, found, err := loadVersion(ctx, q, id, version)
	if err != nil {
		return Document{}, err
	}
	if !found {
		return Document{}, fault.NotFound("document.not_found")
	}
	units, err := everRecipients(ctx, q, id)
	if err != nil {
		return Document{}, err
	}
	if err := mayRead(who, d.Issuer, units, reach); err != nil {
		return Document{}, err
	}
	return d, nil
}

// Versions lists the versions of a document, the newest first, without their content.
func (s *Service) Versions(ctx context.Context, who actor.Actor, id ident.ID) ([]Document, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []Document
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		if _, err := readable(ctx, r, who, id, 0, tree); err != nil {
			return err
		}
		list, err = loadVersions(ctx, r, id)
		return err
	})
	return list, err
}

// OfOrigin lists the documents that came from a record, each in the version in
// force, for the domain that owns the record and has judged who sees it.
func (s *Service) OfOrigin(ctx context.Context, q db.Querier, kind string, origin ident.ID) ([]Document, error) {
	return loadByOrigin(ctx, q, kind, origin)
}

// MayRevise tells whether the actor may issue a correction.
func (s *Service) MayRevise(who actor.Actor, d Document) bool { return mayRevise(who, d.Issuer) == nil }

// Inbox lists what a unit received, each document once, in the newest version
// that reached it: not opened first, then not acknowledged, then the newest.
func (s *Service) Inbox(ctx context.Context, who actor.Actor, unit ident.ID) ([]Receipt, error) {
	if err := s.inUnit(who, unit); err != nil {
		return nil, err
	}
	var list []Receipt
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = loadInbox(ctx, r, unit, listLimit)
		return err
	})
	return list, err
}

// Unread counts the documents of a unit that nobody there has opened, for the bell.
func (s *Service) Unread(ctx context.Context, who actor.Actor, unit ident.ID) (int, error) {
	if err := s.inUnit(who, unit); err != nil {
		return 0, err
	}
	var n int64
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		n, err = countUnread(ctx, r, unit)
		return err
	})
	return int(n), err
}

// SeesReceipts refuses who may not see every receipt of a document.
func (s *Service) SeesReceipts(ctx context.Context, who actor.Actor, id ident.ID) error {
	d, err := s.ByID(ctx, who, id, 0)
	if err != nil {
		return err
	}
	tree, err := s.org.Today(ctx)
	if err != nil {
		return err
	}
	if !seesAll(who, d.Issuer, tree) {
		return fault.Forbidden("document.forbidden")
	}
	return nil
}

// Issued lists what a unit issued with the state of its receipts, newest first.
func (s *Service) Issued(ctx context.Context, who actor.Actor, issuer ident.ID) ([]Issued, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	if !seesAll(who, issuer, tree) {
		return nil, fault.Forbidden("document.forbidden")
	}
	var list []Issued
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = loadIssued(ctx, r, issuer, listLimit)
		return err
	})
	return list, err
}

// Receipts lists the receipts of the version in force: all for the issuer and
// its superiors, the reader's own units' for a recipient.
func (s *Service) Receipts(ctx context.Context, who actor.Actor, id ident.ID) ([]Receipt, error) {
	return s.ReceiptsOf(ctx, who, id, 0)
}

// ReceiptsOf is Receipts for one version, 0 for the one in force.
func (s *Service) ReceiptsOf(ctx context.Context, who actor.Actor, id ident.ID, version int) ([]Receipt, error) {
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []Receipt
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		d, err := readable(ctx, r, who, id, version, tree)
		if err != nil {
			return err
		}
		all, err := loadReceipts(ctx, r, id, d.Version)
		if err != nil {
			return err
		}
		list = nil
		for _, one := range all {
			if seesAll(who, d.Issuer, tree) || who.HasDesk(one.Unit) {
				one.Document = d
				list = append(list, one)
			}
		}
		return nil
	})
	return list, err
}

// inUnit refuses who has no desk in the unit.
func (s *Service) inUnit(who actor.Actor, unit ident.ID) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if !who.HasDesk(unit) {
		return fault.Forbidden("document.forbidden")
	}
	return nil
}
