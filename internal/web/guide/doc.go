// Package guide is the page that tells people, work by work, what to press. Its
// texts, vi.md and en.md, are the guide of docs/guide.md too: one text, read on
// the page and beside the code. A test of app looks whether every button that
// they name has that name.
//
// Of Markdown they use headings of parts (##), paragraphs, numbered steps,
// *labels* and `signs`; nothing else is read.
package guide
