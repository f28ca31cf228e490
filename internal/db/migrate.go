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
func migrate(ctx context.Context, conn *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("db: migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, conn, files, goose.WithDisableGlobalRegistry(true))
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
	if _, err := conn.ExecContext(ctx, `create table if not exists migration_sum (version integer primary key, sum text not null) strict`); err != nil {
		return fmt.Errorf("db: migration sums: %w", err)
	}
	for _, src := range sources {
		text, err := fs.ReadFile(files, src.Path)
		if err != nil {
			return fmt.Errorf("db: read %s: %w", src.Path, err)
		}
		sum := sha256.Sum256(text)
		ours := hex.EncodeToString(sum[:])
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
