package reportweb

import (
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// nestedState says in words how far a request has come.
func nestedState(b shell.Base, n report.Nested) string {
	if n.In >= n.Expected {
		return b.T("report.nested_complete")
	}
	return b.T("report.nested_due", "when", dueText(b, n.Request.Deadline), "left", b.Left(n.Request.Deadline.Date()))
}
