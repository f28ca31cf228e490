package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"giaoban/internal/ident"
)

// Querier is a Read or a Write.
type Querier interface {
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
	wrap(ctx context.Context, err error) error
}

// Scanner reads the columns of a row.
type Scanner interface{ Scan(dest ...any) error }

// Read is a snapshot to read from.
type Read struct {
	tx    *sql.Tx
	eng   engine
	stmts *statements // nil for PostgreSQL
}

func (r *Read) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if err := checkText(args); err != nil {
		return nil, err
	}
	if stmt := r.stmts.of(ctx, text); stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return r.tx.QueryContext(ctx, text, args...)
}

func (r *Read) wrap(ctx context.Context, err error) error {
	if err = left(ctx, err); err != nil && r.eng.unique(err) {
		return fmt.Errorf("%w: %w", ErrUnique, err)
	}
	return err
}

// left is the error of a call whose caller may have gone away: then only that, and nothing of what the driver met because of
// it, a statement closed or a connection cut off. That would look like trouble of ours.
func left(ctx context.Context, err error) error {
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return err
}

// Write is the transaction of one piece.
type Write struct {
	Read
	after   []func()
	told    map[string]int64
	group   *group
	touched bool // something was changed, or the engine refused a statement: the transaction is no longer as it was before the piece
}

func (w *Write) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if !strings.HasPrefix(text, "select ") {
		w.touched = true
	}
	return w.Read.query(ctx, text, args)
}

func (w *Write) wrap(ctx context.Context, err error) error {
	w.touched = w.touched || err != nil
	return w.Read.wrap(ctx, err)
}

// Exec runs a statement and gives the number of rows it changed.
func (w *Write) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	if err := checkText(args); err != nil {
		return 0, fmt.Errorf("db: %s: %w", firstWords(text), err)
	}
	w.touched = true
	res, err := w.exec(ctx, text, args)
	if err != nil {
		return 0, fmt.Errorf("db: %s: %w", firstWords(text), w.wrap(ctx, err))
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("db: rows affected: %w", err)
	}
	return n, nil
}

func (w *Write) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	if stmt := w.stmts.of(ctx, text); stmt != nil {
		return stmt.ExecContext(ctx, args...)
	}
	return w.tx.ExecContext(ctx, text, args...)
}

// After runs fn once this piece is durably committed. It never runs for a piece that failed.
func (w *Write) After(fn func()) { w.after = append(w.after, fn) }

// All gives every row of a query. scan reads one row into its value.
func All[T any](ctx context.Context, q Querier, scan func(Scanner, *T) error, text string, args ...any) ([]T, error) {
	rows, err := q.query(ctx, text, args)
	if err != nil {
		return nil, fmt.Errorf("db: %s: %w", firstWords(text), q.wrap(ctx, err))
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, fmt.Errorf("db: scan %s: %w", firstWords(text), left(ctx, err))
		}
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("db: %s: %w", firstWords(text), q.wrap(ctx, err))
	}
	return list, nil
}

// IDs gives the one identifier of every row of a query.
func IDs(ctx context.Context, q Querier, text string, args ...any) ([]ident.ID, error) {
	return All(ctx, q, ScanID, text, args...)
}

// One gives the first row of a query; false where there is none.
func One[T any](ctx context.Context, q Querier, scan func(Scanner, *T) error, text string, args ...any) (T, bool, error) {
	var v T
	rows, err := q.query(ctx, text, args)
	if err != nil {
		return v, false, fmt.Errorf("db: %s: %w", firstWords(text), q.wrap(ctx, err))
	}
	defer rows.Close()
	if !rows.Next() {
		return v, false, q.wrap(ctx, rows.Err())
	}
	if err := scan(rows, &v); err != nil {
		return v, false, fmt.Errorf("db: scan %s: %w", firstWords(text), left(ctx, err))
	}
	// Close reports what a returning statement met after its first row.
	if err := errors.Join(rows.Close(), rows.Err()); err != nil {
		return v, false, fmt.Errorf("db: %s: %w", firstWords(text), q.wrap(ctx, err))
	}
	return v, true, nil
}

// Int gives the one number of a query, 0 where there is no row or it is null.
func Int(ctx context.Context, q Querier, text string, args ...any) (int64, error) {
	n, _, err := One(ctx, q, func(s Scanner, n *sql.NullInt64) error { return s.Scan(n) }, text, args...)
	return n.Int64, err
}

// ScanInt64 reads a row of one whole number, for All and One.
func ScanInt64(s Scanner, n *int64) error { return s.Scan(n) }

// ScanID reads a row of one identifier, for One; IDs gives many.
func ScanID(s Scanner, id *ident.ID) error { return s.Scan(id) }

// ScanText reads a row of one text, for All and One.
func ScanText(s Scanner, t *string) error { return s.Scan(t) }

// Bool gives the 0 or 1 that stands for a truth in the tables.
func Bool(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// In gives n placeholders, the first with number first: "$3,$4,$5". n must be at least 1.
func In(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

// Args makes arguments of identifiers, as they stand behind In.
func Args[T ~int64](list []T) []any {
	args := make([]any, len(list))
	for i, one := range list {
		args[i] = int64(one)
	}
	return args
}

// checkText refuses on both engines what PostgreSQL cannot hold.
func checkText(args []any) error {
	for i, arg := range args {
		v := reflect.ValueOf(arg)
		if v.Kind() != reflect.String {
			continue
		}
		if s := v.String(); strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
			return fmt.Errorf("%w: $%d", ErrText, i+1)
		}
	}
	return nil
}

func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(4, len(words))], " ")
}
