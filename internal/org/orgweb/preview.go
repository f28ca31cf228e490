package orgweb

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// shownThings is how many things of one sort a page lists.
const shownThings = 12

// previewView is what a change would do, and the form that confirms it.
type previewView struct {
	formView
	preview org.Preview
	act     string
	note    string
	fields  [][2]string // what was entered, to be sent again
	changed bool        // something is different from what was shown before
	parents map[ident.ID]string
}

// confirm shows what a change would do, or does it where exactly that was seen.
// done says that the answer is written or failed for good; otherwise err is what the form shows.
func (f form) confirm(c *web.Ctx, id ident.ID, decree org.Decree) (done bool, err error) {
	seen := c.Form().Get("seen")
	p, err := f.org.Preview(c.Context(), c.Actor, decree, func(_ context.Context, d org.Decree) error {
		_, err := f.apply(c, id, d)
		return err
	})
	switch {
	case err != nil && seen == "":
		return false, err
	case err == nil && seen != p.Print:
		v, err := f.open(c)
		if err != nil {
			return true, err
		}
		return true, f.showPreview(c, v, p, decree, seen != "")
	}
	// Seen as it is. A preview that is refused may be this very form sent twice: then the key answers.
	to, err := f.apply(c, id, decree)
	if err != nil {
		return false, err
	}
	c.Flash("org.done_"+f.kind, "date", decree.Date)
	return true, c.SeeOther("/units/" + to.String() + linker{c.Today, max(c.Today, decree.Date)}.query())
}

func (f form) showPreview(c *web.Ctx, v formView, p org.Preview, decree org.Decree, changed bool) error {
	view := previewView{formView: v, preview: p, act: decree.Act, note: decree.Note, changed: changed, parents: make(map[ident.ID]string)}
	for name, values := range c.Form() {
		if name == "seen" || name == "back" {
			continue
		}
		for _, value := range values {
			view.fields = append(view.fields, [2]string{name, value})
		}
	}
	slices.SortFunc(view.fields, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	t, err := f.org.Tree(c.Context(), p.Date)
	if err != nil {
		return err
	}
	eve, err := f.org.Tree(c.Context(), p.Date.AddDays(-1))
	if err != nil {
		return err
	}
	name := func(id ident.ID) {
		if view.parents[id] = t.Name(id); view.parents[id] == "" {
			view.parents[id] = eve.Name(id)
		}
	}
	for _, u := range p.Begins {
		name(u.Parent)
	}
	for _, a := range p.Alters {
		name(a.Before.Parent)
		name(a.After.Parent)
	}
	for _, u := range append(slices.Clone(p.Begins), p.Heirs...) {
		if view.parents[u.ID] == "" {
			view.parents[u.ID] = u.Name
		}
	}
	return c.Render(previewPage(f.base(c, v).WithTitle(c.T("org.preview_"+f.kind)), view))
}

// alterText says in words what becomes of a unit.
func (v previewView) alterText(b shell.Base, a org.Alter) string {
	switch {
	case a.Moved() && a.Before.Name != a.After.Name:
		return b.T("org.alters_both", "name", a.After.Name, "from", v.parents[a.Before.Parent], "to", v.parents[a.After.Parent])
	case a.Moved():
		return b.T("org.alters_place", "from", v.parents[a.Before.Parent], "to", v.parents[a.After.Parent])
	case a.Before.Name != a.After.Name:
		return b.T("org.alters_name", "name", a.After.Name)
	}
	return b.T("org.alters_short", "name", a.After.Short())
}

func heirNames(units []org.Unit) string {
	text := ""
	for i, u := range units {
		if i > 0 {
			text += ", "
		}
		text += u.Name
	}
	return text
}

func more(things []org.Thing) int { return max(0, len(things)-shownThings) }

// left shows GET /units/left: what still waits for somebody in units that have ended.
func (p *pages) left(c *web.Ctx) error {
	list, err := p.org.Leftovers(c.Context(), c.Actor, 0)
	if err != nil {
		return err
	}
	b := c.Base("units", "org.left").WithCrumbs(shell.Crumb{Text: c.T("org.page_units"), Href: "/units"})
	return c.Render(leftPage(b, list))
}

// keepsAny tells whether the reader keeps units anywhere.
func keepsAny(who actor.Actor, today *org.Tree) bool {
	return slices.ContainsFunc(who.Units(), func(id ident.ID) bool { return who.HasOver(actor.KeepUnits, id, today) })
}

// confirmKind warns by colour where units end.
func confirmKind(v previewView) shell.ButtonKind {
	if len(v.preview.Ends) > 0 {
		return shell.Danger
	}
	return shell.Main
}
