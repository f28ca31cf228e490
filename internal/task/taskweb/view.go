package taskweb

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// listView is what the list shows.
type listView struct {
	Part   task.Part // the tab: lead, coordinating, assigner
	Which  task.Which
	Text   string
	Tasks  []task.Task
	Groups []task.Group

	Lead, Coordinating, Given int // open ones, for the tabs
	Open, Late, Soon          int // of the chosen tab
	Done, All                 int
}

const soonDays = 7

func partOf(s string) task.Part {
	switch p := task.Part(s); p {
	case task.AsCoordinating, task.AsAssigner:
		return p
	}
	return task.AsLead
}

func whichOf(s string) task.Which {
	switch s {
	case "late":
		return task.Overdue
	case "done":
		return task.Ended
	case "all":
		return task.All
	}
	return task.OnlyNow
}

// count fills the tabs, and the band with the tasks of the chosen tab.
func (v *listView) count(all []task.Task, given []task.Group, today when.Date) {
	for _, t := range all {
		if t.State.Open() {
			switch t.As {
			case task.AsCoordinating:
				v.Coordinating++
			case task.AsLead:
				v.Lead++
			}
		}
		if t.As == v.Part {
			v.band(t, today)
		}
	}
	for _, g := range given {
		if v.Part == task.AsAssigner {
			for _, t := range g.Tasks {
				v.band(t, today)
			}
		}
	}
	v.Given = len(whichGroups(given, task.OnlyNow, today))
}

func (v *listView) band(t task.Task, today when.Date) {
	if t.State != task.Withdrawn && t.State != task.Prepared {
		v.All++
	}
	switch {
	case t.State == task.Done:
		v.Done++
	case t.Late(today):
		v.Open++
		v.Late++
	case t.State.Open():
		v.Open++
		if t.DaysLeft(today) <= soonDays {
			v.Soon++
		}
	}
}

// whichGroups keeps the groups with a copy that matches.
func whichGroups(list []task.Group, which task.Which, today when.Date) []task.Group {
	return slices.DeleteFunc(slices.Clone(list), func(g task.Group) bool {
		return !slices.ContainsFunc(g.Tasks, func(t task.Task) bool {
			switch which {
			case task.OnlyNow:
				return t.State.Open() || t.State == task.Prepared
			case task.Overdue:
				return t.Late(today)
			case task.Ended:
				return !t.State.Open() && t.State != task.Prepared && g.Done() == g.Total()
			}
			return true
		})
	})
}

// href keeps the other choices of the list.
func (v listView) href(part task.Part, which task.Which) string {
	q := url.Values{}
	if part != task.AsLead {
		q.Set("part", string(part))
	}
	switch which {
	case task.Overdue:
		q.Set("which", "late")
	case task.Ended:
		q.Set("which", "done")
	case task.All:
		q.Set("which", "all")
	}
	if v.Text != "" {
		q.Set("q", v.Text)
	}
	if len(q) == 0 {
		return "/tasks"
	}
	return "/tasks?" + q.Encode()
}

func (v listView) whichText() string {
	switch v.Which {
	case task.Overdue:
		return "late"
	case task.Ended:
		return "done"
	case task.All:
		return "all"
	}
	return "open"
}

func (v listView) parts(b shell.Base) []shell.Tab {
	return []shell.Tab{
		{Text: b.T("task.part_lead"), Href: v.href(task.AsLead, v.Which), Count: strconv.Itoa(v.Lead), On: v.Part == task.AsLead},
		{Text: b.T("task.part_coordinating"), Href: v.href(task.AsCoordinating, v.Which), Count: strconv.Itoa(v.Coordinating), On: v.Part == task.AsCoordinating},
		{Text: b.T("task.part_assigner"), Href: v.href(task.AsAssigner, v.Which), Count: strconv.Itoa(v.Given), On: v.Part == task.AsAssigner},
	}
}

