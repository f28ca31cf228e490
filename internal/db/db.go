// Package db is the seam to SQL: one text of every statement for SQLite and
// PostgreSQL, readers that cannot write, and one writer that commits in groups.
//
// Invariants:
//   - A write is a piece: a short function, only SQL, that may run twice and
//     touches only its transaction and its own variables. Pieces that are
//     queued together share one transaction, each in a savepoint, and one
//     durable commit. A piece that fails or panics rolls back its savepoint and
//     harms no other.
//   - A piece does not run on its caller's cancellable context: a caller that
//     goes away must not interrupt strangers. One that went away before its
//     piece began is not run.
//   - What a piece hands to After runs only after the commit, in commit order,
//     on the writer: keep it short, and never call Do from it.
//   - If the shared transaction itself dies, its pieces are retried one by one.
//   - Readers are bounded and see one snapshot.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime"
	"sync"
	"time"

	"modernc.org/sqlite" // registers the driver "sqlite"
)

// Config says where the data is.
type Config struct {
	Path string // SQLite file
	Log  *slog.Logger
	Slow time.Duration // pieces slower than this are named in the log; 0 = 50 ms
}

// DB is an open database. Close it.
type DB struct {
	write *sql.DB
	read  *sql.DB
	slots chan struct{} // bounds concurrent readers
	queue chan *piece
	stop  chan struct{}
	done  sync.WaitGroup
	log   *slog.Logger
	slow  time.Duration
	once  sync.Once
	stats counters
}

// ErrClosed is returned for writes after Close.
var ErrClosed = errors.New("db: closed")

// ErrUnique is returned where a statement broke a unique index or primary key.
var ErrUnique = errors.New("db: not unique")

// Open opens the database, brings its tables up to date and starts the writer.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Slow == 0 {
		cfg.Slow = 50 * time.Millisecond
	}
	write, err := sql.Open("sqlite", dsn(cfg.Path, false))
	if err != nil {
		return nil, fmt.Errorf("db: open %s: %w", cfg.Path, err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write); err != nil {
		write.Close()
		return nil, err
	}
	read, err := sql.Open("sqlite", dsn(cfg.Path, true))
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("db: open %s for reading: %w", cfg.Path, err)
	}
	readers := max(4, runtime.GOMAXPROCS(0))
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	d := &DB{
		write: write, read: read,
		slots: make(chan struct{}, readers),
		queue: make(chan *piece, maxBatch),
		stop:  make(chan struct{}),
		log:   cfg.Log, slow: cfg.Slow,
	}
	d.done.Add(1)
	go d.run()
	return d, nil
}

// dsn sets full durability: group commit makes it cheap, and an acknowledged write survives a power cut.
func dsn(path string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(10000)") // first: the next ones may wait for a lock
	q.Add("_pragma", "journal_mode(wal)")
	q.Add("_pragma", "synchronous(full)")
	q.Add("_pragma", "foreign_keys(on)")
	q.Add("_pragma", "cache_size(-65536)")
	if readOnly {
		q.Add("_pragma", "query_only(on)")
		q.Set("_txlock", "deferred")
	} else {
		q.Set("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Close lets queued pieces finish, then closes the connections. It is safe to call twice.
func (d *DB) Close() error {
	var err error
	d.once.Do(func() {
		close(d.stop)
		d.done.Wait()
		err = errors.Join(d.read.Close(), d.write.Close())
	})
	return err
}

// View runs fn on one snapshot. It waits for a reader's place, of which there are a few.
func (d *DB) View(ctx context.Context, fn func(ctx context.Context, r *Read) error) error {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	tx, err := d.read.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("db: begin reading: %w", err)
	}
	defer tx.Rollback() // a reader has nothing to commit
	return fn(ctx, &Read{tx: tx})
}

// Stats are counters since start, for metrics.
type Stats struct{ Pieces, Batches, Failed, Retried int64 }

// Stats gives the writer's counters.
func (d *DB) Stats() Stats { return d.stats.read() }

func wrap(err error) error {
	var se *sqlite.Error
	if errors.As(err, &se) && (se.Code() == 2067 || se.Code() == 1555) { // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
		return fmt.Errorf("%w: %w", ErrUnique, err)
	}
	return err
}
