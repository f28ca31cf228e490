package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

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

// What is said comes far more often than what is told, and is no reason to read what was told.
func TestSayingReadsNothing(t *testing.T) {
	onlyPostgres(t)
	cfg := dbtest.Config(t)
	here, there := dbtest.OpenConfig(t, cfg), dbtest.OpenConfig(t, cfg)
	const said = 400
	all := make(chan struct{})
	n := 0
	there.Said(func(string) {
		if n++; n == said {
			close(all)
		}
	})
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		there.Tail(ctx, func(map[string]int64, bool) {})
	}()
	defer func() { end(); <-done }()
	looks := func() (n int64) {
		t.Helper()
		err := here.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
			n, err = db.Int(ctx, r, `select seq_scan + coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'told'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for looks() == 0 { // the server counts with a delay of a second or so; by now it listens
		time.Sleep(100 * time.Millisecond)
	}
	before, began := looks(), time.Now()
	for range said {
		if err := here.Say(t.Context(), "x"); err != nil {
			t.Fatal(err)
		}
	}
	<-all
	time.Sleep(2 * time.Second)
	polls := int64(time.Since(began)/(250*time.Millisecond)) + 10 // ten of them counted late
	if n := looks() - before; n == 0 || n > polls {
		t.Errorf("read %d times while %d texts were said; polls alone are %d", n, said, polls)
	}
}
