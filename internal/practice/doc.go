// Package practice keeps good practices (mô hình mới, cách làm hay): what a
// unit found to work, which the level above may endorse and others adopt.
//
//	share ─▶ shared ──withdraw, its unit (reason)──▶ withdrawn
//	          │ └─ endorse: once, by a unit above
//	          └─── adopt: any other unit, once, with a note
//
// Invariants:
//   - A unit does not adopt its own practice, nor endorse it.
//   - Adopters are named and counted; an adoption is not taken back.
//   - What was withdrawn is read by its own unit and by who adopted it.
//
// Who reads it: everybody with a desk. It is meant to be spread.
package practice
