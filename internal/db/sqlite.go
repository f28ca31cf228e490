package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // registers the driver "sqlite"
)

// sqliteFile is the engine of one machine: a file, one process that writes at a time.
type sqliteFile struct{ path string }

func (s sqliteFile) postgres() bool       { return false }
func (s sqliteFile) goose() goose.Dialect { return goose.DialectSQLite3 }

// private makes a file that is not there yet, for this user alone: SQLite makes it as
// umask says, mostly for all to read. Its side files follow it. What fails here fails again when SQLite opens it, and is explained there.
func private(path string) {
	if f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		_ = f.Close()
	}
}

func (s sqliteFile) open(ctx context.Context) (write, read *sql.DB, readers int, err error) {
	private(s.path)
	write, err = openSQLite(dsn(s.path, false))
	if err != nil {
		return nil, nil, 0, fmt.Errorf("db: open %s: %w", s.path, err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write, s); err != nil {
		return nil, nil, 0, errors.Join(err, write.Close())
	}
	read, err = openSQLite(dsn(s.path, true))
	if err != nil {
		return nil, nil, 0, errors.Join(fmt.Errorf("db: open %s for reading: %w", s.path, err), write.Close())
	}
	return write, read, max(4, runtime.GOMAXPROCS(0)), nil
}

func (s sqliteFile) openReader(ctx context.Context) (*sql.DB, error) {
	if _, err := os.Stat(s.path); err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	conn, err := openSQLite(dsn(s.path, true))
	if err == nil {
		err = conn.PingContext(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("db: open %s for reading: %w", s.path, err)
	}
	return conn, nil
}

func (s sqliteFile) openEmpty(ctx context.Context) (*sql.DB, error) {
	private(s.path)
	conn, err := openSQLite(dsn(s.path, false))
	if err != nil {
		return nil, fmt.Errorf("db: open %s: %w", s.path, err)
	}
	conn.SetMaxOpenConns(1)
	return conn, nil
}

// dsn sets full durability: group commit makes it cheap, and an acknowledged write survives a power cut.
func dsn(path string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(5000)") // first: the next ones may wait for a lock. Who reads a page waits no longer
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

// lockMigrations needs none: one program has the file (Config.Alone).
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

func (s sqliteFile) missing(context.Context, *sql.DB) string { return "" }

func (s sqliteFile) exclusive(context.Context, *sql.DB, string) (func(), error) {
	return func() {}, nil
} // one process

// lockFile holds a lock beside the database for as long as the process lives. SQLite itself takes it, on an empty file of its
// own: so it works wherever SQLite does, and a process that was killed holds nothing.
func lockFile(ctx context.Context, path string) (free func() error, err error) {
	name := path + ".lock"
	private(name)
	lock, err := openSQLite("file:" + (&url.URL{Path: name}).EscapedPath() + "?_pragma=busy_timeout(0)")
	if err != nil {
		return nil, fmt.Errorf("db: open %s: %w", name, err)
	}
	conn, err := lock.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, `begin exclusive`)
	}
	if TroubleOf(err) == Locked {
		return nil, errors.Join(fmt.Errorf("db: another giaoban has %s open: stop it first, or give this one another data folder", path), lock.Close())
	}
	if err != nil {
		return nil, errors.Join(explained(fmt.Errorf("db: open %s: %w", name, err)), lock.Close())
	}
	return func() error { return errors.Join(conn.Close(), lock.Close()) }, nil
}
