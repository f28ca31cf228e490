package floor

import (
	"time"

	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Phase is where the meeting stands.
type Phase string

// The phases of a meeting.
const (
	Waiting Phase = "waiting" // called, not opened yet
	Open    Phase = "open"
	Paused  Phase = "paused"
	Closed  Phase = "closed"
)

// Outcome is why a hand came down.
type Outcome string

// The outcomes of a hand. They stand in the tables.
const (
	Given     Outcome = "given"
	Withdrawn Outcome = "withdrawn"
	Declined  Outcome = "declined"
)

// Ending is why a turn ended.
type Ending string

// The endings of a turn. They stand in the tables.
const (
	BySpeaker Ending = "speaker" // the site gave the floor back
	ByChair   Ending = "chair"   // taken back, or given to another site
	ByItem    Ending = "item"    // the agenda went on
	ByPause   Ending = "pause"
	ByLeaving Ending = "left"
	ByClose   Ending = "close"
)

// Line is the state of a site's line as far as it matters here.
type Line string

// The states of a line.
const (
	Connected Line = "connected"
	Lost      Line = "lost"
	Left      Line = "left"
)

// Limits of a turn, in minutes.
const (
	MinMinutes     = 1
	MaxMinutes     = 60
	DefaultMinutes = 5
)

// Speaker is who speaks, with the title of the conference's day.
type Speaker struct {
	Person ident.ID // 0 for a name that is no record
	Name   string
	Title  string
}

// Hand is a site's wish to speak.
type Hand struct {
	ID       ident.ID
	Site     ident.ID
	Speaker  Speaker
	Topic    string
	Minutes  int // asked for
	RaisedAt when.Instant
}

// Turn is the floor held by a site. The zero Turn is nobody's.
type Turn struct {
	ID         ident.ID
	Site       ident.ID
	Hand       ident.ID // the hand it answers, 0 for a site that had not asked
	Item       ident.ID // agenda item, 0 for none
	Speaker    Speaker
	GrantedAt  when.Instant
	Seconds    int // allowed, extensions included
	RemindedAt when.Instant
	EndedAt    when.Instant
	EndedBy    Ending
}

// Held tells whether somebody has the floor by this turn.
func (t Turn) Held() bool { return !t.ID.Zero() && t.EndedAt.Zero() }

// Until is the moment at which the allowed time ends.
func (t Turn) Until() when.Instant { return t.GrantedAt.Add(time.Duration(t.Seconds) * time.Second) }

// Left is what is left of the allowed time; negative once it is over.
func (t Turn) Left(now when.Instant) time.Duration { return t.Until().Sub(now) }

// Spoken is how long it lasted, or has lasted by now.
func (t Turn) Spoken(now when.Instant) time.Duration {
	if !t.EndedAt.Zero() {
		now = t.EndedAt
	}
	return max(0, now.Sub(t.GrantedAt))
}

// State is the floor of one meeting. It is a value: nothing here changes it in place.
type State struct {
	Phase    Phase
	Hands    []Hand // up, in their order
	Turn     Turn   // held now, or zero
	PausedAt when.Instant
}

// HandOf gives a site's hand.
func (s State) HandOf(site ident.ID) (Hand, bool) {
	if i := s.index(site); i >= 0 {
		return s.Hands[i], true
	}
	return Hand{}, false
}

// Place is a site's place among those who wait, from 1; 0 where its hand is not up.
func (s State) Place(site ident.ID) int { return s.index(site) + 1 }

func (s State) index(site ident.ID) int {
	for i, h := range s.Hands {
		if h.Site == site {
			return i
		}
	}
	return -1
}

// Wait estimates how long a site still waits: what is left of the running turn, and the minutes asked for by those
// before it. It is 0 for a site that does not wait.
func (s State) Wait(site ident.ID, now when.Instant) time.Duration {
	at := s.index(site)
	if at < 0 {
		return 0
	}
	var wait time.Duration
	if s.Turn.Held() {
		wait = max(0, s.Turn.Left(now))
	}
	for _, h := range s.Hands[:at] {
		wait += time.Duration(h.Minutes) * time.Minute
	}
	return wait
}

// Speaks tells whether the site holds the floor.
func (s State) Speaks(site ident.ID) bool { return s.Turn.Held() && s.Turn.Site == site }
