package report

import (
	"context"
	"fmt"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/transparency"
)

// leafFiled is the kind of a filed version's leaf in the public log.
const leafFiled = "filing.filed"

// Proof proves that a filed version is in the public log, to who may read it: the
// file holds the version itself, and anybody can check it without this program's word.
func (s *Service) Proof(ctx context.Context, who actor.Actor, filing ident.ID, version int64) (transparency.Proof, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return transparency.Proof{}, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return transparency.Proof{}, err
	}
	var record []byte
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		v, ok, err := loadVersion(ctx, r, filing, version)
		if err != nil {
			return err
		}
		if !ok {
			return fault.NotFound("report.no_such_version")
		}
		record, err = canonVersion(v, sc.filing.Unit.String(), sc.filing.Request.String())
		return err
	})
	if err != nil {
		return transparency.Proof{}, err
	}
	return s.prove(ctx, leafFiled, filing, version, record)
}

// prove finds the leaf of a record that the caller may read, and opens it.
func (s *Service) prove(ctx context.Context, kind string, subject ident.ID, version int64, record []byte) (transparency.Proof, error) {
	var leaf transparency.Leaf
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		var ok bool
		var err error
		if leaf, ok, err = transparency.Find(ctx, r, kind, subject, version); err == nil && !ok {
			err = fault.NotFound("report.no_leaf")
		}
		return err
	})
	if err != nil {
		return transparency.Proof{}, err
	}
	if s.Ledger == nil {
		return transparency.Proof{}, fault.NotFound("report.no_leaf")
	}
	p, err := s.Ledger.Prove(ctx, leaf.Index)
	if err != nil {
		return p, err
	}
	if leaf.Salt == "" {
		return p, nil
	}
	return p.Open(leaf.Salt, record), nil
}

// sealedRecord gives the bytes of the record of a leaf, nil where the leaf is of another kind.
func sealedRecord(ctx context.Context, r *db.Read, l transparency.Leaf) ([]byte, error) {
	if l.Kind == leafEdition {
		text, ok, err := db.One(ctx, r, db.ScanText, `select body from report_edition where id = $1 and n = $2`, l.Subject, l.Version)
		if err == nil && !ok {
			err = fmt.Errorf("report: edition %d of %s is in the log (leaf %d) and no longer in the tables", l.Version, l.Subject, l.Index)
		}
		return []byte(text), err
	}
	if l.Kind != leafFiled {
		return nil, nil
	}
	f, ok, err := loadFiling(ctx, r, l.Subject)
	if err != nil {
		return nil, err
	}
	v, there, err := loadVersion(ctx, r, l.Subject, l.Version)
	if err != nil {
		return nil, err
	}
	if !ok || !there {
		return nil, fmt.Errorf("report: version %d of filing %s is in the log (leaf %d) and no longer in the tables", l.Version, l.Subject, l.Index)
	}
	return canonVersion(v, f.Unit.String(), f.Request.String())
}
