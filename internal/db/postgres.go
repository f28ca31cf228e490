package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// The locks by which processes on one PostgreSQL database keep one order.
// Advisory locks belong to a database, so the numbers need be different only here.
const (
	writeLock   = 0x67696f_01 // held by the one batch that is being written
	migrateLock = 0x67696f_02
	nameLocks   = 0x67696f_03 // with the sum of a name
)

// postgresServer is the engine of many processes: each has its own writer, and an
// advisory lock lets one batch be written at a time, so that the journal's
// numbers have no gaps and stand in the order of the commits.
type postgresServer struct {
	url    string
	origin string // of what this process tells others
}

func (p postgresServer) postgres() bool       { return true }
func (p postgresServer) goose() goose.Dialect { return goose.DialectPostgres }

func (p postgresServer) open(ctx context.Context) (write, read *sql.DB, readers int, err error) {
	cfg, err := p.config()
	if err != nil {
		return nil, nil, 0, err
	}
	write = stdlib.OpenDB(*cfg)
	write.SetMaxOpenConns(2)
	if err := migrate(ctx, write, p); err != nil {
		return nil, nil, 0, errors.Join(err, write.Close())
	}
	write.SetMaxOpenConns(1)
	return write, stdlib.OpenDB(*cfg), max(8, 2*runtime.GOMAXPROCS(0)), nil
}

func (p postgresServer) config() (*pgx.ConnConfig, error) {
	cfg, err := pgx.ParseConfig(p.url)
	if err != nil {
		return nil, errors.New("db: the address of the database cannot be read; it looks like postgres://user:password@host:5432/name") // without err: it may hold the password
	}
	cfg.RuntimeParams["application_name"] = "giaoban"
	cfg.RuntimeParams["default_transaction_isolation"] = "read committed"
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 10 * time.Second
	}
	return cfg, nil
}

func (p postgresServer) openReader(ctx context.Context) (*sql.DB, error) {
	cfg, err := p.config()
	if err != nil {
		return nil, err
	}
	conn := stdlib.OpenDB(*cfg)
	if err := conn.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("db: connect: %w", err), conn.Close())
	}
	return conn, nil
}

func (p postgresServer) openEmpty(ctx context.Context) (*sql.DB, error) {
	conn, err := p.openReader(ctx)
	if err == nil {
		conn.SetMaxOpenConns(2) // see migrate
	}
	return conn, err
}

func (p postgresServer) lockMigrations(ctx context.Context, conn *sql.DB) (func(), error) {
	one, err := conn.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("db: connect: %w", err)
	}
	if _, err := one.ExecContext(ctx, `select pg_advisory_lock($1)`, migrateLock); err != nil {
		return nil, errors.Join(fmt.Errorf("db: wait to update the tables: %w", err), one.Close())
	}
	return func() {
		one.ExecContext(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, migrateLock)
		one.Close()
	}, nil
}

// exclusive holds a lock on a connection of its own, and with it one reader's place.
func (p postgresServer) exclusive(ctx context.Context, conn *sql.DB, name string) (func(), error) {
	one, err := conn.Conn(ctx)
	if err != nil {
		return nil, err
	}
	sum := fnv.New32a()
	sum.Write([]byte(name))
	key := int32(sum.Sum32())
	if _, err := one.ExecContext(ctx, `select pg_advisory_lock($1, $2)`, nameLocks, key); err != nil {
		return nil, errors.Join(err, one.Close())
	}
	return func() {
		if _, err := one.ExecContext(context.WithoutCancel(ctx), `select pg_advisory_unlock($1, $2)`, nameLocks, key); err != nil {
			one.Raw(func(any) error { return driver.ErrBadConn }) // the lock goes with its connection
		}
		one.Close()
	}, nil
}

func (p postgresServer) missing(ctx context.Context, conn *sql.DB) string {
	var n int
	if err := conn.QueryRowContext(ctx, `select count(*) from pg_indexes where indexname = 'news_item_folded_trigram'`).Scan(&n); err != nil || n > 0 {
		return ""
	}
	return "no trigram index: searching the news reads all of them. Let an administrator of PostgreSQL run in this database: " +
		"create extension pg_trgm; create index news_item_folded_trigram on news_item using gin (folded gin_trgm_ops);"
}

func (p postgresServer) snapshot() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// begun waits for the writers of other processes and names the transaction. The statements
// after this one see what those writers committed: READ COMMITTED looks anew for each.
func (p postgresServer) begun(ctx context.Context, tx *sql.Tx) (id string, err error) {
	var locked sql.NullString
	err = tx.QueryRowContext(ctx, `select cast(pg_advisory_xact_lock($1) as text), cast(pg_current_xact_id() as text)`, writeLock).Scan(&locked, &id)
	return id, err
}

// patience is how long a writer asks after a commit whose answer was lost.
const patience = 30 * time.Second

// committed finds out about a commit that was sent and not answered: the
// connection may have been lost before or after the server wrote it down, and
// a piece that was committed must not run again. An error says that nobody knows.
func (p postgresServer) committed(ctx context.Context, conn *sql.DB, id string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		var status sql.NullString
		err := conn.QueryRowContext(ctx, `select pg_xact_status(cast(cast($1 as text) as xid8))`, id).Scan(&status)
		if err == nil && status.String != "in progress" {
			return status.String == "committed", nil
		}
		select {
		case <-time.After(wait): // the server is away, or has not noticed yet that we were
		case <-ctx.Done():
			return false, errors.Join(err, ctx.Err())
		}
	}
}

func (p postgresServer) unique(err error) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && pe.Code == "23505"
}
