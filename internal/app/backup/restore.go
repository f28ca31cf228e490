package backup

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/journal"
	"giaoban/internal/transparency"
)

// Target is where an installation is to be made of a copy.
type Target struct {
	DataDir  string // empty or not there
	Database string // postgres://…, empty too; "" a file in DataDir
}

// ErrNotEmpty is returned where the target holds something.
var ErrNotEmpty = errors.New("backup: the folder is not empty; a copy is read into an empty one only, so that nothing is mixed or lost")

// ErrUnfinished is returned for a data folder into which a copy was read half-way.
var ErrUnfinished = errors.New("a copy was being read into this data folder and did not end; run giaoban restore again")

// Restore makes an installation of the copy in dir. The copy is compared with
// its manifest before anything is touched. On an error what was made is taken
// away again.
func Restore(ctx context.Context, dir string, to Target) (Restored, error) {
	m, err := Verify(dir)
	if err != nil {
		return Restored{}, err
	}
	if err := m.Schema.Compare(); err != nil && !errors.Is(err, db.ErrOlder) {
		return Restored{}, err
	}
	if err := prepare(to.DataDir); err != nil {
		return Restored{}, err
	}
	mark := filepath.Join(to.DataDir, markUnfinished)
	if err := writeFile(mark, []byte(dir+"\n")); err != nil {
		return Restored{}, err
	}
	done := Restored{Manifest: m}
	if done.JournalFault, err = fill(ctx, dir, m, to); err != nil {
		return done, errors.Join(err, clear(to.DataDir))
	}
	if err := os.Remove(mark); err != nil {
		return done, fmt.Errorf("backup: %w", err)
	}
	return done, syncDir(to.DataDir)
}

// Restored tells what was restored.
type Restored struct {
	Manifest     Manifest
	JournalFault error // the journal's chain or the transparency log was broken before it was copied; the rest is there all the same
}

// Unfinished tells a data folder into which a copy was read half-way.
func Unfinished(data string) error {
	if _, err := os.Stat(filepath.Join(data, markUnfinished)); err == nil {
		return fmt.Errorf("%s: %w", data, ErrUnfinished)
	}
	return nil
}

// prepare makes sure of an empty folder; what an interrupted run has left is taken away.
func prepare(data string) error {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if Unfinished(data) != nil {
		return clear(data)
	}
	entries, err := os.ReadDir(data)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%w (%s)", ErrNotEmpty, data)
	}
	return nil
}

// clear empties a folder; the mark goes last.
func clear(data string) error {
	entries, err := os.ReadDir(data)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, e := range entries {
		if e.Name() == markUnfinished {
			continue
		}
		if err := os.RemoveAll(filepath.Join(data, e.Name())); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	if err := os.Remove(filepath.Join(data, markUnfinished)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

func fill(ctx context.Context, dir string, m Manifest, to Target) (journalFault, err error) {
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		name := filepath.Join(to.DataDir, filepath.FromSlash(strings.TrimPrefix(f.Path, dataDir+"/")))
		if err := copyFile(filepath.Join(dir, filepath.FromSlash(f.Path)), name); err != nil {
			return nil, err
		}
	}
	var tables []db.Table
	paths := map[string]string{}
	for _, t := range m.Tables {
		tables = append(tables, t.Table)
		paths[t.Name] = filepath.Join(dir, filepath.FromSlash(t.Path))
	}
	cfg := db.Config{Path: filepath.Join(to.DataDir, DatabaseFile), URL: to.Database}
	if err := db.Load(ctx, cfg, m.Schema, tables, func(t db.Table) (io.ReadCloser, error) { return openGzip(paths[t.Name]) }); err != nil {
		return nil, err
	}
	return proof(ctx, cfg, m)
}

// proof reads back what was written: the number of rows, the journal to its head, the transparency log to its root.
func proof(ctx context.Context, cfg db.Config, m Manifest) (journalFault, err error) {
	d, err := db.OpenReader(ctx, cfg)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	err = d.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, t := range m.Tables {
			n, err := db.Int(ctx, r, `select count(*) from "`+t.Name+`"`)
			if err == nil && n != t.Rows && m.Schema.Compare() == nil { // an update of the tables may add rows
				err = fmt.Errorf("backup: %s has %d rows, the copy %d", t.Name, n, t.Rows)
			}
			if err != nil {
				return err
			}
		}
		head, _, err := db.One(ctx, r, func(s db.Scanner, h *Head) error { return s.Scan(&h.Seq, &h.Hash) }, `select seq, hash from journal order by seq desc limit 1`)
		if err == nil && head != m.Journal {
			err = fmt.Errorf("backup: the journal ends at entry %d, the copy's at %d", head.Seq, m.Journal.Seq)
		}
		if err != nil {
			return err
		}
		_, journalFault = journal.Verify(ctx, r)
		if m.Log == nil {
			return nil
		}
		root, logFault := transparency.Verify(ctx, r)
		if logFault == nil && root != *m.Log {
			return fmt.Errorf("backup: the transparency log has %d lines and the root %s, the copy %d and %s", root.Size, root.Root, m.Log.Size, m.Log.Root)
		}
		journalFault = errors.Join(journalFault, logFault)
		return nil
	})
	return journalFault, err
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

type gzipFile struct {
	*gzip.Reader
	f *os.File
}

func (g gzipFile) Close() error { return errors.Join(g.Reader.Close(), g.f.Close()) }

func openGzip(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("backup: %s: %w", name, err), f.Close())
	}
	return gzipFile{z, f}, nil
}
