package ident

import (
	"bytes"
	"sync"
	"testing"
	"time"
)

func maker(t *testing.T, now func() time.Time) *Maker {
	t.Helper()
	m, err := NewMaker(now, bytes.NewReader([]byte{1, 2}))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNewNeverRepeats(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	calls := 0
	m := maker(t, func() time.Time { // a clock that also jumps back
		calls++
		return at.Add(time.Duration(calls%7) * -time.Second)
	})
	var mu sync.Mutex
	seen := make(map[ID]bool)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5000 {
				id := m.New()
				mu.Lock()
				if seen[id] || id <= 0 {
					t.Errorf("identifier %d twice or not positive", id)
				}
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func TestTextRoundTrip(t *testing.T) {
	m := maker(t, time.Now)
	for _, id := range []ID{1, 31, 32, 1<<63 - 1, m.New()} {
		back, err := Parse(id.String())
		if err != nil || back != id {
			t.Errorf("%d → %q → %d, %v", id, id.String(), back, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "0", "7zzzzzzzzzzzz", "zzzzzzzzzzzzz", "8000000000000", "1i", "ABC", "../1", "1 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := Parse(s)
		if err == nil && id <= 0 {
			t.Errorf("Parse(%q) = %d", s, id)
		}
	})
}
