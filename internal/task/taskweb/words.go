package taskweb

import (
	"giaoban/internal/task"
	"giaoban/internal/web/shell"
)

func blockedLine(b shell.Base, t task.Task, n names) string {
	if t.Blocker.Zero() {
		return b.T("task.blocked_by", "text", t.Blocked)
	}
	return b.T("task.blocked_by_unit", "text", t.Blocked, "unit", n.of(t.Blocker, t.IssuedAt))
}

func resultHelp(b shell.Base, t task.Task) string {
	if t.Product == "" {
		return b.T("task.result_help")
	}
	return b.T("task.result_asked", "product", t.Product)
}
