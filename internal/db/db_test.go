package db_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

func put(ctx context.Context, w *db.Write, key string) error {
	_, err := w.Exec(ctx, `insert into idem (key, result, at) values ($1, $2, $3)`, key, "", 0)
	return err
}

func count(t *testing.T, d *db.DB) (n int64) {
	t.Helper()
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		n, err = db.Int(ctx, r, `select count(*) from idem`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSixtyFourWritersOneFailsOnePanicsOneLeaves(t *testing.T) {
	d := dbtest.Open(t)
	left, leave := context.WithCancel(t.Context())
	defer leave()
	var mu sync.Mutex
	var told []int
	errs := make([]error, 64)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			ctx := t.Context()
			if i == 2 {
				ctx = left
			}
			errs[i] = d.Do(ctx, "test", func(ctx context.Context, w *db.Write) error {
				if err := put(ctx, w, fmt.Sprint(i)); err != nil {
					return err
				}
				w.After(func() { mu.Lock(); told = append(told, i); mu.Unlock() })
				switch i {
				case 0:
					return errors.New("refused")
				case 1:
					panic("mistake")
				case 2:
					leave() // goes away in the middle of its own piece: it is committed all the same
				}
				return nil
			})
		})
	}
	wg.Wait()
	for i, err := range errs {
		if (err != nil) != (i < 2) {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if n := count(t, d); n != 62 {
		t.Errorf("%d rows, want 62", n)
	}
	if len(told) != 62 {
		t.Errorf("%d told after the commit, want 62", len(told))
	}
}

func TestGoneBeforeItsTurn(t *testing.T) {
	d := dbtest.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Do(ctx, "test", func(ctx context.Context, w *db.Write) error { return put(ctx, w, "x") }); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if count(t, d) != 0 {
		t.Fatal("written for somebody who had left")
	}
}

func TestOnce(t *testing.T) {
	d := dbtest.Open(t)
	runs := 0
	call := func(key string) (string, bool) {
		res, again, err := d.Once(t.Context(), key, "test", func(context.Context, *db.Write) (string, error) {
			runs++
			return fmt.Sprint("result ", runs), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return res, again
	}
	first, again := call("k")
	if first != "result 1" || again {
		t.Fatal(first, again)
	}
	if second, again := call("k"); second != first || !again {
		t.Fatal(second, again)
	}
	if other, again := call("l"); other != "result 2" || again {
		t.Fatal(other, again)
	}
	// A refused write leaves no trace, so its key can be used again.
	_, _, err := d.Once(t.Context(), "m", "test", func(context.Context, *db.Write) (string, error) { return "", errors.New("no") })
	if err == nil {
		t.Fatal("no error")
	}
	if res, again := call("m"); res != "result 3" || again {
		t.Fatal(res, again)
	}
}

// A driver that binds $n in order of appearance would swap columns without an error.
func TestPlaceholdersBindByNumber(t *testing.T) {
	d := dbtest.Open(t)
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		got, _, err := db.One(ctx, r, func(s db.Scanner, v *[2]string) error { return s.Scan(&v[0], &v[1]) }, `select $2, $1`, "one", "two")
		if got != [2]string{"two", "one"} {
			t.Errorf("got %v", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUnique(t *testing.T) {
	d := dbtest.Open(t)
	err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		if err := put(ctx, w, "a"); err != nil {
			return err
		}
		return put(ctx, w, "a")
	})
	if !errors.Is(err, db.ErrUnique) {
		t.Fatalf("got %v", err)
	}
}

func TestTextIsText(t *testing.T) {
	type code string
	d := dbtest.Open(t)
	for _, arg := range []any{"a\x00b", "a\xffb", code("\x00")} {
		err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
			_, err := w.Exec(ctx, `insert into idem (key, result, at) values ($1, $2, $3)`, "x", arg, 0)
			return err
		})
		if !errors.Is(err, db.ErrText) {
			t.Errorf("%q written: %v", arg, err)
		}
		err = d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			_, err := db.Int(ctx, r, `select count(*) from idem where key = $1`, arg)
			return err
		})
		if !errors.Is(err, db.ErrText) {
			t.Errorf("%q asked: %v", arg, err)
		}
	}
}

