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
	"sync"
	"time"

	"github.com/pressly/goose/v3"
)

// Config says where the data is.
type Config struct {
	Path string // SQLite file
	URL  string // PostgreSQL instead of the file: postgres://user:password@host:5432/name
	Log  *slog.Logger
	Slow time.Duration // pieces slower than this are named in the log; 0 = 50 ms
}

// engine is what differs between SQLite and PostgreSQL beyond the text of the migrations.
type engine interface {
	postgres() bool
	goose() goose.Dialect
	// open connects, migrates, and says how many readers there may be at a time.
	open(ctx context.Context) (write, read *sql.DB, readers int, err error)
	// lockMigrations keeps other processes from migrating until unlock.
	lockMigrations(ctx context.Context, conn *sql.DB) (unlock func(), err error)
	// snapshot is how a reader's transaction begins.
	snapshot() *sql.TxOptions
	// begun is called first in every writing transaction, and gives it a name.
	begun(ctx context.Context, tx *sql.Tx) (id string, err error)
	// committed says whether a transaction whose commit gave an error is in force all the same.
	committed(ctx context.Context, conn *sql.DB, id string) (bool, error)
	// tell leaves word for other processes, newestTold is the number of the last such word.
	tell(ctx context.Context, tx *sql.Tx, topics map[string]int64) error
	newestTold(ctx context.Context, conn *sql.DB) (int64, error)
	unique(err error) bool
}

// DB is an open database. Close it.
type DB struct {
	eng   engine
	write *sql.DB
	read  *sql.DB
	slots chan struct{} // bounds concurrent readers
	queue chan *piece
	stop  chan struct{}
	done  sync.WaitGroup
	log   *slog.Logger
	slow  time.Duration
	told  int64 // where Tail begins: before anybody can have read anything
	once  sync.Once
	stats counters

	prepared *prepared // only the writer's goroutine uses it
}

// ErrClosed is returned for writes after Close.
var ErrClosed = errors.New("db: closed")

// ErrUnique is returned where a statement broke a unique index or primary key.
var ErrUnique = errors.New("db: not unique")

// ErrText is returned where a text holds a zero byte or is not UTF-8. Nobody types such a text.
var ErrText = errors.New("db: not a text")

// Open opens the database, brings its tables up to date and starts the writer.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Slow == 0 {
		cfg.Slow = 50 * time.Millisecond
	}
	var eng engine = sqliteFile{cfg.Path}
	if cfg.URL != "" {
		eng = postgresServer{url: cfg.URL, origin: newOrigin()}
	}
	write, read, readers, err := eng.open(ctx)
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	told, err := eng.newestTold(ctx, read)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("db: what was told: %w", err), write.Close(), read.Close())
	}
	d := &DB{
		eng: eng, write: write, read: read,
		slots: make(chan struct{}, readers),
		queue: make(chan *piece, maxBatch),
		stop:  make(chan struct{}),
		log:   cfg.Log, slow: cfg.Slow, told: told,
	}
	if !eng.postgres() {
		d.prepared = newPrepared()
	}
	d.done.Add(1)
	go d.run()
	return d, nil
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
	tx, err := d.read.BeginTx(ctx, d.eng.snapshot())
	if err != nil {
		return fmt.Errorf("db: begin reading: %w", err)
	}
	defer tx.Rollback() // a reader has nothing to commit
	return fn(ctx, &Read{tx: tx, eng: d.eng})
}

// Stats are counters since start, for metrics.
type Stats struct{ Pieces, Batches, Failed, Retried int64 }

// Stats gives the writer's counters.
func (d *DB) Stats() Stats { return d.stats.read() }
