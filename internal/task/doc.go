// Package task keeps what one unit asks of another: a piece of work with an
// assigner, one lead, co-ordinating units, a due date or a due event.
//
// States and transitions:
//
//	prepared → issued → in_progress → done
//	prepared: changed or dropped freely by the unit that keeps it; seen by nobody else
//	issued, in_progress → withdrawn (reason) | another lead (reason; the state stays)
//	done → in_progress only by the assigner (reason)
//
// Invariants:
//   - Exactly one lead; it is not a co-ordinating unit of the same task. Several
//     leads mean one copy each, under a shared fan-out that rolls up as m/n.
//   - Due is a date or an event, exactly one. A due event is resolved when it is
//     read, so a task follows its event when that moves.
//   - Nothing is ever forgotten: a withdrawn task, and a task that went to another
//     lead, is still listed to who had it, with the reason.
//   - A product that was asked for is named when the task is done.
//
// Who: the lead reports progress (actor.KeepTask At), co-ordinating units add
// notes. The assigner, or the unit that keeps the task for it (the host whose
// secretary wrote it down: an assigner may have no account), withdraws, changes
// the lead and reopens (actor.AssignTask At). All units of a task read it, and
// superiors of lead and assigner (actor.ReadTask Over).
package task
