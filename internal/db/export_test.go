package db

import (
	"context"
	"database/sql"
)

// Begun and Committed are PostgreSQL's, for tests.
func Begun(ctx context.Context, tx *sql.Tx) (string, error) { return postgresServer{}.begun(ctx, tx) }

func Committed(ctx context.Context, conn *sql.DB, id string) (bool, error) {
	return postgresServer{}.committed(ctx, conn, id)
}
