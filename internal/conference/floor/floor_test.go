package floor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const start = when.Instant(1_617_346_800_000)

func at(minutes int) when.Instant { return start.Add(time.Duration(minutes) * time.Minute) }

func hand(site ident.ID, minute int) Hand {
	return Hand{ID: site * 100, Site: site, RaisedAt: at(minute), Minutes: 5, Speaker: Speaker{Name: fmt.Sprint("đại biểu ", site)}}
}

func TestWhoMayDoWhatWhen(t *testing.T) {
	open := State{Phase: Open}
	held := State{Phase: Open, Turn: Turn{ID: 1, Site: 7, GrantedAt: at(0), Seconds: 300}}
	for _, c := range []struct {
		name string
		do   func() (Change, error)
		key  string // "" = accepted
	}{
		{"raise before the opening", func() (Change, error) { return State{Phase: Waiting}.Raise(hand(1, 0), false) }, "conference.floor_hand_not_open"},
		{"raise after the close", func() (Change, error) { return State{Phase: Closed}.Raise(hand(1, 0), false) }, "conference.floor_hand_not_open"},
		{"raise", func() (Change, error) { return open.Raise(hand(1, 0), false) }, ""},
		{"raise in a pause", func() (Change, error) { return State{Phase: Paused}.Raise(hand(1, 0), false) }, ""},
		{"observer raises", func() (Change, error) { return open.Raise(hand(1, 0), true) }, "conference.floor_observer"},
		{"raise while speaking", func() (Change, error) { return held.Raise(hand(7, 0), false) }, "conference.floor_has_it"},
		{"ask for 61 minutes", func() (Change, error) { h := hand(1, 0); h.Minutes = 61; return open.Raise(h, false) }, "conference.floor_minutes"},
		{"grant 0 minutes", func() (Change, error) { return open.Grant(Turn{ID: 2, Site: 1}, 0, false) }, "conference.floor_minutes"},
		{"grant -3 minutes", func() (Change, error) { return open.Grant(Turn{ID: 2, Site: 1}, -3, false) }, "conference.floor_minutes"},
		{"grant 61 minutes", func() (Change, error) { return open.Grant(Turn{ID: 2, Site: 1}, 61, false) }, "conference.floor_minutes"},
		{"grant 60 minutes", func() (Change, error) { return open.Grant(Turn{ID: 2, Site: 1}, 60, false) }, ""},
		{"grant to an observer", func() (Change, error) { return open.Grant(Turn{ID: 2, Site: 1}, 5, true) }, "conference.floor_observer"},
		{"grant twice", func() (Change, error) { return held.Grant(Turn{ID: 2, Site: 7}, 5, false) }, "conference.floor_given_already"},
		{"grant before the opening", func() (Change, error) { return State{Phase: Waiting}.Grant(Turn{ID: 2, Site: 7}, 5, false) }, "conference.floor_not_open"},
		{"grant in a pause", func() (Change, error) { return State{Phase: Paused}.Grant(Turn{ID: 2, Site: 7}, 5, false) }, "conference.floor_paused"},
		{"extend nobody", func() (Change, error) { return open.Extend(1, at(0)) }, "conference.floor_nobody"},
		{"remind nobody", func() (Change, error) { return open.Remind(at(0)) }, "conference.floor_nobody"},
		{"take back from nobody", func() (Change, error) { return open.TakeBack(at(0)) }, "conference.floor_nobody"},
		{"yield another's turn", func() (Change, error) { return held.Yield(8, at(0)) }, "conference.floor_not_yours"},
		{"yield", func() (Change, error) { return held.Yield(7, at(1)) }, ""},
		{"next item in a pause", func() (Change, error) { return State{Phase: Paused}.NextItem(at(0)) }, "conference.floor_paused"},
		{"pause before the opening", func() (Change, error) { return State{Phase: Waiting}.Pause(at(0)) }, "conference.floor_not_open"},
		{"resume", func() (Change, error) { return State{Phase: Paused}.Resume(at(0)) }, ""},
	} {
		_, err := c.do()
		if c.key == "" && err != nil || c.key != "" && (err == nil || !fault.Is(err, c.key)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.key)
		}
	}
}

func TestPlaceAndWait(t *testing.T) {
	s := State{Phase: Open, Turn: Turn{ID: 1, Site: 9, GrantedAt: at(0), Seconds: 420}}
	for i, site := range []ident.ID{1, 2, 3} {
		c, err := s.Raise(hand(site, i), false)
		if err != nil {
			t.Fatal(err)
		}
		s = s.Apply(c)
	}
	// 7 minutes allowed, 3 gone: 4 left, and twice 5 minutes before the third.
	if got := s.Wait(3, at(3)); got != 14*time.Minute {
		t.Errorf("the third waits %v", got)
	}
	if got := s.Wait(3, at(30)); got != 10*time.Minute {
		t.Errorf("with the running turn over time the third waits %v", got)
	}
	if s.Place(3) != 3 || s.Place(9) != 0 || s.Wait(9, at(3)) != 0 {
		t.Errorf("places %d, %d", s.Place(3), s.Place(9))
	}
	again := hand(1, 8)
	again.ID, again.Topic = 999, "biên chế"
	c, err := s.Raise(again, false)
	if err != nil || !c.Again || c.Raised.ID != 100 || c.Raised.RaisedAt != at(0) {
		t.Errorf("raising again: %+v, %v", c, err)
	}
	if s = s.Apply(c); s.Place(1) != 1 || s.Hands[0].Topic != "biên chế" {
		t.Errorf("raising again lost the place: %+v", s.Hands)
	}
	s = s.Apply(s.LineChanged(1, Lost, at(9)))
	s = s.Apply(s.LineChanged(1, Connected, at(11)))
	if s.Place(1) != 1 {
		t.Errorf("a lost line lost the place: %d", s.Place(1))
	}
	if s = s.Apply(s.LineChanged(1, Left, at(12))); s.Place(1) != 0 || s.Place(2) != 1 {
		t.Error("leaving keeps a hand up")
	}
	if s = s.Apply(s.LineChanged(9, Left, at(12))); s.Turn.Held() {
		t.Error("leaving keeps the floor")
	}
}

