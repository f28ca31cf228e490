package db

import (
	"context"
	"database/sql"
	"sync"
)

const (
	maxPrepared  = 300 // statements kept parsed; texts with lists of every length must not fill the memory
	prepareAfter = 3   // runs of a text
)

// prepared keeps the statements that run again and again parsed on their
// connections: on SQLite parsing them is a fifth of a write, and of a short read
// the longest part. The writer has one, the readers share one. The nil prepared
// keeps nothing; PostgreSQL's driver has such a store of its own.
type prepared struct {
	mu   sync.Mutex
	kept map[string]*sql.Stmt
	runs map[string]int // of texts that are not kept
	due  bool           // one of them ran often enough
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

// learn parses what ran often. It is called between transactions by somebody
// whose turn it is, so that a connection is free. A text that does not parse
// alone goes on as it did.
func (p *prepared) learn(ctx context.Context, conn *sql.DB) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.due {
		return
	}
	p.due = false
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

// get gives the kept statement of a text; else it counts the run.
func (p *prepared) get(text string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	stmt := p.kept[text]
	if stmt == nil && len(p.kept) < maxPrepared {
		p.runs[text]++
		p.due = p.due || p.runs[text] >= prepareAfter
	}
	return stmt
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
	stmt := s.p.get(text)
	if stmt == nil {
		return nil
	}
	stmt = s.tx.StmtContext(ctx, stmt)
	s.bound[text] = stmt
	return stmt
}
