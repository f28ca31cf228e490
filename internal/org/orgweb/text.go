package orgweb

import (
	"giaoban/internal/org"
	"giaoban/internal/web/shell"
)

func openWord(open bool) string {
	if open {
		return "shut"
	}
	return "open"
}

func toggleLabel(b shell.Base, r row) string {
	if r.open {
		return b.T("org.shut_unit", "unit", r.unit.Name)
	}
	return b.T("org.open_unit", "unit", r.unit.Name)
}

// dash is a count; nothing is a dash, because a leaf has no count.
func dash(b shell.Base, n int) string {
	if n == 0 {
		return "–"
	}
	return b.Int(int64(n))
}

func sinceText(b shell.Base, u org.Unit) string {
	switch {
	case u.From == 0 && u.To == 0:
		return ""
	case u.To == 0:
		return b.Date(u.From)
	case u.From == 0:
		return b.T("org.until", "date", u.To)
	}
	return b.T("org.from_until", "from", u.From, "to", u.To)
}

func foundNote(b shell.Base, v treeView) string {
	if v.more {
		return b.T("org.first_found", "n", len(v.found))
	}
	return b.T("org.n_found", "n", len(v.found))
}

func notThatDayText(b shell.Base, v unitView) string {
	if v.on < v.unit.From {
		return b.T("org.not_yet", "unit", v.unit.Name, "date", v.on, "from", v.unit.From)
	}
	return b.T("org.no_more", "unit", v.unit.Name, "date", v.on, "to", v.unit.To)
}

func originsLead(b shell.Base, v unitView) string {
	if v.on < v.unit.From {
		return b.T("org.predecessors")
	}
	return b.T("org.successors")
}

func versionText(b shell.Base, u org.Unit) string {
	if text := sinceText(b, u); text != "" && u.From != 0 && u.To == 0 {
		return b.T("org.since_day", "date", u.From)
	} else if text != "" {
		return text
	}
	return b.T("org.since_ever")
}

func childrenNote(b shell.Base, v unitView) string {
	if v.below == 0 {
		return ""
	}
	return b.T("org.children_note", "direct", v.direct, "below", v.below)
}
