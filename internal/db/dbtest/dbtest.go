// Package dbtest gives tests a fresh, real database.
package dbtest

import (
	"path/filepath"
	"testing"

	"giaoban/internal/db"
)

// Open gives a migrated database in a temporary folder, closed when the test ends.
func Open(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Config{Path: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatalf("open a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the test database: %v", err)
		}
	})
	return d
}
