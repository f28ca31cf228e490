package db

import (
	"context"
	"database/sql"
)

const (
	maxPrepared  = 300 // statements kept parsed; texts with lists of every length must not fill the memory
	prepareAfter = 3   // runs of a text
)

// prepared keeps the statements that the writer runs again and again parsed on
// its one connection: on SQLite parsing them is a fifth of a write. Only the
// writer uses it. The nil prepared keeps nothing; PostgreSQL's driver has such
// a store of its own.
type prepared struct {
	kept map[string]*sql.Stmt
	runs map[string]int // of texts that are not kept
}

func newPrepared() *prepared {
	return &prepared{kept: make(map[string]*sql.Stmt), runs: make(map[string]int)}
}

// in gives the statements for one transaction.
func (p *prepared) in(tx *sql.Tx) *statements {
	if p == nil {
		return nil
	}
	return &statements{p: p, tx: tx, bound: make(map[string]*sql.Stmt)}
}

// learn parses what ran often. It is called between transactions, when the
// connection is free. A text that does not parse alone goes on as it did.
func (p *prepared) learn(ctx context.Context, conn *sql.DB) {
	if p == nil {
		return
	}
	for text, n := range p.runs {
		if n < prepareAfter || len(p.kept) >= maxPrepared {
			continue
		}
		if stmt, err := conn.PrepareContext(ctx, text); err == nil {
			p.kept[text] = stmt
		}
		delete(p.runs, text)
	}
	if len(p.runs) > maxPrepared {
		clear(p.runs)
	}
}

// statements are the kept statements within one transaction, which closes them.
type statements struct {
	p     *prepared
	tx    *sql.Tx
	bound map[string]*sql.Stmt
}

// of gives the kept statement of a text, nil where there is none yet.
func (s *statements) of(ctx context.Context, text string) *sql.Stmt {
	if s == nil {
		return nil
	}
	if stmt := s.bound[text]; stmt != nil {
		return stmt
	}
	stmt := s.p.kept[text]
	if stmt == nil {
		s.p.runs[text]++
		return nil
	}
	stmt = s.tx.StmtContext(ctx, stmt)
	s.bound[text] = stmt
	return stmt
}
