package backup

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/transparency"
)

// Source is the installation to copy.
type Source struct {
	DataDir  string
	Database string // postgres://…, "" the file in DataDir
	Program  string // version of this program
	Now      func() time.Time
}

// DatabaseFile is the SQLite database in a data folder.
const DatabaseFile = "giaoban.db"

const (
	markLast       = "last-backup"
	markUnfinished = "restore-unfinished"
	nameLayout     = "2006-01-02T150405Z"
	partSuffix     = ".part"
)

// Done tells what Make made.
type Done struct {
	Dir      string
	Manifest Manifest
	Bytes    int64
	Linked   int      // files that share their place on the disk with the copy before
	Damaged  []string // stored files whose content is not what their name says; they were copied as they are
	Removed  []string // old copies
}

// Make copies the installation into a new folder in dir, named by the time, and
// keeps the newest keep copies there (0: all).
func Make(ctx context.Context, src Source, dir string, keep int) (Done, error) {
	d, err := db.OpenReader(ctx, db.Config{Path: filepath.Join(src.DataDir, DatabaseFile), URL: src.Database})
	if err != nil {
		return Done{}, err
	}
	defer d.Close()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Done{}, fmt.Errorf("backup: %w", err)
	}
	made := src.Now().UTC()
	final := filepath.Join(dir, made.Format(nameLayout))
	if _, err := os.Stat(final); err == nil {
		return Done{}, fmt.Errorf("backup: %s stands there already", final)
	}
	before, _ := Newest(dir) // none: everything is copied
	part := final + partSuffix
	if err := os.Mkdir(part, 0o700); err != nil {
		return Done{}, fmt.Errorf("backup: %w", err)
	}
	c := &copying{src: src, to: part, dir: dir, done: Done{Dir: final, Manifest: Manifest{Format: format, Made: made.Truncate(time.Second), Program: src.Program, Engine: "sqlite"}}}
	if d.Postgres() {
		c.done.Manifest.Engine = "postgres"
	}
	if before != "" {
		c.before, c.earlier = before, earlier(before)
	}
	if err := c.all(ctx, d); err != nil {
		return Done{}, errors.Join(err, os.RemoveAll(part))
	}
	if err := os.Rename(part, final); err != nil {
		return Done{}, fmt.Errorf("backup: %w", err)
	}
	if err := syncDir(dir); err != nil {
		return Done{}, err
	}
	if err := c.note(final); err != nil {
		return c.done, err
	}
	c.done.Removed, err = prune(dir, keep)
	return c.done, err
}

type copying struct {
	src     Source
	to, dir string
	before  string          // folder of the copy before, "" for none
	earlier map[string]File // its stored files
	done    Done
}

func (c *copying) all(ctx context.Context, d *db.DB) error {
	if err := os.Mkdir(filepath.Join(c.to, tablesDir), 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := d.View(ctx, c.tables); err != nil {
		return err
	}
	if err := c.files(ctx); err != nil {
		return err
	}
	if err := c.done.Manifest.write(c.to); err != nil {
		return err
	}
	for _, f := range c.done.Manifest.all() {
		c.done.Bytes += f.Size
	}
	return syncDir(c.to)
}

func (c *copying) tables(ctx context.Context, r *db.Read) error {
	m := &c.done.Manifest
	var err error
	if m.Schema, err = db.ReadSchema(ctx, r); err != nil {
		return err
	}
	if len(m.Schema) == 0 {
		return errors.New("backup: there is nothing to copy: the database has no tables")
	}
	if err := m.Schema.Compare(); errors.Is(err, db.ErrNewer) || errors.Is(err, db.ErrChanged) {
		return fmt.Errorf("%w: copy it with the program that serves it", err)
	}
	if m.Journal, _, err = db.One(ctx, r, func(s db.Scanner, h *Head) error { return s.Scan(&h.Seq, &h.Hash) }, `select seq, hash from journal order by seq desc limit 1`); err != nil {
		return err
	}
	layout, err := db.Layout(ctx, r)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(layout, func(t db.Table) bool { return t.Name == "log_leaf" }) { // tables of an older program may be copied too
		head, err := transparency.HeadOf(ctx, r)
		if err != nil {
			return err
		}
		m.Log = &head
	}
	for _, t := range layout {
		done := Table{Table: t}
		if done.File, err = c.write(path.Join(tablesDir, t.Name+".jsonl.gz"), func(w io.Writer) error {
			z := gzip.NewWriter(w)
			done.Rows, err = db.Dump(ctx, r, t, z)
			return errors.Join(err, z.Close())
		}); err != nil {
			return err
		}
		m.Tables = append(m.Tables, done)
	}
	return nil
}

// write makes a file of the copy and has it on the disk.
func (c *copying) write(name string, fill func(io.Writer) error) (File, error) {
	to := filepath.Join(c.to, filepath.FromSlash(name))
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return File{}, fmt.Errorf("backup: %w", err)
	}
	s := newSummed(f)
	err = fill(s)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return File{}, fmt.Errorf("backup: write %s: %w", name, err)
	}
	return s.file(name), nil
}

