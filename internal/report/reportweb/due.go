package reportweb

import (
	"strings"

	"giaoban/internal/report"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// boardDue says when the reports of a board are due: by level where that differs, each deadline once.
func boardDue(b shell.Base, board report.Board) string {
	levels := map[string]string{}
	for _, l := range board.Levels {
		levels[l.Code] = l.Name.In(b.Lang)
	}
	var at []when.Instant
	names := map[when.Instant][]string{}
	for _, d := range board.Request.Deadlines {
		if names[d.At] == nil {
			at = append(at, d.At)
		}
		names[d.At] = append(names[d.At], levels[d.Level])
	}
	if len(at) < 2 {
		return dueText(b, board.Request.Deadline)
	}
	var parts []string
	for _, due := range at {
		parts = append(parts, b.T("report.due_of_level", "level", strings.Join(names[due], ", "), "when", dueText(b, due)))
	}
	return strings.Join(parts, "; ")
}
