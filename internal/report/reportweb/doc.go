// Package reportweb is the pages of the reporting regime: what a unit owes, the
// entry page with autosave, signing and filing, reading and receiving, the
// board of a request with its live totals, and the same totals as JSON.
//
// Addresses: /reports, /reports/new, /reports/{request}/board,
// /reports/{request}/totals.json, /reports/{request}/units/{unit} and what
// stands below it. All acts are plain forms; entry.ts and board.ts improve two
// pages and neither is needed.
package reportweb
