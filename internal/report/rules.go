package report

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// MaxNarrative is how many characters a text of a report may have.
const MaxNarrative = 20_000

const (
	maxCellText = 200 // characters of a figure as typed
	maxReason   = 1_000
	maxNumber   = 60       // characters of a document number
	maxPDF      = 20 << 20 // bytes
	maxFileName = 200
)

// localizedKey is a message key as an argument of another message is not
// possible: states are given as texts.
func stateText(s rollup.Stage) any { return Messages()[StageKey(s)] }

// checkDeadline refuses a deadline that has passed when the request is opened.
func checkDeadline(deadline, opened when.Instant) *fault.Fault {
	switch {
	case deadline.Zero():
		return fault.Invalid("deadline", "report.deadline_missing")
	case deadline.Before(opened):
		return fault.Invalid("deadline", "report.deadline_past", "deadline", deadline, "opened", opened)
	}
	return nil
}

// asked resolves the scope of a request: units below the opener, never the opener itself.
func asked(tree *org.Tree, n NewRequest) ([]org.Unit, error) {
	if n.Scope.Under == 0 {
		n.Scope.Under = n.Opener
	}
	opener, _ := tree.Unit(n.Opener)
	if n.Scope.Kind == org.ScopeList {
		for _, id := range n.Scope.Units {
			if u, ok := tree.Unit(id); !ok || !tree.Contains(n.Opener, id) {
				return nil, fault.Invalid("scope", "report.scope_outside", "name", u.Name, "unit", opener.Name)
			}
		}
	}
	if !tree.Contains(n.Opener, n.Scope.Under) {
		return nil, fault.Invalid("scope", "report.scope_outside", "name", tree.Name(n.Scope.Under), "unit", opener.Name)
	}
	var units []org.Unit
	for _, u := range tree.Resolve(n.Scope) {
		if u.ID != n.Opener {
			units = append(units, u)
		}
	}
	if len(units) == 0 {
		return nil, fault.Invalid("scope", "report.scope_empty", "unit", opener.Name)
	}
	return units, nil
}

// receivers gives for each unit its nearest ancestor that reports too, else the opener.
func receivers(tree *org.Tree, units []org.Unit, opener ident.ID) []ident.ID {
	in := make(map[ident.ID]bool, len(units))
	for _, u := range units {
		in[u.ID] = true
	}
	list := make([]ident.ID, len(units))
	for i, u := range units {
		list[i] = opener
		for _, above := range tree.Ancestors(u.ID) {
			if in[above.ID] || above.ID == opener {
				list[i] = above.ID
				break
			}
		}
	}
	return list
}

// limits of what may be typed in a field; a draft takes any text, but not any amount of it.
func (f Form) fieldLimit(field string) int {
	for _, n := range f.Narratives {
		if n.Code == field {
			return MaxNarrative
		}
	}
	if ind, ok := f.Indicator(field); ok && ind.Kind == ShortText {
		return 2 * ind.MaxText() // what is too long is kept, and told
	}
	if indicator, _, column, ok := cellOf(field); ok {
		ind, _ := f.Indicator(indicator)
		c, _ := ind.Column(column)
		return 2 * max(c.MaxText(), maxCellText)
	}
	if strings.HasSuffix(field, whySuffix) {
		return maxReason
	}
	return maxCellText
}

// checkFields refuses unknown fields and endless texts.
func (f Form) checkFields(fields map[string]string) error {
	var faults fault.Faults
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		text := fields[field]
		if !f.takes(field) {
			faults = append(faults, fault.Invalid("", "report.unknown_field", "field", field))
		} else if most := f.fieldLimit(field); utf8.RuneCountInString(text) > most {
			faults = append(faults, fault.TooLarge(field, "report.text_too_long", "most", most))
		}
	}
	return faults.Or()
}

// merge applies a save to the fields of a draft. It gives the fields that
// change and those that clash: changed since the base by another save, to
// something else.
func merge(now map[string]Typed, s Save) (changed map[string]string, clashes []Clash) {
	changed = map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(s.Fields)) {
		text := s.Fields[field]
		there, ok := now[field]
		base := s.Base
		if own, given := s.Bases[field]; given {
			base = own
		}
		switch {
		case ok && there.Text == text, !ok && text == "":
		case ok && there.Version > base && !s.Force:
			clashes = append(clashes, Clash{Field: field, Text: there.Text, Name: there.Name, At: there.At})
		default:
			changed[field] = text
		}
	}
	return changed, clashes
}

func mayEdit(f Filing) error {
	if !f.State.Editable() {
		return fault.Conflict("report.locked", "state", stateText(f.Stage()))
	}
	if f.Submission.Waiting() {
		return fault.Conflict("report.submitted_already", "name", f.Submission.By, "at", f.Submission.At)
	}
	return nil
}

// checkOfficial judges number, date and file of the official report.
func checkOfficial(o Official, from, today when.Date) error {
	var faults fault.Faults
	switch n := utf8.RuneCountInString(strings.TrimSpace(o.Number)); {
	case n == 0:
		faults = append(faults, fault.Invalid("number", "report.number_missing"))
	case n > maxNumber:
		faults = append(faults, fault.Invalid("number", "report.too_long", "most", maxNumber))
	}
	_ = faults.Add(document.CheckNumber("number", o.Number))
	_ = faults.Add(document.CheckTitle("file", o.FileName))
	switch {
	case !o.Dated.Valid():
		faults = append(faults, fault.Invalid("dated", "report.date_missing"))
	case o.Dated.After(today):
		faults = append(faults, fault.Invalid("dated", "report.date_future", "date", o.Dated))
	case o.Dated.Before(from):
		faults = append(faults, fault.Invalid("dated", "report.date_early", "date", o.Dated, "from", from))
	}
	if o.File != nil {
		switch {
		case len(o.File) > maxPDF:
			faults = append(faults, fault.TooLarge("file", "report.pdf_too_large", "name", o.FileName))
		case !bytes.HasPrefix(o.File, []byte("%PDF-")):
			faults = append(faults, fault.Invalid("file", "report.not_pdf", "name", o.FileName))
		}
	}
	return faults.Or()
}

// signature of a draft: who wrote is told by name, and whether it was the signer alone.
func drafters(fields map[string]Typed, signer ident.ID) (names []string, same bool) {
	seen := map[ident.ID]bool{}
	same = true
	for _, field := range sortedFields(fields) {
		if field.Text == "" {
			continue
		}
		if field.Account != signer {
			same = false
		}
		if !seen[field.Account] {
			seen[field.Account] = true
			names = append(names, field.Name)
		}
	}
	return names, same
}

// desk tells whether the actor works on this unit's drafts.
func desk(who actor.Actor, unit ident.ID) bool {
	return who.HasAt(actor.DraftFiling, unit) || who.HasAt(actor.SignFiling, unit)
}

// mayRead tells whether the actor may see what a unit filed. Grants hold on
// today's tree; for a unit that no longer exists, on the tree of the period.
func mayRead(who actor.Actor, unit ident.ID, today, then actor.Reach) bool {
	return who.HasOver(actor.ReadFiled, unit, today) || who.HasOver(actor.ReadFiled, unit, then)
}

// mayReceive tells whether the actor accepts and returns what goes to receiver.
func mayReceive(who actor.Actor, receiver ident.ID, today, then actor.Reach) bool {
	return who.HasOver(actor.ReceiveFiling, receiver, today) || who.HasOver(actor.ReceiveFiling, receiver, then)
}
