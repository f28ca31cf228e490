package account

import (
	"context"
	"slices"
	"sync"
	"time"

	"giaoban/internal/fault"
)

const (
	hashAtOnce = 2    // more would only share the same two processors
	lineLength = 2000 // who wait; at 100 a second the last one waits 20 s
	lineSide   = 1000 // of one address: a whole office behind one may come, but not fill the line for all others
	lineUrgent = 200  // beyond lineLength, for who is signed in already
)

// Turn is a place in the line of passwords to be looked at. The zero Turn has
// not joined yet; whoever holds one asks Service.Ahead where it stands. It is used once.
type Turn struct {
	ready   chan struct{} // closed when it may go
	address string
	urgent  bool
}

// line lets so many passwords be looked at at once, the others one after the
// other as they came. What waits is a place only: the password stays with who waits.
type line struct {
	mu      sync.Mutex
	free    int     // of hashAtOnce
	waiting []*Turn // the urgent ones first
	from    map[string]int
	took    time.Duration // one hash, smoothed
}

func newLine() *line {
	return &line{free: hashAtOnce, from: make(map[string]int), took: 25 * time.Millisecond}
}

// run waits for its turn and works in it. A wait that is given up leaves the line at once.
func (l *line) run(ctx context.Context, t *Turn, work func() error) error {
	if err := l.join(t); err != nil {
		return err
	}
	select {
	case <-t.ready:
	case <-ctx.Done():
		l.leave(t)
		return ctx.Err()
	}
	began := time.Now()
	defer func() { l.done(time.Since(began)) }()
	return work()
}

func (l *line) join(t *Turn) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	t.ready = make(chan struct{})
	if l.free > 0 { // then nobody waits
		l.free--
		close(t.ready)
		return nil
	}
	at := len(l.waiting)
	switch {
	case t.urgent && at >= lineLength+lineUrgent, !t.urgent && at >= lineLength, t.address != "" && l.from[t.address] >= lineSide:
		return fault.Unavailable("account.line_full", "n", at)
	case t.urgent:
		if at = slices.IndexFunc(l.waiting, func(other *Turn) bool { return !other.urgent }); at < 0 {
			at = len(l.waiting)
		}
	}
	l.waiting = slices.Insert(l.waiting, at, t)
	if t.address != "" {
		l.from[t.address]++
	}
	return nil
}

// leave takes who gives up out of the line, or gives the turn on that came just then.
func (l *line) leave(t *Turn) {
	l.mu.Lock()
	at := slices.Index(l.waiting, t)
	if at >= 0 {
		l.waiting = slices.Delete(l.waiting, at, at+1)
		l.forget(t)
	}
	l.mu.Unlock()
	if at < 0 {
		l.done(0)
	}
}

func (l *line) forget(t *Turn) {
	if t.address == "" {
		return
	}
	if l.from[t.address]--; l.from[t.address] <= 0 {
		delete(l.from, t.address)
	}
}

func (l *line) done(took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if took > 0 {
		l.took += (took - l.took) / 8
	}
	if len(l.waiting) == 0 {
		l.free++
		return
	}
	next := l.waiting[0]
	l.waiting = slices.Delete(l.waiting, 0, 1)
	l.forget(next)
	close(next.ready)
}

// length is how many are being looked at or wait.
func (l *line) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting) + hashAtOnce - l.free
}

// ahead is how many wait before a turn and how long that takes about. One that
// has not joined stands behind all; one whose turn has come has nobody before it.
func (l *line) ahead(t *Turn) (int, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := slices.Index(l.waiting, t)
	if n < 0 && t.ready != nil {
		return 0, 0
	}
	if n < 0 {
		n = len(l.waiting)
	}
	return n, time.Duration(n/hashAtOnce+1) * l.took
}

// NewTurn makes a place for who comes from an address; those of one address
// together have a bound, "" is not counted.
func NewTurn(address string) *Turn { return &Turn{address: address} }

// Ahead tells how many stand before a turn, and how long they take about.
func (s *Service) Ahead(t *Turn) (int, time.Duration) { return s.line.ahead(t) }

// Stands tells whether a turn stands in the line: it has joined and has not come.
func (s *Service) Stands(t *Turn) bool {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	return slices.Contains(s.line.waiting, t)
}

// Waiting tells how many passwords are being looked at or wait for it, for metrics.
func (s *Service) Waiting() int64 { return int64(s.line.length()) }

// urgently is a place before those who are not signed in: of acts of who is.
func urgently() *Turn { return &Turn{urgent: true} }
