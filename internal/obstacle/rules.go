package obstacle

import (
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

const (
	maxText  = 5000
	maxTag   = 60
	maxTitle = 300
	maxGroup = 500 // obstacles of one group
)

// tidy trims what was typed.
func tidy(n New) New {
	n.Body, n.Proposal, n.Tag = strings.TrimSpace(n.Body), strings.TrimSpace(n.Proposal), oneLine(n.Tag)
	n.Body, n.Proposal = strings.ReplaceAll(n.Body, "\r\n", "\n"), strings.ReplaceAll(n.Proposal, "\r\n", "\n")
	if n.About.Kind == AboutNothing {
		n.About = Ref{}
	}
	return n
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// check refuses what cannot be raised. An empty proposal is no fault: it is said.
func check(n New, tree *org.Tree) error {
	var fs fault.Faults
	if n.Body == "" {
		fs = append(fs, fault.Invalid("body", "obstacle.body_missing"))
	}
	fs = append(fs, long("body", n.Body, maxText)...)
	fs = append(fs, long("proposal", n.Proposal, maxText)...)
	fs = append(fs, long("tag", n.Tag, maxTag)...)
	if f := checkHolder(n.Holder, n.Unit, tree); f != nil {
		fs = append(fs, f)
	}
	return fs.Or()
}

// checkHolder: a unit of today that is neither the raiser nor below it.
func checkHolder(holder, raiser ident.ID, tree *org.Tree) *fault.Fault {
	_, known := tree.Unit(holder)
	switch {
	case holder.Zero():
		return fault.Invalid("holder", "obstacle.holder_missing")
	case !known:
		return fault.Invalid("holder", "obstacle.holder_unknown")
	case holder == raiser:
		return fault.Invalid("holder", "obstacle.holder_self")
	case tree.Contains(raiser, holder):
		return fault.Invalid("holder", "obstacle.holder_below", "unit", tree.Name(holder))
	}
	return nil
}

func long(field, text string, most int) fault.Faults {
	if utf8.RuneCountInString(text) > most {
		return fault.Faults{fault.TooLarge(field, "obstacle.too_long", "max", most)}
	}
	return nil
}

// needed refuses an empty or endless text of an act.
func needed(field, text, missing string) error {
	if text == "" {
		return fault.Invalid(field, missing)
	}
	return long(field, text, maxText).Or()
}

// pending refuses acts on what has ended.
func pending(o Obstacle) error {
	switch o.State {
	case Solved:
		return fault.Conflict("obstacle.is_solved")
	case Withdrawn:
		return fault.Conflict("obstacle.is_withdrawn")
	}
	return nil
}

// mayRead judges one obstacle by the units that have to do with it: its raiser or
// who closes in its place, and its route.
func mayRead(who actor.Actor, o Obstacle, route, closers []ident.ID, reach actor.Reach) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	for _, unit := range slices.Concat([]ident.ID{o.Unit}, closers, route) {
		if who.HasDesk(unit) || who.HasOver(actor.ReadTask, unit, reach) {
			return nil
		}
	}
	return fault.NotFound("obstacle.not_found") // a stranger does not learn which there are
}

// mayAnswer: the unit that holds it, or one to which it came before.
func mayAnswer(who actor.Actor, o Obstacle, route []ident.ID) (ident.ID, bool) {
	units := append([]ident.ID{who.Unit, o.Holder}, route...) // first the unit in which the account works now
	for _, unit := range units {
		if (unit == o.Holder || slices.Contains(route, unit)) && who.HasAt(actor.SettleObstacle, unit) {
			return unit, true
		}
	}
	return 0, false
}

// mayClose: the raiser, or the units in which it goes on.
func mayClose(who actor.Actor, closers []ident.ID) (ident.ID, bool) {
	for _, unit := range closers {
		if who.HasAt(actor.CloseObstacle, unit) {
			return unit, true
		}
	}
	return 0, false
}

// matches judges state, tag and text. Waiting is judged for a unit; own are it and those in whose place it closes.
func (f Filter) matches(o found, look i18n.Look, unit ident.ID, own []ident.ID) bool {
	switch f.Which {
	case Waiting:
		mine := o.State == Open && o.Holder == unit || o.State == Answered && slices.Contains(own, o.Unit)
		if !mine {
			return false
		}
	case Pending:
		if !o.State.Pending() {
			return false
		}
	case Ended:
		if o.State.Pending() {
			return false
		}
	}
	if f.Tag != "" && o.tag != i18n.Fold(f.Tag) {
		return false
	}
	return look.In(o.folded + " | " + o.tag)
}

// order puts what waits longest first; ended ones last, the newest first.
func order(list []Obstacle) {
	slices.SortStableFunc(list, func(a, b Obstacle) int {
		pa, pb := a.State.Pending(), b.State.Pending()
		switch {
		case pa != pb && pa:
			return -1
		case pa != pb:
			return 1
		case pa && a.RaisedAt != b.RaisedAt:
			return compare(a.RaisedAt, b.RaisedAt)
		case !pa && a.EndedAt != b.EndedAt:
			return compare(b.EndedAt, a.EndedAt)
		}
		return compare(a.ID, b.ID)
	})
}

func compare[T ~int64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
