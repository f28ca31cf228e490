package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

func onFile(t *testing.T) (*db.DB, string) {
	t.Helper()
	cfg := db.Config{Path: filepath.Join(t.TempDir(), "test.db")}
	return dbtest.OpenConfig(t, cfg), cfg.Path
}

func intact(t *testing.T, path string) {
	t.Helper()
	file, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var says string
	if err := file.QueryRow(`pragma integrity_check`).Scan(&says); err != nil || says != "ok" {
		t.Errorf("integrity_check: %s, %v", says, err)
	}
}

// The disk fills up under many writers: who is told "done" is in the database, who is told "full" is not, small writes that
// still fit go through, and once there is room all goes on.
func TestFullDisk(t *testing.T) {
	d, path := onFile(t)
	pages, err := d.Pages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.LimitPages(t.Context(), pages+40); err != nil {
		t.Fatal(err)
	}
	body := strings.Repeat("x", 3000)
	write := func(key string) error {
		return d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
			_, err := w.Exec(ctx, `insert into idem (key, result, at) values ($1, $2, 0)`, key, body)
			return err
		})
	}
	errs := make([]error, 200)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = write(fmt.Sprint(i)) })
	}
	wg.Wait()
	done := int64(0)
	for i, err := range errs {
		switch {
		case err == nil:
			done++
		case db.TroubleOf(err) != db.Full:
			t.Errorf("writer %d: %q of %v", i, db.TroubleOf(err), err)
		}
	}
	if done == 0 || done == 200 {
		t.Fatalf("%d of 200 were written; the disk should fill up in between", done)
	}
	if n := count(t, d); n != done {
		t.Errorf("%d rows, %d acknowledged", n, done)
	}
	if err := d.LimitPages(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if err := write("after"); err != nil {
		t.Errorf("there is room again: %v", err)
	}
	if n := count(t, d); n != done+1 {
		t.Errorf("%d rows, want %d", n, done+1)
	}
	intact(t, path)
}

// A foreign tool holds the file: writers are told so after a bounded time, all of them together, readers read on, nothing is
// harmed, and when the tool lets go all goes on.
func TestLockedByAnotherProgram(t *testing.T) {
	d, path := onFile(t)
	if err := d.Impatient(t.Context(), 200); err != nil {
		t.Fatal(err)
	}
	tool, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer tool.Close()
	held, err := tool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.ExecContext(t.Context(), `begin immediate`); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	errs := make([]error, 40)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			errs[i] = d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error { return put(ctx, w, fmt.Sprint(i)) })
		})
	}
	wg.Wait()
	for i, err := range errs {
		if db.TroubleOf(err) != db.Locked {
			t.Errorf("writer %d: %q of %v", i, db.TroubleOf(err), err)
		}
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("40 writers waited %v, one after the other", took)
	}
	if count(t, d) != 0 {
		t.Error("rows were written")
	}
	if _, err := held.ExecContext(t.Context(), `rollback`); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error { return put(ctx, w, "after") }); err != nil {
		t.Errorf("the lock is gone: %v", err)
	}
	intact(t, path)
}

// The start says what the administrator can do.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	d, err := db.Open(t.Context(), db.Config{Path: filepath.Join(dir, "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	if os.WriteFile(filepath.Join(dir, "x"), nil, 0o600) == nil {
		t.Log("this user may write everywhere; a path that is a folder stands for one that cannot be opened")
		dir = filepath.Join(dir, "x")
		os.Remove(dir)
		if err := os.MkdirAll(filepath.Join(dir, "test.db"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.Open(t.Context(), db.Config{Path: filepath.Join(dir, "test.db")})
	if db.TroubleOf(err) != db.ReadOnly || !strings.Contains(err.Error(), "must belong to, and be writable for") {
		t.Errorf("%q of %v", db.TroubleOf(err), err)
	}
}
