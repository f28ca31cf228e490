package account

import (
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/when"
)

// How long a sign-in counts as just made, and a second factor as just shown.
const freshFor = 10 * time.Minute

// Assured raises the actor to what its session has shown: milliseconds of the
// sign-in and of the last second factor, as they stand in SessionData.
func (s *Service) Assured(who actor.Actor, since, stepped string) actor.Actor {
	if who.Assurance != actor.SignedIn {
		return who
	}
	switch {
	case s.fresh(instant(stepped)):
		who.Assurance = actor.SteppedUp
	case s.fresh(instant(since)):
		who.Assurance = actor.JustSigned
	}
	return who
}

// fresh tells whether a moment lies within minutes. One in the future does not: a clock was set back.
func (s *Service) fresh(at when.Instant) bool {
	age := s.now().Sub(at)
	return at != 0 && age >= 0 && age < freshFor
}
