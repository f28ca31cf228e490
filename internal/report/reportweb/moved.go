package reportweb

import (
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// movedText is the whole notice that a period ends on another day: the event, both ends, and what becomes of the unit's deadline.
func movedText(b shell.Base, m report.Moved, f report.Filing) string {
	due := m.Due(f)
	if due.Before == due.After {
		return b.T("report.moved_end", "event", m.EventName, "before", m.Before, "after", m.After, "due", due.After.Due(b.Lang))
	}
	return b.T("report.moved_both", "event", m.EventName, "before", m.Before, "after", m.After, "old", due.Before.Due(b.Lang), "due", due.After.Due(b.Lang))
}

// movedShort is the notice in one line, as the page of the day has it.
func movedShort(texts *i18n.Catalog, lang i18n.Lang, m report.Moved, f report.Filing) string {
	due := m.Due(f)
	if due.Before == due.After {
		return texts.T(lang, "report.moved_end_short", "event", m.EventName, "before", m.Before, "after", m.After)
	}
	return texts.T(lang, "report.moved_due_short", "event", m.EventName, "old", due.Before.Due(lang), "due", due.After.Due(lang))
}
