package dbtest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"giaoban/internal/db"
)

// copied puts a migrated SQLite database at a path: migrating takes longer than all else in a small test. The first test
// that wants one makes it; it lies in the folder of temporary files under the sum of the migrations, so that a changed one makes another.
func copied(t testing.TB, path string) string {
	t.Helper()
	sum, err := db.Tables()
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(os.TempDir(), fmt.Sprintf("giaoban-tables-%d-%s.db", os.Getuid(), sum))
	body, err := os.ReadFile(made)
	if os.IsNotExist(err) {
		body, err = migrated(t, made)
	}
	if err == nil {
		err = os.WriteFile(path, body, 0o600)
	}
	if err != nil {
		t.Fatalf("make a test database: %v", err)
	}
	return path
}

// migrated makes a database under another name and then renames it, so that whoever sees the name sees the whole.
func migrated(t testing.TB, made string) ([]byte, error) {
	draft := filepath.Join(t.TempDir(), "tables.db")
	d, err := db.Open(t.Context(), db.Config{Path: draft})
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	if left, err := os.Stat(draft + "-wal"); err == nil && left.Size() > 0 {
		return nil, fmt.Errorf("%d bytes stand beside the closed database", left.Size())
	}
	body, err := os.ReadFile(draft)
	if err != nil {
		return nil, err
	}
	part, err := os.CreateTemp(filepath.Dir(made), filepath.Base(made)+".*")
	if err != nil {
		return nil, err
	}
	_, err = part.Write(body)
	if closed := part.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(part.Name(), made)
	}
	if err != nil {
		_ = os.Remove(part.Name())
		return nil, err
	}
	return body, nil
}
