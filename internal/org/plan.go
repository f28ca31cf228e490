package org

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const maxFileFaults = 50

// present is what is there before a file comes in.
type present struct {
	levels   []Level
	groups   []Group
	codes    map[string]ident.ID
	versions map[ident.ID][]Unit
	marks    map[string]bool // changes that came in before
}

// plan is what a file adds, in the order in which it must be written so that an
// interrupted load leaves a tree that the same file completes.
type plan struct {
	levels  []Level
	groups  []FileGroup
	kinds   []FileKind
	labels  map[string]i18n.Text
	begin   []Unit // new units, parents first
	first   []Unit // all versions of new units, in the same order
	further []step // what changes in units that were there
	members []member
	changes []plannedChange
}

// step ends a version (to is set) or adds one (to is 0).
type step struct {
	version Unit
	to      when.Date
}

// planner works a file out against what is present. Pure: identifiers are made by newID.
type planner struct {
	plan
	file   File
	was    present
	newID  func() ident.ID
	id     map[string]ident.ID // codes of file and present
	now    map[ident.ID][]Unit // versions as they will be
	fresh  map[ident.ID]bool
	faults fault.Faults
	more   int
}

// planFile turns a file into what must be written, or says all that is wrong with it.
func planFile(f File, was present, newID func() ident.ID) (plan, error) {
	p := &planner{file: f, was: was, newID: newID, id: make(map[string]ident.ID, len(was.codes)+len(f.Units)),
		now: make(map[ident.ID][]Unit, len(was.codes)+len(f.Units)), fresh: make(map[ident.ID]bool, len(f.Units))}
	for code, id := range was.codes {
		p.id[code] = id
	}
	for id, list := range was.versions {
		p.now[id] = list
	}
	p.planLevels()
	p.groups, p.kinds, p.labels = f.Groups, f.Kinds, f.Labels
	p.planUnits()
	p.planChanges()
	if len(p.faults) == 0 {
		p.check()
	}
	if p.more > 0 {
		p.faults = append(p.faults, fault.Invalid("file", "org.file_too_many_faults", "count", p.more))
	}
	if err := p.faults.Or(); err != nil {
		return plan{}, err
	}
	p.order()
	return p.plan, nil
}

func (p *planner) refuse(key string, args ...any) {
	if len(p.faults) >= maxFileFaults {
		p.more++
		return
	}
	p.faults = append(p.faults, fault.Invalid("file", key, args...))
}

func (p *planner) planLevels() {
	known := slices.Clone(p.was.levels)
	for i, l := range p.file.Levels {
		order := l.Order
		if order == 0 {
			order = i + 1
		}
		level := Level{Code: l.Code, Order: order, Name: i18n.Text{VI: l.VI, EN: l.EN}}
		p.levels = append(p.levels, level)
		if at := slices.IndexFunc(known, func(k Level) bool { return k.Code == l.Code }); at >= 0 {
			known[at] = level
		} else {
			known = append(known, level)
		}
	}
	p.was.levels = known
}

func (p *planner) planUnits() {
	seen := make(map[string]bool, len(p.file.Units))
	for i, u := range p.file.Units {
		switch {
		case u.Code == "":
			p.refuse("org.file_code_missing", "row", i+1)
			continue
		case seen[u.Code]:
			p.refuse("org.file_code_twice", "code", u.Code)
			continue
		}
		seen[u.Code] = true
		if _, ok := p.id[u.Code]; !ok {
			id := p.newID()
			p.id[u.Code], p.fresh[id] = id, true
		}
	}
	if len(p.faults) > 0 {
		return
	}
	for _, u := range p.file.Units {
		p.planUnit(u)
	}
}

func (p *planner) planUnit(u FileUnit) {
	id := p.id[u.Code]
	for _, code := range u.Groups {
		p.members = append(p.members, member{group: code, unit: id})
	}
	if !p.fresh[id] {
		p.planThen(u, p.now[id])
		return
	}
	v := Unit{
		ID: id, Code: u.Code, Name: tidy(u.Name), ShortName: tidy(u.Short), Kind: u.Kind, Level: u.Level,
		From: u.From, To: u.To, TileCol: -1, TileRow: -1, Invented: u.Invented,
	}
	if v.Name == "" {
		p.refuse("org.file_no_name", "code", u.Code)
	}
	if u.From != 0 && !u.From.Valid() || u.To != 0 && !u.To.Valid() {
		p.refuse("org.file_bad_date", "code", u.Code)
	}
	if u.Tile != nil {
		v.TileCol, v.TileRow = u.Tile[0], u.Tile[1]
	}
	v.Parent = p.parent(u.Code, u.Parent, 0)
	p.planThen(u, []Unit{withSortKey(v)})
}

func (p *planner) parent(code, parent string, otherwise ident.ID) ident.ID {
	if parent == "" {
		return otherwise
	}
	id, ok := p.id[parent]
	if !ok {
		p.refuse("org.file_no_parent", "code", code, "parent", parent)
	}
	return id
}

// planThen adds a unit's later versions behind those it has.
func (p *planner) planThen(u FileUnit, list []Unit) {
	list = slices.Clone(list)
	for _, t := range u.Then {
		if !t.From.Valid() {
			p.refuse("org.file_bad_date", "code", u.Code)
			continue
		}
		newest := &list[len(list)-1]
		if t.From <= newest.From { // came in before
			continue
		}
		v := *newest
		v.From, v.Parent = t.From, p.parent(u.Code, t.Parent, v.Parent)
		for _, field := range []struct {
			to *string
			is string
		}{{&v.Name, tidy(t.Name)}, {&v.ShortName, tidy(t.Short)}, {&v.Kind, t.Kind}, {&v.Level, t.Level}} {
			if field.is != "" {
				*field.to = field.is
			}
		}
		newest.To = t.From.AddDays(-1)
		list = append(list, withSortKey(v))
	}
	p.now[list[0].ID] = list
}

