// Package ident makes the identifiers of records.
//
// An identifier is a 63-bit number: 42 bits of milliseconds since 2020, 10 bits
// of the process, 11 bits of a counter. No two processes that work on one
// database have the same number (package db hands them out). It grows with time,
// so that tables stay in order, and it is made in Go before a write begins, so
// that a piece of work that runs twice writes the same record. It is no secret:
// every read checks rights.
package ident

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// ID identifies a record. The zero ID means none.
type ID int64

const (
	epoch     = 1_577_836_800_000 // 2020-01-01T00:00:00Z in milliseconds
	nodeBits  = 10
	countBits = 11
	alphabet  = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's base 32: no i, l, o, u
)

// ErrMalformed is returned by Parse.
var ErrMalformed = errors.New("ident: malformed identifier")

// String gives the form that stands in URLs, JSON and printouts.
func (id ID) String() string {
	if id <= 0 {
		return ""
	}
	var b [13]byte
	n := uint64(id)
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = alphabet[n&31]
		n >>= 5
	}
	return strings.TrimLeft(string(b[:]), "0")
}

// Zero tells whether there is no identifier.
func (id ID) Zero() bool { return id == 0 }

// Parse reads the form that String gives.
func Parse(s string) (ID, error) {
	if s == "" || len(s) > 13 {
		return 0, ErrMalformed
	}
	var n uint64
	for i := 0; i < len(s); i++ {
		at := strings.IndexByte(alphabet, s[i])
		if at < 0 || n>>58 != 0 {
			return 0, ErrMalformed
		}
		n = n<<5 | uint64(at)
	}
	if n == 0 || n > 1<<63-1 {
		return 0, ErrMalformed
	}
	return ID(n), nil
}

// MarshalText lets identifiers stand in JSON as text: JavaScript's numbers have 53 bits.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = 0
		return nil
	}
	parsed, err := Parse(string(b))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// Maker makes identifiers; safe for concurrent use.
type Maker struct {
	mu   sync.Mutex
	now  func() time.Time
	node func() int64
	last int64 // milliseconds since epoch << countBits | counter
}

// MakerOf makes identifiers of the process with this number, which may change. now is the real clock, not the domain clock;
// none of the identifiers is older than after, so that they grow although the clock was set back between two starts.
func MakerOf(now func() time.Time, number func() int64, after time.Time) *Maker {
	return &Maker{now: now, node: number, last: max(0, after.UnixMilli()-epoch) << countBits}
}

// NewMaker is MakerOf with a number drawn from random, for one process alone.
func NewMaker(now func() time.Time, random io.Reader) (*Maker, error) {
	var b [2]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("ident: draw the process number: %w", err)
	}
	node := int64(binary.BigEndian.Uint16(b[:]))
	return &Maker{now: now, node: func() int64 { return node }}, nil
}

// New gives an identifier that this Maker has never given before, also when the clock jumps back.
func (m *Maker) New() ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	next := (m.now().UnixMilli() - epoch) << countBits
	if next <= m.last {
		next = m.last + 1
	}
	m.last = next
	ms, count := next>>countBits, next&(1<<countBits-1)
	node := m.node() & (1<<nodeBits - 1)
	return ID(ms<<(nodeBits+countBits) | node<<countBits | count)
}
