// Package doctor examines an installation, also while it serves, and says what
// to do about what it finds. It only reads.
//
// Every finding is one line: ok, warn (soon or perhaps a harm) or fail (act
// now). A check that could not be made is a finding too, never silence.
package doctor
