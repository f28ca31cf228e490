package db

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Table is a table as a copy holds it.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	key     []string // columns of the primary key, in their order; all where there is none
}

// Column is one column; Kind is integer, text or blob on both engines.
type Column struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// ownAffair says that a table belongs to one database and not to what it holds:
// what has made it, and what its processes tell each other.
func ownAffair(name string) bool {
	return slices.Contains([]string{"goose_db_version", "migration_sum", "told", "process"}, name)
}

// Layout gives the tables that hold data, by name.
func Layout(ctx context.Context, r *Read) ([]Table, error) {
	all, err := r.eng.tables(ctx, r)
	return slices.DeleteFunc(all, func(t Table) bool { return ownAffair(t.Name) }), err
}

type columnRow struct {
	table, column, kind string
	key                 int64 // place in the primary key, from 1; 0 is none
}

func scanColumn(s Scanner, c *columnRow) error { return s.Scan(&c.table, &c.column, &c.kind, &c.key) }

func layoutOf(rows []columnRow) ([]Table, error) {
	var list []Table
	keys := map[string]map[int64]string{}
	for _, c := range rows {
		kind, ok := map[string]string{"integer": "integer", "bigint": "integer", "text": "text", "blob": "blob", "bytea": "blob"}[strings.ToLower(c.kind)]
		if !ok && !ownAffair(c.table) {
			return nil, fmt.Errorf("db: %s.%s is of the kind %q, which a copy cannot hold", c.table, c.column, c.kind)
		}
		if len(list) == 0 || list[len(list)-1].Name != c.table {
			list = append(list, Table{Name: c.table})
		}
		last := &list[len(list)-1]
		last.Columns = append(last.Columns, Column{c.column, kind})
		if c.key > 0 {
			if keys[c.table] == nil {
				keys[c.table] = map[int64]string{}
			}
			keys[c.table][c.key] = c.column
		}
	}
	for i := range list {
		t := &list[i]
		for place := range int64(len(keys[t.Name])) {
			t.key = append(t.key, quote(keys[t.Name][place+1]))
		}
		if t.key == nil {
			t.key = []string{t.names()}
		}
	}
	return list, nil
}

// tables leaves out the virtual ones (an index for searching) with what they keep behind them: those are made of the others.
func (s sqliteFile) tables(ctx context.Context, r *Read) ([]Table, error) {
	rows, err := All(ctx, r, scanColumn, `select t.name, c.name, c.type, c.pk from pragma_table_list t join pragma_table_info(t.name) c
		where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%' order by t.name, c.cid`)
	if err != nil {
		return nil, err
	}
	return layoutOf(rows)
}

// tables reads PostgreSQL's own catalogue: the views of information_schema take seconds for as many tables as there are.
func (p postgresServer) tables(ctx context.Context, r *Read) ([]Table, error) {
	rows, err := All(ctx, r, scanColumn, `select cast(c.relname as text) collate "C", cast(a.attname as text), format_type(a.atttypid, null), coalesce(array_position(k.conkey, a.attnum), 0)
		from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_attribute a on a.attrelid = c.oid
		left join pg_catalog.pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
		where n.nspname = current_schema() and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped order by 1, a.attnum`)
	if err != nil {
		return nil, err
	}
	return layoutOf(rows)
}

func (t Table) names() string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, quote(c.Name))
	}
	return strings.Join(names, ", ")
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Dump writes every row of a table as a line of JSON: an array in the order of
// the columns, whole numbers as numbers, bytes in base64, ordered by the primary
// key. It is the same text from both engines.
func Dump(ctx context.Context, r *Read, t Table, w io.Writer) (rows int64, err error) {
	found, err := r.query(ctx, `select `+t.names()+` from `+quote(t.Name)+` order by `+strings.Join(t.key, ", "), nil)
	if err != nil {
		return 0, fmt.Errorf("db: copy %s: %w", t.Name, err)
	}
	defer found.Close()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for found.Next() {
		line, err := scanRow(found, t)
		if err != nil {
			return rows, fmt.Errorf("db: copy %s: %w", t.Name, err)
		}
		if err := enc.Encode(line); err != nil {
			return rows, fmt.Errorf("db: copy %s: %w", t.Name, err)
		}
		rows++
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return rows, fmt.Errorf("db: copy %s: %w", t.Name, err)
	}
	return rows, nil
}

func scanRow(s Scanner, t Table) ([]any, error) {
	targets, line := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Kind {
		case "integer":
			targets[i] = &sql.NullInt64{}
		case "text":
			targets[i] = &sql.NullString{}
		default:
			targets[i] = &[]byte{}
		}
	}
	if err := s.Scan(targets...); err != nil {
		return nil, err
	}
	for i, v := range targets {
		switch v := v.(type) {
		case *sql.NullInt64:
			if v.Valid {
				line[i] = v.Int64
			}
		case *sql.NullString:
			if !v.Valid {
				continue
			}
			if !utf8.ValidString(v.String) {
				return nil, fmt.Errorf("%w in column %s", ErrText, t.Columns[i].Name)
			}
			line[i] = v.String
		case *[]byte:
			if *v != nil {
				line[i] = base64.StdEncoding.EncodeToString(*v)
			}
		}
	}
	return line, nil
}

// lines reads what Dump wrote.
type lines struct {
	t   Table
	dec *json.Decoder
}

func newLines(t Table, r io.Reader) *lines {
	dec := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	dec.UseNumber()
	return &lines{t, dec}
}

// next gives a row's values, io.EOF after the last.
func (l *lines) next() ([]any, error) {
	var line []any
	if err := l.dec.Decode(&line); err != nil {
		return nil, err
	}
	if len(line) != len(l.t.Columns) {
		return nil, fmt.Errorf("a row of %d values in %s, which has %d columns", len(line), l.t.Name, len(l.t.Columns))
	}
	for i, c := range l.t.Columns {
		if line[i] == nil {
			continue
		}
		value, err := decode(c.Kind, line[i])
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", l.t.Name, c.Name, err)
		}
		line[i] = value
	}
	return line, nil
}

func decode(kind string, v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		if kind == "integer" {
			return v.Int64()
		}
	case string:
		switch kind {
		case "text":
			return v, nil
		case "blob":
			return base64.StdEncoding.DecodeString(v)
		}
	}
	return nil, fmt.Errorf("%v is no value of the kind %s", v, kind)
}
