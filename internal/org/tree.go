package org

import (
	"maps"
	"slices"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Tree is the units of one day. It never changes and may be shared freely.
// Positions are pre-order: the units below one stand right behind it.
type Tree struct {
	date   when.Date
	span   when.Span // the days for which this tree holds
	units  []Unit
	end    []int32 // behind the last unit below
	above  []int32 // position of the parent, -1 for a root
	folded []string
	at     map[ident.ID]int32
	levels []Level
	kinds  map[string]i18n.Text
	groups []Group
	member map[string][]int32 // positions by group code, in order
}

type member struct {
	group string
	unit  ident.ID
}

// newTree puts units in order. A unit whose parent is not among them becomes a root.
func newTree(date when.Date, span when.Span, units []Unit, levels []Level, groups []Group, members []member) *Tree {
	t := &Tree{
		date: date, span: span, levels: levels, groups: groups,
		units: make([]Unit, 0, len(units)), end: make([]int32, len(units)), above: make([]int32, 0, len(units)),
		folded: make([]string, 0, len(units)), at: make(map[ident.ID]int32, len(units)), member: make(map[string][]int32),
	}
	known := make(map[ident.ID]bool, len(units))
	for i := range units {
		known[units[i].ID] = true
	}
	below := make(map[ident.ID][]int, len(units)/4+1)
	for i := range units {
		parent := units[i].Parent
		if !known[parent] {
			parent = 0
		}
		below[parent] = append(below[parent], i)
	}
	for _, list := range below {
		slices.SortFunc(list, func(a, b int) int { return compareUnits(&units[a], &units[b]) })
	}
	var walk func(parent ident.ID, above int32)
	walk = func(parent ident.ID, above int32) {
		for _, i := range below[parent] {
			pos := int32(len(t.units))
			t.at[units[i].ID] = pos
			t.units = append(t.units, units[i])
			t.above = append(t.above, above)
			t.folded = append(t.folded, foldUnit(units[i]))
			walk(units[i].ID, pos)
			t.end[pos] = int32(len(t.units))
		}
	}
	walk(0, -1)
	t.end = t.end[:len(t.units)]
	for _, m := range members {
		if pos, ok := t.at[m.unit]; ok {
			t.member[m.group] = append(t.member[m.group], pos)
		}
	}
	for _, list := range t.member {
		slices.Sort(list)
	}
	return t
}

func compareUnits(a, b *Unit) int {
	if c := strings.Compare(a.SortKey, b.SortKey); c != 0 {
		return c
	}
	return strings.Compare(a.Code, b.Code)
}

func foldUnit(u Unit) string {
	text := u.Name
	if u.ShortName != "" {
		text += " | " + u.ShortName
	}
	return i18n.Fold(text) + " | " + strings.ToLower(u.Code)
}

// Date is the day that was asked for.
func (t *Tree) Date() when.Date { return t.date }

// Span is the days for which the tree is the same.
func (t *Tree) Span() when.Span { return t.span }

// Same tells whether another tree has the same units in the same places and groups. Of trees between two changes it is known at once.
func (t *Tree) Same(o *Tree) bool {
	if len(t.units) != len(o.units) {
		return false
	}
	if len(t.units) == 0 || &t.units[0] == &o.units[0] {
		return true
	}
	return slices.Equal(t.units, o.units) && slices.Equal(t.groups, o.groups) && maps.EqualFunc(t.member, o.member, slices.Equal)
}

// Len counts the units.
func (t *Tree) Len() int { return len(t.units) }

// At gives the unit at a position.
func (t *Tree) At(pos int) Unit { return t.units[pos] }

// Root gives the first unit without a parent, the zero Unit in an empty tree.
func (t *Tree) Root() Unit {
	if len(t.units) == 0 {
		return Unit{}
	}
	return t.units[0]
}

// Roots gives the units without a parent, in order.
func (t *Tree) Roots() []Unit {
	var list []Unit
	for pos := 0; pos < len(t.units); pos = int(t.end[pos]) {
		list = append(list, t.units[pos])
	}
	return list
}

// Unit gives a unit, false where it does not exist on the day.
func (t *Tree) Unit(id ident.ID) (Unit, bool) {
	pos, ok := t.at[id]
	if !ok {
		return Unit{}, false
	}
	return t.units[pos], true
}

// Name gives the unit's name on the day, "" where it does not exist.
func (t *Tree) Name(id ident.ID) string { u, _ := t.Unit(id); return u.Name }

// Pos gives a unit's position.
func (t *Tree) Pos(id ident.ID) (int, bool) {
	pos, ok := t.at[id]
	return int(pos), ok
}

// Range gives the positions of a unit and all below it, half-open; 0, 0 where it does not exist.
func (t *Tree) Range(id ident.ID) (lo, hi int) {
	pos, ok := t.at[id]
	if !ok {
		return 0, 0
	}
	return int(pos), int(t.end[pos])
}

// Contains tells whether above stands above below, or is it.
func (t *Tree) Contains(above, below ident.ID) bool {
	a, ok := t.at[above]
	if !ok {
		return false
	}
	b, ok := t.at[below]
	return ok && a <= b && b < t.end[a]
}

// Children gives the units directly under one, in order of their names. The
// children of the zero ID are the roots.
func (t *Tree) Children(id ident.ID) []Unit {
	if id == 0 {
		return t.Roots()
	}
	lo, hi := t.Range(id)
	var list []Unit
	for pos := lo + 1; pos < hi; pos = int(t.end[pos]) {
		list = append(list, t.units[pos])
	}
	return list
}

// Leaf tells whether nothing stands under a unit.
func (t *Tree) Leaf(id ident.ID) bool { lo, hi := t.Range(id); return hi-lo <= 1 }

// Ancestors gives the units above one, the nearest first.
func (t *Tree) Ancestors(id ident.ID) []Unit {
	pos, ok := t.at[id]
	if !ok {
		return nil
	}
	var list []Unit
	for pos = t.above[pos]; pos >= 0; pos = t.above[pos] {
		list = append(list, t.units[pos])
	}
	return list
}

// Remit is the unit below which a unit calls to conferences and gives work: its own superior, for a province's board calls
// the province. Below the top stands everybody: they are called by the top and by bodies of the top's own level.
func (t *Tree) Remit(unit ident.ID) ident.ID {
	up := t.Ancestors(unit)
	u, _ := t.Unit(unit)
	if len(up) > 1 || len(up) == 1 && up[0].Level == u.Level {
		return up[0].ID
	}
	return unit
}

// Depth counts the units above one.
func (t *Tree) Depth(id ident.ID) int {
	pos, ok := t.at[id]
	n := 0
	for ok && t.above[pos] >= 0 {
		pos = t.above[pos]
		n++
	}
	return n
}

// Subtree gives a unit and all below it in pre-order. The result is the tree's own: read it only.
func (t *Tree) Subtree(id ident.ID) []Unit {
	lo, hi := t.Range(id)
	return t.units[lo:hi:hi]
}

// Level gives the units of a level in pre-order.
func (t *Tree) Level(code string) []Unit {
	var list []Unit
	for i := range t.units {
		if t.units[i].Level == code {
			list = append(list, t.units[i])
		}
	}
	return list
}

// Group gives the units of a group in pre-order.
func (t *Tree) Group(code string) []Unit {
	list := make([]Unit, 0, len(t.member[code]))
	for _, pos := range t.member[code] {
		list = append(list, t.units[pos])
	}
	return list
}

// GroupsOf gives the groups of a unit, in order.
func (t *Tree) GroupsOf(id ident.ID) []Group {
	pos, ok := t.at[id]
	if !ok {
		return nil
	}
	var list []Group
	for _, g := range t.groups {
		if _, found := slices.BinarySearch(t.member[g.Code], pos); found {
			list = append(list, g)
		}
	}
	return list
}

// Groups gives all groups in order of kind and name. Read only.
func (t *Tree) Groups() []Group { return t.groups }

// Levels gives the levels from the top. Read only.
func (t *Tree) Levels() []Level { return t.levels }

// KindName gives what units of a kind are called, the code itself where the organisation has not said.
func (t *Tree) KindName(code string) i18n.Text {
	if name, ok := t.kinds[code]; ok {
		return name
	}
	return i18n.Text{VI: code, EN: code}
}

// LevelOf gives a level by its code.
func (t *Tree) LevelOf(code string) (Level, bool) {
	for _, l := range t.levels {
		if l.Code == code {
			return l, true
		}
	}
	return Level{}, false
}
