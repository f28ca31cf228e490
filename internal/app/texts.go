package app

import (
	"giaoban/internal/account"
	"giaoban/internal/account/accountweb"
	"giaoban/internal/actor"
	"giaoban/internal/app/doctor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/calendar/calendarweb"
	"giaoban/internal/conference"
	"giaoban/internal/conference/conferenceweb"
	"giaoban/internal/document"
	"giaoban/internal/document/documentweb"
	"giaoban/internal/i18n"
	"giaoban/internal/news"
	"giaoban/internal/news/newsweb"
	"giaoban/internal/obstacle"
	"giaoban/internal/obstacle/obstacleweb"
	"giaoban/internal/org"
	"giaoban/internal/org/orgweb"
	"giaoban/internal/person"
	"giaoban/internal/person/personweb"
	"giaoban/internal/practice"
	"giaoban/internal/practice/practiceweb"
	"giaoban/internal/report"
	"giaoban/internal/report/reportweb"
	"giaoban/internal/retention"
	"giaoban/internal/retention/retentionweb"
	"giaoban/internal/sheet"
	"giaoban/internal/task"
	"giaoban/internal/task/taskweb"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/datebook"
	"giaoban/internal/web/guide"
	"giaoban/internal/web/home"
	"giaoban/internal/web/openlog"
	"giaoban/internal/web/search"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Texts are the texts of the whole program.
func Texts() []i18n.Messages {
	return []i18n.Messages{
		ownMessages(), doctor.Messages(), i18n.TextMessages(), when.Messages(), actor.Messages(), blob.Messages(),
		web.Messages(), api.Messages(), shell.Messages(), home.Messages(), datebook.Messages(), search.Messages(), openlog.Messages(), guide.Messages(),
		sheet.Messages(), org.Messages(), orgweb.Messages(), calendar.Messages(), calendarweb.Messages(), person.Messages(), personweb.Messages(),
		account.Messages(), accountweb.Messages(), retention.Messages(), retentionweb.Messages(), document.Messages(), documentweb.Messages(), task.Messages(), taskweb.Messages(),
		obstacle.Messages(), obstacleweb.Messages(), practice.Messages(), practiceweb.Messages(),
		report.Messages(), reportweb.Messages(), conference.Messages(), conference.RoomMessages(), conferenceweb.Messages(), conferenceweb.RoomMessages(),
		news.Messages(), newsweb.Messages(),
	}
}
