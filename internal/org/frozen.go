package org

import (
	"context"
	"slices"

	"giaoban/internal/db"
	"giaoban/internal/ident"
)

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

// TreeWith gives a tree with some units that may be missing from it, each as it was last, and those of under below the unit
// that is named there: who was asked for something keeps a place also where it ended or moved before the day of the tree.
func (s *Service) TreeWith(ctx context.Context, q db.Querier, t *Tree, ids []ident.ID, under map[ident.ID]ident.ID) (*Tree, error) {
	units := slices.Clone(t.units)
	var missing []ident.ID
	for _, id := range ids {
		if _, ok := t.Unit(id); !ok && !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
	}
	versions, err := loadVersions(ctx, q, missing)
	if err != nil {
		return nil, err
	}
	for _, id := range missing {
		if u, ok := versionOn(versions, id, t.date); ok {
			units = append(units, u)
		}
	}
	for i := range units {
		if above, ok := under[units[i].ID]; ok {
			units[i].Parent = above
		}
	}
	return t.Among(units), nil
}
