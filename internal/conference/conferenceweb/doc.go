// Package conferenceweb is the pages of conferences: the list, the call and its form, a conference's own page, a site's
// page, and the page on which conclusions become a notice and tasks. The room has its own files, room_*.
//
// Every act is a plain form that posts and comes back; conference.ts only spares reloads: it counts sites while a scope
// is chosen, keeps what could not be sent while the line is down, and shows conclusions to others while they are typed.
package conferenceweb
