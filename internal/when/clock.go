package when

import (
	"sync"
	"time"
)

// Clock tells the present. Rules take it as an argument.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
type System struct{}

// Now is the present moment in Zone.
func (System) Now() time.Time { return time.Now().In(Zone()) }

// Present is the clock's moment.
func Present(c Clock) Instant { return InstantOf(c.Now()) }

// Today is the clock's day.
func Today(c Clock) Date { return DateOf(c.Now()) }

// Settable is a clock for rehearsals and tests: it can be put to any moment
// and runs on from there with real time, unless frozen. Safe for concurrent use.
type Settable struct {
	mu     sync.Mutex
	base   time.Time // what the clock showed at mark
	mark   time.Time // real time of the last setting
	frozen bool
}

// NewSettable gives a running clock that shows t now.
func NewSettable(t time.Time) *Settable { return &Settable{base: t, mark: time.Now()} }

// NewFrozen gives a stopped clock that shows t.
func NewFrozen(t time.Time) *Settable { return &Settable{base: t, mark: time.Now(), frozen: true} }

// Now is the moment the clock shows.
func (c *Settable) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Settable) now() time.Time {
	if c.mark.IsZero() { // the zero Settable follows the machine until it is set
		c.base, c.mark = time.Now(), time.Now()
	}
	if c.frozen {
		return c.base.In(Zone())
	}
	return c.base.Add(time.Since(c.mark)).In(Zone())
}

// Set puts the clock to t; it stays running or frozen as it was.
func (c *Settable) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.mark = t, time.Now()
}

// Shift moves the clock by d.
func (c *Settable) Shift(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.mark = c.now().Add(d), time.Now()
}

// Freeze stops the clock at the moment it shows, or lets it run on from there.
func (c *Settable) Freeze(stop bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.mark = c.now(), time.Now()
	c.frozen = stop
}

// Frozen tells whether the clock stands still.
func (c *Settable) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen
}
