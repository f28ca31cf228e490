package reportweb

import (
	"strings"

	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// boardDue says when the reports of a board are due: by level where that differs.
func boardDue(b shell.Base, board report.Board) string {
	levels := map[string]string{}
	for _, l := range board.Levels {
		levels[l.Code] = l.Name.In(b.Lang)
	}
	var parts []string
	for _, d := range board.Request.Deadlines {
		parts = append(parts, b.T("report.due_of_level", "level", levels[d.Level], "when", dueText(b, d.At)))
	}
	if len(parts) < 2 {
		return dueText(b, board.Request.Deadline)
	}
	return strings.Join(parts, "; ")
}
