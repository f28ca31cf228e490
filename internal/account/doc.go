// Package account keeps who may sign in and what that account may do.
//
// An account has a login, a password hash and dated grants; a grant is a role
// on a unit. Grants hold unit ids and are judged on today's tree of the domain
// clock: one whose days are over, or whose unit no longer exists, gives nothing.
// A successor of a dissolved unit inherits no grant; somebody gives it one.
//
// States of an account: open → closed → open. A closed account cannot sign in,
// and its sessions act as nobody from the next request on.
//
// Signing in: every try is counted before the password is looked at, so that
// tries sent at the same time count too. Five tries without success lock the
// login for 15 minutes. An unknown login is counted, answered and costs the
// same work as a known one.
//
// Invariants: a login is unique without regard to case and diacritics; only
// password hashes and session token hashes are stored; passwords, hashes and
// tokens are never journalled or logged. Locks, sessions and hashes live on the
// real clock; grants on the domain clock.
//
// Whoever changes an account, its grants or its sessions publishes the topic
// "account:<id>", on which caches and live streams listen.
package account
