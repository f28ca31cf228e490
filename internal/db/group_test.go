package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

// together runs n calls whose pieces share one commit: the writer is held until all are queued or under way.
func together(t *testing.T, d *db.DB, n int, call func(i int)) {
	t.Helper()
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		d.Do(t.Context(), "hold", func(context.Context, *db.Write) error { close(held); <-hold; return nil })
	})
	<-held
	before := d.Stats().Waiting
	for i := range n {
		wg.Go(func() { call(i) })
	}
	for d.Stats().Waiting < before+int64(n) {
		time.Sleep(time.Millisecond)
	}
	close(hold)
	wg.Wait()
}

func TestOneKeyTwiceInOneCommit(t *testing.T) {
	d := dbtest.Open(t)
	var runs, repeats int // only the writer's goroutine counts runs
	var mu sync.Mutex
	together(t, d, 8, func(int) {
		result, again, err := d.Once(t.Context(), "key", "test", func(context.Context, *db.Write) (string, error) {
			runs++
			return "first", nil
		})
		mu.Lock()
		defer mu.Unlock()
		if again {
			repeats++
		}
		if result != "first" || err != nil {
			t.Error(result, err)
		}
	})
	if runs != 1 || repeats != 7 || count(t, d) != 1 {
		t.Errorf("%d runs, %d repeats, %d rows", runs, repeats, count(t, d))
	}
}

// A piece that fails takes back what it changed and what it gathered, and its key is free for the next of the same commit.
func TestAFailedPieceLeavesNothingInItsCommit(t *testing.T) {
	for _, changes := range []bool{false, true} {
		t.Run(fmt.Sprint("after a change ", changes), func(t *testing.T) {
			d := dbtest.Open(t)
			refused := errors.New("refused")
			errs := make([]error, 9)
			together(t, d, len(errs), func(i int) {
				_, _, errs[i] = d.Once(t.Context(), fmt.Sprint("key ", i/3), "test", func(ctx context.Context, w *db.Write) (string, error) {
					if i%3 == 0 || changes {
						if err := put(ctx, w, fmt.Sprint("row ", i)); err != nil {
							return "", err
						}
					}
					if i%3 != 0 {
						return "", refused
					}
					return "done", nil
				})
			})
			for i, err := range errs {
				// Of three with one key two would be refused, and are told the result where the third came first.
				if err != nil && (i%3 == 0 || !errors.Is(err, refused)) {
					t.Errorf("%d: %v", i, err)
				}
			}
			if n := count(t, d); n != 6 {
				t.Errorf("%d rows, want those of three pieces and their keys", n)
			}
			if s := d.Stats(); s.Retried != 0 {
				t.Errorf("%d pieces were retried singly", s.Retried)
			}
		})
	}
}

func TestInsertOfManyRows(t *testing.T) {
	d := dbtest.Open(t)
	for _, n := range []int{0, 1, 3, 4, 21, 64, 65, 300} {
		err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
			var args []any
			for i := range n {
				args = append(args, fmt.Sprint(n, "/", i), fmt.Sprint(i), i)
			}
			if err := w.Insert(ctx, `insert into idem (key, result, at)`, 3, args); err != nil {
				return err
			}
			got, err := db.Int(ctx, w, `select count(*) from idem where key >= $1 and key < $2 and result = cast(at as text)`, fmt.Sprint(n, "/"), fmt.Sprint(n, "0"))
			if got != int64(n) {
				t.Errorf("%d rows of %d", got, n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Whoever leaves in the middle of the own piece has it done, also where the transaction goes back for another's sake and all
// its pieces run once more.
func TestLeavingIsAskedOnce(t *testing.T) {
	d := dbtest.Open(t)
	left, leave := context.WithCancel(t.Context())
	defer leave()
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		d.Do(t.Context(), "hold", func(context.Context, *db.Write) error { close(held); <-hold; return nil })
	})
	<-held
	queue := func(call func()) {
		before := d.Stats().Waiting
		wg.Go(call)
		for d.Stats().Waiting <= before {
			time.Sleep(time.Millisecond)
		}
	}
	var gone, refused error
	queue(func() {
		gone = d.Do(left, "leaves", func(ctx context.Context, w *db.Write) error {
			leave()
			return put(ctx, w, "left")
		})
	})
	queue(func() {
		refused = d.Do(t.Context(), "fails", func(ctx context.Context, w *db.Write) error {
			if err := put(ctx, w, "refused"); err != nil {
				return err
			}
			return errors.New("refused after a change")
		})
	})
	close(hold)
	wg.Wait()
	if gone != nil || refused == nil || count(t, d) != 1 {
		t.Errorf("who left was told %v, who was refused %v; %d rows, want 1", gone, refused, count(t, d))
	}
}
