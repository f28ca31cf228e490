package org

import (
	"context"
	"slices"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Heirs gives, for every position of an earlier day's tree, the positions of a
// later day's in which the unit goes on:
//
//   - a unit that still lives goes on as itself, unless it was split and lives
//     on as one of the parts: then in all parts;
//   - a merged one in the unit that took it in, a split one in its parts, a
//     dissolved one in those named to carry on its affairs;
//   - where nobody is named, in the unit that stood above it.
//
// A unit of which nothing above lives on either has no heir. The lists are kept
// until the next change of units and shared: nobody changes them.
func (s *Service) Heirs(ctx context.Context, then, now *Tree) ([][]int, error) {
	if then.Len() == 0 || now.Len() == 0 {
		return make([][]int, then.Len()), nil
	}
	list, round := s.trees.heirsOf(then, now)
	if list != nil {
		return list, nil
	}
	floor := then.date // one that was kept in the tree after its end goes on from there
	for i := range then.units {
		if to := then.units[i].To; to != 0 {
			floor = min(floor, to)
		}
	}
	h := heirs{now: now, steps: make(map[ident.ID][]heirStep), versions: make(map[ident.ID][]Unit)}
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		changes, err := db.All(ctx, r, func(s db.Scanner, c *plannedChange) error { return s.Scan(&c.id, &c.date, &c.kind) },
			`select id, day, kind from unit_change where kind in ('merge', 'split', 'dissolve') and day > $1 and day <= $2 order by day, id`,
			int64(floor), int64(now.Date()))
		if err != nil {
			return err
		}
		parts, err := db.All(ctx, r, scanPart, `select p.change, p.side, p.unit from unit_change_part p join unit_change c on c.id = p.change
			where c.kind in ('merge', 'split', 'dissolve') and c.day > $1 and c.day <= $2 order by p.change, p.unit`, int64(floor), int64(now.Date()))
		if err != nil {
			return err
		}
		h.index(changes, parts)
		ended, err := db.All(ctx, r, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit
			where v.valid_to <> 0 and v.valid_to >= $1 and v.valid_to < $2 order by v.unit, v.valid_from`, int64(floor), int64(now.Date()))
		for _, v := range ended {
			h.versions[v.ID] = append(h.versions[v.ID], v)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	list = make([][]int, then.Len())
	for pos := range list {
		from := then.date.AddDays(1)
		if to := then.units[pos].To; to != 0 && to < then.date {
			from = to
		}
		list[pos] = h.of(then.units[pos].ID, from)
	}
	s.trees.putHeirs(then, now, list, round)
	return list, nil
}

// heirs follows units from change to change.
type heirs struct {
	now      *Tree
	steps    map[ident.ID][]heirStep // changes that a unit went into, in order of days
	versions map[ident.ID][]Unit     // that ended in between
}

type heirStep struct {
	day  when.Date
	kind string
	to   []ident.ID
}

func (h *heirs) index(changes []plannedChange, parts []changePart) {
	to := make(map[ident.ID][]ident.ID, len(changes))
	from := make(map[ident.ID][]ident.ID, len(changes))
	for _, p := range parts {
		if p.side == "to" {
			to[p.change] = append(to[p.change], p.unit)
		} else {
			from[p.change] = append(from[p.change], p.unit)
		}
	}
	for _, c := range changes {
		for _, unit := range from[c.id] {
			h.steps[unit] = append(h.steps[unit], heirStep{c.date, c.kind, to[c.id]})
		}
	}
}

// of gives the positions in which a unit goes on, by the changes from a day on.
func (h *heirs) of(unit ident.ID, from when.Date) []int {
	reached := make(map[ident.ID]bool)
	var list []int
	var follow func(unit ident.ID, from when.Date)
	follow = func(unit ident.ID, from when.Date) {
		if reached[unit] {
			return
		}
		reached[unit] = true
		for _, step := range h.steps[unit] {
			if step.day < from || step.kind == ChangeMerge && slices.Contains(step.to, unit) || len(step.to) == 0 {
				continue // it took others in and lives on, or nobody was named
			}
			for _, next := range step.to {
				if next != unit {
					follow(next, step.day)
				}
			}
			if !slices.Contains(step.to, unit) {
				return
			}
		}
		if pos, ok := h.now.Pos(unit); ok {
			list = append(list, pos)
			return
		}
		if ended := h.versions[unit]; len(ended) > 0 {
			last := ended[len(ended)-1]
			follow(last.Parent, last.To)
		}
	}
	follow(unit, from)
	slices.Sort(list)
	return list
}
