package db

import (
	"context"
	"database/sql"
	"fmt"

	"modernc.org/sqlite"
)

// Begun and Committed are PostgreSQL's, for tests.
func Begun(ctx context.Context, tx *sql.Tx) (string, error) { return postgresServer{}.begun(ctx, tx) }

func Committed(ctx context.Context, conn *sql.DB, id string) (bool, error) {
	return postgresServer{}.committed(ctx, conn, id)
}

// LimitPages lets the SQLite file grow to that many pages, as a full disk would; 0 lifts the limit.
func (d *DB) LimitPages(ctx context.Context, pages int) error {
	if pages == 0 {
		pages = 1 << 30
	}
	var now int
	return d.write.QueryRowContext(ctx, fmt.Sprintf(`pragma max_page_count = %d`, pages)).Scan(&now)
}

// Pages is the size of the SQLite file.
func (d *DB) Pages(ctx context.Context) (n int, err error) {
	return n, d.write.QueryRowContext(ctx, `pragma page_count`).Scan(&n)
}

// Impatient makes the writer wait for a lock for that many milliseconds only.
func (d *DB) Impatient(ctx context.Context, ms int) error {
	_, err := d.write.ExecContext(ctx, fmt.Sprintf(`pragma busy_timeout = %d`, ms))
	return err
}

// LoseNumber lets another process have this one's number, as after a long time without the database.
func (d *DB) LoseNumber(ctx context.Context) error {
	_, err := d.write.ExecContext(ctx, `update process set holder = 'another', until = until + 3600000 where holder = $1`, d.member.name)
	return err
}

// FreeNumber chooses among the rows of the table process.
func (d *DB) FreeNumber(ctx context.Context, now int64) (int64, int64, error) {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback()
	return freeNumber(ctx, tx, now)
}

// LookasideFull tells how often the writer's SQLite found no room in what it keeps in hand.
func (d *DB) LookasideFull(ctx context.Context) (n int, err error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	err = conn.Raw(func(c any) error {
		_, n, err = c.(sqlite.DBStatus).Status(sqlite.DBStatusLookasideMissFull, false)
		return err
	})
	return n, err
}
