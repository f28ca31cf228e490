package obstacleweb

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// newView is the form that raises an obstacle.
type newView struct {
	Form    shell.Form
	Ref     obstacle.Ref
	About   obstacle.About
	Holders []shell.Option
	Tags    []string
}

func (v newView) sections(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, s := range v.About.Parts {
		list = append(list, shell.Option{Value: s.Code, Label: s.Title.In(b.Lang)})
	}
	return list
}

// oneView is an obstacle's page.
type oneView struct {
	obstacle.Page
	Form     shell.Form
	FormName string // the form that was refused
	Holders  []shell.Option

	Documents []shell.Option // to which an answer may lead
}

func (v oneView) form(name string) shell.Form {
	if v.FormName == name {
		return v.Form
	}
	return shell.Form{Values: url.Values{}}
}

// groupView is a group's page.
type groupView struct {
	obstacle.GroupPage
	Beside   templ.Component // card of another domain
	Form     shell.Form
	FormName string

	Documents []shell.Option
}

func (v groupView) form(name string) shell.Form {
	if v.FormName == name {
		return v.Form
	}
	return shell.Form{Values: url.Values{"title": {v.Title}, "answer": {v.Answer}}}
}

func idsOf(texts []string) ([]ident.ID, error) {
	var ids []ident.ID
	for _, text := range texts {
		id, err := ident.Parse(text)
		if err != nil {
			return nil, fault.NotFound("obstacle.not_found").Because(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
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
	if then, err := n.units.Tree(n.ctx, on.Date()); err == nil {
		return then.Name(id)
	}
	return ""
}

const maxOptions = 400

// holders are units that may have to settle what a unit raises: those above it, nearest first, then the bodies beside those.
func holders(tree *org.Tree, unit ident.ID) []shell.Option {
	above := tree.Ancestors(unit)
	var ids []ident.ID
	for _, u := range above {
		ids = append(ids, u.ID)
	}
	for _, u := range above {
		for _, beside := range tree.Children(u.ID) {
			ids = append(ids, beside.ID)
		}
	}
	return options(tree, ids, func(id ident.ID) bool { return !tree.Contains(unit, id) })
}

// passTo are units to which the holder may pass an obstacle: above it, beside it, below it; never the raiser or below that.
func passTo(tree *org.Tree, o obstacle.Page) []shell.Option {
	var ids []ident.ID
	for _, u := range tree.Ancestors(o.Holder) {
		ids = append(ids, u.ID)
	}
	for _, e := range o.History { // who had it before
		ids = append(ids, e.Target)
	}
	for _, u := range tree.Children(o.Holder) {
		ids = append(ids, u.ID)
	}
	for _, u := range tree.Ancestors(o.Holder) {
		for _, beside := range tree.Children(u.ID) {
			ids = append(ids, beside.ID)
		}
	}
	return options(tree, ids, func(id ident.ID) bool { return id != o.Holder && !tree.Contains(o.Unit, id) })
}

func options(tree *org.Tree, ids []ident.ID, may func(ident.ID) bool) []shell.Option {
	var seen []ident.ID
	var list []shell.Option
	for _, id := range ids {
		u, known := tree.Unit(id)
		if !known || slices.Contains(seen, id) || !may(id) || len(list) == maxOptions {
			continue
		}
		seen = append(seen, id)
		o := shell.Option{Value: id.String(), Label: u.Name}
		if above := tree.Ancestors(id); len(above) > 0 {
			o.Sub = above[0].Short()
		}
		list = append(list, o)
	}
	return list
}

// state is the look of an obstacle's state.
func state(s obstacle.State) shell.State {
	switch s {
	case obstacle.Answered:
		return shell.StateWaiting
	case obstacle.Solved:
		return shell.StateDone
	case obstacle.Withdrawn:
		return shell.StateWithdrawn
	}
	return shell.StateUnnamed
}

// days says how long it waits, or waited.
func days(b shell.Base, o obstacle.Obstacle) string {
	n := o.Days(b.Today)
	switch {
	case !o.State.Pending():
		return b.T("obstacle.days_took", "n", n)
	case n == 0:
		return b.T("obstacle.days_today")
	}
	return b.T("obstacle.days_waits", "n", n)
}

// slow is the number of days from which a waiting obstacle is coloured: the law gives bodies 30 days to answer a proposal.
const slow = 30

func slowTone(b shell.Base, o obstacle.Obstacle) string {
	if o.State.Pending() && o.Days(b.Today) >= slow {
		return "late"
	}
	return ""
}

// aboutText names what an obstacle is about.
func aboutText(b shell.Base, a obstacle.About) string {
	if a.Kind == obstacle.AboutNothing {
		return b.T("obstacle.about_nothing")
	}
	return b.T("obstacle.about_"+string(a.Kind), "label", a.Label)
}

// aboutHref leads to the record; who may not see it is told there.
func aboutHref(o obstacle.Obstacle) string {
	a := o.About
	switch a.Kind {
	case obstacle.AboutReport:
		if a.Parent.Zero() {
			return ""
		}
		href := "/reports/" + a.Parent.String() + "/units/" + o.Unit.String()
		if a.Part != "" {
			href += "#f-" + url.PathEscape(a.Part)
		}
		return href
	case obstacle.AboutTask:
		return "/tasks/" + a.ID.String()
	case obstacle.AboutSite:
		return "/conferences/" + a.Parent.String() + "/sites/" + a.ID.String()
	}
	return ""
}

// subLine stands under the headline in lists.
func subLine(b shell.Base, o obstacle.Obstacle) string {
	line := aboutText(b, o.About)
	if o.Tag != "" {
		line = o.Tag + " · " + line
	}
	return line
}

// entryText is a line of the history in words.
func entryText(b shell.Base, e obstacle.Entry, n names) string {
	switch e.Kind {
	case "raised", "passed":
		return b.T("obstacle.entry_"+e.Kind, "unit", n.of(e.Target, e.At))
	case "answered":
		if !e.Group.Zero() {
			return b.T("obstacle.entry_answered_group")
		}
	}
	return b.T("obstacle.entry_" + e.Kind)
}

func oldest(b shell.Base, c obstacle.Count) string {
	if c.Oldest.Zero() {
		return "–"
	}
	return b.T("obstacle.n_days", "n", b.Today.Sub(c.Oldest.Date()))
}
