package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. It refuses a database that a newer
// program has written, and one whose applied migrations differ from ours.
// conn must allow two connections on PostgreSQL, where one holds the lock that
// keeps processes which start together from migrating at the same time.
func migrate(ctx context.Context, conn *sql.DB, eng engine) error {
	unlock, err := eng.lockMigrations(ctx, conn)
	if err != nil {
		return err
	}
	defer unlock()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	provider, err := goose.NewProvider(eng.goose(), conn, rewritten{files, eng.postgres()}, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	has, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("db: read the version of the database: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; has > newest {
		return fmt.Errorf("db: the database has version %d, this program knows %d: use the newer program, or restore a copy made before its start", has, newest)
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
