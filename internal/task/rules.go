package task

import (
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

const (
	maxTitle = 1000
	maxNote  = 5000
	maxUnits = 200 // co-ordinating units of one task
)

// check refuses a task that cannot be asked of anybody. due is the resolved day,
// 0 where it could not be resolved. Faults come together, each at its field.
func check(n New, due, today when.Date) error {
	var fs fault.Faults
	add := func(f *fault.Fault) { fs = append(fs, f) }
	switch c := utf8.RuneCountInString(n.Title); {
	case c == 0:
		add(fault.Invalid("title", "task.title_missing"))
	case c > maxTitle:
		add(fault.TooLarge("title", "task.title_long", "max", maxTitle))
	}
	if n.Assigner.Zero() {
		add(fault.Invalid("assigner", "task.assigner_missing"))
	}
	if n.Lead.Zero() {
		add(fault.Invalid("lead", "task.lead_missing"))
	}
	if !n.Lead.Zero() && slices.Contains(n.Coordinating, n.Lead) {
		add(fault.Invalid("coordinating", "task.lead_coordinates"))
	}
	if len(n.Coordinating) > maxUnits {
		add(fault.TooLarge("coordinating", "task.coordinating_many", "max", maxUnits))
	}
	if !slices.Contains(Priorities(), n.Priority) {
		add(fault.Invalid("priority", "task.priority_unknown"))
	}
	if utf8.RuneCountInString(n.Product) > maxTitle {
		add(fault.TooLarge("product", "task.product_long", "max", maxTitle))
	}
	if f := checkDue(n.Due, due, today); f != nil {
		add(f)
	}
	return fs.Or()
}

// checkDue: a date or an event, exactly one, and not in the past.
func checkDue(d calendar.Due, on, today when.Date) *fault.Fault {
	switch {
	case d.Date.Zero() && d.Event.Zero():
		return fault.Invalid("due", "task.due_missing")
	case !d.Date.Zero() && !d.Event.Zero():
		return fault.Invalid("due", "task.due_both")
	case !d.Date.Zero() && !d.Date.Valid():
		return fault.Invalid("due", "task.due_missing")
	case on.Before(today):
		return fault.Invalid("due", "task.due_past", "date", on)
	}
	return nil
}

// tidy trims, drops doubled co-ordinating units, and fills the priority.
func tidy(n New) New {
	n.Title, n.Product = oneLine(n.Title), oneLine(n.Product)
	n.Origin.Label = oneLine(n.Origin.Label)
	var units []ident.ID
	for _, u := range n.Coordinating {
		if !u.Zero() && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	n.Coordinating = units
	if n.Priority == "" {
		n.Priority = Regular
	}
	return n
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// apply gives the task after the lead's update, or what is wrong with the update.
func apply(t Task, u Update) (Task, error) {
	switch t.State {
	case Done:
		return t, fault.Conflict("task.is_done")
	case Withdrawn:
		return t, fault.Conflict("task.is_withdrawn")
	case Prepared:
		return t, fault.NotFound("task.not_found")
	}
	var fs fault.Faults
	if u.Percent < 0 || u.Percent > 100 {
		fs = append(fs, fault.Invalid("percent", "task.percent_range"))
	}
	if u.State == "" {
		u.State = InProgress
	}
	if u.State != InProgress && u.State != Done {
		fs = append(fs, fault.Invalid("state", "task.state_unknown"))
	}
	if utf8.RuneCountInString(u.Note) > maxNote {
		fs = append(fs, fault.TooLarge("note", "task.note_long", "max", maxNote))
	}
	if utf8.RuneCountInString(u.Blocked) > maxNote {
		fs = append(fs, fault.TooLarge("blocked", "task.note_long", "max", maxNote))
	}
	if utf8.RuneCountInString(u.Result) > maxNote {
		fs = append(fs, fault.TooLarge("result", "task.note_long", "max", maxNote))
	}
	u.Note, u.Blocked, u.Result = strings.TrimSpace(u.Note), oneLine(u.Blocked), oneLine(u.Result)
	if u.State == Done && t.Product != "" && u.Result == "" {
		fs = append(fs, fault.Invalid("result", "task.result_missing", "product", t.Product))
	}
	if u.Blocked == "" && !u.Blocker.Zero() {
		fs = append(fs, fault.Invalid("blocked", "task.blocked_missing"))
	}
	if u.Blocker == t.Lead && !t.Lead.Zero() {
		fs = append(fs, fault.Invalid("blocker", "task.blocker_self"))
	}
	if len(fs) > 0 {
		return t, fs
	}
	t.State, t.Percent = u.State, u.Percent
	if u.Note != "" {
		t.Note = u.Note
	}
	t.Blocked, t.Blocker = u.Blocked, u.Blocker
	if u.State == Done {
		t.Percent, t.Blocked, t.Blocker, t.Result = 100, "", 0, u.Result
	}
	return t, nil
}

// checkLead refuses a change of lead that changes nothing, or makes a unit both.
func checkLead(t Task, lead ident.ID, reason string) error {
	switch t.State {
	case Done:
		return fault.Conflict("task.is_done")
	case Withdrawn:
		return fault.Conflict("task.is_withdrawn")
	}
	var fs fault.Faults
	switch {
	case lead.Zero():
		fs = append(fs, fault.Invalid("lead", "task.lead_missing"))
	case lead == t.Lead:
		fs = append(fs, fault.Invalid("lead", "task.lead_same"))
	case t.Coordinates(lead):
		fs = append(fs, fault.Invalid("lead", "task.lead_coordinates"))
	}
	if f := checkReason(strings.TrimSpace(reason)); f != nil {
		fs = append(fs, f)
	}
	return fs.Or()
}

// mayAssign: the assigner's own desk, or the unit that keeps the task for it.
func mayAssign(who actor.Actor, t Task) error {
	if who.HasAt(actor.AssignTask, t.Keeper) {
		return nil
	}
	return who.At(actor.AssignTask, t.Assigner)
}

// inRemit tells whether a unit may be given the task: it stands where the unit in whose name the actor
// acts, its keeper or its assigner, gives work at all.
func inRemit(who actor.Actor, t Task, lead ident.ID, tree *org.Tree) bool {
	for _, giver := range []ident.ID{t.Keeper, t.Assigner} {
		if who.HasAt(actor.AssignTask, giver) && tree.Contains(tree.Remit(giver), lead) {
			return true
		}
	}
	return false
}

func checkReason(reason string) *fault.Fault {
	switch {
	case reason == "":
		return fault.Invalid("reason", "task.reason_missing")
	case utf8.RuneCountInString(reason) > maxNote:
		return fault.TooLarge("reason", "task.note_long", "max", maxNote)
	}
	return nil
}

// mayRead judges one task. A prepared task is nobody's but its keeper's and
// assigner's: to others it does not exist. formerLeads led it before; a unit that
// must settle what blocks a task reads it as well.
func mayRead(who actor.Actor, t Task, formerLeads []ident.ID, reach actor.Reach) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if who.HasDesk(t.Assigner) || who.HasDesk(t.Keeper) {
		return nil
	}
	if t.State == Prepared {
		return fault.NotFound("task.not_found")
	}
	part := func(u ident.ID) bool { return who.HasDesk(u) }
	if part(t.Lead) || part(t.Blocker) || slices.ContainsFunc(t.Coordinating, part) || slices.ContainsFunc(formerLeads, part) ||
		who.HasOver(actor.ReadTask, t.Assigner, reach) {
		return nil
	}
	if who.HasOver(actor.ReadTask, t.Lead, reach) {
		return nil
	}
	return fault.NotFound("task.not_found") // a stranger does not learn which tasks exist
}

// sortTasks puts late tasks first, then by due day; ended ones last, newest first.
func sortTasks(list []Task, today when.Date) {
	rank := func(t Task) int {
		switch {
		case t.As == AsFormerLead:
			return 3
		case t.State.Open() || t.State == Prepared:
			return 0
		case t.State == Done:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(list, func(a, b Task) int {
		if ra, rb := rank(a), rank(b); ra != rb {
			return ra - rb
		}
		if rank(a) > 0 {
			return int(b.UpdatedAt - a.UpdatedAt)
		}
		if a.DueOn != b.DueOn {
			return int(a.DueOn) - int(b.DueOn)
		}
		return int(a.ID - b.ID)
	})
}

// matches judges the filter's state and part; the text is judged by the caller.
func (f Filter) matches(t Task, today when.Date) bool {
	if f.Part != "" && t.As != f.Part {
		return false
	}
	switch f.Which {
	case OnlyNow:
		return t.State.Open() && t.As != AsFormerLead
	case Overdue:
		return t.Late(today) && t.As != AsFormerLead
	case Ended:
		return t.State == Done || t.State == Withdrawn || t.As == AsFormerLead
	}
	return true
}
