// Package report is the reporting regime: a form is asked of the units of a
// scope for a period, each files its own figures and texts, the level above
// accepts or returns them, and totals stand at every level while that happens.
//
// A Request opens a Form for a period with a deadline. It makes one Filing per
// unit in its scope, on the tree as it was at the end of the period. Who opens
// the request does not report to itself. A unit's filing goes to its nearest
// ancestor in the scope, else to the opener.
//
//	draft ──sign──▶ signed ──file──▶ filed ──accept──▶ accepted
//	  ▲◀──unsign────┘                  │
//	  └────────── returned ◀──return───┘   (a returned filing is drafted and signed again)
//
// An accepted report is opened again by its receiver, with a reason, and stands as
// returned until the unit files a new version. A request may be frozen as a signed
// Edition, which quotes versions and keeps the tree: later corrections never reach it.
//
// Invariants:
//   - A draft keeps whatever was typed, also what is wrong; checks refuse only
//     at signing. Drafts belong to the unit: nobody outside reads one, also not
//     the level above, and they leave no trace in the journal.
//   - Only what is signed can be filed, and what is filed is exactly what was
//     signed. Each filing is a numbered version that never changes; a return
//     leads to a new version, never to an edited one.
//   - A signature holds the signer's titles of that day and the capacity. Where
//     the same person wrote and signed, it says so.
//   - A filing is late when its first version came after the unit's own deadline.
//     A return and a later version do not change that.
//   - A request copies the window of its period and the deadline of every unit
//     when it is opened. Only an event at which the period ends moves them, with a notice.
//   - The basis of a request stands in place of the form's own, see Form.On.
//   - While a unit's draft is empty, or holds only what was returned, the level straight
//     above may type for it when it phones (Call). The unit's first change makes the draft its own.
//   - Every unit files its own figures; a total is the sum over the subtree.
//     A unit without a figure is missing, not 0: no figure is shown without m/n.
//   - A unit that was asked keeps its place on the request's tree, also where it is gone or elsewhere at the end of the period.
//   - What was filed is never moved by a change of the tree. Restated adds the
//     same reports up by today's units; the whole is the same in both views.
package report
