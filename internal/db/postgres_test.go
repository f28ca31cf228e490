package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

func onlyPostgres(t *testing.T) {
	t.Helper()
	if !dbtest.Postgres() {
		t.Skip("a property of PostgreSQL alone: run under e2e/postgres.sh")
	}
}

// The connection is lost in the middle of a shared transaction: the pieces of others are written all the same, once.
func TestLostConnection(t *testing.T) {
	onlyPostgres(t)
	d := dbtest.Open(t)
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		d.Do(t.Context(), "hold", func(context.Context, *db.Write) error { close(held); <-hold; return nil })
	})
	<-held
	errs := make([]error, 10)
	for i := range errs {
		wg.Go(func() {
			errs[i] = d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
				if i == 5 {
					_, err := w.Exec(ctx, `select pg_terminate_backend(pg_backend_pid())`)
					return err
				}
				return put(ctx, w, fmt.Sprint(i))
			})
		})
	}
	close(hold)
	wg.Wait()
	for i, err := range errs {
		if (err != nil) != (i == 5) {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if n := count(t, d); n != 9 {
		t.Errorf("%d rows, want 9", n)
	}
}

// What is asked when the answer to a commit was lost.
func TestCommittedIsKnownByName(t *testing.T) {
	onlyPostgres(t)
	conn, err := sql.Open("pgx", dbtest.Config(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, keep := range []bool{true, false} {
		tx, err := conn.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		id, err := db.Begun(t.Context(), tx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(`insert into idem (key, result, at) values ($1, '', 0)`, id); err != nil {
			t.Fatal(err)
		}
		end := tx.Rollback
		if keep {
			end = tx.Commit
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		got, err := db.Committed(t.Context(), conn, id)
		if err != nil || got != keep {
			t.Errorf("committed %v: told %v, %v", keep, got, err)
		}
	}
}

func TestAddressIsNotTold(t *testing.T) {
	_, err := db.Open(t.Context(), db.Config{URL: "postgres://giaoban:geheim@[::1/x"})
	if err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = db.Open(ctx, db.Config{URL: "postgres://giaoban:geheim@127.0.0.1:1/x"})
	if err == nil || strings.Contains(err.Error(), "geheim") || errors.Is(err, sql.ErrNoRows) {
		t.Errorf("got %v", err)
	}
}
