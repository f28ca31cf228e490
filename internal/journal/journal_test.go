package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

func fill(t *testing.T, d *db.DB, n int) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
				_, err := Append(ctx, w, Entry{At: 1, Actor: actor.SystemActor("test"), Kind: "test.done", Subject: 7, After: map[string]int{"i": i}})
				if i%5 == 0 {
					return fmt.Errorf("refused")
				}
				return err
			})
			if (err != nil) != (i%5 == 0) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func verify(t *testing.T, d *db.DB) (n int64, err error) {
	t.Helper()
	verr := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		n, err = Verify(ctx, r)
		return nil
	})
	if verr != nil {
		t.Fatal(verr)
	}
	return n, err
}

func TestChainHasNoGapsUnderRefusals(t *testing.T) {
	d := dbtest.Open(t)
	fill(t, d, 100)
	if n, err := verify(t, d); n != 80 || err != nil {
		t.Fatal(n, err)
	}
	err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		all, err := For(ctx, r, 7)
		if len(all) != 80 || all[0].Seq != 80 || !strings.Contains(string(all[0].Body.After), `"i":`) {
			t.Errorf("history: %d entries, first %+v", len(all), all[0])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Entries of one commit are written at its end. A piece that fails, before or after it changed a table, leaves no gap among them.
func TestRefusalsWithinOneCommit(t *testing.T) {
	d := dbtest.Open(t)
	fill(t, d, 3) // the first is refused
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		d.Do(t.Context(), "hold", func(context.Context, *db.Write) error { close(held); <-hold; return nil })
	})
	<-held
	for i := range 200 {
		wg.Go(func() {
			err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
				for range i % 3 { // none, one or two entries
					if _, err := Append(ctx, w, Entry{At: 1, Actor: actor.SystemActor("test"), Kind: "test.done", Subject: 7}); err != nil {
						return err
					}
				}
				if i%10 == 1 {
					if _, err := w.Exec(ctx, `insert into idem (key, result, at) values ('same', '', 0)`); err != nil {
						return err
					}
				}
				if i%5 == 1 {
					return fmt.Errorf("refused")
				}
				return nil
			})
			if (err != nil) != (i%5 == 1) {
				t.Error(i, err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond) // most are queued by now
	close(hold)
	wg.Wait()
	want := int64(2)
	for i := range 200 {
		if i%5 != 1 {
			want += int64(i % 3)
		}
	}
	if n, err := verify(t, d); n != want || err != nil {
		t.Fatal(n, want, err)
	}
}

func TestTamperingShows(t *testing.T) {
	for name, tamper := range map[string]struct{ sql, want string }{
		"a changed body":          {`update journal_body set body = '{}' where seq = 3`, "body of entry 3"},
		"a changed actor":         {`update journal set actor = 'other' where seq = 3`, "breaks at entry 3"},
		"a removed entry":         {`delete from journal where seq = 3`, "entry 3 is missing"},
		"a body deleted by right": {`delete from journal_body where seq = 3`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Open(t)
			fill(t, d, 10)
			err := d.Do(t.Context(), "tamper", func(ctx context.Context, w *db.Write) error {
				if strings.HasPrefix(tamper.sql, "delete from journal ") {
					if _, err := w.Exec(ctx, `delete from journal_body where seq = 3`); err != nil {
						return err
					}
				}
				_, err := w.Exec(ctx, tamper.sql)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = verify(t, d)
			if tamper.want == "" && err != nil || tamper.want != "" && (err == nil || !strings.Contains(err.Error(), tamper.want)) {
				t.Fatalf("got %v, want %q", err, tamper.want)
			}
		})
	}
}

// Two processes write to one database: one order, no gap, no write lost or done twice.
func TestTwoProcessesKeepOneOrder(t *testing.T) {
	cfg := dbtest.Config(t)
	both := []*db.DB{dbtest.OpenConfig(t, cfg), dbtest.OpenConfig(t, cfg)}
	const each = 150
	var mu sync.Mutex
	var seqs []int64
	var wg sync.WaitGroup
	for _, d := range both {
		for range each {
			wg.Go(func() {
				err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
					seq, err := Append(ctx, w, Entry{At: 1, Actor: actor.SystemActor("test"), Kind: "test.done", Subject: 7})
					if err != nil {
						return err
					}
					// A total that every writer reads and raises: an update lost would show.
					_, err = w.Exec(ctx, `insert into job (name, due, lease, ran, failed) values ('total', 1, 0, 0, '')
						on conflict (name) do update set due = job.due + 1`)
					w.After(func() { mu.Lock(); seqs = append(seqs, seq); mu.Unlock() })
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	slices.Sort(seqs)
	for i, seq := range seqs {
		if seq != int64(i+1) {
			t.Fatalf("told of entry %d in place %d", seq, i+1)
		}
	}
	for _, d := range both {
		if n, err := verify(t, d); n != 2*each || err != nil {
			t.Error(n, err)
		}
		err := d.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			total, err := db.Int(ctx, r, `select due from job where name = 'total'`)
			if total != 2*each {
				t.Errorf("total %d", total)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
