package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"giaoban/internal/app/backup"
	"giaoban/internal/db"
	"giaoban/internal/transparency"
)

// RotateLogKey gives the transparency log of an installation a new key. Where
// its database is a file, nobody else may have it open.
func RotateLogKey(ctx context.Context, data, database string) (public string, err error) {
	if database == "" {
		if _, err := os.Stat(filepath.Join(data, backup.DatabaseFile)); err != nil {
			return "", fmt.Errorf("there is no installation in %s: %w", data, err)
		}
	}
	d, err := db.Open(ctx, db.Config{Path: filepath.Join(data, backup.DatabaseFile), URL: database, Alone: true})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	l, err := transparency.Open(ctx, d, time.Now)
	if err != nil {
		return "", err
	}
	return l.Rotate(ctx)
}
