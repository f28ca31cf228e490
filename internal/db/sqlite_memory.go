package db

import (
	"database/sql"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"
)

// What SQLite keeps in hand for short-lived memory, for each connection: 1.2 MB.
const (
	lookasideSlot  = 1200 // bytes, SQLite's own choice
	lookasideSlots = 1000 // SQLite's own choice is 40
)

// openSQLite is sql.Open of a SQLite file.
//
// The first one of a process makes SQLite's lookaside large enough for the
// statements that stay parsed (see prepared), which live in it and fill the
// usual one for good. Then every cursor of every statement came from an
// allocator that asks the system for a page and gives it back at once: nearly
// half of a write. Later SQLite refuses the setting, which is in force already.
func openSQLite(dsn string) (*sql.DB, error) {
	tls := libc.NewTLS()
	defer tls.Close()
	args := libc.NewVaList(int32(lookasideSlot), int32(lookasideSlots))
	defer libc.Xfree(tls, args)
	sqlite.Xsqlite3_config(tls, sqlite.SQLITE_CONFIG_LOOKASIDE, args)
	return sql.Open("sqlite", dsn)
}
