package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/app/backup"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

func sourceOf(a *App) backup.Source {
	return backup.Source{DataDir: a.cfg.DataDir, Database: a.cfg.Database, Program: "test", Now: time.Now}
}

// writing keeps four writers at work: each piece leaves a row that names a stored file, and a journal entry.
func writing(t *testing.T, a *App) (stop func() int64) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var n atomic.Int64
	for writer := range 4 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				ref, err := a.blobs.Save(fmt.Appendf(nil, "tệp %d/%d", writer, i))
				if err != nil {
					t.Error(err)
					return
				}
				err = a.db.Do(t.Context(), "test.load", func(ctx context.Context, w *db.Write) error {
					if _, err := w.Exec(ctx, `insert into idem (key, result, at) values ($1, $2, $3)`, "test.load/"+ref.ID, ref.ID, int64(1)<<53+1); err != nil {
						return err
					}
					l, err := transparency.Prepare(transparency.Act{Kind: "test.load", Subject: ident.ID(writer + 1), Version: int64(i), Record: []byte(ref.ID)})
					if err != nil {
						return err
					}
					if _, err := transparency.Append(ctx, w, l); err != nil {
						return err
					}
					_, err = journal.Append(ctx, w, journal.Entry{At: when.InstantOf(time.Now()), Actor: actor.SystemActor("test"), Kind: "test.load", Note: "ghi “đồng thời” \u2028 <&>"})
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				n.Add(1)
				time.Sleep(20 * time.Millisecond) // a copy has as many files to sync
			}
		})
	}
	return func() int64 { cancel(); wg.Wait(); return n.Load() }
}

// consistent asks a restored installation for what must hold of every moment of the load.
func consistent(t *testing.T, a *App) (pieces int64) {
	t.Helper()
	err := a.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
		ids, err := db.All(ctx, r, db.ScanText, `select result from idem where key like 'test.load/%'`)
		if err != nil {
			return err
		}
		entries, err := db.Int(ctx, r, `select count(*) from journal where kind = 'test.load'`)
		if err != nil {
			return err
		}
		if pieces = int64(len(ids)); pieces != entries {
			t.Errorf("%d rows and %d journal entries: not one moment's state", pieces, entries)
		}
		log, err := transparency.Verify(ctx, r)
		if err != nil || log.Size != pieces {
			t.Errorf("%d rows and %d leaves of the log: %v", pieces, log.Size, err)
		}
		for _, id := range ids {
			f, _, err := a.blobs.Open(id)
			if err != nil {
				return fmt.Errorf("the file of a row: %w", err)
			}
			f.Close()
		}
		_, err = journal.Verify(ctx, r)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pieces
}

