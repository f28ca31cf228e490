package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/transparency"
)

const (
	manifestFile = "manifest.json"
	sumFile      = "manifest.sha256"
	tablesDir    = "tables"
	dataDir      = "data"
	format       = 1
)

// Manifest says what a copy holds.
type Manifest struct {
	Format  int       `json:"format"`
	Made    time.Time `json:"made"`
	Program string    `json:"program"`
	Engine  string    `json:"engine"` // for readers; a copy fits either
	Schema  db.Schema `json:"schema"`
	Journal Head      `json:"journal"`
	Log     *LogHead  `json:"log,omitempty"` // nil in a copy made before there was one
	Tables  []Table   `json:"tables"`
	Files   []File    `json:"files"` // of the data folder
}

// Head is the newest entry of the journal: the whole of what happened is under its hash.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// LogHead is the transparency log in two values.
type LogHead = transparency.Head

// Table is a table in a copy.
type Table struct {
	db.Table
	Rows int64 `json:"rows"`
	File
}

// File is a file in a copy, named from the copy's folder.
type File struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
	Sum  string `json:"sha256"`
}

// ErrDamaged is returned for a copy that is not as its manifest says.
var ErrDamaged = errors.New("backup: the copy is damaged")

func (m Manifest) write(dir string) error {
	body, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	sum := sha256.Sum256(body)
	if err := writeFile(filepath.Join(dir, manifestFile), body); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, sumFile), []byte(hex.EncodeToString(sum[:])+"  "+manifestFile+"\n")) // as sha256sum -c reads it
}

func writeFile(name string, body []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = f.Write(body)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// Read gives the manifest of a copy; the copy itself is not looked at, see Verify.
func Read(dir string) (Manifest, error) {
	var m Manifest
	body, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%w: %s has no %s; a copy that was interrupted has none", ErrDamaged, dir, manifestFile)
	}
	if err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	said, err := os.ReadFile(filepath.Join(dir, sumFile))
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	sum := sha256.Sum256(body)
	if !strings.HasPrefix(string(said), hex.EncodeToString(sum[:])+" ") {
		return m, fmt.Errorf("%w: %s is not as it was written", ErrDamaged, manifestFile)
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrDamaged, manifestFile, err)
	}
	if m.Format != format {
		return m, fmt.Errorf("backup: %s is a copy in format %d, this program reads %d: use the program that made it (%s) or a newer one", dir, m.Format, format, m.Program)
	}
	for i, f := range m.all() {
		// "data/../x" is within the copy, and beside the data folder once "data/" is taken off
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || path.Clean(f.Path) != f.Path || i < len(m.Files) && !strings.HasPrefix(f.Path, dataDir+"/") {
			return m, fmt.Errorf("%w: the path %q leads out of it", ErrDamaged, f.Path)
		}
	}
	return m, nil
}

func (m Manifest) all() []File {
	list := append([]File(nil), m.Files...)
	for _, t := range m.Tables {
		list = append(list, t.File)
	}
	return list
}

// Verify compares every file of a copy with the manifest. It names all that differ.
func Verify(dir string) (Manifest, error) {
	m, err := Read(dir)
	if err != nil {
		return m, err
	}
	var wrong []error
	for _, f := range m.all() {
		if len(wrong) == 20 {
			wrong = append(wrong, errors.New("and more"))
			break
		}
		found, err := sumOf(filepath.Join(dir, filepath.FromSlash(f.Path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			wrong = append(wrong, fmt.Errorf("%s is missing", f.Path))
		case err != nil:
			wrong = append(wrong, err)
		case found.Size != f.Size || found.Sum != f.Sum:
			wrong = append(wrong, fmt.Errorf("%s has other content", f.Path))
		}
	}
	if wrong != nil {
		return m, fmt.Errorf("%w: %w", ErrDamaged, errors.Join(wrong...))
	}
	return m, nil
}

func sumOf(name string) (File, error) {
	f, err := os.Open(name)
	if err != nil {
		return File{}, err
	}
	s := newSummed(io.Discard)
	_, err = io.Copy(s, f)
	return s.file(""), errors.Join(err, f.Close())
}

// summed counts and sums what passes through.
type summed struct {
	to   io.Writer
	hash hash.Hash
	size int64
}

func newSummed(to io.Writer) *summed { return &summed{to: to, hash: sha256.New()} }

func (s *summed) Write(b []byte) (int, error) {
	n, err := s.to.Write(b)
	s.hash.Write(b[:n]) // never fails
	s.size += int64(n)
	return n, err
}

func (s *summed) file(path string) File {
	return File{Path: path, Size: s.size, Sum: hex.EncodeToString(s.hash.Sum(nil))}
}
