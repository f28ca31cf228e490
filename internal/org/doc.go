// Package org keeps the units of an organisation: a tree of any depth that
// changes by the day.
//
// A unit has a code for life and versions: what it was called, at which level
// and under which parent, from a day to a day, both included. A change (create,
// rename, move, merge, split, dissolve) happens on a day, by a legal act, and
// names the units before and after it. Levels and groups (regions, sectors,
// functions) are data.
//
// Invariants, on every day that ever was or is planned:
//   - a unit has at most one version;
//   - a unit's parent lives as long as the unit stands under it;
//   - no unit stands above itself;
//   - a merge and a split name their successors, and no successor is older than
//     its change unless it took the others in.
//
// Changes are only ever added at a unit's end: a day before its last change is
// refused, because reports were filed and titles printed under the old names.
//
// A change is previewed by trying it in a piece that is rolled back; the domains
// to the right (Source) say what hangs on the units that end. What they leave
// open stays theirs and in sight (Leftovers) until somebody takes it over.
//
// Readers get a Tree: the units of one day, immutable, shared, in pre-order, so
// that "stands under" is a comparison of two numbers. Trees are kept per span
// between two days of change.
package org
