package accountweb

import (
	"strconv"

	"giaoban/internal/account"
	"giaoban/internal/org"
	"giaoban/internal/web/shell"
)

func (v importsView) brought(b shell.Base) []shell.Brought {
	var list []shell.Brought
	for _, i := range v.Imports {
		list = append(list, shell.Brought{Name: i.File, Href: importHref(i.ID, ""), Sub: b.T("accountweb.import_by", "name", i.Actor, "when", i.At), Chip: shell.Chip(importChip(b, i.State))})
	}
	return list
}

func (v importView) verdict(b shell.Base) shell.FileVerdict {
	wrong := v.Counts[org.LineWrong]
	out := shell.FileVerdict{Wrong: wrong, Work: v.Counts[org.LineNew], IfWrong: b.T("accountweb.import_wrong_note", "count", wrong), IfIdle: b.T("account.import_nothing"), IfReady: b.T("accountweb.import_ready")}
	if v.State == account.ImportRunning {
		out.Stopped = b.T("accountweb.import_interrupted")
	}
	return out
}

func (v importView) figures(b shell.Base) []shell.FigureSpec {
	return []shell.FigureSpec{
		{Label: b.T("accountweb.line_new"), Value: b.Int(int64(v.Counts[org.LineNew])), Tone: "ok", Lead: true},
		{Label: b.T("accountweb.line_same"), Value: b.Int(int64(v.Counts[org.LineSame]))},
		{Label: b.T("accountweb.line_wrong"), Value: b.Int(int64(v.Counts[org.LineWrong])), Tone: v.verdict(b).WrongTone()},
	}
}

func (v importView) table(b shell.Base) shell.FileLines {
	t := shell.FileLines{Title: b.T("shell.file_lines"), Note: b.T("shell.file_n_lines", "n", v.Total), At: b.T("shell.file_line"), Name: b.T("accountweb.column_name"), Outcome: b.T("shell.file_outcome"), Pager: v.Pager,
		Columns: []shell.FileColumn{{Title: b.T("accountweb.unit"), Label: true}, {Title: b.T("accountweb.login"), Label: true}, {Title: b.T("accountweb.role"), Label: true}}}
	for _, l := range v.Lines {
		one := shell.FileLine{At: strconv.Itoa(l.Line), Name: l.Name, Sub: l.Post, Wrong: l.Outcome == org.LineWrong, Chip: shell.Chip(lineChip(b, v, l)),
			Cells: []shell.FileCell{{Text: unitOf(l)}, {Text: l.Login}, {Text: lineRoles(b, l)}}}
		if v.State == account.ImportDone {
			one.Href = "/accounts/" + l.Account.String()
		}
		if l.Proposed {
			one.Cells[1].Sub = b.T("accountweb.proposed")
		}
		for _, f := range l.Faults {
			one.Faults = append(one.Faults, b.CellFault(f.Cell, f.Key, f.Args))
		}
		t.Lines = append(t.Lines, one)
	}
	return t
}
