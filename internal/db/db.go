// Package db is the seam to SQL: one text of every statement for SQLite and
// PostgreSQL, readers that cannot write, and one writer that commits in groups.
//
// Invariants:
//   - A write is a piece: a short function, only SQL, that may run twice and
//     touches only its transaction and its own variables. Pieces that are
//     queued together share one transaction and one durable commit. A piece
//     that fails or panics leaves nothing and harms no other: where it had
//     changed something the transaction is rolled back and run again, each
//     piece in a savepoint. What pieces Gather is written at the end.
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
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
)

// Config says where the data is.
type Config struct {
	Path string // SQLite file
	URL  string // PostgreSQL instead of the file: postgres://user:password@host:5432/name
	Log  *slog.Logger
	Slow time.Duration    // pieces slower than this are named in the log; 0 = 50 ms
	Now  func() time.Time // real clock; nil: time.Now

	// Alone refuses a SQLite file that another program of ours has open so: two of them would show each other's changes late or never.
	Alone bool
}

// engine is what differs between SQLite and PostgreSQL beyond the text of the migrations.
type engine interface {
	postgres() bool
	goose() goose.Dialect
	// open connects, migrates, and says how many readers there may be at a time.
	open(ctx context.Context) (write, read *sql.DB, readers int, err error)
	// openReader connects to read only, and migrates nothing.
	openReader(ctx context.Context) (*sql.DB, error)
	// openEmpty connects to fill an empty database; the connection migrates.
	openEmpty(ctx context.Context) (*sql.DB, error)
	// load runs fill in one transaction during which rows may name rows that are not there yet, and judges them at its end.
	load(ctx context.Context, conn *sql.DB, fill func(context.Context, *sql.Tx) error) error
	// tables lists the tables with their columns; check examines; size is in bytes.
	tables(ctx context.Context, r *Read) ([]Table, error)
	check(ctx context.Context, r *Read) (faults []string, err error)
	size(ctx context.Context, r *Read) (int64, error)
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
	// missing says what the engine lacks that only makes it slower, and what helps.
	missing(ctx context.Context, conn *sql.DB) string
	// exclusive waits until no other process holds the name.
	exclusive(ctx context.Context, conn *sql.DB, name string) (release func(), err error)
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
	said  func(text string)
	once  sync.Once
	stats counters

	observed atomic.Pointer[func(pieces int, took time.Duration)]

	member membership
	names  sync.Map // of what is exclusive in this process: *sync.Mutex
	alone  func() error

	prepared *prepared // of the writer
	reading  *prepared // of the readers
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
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	var eng engine = sqliteFile{cfg.Path}
	origin, free := newOrigin(), func() error { return nil }
	if cfg.URL != "" {
		eng = postgresServer{url: cfg.URL, origin: origin}
	} else if cfg.Alone {
		var err error
		if free, err = lockFile(ctx, cfg.Path); err != nil {
			return nil, err
		}
	}
	write, read, readers, err := eng.open(ctx)
	if err != nil {
		return nil, errors.Join(explained(err), free())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	told, err := eng.newestTold(ctx, read)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("db: what was told: %w", err), write.Close(), read.Close(), free())
	}
	d := &DB{
		eng: eng, write: write, read: read,
		slots: make(chan struct{}, readers),
		queue: make(chan *piece, maxBatch),
		stop:  make(chan struct{}),
		log:   cfg.Log, slow: cfg.Slow, told: told, alone: free,
	}
	d.member.ctx, d.member.name, d.member.now = context.WithoutCancel(ctx), origin, cfg.Now
	if !eng.postgres() {
		d.prepared, d.reading = newPrepared(), newPrepared()
	}
	if err := d.join(ctx); err != nil {
		return nil, errors.Join(explained(err), write.Close(), read.Close(), free())
	}
	if hint := eng.missing(ctx, read); hint != "" {
		d.log.Warn(hint)
	}
	d.done.Add(1)
	go d.run()
	go d.stay(d.member.ctx)
	return d, nil
}

// Close lets queued pieces finish, then closes the connections. It is safe to call twice.
func (d *DB) Close() error {
	var err error
	d.once.Do(func() {
		if d.write == nil { // only reads
			err = d.read.Close()
			return
		}
		close(d.stop)
		d.done.Wait()
		d.leave()
		err = errors.Join(d.read.Close(), d.write.Close(), d.alone())
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
	d.reading.learn(context.WithoutCancel(ctx), d.read)
	tx, err := d.read.BeginTx(ctx, d.eng.snapshot())
	if err != nil {
		return fmt.Errorf("db: begin reading: %w", left(ctx, err))
	}
	defer tx.Rollback() // a reader has nothing to commit
	return fn(ctx, &Read{tx: tx, eng: d.eng, stmts: d.reading.in(tx)})
}

// Exclusive runs fn while no other call with the same name runs, in this process or in another on the same database: work of
// several pieces, between which others must not come. It ends with its process, however that ends.
func (d *DB) Exclusive(ctx context.Context, name string, fn func(ctx context.Context) error) error {
	own, _ := d.names.LoadOrStore(name, new(sync.Mutex))
	own.(*sync.Mutex).Lock()
	defer own.(*sync.Mutex).Unlock()
	release, err := d.eng.exclusive(ctx, d.read, name)
	if err != nil {
		return fmt.Errorf("db: wait for %s: %w", name, err)
	}
	defer release()
	return fn(ctx)
}

// Stats are counters since start, and how many pieces wait now, for metrics.
type Stats struct{ Pieces, Batches, Failed, Retried, Slow, Waiting int64 }

// Stats gives the writer's counters.
func (d *DB) Stats() Stats {
	s := d.stats.read()
	s.Waiting = int64(len(d.queue))
	return s
}

// Observe has fn called on the writer after each commit, with how many pieces shared it and how long it took to be durable.
func (d *DB) Observe(fn func(pieces int, took time.Duration)) { d.observed.Store(&fn) }
