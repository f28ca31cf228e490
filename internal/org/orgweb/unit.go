package orgweb

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// unitView is what a unit's page shows.
type unitView struct {
	unit     org.Unit
	on       when.Date
	form     shell.Form
	link     linker
	level    string
	parent   org.Unit
	direct   int
	below    int
	groups   []org.Group
	children []row
	lives    bool       // on the day shown
	origins  []org.Unit // where it lives no more or not yet: the units of that day in its place
	changes  []org.Change
	panels   []templ.Component
	mayBelow bool
	maySelf  bool
	leaf     bool           // today, so that it can be dissolved
	left     []org.Affected // open things of a unit that has ended
}

// unit shows GET /units/{unit}.
func (p *pages) unit(c *web.Ctx) error {
	id, err := c.ID("unit")
	if err != nil {
		return err
	}
	versions, err := p.org.Versions(c.Context(), id)
	if err != nil {
		return err
	}
	on, text, faults := day(c)
	if text == "" && c.Query("date") == "" {
		on = nearest(versions, on)
	}
	t, err := p.org.Tree(c.Context(), on)
	if err != nil {
		return err
	}
	today, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := unitView{on: on, link: linker{c.Today, on}}
	if text == "" && on != c.Today {
		text = on.Full(c.Lang)
	}
	v.form = shell.Form{Values: url.Values{"date": {text}}, Faults: faults}
	if v.unit, v.lives = t.Unit(id); !v.lives {
		v.unit = versions[0]
		if on > versions[0].From {
			v.unit = versions[len(versions)-1]
		}
	}
	if err := p.fillUnit(c, t, today, &v); err != nil {
		return err
	}
	b := c.Base("units", "").WithTitle(v.unit.Name).WithSub(subtitle(c, v)).WithCrumbs(crumbs(c, t, v)...)
	if v.mayBelow && v.lives {
		b = b.WithActions(addButton(b, v.unit.ID))
	}
	for _, panel := range p.panels {
		if !v.lives {
			break
		}
		part, err := panel.UnitPanel(c, b, v.unit, on)
		if err != nil {
			return err
		}
		if part != nil {
			v.panels = append(v.panels, part)
		}
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return c.RenderStatus(status, unitPage(b, v))
}

// nearest is the day to show of a unit that does not live today.
func nearest(versions []org.Unit, today when.Date) when.Date {
	first, last := versions[0], versions[len(versions)-1]
	switch {
	case today < first.From:
		return first.From
	case last.To != 0 && today > last.To:
		return last.To
	}
	return today
}

func (p *pages) fillUnit(c *web.Ctx, t, today *org.Tree, v *unitView) error {
	level, _ := t.LevelOf(v.unit.Level)
	v.level = level.Name.In(c.Lang)
	v.parent, _ = t.Unit(v.unit.Parent)
	v.groups = t.GroupsOf(v.unit.ID)
	v.leaf = today.Leaf(v.unit.ID)
	v.mayBelow, v.maySelf = keeps(c.Actor, today, v.unit)
	if v.unit.To != 0 { // nothing more can happen to it
		v.mayBelow, v.maySelf = false, false
	}
	for _, child := range t.Children(v.unit.ID) {
		v.children = append(v.children, newRow(t, child, c.Lang))
	}
	if !v.lives {
		v.children = nil
	}
	v.direct = len(v.children)
	if lo, hi := t.Range(v.unit.ID); hi > lo {
		v.below = hi - lo - 1
	}
	var err error
	if v.changes, err = p.org.Changes(c.Context(), c.Actor, v.unit.ID); err != nil {
		return err
	}
	if v.unit.To != 0 && v.unit.To < c.Today {
		if v.left, err = p.org.Leftovers(c.Context(), c.Actor, v.unit.ID); err != nil {
			return err
		}
	}
	if v.lives {
		return nil
	}
	if v.on < v.unit.From {
		v.origins, err = p.org.Predecessors(c.Context(), v.unit.ID, v.on)
	} else {
		v.origins, err = p.org.Successors(c.Context(), v.unit.ID, v.on)
	}
	return err
}

func subtitle(c *web.Ctx, v unitView) string {
	sub := v.level
	if sub != "" {
		sub += " · "
	}
	return sub + c.T("org.as_on", "date", v.on)
}

func crumbs(c *web.Ctx, t *org.Tree, v unitView) []shell.Crumb {
	list := []shell.Crumb{{Text: c.T("org.page_units"), Href: "/units" + v.link.query()}}
	above := t.Ancestors(v.unit.ID)
	for i := len(above) - 1; i >= 0; i-- {
		list = append(list, shell.Crumb{Text: above[i].Short(), Href: v.link.unit(above[i].ID)})
	}
	return list
}
