package org

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Changes gives what happened to a unit, newest first.
func (s *Service) Changes(ctx context.Context, who actor.Actor, unit ident.ID) ([]Change, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []Change
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = loadChanges(ctx, r, unit)
		return err
	})
	return list, err
}

type changePart struct {
	change ident.ID
	side   string
	unit   ident.ID
}

func scanPart(s db.Scanner, p *changePart) error { return s.Scan(&p.change, &p.side, &p.unit) }

func loadChanges(ctx context.Context, q db.Querier, unit ident.ID) ([]Change, error) {
	changes, err := db.All(ctx, q, func(s db.Scanner, c *Change) error { return s.Scan(&c.ID, &c.Date, &c.Kind, &c.Act, &c.Note) },
		`select id, day, kind, act, note from unit_change where id in (select change from unit_change_part where unit = $1) order by day desc, id desc`, int64(unit))
	if err != nil {
		return nil, err
	}
	for i := range changes {
		c := &changes[i]
		parts, err := db.All(ctx, q, scanPart, `select change, side, unit from unit_change_part where change = $1`, int64(c.ID))
		if err != nil {
			return nil, err
		}
		var ids []ident.ID
		for _, p := range parts {
			ids = append(ids, p.unit)
		}
		versions, err := loadVersions(ctx, q, ids)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			if p.side == "from" {
				if v, ok := versionOn(versions, p.unit, c.Date.AddDays(-1)); ok {
					c.From = append(c.From, v)
				}
			} else if v, ok := versionOn(versions, p.unit, c.Date); ok {
				c.To = append(c.To, v)
			}
		}
		for _, side := range [][]Unit{c.From, c.To} {
			slices.SortFunc(side, func(a, b Unit) int { return compareUnits(&a, &b) })
		}
	}
	return changes, nil
}

// versionOn picks a unit's version of a day; the nearest before, where it had ended.
func versionOn(versions []Unit, unit ident.ID, day when.Date) (Unit, bool) {
	var found Unit
	for _, v := range versions {
		if v.ID == unit && (v.From <= day || found.ID == 0) {
			found = v
		}
	}
	return found, found.ID != 0
}

// Predecessors gives the units of a day out of which a unit came, through every
// merge and split since; the unit itself where it lived already.
func (s *Service) Predecessors(ctx context.Context, unit ident.ID, on when.Date) ([]Unit, error) {
	return s.follow(ctx, unit, on, "to", "from")
}

// Successors gives the units of a day in which a unit goes on, through every
// merge and split until then; the unit itself where it still lives.
func (s *Service) Successors(ctx context.Context, unit ident.ID, on when.Date) ([]Unit, error) {
	return s.follow(ctx, unit, on, "from", "to")
}

func (s *Service) follow(ctx context.Context, unit ident.ID, on when.Date, side, other string) ([]Unit, error) {
	tree, err := s.Tree(ctx, on)
	if err != nil {
		return nil, err
	}
	var list []Unit
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		reached := []ident.ID{unit}
		for next := 0; next < len(reached); next++ {
			id := reached[next]
			if u, ok := tree.Unit(id); ok {
				list = append(list, u)
			}
			compare := "<="
			if side == "to" { // looking back: only what happened after the day
				compare = ">"
			}
			further, err := db.IDs(ctx, r,
				`select distinct q.unit from unit_change_part p join unit_change c on c.id = p.change join unit_change_part q on q.change = c.id
				where p.unit = $1 and p.side = $2 and q.side = $3 and q.unit <> p.unit and c.kind in ('merge', 'split', 'dissolve') and c.day `+compare+` $4`,
				int64(id), side, other, int64(on))
			if err != nil {
				return err
			}
			for _, f := range further {
				if !slices.Contains(reached, f) {
					reached = append(reached, f)
				}
			}
		}
		return nil
	})
	slices.SortFunc(list, func(a, b Unit) int { return compareUnits(&a, &b) })
	return list, err
}

// newest gives a unit's last version, also of a unit that has ended or is yet to begin.
func (s *Service) newest(ctx context.Context, id ident.ID) (Unit, error) {
	list, err := s.Versions(ctx, id)
	if err != nil {
		return Unit{}, err
	}
	return list[len(list)-1], nil
}

// Versions gives all that a unit was, is and will be, in order of days.
func (s *Service) Versions(ctx context.Context, id ident.ID) ([]Unit, error) {
	var list []Unit
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = loadVersions(ctx, r, []ident.ID{id})
		return err
	})
	if err == nil && len(list) == 0 {
		err = fault.NotFound("org.no_such_unit")
	}
	return list, err
}

// ByCode gives the identifier of a unit by its code.
func (s *Service) ByCode(ctx context.Context, code string) (ident.ID, error) {
	var id ident.ID
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		n, err := db.Int(ctx, r, `select id from unit where code = $1`, code)
		id = ident.ID(n)
		return err
	})
	if err == nil && id == 0 {
		err = fault.NotFound("org.no_such_unit")
	}
	return id, err
}

// ByCodes gives the identifiers of all units by their codes, for loaders.
func (s *Service) ByCodes(ctx context.Context) (map[string]ident.ID, error) {
	var codes map[string]ident.ID
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		codes, err = loadCodes(ctx, r)
		return err
	})
	return codes, err
}

func loadCodes(ctx context.Context, q db.Querier) (map[string]ident.ID, error) {
	type row struct {
		code string
		id   ident.ID
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.code, &r.id) }, `select code, id from unit`)
	codes := make(map[string]ident.ID, len(rows))
	for _, r := range rows {
		codes[r.code] = r.id
	}
	return codes, err
}

// LifeIn gives the days from a unit's first to its last, as a piece or snapshot sees them; an open end is 0.
func (s *Service) LifeIn(ctx context.Context, q db.Querier, id ident.ID) (when.Span, error) {
	list, err := loadVersions(ctx, q, []ident.ID{id})
	if err == nil && len(list) == 0 {
		err = fault.NotFound("org.no_such_unit")
	}
	if err != nil {
		return when.Span{}, err
	}
	return when.Span{From: list[0].From, To: list[len(list)-1].To}, nil
}