func reopened(t *testing.T, to backup.Target) *App {
	t.Helper()
	a, err := Open(t.Context(), Config{DataDir: to.DataDir, Database: to.Database, Addr: "127.0.0.1:0", MediaPort: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// engines gives an empty target on each engine that this run has.
func engines(t *testing.T) map[string]backup.Target {
	list := map[string]backup.Target{"SQLite": {DataDir: filepath.Join(t.TempDir(), "data")}}
	if dbtest.Postgres() {
		list["PostgreSQL"] = backup.Target{DataDir: filepath.Join(t.TempDir(), "data"), Database: dbtest.Config(t).URL}
	}
	return list
}

// A copy made under load is one moment's state, and an installation made of it, on either engine, copies to the same bytes.
func TestBackupUnderLoadAndRestore(t *testing.T) {
	t.Parallel()
	a := small(t, nil)
	if err := os.WriteFile(filepath.Join(a.cfg.DataDir, "own.key"), []byte("k"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	stop := writing(t, a)
	time.Sleep(300 * time.Millisecond)
	done, err := backup.Make(t.Context(), sourceOf(a), dir, 0)
	time.Sleep(50 * time.Millisecond)
	written := stop()
	if err != nil {
		t.Fatal(err)
	}
	if at, where := backup.Last(a.cfg.DataDir); where != done.Dir || time.Since(at) > time.Minute {
		t.Errorf("noted: %v, %s", at, where)
	}
	for engine, to := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			if _, err := backup.Restore(t.Context(), done.Dir, to); err != nil {
				t.Fatal(err)
			}
			again, err := backup.Make(t.Context(), backup.Source{DataDir: to.DataDir, Database: to.Database, Now: time.Now}, t.TempDir(), 0)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(again.Manifest.Tables, done.Manifest.Tables, func(a, b backup.Table) bool { return a.Name == b.Name && a.Rows == b.Rows && a.Sum == b.Sum }) {
				t.Errorf("other rows than in the copy:\n%v\n%v", again.Manifest.Tables, done.Manifest.Tables)
			}
			if !slices.Equal(again.Manifest.Files, done.Manifest.Files) || again.Manifest.Journal != done.Manifest.Journal || *again.Manifest.Log != *done.Manifest.Log {
				t.Error("other files, another journal or another log than in the copy")
			}
			b := reopened(t, to)
			if n := consistent(t, b); n == 0 || n >= written {
				t.Errorf("%d of %d pieces are in the copy; it was to be made in between", n, written)
			}
			if _, err := backup.Restore(t.Context(), done.Dir, to); !errors.Is(err, backup.ErrNotEmpty) {
				t.Errorf("into a full folder: %v", err)
			}
			if to.Database != "" {
				other := backup.Target{DataDir: filepath.Join(t.TempDir(), "other"), Database: to.Database}
				if _, err := backup.Restore(t.Context(), done.Dir, other); !errors.Is(err, db.ErrNotEmpty) {
					t.Errorf("into a full database: %v", err)
				}
				if left, err := os.ReadDir(other.DataDir); err != nil || len(left) > 0 {
					t.Errorf("a refused restore left %v, %v", left, err)
				}
			}
		})
	}
}

// A damaged, incomplete or newer copy is refused before anything is touched.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	a := small(t, nil)
	if _, err := a.blobs.Save([]byte("báo cáo")); err != nil {
		t.Fatal(err)
	}
	made, err := backup.Make(t.Context(), sourceOf(a), t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	first := func(m backup.Manifest, prefix string) string {
		for _, f := range m.Files {
			if strings.HasPrefix(f.Path, prefix) {
				return f.Path
			}
		}
		t.Fatalf("no %s in %v", prefix, m.Files)
		return ""
	}
	blob := first(made.Manifest, "data/files/")
	for name, test := range map[string]struct {
		harm func(dir string) error
		want error
	}{
		"a stored file changed": {func(dir string) error { return os.WriteFile(filepath.Join(dir, blob), []byte("báo cáO"), 0o600) }, backup.ErrDamaged},
		"a stored file gone":    {func(dir string) error { return os.Remove(filepath.Join(dir, blob)) }, backup.ErrDamaged},
		"a table cut off":       {func(dir string) error { return os.Truncate(filepath.Join(dir, "tables/unit.jsonl.gz"), 40) }, backup.ErrDamaged},
		"no manifest":           {func(dir string) error { return os.Remove(filepath.Join(dir, "manifest.json")) }, backup.ErrDamaged},
		"the manifest changed":  {func(dir string) error { return replace(filepath.Join(dir, "manifest.json"), `"test"`, `"else"`) }, backup.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "copy")
			if err := os.CopyFS(dir, os.DirFS(made.Dir)); err != nil {
				t.Fatal(err)
			}
			if err := test.harm(dir); err != nil {
				t.Fatal(err)
			}
			to := backup.Target{DataDir: filepath.Join(t.TempDir(), "data")}
			if _, err := backup.Restore(t.Context(), dir, to); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if _, err := os.Stat(to.DataDir); err == nil {
				t.Error("the target was touched")
			}
		})
	}
	t.Run("paths that lead beside the data folder", func(t *testing.T) {
		for _, path := range []string{"data/../beside", "data/files/../../beside", "beside", "../beside", "/beside"} {
			dir, target := filepath.Join(t.TempDir(), "copy"), t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(made.Dir)); err != nil {
				t.Fatal(err)
			}
			m := made.Manifest
			sum := sha256.Sum256([]byte("x"))
			m.Files = append(slices.Clone(m.Files), backup.File{Path: path, Size: 1, Sum: hex.EncodeToString(sum[:])})
			body, err := json.Marshal(m)
			sum = sha256.Sum256(body)
			if err := errors.Join(err, os.WriteFile(filepath.Join(dir, "beside"), []byte("x"), 0o600), os.WriteFile(filepath.Join(dir, "manifest.json"), body, 0o600),
				os.WriteFile(filepath.Join(dir, "manifest.sha256"), []byte(hex.EncodeToString(sum[:])+"  manifest.json\n"), 0o600)); err != nil {
				t.Fatal(err)
			}
			if _, err := backup.Restore(t.Context(), dir, backup.Target{DataDir: filepath.Join(target, "data")}); !errors.Is(err, backup.ErrDamaged) {
				t.Errorf("%q: %v", path, err)
			}
			if left, _ := os.ReadDir(target); len(left) > 0 {
				t.Errorf("%q: %v was written", path, left)
			}
		}
	})
	newer := made.Manifest
	newer.Schema = db.Schema{9999: "x"}
	if err := newer.Schema.Compare(); !errors.Is(err, db.ErrNewer) || !strings.Contains(err.Error(), "9999") {
		t.Errorf("a newer schema: %v", err)
	}
}

