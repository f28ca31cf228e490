package db_test

import (
	"context"
	"fmt"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

func TestKeptStatementsLeaveRoomInSQLitesMemory(t *testing.T) {
	if dbtest.Postgres() {
		t.Skip("SQLite's own")
	}
	d := dbtest.Open(t)
	for range 5 { // the third makes them kept
		err := d.Do(t.Context(), "test", func(ctx context.Context, w *db.Write) error {
			for i := range 150 {
				text := fmt.Sprintf(`insert into idem (key, result, at) values ($1, $2, %d) on conflict (key) do update set result = excluded.result`, i)
				if _, err := w.Exec(ctx, text, fmt.Sprint(i), ""); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n, err := d.LookasideFull(t.Context()); err != nil || n > 0 {
		t.Errorf("SQLite asked the system for memory %d times: %v", n, err)
	}
}
