package floor

import (
	"slices"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Change is what an act changes, for the caller to keep. Empty parts did not change.
type Change struct {
	Raised   Hand   // new hand, or the one that was changed
	Again    bool   // Raised was up already
	Lowered  []Hand // hands that came down
	Outcome  Outcome
	Ended    Turn // with EndedAt and EndedBy
	Granted  Turn // new turn
	Adjusted Turn // the running turn with more time, or reminded
	Phase    Phase
	At       when.Instant
}

// None tells whether nothing changes.
func (c Change) None() bool {
	return c.Raised.ID.Zero() && len(c.Lowered) == 0 && c.Ended.ID.Zero() && c.Granted.ID.Zero() && c.Adjusted.ID.Zero() && c.Phase == ""
}

// Apply gives the state after a change.
func (s State) Apply(c Change) State {
	s.Hands = slices.Clone(s.Hands)
	if !c.Raised.ID.Zero() {
		if i := s.index(c.Raised.Site); i >= 0 {
			s.Hands[i] = c.Raised
		} else {
			s.Hands = append(s.Hands, c.Raised)
		}
	}
	for _, low := range c.Lowered {
		s.Hands = slices.DeleteFunc(s.Hands, func(h Hand) bool { return h.ID == low.ID })
	}
	if !c.Ended.ID.Zero() {
		s.Turn = Turn{}
	}
	if !c.Granted.ID.Zero() {
		s.Turn = c.Granted
	}
	if !c.Adjusted.ID.Zero() {
		s.Turn = c.Adjusted
	}
	if c.Phase != "" {
		s.Phase, s.PausedAt = c.Phase, 0
		if c.Phase == Paused {
			s.PausedAt = c.At
		}
	}
	return s
}

// Raise puts a site's hand up, or changes the one that is up. listens is true for a site that may not speak.
func (s State) Raise(h Hand, listens bool) (Change, error) {
	switch {
	case listens:
		return Change{}, fault.Forbidden("conference.floor_observer")
	case s.Phase != Open && s.Phase != Paused:
		return Change{}, fault.Conflict("conference.floor_hand_not_open")
	case s.Speaks(h.Site):
		return Change{}, fault.Conflict("conference.floor_has_it")
	}
	if h.Minutes == 0 {
		h.Minutes = DefaultMinutes
	}
	if err := checkMinutes(h.Minutes); err != nil {
		return Change{}, err
	}
	if up, ok := s.HandOf(h.Site); ok {
		h.ID, h.RaisedAt = up.ID, up.RaisedAt
		return Change{Raised: h, Again: true}, nil
	}
	return Change{Raised: h}, nil
}

// Withdraw takes a site's hand down at its own wish. A hand that is not up stays so.
func (s State) Withdraw(site ident.ID, at when.Instant) Change {
	return s.lower(site, Withdrawn, at)
}

// Decline takes a hand down by the chair's word.
func (s State) Decline(site ident.ID, at when.Instant) Change { return s.lower(site, Declined, at) }

func (s State) lower(site ident.ID, why Outcome, at when.Instant) Change {
	if h, ok := s.HandOf(site); ok {
		return Change{Lowered: []Hand{h}, Outcome: why, At: at}
	}
	return Change{}
}

// Grant gives the floor to the site of t for so many minutes, whether it asked or not. A turn that another site holds
// ends. Without a speaker in t the one of the hand speaks.
func (s State) Grant(t Turn, minutes int, listens bool) (Change, error) {
	switch {
	case s.Phase == Paused:
		return Change{}, fault.Conflict("conference.floor_paused")
	case s.Phase != Open:
		return Change{}, fault.Conflict("conference.floor_not_open")
	case listens:
		return Change{}, fault.Invalid("site", "conference.floor_observer")
	case s.Speaks(t.Site):
		return Change{}, fault.Conflict("conference.floor_given_already")
	}
	if err := checkMinutes(minutes); err != nil {
		return Change{}, err
	}
	c := s.end(ByChair, t.GrantedAt)
	t.Seconds, t.EndedAt, t.EndedBy = minutes*60, 0, ""
	if h, ok := s.HandOf(t.Site); ok {
		c.Lowered, c.Outcome = []Hand{h}, Given
		t.Hand = h.ID
		if t.Speaker == (Speaker{}) {
			t.Speaker = h.Speaker
		}
	}
	c.Granted = t
	return c, nil
}

// Extend gives the speaker more minutes, counted from the end of the allowed time, or from now where that is over.
func (s State) Extend(minutes int, now when.Instant) (Change, error) {
	if !s.Turn.Held() {
		return Change{}, fault.Conflict("conference.floor_nobody")
	}
	if err := checkMinutes(minutes); err != nil {
		return Change{}, err
	}
	t := s.Turn
	if over := t.Left(now); over < 0 {
		t.Seconds -= int(over.Seconds())
	}
	t.Seconds += minutes * 60
	t.RemindedAt = 0
	return Change{Adjusted: t, At: now}, nil
}

// Remind tells the speaker to come to an end.
func (s State) Remind(now when.Instant) (Change, error) {
	if !s.Turn.Held() {
		return Change{}, fault.Conflict("conference.floor_nobody")
	}
	t := s.Turn
	t.RemindedAt = now
	return Change{Adjusted: t, At: now}, nil
}

// TakeBack ends the turn that is held, by the chair's word.
func (s State) TakeBack(now when.Instant) (Change, error) {
	if !s.Turn.Held() {
		return Change{}, fault.Conflict("conference.floor_nobody")
	}
	return s.end(ByChair, now), nil
}

// Yield ends a site's own turn.
func (s State) Yield(site ident.ID, now when.Instant) (Change, error) {
	if !s.Speaks(site) {
		return Change{}, fault.Conflict("conference.floor_not_yours")
	}
	return s.end(BySpeaker, now), nil
}

// LineChanged says what becomes of hand and turn when a site's line changes: nothing, unless it leaves.
func (s State) LineChanged(site ident.ID, line Line, now when.Instant) Change {
	if line != Left {
		return Change{}
	}
	c := s.lower(site, Withdrawn, now)
	if s.Speaks(site) {
		c.Ended, c.At = s.end(ByLeaving, now).Ended, now
	}
	return c
}

// NextItem ends the turn that belongs to the agenda item before.
func (s State) NextItem(now when.Instant) (Change, error) {
	switch s.Phase {
	case Open:
		return s.end(ByItem, now), nil
	case Paused:
		return Change{}, fault.Conflict("conference.floor_paused")
	}
	return Change{}, fault.Conflict("conference.floor_not_open")
}

// Pause interrupts the meeting: the turn ends, hands stay up.
func (s State) Pause(now when.Instant) (Change, error) {
	if s.Phase == Paused {
		return Change{}, nil
	}
	if s.Phase != Open {
		return Change{}, fault.Conflict("conference.floor_not_open")
	}
	c := s.end(ByPause, now)
	c.Phase, c.At = Paused, now
	return c, nil
}

// Resume goes on after a pause.
func (s State) Resume(now when.Instant) (Change, error) {
	if s.Phase == Open {
		return Change{}, nil
	}
	if s.Phase != Paused {
		return Change{}, fault.Conflict("conference.floor_not_open")
	}
	return Change{Phase: Open, At: now}, nil
}

// Close ends the meeting: turn and hands end.
func (s State) Close(now when.Instant) Change {
	if s.Phase == Closed {
		return Change{}
	}
	c := s.end(ByClose, now)
	c.Lowered, c.Outcome, c.Phase, c.At = slices.Clone(s.Hands), Declined, Closed, now
	return c
}

func (s State) end(why Ending, now when.Instant) Change {
	c := Change{At: now}
	if s.Turn.Held() {
		c.Ended = s.Turn
		c.Ended.EndedAt, c.Ended.EndedBy = max(now, s.Turn.GrantedAt), why
	}
	return c
}

func checkMinutes(n int) error {
	if n < MinMinutes || n > MaxMinutes {
		return fault.Invalid("minutes", "conference.floor_minutes", "min", MinMinutes, "max", MaxMinutes)
	}
	return nil
}
