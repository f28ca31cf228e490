// Package dbtest gives tests a fresh, real database: a SQLite file, or, where
// the variable GIAOBAN_TEST_POSTGRES holds the address of a PostgreSQL server
// and a user who may make databases, one there. e2e/postgres.sh starts such a server.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"giaoban/internal/db"
)

// Variable names the environment variable with the address of a PostgreSQL server to test on.
const Variable = "GIAOBAN_TEST_POSTGRES"

// Postgres says whether tests run on PostgreSQL.
func Postgres() bool { return os.Getenv(Variable) != "" }

// Open gives a migrated database, closed when the test ends.
func Open(t testing.TB) *db.DB {
	t.Helper()
	return OpenConfig(t, Config(t))
}

// OpenConfig opens a database of Config's, perhaps a second time, and closes it when the test ends.
func OpenConfig(t testing.TB, cfg db.Config) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), cfg)
	if err != nil {
		t.Fatalf("open a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the test database: %v", err)
		}
	})
	return d
}

// Config says where a fresh database is, which goes away when the test ends.
func Config(t testing.TB) db.Config {
	t.Helper()
	if !Postgres() {
		return db.Config{Path: copied(t, filepath.Join(t.TempDir(), "test.db"))}
	}
	server := connect(t)
	return create(t, server, " template "+template(t, server))
}

// Empty is Config of a PostgreSQL database in which nothing has been made.
func Empty(t testing.TB) db.Config {
	t.Helper()
	return create(t, connect(t), "")
}

func create(t testing.TB, server *sql.DB, from string) db.Config {
	t.Helper()
	name := "giaoban_" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		// The test's context has ended; the database must go all the same.
		_, err := server.ExecContext(context.WithoutCancel(t.Context()), `drop database if exists `+name+` with (force)`)
		if err := errors.Join(err, server.Close()); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	if _, err := server.ExecContext(t.Context(), `create database `+name+from); err != nil {
		t.Fatalf("make a test database: %v", err)
	}
	return db.Config{URL: address(t, name)}
}

func connect(t testing.TB) *sql.DB {
	t.Helper()
	server, err := sql.Open("pgx", os.Getenv(Variable))
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	server.SetMaxOpenConns(1)
	return server
}

func address(t testing.TB, name string) string {
	t.Helper()
	u, err := url.Parse(os.Getenv(Variable))
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	u.Path = "/" + name
	return u.String()
}

// template gives the name of a migrated database to copy: migrating takes longer than all else in a small test.
// The first test of a server makes it; it bears the sum of the migrations, so that a changed one makes another.
func template(t testing.TB, server *sql.DB) string {
	t.Helper()
	sum, err := db.Tables()
	if err != nil {
		t.Fatal(err)
	}
	name := "giaoban_template_" + sum
	err = build(t, server, name)
	if err != nil {
		t.Fatalf("make the template of test databases: %v", err)
	}
	return name
}

// The template is migrated under another name and then renamed, so that whoever sees the name sees the whole.
func build(t testing.TB, server *sql.DB, name string) error {
	ctx := t.Context()
	if has, err := exists(ctx, server, name); err != nil || has {
		return err
	}
	if _, err := server.ExecContext(ctx, `select pg_advisory_lock(1)`); err != nil {
		return err
	}
	defer server.ExecContext(ctx, `select pg_advisory_unlock(1)`)
	if has, err := exists(ctx, server, name); err != nil || has {
		return err // another test made it meanwhile
	}
	draft := name + "_draft"
	if _, err := server.ExecContext(ctx, `drop database if exists `+draft+` with (force)`); err != nil {
		return err
	}
	if _, err := server.ExecContext(ctx, `create database `+draft); err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Config{URL: address(t, draft)})
	if err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	_, err = server.ExecContext(ctx, fmt.Sprintf(`alter database %s rename to %s`, draft, name))
	return err
}

func exists(ctx context.Context, server *sql.DB, name string) (has bool, err error) {
	err = server.QueryRowContext(ctx, `select count(*) > 0 from pg_database where datname = $1`, name).Scan(&has)
	return has, err
}
