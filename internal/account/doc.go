// Package account keeps who may sign in and what that account may do.
//
// An account has a login, a password hash and dated grants; a grant is a role
// on a unit. Grants hold unit ids and are judged on today's tree of the domain
// clock: one whose days are over, or whose unit no longer exists, gives nothing.
// A successor of a dissolved unit inherits no grant; somebody gives it one.
//
// States of an account: open → closed → open. A closed account cannot sign in,
// and its sessions act as nobody from the next request on. One closed for long is
// forgotten: login, name and factors go, row and grants stay, nobody opens it again.
//
// Signing in: every try is counted before the password is looked at, so that
// tries sent at the same time count too. Five tries without success lock the
// login for 15 minutes. An unknown login is counted, answered and costs the
// same work as a known one.
//
// Second factors: passkeys, an authenticator app, recovery codes. ActorFor and
// Assured tell the actor how surely its holder acts; acts that bind ask for it
// (actor.StepUp), here: passwords, factors, grants. The first factor is set up by
// a fresh sign-in or the password again, each further one by showing one that is
// there. What waits for an answer (challenges, secrets to be confirmed, sign-ins
// at a provider) is one row for one use within minutes. An outside identity is
// linked to an account and never makes one.
//
// Accounts of many people come from one file: a draft until it is taken over, then
// pieces of some accounts with their slips; interrupted, it is carried on and makes none twice.
//
// Passwords are looked at two at a time; the others wait in a line (Turn), whose
// order is that of coming, but for acts of people who are signed in.
//
// Invariants: a login is unique without regard to case and diacritics; only
// password hashes, session token hashes and recovery code hashes are stored; they
// and the secrets of authenticator apps are never journalled or logged. Locks, sessions and hashes live on the
// real clock; grants on the domain clock.
//
// Whoever changes an account, its grants or its sessions publishes the topic
// "account:<id>", on which caches and live streams listen.
package account
