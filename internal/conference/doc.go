// Package conference is the conference of many sites: who is called, who chairs, what is on the agenda, what was
// concluded, and the notice by which it becomes tasks.
//
// States of a conference:
//
//	draft → called → open → closed → concluded        (in this order, never back)
//	called → postponed → called                       (with a reason, then a new day)
//	draft, called, postponed → cancelled              (with a reason)
//
// Between closed and concluded a chair approves the conclusions; changing one after that takes the approval back.
// The order is therefore: closed → approved → notice, and the tasks go out in the notice's own transaction.
//
// States of a site: not_confirmed → confirmed → connected ⇄ lost, connected → left, left → connected. A site may
// connect without having confirmed. Every change is kept with its time. MarkLineIn is the way in for the room.
//
// Invariants:
//   - The number is taken at the call, per first host and year of the conference's date; a draft has none.
//   - Sites are made at the call from the scope: one for each unit, one main site for the first host. Units outside the
//     scope may be added as observers only.
//   - Titles of chairs and delegates are those of the conference's date and follow that date until the conference
//     opens; from then on they never change.
//   - The person who chairs one site chairs no other at the same time, in this or another conference.
//   - A headcount is never below the number of delegates named and not absent.
//   - Conclusions are counted against the declared number: the missing are shown as not stated and never invented; one
//     more than declared needs the explicit choice to raise the number.
//   - Only a chair of this very conference approves, whatever else an account may do.
//   - After the notice only a revision, drafted by the office and approved by a chair, changes a conclusion.
//
// Who sees: a draft is seen by the hosts' offices alone. From the call on by everyone of a host, of a site's unit, of a
// unit above the first host, and by the chairs. Papers are seen by sites once they are released.
//
// The room (files room_*.go and floor*.go) works on conference_hand, conference_floor, conference_remark,
// conference_roll_call, conference_roll_answer and conference_line_test; of these Close alone ends what is still open.
// It also writes conference_agenda.started_at/ended_at and, by the rules above, a site's line and headcount. It reads
// through Load…In and judges with mayRun and loadSeen. A hand or the floor needs status open; line tests and joining
// need called or open; remarks may be mended until concluded. All of it publishes "room:<conference>" through s.tell.
package conference
