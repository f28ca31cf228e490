package conferenceweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func unitOption(tree *org.Tree, id ident.ID) shell.Option {
	u, ok := tree.Unit(id)
	if !ok {
		return shell.Option{}
	}
	return shell.Option{Value: id.String(), Label: u.Name}
}

// topUnits offers the units of the two upper levels, grouped by level.
func topUnits(c *web.Ctx, tree *org.Tree) []shell.Option {
	var list []shell.Option
	for i, level := range tree.Levels() {
		if i > 1 {
			break
		}
		for _, u := range tree.Level(level.Code) {
			if len(list) < maxUnits {
				list = append(list, shell.Option{Value: u.ID.String(), Label: u.Name, Group: level.Name.In(c.Lang)})
			}
		}
	}
	return list
}

// nearUnits offers the units under the superior of this one (all of them, for the top), nearest level first.
func nearUnits(tree *org.Tree, unit ident.ID) []shell.Option {
	under := unit
	if up := tree.Ancestors(unit); len(up) > 0 {
		under = up[0].ID
	}
	var list []shell.Option
	for _, u := range tree.Children(under) {
		if len(list) >= maxUnits {
			break
		}
		list = append(list, shell.Option{Value: u.ID.String(), Label: u.Name})
		for _, child := range tree.Children(u.ID) {
			if len(list) < maxUnits && len(tree.Children(under)) < 100 && len(tree.Children(u.ID)) < 12 {
				list = append(list, shell.Option{Value: child.ID.String(), Label: child.Name, Sub: u.Name})
			}
		}
	}
	return list
}

func scopes(c *web.Ctx, tree *org.Tree) []shell.Option {
	list := []shell.Option{{Value: org.ScopeAll, Label: c.T("conference.scope_all")}, {Value: org.ScopeSubtree, Label: c.T("conference.scope_subtree")},
		{Value: org.ScopeList, Label: c.T("conference.scope_list")}}
	for _, g := range tree.Groups() {
		list = append(list, shell.Option{Value: org.ScopeGroup + ":" + g.Code, Label: g.Name, Group: c.T("conference.scope_groups")})
	}
	for _, l := range tree.Levels() {
		list = append(list, shell.Option{Value: org.ScopeLevel + ":" + l.Code, Label: l.Name.In(c.Lang), Group: c.T("conference.scope_levels")})
	}
	return list
}

func eventOptions(c *web.Ctx, events []calendar.Event) []shell.Option {
	var list []shell.Option
	for _, e := range events {
		list = append(list, shell.Option{Value: e.ID.String(), Label: e.Name, Sub: e.Date.Full(c.Lang)})
	}
	return list
}

// people offers holders of posts at the hosts, those already chosen, and what was searched for.
func (p *pages) people(c *web.Ctx, values url.Values) ([]shell.Option, error) {
	day := c.Today
	if d, err := when.ParseDate(values.Get("date"), c.Today); err == nil {
		day = d.Date
	}
	var list []shell.Option
	add := func(group string, choices []conference.Choice) {
		for _, one := range choices {
			o := shell.Option{Value: one.Person.String(), Label: one.Name, Sub: one.Title, Group: group}
			if !slices.ContainsFunc(list, func(x shell.Option) bool { return x.Value == o.Value }) {
				list = append(list, o)
			}
		}
	}
	if text := strings.TrimSpace(values.Get("find")); text != "" {
		found, err := p.s.SearchPeople(c.Context(), c.Actor, text, 0, 30)
		if err != nil {
			return nil, err
		}
		add(c.T("conference.people_found", "text", text), found)
	}
	tree, err := p.s.Org.Today(c.Context())
	if err != nil {
		return nil, err
	}
	for _, unit := range ids(append([]string{values.Get("host")}, values["cohost"]...)) {
		holders, err := p.s.ChairChoices(c.Context(), c.Actor, unit, day)
		if err != nil {
			return nil, err
		}
		add(tree.Name(unit), holders)
	}
	for i := range 21 {
		id, err := ident.Parse(values.Get("chair-" + strconv.Itoa(i)))
		if i == 20 {
			id, err = ident.Parse(values.Get("secretary"))
		}
		if err != nil {
			continue
		}
		one, err := p.s.Person.ByID(c.Context(), id)
		if err == nil {
			add(c.T("conference.people_chosen"), []conference.Choice{{Person: id, Name: one.Name}})
		}
	}
	return list, nil
}
