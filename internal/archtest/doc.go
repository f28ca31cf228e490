// Package archtest holds the house rules of docs/architecture.md as tests:
// who may import whom, what may not stand in a package, which SQL both engines
// run, which texts exist. A rule that matters is a failing test here, and its
// message says what to do instead.
package archtest