func (v listView) whiches(b shell.Base) []shell.Tab {
	tabs := make([]shell.Tab, 0, 4)
	for _, one := range []struct {
		which task.Which
		key   string
	}{{task.OnlyNow, "open"}, {task.Overdue, "late"}, {task.Ended, "done"}, {task.All, "all"}} {
		tabs = append(tabs, shell.Tab{Text: b.T("task.which_" + one.key), Href: v.href(v.Part, one.which), On: v.Which == one.which})
	}
	return tabs
}

// taskView is what the page of a task shows.
type taskView struct {
	Task     task.Task
	History  []task.Entry
	Copies   []task.Task
	Form     shell.Form
	FormName string // the form that was refused

	MayReport bool // we lead it
	MayNote   bool // we co-ordinate it
	MayMove   bool // we gave it, it is open
	MayReopen bool
	Blockers  []shell.Option
	Leads     []shell.Option
	Beside    templ.Component // card of another domain
}

func (v *taskView) decide(who actor.Actor, mayAssign bool) {
	t := v.Task
	v.MayReport = t.State.Open() && who.HasAt(actor.KeepTask, t.Lead)
	v.MayNote = t.State.Open() && !v.MayReport && t.Coordinates(who.Unit) && who.HasAt(actor.KeepTask, who.Unit)
	v.MayMove = t.State.Open() && mayAssign
	v.MayReopen = t.State == task.Done && mayAssign
}

// form gives what was refused in the form of that name, or its first values.
func (v taskView) form(name string, first url.Values) shell.Form {
	if v.FormName == name {
		return v.Form
	}
	return shell.Form{Values: first}
}

func (v taskView) progressForm() shell.Form {
	t := v.Task
	return v.form("progress", url.Values{
		"percent": {strconv.Itoa(t.Percent)}, "state": {string(task.InProgress)}, "blocked": {t.Blocked}, "blocker": {t.Blocker.String()},
	})
}

// names gives units' names: today's, or for a unit that has ended its last.
type names struct {
	ctx   context.Context
	units *org.Service
	today *org.Tree
}

func (p *pages) names(c *web.Ctx, tree *org.Tree) names { return names{c.Context(), p.units, tree} }

func (n names) of(id ident.ID, on when.Instant) string {
	if id.Zero() {
		return ""
	}
	if name := n.today.Name(id); name != "" {
		return name
	}
	if !on.Zero() {
		if then, err := n.units.Tree(n.ctx, on.Date()); err == nil {
			return then.Name(id)
		}
	}
	return ""
}

func (n names) list(ids []ident.ID, on when.Instant) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, n.of(id, on))
	}
	return out
}

const maxOptions = 400

// blockers are units that may have to settle something: those of the task, the
// lead's superiors, and its neighbours.
func blockers(tree *org.Tree, t task.Task, n names) []shell.Option {
	ids := append([]ident.ID{t.Blocker, t.Assigner, t.Keeper}, t.Coordinating...)
	for _, u := range tree.Ancestors(t.Lead) {
		ids = append(ids, u.ID)
	}
	if above := tree.Ancestors(t.Lead); len(above) > 0 {
		for _, u := range tree.Children(above[0].ID) {
			ids = append(ids, u.ID)
		}
	}
	return options(tree, ids, t.Lead)
}

// leads are units to which a task may go: the lead's neighbours, and those of its groups.
func leads(tree *org.Tree, t task.Task) []shell.Option {
	var ids []ident.ID
	for _, g := range tree.GroupsOf(t.Lead) {
		for _, u := range tree.Group(g.Code) {
			ids = append(ids, u.ID)
		}
	}
	if above := tree.Ancestors(t.Lead); len(above) > 0 {
		for _, u := range tree.Children(above[0].ID) {
			ids = append(ids, u.ID)
		}
		if len(above) > 1 { // boards of the neighbouring provinces
			mine, _ := tree.Unit(t.Lead)
			for _, province := range tree.Children(above[1].ID) {
				for _, u := range tree.Children(province.ID) {
					if u.Kind == mine.Kind {
						ids = append(ids, u.ID)
					}
				}
			}
		}
	}
	keeper, assigner := tree.Remit(t.Keeper), tree.Remit(t.Assigner)
	ids = slices.DeleteFunc(ids, func(id ident.ID) bool { return !tree.Contains(keeper, id) && !tree.Contains(assigner, id) })
	return options(tree, ids, append(slices.Clone(t.Coordinating), t.Lead)...)
}

