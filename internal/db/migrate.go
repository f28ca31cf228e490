package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. It refuses a database that a newer
// program has written, and one whose applied migrations differ from ours. A
// number below those that were applied before is not missed but made now: parts
// of the program that came in any order meet any database (docs/sql.md).
// without leaves numbers out, for a copy of a program that did not have them.
// conn must allow two connections on PostgreSQL, where one holds the lock that
// keeps processes which start together from migrating at the same time.
func migrate(ctx context.Context, conn *sql.DB, eng engine, without ...int64) error {
	unlock, err := eng.lockMigrations(ctx, conn)
	if err != nil {
		return err
	}
	defer unlock()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	provider, err := goose.NewProvider(eng.goose(), conn, rewritten{files, eng.postgres()},
		goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true), goose.WithExcludeVersions(without))
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	if _, err := provider.GetDBVersion(ctx); err != nil { // makes the table of versions where there is none
		return fmt.Errorf("db: read the version of the database: %w", err)
	}
	sources := provider.ListSources()
	if err := unknown(ctx, conn, sources, without); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("db: update the tables: %w", err)
	}
	table := dialect(`create table if not exists migration_sum (version integer primary key, sum text not null) strict`, eng.postgres())
	if _, err := conn.ExecContext(ctx, table); err != nil {
		return fmt.Errorf("db: migration sums: %w", err)
	}
	for _, src := range sources {
		ours, err := sumOf(files, src.Path)
		if err != nil {
			return err
		}
		var theirs string
		err = conn.QueryRowContext(ctx, `select sum from migration_sum where version = $1`, src.Version).Scan(&theirs)
		if err == sql.ErrNoRows {
			if _, err := conn.ExecContext(ctx, `insert into migration_sum (version, sum) values ($1, $2)`, src.Version, ours); err != nil {
				return fmt.Errorf("db: migration sums: %w", err)
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("db: migration sums: %w", err)
		}
		if theirs != ours {
			return fmt.Errorf("db: %s differs from the text that made this database; migrations are never edited once shipped", src.Path)
		}
	}
	return nil
}

// unknown refuses a database with a number that this program does not have, wherever it stands among the others.
func unknown(ctx context.Context, conn *sql.DB, sources []*goose.Source, without []int64) error {
	rows, err := conn.QueryContext(ctx, `select distinct version_id from goose_db_version order by version_id desc`)
	if err != nil {
		return fmt.Errorf("db: read the versions of the database: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var has int64
		if err := rows.Scan(&has); err != nil {
			return fmt.Errorf("db: read the versions of the database: %w", err)
		}
		if slices.Contains(without, has) { // made over no rows, it would not be made over those of the copy
			return fmt.Errorf("db: the tables of the database are newer than the copy (version %d): read the copy into a database in which nothing has been made", has)
		}
		if has != 0 && !slices.ContainsFunc(sources, func(s *goose.Source) bool { return s.Version == has }) {
			return fmt.Errorf("db: the database has version %d, which this program does not know (its newest is %d): use the newer program, or restore a copy made before its start",
				has, sources[len(sources)-1].Version)
		}
	}
	return rows.Err()
}

// sumOf is the checksum of a migration as it is written, so the same on both engines.
func sumOf(files fs.FS, name string) (string, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return "", fmt.Errorf("db: read %s: %w", name, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Tables identifies the tables that this program makes: it changes whenever a migration does.
func Tables() (string, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return "", fmt.Errorf("db: migrations: %w", err)
	}
	all := sha256.New()
	for _, name := range names {
		sum, err := sumOf(migrations, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(all, name, sum)
	}
	return hex.EncodeToString(all.Sum(nil))[:16], nil
}
