// Package person keeps people in official posts: who held which post of which
// unit, from which day to which.
//
// Nothing else is known of a person: no birthday, no address, no opinion.
// Invariants, on every day:
//   - a post with a single holder has at most one;
//   - nobody holds the same post twice at once;
//   - a post counts only while its unit lives;
//   - an appointment is ended, never deleted: what was printed stays explained.
//
// A person's titles on a day are the posts held that day in protocol order. Who
// prints them on an official act freezes them there.
package person
