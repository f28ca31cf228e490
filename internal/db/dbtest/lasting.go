package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"giaoban/internal/db"
)

// Lasting is a PostgreSQL database that outlives a test: what is slow to fill is filled once and copied for each test.
// While it is copied nobody may be connected to it.
type Lasting struct {
	URL  string
	name string
}

// Last makes an empty one on the server of Variable. Drop it in TestMain.
func Last(ctx context.Context) (*Lasting, error) {
	u, err := url.Parse(os.Getenv(Variable))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Variable, err)
	}
	l := &Lasting{name: "giaoban_lasting_" + strings.ToLower(rand.Text())}
	u.Path = "/" + l.name
	l.URL = u.String()
	return l, onServer(ctx, `create database `+l.name)
}

// Copy gives a database with the same content, which goes away when the test ends.
func (l *Lasting) Copy(t testing.TB) db.Config {
	t.Helper()
	return create(t, connect(t), " template "+l.name)
}

// Drop removes it; a nil one is none.
func (l *Lasting) Drop(ctx context.Context) error {
	if l == nil {
		return nil
	}
	return onServer(ctx, `drop database if exists `+l.name+` with (force)`)
}

func onServer(ctx context.Context, statement string) error {
	server, err := sql.Open("pgx", os.Getenv(Variable))
	if err != nil {
		return fmt.Errorf("%s: %w", Variable, err)
	}
	_, err = server.ExecContext(ctx, statement)
	return errors.Join(err, server.Close())
}
