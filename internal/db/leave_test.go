package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
)

// Whoever goes away in the middle of reading is told that, whatever the driver makes of it: it is nobody's trouble, and
// reading goes on for the others.
func TestAReaderLeaves(t *testing.T) {
	d := dbtest.Open(t)
	for n := range 30 {
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Duration(n)*700*time.Microsecond, leave)
		err := d.View(ctx, func(ctx context.Context, r *db.Read) error {
			for {
				if _, err := db.Int(ctx, r, `with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < 40000) select count(*) from n`); err != nil {
					return err
				}
			}
		})
		leave()
		if !errors.Is(err, context.Canceled) || db.TroubleOf(err) != "" {
			t.Errorf("after %d: %v, trouble %q", n, err, db.TroubleOf(err))
		}
	}
	if count(t, d) != 0 {
		t.Error("rows")
	}
}
