// Package obstacleweb is the pages of obstacles: what a unit raised, what was
// routed to it, one obstacle with its way, groups and their answers; its part of
// the day's page; and the card beside a task, a report or a site.
package obstacleweb
