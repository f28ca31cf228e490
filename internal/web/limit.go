package web

import (
	"net/netip"
	"sync"
	"time"
)

// limiter allows so many acts a minute for each name, and burst at once.
type limiter struct {
	mu        sync.Mutex
	now       func() time.Time
	perMinute float64
	burst     float64
	buckets   map[string]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

func newLimiter(now func() time.Time, perMinute int) *limiter {
	return &limiter{now: now, perMinute: float64(perMinute), burst: float64(perMinute), buckets: make(map[string]bucket)}
}

func (l *limiter) withBurst(n int) *limiter {
	l.burst = float64(n)
	return l
}

func (l *limiter) allow(name string) bool {
	allowed, _ := l.take(name)
	return allowed
}

// take is allow with how many more are left.
func (l *limiter) take(name string) (allowed bool, left int) {
	if l.perMinute < 0 || name == "" {
		return true, int(l.perMinute)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.fill(name)
	allowed = b.left >= 1
	if allowed {
		b.left--
	}
	l.buckets[name] = b
	return allowed, int(b.left)
}

// spent tells whether nothing is left for a name, and takes nothing.
func (l *limiter) spent(name string) bool {
	if l.perMinute < 0 || name == "" {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b, known := l.buckets[name]
	return known && min(l.burst, b.left+l.now().Sub(b.at).Minutes()*l.perMinute) < 1
}

// fill gives the bucket of a name with what has run into it since.
func (l *limiter) fill(name string) bucket {
	now := l.now()
	if len(l.buckets) > 50_000 {
		l.sweep(now)
	}
	b, ok := l.buckets[name]
	if !ok {
		return bucket{left: l.burst, at: now}
	}
	return bucket{left: min(l.burst, b.left+now.Sub(b.at).Minutes()*l.perMinute), at: now}
}

// sweep forgets who has been quiet until the bucket is full again.
func (l *limiter) sweep(now time.Time) {
	for name, b := range l.buckets {
		if b.left+now.Sub(b.at).Minutes()*l.perMinute >= l.burst {
			delete(l.buckets, name)
		}
	}
	if len(l.buckets) > 50_000 {
		clear(l.buckets)
	}
}

// neighbourhood is what is counted as one address: IPv6 hands out /64 at least.
// "" is not counted at all: the machine itself, or a proxy on it that nobody
// told us of (Config.BehindProxy) and behind which everybody would share one limit.
func neighbourhood(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.IsLoopback() {
		return ""
	}
	if ip.Is4() {
		return address
	}
	prefix, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}
