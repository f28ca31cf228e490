package db

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"time"
)

// rewritten is a folder of migrations that reads in the dialect of one engine.
// They are written in SQLite's; for PostgreSQL the types are exchanged as they are read.
type rewritten struct {
	fs.FS
	postgres bool
}

func (r rewritten) Open(name string) (fs.File, error) {
	if path.Ext(name) != ".sql" {
		return r.FS.Open(name)
	}
	text, err := fs.ReadFile(r.FS, name)
	if err != nil {
		return nil, err
	}
	return &migrationFile{Reader: strings.NewReader(dialect(string(text), r.postgres)), name: path.Base(name)}, nil
}

type migrationFile struct {
	*strings.Reader
	name string
}

func (f *migrationFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *migrationFile) Close() error               { return nil }
func (f *migrationFile) Name() string               { return f.name }
func (f *migrationFile) Mode() fs.FileMode          { return 0o444 }
func (f *migrationFile) ModTime() (t time.Time)     { return t }
func (f *migrationFile) IsDir() bool                { return false }
func (f *migrationFile) Sys() any                   { return nil }

// dialect gives a migration's text for one engine. Lines between
// "-- +engine sqlite" (or postgres) and "-- +engine all" are for that engine alone.
//
// For PostgreSQL an integer has 64 bits, a blob is bytea, tables are not
// "strict", and text compares by its bytes, whatever the database's own
// collation is: order and prefixes are then the same on both engines.
func dialect(text string, postgres bool) string {
	engine, other := "sqlite", "postgres"
	if postgres {
		engine, other = other, engine
	}
	var b bytes.Buffer
	skip := false
	for line := range strings.Lines(text) {
		if only, ok := strings.CutPrefix(strings.TrimSpace(line), "-- +engine "); ok {
			skip = only == other
			continue
		}
		if !skip {
			b.WriteString(line)
		}
	}
	if !postgres {
		return b.String()
	}
	return toPostgres(b.String())
}

// toPostgres exchanges types. A type is a type's name that follows a column's
// name: "blob text not null" is a column blob of type text.
func toPostgres(text string) string {
	var b strings.Builder
	before := "" // the token before
	for text != "" {
		tok := token(text)
		text = text[len(tok):]
		switch lower := strings.ToLower(tok); {
		case strings.TrimSpace(tok) == "" || strings.HasPrefix(tok, "--"):
			b.WriteString(tok)
			continue // is not a token to what follows
		case lower == "strict" && before == ")":
			tok = ""
		case !wordStart(before) || before == "column":
			// a column's name
		case lower == "integer":
			tok = "bigint"
		case lower == "blob":
			tok = "bytea"
		case lower == "text":
			tok = `text collate "C"`
		}
		before = strings.ToLower(tok)
		b.WriteString(tok)
	}
	return b.String()
}

// token gives the first token of text: a comment, a quoted text, a word, white space or one other byte.
func token(text string) string {
	switch {
	case strings.HasPrefix(text, "--"):
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			return text[:end]
		}
		return text
	case text[0] == '\'':
		if end := strings.IndexByte(text[1:], '\''); end >= 0 {
			return text[:end+2] // a doubled quote makes two texts side by side, which is all the same here
		}
		return text
	case wordStart(text):
		return text[:span(text, func(c byte) bool { return wordStart(string(c)) || c >= '0' && c <= '9' })]
	case space(text[0]):
		return text[:span(text, space)]
	}
	return text[:1]
}

func span(text string, in func(byte) bool) int {
	for i := range len(text) {
		if !in(text[i]) {
			return i
		}
	}
	return len(text)
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func wordStart(text string) bool {
	if text == "" {
		return false
	}
	c := text[0] | 0x20
	return c >= 'a' && c <= 'z' || text[0] == '_'
}
