package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"testing"

	"giaoban/internal/db/dbtest"
)

// filled is what an installation holds right after it was filled. Filling one takes a second, most of it passwords; its copies
// take a tenth, so that the tests that begin with the same content fill it once.
type filled struct {
	once   sync.Once
	dir    string
	tables *dbtest.Lasting
	err    error
}

var fillings = struct {
	sync.Mutex
	by map[string]*filled
}{by: map[string]*filled{}}

func TestMain(m *testing.M) {
	code := m.Run()
	for name, f := range fillings.by {
		if err := errors.Join(os.RemoveAll(f.dir), f.tables.Drop(context.Background())); err != nil {
			fmt.Fprintln(os.Stderr, "remove the installation", name, err)
			code = 1
		}
	}
	os.Exit(code)
}

// open opens an installation with the content called name. The first to ask fills it with cfg; all must mean the same by it.
func open(t *testing.T, name string, cfg Config) *App {
	t.Helper()
	fillings.Lock()
	f := fillings.by[name]
	if f == nil {
		f = &filled{}
		fillings.by[name] = f
	}
	fillings.Unlock()
	f.once.Do(func() { f.err = f.fill(cfg) })
	if f.err != nil {
		t.Fatalf("fill an installation for the tests: %v", f.err)
	}
	if err := os.CopyFS(cfg.DataDir, os.DirFS(f.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(cfg.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	if dbtest.Postgres() {
		cfg.Database = f.tables.Copy(t).URL
	}
	a, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// fill opens an installation that outlives the test, filled by cfg, and closes it.
func (f *filled) fill(cfg Config) (err error) {
	if f.dir, err = os.MkdirTemp("", "giaoban-filled-"); err != nil {
		return err
	}
	if dbtest.Postgres() {
		if f.tables, err = dbtest.Last(context.Background()); err != nil {
			return err
		}
		cfg.Database = f.tables.URL
	}
	a, err := Open(context.Background(), Config{DataDir: f.dir, Database: cfg.Database, Addr: "127.0.0.1:0", MediaPort: -1, Demo: cfg.Demo,
		Organisation: cfg.Organisation, Start: cfg.Start, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return a.Close()
}
