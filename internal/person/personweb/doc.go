// Package personweb is the posts of a unit and their holders: a part of the
// unit's page, the forms to set up a post, appoint and end, and the search for
// officials.
package personweb
