package app

import (
	"context"

	"giaoban/internal/account/accountweb"
	"giaoban/internal/actor"
	"giaoban/internal/calendar/calendarweb"
	"giaoban/internal/conference/conferenceweb"
	"giaoban/internal/document/documentweb"
	"giaoban/internal/i18n"
	"giaoban/internal/news/newsweb"
	"giaoban/internal/obstacle"
	"giaoban/internal/obstacle/obstacleweb"
	"giaoban/internal/org/orgweb"
	"giaoban/internal/person/personweb"
	"giaoban/internal/practice/practiceweb"
	"giaoban/internal/report/reportweb"
	"giaoban/internal/retention/retentionweb"
	"giaoban/internal/task/taskweb"
	"giaoban/internal/web/datebook"
	"giaoban/internal/web/guide"
	"giaoban/internal/web/home"
	"giaoban/internal/web/openlog"
	"giaoban/internal/web/search"
	"giaoban/internal/web/shell"
)

// places is the navigation: a part stands here from the day on which it works.
func places() []shell.Place { return shell.DefaultPlaces() }

// routes registers every page and hands the day's page its sources.
func (a *App) routes(texts *i18n.Catalog) {
	m := a.mux
	people := personweb.New(a.person, a.org)
	tasks := taskweb.NewHome(a.task, a.org, a.clock)
	accountweb.Routes(m, a.account, a.org, a.person)
	retentionweb.Routes(m, a.retention)
	orgweb.Routes(m, a.org, people)
	personweb.Routes(m, people)
	calendarweb.Routes(m, a.calendar, a.org)
	reportweb.Routes(m, a.report, a.org, a.document, a.beside(obstacle.AboutReport))
	taskweb.Routes(m, a.task, a.org, a.beside(obstacle.AboutTask))
	obstacleweb.Routes(m, a.obstacle, a.org, a.document, conferenceweb.WithGroup(a.conference))
	practiceweb.Routes(m, a.practice, a.org)
	documentweb.Routes(m, a.document, a.org, tasks.OfNotice)
	conferenceweb.Routes(m, a.conference, a.beside(obstacle.AboutSite))
	conferenceweb.RoomRoutes(m, a.room)
	newsweb.Routes(m, a.news, a.org)
	openlog.Routes(m, a.ledger)
	guide.Routes(m)
	a.operations()
	home.Routes(m,
		reportweb.Home{Report: a.report, Org: a.org, Texts: texts},
		tasks,
		obstacleweb.NewHome(a.obstacle, a.org, a.clock),
		practiceweb.Home{Practice: a.practice, Org: a.org, Clock: a.clock, Texts: texts},
		documentweb.NewHome(a.document, a.org),
		conferenceweb.NewHome(m, a.conference),
		newsweb.NewHome(a.news, a.clock),
		calendarweb.Home{Calendar: a.calendar},
	)
	datebook.Routes(m, a.account, a.org, reportweb.Home{Report: a.report, Org: a.org, Texts: texts}, conferenceweb.NewHome(m, a.conference))
	search.Routes(m, a.org, a.findParts(texts)...)
	a.clockRoutes()
	if a.media != nil {
		signalling := m.OwnOrigin(a.media.Handler())
		m.Raw("/rtc", signalling)
		m.Raw("/rtc/", signalling)
	}
}

// findParts are what the search asks, in the order in which it shows what was found.
func (a *App) findParts(texts *i18n.Catalog) []search.Part {
	return []search.Part{
		{Kind: search.Units, Source: orgweb.Find{Org: a.org}},
		{Kind: search.Reports, Source: reportweb.Find{Report: a.report, Texts: texts}},
		{Kind: search.Conferences, Source: conferenceweb.Find{Conference: a.conference, Org: a.org, Texts: texts}},
		{Kind: search.Tasks, Source: taskweb.Find{Task: a.task, Org: a.org, Texts: texts}},
		{Kind: search.Documents, Source: documentweb.Find{Document: a.document, Org: a.org, Texts: texts}},
		{Kind: search.Obstacles, Source: obstacleweb.Find{Obstacle: a.obstacle, Org: a.org, Texts: texts}},
		{Kind: search.Practices, Source: practiceweb.Find{Practice: a.practice, Org: a.org}},
		{Kind: search.News, Source: newsweb.Find{News: a.news}},
		{Kind: search.Forms, Source: reportweb.FindForms{Report: a.report}},
	}
}

// badges are the numbers in the header: unread documents, and what waits in tasks and obstacles.
func (a *App) badges(ctx context.Context, who actor.Actor) (unread int, counts map[string]int) {
	unread, err := a.document.Unread(ctx, who, who.Unit)
	if err != nil {
		return 0, nil // a page is not refused because a number in its header is
	}
	tasks, err := a.task.Count(ctx, who, who.Unit)
	if err != nil {
		return unread, nil
	}
	obstacles, err := a.obstacle.Count(ctx, who, who.Unit)
	if err != nil {
		return unread, nil
	}
	explanations, err := a.report.CountExplanations(ctx, who, who.Unit)
	if err != nil {
		return unread, nil
	}
	return unread, map[string]int{"tasks": tasks + obstacles, "reports": explanations}
}
