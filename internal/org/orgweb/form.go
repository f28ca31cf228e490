package orgweb

import (
	"errors"
	"net/url"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// form is one kind of change of a unit: new, rename, move, merge, split, dissolve.
type form struct {
	*pages
	kind string
}

// formView is what a form of change shows.
type formView struct {
	kind    string
	unit    org.Unit
	form    shell.Form
	levels  []shell.Option
	groups  []shell.Option
	parents []shell.Option
	beside  []shell.Option // units it may merge with or that may carry on
	into    []shell.Option
	count   int // units that follow it: what stands below today
}

// show answers GET /units/{unit}/<kind>.
func (f form) show(c *web.Ctx) error {
	v, err := f.open(c)
	if err != nil {
		return err
	}
	values := url.Values{"date": {c.Today.Full(c.Lang)}}
	switch f.kind {
	case "rename":
		values.Set("name", v.unit.Name)
		values.Set("short", v.unit.ShortName)
	case "new":
		if len(v.levels) > 0 {
			values.Set("level", v.levels[len(v.levels)-1].Value)
			if next := nextLevel(v); next != "" {
				values.Set("level", next)
			}
		}
	}
	v.form = shell.Form{Values: values}
	return c.Render(changePage(f.base(c, v), v))
}

func (f form) base(c *web.Ctx, v formView) shell.Base {
	return c.Base("units", "org.form_"+f.kind).WithSub(v.unit.Name).
		WithCrumbs(shell.Crumb{Text: c.T("org.page_units"), Href: "/units"}, shell.Crumb{Text: v.unit.Short(), Href: "/units/" + v.unit.ID.String()})
}

// open authorises and gathers what the form offers.
func (f form) open(c *web.Ctx) (formView, error) {
	v := formView{kind: f.kind}
	id, err := c.ID("unit")
	if err != nil {
		return v, err
	}
	today, err := f.org.Today(c.Context())
	if err != nil {
		return v, err
	}
	versions, err := f.org.Versions(c.Context(), id)
	if err != nil {
		return v, err
	}
	v.unit = versions[len(versions)-1]
	over := v.unit.ID
	if f.kind != "new" && v.unit.Parent != 0 {
		over = v.unit.Parent
	}
	if err := c.Actor.Over(actor.KeepUnits, over, today); err != nil {
		return v, err
	}
	lo, hi := today.Range(id)
	v.count = max(0, hi-lo-1)
	own := 0
	for i, l := range today.Levels() {
		if l.Code == v.unit.Level {
			own = i
		}
	}
	for _, l := range today.Levels()[min(own, len(today.Levels())):] {
		v.levels = append(v.levels, shell.Option{Value: l.Code, Label: l.Name.In(c.Lang)})
	}
	for _, g := range today.Groups() {
		v.groups = append(v.groups, shell.Option{Value: g.Code, Label: g.Name, Group: groupKind(c, g.Kind)})
	}
	for _, u := range today.Children(v.unit.Parent) {
		if u.ID != id && u.Level == v.unit.Level && v.unit.Parent != 0 {
			v.beside = append(v.beside, shell.Option{Value: u.ID.String(), Label: u.Name})
		}
	}
	if f.kind == "move" {
		v.parents = f.parents(c, today, v.unit)
	}
	if f.kind == "merge" {
		v.into = append([]shell.Option{{Value: id.String(), Label: v.unit.Name}}, v.beside...)
	}
	return v, nil
}

// parents offers where a unit may stand: at its parent's level or above, where the account keeps units.
func (f form) parents(c *web.Ctx, today *org.Tree, u org.Unit) []shell.Option {
	level, _ := today.LevelOf(u.Level)
	var list []shell.Option
	for pos := range today.Len() {
		p := today.At(pos)
		above, _ := today.LevelOf(p.Level)
		if p.ID == u.Parent || above.Order > level.Order || above.Order == level.Order && today.Leaf(p.ID) ||
			today.Contains(u.ID, p.ID) || !c.Actor.HasOver(actor.KeepUnits, p.ID, today) {
			continue
		}
		list = append(list, shell.Option{Value: p.ID.String(), Label: p.Name, Sub: above.Name.In(c.Lang)})
	}
	return list
}

func nextLevel(v formView) string {
	if len(v.levels) > 1 {
		return v.levels[1].Value
	}
	return ""
}

// send answers POST /units/{unit}/<kind>.
func (f form) send(c *web.Ctx) error {
	id, err := c.ID("unit")
	if err != nil {
		return err
	}
	decree, faults := readDecree(c)
	if len(faults) == 0 && c.Form().Get("back") == "" {
		var done bool
		if done, err = f.confirm(c, id, decree); done || err == nil {
			return err
		}
		var refused bool
		if faults, refused = web.Refused(err); !refused {
			return err
		}
	}
	v, err := f.open(c)
	if err != nil {
		return err
	}
	v.form = shell.Form{Values: c.Form(), Faults: faults}
	if len(faults) == 0 {
		return c.Render(changePage(f.base(c, v), v))
	}
	return c.RenderStatus(web.RefusedStatus(faults), changePage(f.base(c, v), v))
}

// readDecree reads day, act and note. A day that is no day is said with its field.
func readDecree(c *web.Ctx) (org.Decree, fault.Faults) {
	values := c.Form()
	d := org.Decree{Act: values.Get("act"), Note: values.Get("note"), Key: c.Key()}
	text := strings.TrimSpace(values.Get("date"))
	if text == "" {
		return d, nil // the service says what is missing, with everything else
	}
	read, err := when.ParseDate(text, c.Today)
	if err != nil {
		return d, onField(err, "date")
	}
	d.Date = read.Date
	return d, nil
}

func (f form) apply(c *web.Ctx, id ident.ID, d org.Decree) (ident.ID, error) {
	values, ctx := c.Form(), c.Context()
	n := org.NewUnit{Parent: id, Code: values.Get("code"), Name: values.Get("name"), ShortName: values.Get("short"),
		Level: values.Get("level"), Groups: values["groups"]}
	switch f.kind {
	case "new":
		today, err := f.org.Today(ctx)
		if err != nil {
			return id, err
		}
		n.Kind = kindBeside(today, id, n.Level)
		u, err := f.org.Create(ctx, c.Actor, n, d)
		return u.ID, err
	case "rename":
		return id, f.org.Rename(ctx, c.Actor, id, n.Name, n.ShortName, d)
	case "move":
		parent, err := c.FormID("parent")
		if err == nil && parent == 0 {
			err = fault.Invalid("parent", "org.no_such_parent")
		}
		if err != nil {
			return id, err
		}
		return id, f.org.Move(ctx, c.Actor, id, parent, d)
	case "merge":
		return f.merge(c, id, n, d)
	case "split":
		return id, f.split(c, id, d)
	case "dissolve":
		successors, err := formIDs(c, "into")
		if err != nil {
			return id, err
		}
		return id, f.org.Dissolve(ctx, c.Actor, id, successors, d)
	}
	return id, errors.New("orgweb: no such form")
}

// kindBeside is the kind of a unit's future neighbours of the same level.
func kindBeside(today *org.Tree, parent ident.ID, level string) string {
	for _, u := range today.Children(parent) {
		if u.Level == level {
			return u.Kind
		}
	}
	return level
}

func (f form) merge(c *web.Ctx, id ident.ID, n org.NewUnit, d org.Decree) (ident.ID, error) {
	with, err := formIDs(c, "with")
	if err != nil {
		return id, err
	}
	into, err := c.FormID("into")
	if err != nil {
		return id, err
	}
	versions, err := f.org.Versions(c.Context(), id)
	if err != nil {
		return id, err
	}
	like := versions[len(versions)-1]
	n.Parent, n.Level, n.Kind = like.Parent, like.Level, like.Kind
	u, err := f.org.Merge(c.Context(), c.Actor, append([]ident.ID{id}, with...), into, n, d)
	return u.ID, err
}

func (f form) split(c *web.Ctx, id ident.ID, d org.Decree) error {
	versions, err := f.org.Versions(c.Context(), id)
	if err != nil {
		return err
	}
	like := versions[len(versions)-1]
	var into []org.NewUnit
	for _, line := range strings.Split(c.Form().Get("names"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			into = append(into, org.NewUnit{Parent: like.Parent, Name: line, Kind: like.Kind, Level: like.Level})
		}
	}
	_, err = f.org.Split(c.Context(), c.Actor, id, into, d)
	if fault.Is(err, "org.split_in_one") {
		return fault.Invalid("names", "org.split_in_one").Because(err)
	}
	return err
}

func formIDs(c *web.Ctx, field string) ([]ident.ID, error) {
	var ids []ident.ID
	for _, text := range c.Form()[field] {
		if text == "" {
			continue
		}
		id, err := ident.Parse(text)
		if err != nil {
			return nil, fault.Invalid(field, "org.no_such_unit").Because(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
