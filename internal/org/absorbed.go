package org

import (
	"context"
	"slices"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Absorbed gives the units that had ended by a day and of which this one alone is what they go on in: merged into it, or dissolved
// with it named, through every change until then. Of a unit that was split into several, none is all that it was: it is absorbed
// by no part. It reads through q, also within a write.
func (s *Service) Absorbed(ctx context.Context, q db.Querier, unit ident.ID, on when.Date) ([]ident.ID, error) {
	before, err := throughChanges(ctx, q, unit, on, "to", "from")
	if err != nil {
		return nil, err
	}
	var list []ident.ID
	for _, id := range before {
		if lives, err := livesOn(ctx, q, id, on); lives || err != nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		after, err := throughChanges(ctx, q, id, on, "from", "to")
		if err != nil {
			return nil, err
		}
		alone := true
		for _, other := range after {
			if other == unit {
				continue
			}
			lives, err := livesOn(ctx, q, other, on)
			if err != nil {
				return nil, err
			}
			alone = alone && !lives
		}
		if alone {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list, nil
}

// throughChanges gives the units that a unit came out of ("to", "from") or goes on in ("from", "to") by the changes until a day, without itself.
func throughChanges(ctx context.Context, q db.Querier, unit ident.ID, on when.Date, side, other string) ([]ident.ID, error) {
	reached := []ident.ID{unit}
	for next := 0; next < len(reached); next++ {
		further, err := db.IDs(ctx, q,
			`select distinct q.unit from unit_change_part p join unit_change c on c.id = p.change join unit_change_part q on q.change = c.id
			where p.unit = $1 and p.side = $2 and q.side = $3 and q.unit <> p.unit and c.kind in ('merge', 'split', 'dissolve') and c.day <= $4`,
			int64(reached[next]), side, other, int64(on))
		if err != nil {
			return nil, err
		}
		for _, id := range further {
			if !slices.Contains(reached, id) {
				reached = append(reached, id)
			}
		}
	}
	return reached[1:], nil
}

func livesOn(ctx context.Context, q db.Querier, unit ident.ID, on when.Date) (bool, error) {
	n, err := db.Int(ctx, q, `select count(*) from unit_version where unit = $1 and valid_from <= $2 and (valid_to = 0 or valid_to >= $2)`, int64(unit), int64(on))
	return n > 0, err
}