// files copies the data folder without the database, unfinished files and this folder of copies.
func (c *copying) files(ctx context.Context) error {
	own, err := filepath.Abs(c.dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	root, err := filepath.Abs(c.src.DataDir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return filepath.WalkDir(root, func(full string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if entry.IsDir() {
			if full == own {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, full)
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if rel = filepath.ToSlash(rel); !entry.Type().IsRegular() || skipped(rel) {
			return nil
		}
		f, err := c.file(full, rel)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone since the folder was read; nothing in the snapshot needs what may go
		}
		if err != nil {
			return err
		}
		c.done.Manifest.Files = append(c.done.Manifest.Files, f)
		return nil
	})
}

func skipped(rel string) bool {
	return strings.HasPrefix(rel, DatabaseFile) || strings.HasSuffix(rel, partSuffix) || rel == markLast || rel == markUnfinished
}

// blobID is the name of a stored file's content, "" for another file. See the package blob.
func blobID(rel string) string {
	rest, ok := strings.CutPrefix(rel, "files/")
	id := strings.Replace(rest, "/", "", 1)
	if !ok || len(id) != 64 || strings.Trim(id, "0123456789abcdef") != "" {
		return ""
	}
	return id
}

func (c *copying) file(full, rel string) (File, error) {
	name := path.Join(dataDir, rel)
	to := filepath.Join(c.to, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return File{}, fmt.Errorf("backup: %w", err)
	}
	// A stored file never changes: the copy before may share it.
	if old, ok := c.earlier[name]; ok && blobID(rel) == old.Sum {
		info, err := os.Stat(filepath.Join(c.before, filepath.FromSlash(name)))
		if err == nil && info.Size() == old.Size && os.Link(filepath.Join(c.before, filepath.FromSlash(name)), to) == nil {
			c.done.Linked++
			return old, nil
		}
	}
	in, err := os.Open(full)
	if err != nil {
		return File{}, fmt.Errorf("backup: %w", err)
	}
	defer in.Close()
	f, err := c.write(name, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	if id := blobID(rel); err == nil && id != "" && id != f.Sum {
		c.done.Damaged = append(c.done.Damaged, rel)
	}
	return f, err
}

func earlier(dir string) map[string]File {
	m, err := Read(dir)
	if err != nil {
		return nil
	}
	list := make(map[string]File, len(m.Files))
	for _, f := range m.Files {
		list[f.Path] = f
	}
	return list
}

// note leaves word in the data folder, for the metrics and the doctor.
func (c *copying) note(final string) error {
	full, err := filepath.Abs(final)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	name := filepath.Join(c.src.DataDir, markLast)
	if err := os.WriteFile(name+".new", []byte(c.done.Manifest.Made.Format(time.RFC3339)+" "+full+"\n"), 0o600); err != nil {
		return fmt.Errorf("backup: the copy is made, but not noted: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("backup: the copy is made, but not noted: %w", err)
	}
	return nil
}

// Last gives when and where a data folder was copied last; a zero time where it never was.
func Last(data string) (at time.Time, dir string) {
	body, err := os.ReadFile(filepath.Join(data, markLast))
	if err != nil {
		return time.Time{}, ""
	}
	when, where, _ := strings.Cut(strings.TrimSpace(string(body)), " ")
	at, err = time.Parse(time.RFC3339, when)
	if err != nil {
		return time.Time{}, ""
	}
	return at, where
}

// list gives the finished copies in a folder, oldest first.
func list(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	var names []string
	for _, e := range entries {
		if _, err := time.Parse(nameLayout, e.Name()); err == nil && e.IsDir() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// Newest gives the newest finished copy in a folder; dir itself where it is one.
func Newest(dir string) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, manifestFile)); err == nil {
		return dir, nil
	}
	names, err := list(dir)
	if err != nil {
		return "", err
	}
	if len(names) == 0 {
		return "", fmt.Errorf("%w: %s holds no finished copy", ErrDamaged, dir)
	}
	return filepath.Join(dir, names[len(names)-1]), nil
}

func prune(dir string, keep int) (removed []string, err error) {
	if keep <= 0 {
		return nil, nil
	}
	names, err := list(dir)
	if err != nil {
		return nil, err
	}
	for len(names) > keep {
		if err := os.RemoveAll(filepath.Join(dir, names[0])); err != nil {
			return removed, fmt.Errorf("backup: %w", err)
		}
		removed, names = append(removed, names[0]), names[1:]
	}
	return removed, nil
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}
