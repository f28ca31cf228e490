package org

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const unitColumns = `u.id, u.code, u.invented, v.parent, v.name, v.short_name, v.kind, v.level, v.valid_from, v.valid_to, v.sort_key, v.tile_col, v.tile_row`

func scanUnit(s db.Scanner, u *Unit) error {
	var invented int64
	err := s.Scan(&u.ID, &u.Code, &invented, &u.Parent, &u.Name, &u.ShortName, &u.Kind, &u.Level, &u.From, &u.To, &u.SortKey, &u.TileCol, &u.TileRow)
	u.Invented = invented != 0
	return err
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
	groups, err := loadGroups(ctx, q)
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
	t := newTree(date, span, units, levels, groups, members)
	t.kinds, err = loadKinds(ctx, q)
	return t, err
}

func loadKinds(ctx context.Context, q db.Querier) (map[string]i18n.Text, error) {
	return loadTexts(ctx, q, `select code, name_vi, name_en from unit_kind`)
}

func loadTexts(ctx context.Context, q db.Querier, query string) (map[string]i18n.Text, error) {
	type row struct {
		key  string
		text i18n.Text
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.key, &r.text.VI, &r.text.EN) }, query)
	texts := make(map[string]i18n.Text, len(rows))
	for _, r := range rows {
		texts[r.key] = r.text
	}
	return texts, err
}

func loadLevels(ctx context.Context, q db.Querier) ([]Level, error) {
	return db.All(ctx, q, func(s db.Scanner, l *Level) error {
		return s.Scan(&l.Code, &l.Order, &l.Name.VI, &l.Name.EN)
	}, `select code, rank, name_vi, name_en from unit_level order by rank, code`)
}

func loadGroups(ctx context.Context, q db.Querier) ([]Group, error) {
	return db.All(ctx, q, func(s db.Scanner, g *Group) error { return s.Scan(&g.ID, &g.Code, &g.Kind, &g.Name) },
		`select id, code, kind, name from unit_group order by kind, sort_key, code`)
}

// loadSpan finds the days around date on which some version begins or ends.
func loadSpan(ctx context.Context, q db.Querier, date when.Date) (when.Span, error) {
	var span when.Span
	var edges [4]when.Date
	for i, text := range [4]string{
		`select max(valid_from) from unit_version where valid_from <= $1`,
		`select max(valid_to) from unit_version where valid_to <> 0 and valid_to < $1`,
		`select min(valid_from) from unit_version where valid_from > $1`,
		`select min(valid_to) from unit_version where valid_to <> 0 and valid_to >= $1`,
	} {
		n, err := db.Int(ctx, q, text, int64(date))
		if err != nil {
			return span, err
		}
		edges[i] = when.Date(n)
	}
	span.From = max(edges[0], edges[1].AddDays(1))
	span.To = edges[2].AddDays(-1)
	if end := edges[3]; span.To == 0 || end != 0 && end < span.To {
		span.To = end
	}
	return span, nil
}

