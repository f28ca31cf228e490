package orgweb

import (
	"strconv"

	"giaoban/internal/org"
	"giaoban/internal/web/shell"
)

func (v importsView) brought(b shell.Base) []shell.Brought {
	var list []shell.Brought
	for _, i := range v.imports {
		list = append(list, shell.Brought{Name: i.File, Href: importHref(i.ID, ""), Sub: b.T("org.import_by", "name", i.Actor, "when", i.At), Chip: shell.Chip(importChip(b, i.State))})
	}
	return list
}

// work counts the lines that make or change a unit.
func (v importView) work() int { return v.counts[org.LineNew] + v.counts[org.LineChanged] }

func (v importView) verdict(b shell.Base) shell.FileVerdict {
	wrong := v.counts[org.LineWrong]
	return shell.FileVerdict{Wrong: wrong, Work: v.work(), IfWrong: b.T("org.import_wrong_note", "count", wrong), IfIdle: b.T("org.import_nothing"), IfReady: b.T("org.import_ready")}
}

func (v importView) figures(b shell.Base) []shell.FigureSpec {
	count := func(o org.Outcome) shell.FigureSpec {
		return shell.FigureSpec{Label: b.T("org.line_" + string(o)), Value: b.Int(int64(v.counts[o]))}
	}
	fresh, wrong := count(org.LineNew), count(org.LineWrong)
	fresh.Tone, fresh.Lead = "ok", true
	wrong.Tone = v.verdict(b).WrongTone()
	return []shell.FigureSpec{fresh, count(org.LineChanged), count(org.LineSame), wrong}
}

func (v importView) table(b shell.Base) shell.FileLines {
	t := shell.FileLines{Title: b.T("shell.file_lines"), Note: b.T("shell.file_n_lines", "n", v.total), At: b.T("shell.file_line"), Name: b.T("org.column_name"), Outcome: b.T("shell.file_outcome"), Pager: v.pager,
		Columns: []shell.FileColumn{{Title: b.T("org.column_code"), Class: "code"}, {Title: b.T("org.column_parent"), Class: "code"}}}
	for _, l := range v.lines {
		one := shell.FileLine{At: strconv.Itoa(l.Line), Name: l.Name, Wrong: l.Outcome == org.LineWrong, Cells: []shell.FileCell{{Text: l.Code}, {Text: l.Parent}}, Chip: shell.Chip(outcomeChip(b, l.Outcome))}
		for _, f := range l.Faults {
			one.Faults = append(one.Faults, b.CellFault(f.Cell, f.Key, f.Args))
		}
		t.Lines = append(t.Lines, one)
	}
	return t
}