func TestGrantTakesTheHandDownAndEndsTheTurnBefore(t *testing.T) {
	s := State{Phase: Open, Turn: Turn{ID: 1, Site: 9, GrantedAt: at(0), Seconds: 300}, Hands: []Hand{hand(1, 1), hand(2, 2)}}
	c, err := s.Grant(Turn{ID: 2, Site: 2, GrantedAt: at(4)}, 7, false)
	if err != nil {
		t.Fatal(err)
	}
	if c.Ended.ID != 1 || c.Ended.EndedBy != ByChair || c.Ended.EndedAt != at(4) {
		t.Errorf("the turn before: %+v", c.Ended)
	}
	if c.Granted.Hand != 200 || c.Granted.Speaker.Name != "đại biểu 2" || c.Granted.Seconds != 420 {
		t.Errorf("the new turn: %+v", c.Granted)
	}
	s = s.Apply(c)
	if len(s.Hands) != 1 || s.Hands[0].Site != 1 || !s.Speaks(2) {
		t.Errorf("after the grant: %+v", s)
	}
	c, _ = s.Extend(1, at(5))
	if c.Adjusted.Seconds != 480 {
		t.Errorf("one more minute in time: %d s", c.Adjusted.Seconds)
	}
	c, _ = s.Extend(1, at(14)) // three minutes over: a minute from now
	if got := c.Adjusted.Left(at(14)); got != time.Minute {
		t.Errorf("one more minute after the time leaves %v", got)
	}
	c, _ = s.NextItem(at(15))
	if c.Ended.EndedBy != ByItem || c.Ended.Spoken(at(99)) != 11*time.Minute {
		t.Errorf("the next item: %+v", c.Ended)
	}
}

// Random meetings: whatever happens, one turn at most, a stable order, and nothing lost but by an act that says so.
func TestRandomMeetings(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := State{Phase: Waiting}
		next := ident.ID(1)
		turns := map[ident.ID]int{} // how often a turn began and ended
		now := start
		for step := range 200 {
			now = now.Add(time.Duration(r.IntN(120)) * time.Second)
			site := ident.ID(1 + r.IntN(8))
			before := s
			var c Change
			var err error
			next++
			op := r.IntN(13)
			switch op {
			case 0, 1, 2:
				c, err = s.Raise(Hand{ID: next, Site: site, Minutes: r.IntN(62), RaisedAt: now}, site == 8)
			case 3:
				c = s.Withdraw(site, now)
			case 4, 5:
				c, err = s.Grant(Turn{ID: next, Site: site, GrantedAt: now}, r.IntN(63)-1, site == 8)
			case 6:
				c, err = s.Extend(r.IntN(3), now)
			case 7:
				c, err = s.TakeBack(now)
			case 8:
				c, err = s.Yield(site, now)
			case 9:
				c = s.LineChanged(site, []Line{Connected, Lost, Left}[r.IntN(3)], now)
			case 10:
				c, err = s.Pause(now)
			case 11:
				c, err = s.Resume(now)
			case 12:
				c, err = s.NextItem(now)
			}
			if step == 5 {
				c, err = Change{Phase: Open, At: now}, nil
			}
			if step == 199 {
				c, err = s.Close(now), nil
			}
			if err != nil && !c.None() {
				t.Fatalf("seed %d step %d: refused and changed", seed, step)
			}
			s = s.Apply(c)
			if !c.Granted.ID.Zero() {
				turns[c.Granted.ID]++
			}
			if !c.Ended.ID.Zero() {
				turns[c.Ended.ID] += 10
				if c.Ended.EndedAt < c.Ended.GrantedAt {
					t.Fatalf("seed %d step %d: a turn ended before it began", seed, step)
				}
			}
			if s.Turn.Held() && (s.Phase != Open || s.Turn.Site == 8 || s.Place(s.Turn.Site) != 0) {
				t.Fatalf("seed %d step %d: %+v", seed, step, s)
			}
			if before.Turn.Held() && s.Turn.ID != before.Turn.ID && c.Ended.ID != before.Turn.ID {
				t.Fatalf("seed %d step %d: a turn vanished without an end", seed, step)
			}
			checkOrder(t, before, s, op, site)
		}
		for id, n := range turns {
			if n != 11 {
				t.Fatalf("seed %d: turn %d began and ended %d", seed, id, n)
			}
		}
	}
}

func checkOrder(t *testing.T, before, after State, op int, site ident.ID) {
	t.Helper()
	seen := map[ident.ID]bool{}
	for _, h := range after.Hands {
		if seen[h.Site] || h.Site == 8 {
			t.Fatalf("hands %+v", after.Hands)
		}
		seen[h.Site] = true
	}
	if !slices.IsSortedFunc(after.Hands, func(a, b Hand) int { return int(a.RaisedAt - b.RaisedAt) }) {
		t.Fatalf("the order changed: %+v", after.Hands)
	}
	if after.Phase == Closed {
		return
	}
	for _, h := range before.Hands { // nobody else's hand came down
		if _, up := after.HandOf(h.Site); !up && h.Site != site {
			t.Fatalf("op %d on site %d took down the hand of %d", op, site, h.Site)
		}
	}
}
