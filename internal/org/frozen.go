package org

// Among gives the tree with these units in the place of its own: a tree as it
// once was, kept by somebody who signed it. Levels, groups and who belongs to
// them are those of t.
func (t *Tree) Among(units []Unit) *Tree {
	var members []member
	for group, list := range t.member {
		for _, pos := range list {
			members = append(members, member{group, t.units[pos].ID})
		}
	}
	kept := newTree(t.date, t.span, units, t.levels, t.groups, members)
	kept.kinds = t.kinds
	return kept
}
