package calendarweb

import (
	"unicode"
	"unicode/utf8"

	"giaoban/internal/calendar"
	"giaoban/internal/web/shell"
)

func stateText(b shell.Base, provisional bool) string {
	if provisional {
		return b.T("calendar.provisional")
	}
	return b.T("calendar.settled")
}

// standingName is a record's kind and title as a line of its own.
func standingName(b shell.Base, on calendar.Standing) string {
	name := on.Name(b.Lang)
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}
