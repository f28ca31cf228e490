package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// ErrNotEmpty is returned where a copy is to be read into a database that holds something.
var ErrNotEmpty = errors.New("db: the database is not empty")

// Load fills an empty database from a copy: it makes the tables as they were
// (schema), reads every table's rows in one transaction, checks that all that is
// named is there, and brings the tables up to date. rows opens the lines that
// Dump wrote.
func Load(ctx context.Context, cfg Config, schema Schema, tables []Table, rows func(Table) (io.ReadCloser, error)) (err error) {
	if err := schema.Compare(); err != nil && !errors.Is(err, ErrOlder) {
		return err
	}
	var eng engine = sqliteFile{cfg.Path}
	if cfg.URL != "" {
		eng = postgresServer{url: cfg.URL, origin: newOrigin()}
	}
	conn, err := eng.openEmpty(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := empty(ctx, conn, eng); err != nil {
		return err
	}
	// Exactly what made the copy: a number that its program did not have is made over its rows, like at a start.
	ours, err := KnownSchema()
	if err != nil {
		return err
	}
	maps.DeleteFunc(ours, func(v int64, _ string) bool { return schema[v] != "" })
	if err := migrate(ctx, conn, eng, slices.Sorted(maps.Keys(ours))...); err != nil {
		return fmt.Errorf("db: make the tables: %w", err)
	}
	if err := eng.load(ctx, conn, func(ctx context.Context, tx *sql.Tx) error { return fill(ctx, tx, eng, tables, rows) }); err != nil {
		return fmt.Errorf("db: read the copy: %w", err)
	}
	return migrate(ctx, conn, eng)
}

func empty(ctx context.Context, conn *sql.DB, eng engine) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("db: connect: %w", err)
	}
	defer tx.Rollback()
	r := &Read{tx: tx, eng: eng}
	tables, err := eng.tables(ctx, r)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if t.Name != "journal" && t.Name != "account" && t.Name != "unit" {
			continue
		}
		n, err := Int(ctx, r, `select count(*) from `+quote(t.Name))
		if err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%w: %s has %d rows", ErrNotEmpty, t.Name, n)
		}
	}
	return nil
}

func fill(ctx context.Context, tx *sql.Tx, eng engine, tables []Table, rows func(Table) (io.ReadCloser, error)) error {
	have, err := eng.tables(ctx, &Read{tx: tx, eng: eng})
	if err != nil {
		return err
	}
	known := map[string]Table{}
	for _, t := range have {
		known[t.Name] = t
	}
	for _, t := range tables {
		ours, ok := known[t.Name]
		if !ok || ownAffair(t.Name) {
			return fmt.Errorf("the copy has a table %s, which its own version does not make", t.Name)
		}
		for _, c := range t.Columns {
			if !contains(ours.Columns, c) {
				return fmt.Errorf("the copy has a column %s.%s of the kind %s, which its own version does not make", t.Name, c.Name, c.Kind)
			}
		}
		if _, err := tx.ExecContext(ctx, `delete from `+quote(t.Name)); err != nil { // what the migrations put there
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	for _, t := range tables {
		from, err := rows(t)
		if err != nil {
			return err
		}
		if err := errors.Join(fillTable(ctx, tx, t, from), from.Close()); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	return nil
}

func contains(list []Column, c Column) bool {
	for _, one := range list {
		if one == c {
			return true
		}
	}
	return false
}

// fillTable inserts many rows with a statement, below what both engines allow as arguments.
func fillTable(ctx context.Context, tx *sql.Tx, t Table, from io.Reader) error {
	in, width := newLines(t, from), len(t.Columns)
	most := max(1, min(500, 30_000/width))
	var args []any
	flush := func() error {
		if len(args) == 0 {
			return nil
		}
		_, err := tx.ExecContext(ctx, `insert into `+quote(t.Name)+` (`+t.names()+`) values `+places(len(args)/width, width), args...)
		args = args[:0]
		return err
	}
	for {
		line, err := in.next()
		if err == io.EOF {
			return flush()
		}
		if err != nil {
			return err
		}
		args = append(args, line...)
		if len(args) == most*width {
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

// load fills with the references unwatched, for rows name rows that come later, and looks at all of them at the end.
func (s sqliteFile) load(ctx context.Context, conn *sql.DB, fill func(context.Context, *sql.Tx) error) error {
	if _, err := conn.ExecContext(ctx, `pragma foreign_keys = off`); err != nil { // one connection: see openEmpty
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fill(ctx, tx); err != nil {
		return err
	}
	wrong, err := s.check(ctx, &Read{tx: tx, eng: s})
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "; "))
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `pragma foreign_keys = on`)
	return err
}

// load takes the references away and gives them back in the same transaction, which makes PostgreSQL look at every row.
func (p postgresServer) load(ctx context.Context, conn *sql.DB, fill func(context.Context, *sql.Tx) error) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	type reference struct{ table, name, definition string }
	list, err := All(ctx, &Read{tx: tx, eng: p}, func(s Scanner, r *reference) error { return s.Scan(&r.table, &r.name, &r.definition) },
		`select cast(cast(conrelid as regclass) as text), cast(conname as text), pg_get_constraintdef(oid) from pg_constraint
		where contype = 'f' and connamespace = cast(current_schema() as regnamespace) order by conname`)
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := tx.ExecContext(ctx, `alter table `+r.table+` drop constraint `+quote(r.name)); err != nil {
			return err
		}
	}
	if err := fill(ctx, tx); err != nil {
		return err
	}
	for _, r := range list {
		if _, err := tx.ExecContext(ctx, `alter table `+r.table+` add constraint `+quote(r.name)+` `+r.definition); err != nil {
			return err
		}
	}
	return tx.Commit()
}