func replace(file, old, new string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strings.Replace(string(body), old, new, 1)), 0o600)
}

// An interrupted copy is no copy, an interrupted restore is no installation, and both can be begun again.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	a := small(t, nil)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := backup.Make(ctx, sourceOf(a), dir, 0); err == nil {
		t.Error("an interrupted copy was told to be made")
	}
	if err := os.Mkdir(filepath.Join(dir, "2030-01-02T030405Z.part"), 0o700); err != nil { // a crash leaves this
		t.Fatal(err)
	}
	if _, err := backup.Newest(dir); !errors.Is(err, backup.ErrDamaged) {
		t.Errorf("an unfinished copy counts: %v", err)
	}
	made, err := backup.Make(t.Context(), sourceOf(a), dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if newest, err := backup.Newest(dir); err != nil || newest != made.Dir {
		t.Errorf("the newest is %s, %v", newest, err)
	}
	to := backup.Target{DataDir: t.TempDir()}
	for _, name := range []string{"restore-unfinished", "giaoban.db"} { // a crash in the middle leaves these
		if err := os.WriteFile(filepath.Join(to.DataDir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(t.Context(), Config{DataDir: to.DataDir, Addr: "127.0.0.1:0", MediaPort: -1}); !errors.Is(err, backup.ErrUnfinished) {
		t.Errorf("half an installation starts: %v", err)
	}
	if _, err := backup.Restore(t.Context(), made.Dir, to); err != nil {
		t.Errorf("begun again: %v", err)
	}
	reopened(t, to)
}

// Copies share stored files; old ones go when so many are kept.
func TestRotation(t *testing.T) {
	t.Parallel()
	a := small(t, nil)
	if _, err := a.blobs.Save([]byte("báo cáo")); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	src := sourceOf(a)
	src.Now = func() time.Time { at = at.Add(24 * time.Hour); return at }
	var last backup.Done
	for i := range 4 {
		var err error
		if last, err = backup.Make(t.Context(), src, dir, 2); err != nil {
			t.Fatal(err)
		}
		if i > 0 && last.Linked == 0 {
			t.Error("nothing is shared with the copy before")
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 || len(last.Removed) != 1 {
		t.Errorf("%d copies are kept, %v removed last, %v", len(entries), last.Removed, err)
	}
	if _, err := backup.Verify(last.Dir); err != nil {
		t.Errorf("what stays is not whole: %v", err)
	}
}
