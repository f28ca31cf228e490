// Package rollup adds the figures of one report request up a tree, in memory.
//
// The cube holds, for every unit in pre-order, the row it filed itself (own)
// and the totals over its subtree in two layers: what was filed or accepted,
// and what was accepted. It is a cache: SQL is the truth, a cube can be built
// again at any time, and Diff compares two of them cell by cell.
//
// Invariants:
//   - Every unit files its own figures only; a total is own plus the totals of
//     the children, so nothing is counted twice.
//   - A figure that nobody gave is not 0. Each total carries the number of units
//     behind it (Have); a total with Have 0 is no figure.
//   - Set is absolute: giving the same row twice changes nothing, and the order
//     in which rows arrive does not matter.
//   - Stamp of a position is another after each Set at or below it: what was made
//     of a subtree can be kept until then.
//   - A Sum changes by its delta along the path to the root. A Max that may have
//     fallen is computed again from the children of each unit on that path.
//
// Numbers are int64 in fixed point; the scale belongs to the caller. Ratios and
// weighted means are never stored: the caller keeps their two parts as columns.
// The package knows no form, no unit and no database, and is not safe for
// concurrent use: its owner holds the lock.
package rollup
