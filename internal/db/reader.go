package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"path"
	"strconv"
	"strings"
)

// OpenReader opens a database beside the program that serves it, to read only:
// for copies and examinations. It changes nothing, not even tables that are out
// of date; ask Schema whether they are. Do gives ErrClosed.
func OpenReader(ctx context.Context, cfg Config) (*DB, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	var eng engine = sqliteFile{cfg.Path}
	if cfg.URL != "" {
		eng = postgresServer{url: cfg.URL, origin: newOrigin()}
	}
	read, err := eng.openReader(ctx)
	if err != nil {
		return nil, err
	}
	const readers = 4
	read.SetMaxOpenConns(readers)
	d := &DB{eng: eng, read: read, slots: make(chan struct{}, readers), stop: make(chan struct{}), log: cfg.Log, slow: cfg.Slow}
	close(d.stop)
	return d, nil
}

// Schema is which migrations have made a database: their sums by number.
type Schema map[int64]string

// Version is the newest migration.
func (s Schema) Version() int64 {
	newest := int64(0)
	for v := range s {
		newest = max(newest, v)
	}
	return newest
}

// KnownSchema is what this program makes.
func KnownSchema() (Schema, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("db: migrations: %w", err)
	}
	s := make(Schema, len(names))
	for _, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		v, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("db: migrations: %w", err)
		}
		if s[v], err = sumOf(migrations, name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// ReadSchema gives what has made this database; empty where nothing has.
func ReadSchema(ctx context.Context, r *Read) (Schema, error) {
	tables, err := r.eng.tables(ctx, r)
	if err != nil {
		return nil, err
	}
	s := Schema{}
	for _, t := range tables {
		if t.Name != "migration_sum" {
			continue
		}
		_, err := All(ctx, r, func(row Scanner, _ *struct{}) error {
			var v int64
			var sum string
			err := row.Scan(&v, &sum)
			s[v] = sum
			return err
		}, `select version, sum from migration_sum`)
		return s, err
	}
	return s, nil
}

// How the tables of a database stand to those that this program makes.
var (
	ErrNewer   = errors.New("db: a newer program has made these tables")
	ErrOlder   = errors.New("db: these tables wait for an update, which the next start of the program makes")
	ErrChanged = errors.New("db: these tables were made by other migrations than this program has")
)

// Compare says how s stands to what this program makes: nil, ErrNewer, ErrOlder or ErrChanged.
func (s Schema) Compare() error {
	ours, err := KnownSchema()
	if err != nil {
		return err
	}
	for v, sum := range s {
		switch {
		case ours[v] == "":
			return fmt.Errorf("%w (its version is %d, this program knows %d)", ErrNewer, v, ours.Version())
		case ours[v] != sum:
			return fmt.Errorf("%w (number %d)", ErrChanged, v)
		}
	}
	if !maps.Equal(s, ours) {
		return fmt.Errorf("%w (they have %d of its %d parts and version %d, this program makes %d)", ErrOlder, len(s), len(ours), s.Version(), ours.Version())
	}
	return nil
}

// Postgres says which engine this is, for reports about it.
func (d *DB) Postgres() bool { return d.eng.postgres() }

// Check lets the engine examine itself; it gives what is wrong, nothing where all is well.
func (d *DB) Check(ctx context.Context) (faults []string, err error) {
	err = d.View(ctx, func(ctx context.Context, r *Read) error {
		faults, err = r.eng.check(ctx, r)
		return err
	})
	return faults, err
}

// Size is how many bytes the database takes.
func (d *DB) Size(ctx context.Context) (bytes int64, err error) {
	err = d.View(ctx, func(ctx context.Context, r *Read) error {
		bytes, err = r.eng.size(ctx, r)
		return err
	})
	return bytes, err
}

func (s sqliteFile) size(ctx context.Context, r *Read) (int64, error) {
	pages, err := Int(ctx, r, `pragma page_count`)
	if err != nil {
		return 0, err
	}
	bytes, err := Int(ctx, r, `pragma page_size`)
	return pages * bytes, err
}

func (p postgresServer) size(ctx context.Context, r *Read) (int64, error) {
	return Int(ctx, r, `select pg_database_size(current_database())`)
}

func (s sqliteFile) check(ctx context.Context, r *Read) ([]string, error) {
	found, err := All(ctx, r, ScanText, `pragma integrity_check(20)`)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	broken, err := All(ctx, r, func(row Scanner, text *string) error {
		var table, parent string
		var id, key sql.NullInt64
		err := row.Scan(&table, &id, &parent, &key)
		*text = fmt.Sprintf("%s, row %d, names a row of %s that is not there", table, id.Int64, parent)
		return err
	}, `pragma foreign_key_check`)
	return append(found, broken...), err
}

// check asks for what PostgreSQL itself can notice without an extension: constraints and indexes that do not hold.
func (p postgresServer) check(ctx context.Context, r *Read) ([]string, error) {
	return All(ctx, r, ScanText, `select 'index ' || c.relname || ' is not valid' from pg_index i join pg_class c on c.oid = i.indexrelid
			where not i.indisvalid and c.relnamespace = cast(current_schema() as regnamespace)
		union all select 'constraint ' || conname || ' was never validated' from pg_constraint
			where not convalidated and connamespace = cast(current_schema() as regnamespace)`)
}
