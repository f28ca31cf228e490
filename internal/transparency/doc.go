// Package transparency keeps an append-only log of official acts that anybody
// can check: reports that were filed, editions that were signed.
//
// Every act is a leaf of a Merkle tree (RFC 6962, golang.org/x/mod/sumdb/tlog),
// written in the transaction of the act itself: there is no act without its leaf
// and no leaf without its act. Drafts, private notes and secrets never enter.
// What not everybody may see enters as a commitment: the SHA-256 of a random
// salt and the record. Who may read the record is given the salt and can prove
// that this very record is in the log; to all others the leaf says that there is
// one, of whom and when, and nothing else. Without its salt a commitment tells
// nothing, so a record can be forgotten and the log stays whole.
//
// A checkpoint is the size and root of the log as a signed note (C2SP
// tlog-checkpoint). It commits to every leaf before it: whoever has kept one can
// prove that a later log only added to it. The tree is also given as static
// tiles (C2SP tlog-tiles), so that others can follow it without trusting us.
//
// Invariants:
//   - Leaves are numbered from 0 without gaps, in the order of the commits, also
//     with several processes on one database.
//   - A leaf, a node and a kept checkpoint never change.
//   - Proofs and files are checked by functions that need no database: Check.
package transparency