// loadVersions gives all versions of some units in order of unit and days.
func loadVersions(ctx context.Context, q db.Querier, ids []ident.ID) ([]Unit, error) {
	var list []Unit
	for len(ids) > 0 {
		n := min(len(ids), 500)
		part, err := db.All(ctx, q, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit
			where v.unit in (`+db.In(1, n)+`) order by v.unit, v.valid_from`, db.Args(ids[:n])...)
		if err != nil {
			return nil, err
		}
		list, ids = append(list, part...), ids[n:]
	}
	return list, nil
}

// loadChildren gives the versions that stand under a unit on or after a day.
func loadChildren(ctx context.Context, q db.Querier, parent ident.ID, from when.Date) ([]Unit, error) {
	return db.All(ctx, q, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit
		where v.parent = $1 and (v.valid_to = 0 or v.valid_to >= $2) order by v.sort_key, v.unit, v.valid_from`, int64(parent), int64(from))
}

// loadAbove gives the units above one on a day, itself first.
func loadAbove(ctx context.Context, q db.Querier, unit ident.ID, date when.Date) ([]ident.ID, error) {
	return db.IDs(ctx, q,
		`with recursive up (unit, parent, depth) as (
			select unit, parent, 0 from unit_version where unit = $1 and valid_from <= $2 and (valid_to = 0 or valid_to >= $2)
			union all
			select v.unit, v.parent, up.depth + 1 from unit_version v join up on v.unit = up.parent
			where v.valid_from <= $2 and (v.valid_to = 0 or v.valid_to >= $2) and up.depth < 1000
		) select unit from up order by depth`, int64(unit), int64(date))
}

func insertUnits(ctx context.Context, w *db.Write, units []Unit) error {
	return insertRows(ctx, w, `insert into unit (id, code, invented) values `, 3, units, func(u Unit) []any {
		return []any{int64(u.ID), u.Code, db.Bool(u.Invented)}
	})
}

func insertVersions(ctx context.Context, w *db.Write, versions []Unit) error {
	return insertRows(ctx, w, `insert into unit_version (unit, valid_from, valid_to, parent, name, short_name, kind, level, tile_col, tile_row, sort_key) values `,
		11, versions, func(u Unit) []any {
			return []any{int64(u.ID), int64(u.From), int64(u.To), int64(u.Parent), u.Name, u.ShortName, u.Kind, u.Level, u.TileCol, u.TileRow, u.SortKey}
		})
}

// insertRows writes many rows with few statements. The driver looks every
// parameter up among all of the statement, so statements stay small.
func insertRows[T any](ctx context.Context, w *db.Write, text string, columns int, rows []T, values func(T) []any) error {
	most := max(1, 48/columns)
	for len(rows) > 0 {
		n := min(len(rows), most)
		var b strings.Builder
		b.WriteString(text)
		args := make([]any, 0, n*columns)
		for i, row := range rows[:n] {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString("(" + db.In(i*columns+1, columns) + ")")
			args = append(args, values(row)...)
		}
		if _, err := w.Exec(ctx, b.String(), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func endVersion(ctx context.Context, w *db.Write, unit ident.ID, from, to when.Date) error {
	_, err := w.Exec(ctx, `update unit_version set valid_to = $1 where unit = $2 and valid_from = $3`, int64(to), int64(unit), int64(from))
	return err
}

// endVersions ends versions that began on one day and end on one day.
func endVersions(ctx context.Context, w *db.Write, units []ident.ID, from, to when.Date) error {
	for part := range slices.Chunk(units, 32) {
		_, err := w.Exec(ctx, `update unit_version set valid_to = $1 where valid_from = $2 and unit in (`+db.In(3, len(part))+`)`,
			append([]any{int64(to), int64(from)}, db.Args(part)...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func updateVersion(ctx context.Context, w *db.Write, v Unit) error {
	_, err := w.Exec(ctx, `update unit_version set parent = $1, name = $2, short_name = $3, kind = $4, level = $5, sort_key = $6 where unit = $7 and valid_from = $8`,
		int64(v.Parent), v.Name, v.ShortName, v.Kind, v.Level, v.SortKey, int64(v.ID), int64(v.From))
	return err
}

func insertMember(ctx context.Context, w *db.Write, unit, group ident.ID) error {
	_, err := w.Exec(ctx, `insert into unit_group_member (unit_group, unit) values ($1, $2) on conflict do nothing`, int64(group), int64(unit))
	return err
}

func insertChanges(ctx context.Context, w *db.Write, changes []plannedChange) error {
	err := insertRows(ctx, w, `insert into unit_change (id, day, kind, act, note, mark) values `, 6, changes, func(c plannedChange) []any {
		return []any{int64(c.id), int64(c.date), c.kind, c.act, c.note, c.mark}
	})
	if err != nil {
		return err
	}
	var parts []changePart
	for _, c := range changes {
		for _, id := range c.from {
			parts = append(parts, changePart{c.id, "from", id})
		}
		for _, id := range c.to {
			parts = append(parts, changePart{c.id, "to", id})
		}
	}
	return insertRows(ctx, w, `insert into unit_change_part (change, side, unit) values `, 3, parts, func(p changePart) []any {
		return []any{int64(p.change), p.side, int64(p.unit)}
	})
}

// plannedChange is a change about to be written.
type plannedChange struct {
	id              ident.ID
	date            when.Date
	kind, act, note string
	mark            string // unique: the same change of a file comes in once
	from, to        []ident.ID
}
