// Package mail sends plain mails from an outbox in the database.
//
// A mail is a row that is written in the same piece as what it tells of, and
// taken by a lease, so that of several processes one sends it:
//
//	waiting ──accepted by the server──▶ sent
//	   │ └──not now──▶ waiting (later and later)
//	   └──the address refused for good, or three days over──▶ failed
//
// A process that dies after the server took a mail and before that is noted
// leaves the lease to run out; the mail goes once more, under the same
// Message-ID, by which mail servers know it again.
//
// Invariants: a mail has one recipient, whose address was validated, and no line of
// its head comes from outside unchecked. The text goes from the table when the mail
// is through. Passwords of the server are never logged, journalled or stored.
//
// The package knows no domain: what a mail says and who gets it is decided by who queues it.
package mail
