package main

import (
	"context"
	"encoding/json"

	"giaoban/internal/db"
)

// rows is the baseline: one row a unit and indicator, as a database without a cube would keep them.
type rows struct{ d *db.DB }

const (
	makeTables = `create table bench_unit (id integer primary key, province integer not null)`
	makeAbove  = `create table bench_above (above integer not null, unit integer not null, primary key (unit, above))`
	makeValues = `create table bench_value (unit integer not null, indicator integer not null, value bigint not null, primary key (unit, indicator))`
	fillValues = `insert into bench_value (unit, indicator, value)
		select u, i, (u::bigint * 7919 + i::bigint * 104729) % 5000 from generate_series(0, $1::bigint - 1) u, generate_series(0, $2::bigint - 1) i`
	fileValues = `insert into bench_value (unit, indicator, value)
		select $1::bigint, i, ($1::bigint * 7919 + i::bigint * 104729) % 5000 from generate_series(0, $2::bigint - 1) i`
	makeView = `create materialized view bench_total as
		select a.above as unit, v.indicator, sum(v.value)::bigint as total, count(v.value) as have
		from bench_value v join bench_above a on a.unit = v.unit group by a.above, v.indicator`
	makeViewIndex = `create unique index bench_total_unit on bench_total (unit, indicator)`

	readGrouped = `select u.province, v.indicator, sum(v.value)::bigint, count(v.value)
		from bench_value v join bench_unit u on u.id = v.unit where u.province > 0 group by u.province, v.indicator order by u.province, v.indicator`
	readView = `select t.unit, t.indicator, t.total, t.have
		from bench_total t join bench_unit u on u.id = t.unit where u.province = u.id and u.id > 0 order by t.unit, t.indicator`
)

// fill makes the tables, the rows and the view, with statistics as a running server has them.
func (r rows) fill(ctx context.Context, n *nation) error {
	return r.d.Do(ctx, "bench.fill", func(ctx context.Context, w *db.Write) error {
		for _, text := range []string{makeTables, makeAbove, makeValues} {
			if _, err := w.Exec(ctx, text); err != nil {
				return err
			}
		}
		for pos, parent := range n.parents {
			province := pos
			for p := parent; p > 0; p = n.parents[p] {
				province = p
			}
			if _, err := w.Exec(ctx, `insert into bench_unit (id, province) values ($1, $2)`, pos, province); err != nil {
				return err
			}
			for p := pos; p >= 0; p = n.parents[p] {
				if _, err := w.Exec(ctx, `insert into bench_above (above, unit) values ($1, $2)`, p, pos); err != nil {
					return err
				}
			}
		}
		if _, err := w.Exec(ctx, fillValues, len(n.parents), indicators); err != nil {
			return err
		}
		for _, pos := range n.waiting {
			if _, err := w.Exec(ctx, `delete from bench_value where unit = $1`, pos); err != nil {
				return err
			}
		}
		for _, text := range []string{makeView, makeViewIndex, `analyze bench_unit`, `analyze bench_above`, `analyze bench_value`, `analyze bench_total`} {
			if _, err := w.Exec(ctx, text); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r rows) file(ctx context.Context, unit int) error {
	return r.d.Do(ctx, "bench.file", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, fileValues, unit, indicators)
		return err
	})
}

func (r rows) grouped(ctx context.Context) (body []byte, err error) {
	err = r.d.View(ctx, func(ctx context.Context, q *db.Read) error {
		body, err = read(ctx, q, readGrouped)
		return err
	})
	return body, err
}

func (r rows) refreshed(ctx context.Context) (body []byte, err error) {
	err = r.d.Do(ctx, "bench.refresh", func(ctx context.Context, w *db.Write) error {
		for _, text := range []string{`set local work_mem = '256MB'`, `refresh materialized view bench_total`} {
			if _, err := w.Exec(ctx, text); err != nil {
				return err
			}
		}
		body, err = read(ctx, w, readView)
		return err
	})
	return body, err
}

type cell struct {
	unit, indicator int
	total, have     int64
}

// line is one province: totals, and of how many units.
type line struct {
	Unit   int     `json:"unit"`
	Totals []int64 `json:"totals"`
	Have   []int64 `json:"have"`
}

// read gives the provinces' totals as JSON.
func read(ctx context.Context, q db.Querier, text string) ([]byte, error) {
	cells, err := db.All(ctx, q, func(s db.Scanner, c *cell) error { return s.Scan(&c.unit, &c.indicator, &c.total, &c.have) }, text)
	if err != nil {
		return nil, err
	}
	var list []line
	for _, c := range cells {
		if len(list) == 0 || list[len(list)-1].Unit != c.unit {
			list = append(list, line{Unit: c.unit})
		}
		l := &list[len(list)-1]
		l.Totals, l.Have = append(l.Totals, c.total), append(l.Have, c.have)
	}
	return json.Marshal(list)
}
