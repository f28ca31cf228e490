// Package document keeps what a unit issues to others: numbered, dated, signed,
// received and acknowledged.
//
// A document is born issued: whoever drafts it (a conference its notice of
// conclusions) keeps the draft. Its number belongs to issuer, kind and year and
// is taken in the transaction of the issue, so numbers have no gaps.
//
// States of a document: issued → superseded by a correction (version + 1) → …
// States of a receipt (one per version and receiving unit):
//
//	sent → opened → acknowledged        opening and acknowledging are idempotent
//
// Invariants:
//   - What was issued never changes. A correction is a new version under the same
//     number, with a reason; the old version stays readable and says that it is
//     superseded. Receipts start again with each version.
//   - Signer, title and page layout are frozen in the version.
//   - A document has at least one recipient and one block of text.
//   - Of a document that bears a mark of secrecy (Secrecy, độ mật) only number,
//     date and kind are recorded, in the paper register of a unit (Entry:
//     documents handled outside the program). It is never issued: a title that
//     begins with a mark is refused here and wherever files or texts come in.
//
// Who reads: anyone with a desk at the issuer or at a recipient unit; superiors
// of the issuer through actor.ReadFiled. All receipts are seen by the issuer and
// its superiors; a recipient sees its own. Who corrects: the issuer's conference
// secretary, office or chair; a notice of conclusions its conference alone, where
// a chair approves the correction. The paper register is kept and read by those
// who acknowledge for the unit.
package document
