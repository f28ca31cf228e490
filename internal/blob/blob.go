// Package blob keeps files that belong to records: signed reports, papers, photos.
//
// A file is named by the SHA-256 of its content, so saving twice is harmless
// and a file never changes. It is written and synced before the record that
// names it; a crash in between leaves an unnamed file, never a name without a
// file. A blob carries no rights: the domain whose record names it decides who
// may read it, and keeps the file's name and kind.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"giaoban/internal/fault"
)

// Store is a folder of blobs. Close it.
type Store struct{ root *os.Root }

// Ref names a stored file.
type Ref struct {
	ID   string // SHA-256 of the content, in hexadecimal
	Size int64  // bytes
}

// Open opens the folder, making it where it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: open %s: %w", dir, err)
	}
	return &Store{root: root}, nil
}

// Close releases the folder.
func (s *Store) Close() error { return s.root.Close() }

// Save stores data and returns once it is durable. The caller has bounded its size and judged its kind.
func (s *Store) Save(data []byte) (Ref, error) {
	sum := sha256.Sum256(data)
	ref := Ref{ID: hex.EncodeToString(sum[:]), Size: int64(len(data))}
	name := ref.path()
	if info, err := s.root.Stat(name); err == nil && info.Size() == ref.Size {
		return ref, nil
	}
	if err := s.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return Ref{}, fmt.Errorf("blob: %w", err)
	}
	// A name of our own until it is whole: two savers of one content never mix.
	part, err := os.CreateTemp(path.Join(s.root.Name(), path.Dir(name)), ref.ID+".*.part")
	if err != nil {
		return Ref{}, fmt.Errorf("blob: %w", err)
	}
	_, err = part.Write(data)
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		err = os.Rename(part.Name(), path.Join(s.root.Name(), name))
	}
	if err != nil {
		return Ref{}, errors.Join(fmt.Errorf("blob: save: %w", err), os.Remove(part.Name()))
	}
	return ref, nil
}

// Open gives the file with this identifier. The caller closes it.
func (s *Store) Open(id string) (io.ReadSeekCloser, Ref, error) {
	ref := Ref{ID: id}
	if !wellFormed(id) {
		return nil, Ref{}, fault.NotFound("blob.none")
	}
	f, err := s.root.Open(ref.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Ref{}, fault.NotFound("blob.none")
	}
	if err != nil {
		return nil, Ref{}, fmt.Errorf("blob: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, Ref{}, errors.Join(fmt.Errorf("blob: %w", err), f.Close())
	}
	ref.Size = info.Size()
	return f, ref, nil
}

func (r Ref) path() string { return path.Join(r.ID[:2], r.ID[2:]) }

func wellFormed(id string) bool {
	if len(id) != 2*sha256.Size {
		return false
	}
	b, err := hex.DecodeString(id)
	return err == nil && hex.EncodeToString(b) == id
}