func options(tree *org.Tree, ids []ident.ID, without ...ident.ID) []shell.Option {
	seen := make(map[ident.ID]bool, len(ids))
	var list []shell.Option
	for _, id := range ids {
		u, known := tree.Unit(id)
		if !known || seen[id] || slices.Contains(without, id) || len(list) == maxOptions {
			continue
		}
		seen[id] = true
		o := shell.Option{Value: id.String(), Label: u.Name}
		if above := tree.Ancestors(id); len(above) > 0 {
			o.Sub = above[0].Short()
		}
		list = append(list, o)
	}
	return list
}

// state gives the look and the words of a task's state.
func state(b shell.Base, t task.Task) (shell.State, string) {
	switch {
	case t.As == task.AsFormerLead:
		return shell.StateWithdrawn, b.T("task.state_moved")
	case t.Late(b.Today):
		return shell.StateOverdue, b.T("task.state_late", "n", -t.DaysLeft(b.Today))
	case t.State == task.Prepared:
		return shell.StateWaiting, b.T("task.state_prepared")
	case t.State == task.Given:
		return shell.StateNotStarted, b.T("task.state_issued")
	case t.State == task.Done:
		return shell.StateDone, b.T("task.state_done")
	case t.State == task.Withdrawn:
		return shell.StateWithdrawn, b.T("task.state_withdrawn")
	}
	return shell.StateWriting, b.T("task.state_in_progress")
}

// squares are the copies of a group, a square each.
func squares(b shell.Base, g task.Group, n names) []shell.Square {
	var list []shell.Square
	for _, t := range g.Tasks {
		if t.State == task.Withdrawn {
			continue
		}
		_, word := state(b, t)
		s := shell.Square{State: shell.SquareTodo, Title: n.of(t.Lead, t.IssuedAt) + ": " + word}
		switch {
		case t.State == task.Done:
			s.State = shell.SquareDone
		case t.Late(b.Today):
			s.State = shell.SquareLate
		case t.State == task.InProgress:
			s.State = shell.SquareDoing
		}
		list = append(list, s)
	}
	order := []shell.SquareState{shell.SquareDone, shell.SquareDoing, shell.SquareLate, shell.SquareTodo}
	slices.SortStableFunc(list, func(a, b shell.Square) int { return slices.Index(order, a.State) - slices.Index(order, b.State) })
	return list
}

func priority(b shell.Base, p task.Priority) string { return b.T("task.priority_" + string(p)) }

// sub is the line under a task's title in a list: priority and where it comes from.
func sub(b shell.Base, t task.Task) string {
	line := priority(b, t.Priority)
	if t.Origin.Label != "" {
		line += " · " + t.Origin.Label
	}
	return line
}

// due is the due day in words, with the event's name where it hangs on one.
func due(b shell.Base, t task.Task) string {
	if t.DueEvent.Name != "" {
		return t.DueEvent.Name
	}
	return ""
}

func tone(b shell.Base, t task.Task) string {
	switch {
	case t.Late(b.Today):
		return "bad"
	case t.State.Open() && t.DaysLeft(b.Today) <= soonDays:
		return "late"
	}
	return ""
}

func entryText(b shell.Base, e task.Entry, n names) string {
	switch e.Kind {
	case "issued", "withdrawn", "reopened", "done", "note":
		return b.T("task.entry_" + e.Kind)
	case "lead_changed":
		return b.T("task.entry_lead_changed", "unit", n.of(e.Blocker, e.At))
	}
	return b.T("task.entry_progress", "percent", i18n.Int(b.Lang, int64(e.Percent)))
}
