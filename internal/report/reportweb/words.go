package reportweb

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func askedPath(a report.Asked) string {
	return "/reports/" + a.Request.ID.String() + "/units/" + a.Filing.Unit.String()
}

func overdue(b shell.Base, a report.Asked) bool {
	return a.Filing.Overdue(b.Now)
}

// leftTone is the colour of the days left: gold within a week, lacquer when over.
func leftTone(b shell.Base, a report.Asked) string {
	switch n := a.Filing.DaysLeft(b.Today); {
	case overdue(b, a):
		return "bad"
	case n <= 7:
		return "late"
	}
	return "plain"
}

// nextStep names what the unit does next with a report.
func nextStep(b shell.Base, a report.Asked) string {
	switch a.Filing.State {
	case report.StateReturned:
		return b.T("report.home_mend_action")
	case report.StateSigned:
		return b.T("report.home_send_action")
	case report.StateDraft:
		switch {
		case signs(b, a):
			return b.T("report.home_sign_action")
		case a.Filing.DraftVersion == 0:
			return b.T("report.home_begin_action")
		case a.Filing.Submission.Waiting():
			return b.T("report.look")
		}
		return b.T("report.home_write_action")
	}
	return b.T("report.look")
}

// signs tells whether a draft waits for the reader's own signature: it lies with the head, or its reader signs what the desk writes.
func signs(b shell.Base, a report.Asked) bool {
	if a.Filing.State != report.StateDraft || a.Filing.DraftVersion == 0 || !b.Actor.HasAt(actor.SignFiling, a.Filing.Unit) {
		return false
	}
	return a.Filing.Submission.Waiting() || !writes(b.Actor, a.Filing.Unit)
}

func nextPath(b shell.Base, a report.Asked) string {
	switch {
	case a.Filing.State == report.StateSigned:
		return askedPath(a) + "/file"
	case signs(b, a):
		return askedPath(a) + "/sign"
	}
	return askedPath(a)
}

func num(n int) string     { return strconv.Itoa(n) }
func num64(n int64) string { return strconv.FormatInt(n, 10) }

// of is m/n of small counts.
func of(b shell.Base, m, n int) string { return b.Of(int64(m), int64(n)) }

// inputID is the id of a field's input, to which error lists link.
func inputID(field string) string { return "f-" + field }

func due(b shell.Base, r report.Report) string {
	return b.T("report.due", "when", dueText(b, r.Filing.Deadline), "left", b.Left(r.Filing.Deadline.Date()))
}

func dueTone(b shell.Base, r report.Report) string {
	switch {
	case b.Now.After(r.Filing.Deadline):
		return "left-bad"
	case r.Filing.DaysLeft(b.Today) <= 7:
		return "left-late"
	}
	return ""
}

func span(b shell.Base, r report.Report) string {
	return r.Request.Period.From.Full(b.Lang) + " – " + r.Request.Period.To.Full(b.Lang)
}

// signWord names the step towards the signature: who may not sign hands the report to who does.
func signWord(b shell.Base, r report.Report) string {
	if r.MaySign {
		return b.T("report.to_sign")
	}
	return b.T("report.to_check")
}

// columns counts the columns of the grid.
func (g grid) columns() int {
	n := 5
	if g.PrevName != "" {
		n++
	}
	if g.SameName != "" {
		n++
	}
	if g.PrevName != "" || g.SameName != "" {
		n += 2
	}
	return n
}

func changeHead(b shell.Base, g grid) string {
	if g.SameName != "" {
		return b.T("report.against_same")
	}
	return b.T("report.against_previous")
}

func cellAttrs(r row) templ.Attributes {
	a := templ.Attributes{"aria-describedby": r.ID + "-unit " + inputID(r.Slot) + "-error " + inputID(r.Slot) + "-hint"}
	if len(r.Errors) > 0 {
		a["aria-invalid"] = "true"
	}
	return a
}

// reportSteps shows the way of a report; now is the step on which the reader is, from 0.
func reportSteps(b shell.Base, r report.Report, now int) []shell.Step {
	steps := []shell.Step{
		{Text: b.T("report.step_write"), Href: path(r)}, {Text: b.T("report.step_sign")}, {Text: b.T("report.step_file")}, {Text: b.T("report.step_receive", "unit", r.Receiver.Short())},
	}
	for i := range steps {
		steps[i].Done, steps[i].Now = i < now, i == now
	}
	if now > 1 {
		steps[0].Href = ""
	}
	return steps
}

