// Package news tells the public what a conference meant for one unit.
//
// States of an item:
//
//	draft → published → corrected (again and again) → withdrawn
//	draft → gone                                    (discarded; drafts leave no trace)
//
// An item is drafted from a conference by the editor of a unit that hosts it or
// has a site in it. It has two blocks: the unit's own, and the central block,
// which the first host's editor writes once for all and nobody else may touch.
// The central block stands with the conference, not in the items, so that it is
// the same on every site's page.
//
// Invariants:
//   - Drafts are seen by the unit's own editors alone. The central block is seen by
//     the editors of the conference's units as soon as it is saved, by the public with
//     the first item that is published.
//   - A published item has a headline, a byline, a category, a moment not before the
//     conference began and not in the future, and a text.
//   - Every photo has a caption, a text for those who cannot see it, and a credit.
//   - What is public changes only with a note that says what was put right; note and
//     moment stand on the page. So does the central block: its notes stand on all items.
//   - A withdrawn item keeps its address, which says why it is gone. It does not come back.
//   - Bodies are stored sanitised (markup.go). Headlines, leads, captions, credits are plain text.
//   - Photos are decoded and written anew (photo.go): what a camera wrote into the
//     file, such as where it stood, does not survive. Limits are judged on the header,
//     before anything is decoded.
//   - Publishing, correcting, withdrawing are journalled; drafts are not.
//
// What the page says about the conference itself is read from its record when the
// page is asked for: number of conclusions only once the notice is issued.
package news
