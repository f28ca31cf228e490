package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // registers the driver "sqlite"
)

// sqliteFile is the engine of one machine: a file, one process that writes at a time.
type sqliteFile struct{ path string }

func (s sqliteFile) postgres() bool       { return false }
func (s sqliteFile) goose() goose.Dialect { return goose.DialectSQLite3 }

func (s sqliteFile) open(ctx context.Context) (write, read *sql.DB, readers int, err error) {
	write, err = sql.Open("sqlite", dsn(s.path, false))
	if err != nil {
		return nil, nil, 0, fmt.Errorf("db: open %s: %w", s.path, err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write, s); err != nil {
		return nil, nil, 0, errors.Join(err, write.Close())
	}
	read, err = sql.Open("sqlite", dsn(s.path, true))
	if err != nil {
		return nil, nil, 0, errors.Join(fmt.Errorf("db: open %s for reading: %w", s.path, err), write.Close())
	}
	return write, read, max(4, runtime.GOMAXPROCS(0)), nil
}

// dsn sets full durability: group commit makes it cheap, and an acknowledged write survives a power cut.
func dsn(path string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(10000)") // first: the next ones may wait for a lock
	q.Add("_pragma", "journal_mode(wal)")
	q.Add("_pragma", "synchronous(full)")
	q.Add("_pragma", "foreign_keys(on)")
	q.Add("_pragma", "cache_size(-65536)")
	q.Add("_pragma", "temp_store(memory)") // savepoints keep their old pages here: no file is written for every piece
	if readOnly {
		q.Add("_pragma", "query_only(on)")
		q.Set("_txlock", "deferred")
	} else {
		q.Set("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// lockMigrations needs none: SQLite lets one writer in, the next finds the work done.
func (s sqliteFile) lockMigrations(context.Context, *sql.DB) (func(), error) { return func() {}, nil }

func (s sqliteFile) snapshot() *sql.TxOptions { return nil } // every SQLite transaction is one

func (s sqliteFile) begun(context.Context, *sql.Tx) (string, error) { return "", nil }

// committed is never so: a commit that failed has left nothing.
func (s sqliteFile) committed(context.Context, *sql.DB, string) (bool, error) { return false, nil }

func (s sqliteFile) tell(context.Context, *sql.Tx, map[string]int64) error { return nil } // there is nobody else

func (s sqliteFile) newestTold(context.Context, *sql.DB) (int64, error) { return 0, nil }

func (s sqliteFile) unique(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && (se.Code() == 2067 || se.Code() == 1555) // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
}
