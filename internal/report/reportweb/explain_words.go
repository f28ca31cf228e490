package reportweb

import (
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
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

// sharable tells whether a section can become a good practice with a click: the
// unit's own, filed, and called so by the form. Forms name their sections as
// they like, so the name is what there is to go by.
func (v reading) sharable(b shell.Base, t text) bool {
	if v.Report.Unit.ID != b.Actor.Unit || v.Version.Version == 0 || !b.Actor.HasAt(actor.SharePractice, b.Actor.Unit) {
		return false
	}
	for _, n := range v.Report.Form.Narratives {
		if n.Code == t.Code {
			return strings.Contains(i18n.Fold(n.Title.VI), "cach lam hay")
		}
	}
	return false
}