func (p *planner) planChanges() {
	if len(p.faults) > 0 {
		return
	}
	for i, c := range p.file.Changes {
		if !c.Date.Valid() {
			p.refuse("org.file_no_date", "row", i+1)
			continue
		}
		if strings.TrimSpace(c.Act) == "" {
			p.refuse("org.file_no_act", "row", i+1)
			continue
		}
		p.planChange(c)
	}
}

func (p *planner) planChange(c FileChange) {
	from, ok := p.named(c, c.From)
	to, ok2 := p.named(c, c.To)
	if !ok || !ok2 {
		return
	}
	if f := checkSides(c.Kind, len(from), len(to)); f != nil {
		f.Field = "file"
		p.faults = append(p.faults, f)
		return
	}
	if ends := c.Kind == ChangeMerge || c.Kind == ChangeSplit || c.Kind == ChangeDissolve; ends {
		for _, id := range from {
			if !slices.Contains(to, id) {
				p.end(id, c.Date)
			}
		}
	}
	if c.Kind == ChangeCreate || c.Kind == ChangeMerge || c.Kind == ChangeSplit {
		for _, id := range to {
			if !slices.Contains(from, id) {
				p.beginOn(id, c.Date)
			}
		}
	}
	mark := markOf(c)
	if p.was.marks[mark] {
		return
	}
	p.changes = append(p.changes, plannedChange{
		id: p.newID(), date: c.Date, kind: c.Kind, act: tidy(c.Act), note: strings.TrimSpace(c.Note), mark: mark, from: from, to: to,
	})
}

func markOf(c FileChange) string {
	from, to := slices.Sorted(slices.Values(c.From)), slices.Sorted(slices.Values(c.To))
	return strings.Join([]string{"file", strconv.Itoa(int(c.Date)), c.Kind, strings.Join(from, "+"), strings.Join(to, "+")}, ":")
}

func (p *planner) named(c FileChange, codes []string) ([]ident.ID, bool) {
	ids := make([]ident.ID, 0, len(codes))
	for _, code := range codes {
		id, ok := p.id[code]
		if !ok {
			p.refuse("org.file_no_unit", "date", c.Date, "code", code)
			return nil, false
		}
		if slices.Contains(ids, id) {
			p.refuse("org.named_twice", "unit", code)
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// end lets a change end a unit, where the file has not said so itself.
func (p *planner) end(id ident.ID, day when.Date) {
	list := slices.Clone(p.now[id])
	newest := &list[len(list)-1]
	if newest.To == 0 {
		newest.To = day.AddDays(-1)
	}
	if newest.To != day.AddDays(-1) {
		p.refuse("org.file_end_differs", "unit", newest.Name, "to", newest.To, "date", day)
	}
	p.now[id] = list
}

// beginOn lets a change begin a unit, where the file has not said so itself.
func (p *planner) beginOn(id ident.ID, day when.Date) {
	list := slices.Clone(p.now[id])
	if list[0].From == 0 && p.fresh[id] {
		list[0].From = day
	}
	if list[0].From != day {
		p.refuse("org.file_begin_differs", "unit", list[0].Name, "from", list[0].From, "date", day)
	}
	p.now[id] = list
}

// check applies the rules of the tree to every unit as it will be.
func (p *planner) check() {
	of := func(id ident.ID) []Unit { return p.now[id] }
	orders := make(map[string]bool, len(p.was.levels))
	for _, l := range p.was.levels {
		orders[l.Code] = true
	}
	groups := make(map[string]bool, len(p.file.Groups)+len(p.was.groups))
	for _, g := range p.was.groups {
		groups[g.Code] = true
	}
	for _, g := range p.file.Groups {
		groups[g.Code] = true
	}
	take := func(f *fault.Fault, code string) {
		if f != nil {
			p.refuse(f.Key, append(f.Args, "code", code)...)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.now)) {
		list := p.now[id]
		take(checkVersions(list), list[0].Code)
		for _, v := range list {
			if !orders[v.Level] {
				p.refuse("org.no_such_level", "level", v.Level)
			}
			take(checkPlace(v, of), v.Code)
		}
	}
	for _, m := range p.members {
		if !groups[m.group] {
			p.refuse("org.no_such_group", "group", m.group)
		}
	}
}

// order sorts new units parents first and works out what differs in the others.
func (p *planner) order() {
	done := make(map[ident.ID]bool, len(p.fresh))
	var put func(id ident.ID)
	put = func(id ident.ID) {
		if done[id] || !p.fresh[id] {
			return
		}
		done[id] = true
		list := p.now[id]
		for _, v := range list {
			put(v.Parent)
		}
		p.begin = append(p.begin, list[0])
		p.first = append(p.first, list...)
	}
	for _, u := range p.file.Units {
		put(p.id[u.Code])
	}
	for _, id := range slices.Sorted(maps.Keys(p.was.versions)) {
		before := p.was.versions[id]
		for i, v := range p.now[id] {
			switch {
			case i >= len(before):
				p.further = append(p.further, step{version: v})
			case v.To != before[i].To:
				p.further = append(p.further, step{version: v, to: v.To})
			}
		}
	}
}
