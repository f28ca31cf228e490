package org

import (
	"context"
	"regexp"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$`)

// Create begins a unit. It needs the right to keep units over the parent; only
// the program itself creates a unit without a parent.
func (s *Service) Create(ctx context.Context, who actor.Actor, n NewUnit, d Decree) (Unit, error) {
	id, err := s.apply(ctx, who, ChangeCreate, d, func(ctx context.Context, c *change) (ident.ID, error) {
		if err := c.mayKeep(ctx, n.Parent); err != nil {
			return 0, err
		}
		fs := checkDecree(c.decree)
		if err := fs.Or(); err != nil {
			fs = append(fs, checkNames(tidy(n.Name), tidy(n.ShortName))...)
			return 0, fs
		}
		u, err := c.start(ctx, n)
		c.to = []ident.ID{u.ID}
		return u.ID, err
	})
	if err != nil {
		return Unit{}, err
	}
	return s.newest(ctx, id)
}

// Rename gives a unit another name and short name from the decree's day on.
func (s *Service) Rename(ctx context.Context, who actor.Actor, unit ident.ID, name, short string, d Decree) error {
	_, err := s.apply(ctx, who, ChangeRename, d, func(ctx context.Context, c *change) (ident.ID, error) {
		v, err := c.newest(ctx, unit)
		if err != nil {
			return 0, err
		}
		if err := c.mayKeepAbove(ctx, v); err != nil {
			return 0, err
		}
		name, short := tidy(name), tidy(short)
		fs := append(checkDecree(c.decree), checkNames(name, short)...)
		if name == v.Name && short == v.ShortName {
			fs = append(fs, fault.Invalid("name", "org.no_change"))
		}
		if f := checkOpen(v, c.decree.Date, false); f != nil && len(fs) == 0 {
			fs = append(fs, f)
		}
		if err := fs.Or(); err != nil {
			return 0, err
		}
		v.Name, v.ShortName = name, short
		c.from, c.to = []ident.ID{unit}, []ident.ID{unit}
		return unit, c.put(ctx, v)
	})
	return err
}

// Move puts a unit, with all below it, under another parent. It needs the right
// over the old parent and over the new one.
func (s *Service) Move(ctx context.Context, who actor.Actor, unit, parent ident.ID, d Decree) error {
	_, err := s.apply(ctx, who, ChangeMove, d, func(ctx context.Context, c *change) (ident.ID, error) {
		v, err := c.newest(ctx, unit)
		if err != nil {
			return 0, err
		}
		if err := c.mayKeepAbove(ctx, v); err != nil {
			return 0, err
		}
		if err := c.mayKeep(ctx, parent); err != nil {
			return 0, err
		}
		fs := checkDecree(c.decree)
		if v.Parent == parent {
			fs = append(fs, fault.Invalid("parent", "org.no_change"))
		}
		if f := checkOpen(v, c.decree.Date, false); f != nil && len(fs) == 0 {
			fs = append(fs, f)
		}
		if err := fs.Or(); err != nil {
			return 0, err
		}
		moved := v
		moved.Parent, moved.From, moved.To = parent, c.decree.Date, 0
		if f := checkPlace(moved, c.of(ctx)); f != nil {
			return 0, f
		}
		above, err := c.newest(ctx, parent)
		if err != nil {
			return 0, err
		}
		if f := checkLevel(c.levels, v.Level, above.Level); f != nil {
			return 0, f
		}
		c.from, c.to = []ident.ID{unit}, []ident.ID{unit}
		return unit, c.put(ctx, moved)
	})
	return err
}

// Merge ends units and names the unit that takes them in: into, or where it is
// zero a new unit made of n. What stood under the merged units then stands under it.
func (s *Service) Merge(ctx context.Context, who actor.Actor, from []ident.ID, into ident.ID, n NewUnit, d Decree) (Unit, error) {
	id, err := s.apply(ctx, who, ChangeMerge, d, func(ctx context.Context, c *change) (ident.ID, error) {
		from, err := c.mergeable(ctx, from, into)
		if err != nil {
			return 0, err
		}
		successor := into
		if into == 0 {
			if err := c.mayKeep(ctx, n.Parent); err != nil {
				return 0, err
			}
			u, err := c.start(ctx, n)
			if err != nil {
				return 0, err
			}
			successor = u.ID
		}
		for _, v := range from {
			c.from = append(c.from, v.ID)
		}
		c.to = []ident.ID{successor}
		return successor, c.takeIn(ctx, from, successor)
	})
	if err != nil {
		return Unit{}, err
	}
	return s.newest(ctx, id)
}

// mergeable authorises a merge and checks its units; into, where it is one that
// exists, is among them.
func (c *change) mergeable(ctx context.Context, ids []ident.ID, into ident.ID) ([]Unit, error) {
	ids = slices.Clone(ids)
	if into != 0 && !slices.Contains(ids, into) {
		ids = append(ids, into)
	}
	var units []Unit
	for i, id := range ids {
		v, err := c.newest(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := c.mayKeepAbove(ctx, v); err != nil {
			return nil, err
		}
		if slices.Contains(ids[:i], id) {
			return nil, fault.Invalid("from", "org.named_twice", "unit", v.Name)
		}
		units = append(units, v)
	}
	fs := checkDecree(c.decree)
	if f := checkSides(ChangeMerge, len(ids), 1); f != nil {
		fs = append(fs, f)
	}
	if len(fs) == 0 {
		for _, v := range units {
			if f := checkOpen(v, c.decree.Date, v.ID != into); f != nil {
				fs = append(fs, f)
			}
		}
	}
	return units, fs.Or()
}

// takeIn ends the merged units and moves what stands under them.
func (c *change) takeIn(ctx context.Context, from []Unit, successor ident.ID) error {
	for _, v := range from {
		if v.ID == successor {
			continue
		}
		below, err := loadChildren(ctx, c.w, v.ID, c.decree.Date)
		if err != nil {
			return err
		}
		for _, child := range below {
			if slices.ContainsFunc(from, func(m Unit) bool { return m.ID == child.ID }) {
				continue
			}
			if f := checkOpen(child, c.decree.Date, false); f != nil {
				return f
			}
			child.Parent = successor
			if err := c.put(ctx, child); err != nil {
				return err
			}
		}
		if err := c.finish(ctx, v); err != nil {
			return err
		}
	}
	c.touched = append(c.touched, successor) // what ends may have stood above it
	return nil
}

// Split ends a unit and begins others in its place. Nothing may stand under it by then.
func (s *Service) Split(ctx context.Context, who actor.Actor, unit ident.ID, into []NewUnit, d Decree) ([]Unit, error) {
	_, err := s.apply(ctx, who, ChangeSplit, d, func(ctx context.Context, c *change) (ident.ID, error) {
		v, err := c.ending(ctx, unit)
		if err != nil {
			return 0, err
		}
		if f := checkSides(ChangeSplit, 1, len(into)); f != nil {
			return 0, f
		}
		for _, n := range into {
			if err := c.mayKeep(ctx, n.Parent); err != nil {
				return 0, err
			}
			u, err := c.start(ctx, n)
			if err != nil {
				return 0, err
			}
			c.to = append(c.to, u.ID)
		}
		c.from = []ident.ID{unit}
		return unit, c.finish(ctx, v)
	})
	if err != nil {
		return nil, err
	}
	return s.Successors(ctx, unit, d.Date)
}

// Dissolve ends a unit, and names who carries on its affairs where somebody does.
// Nothing may stand under it by then. Grants on it end that day.
func (s *Service) Dissolve(ctx context.Context, who actor.Actor, unit ident.ID, successors []ident.ID, d Decree) error {
	_, err := s.apply(ctx, who, ChangeDissolve, d, func(ctx context.Context, c *change) (ident.ID, error) {
		v, err := c.ending(ctx, unit)
		if err != nil {
			return 0, err
		}
		for i, id := range successors {
			next, err := c.newest(ctx, id)
			if err != nil {
				return 0, fault.Invalid("into", "org.no_such_unit").Because(err)
			}
			if id == unit || slices.Contains(successors[:i], id) {
				return 0, fault.Invalid("into", "org.named_twice", "unit", next.Name)
			}
			if f := checkOpen(next, max(c.decree.Date, next.From), false); f != nil {
				return 0, f.On("into")
			}
		}
		c.from, c.to = []ident.ID{unit}, successors
		return unit, c.finish(ctx, v)
	})
	return err
}

// ending authorises and checks a unit that is to end with nothing under it.
func (c *change) ending(ctx context.Context, unit ident.ID) (Unit, error) {
	v, err := c.newest(ctx, unit)
	if err != nil {
		return v, err
	}
	if err := c.mayKeepAbove(ctx, v); err != nil {
		return v, err
	}
	if err := checkDecree(c.decree).Or(); err != nil {
		return v, err
	}
	if f := checkOpen(v, c.decree.Date, true); f != nil {
		return v, f
	}
	below, err := loadChildren(ctx, c.w, unit, c.decree.Date)
	if err != nil {
		return v, err
	}
	if len(below) > 0 {
		return v, fault.Invalid("date", "org.has_children", "count", countUnits(below), "first", below[0].Name)
	}
	return v, nil
}

func countUnits(versions []Unit) int {
	seen := make(map[ident.ID]bool, len(versions))
	for _, v := range versions {
		seen[v.ID] = true
	}
	return len(seen)
}
