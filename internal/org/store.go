package org

import (
	"context"
	"database/sql"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const unitColumns = `u.id, u.code, u.invented, v.parent, v.name, v.short_name, v.kind, v.level, v.valid_from, v.valid_to, v.sort_key, v.tile_col, v.tile_row`

func scanUnit(s db.Scanner, u *Unit) error {
	return s.Scan(&u.ID, &u.Code, &u.Invented, &u.Parent, &u.Name, &u.ShortName, &u.Kind, &u.Level, &u.From, &u.To, &u.SortKey, &u.TileCol, &u.TileRow)
}

// loadTree reads the units of a day and the span of days for which they stay the same.
func loadTree(ctx context.Context, q db.Querier, date when.Date) (*Tree, error) {
	units, err := db.All(ctx, q, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit
		where v.valid_from <= $1 and (v.valid_to = 0 or v.valid_to >= $2)`, int64(date), int64(date))
	if err != nil {
		return nil, err
	}
	levels, err := loadLevels(ctx, q)
	if err != nil {
		return nil, err
	}
	groups, err := db.All(ctx, q, func(s db.Scanner, g *Group) error { return s.Scan(&g.ID, &g.Code, &g.Kind, &g.Name) },
		`select id, code, kind, name from unit_group order by kind, sort_key, code`)
	if err != nil {
		return nil, err
	}
	members, err := db.All(ctx, q, func(s db.Scanner, m *member) error { return s.Scan(&m.group, &m.unit) },
		`select g.code, m.unit from unit_group_member m join unit_group g on g.id = m.unit_group`)
	if err != nil {
		return nil, err
	}
	span, err := loadSpan(ctx, q, date)
	if err != nil {
		return nil, err
	}
	return newTree(date, span, units, levels, groups, members), nil
}

func loadLevels(ctx context.Context, q db.Querier) ([]Level, error) {
	return db.All(ctx, q, func(s db.Scanner, l *Level) error {
		return s.Scan(&l.Code, &l.Order, &l.Name.VI, &l.Name.EN)
	}, `select code, rank, name_vi, name_en from unit_level order by rank, code`)
}

// loadSpan finds the days around date on which some version begins or ends.
func loadSpan(ctx context.Context, q db.Querier, date when.Date) (when.Span, error) {
	var span when.Span
	d := int64(date)
	began, err := db.Int(ctx, q, `select max(valid_from) from unit_version where valid_from <= $1`, d)
	if err != nil {
		return span, err
	}
	ended, err := db.Int(ctx, q, `select max(valid_to) from unit_version where valid_to <> 0 and valid_to < $1`, d)
	if err != nil {
		return span, err
	}
	begins, err := db.Int(ctx, q, `select min(valid_from) from unit_version where valid_from > $1`, d)
	if err != nil {
		return span, err
	}
	ends, err := db.Int(ctx, q, `select min(valid_to) from unit_version where valid_to <> 0 and valid_to >= $1`, d)
	if err != nil {
		return span, err
	}
	span.From = max(when.Date(began), when.Date(ended).AddDays(1))
	span.To = when.Date(begins).AddDays(-1)
	if end := when.Date(ends); span.To == 0 || end != 0 && end < span.To {
		span.To = end
	}
	return span, nil
}

var _ = sql.ErrNoRows
var _ ident.ID
