package orgweb

import (
	"net/http"
	"net/url"
	"strconv"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

const maxFound = 100

// treeView is what the tree's page shows.
type treeView struct {
	on     when.Date
	form   shell.Form
	total  int
	levels []levelCount
	groups []shell.Option
	rows   []row
	found  []row // of a search or a group, instead of the tree
	asked  bool  // there was a search or a group
	more   bool  // there are more than shown
	own    ident.ID
	link   linker
	noTree bool
	keeps  bool // the reader keeps units somewhere
}

type levelCount struct {
	name  string
	count int
}

// row is one unit in a list.
type row struct {
	unit   org.Unit
	level  string // name of its level
	depth  int
	direct int
	below  int
	open   bool
	path   string // names above it, of a found unit
}

// linker makes addresses that keep the day.
type linker struct{ today, on when.Date }

func (l linker) query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if l.on != l.today {
		q.Set("date", l.on.String())
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (l linker) unit(id ident.ID) string { return "/units/" + id.String() + l.query() }
func (l linker) rows(id ident.ID) string { return "/units/" + id.String() + "/rows" + l.query() }

// toggle opens a row, or shuts it by opening its parent, for readers without script.
func (l linker) toggle(r row) string {
	open := r.unit.ID
	if r.open {
		open = r.unit.Parent
	}
	return "/units" + l.query("open", open.String()) + "#u-" + r.unit.ID.String()
}

func newRow(t *org.Tree, u org.Unit, lang i18n.Lang) row {
	level, _ := t.LevelOf(u.Level)
	lo, hi := t.Range(u.ID)
	return row{unit: u, level: level.Name.In(lang), depth: t.Depth(u.ID), direct: len(t.Children(u.ID)), below: hi - lo - 1}
}

// openRows lists the tree with the way to one unit open, and that unit itself.
func openRows(t *org.Tree, open ident.ID, lang i18n.Lang) []row {
	wide := make(map[ident.ID]bool)
	for _, root := range t.Roots() {
		wide[root.ID] = true
	}
	if u, ok := t.Unit(open); ok {
		wide[u.ID] = true
		for _, above := range t.Ancestors(open) {
			wide[above.ID] = true
		}
	}
	var rows []row
	var walk func(units []org.Unit)
	walk = func(units []org.Unit) {
		for _, u := range units {
			r := newRow(t, u, lang)
			r.open = wide[u.ID] && r.direct > 0
			rows = append(rows, r)
			if r.open {
				walk(t.Children(u.ID))
			}
		}
	}
	walk(t.Roots())
	return rows
}

// tree shows GET /units.
func (p *pages) tree(c *web.Ctx) error {
	on, text, faults := day(c)
	t, err := p.org.Tree(c.Context(), on)
	if err != nil {
		return err
	}
	v := treeView{on: on, total: t.Len(), own: c.Actor.Unit, link: linker{c.Today, on}, noTree: t.Len() == 0}
	if text == "" && on != c.Today {
		text = on.Full(c.Lang)
	}
	today, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v.keeps = keepsAny(c.Actor, today)
	v.form = shell.Form{Values: url.Values{"q": {c.Query("q")}, "date": {text}, "group": {c.Query("group")}}, Faults: faults}
	for _, l := range t.Levels() {
		if n := len(t.Level(l.Code)); n > 0 {
			v.levels = append(v.levels, levelCount{l.Name.In(c.Lang), n})
		}
	}
	for _, g := range t.Groups() {
		v.groups = append(v.groups, shell.Option{Value: g.Code, Label: g.Name, Group: groupKind(c, g.Kind)})
	}
	if err := p.find(c, t, &v); err != nil {
		return err
	}
	if !v.asked {
		open, _ := ident.Parse(c.Query("open")) // malformed: the top is open
		v.rows = openRows(t, open, c.Lang)
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	b := c.Base("units", "org.page_units").WithSub(c.T("org.as_on", "date", on)).WithScripts("units.js")
	b = b.WithActions(treeActions(b, v.keeps))
	return c.RenderStatus(status, treePage(b, v))
}

// find fills the list of a search or of a group.
func (p *pages) find(c *web.Ctx, t *org.Tree, v *treeView) error {
	q, group := c.Query("q"), c.Query("group")
	var found []org.Unit
	switch {
	case q != "":
		var err error
		if found, err = p.org.SearchOn(c.Context(), c.Actor, q, v.on, maxFound+1); err != nil {
			return err
		}
		if group != "" {
			found = within(t, found, group)
		}
	case group != "":
		found = t.Group(group)
	default:
		return nil
	}
	v.asked = true
	if v.more = len(found) > maxFound; v.more {
		found = found[:maxFound]
	}
	for _, u := range found {
		r := newRow(t, u, c.Lang)
		r.path = pathTo(t, u.ID)
		v.found = append(v.found, r)
	}
	return nil
}

func within(t *org.Tree, units []org.Unit, group string) []org.Unit {
	in := make(map[ident.ID]bool)
	for _, u := range t.Group(group) {
		in[u.ID] = true
	}
	var list []org.Unit
	for _, u := range units {
		if in[u.ID] {
			list = append(list, u)
		}
	}
	return list
}

// pathTo names the units above one, the highest first, without the very top.
func pathTo(t *org.Tree, id ident.ID) string {
	path := ""
	for _, u := range t.Ancestors(id) {
		if u.Parent == 0 && path != "" {
			break
		}
		if path != "" {
			path = " › " + path
		}
		path = u.Short() + path
	}
	return path
}

// rows shows GET /units/{unit}/rows: what stands directly under a unit, as table
// rows for the page that is already open.
func (p *pages) rows(c *web.Ctx) error {
	id, err := c.ID("unit")
	if err != nil {
		return err
	}
	on, _, faults := day(c)
	if len(faults) > 0 {
		return faults
	}
	t, err := p.org.Tree(c.Context(), on)
	if err != nil {
		return err
	}
	if _, ok := t.Unit(id); !ok {
		return fault.NotFound("org.no_such_unit")
	}
	v := treeView{on: on, own: c.Actor.Unit, link: linker{c.Today, on}}
	for _, u := range t.Children(id) {
		v.rows = append(v.rows, newRow(t, u, c.Lang))
	}
	return c.Render(treeRows(c.Base("units", ""), v, v.rows))
}

func groupKind(c *web.Ctx, kind string) string {
	switch kind {
	case "region", "sector", "function":
		return c.T("org.group_" + kind)
	}
	return ""
}

// depthClass indents a row; deeper than eight looks like eight.
func depthClass(depth int) string { return "depth-" + strconv.Itoa(min(depth, 8)) }
