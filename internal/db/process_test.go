package db_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/ident"
)

func nothing(context.Context, *db.Write) error { return nil }

// Processes that live at the same time have different numbers, also those that start at the same moment.
func TestLivingProcessesHaveDifferentNumbers(t *testing.T) {
	cfg := dbtest.Config(t)
	if !dbtest.Postgres() {
		dbtest.OpenConfig(t, cfg) // the file is made by one program: TestOneProgramOnOneFile
	}
	var mu sync.Mutex
	seen := make(map[int64]bool)
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			d, err := db.Open(t.Context(), cfg)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { d.Close() })
			mu.Lock()
			defer mu.Unlock()
			if seen[d.Number()] || d.Number() < 0 || d.Number() > 1023 {
				t.Errorf("number %d: given twice, or not a number", d.Number())
			}
			seen[d.Number()] = true
		})
	}
	wg.Wait()
}

// The number given next is one nobody had, else the one free for longest, never one in use.
func TestTheLongestFreeNumberIsNext(t *testing.T) {
	d := dbtest.Open(t)
	fill := func(text string, args ...any) {
		t.Helper()
		err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error { _, err := w.Exec(ctx, text, args...); return err })
		if err != nil {
			t.Fatal(err)
		}
	}
	fill(`delete from process`)
	now := int64(1_000_000)
	for n := range 1023 {
		fill(`insert into process (number, holder, renewed, until) values ($1, 'x', 10, $2)`, n, now+100)
	}
	want := func(number int64) {
		t.Helper()
		if got, _, err := d.FreeNumber(t.Context(), now); got != number || err != nil {
			t.Errorf("got %d, %v; want %d", got, err, number)
		}
	}
	want(1023)
	fill(`insert into process (number, holder, renewed, until) values (1023, 'x', 10, $1)`, now+1)
	if _, _, err := d.FreeNumber(t.Context(), now); err == nil {
		t.Error("a number in use was given")
	}
	fill(`update process set until = $1 where number = 7`, now-5)
	fill(`update process set until = $1 where number = 900`, now-6)
	want(900)
}

// A process that was cut off for long and lost its number takes another before it writes, and its identifiers go on with that.
func TestLostNumberIsReplacedBeforeWriting(t *testing.T) {
	var hours atomic.Int64
	cfg := dbtest.Config(t)
	cfg.Now = func() time.Time { return time.Now().Add(time.Duration(hours.Load()) * time.Hour) }
	d := dbtest.OpenConfig(t, cfg)
	ids := ident.MakerOf(cfg.Now, d.Number, d.After())
	first := d.Number()
	if err := d.LoseNumber(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), "test", nothing); err != nil || d.Number() != first {
		t.Fatalf("asked too early: %v", err)
	}
	before := ids.New()
	hours.Store(2)
	if err := d.Do(t.Context(), "test", nothing); err != nil {
		t.Fatal(err)
	}
	if d.Number() == first {
		t.Error("it goes on with a number that another has")
	}
	if after := ids.New(); after <= before || int64(after)>>11&1023 != d.Number() {
		t.Errorf("%s after %s does not bear the number %d", after, before, d.Number())
	}
}

// The clock is set back between two starts, and while the program runs: identifiers stay different and keep growing.
func TestClockSetBack(t *testing.T) {
	cfg := dbtest.Config(t)
	var back atomic.Int64
	cfg.Now = func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }
	seen := make(map[ident.ID]bool)
	last := ident.ID(0)
	for range 3 {
		d := dbtest.OpenConfig(t, cfg)
		ids := ident.MakerOf(cfg.Now, d.Number, d.After())
		for n := range 3000 {
			if n == 1000 {
				back.Add(int64(40 * time.Minute))
			}
			id := ids.New()
			if seen[id] || id <= last {
				t.Fatalf("%s came before, or after the greater %s", id, last)
			}
			seen[id], last = true, id
		}
		if err := d.Do(t.Context(), "test", nothing); err != nil {
			t.Fatalf("a write after the clock was set back: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		back.Add(int64(10 * time.Minute))
	}
}

// Eight databases are opened at once where nothing has been made yet.
func TestFirstStartsAtOnce(t *testing.T) {
	onlyPostgres(t)
	cfg := dbtest.Empty(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			d, err := db.Open(t.Context(), cfg)
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error { return put(ctx, w, fmt.Sprint(i)) }); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if d := dbtest.OpenConfig(t, cfg); count(t, d) != 8 {
		t.Errorf("%d rows, want 8", count(t, d))
	}
}

func TestOneProgramOnOneFile(t *testing.T) {
	cfg := db.Config{Path: filepath.Join(t.TempDir(), "test.db"), Alone: true}
	first, err := db.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Open(t.Context(), cfg)
	if err == nil || !strings.Contains(err.Error(), "another giaoban has "+cfg.Path+" open") {
		t.Errorf("got %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	dbtest.OpenConfig(t, cfg)
}

// Work of several pieces is not mixed with other work of the same name, in one process or in two.
// Password hashes stand in it: a folder that others may look into does not lay them open.
func TestOnlyThisUserReadsTheFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), db.Config{Path: filepath.Join(dir, "x.db"), Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v %v", f.Name(), info.Mode(), err)
		}
	}
}

func TestExclusive(t *testing.T) {
	cfg := dbtest.Config(t)
	processes := []*db.DB{dbtest.OpenConfig(t, cfg)}
	if dbtest.Postgres() {
		processes = append(processes, dbtest.OpenConfig(t, cfg))
	}
	var inside, most atomic.Int64
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			err := processes[i%len(processes)].Exclusive(t.Context(), "test", func(context.Context) error {
				most.Store(max(most.Load(), inside.Add(1)))
				time.Sleep(5 * time.Millisecond)
				inside.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d at a time", most.Load())
	}
}
