// Package obstacle keeps what hinders units in their work (khó khăn, vướng
// mắc) and what they propose (kiến nghị), until who raised it says that it is
// solved.
//
//	          ┌────── passed on (reason; another unit holds it) ──────┐
//	          ▼                                                       │
//	raise ─▶ open ──answer──▶ answered ──accept, the raiser alone──▶ solved
//	          ▲                  │ ▲
//	          └─reopen (missing)─┘ └─ further answers
//	open, answered ──withdraw, the raiser alone (reason)──▶ withdrawn
//
// Invariants:
//   - A unit raises it, not a person. Solved is the raiser's word alone: no
//     answer, and nobody above, closes it.
//   - Exactly one unit holds it. At first that is the unit above; every hop has
//     its date, its two units and, from the second on, its reason.
//   - A proposal may be missing: that is said, not refused.
//   - What it is about (a section of a report, a task, a site of a conference)
//     keeps the words of that day; the record itself is asked for its right.
//   - A group answers each of its obstacles; each is solved by its own raiser.
//
// Who reads it: the raiser, the units on its route, and who may read tasks
// above one of them. For everybody else it does not exist. A published answer
// of a group shows its title and the answer to every unit in the remit of who
// gave it, and nothing of who raised what.
//
// When the raiser has ended, its successors of today close in its place.
package obstacle
