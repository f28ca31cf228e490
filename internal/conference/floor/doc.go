// Package floor decides who speaks in a conference: hands, turns and the order of those who wait. It is pure: it takes the
// state and the moment, and answers with what changes, or with a refusal; the caller keeps the state in SQL.
//
// States of a meeting:
//
//	waiting → open ⇄ paused → closed
//
// States of a hand: up → given | withdrawn | declined. States of a turn: held → ended (by the speaker, the chair, the next
// turn, the next agenda item, a pause, the site's leaving, or the close).
//
// Invariants:
//   - At most one turn is held; giving the floor to another site ends the turn before it in the same moment.
//   - A site has at most one hand up. Raising it again changes speaker, topic or minutes and keeps the place.
//   - The order of those who wait is the order in which they raised; it never changes, others only leave it.
//   - A lost line changes nothing: neither the place nor the turn. Leaving takes the hand down and ends the turn.
//   - A site that holds the floor has no hand up; one that only listens (an observer) never has either.
//   - The floor is given and hands are raised only while the meeting is open; during a pause hands may still be raised.
//   - The chair is always heard; the chair's own turn exists for the record.
package floor
