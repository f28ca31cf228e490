package db

import (
	"context"
	"database/sql"
	"errors"
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

// MakeWithout makes the tables of a program that does not have some of the migrations.
func MakeWithout(ctx context.Context, cfg Config, without ...int64) (err error) {
	var eng engine = sqliteFile{cfg.Path}
	if cfg.URL != "" {
		eng = postgresServer{url: cfg.URL}
	}
	conn, err := eng.openEmpty(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return migrate(ctx, conn, eng, without...)
}

// Fill runs statements on a database that no program has open.
func Fill(ctx context.Context, cfg Config, statements ...string) (err error) {
	var eng engine = sqliteFile{cfg.Path}
	if cfg.URL != "" {
		eng = postgresServer{url: cfg.URL}
	}
	conn, err := eng.openEmpty(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	for _, one := range statements {
		if _, err := conn.ExecContext(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// Shape is what the tables of a database are, whatever the order in which their columns came: a line for each column, index and reference.
func (d *DB) Shape(ctx context.Context) (lines []string, err error) {
	text := `select 'column ' || m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '') from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'
		union all select 'index ' || m.tbl_name || ' ' || coalesce(m.sql, m.name) from sqlite_master m where m.type = 'index'
		union all select 'reference ' || m.name || '.' || f."from" || ' ' || f."table" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table' order by 1`
	if d.Postgres() {
		text = `select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(collation_name, '') || ' ' || coalesce(column_default, '') as line
			from information_schema.columns where table_schema = current_schema()
			union all select 'index ' || indexdef from pg_indexes where schemaname = current_schema()
			union all select 'constraint ' || conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = current_schema()::regnamespace order by 1`
	}
	rows, err := d.read.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}
