// Package orgweb is the pages of units: the tree as it was on any day, a unit's
// page with its facts, its past and its posts, and the forms of change for those
// who keep units.
//
// What other domains know of a unit (posts and holders, events) comes in as a
// Panel, so that this package stays to their left.
package orgweb
