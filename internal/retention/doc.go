// Package retention says how long each kind of record is kept, lets who keeps
// the root's accounts change it within bounds, and has what is over removed
// once a day.
//
// A kind, its bounds and its default are code (Policies); what somebody chose
// is a row. Each owner of tables removes its own rows, by a Remover that app
// hands over; nothing here knows their tables. What is never removed, and why,
// stands in Forever.
//
// Clean runs in pieces that aim at a half of the 50 ms which a piece may take;
// what a run does not reach, the next day's does. It may be interrupted and run
// again: a piece removes and counts in one transaction. A changed time holds
// from a day after the change on, so that a mistake can be taken back.
//
// Moments are compared with real time. Records that carry the domain clock are
// judged by it all the same: outside of a demo both are one.
package retention
