package db

import (
	"context"
	"strconv"
	"strings"
)

// Gathered is what the pieces of one commit leave to be written together at its
// end: many rows to a statement. A piece that fails takes back what it gathered.
type Gathered interface {
	Len() int
	// Cut drops what was gathered after the first n.
	Cut(n int)
	// Flush writes what was gathered and is called once, in the transaction.
	Flush(ctx context.Context, w *Write) error
}

// group is what the pieces of one transaction share.
type group struct{ all []Gathered }

// Gather gives what the pieces of this commit gather of type G; the first of them begins it.
func Gather[G Gathered](w *Write, begin func() G) G {
	for _, one := range w.group.all {
		if g, ok := one.(G); ok {
			return g
		}
	}
	g := begin()
	w.group.all = append(w.group.all, g)
	return g
}

// mark notes what was gathered; back returns to it.
func (g *group) mark() (back func()) {
	lens := make([]int, len(g.all))
	for i, one := range g.all {
		lens[i] = one.Len()
	}
	return func() {
		g.all = g.all[:len(lens)]
		for i, n := range lens {
			g.all[i].Cut(n)
		}
	}
}

func (g *group) flush(ctx context.Context, w *Write) error {
	for _, one := range g.all {
		if one.Len() == 0 {
			continue
		}
		if err := one.Flush(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// Insert runs an insert statement without its values for many rows of so many
// columns each. args holds the rows one after the other.
func (w *Write) Insert(ctx context.Context, into string, columns int, args []any) error {
	return w.Upsert(ctx, into, "", columns, args)
}

// Upsert is Insert with what is done where a row is there already: "on conflict (…) do …".
// No two of the rows may be the same.
func (w *Write) Upsert(ctx context.Context, into, conflict string, columns int, args []any) error {
	for len(args) > 0 {
		rows := len(args) / columns
		for _, n := range [...]int{64, 16, 4, 1} { // few sizes: their statements stay parsed
			if rows >= n {
				rows = n
				break
			}
		}
		if _, err := w.Exec(ctx, into+` values `+places(rows, columns)+conflict, args[:rows*columns]...); err != nil {
			return err
		}
		args = args[rows*columns:]
	}
	return nil
}

// places gives "($1,$2),($3,$4)" for two rows of two columns.
func places(rows, columns int) string {
	var b strings.Builder
	b.Grow(rows * columns * 5)
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteString("($")
		case i%columns == 0:
			b.WriteString("),($")
		default:
			b.WriteString(",$")
		}
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteByte(')')
	return b.String()
}