func TestReaderCannotWrite(t *testing.T) {
	d := dbtest.Open(t)
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		_, err := db.All(ctx, r, db.ScanText, `insert into idem (key, result, at) values ('a', '', 0) returning key`)
		return err
	})
	if err == nil || count(t, d) != 0 {
		t.Fatalf("a reader wrote: %v", err)
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	cfg := dbtest.Config(t)
	d := dbtest.OpenConfig(t, cfg)
	err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `insert into goose_db_version (version_id, is_applied) values (9999, true)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Open(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), "9999") {
		t.Fatalf("got %v", err)
	}
}

func TestChangedMigrationIsRefused(t *testing.T) {
	cfg := dbtest.Config(t)
	d := dbtest.OpenConfig(t, cfg)
	err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update migration_sum set sum = 'other' where version = 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Open(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), "0001_platform.sql differs") {
		t.Fatalf("got %v", err)
	}
}

func TestAfterClose(t *testing.T) {
	d, err := db.Open(t.Context(), dbtest.Config(t))
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if err := d.Do(t.Context(), "test", func(context.Context, *db.Write) error { return nil }); !errors.Is(err, db.ErrClosed) {
		t.Fatalf("got %v", err)
	}
}

// One of 64 goes away while the engine is at its statement: nothing is interrupted, and nobody is harmed.
func TestSixtyFourWritersOneLeavesInMidStatement(t *testing.T) {
	d := dbtest.Open(t)
	left, leave := context.WithCancel(t.Context())
	defer leave()
	errs := make([]error, 64)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			ctx := t.Context()
			if i == 7 {
				ctx = left
			}
			errs[i] = d.Do(ctx, "test", func(ctx context.Context, w *db.Write) error {
				if i == 7 {
					go leave() // arrives while the next statement runs, which is a long one
					const long = `with recursive n (i) as (select 1 union all select i + 1 from n where i < 200000) select sum(i) from n`
					if _, err := db.Int(ctx, w, long); err != nil {
						return err
					}
				}
				return put(ctx, w, fmt.Sprint(i))
			})
		})
	}
	wg.Wait()
	for i, err := range errs {
		// The one who left before its piece began has no row; once begun it is committed.
		if err != nil && !(i == 7 && errors.Is(err, context.Canceled)) {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if n := count(t, d); n < 63 || (n == 64) != (errs[7] == nil) {
		t.Errorf("%d rows; the one who left: %v", n, errs[7])
	}
}

// A statement that fails spoils a PostgreSQL transaction until its savepoint; the pieces after it must not notice.
func TestBrokenStatementHarmsNoOther(t *testing.T) {
	d := dbtest.Open(t)
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // keeps the writer busy, so that the others share one transaction
		d.Do(t.Context(), "hold", func(context.Context, *db.Write) error { close(held); <-hold; return nil })
	})
	<-held
	errs := make([]error, 20)
	for i := range errs {
		wg.Go(func() {
			errs[i] = d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
				if err := put(ctx, w, fmt.Sprint(i)); err != nil {
					return err
				}
				if i%2 == 0 {
					_, err := w.Exec(ctx, `insert into no_such_table (x) values (1)`)
					return err
				}
				if i == 3 { // a refusal by the engine that the piece takes as an answer
					return put(ctx, w, fmt.Sprint(i))
				}
				return nil
			})
		})
	}
	close(hold)
	wg.Wait()
	for i, err := range errs {
		if (err != nil) != (i%2 == 0 || i == 3) {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if n := count(t, d); n != 9 {
		t.Errorf("%d rows, want 9", n)
	}
	if s := d.Stats(); s.Retried != 0 {
		t.Errorf("%d pieces were retried", s.Retried)
	}
}

func TestSlowPieceIsNamed(t *testing.T) {
	cfg := dbtest.Config(t)
	var log bytes.Buffer
	cfg.Log, cfg.Slow = slog.New(slog.NewTextHandler(&log, nil)), time.Nanosecond
	d := dbtest.OpenConfig(t, cfg)
	if err := d.Do(t.Context(), "filing.sign", func(ctx context.Context, w *db.Write) error { return put(ctx, w, "a") }); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); !strings.Contains(got, `msg="slow write" piece=filing.sign ms=`) {
		t.Errorf("log: %s", got)
	}
	if n := d.Stats().Slow; n != 1 {
		t.Errorf("%d pieces count as slow", n)
	}
}

func TestOrderIsByBytes(t *testing.T) {
	d := dbtest.Open(t)
	for _, key := range []string{"b", "á", "B", "a", "A-", "A1"} {
		if err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error { return put(ctx, w, key) }); err != nil {
			t.Fatal(err)
		}
	}
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		got, err := db.All(ctx, r, db.ScanText, `select key from idem order by key`)
		if fmt.Sprint(got) != "[A- A1 B a b á]" {
			t.Errorf("got %v", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A reader sees what was there when it began, whatever is committed meanwhile.
func TestReaderSeesOneSnapshot(t *testing.T) {
	d := dbtest.Open(t)
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		before, err := db.Int(ctx, r, `select count(*) from idem`)
		if err != nil {
			return err
		}
		if err := d.Do(ctx, "test", func(ctx context.Context, w *db.Write) error { return put(ctx, w, "a") }); err != nil {
			return err
		}
		after, err := db.Int(ctx, r, `select count(*) from idem`)
		if before != 0 || after != 0 {
			t.Errorf("%d before, %d after", before, after)
		}
		return err
	})
	if err != nil || count(t, d) != 1 {
		t.Fatal(err)
	}
}