func capacities(b shell.Base, unit ident.ID) []shell.Option {
	var list []shell.Option
	for _, c := range b.Actor.SignsAs(unit) {
		list = append(list, shell.Option{Value: string(c), Label: b.T(c.Key())})
	}
	return list
}

// fieldName names a field of the form for a list of what to mend.
func fieldName(b shell.Base, f report.Form, field string) string {
	field = strings.TrimSuffix(field, "why")
	for _, n := range f.Narratives {
		if n.Code == field {
			return n.Title.In(b.Lang)
		}
	}
	if ind, ok := f.Indicator(field); ok { // of a choice and a text no slot has the code
		return ind.Code + " " + ind.Name.In(b.Lang)
	}
	if parts := strings.Split(field, "."); len(parts) == 3 { // a cell of a table
		ind, _ := f.Indicator(parts[0])
		c, _ := ind.Column(parts[2])
		return ind.Code + " " + ind.Name.In(b.Lang) + ", " + b.T("report.cell_of_row", "n", parts[1], "what", c.Name.In(b.Lang))
	}
	for _, s := range f.Slots() {
		if s.Code == field {
			ind, _ := f.Indicator(s.Indicator)
			name := ind.Code + " " + ind.Name.In(b.Lang)
			if c, ok := ind.Column(s.Column); ok { // the sum of a table's column
				name += ", " + b.T("report.column_total", "what", c.Name.In(b.Lang))
			}
			return name
		}
	}
	return field
}

// dueText is a deadline, with its year where that is not this one.
func dueText(b shell.Base, t when.Instant) string {
	s := t.Due(b.Lang)
	switch {
	case t.Zero() || t.Date().Year() == b.Today.Year():
		return s
	case b.Lang == i18n.VI:
		return s + "/" + num(t.Date().Year())
	}
	return s + " (" + num(t.Date().Year()) + ")"
}

// field is the field whose faults are told at the row.
func (r row) field() string {
	if r.Slot != "" {
		return r.Slot
	}
	return r.Told
}

// line names a line of the grid for a block that brings codes along.
func (r row) line() string {
	if r.Slot != "" {
		return r.Slot
	}
	return r.Code
}

type gridKey struct {
	keys []string
	does string
}

// gridKeys lists the keys of a form's grid, as the help shows them.
func gridKeys(f report.Form) []gridKey {
	list := []gridKey{
		{[]string{"↑", "↓"}, "report.keys_move"}, {[]string{"Enter"}, "report.keys_enter"}, {[]string{"Ctrl", "↓"}, "report.keys_edge"},
		{[]string{"Home", "End"}, "report.keys_home"}, {[]string{"F2"}, "report.keys_edit"}, {[]string{"Esc"}, "report.keys_restore"},
		{[]string{"Shift", "↓"}, "report.keys_pick"}, {[]string{"Ctrl", "C"}, "report.keys_copy"}, {[]string{"Ctrl", "V"}, "report.keys_paste"},
		{[]string{"Ctrl", "Z"}, "report.keys_undo"}, {[]string{"Ctrl", "Y"}, "report.keys_redo"},
	}
	if slices.ContainsFunc(f.Indicators, func(ind report.Indicator) bool { return ind.Kind == report.Table }) {
		list = append(list, gridKey{[]string{"Tab"}, "report.keys_tab"}, gridKey{[]string{"Ctrl", "Enter"}, "report.keys_row_add"}, gridKey{[]string{"Ctrl", "Delete"}, "report.keys_row_drop"})
	}
	return list
}

// placesText counts the places that changed.
func placesText(b shell.Base, n int) string {
	if n == 0 {
		return b.T("report.no_changes")
	}
	return b.T("report.changes", "n", n)
}

// placesAgainst is placesText with the period against which was compared.
func placesAgainst(b shell.Base, n int, period string) string {
	if n == 0 {
		return b.T("report.no_changes_against", "period", within(b.Lang, period))
	}
	return b.T("report.changes_against", "n", n, "period", within(b.Lang, period))
}

// lengthText counts words and characters of a text against what fits.
func lengthText(b shell.Base, text string) string {
	return b.T("report.length", "words", len(strings.Fields(text)), "n", utf8.RuneCountInString(text), "most", report.MaxNarrative)
}

// fieldNames names all fields that may be typed.
func fieldNames(b shell.Base, f report.Form) map[string]string {
	names := map[string]string{}
	for _, field := range f.Fields() {
		names[field] = fieldName(b, f, field)
	}
	return names
}
