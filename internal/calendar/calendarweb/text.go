package calendarweb

import "giaoban/internal/web/shell"

func stateText(b shell.Base, provisional bool) string {
	if provisional {
		return b.T("calendar.provisional")
	}
	return b.T("calendar.settled")
}
