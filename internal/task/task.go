package task

import (
	"slices"

	"giaoban/internal/calendar"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// State is where a task stands.
type State string

// The states.
const (
	Prepared   State = "prepared"
	Given      State = "issued"
	InProgress State = "in_progress"
	Done       State = "done"
	Withdrawn  State = "withdrawn"
)

// Open tells whether work on the task is expected.
func (s State) Open() bool { return s == Given || s == InProgress }

// Priority is how a task stands among others.
type Priority string

// The priorities.
const (
	Key          Priority = "key"          // trọng tâm
	Breakthrough Priority = "breakthrough" // đột phá
	Regular      Priority = "regular"      // thường xuyên
)

// Priorities lists them in order.
func Priorities() []Priority { return []Priority{Key, Breakthrough, Regular} }

// Origin is the record that a task comes from.
type Origin struct {
	Kind       string   // "conclusion"
	ID         ident.ID // the conclusion
	Conference ident.ID
	Label      string // "TB 12, mục 3", as the assigner writes it
}

// New is what is prepared.
type New struct {
	Title        string
	Assigner     ident.ID
	Lead         ident.ID
	Coordinating []ident.ID
	Due          calendar.Due
	Priority     Priority // "" = Regular
	Product      string   // what must be there at the end, "" = nothing in particular
	Origin       Origin
	Period       ident.ID     // plan period, 0 = none
	Keeper       ident.ID     // the unit that keeps the task for the assigner; 0 = the actor's unit
	At           when.Instant // moment of preparation; only the program itself may set it, 0 = now
}

// Task is a task as it stands.
type Task struct {
	ID           ident.ID
	Title        string
	Assigner     ident.ID
	Lead         ident.ID
	Keeper       ident.ID
	Coordinating []ident.ID
	Due          calendar.Due
	DueOn        when.Date      // resolved: the date, or the event's day
	DueEvent     calendar.Event // zero for a plain date
	Priority     Priority
	Product      string
	Origin       Origin
	Period       ident.ID
	Fanout       ident.ID // shared by the copies of several leads, 0 = one copy
	State        State
	Percent      int      // 0-100, as the lead says
	Note         string   // newest note of the lead
	Blocked      string   // what blocks it, "" = nothing
	Blocker      ident.ID // the unit that must settle what blocks it, 0 = not named
	Result       string   // product or result, named when done
	Reason       string   // why withdrawn, or why the lead changed (see As)
	PreparedAt   when.Instant
	IssuedAt     when.Instant
	UpdatedAt    when.Instant
	DoneAt       when.Instant

	As Part // the part that the asking unit has in it, in lists of one unit
}

// Part is the part of a unit in a task.
type Part string

// The parts.
const (
	AsLead         Part = "lead"
	AsCoordinating Part = "coordinating"
	AsFormerLead   Part = "former_lead" // led it before; Reason says why it went to Lead
	AsAssigner     Part = "assigner"
	AsBlocker      Part = "blocker" // must settle what blocks it
)

// Late tells whether the task is open after its day.
func (t Task) Late(today when.Date) bool {
	return t.State.Open() && !t.DueOn.Zero() && t.DueOn.Before(today)
}

// DaysLeft counts the days until the task is due, negative when late.
func (t Task) DaysLeft(today when.Date) int {
	if t.DueOn.Zero() {
		return 0
	}
	return t.DueOn.Sub(today)
}

// Coordinates tells whether unit is a co-ordinating unit.
func (t Task) Coordinates(unit ident.ID) bool { return slices.Contains(t.Coordinating, unit) }

// Entry is one line of a task's history.
type Entry struct {
	ID      ident.ID
	At      when.Instant
	Actor   string
	Unit    ident.ID
	Kind    string // issued, progress, note, lead_changed, withdrawn, done, reopened
	State   State
	Percent int
	Note    string
	Blocked string
	Blocker ident.ID
}

// Update is what a lead says about its task.
type Update struct {
	Percent int
	State   State // InProgress or Done; "" = Done stays impossible, in progress
	Note    string
	Blocked string
	Blocker ident.ID // who must settle it
	Result  string   // product or result; needed for Done where a product is asked

	Seen when.Instant // UpdatedAt of the task that was read: another one is a conflict; 0 = whatever it is now
}

// Filter narrows a list.
type Filter struct {
	Part  Part   // "" = every part
	Which Which  // "" = all
	Text  string // words of the title, without regard to accents
}

// Which says which tasks of a list.
type Which string

// The choices.
const (
	All     Which = ""
	OnlyNow Which = "open"
	Overdue Which = "late"
	Ended   Which = "done"
)

// Group is what a unit gave: one task, or the copies of one fan-out rolled up.
type Group struct {
	Tasks []Task // all copies, late first
}

// First gives the copy that stands for the group.
func (g Group) First() Task { return g.Tasks[0] }

// Done counts the copies that are done.
func (g Group) Done() int { return g.count(func(t Task) bool { return t.State == Done }) }

// Total counts the copies that are not withdrawn.
func (g Group) Total() int { return g.count(func(t Task) bool { return t.State != Withdrawn }) }

// Late counts the copies that are late.
func (g Group) Late(today when.Date) int { return g.count(func(t Task) bool { return t.Late(today) }) }

func (g Group) count(is func(Task) bool) int {
	n := 0
	for _, t := range g.Tasks {
		if is(t) {
			n++
		}
	}
	return n
}
