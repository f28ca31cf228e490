package app

import (
	"giaoban/internal/account/accountweb"
	"giaoban/internal/calendar/calendarweb"
	"giaoban/internal/conference/conferenceweb"
	"giaoban/internal/document/documentweb"
	"giaoban/internal/news/newsweb"
	"giaoban/internal/obstacle/obstacleweb"
	"giaoban/internal/org/orgweb"
	"giaoban/internal/person/personweb"
	"giaoban/internal/practice/practiceweb"
	"giaoban/internal/report/reportweb"
	"giaoban/internal/retention/retentionweb"
	"giaoban/internal/task/taskweb"
	"giaoban/internal/web/api"
	"giaoban/internal/web/search"
)

// operations registers what other programs may call, under api.Prefix.
func (a *App) operations() {
	a.api = api.New(a.mux)
	accountweb.API{Account: a.account}.Register(a.api)
	orgweb.API{Org: a.org}.Register(a.api)
	personweb.API{Person: a.person}.Register(a.api)
	calendarweb.API{Calendar: a.calendar, Org: a.org}.Register(a.api)
	retentionweb.API{Retention: a.retention}.Register(a.api)
	reportweb.API{Report: a.report}.Register(a.api)
	taskweb.API{Task: a.task}.Register(a.api)
	obstacleweb.API{Obstacle: a.obstacle}.Register(a.api)
	practiceweb.API{Practice: a.practice}.Register(a.api)
	documentweb.API{Document: a.document}.Register(a.api)
	conferenceweb.API{Conference: a.conference, Room: a.room}.Register(a.api)
	newsweb.API{News: a.news}.Register(a.api)
	search.API{Parts: a.findParts(a.texts)}.Register(a.api)
	a.api.Pages()
}
