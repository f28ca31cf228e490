package reportweb

import (
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

func explanationsNote(b shell.Base, list []report.Explanation) string {
	if n := overdueExplanations(list, b.Now); n > 0 {
		return b.T("report.explanations_overdue", "n", n)
	}
	return b.T("report.explanations_n", "n", len(list))
}

// seenText says which figure was seen, and whether it has changed since.
func seenText(b shell.Base, v explanationView) string {
	text := b.T("report.seen_own", "version", v.Version)
	if v.Whole {
		text = b.T("report.seen_whole", "cover", b.Of(v.Seen.Have, v.Seen.Of))
	}
	if now := v.Now.Text(b.Lang); now != v.Seen.Text(b.Lang) {
		text += " " + b.T("report.seen_changed", "value", now)
	}
	return text
}
