package db

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// Trouble is why nothing can be kept or read now although nobody did anything wrong. Once its cause is gone the program goes
// on by itself.
type Trouble string

// The troubles; "" is none.
const (
	Full     Trouble = "full"      // no room left on the disk
	ReadOnly Trouble = "read_only" // the disk, the folder or the server takes no writes
	Locked   Trouble = "locked"    // another program holds the database
	Away     Trouble = "away"      // the database server does not answer
	Disk     Trouble = "disk"      // the disk fails
	Unknown  Trouble = "unknown"   // the connection was lost during a commit: nobody knows whether it came to pass
)

// TroubleOf gives the trouble behind an error, also of a file beside the database; "" where there is none of these.
func TroubleOf(err error) Trouble {
	if err == nil {
		return ""
	}
	if errors.Is(err, errUnknown) {
		return Unknown
	}
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case 13: // SQLITE_FULL
			return Full
		case 8, 14: // SQLITE_READONLY, SQLITE_CANTOPEN
			return ReadOnly
		case 5, 6: // SQLITE_BUSY, SQLITE_LOCKED
			return Locked
		case 10: // SQLITE_IOERR
			return Disk
		}
		return ""
	}
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return troubleOfServer(pe.Code)
	}
	var ce *pgconn.ConnectError
	var ne *net.OpError
	if errors.As(err, &ce) || errors.As(err, &ne) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) ||
		strings.Contains(err.Error(), "conn closed") { // the driver's error for it has no name
		return Away
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Full
	case errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		return ReadOnly
	case errors.Is(err, syscall.EIO):
		return Disk
	}
	return ""
}

// troubleOfServer reads PostgreSQL's codes.
func troubleOfServer(code string) Trouble {
	switch {
	case code == "53100": // disk_full
		return Full
	case code == "25006": // read_only_sql_transaction
		return ReadOnly
	case code == "55P03": // lock_not_available
		return Locked
	case code == "58030": // io_error
		return Disk
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"): // connections, resources, shutting down
		return Away
	}
	return ""
}

// explained adds to an error at the start what the administrator can do about it.
func explained(err error) error {
	var do string
	switch TroubleOf(err) {
	case Full:
		do = "the disk is full: make room and start again"
	case ReadOnly:
		do = "the database cannot be opened for writing: the disk, the folder and its files must belong to, and be writable for, the user who runs this program"
	case Locked:
		do = "another program holds the database: stop it and start again"
	case Disk:
		do = "the disk fails: look at the system's log"
	default:
		return err
	}
	return fmt.Errorf("%w (%s)", err, do)
}
