package org

import "giaoban/internal/ident"

// The kinds of scope.
const (
	ScopeAll     = "all"
	ScopeLevel   = "level"
	ScopeGroup   = "group"
	ScopeKind    = "kind"
	ScopeSubtree = "subtree"
	ScopeList    = "list"
)

// Scope says which units are meant, by a rule that is resolved on a day's tree.
// It is stored as JSON.
type Scope struct {
	Kind  string     `json:"kind"`
	Value string     `json:"value,omitempty"` // code of a level, group or kind
	Under ident.ID   `json:"under,omitempty"` // only units of this subtree, 0 for all
	Units []ident.ID `json:"units,omitempty"` // of a list
}

// Resolve gives the units of a scope in pre-order. An unknown kind, and a list's
// units that do not exist on the day, give nothing.
func (t *Tree) Resolve(s Scope) []Unit {
	lo, hi := 0, len(t.units)
	if s.Under != 0 {
		lo, hi = t.Range(s.Under)
	}
	var listed map[ident.ID]bool
	if s.Kind == ScopeList {
		listed = make(map[ident.ID]bool, len(s.Units))
		for _, id := range s.Units {
			listed[id] = true
		}
	}
	var list []Unit
	if s.Kind == ScopeGroup {
		for _, pos := range t.member[s.Value] {
			if int(pos) >= lo && int(pos) < hi {
				list = append(list, t.units[pos])
			}
		}
		return list
	}
	for pos := lo; pos < hi; pos++ {
		u := &t.units[pos]
		var take bool
		switch s.Kind {
		case ScopeAll, ScopeSubtree:
			take = true
		case ScopeLevel:
			take = u.Level == s.Value
		case ScopeKind:
			take = u.Kind == s.Value
		case ScopeList:
			take = listed[u.ID]
		}
		if take {
			list = append(list, *u)
		}
	}
	return list
}
