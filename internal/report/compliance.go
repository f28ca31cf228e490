package report

import (
	"context"
	"slices"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Keeping is how a unit kept a deadline.
type Keeping string

// How a deadline is kept. A returned report counts by when its first version
// came; one that is not in and not yet due says nothing.
const (
	KeptNot    Keeping = ""        // not asked
	KeptTime   Keeping = "on_time" // filed in time
	KeptLate   Keeping = "late"    // filed late
	KeptMissed Keeping = "missing" // overdue and never filed
	KeptOpen   Keeping = "open"    // not due yet
)

// kept judges one filing at a moment.
func (f Filing) kept(now when.Instant) Keeping {
	switch {
	case f.Current > 0 && f.Late:
		return KeptLate
	case f.Current > 0:
		return KeptTime
	case now.After(f.Deadline):
		return KeptMissed
	}
	return KeptOpen
}

// OnTime counts reports that were due: m filed in time of n.
type OnTime struct{ M, N int64 }

func (o *OnTime) take(k Keeping, by int64) {
	switch k {
	case KeptTime:
		o.M, o.N = o.M+by, o.N+by
	case KeptLate, KeptMissed:
		o.N += by
	}
}

// Compliance is how the units that report to one kept the deadlines of the last requests.
type Compliance struct {
	Unit     org.Unit
	Requests []Request       // columns, the oldest first
	Rows     []ComplianceRow // who reports straight to the unit, by name
	Totals   []OnTime        // by request, over the rows
	Levels   []LevelKept     // over all units of the requests that the unit opened
	Own      *ComplianceRow  // the unit's own reports, where it is asked
	All      OnTime          // over the rows
	Explain  OnTime          // explanations of figures, over the rows; never part of All
}

// ComplianceRow is a unit's row.
type ComplianceRow struct {
	Unit  org.Unit
	Cells []ComplianceCell // by request
	Sum   OnTime
	// Explain counts the explanations that the unit owed about figures of these
	// requests, by when its first answer came. They are counted beside the reports, never among them.
	Explain OnTime
}

// ComplianceCell is one report.
type ComplianceCell struct {
	Kept   Keeping
	Filing Filing
}

// LevelKept is a level's row.
type LevelKept struct {
	Level org.Level
	Cells []OnTime // by request
	Sum   OnTime
}

// complianceSpan is how many requests stand side by side.
const complianceSpan = 8

// Compliance gives how reports came in at a unit, under one regime or, with 0,
// all of them: to who may read what is filed there, and a unit's own row to its desks.
func (s *Service) Compliance(ctx context.Context, who actor.Actor, unit, regime ident.ID) (Compliance, error) {
	if err := who.SignedIn(); err != nil {
		return Compliance{}, err
	}
	today, err := s.Org.Today(ctx)
	if err != nil {
		return Compliance{}, err
	}
	above := who.HasOver(actor.ReadFiled, unit, today)
	if !above && !desk(who, unit) {
		return Compliance{}, who.Over(actor.ReadFiled, unit, today)
	}
	now := s.now()
	var c Compliance
	c.Unit, _ = today.Unit(unit)
	var filings []Filing
	type counted struct {
		request    ident.ID
		level      string
		n, current int64
		late, over int64
	}
	var counts []counted
	var asked []Explanation
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		requests, err := db.All(ctx, r, scanRequest, `select `+requestColumns+` from report_request r
			where (r.opener = $1 or r.id in (select f.request from filing f where f.receiver = $1) or r.id in (select f.request from filing f where f.unit = $1)) and (cast($2 as bigint) = 0 or r.regime = $2)
			order by r.deadline desc, r.id desc limit $3`, unit, regime, complianceSpan)
		if err != nil || len(requests) == 0 {
			return err
		}
		slices.Reverse(requests)
		var ids, mine []ident.ID
		known := regimeNames{}
		for i, q := range requests {
			f, err := s.form(ctx, r, q.Form, q.Basis)
			if err != nil {
				return err
			}
			if err := s.name(ctx, r, &requests[i], f, known); err != nil {
				return err
			}
			ids = append(ids, q.ID)
			if q.Opener == unit {
				mine = append(mine, q.ID)
			}
		}
		c.Requests = requests
		if asked, err = explanations(ctx, r, `e.state <> 'withdrawn' and e.request in (`+db.In(1, len(ids))+`)`, db.Args(ids)...); err != nil {
			return err
		}
		args := append(db.Args(ids), unit)
		if filings, err = db.All(ctx, r, scanFiling, `select `+filingColumns+` from filing f where f.request in (`+db.In(1, len(ids))+`) and (f.receiver = $`+strconv.Itoa(len(ids)+1)+` or f.unit = $`+strconv.Itoa(len(ids)+1)+`)`, args...); err != nil || len(mine) == 0 || !above {
			return err
		}
		args = append(db.Args(mine), now)
		counts, err = db.All(ctx, r, func(s db.Scanner, x *counted) error {
			return s.Scan(&x.request, &x.level, &x.current, &x.late, &x.over, &x.n)
		},
			`select f.request, f.level, case when f.current > 0 then 1 else 0 end, f.late, case when f.deadline < $`+strconv.Itoa(len(mine)+1)+` then 1 else 0 end, count(f.id)
			from filing f where f.request in (`+db.In(1, len(mine))+`) group by 1, 2, 3, 4, 5`, args...)
		return err
	})
	if err != nil {
		return Compliance{}, err
	}
	at := map[ident.ID]int{}
	for i, r := range c.Requests {
		at[r.ID] = i
	}
	c.Totals = make([]OnTime, len(c.Requests))
	rows := map[ident.ID]*ComplianceRow{}
	for _, f := range filings {
		if f.Unit != unit && !above {
			continue
		}
		row := rows[f.Unit]
		if row == nil {
			row = &ComplianceRow{Cells: make([]ComplianceCell, len(c.Requests))}
			if row.Unit, _ = today.Unit(f.Unit); row.Unit.ID == 0 { // it has ended since
				then, err := s.treeOf(ctx, c.Requests[at[f.Request]])
				if err != nil {
					return Compliance{}, err
				}
				row.Unit, _ = then.Unit(f.Unit)
			}
			rows[f.Unit] = row
		}
		k := f.kept(now)
		f.signed = ""
		row.Cells[at[f.Request]] = ComplianceCell{k, f}
		row.Sum.take(k, 1)
		if f.Unit != unit {
			c.Totals[at[f.Request]].take(k, 1)
			c.All.take(k, 1)
		}
	}
	for _, e := range asked {
		row := rows[e.Unit]
		if row == nil {
			continue // asked about a total without a report of its own here
		}
		row.Explain.take(e.kept(now), 1)
		if e.Unit != unit {
			c.Explain.take(e.kept(now), 1)
		}
	}
	for id, row := range rows {
		if id == unit {
			c.Own = row
		} else {
			c.Rows = append(c.Rows, *row)
		}
	}
	slices.SortFunc(c.Rows, func(a, b ComplianceRow) int {
		if a.Unit.SortKey < b.Unit.SortKey {
			return -1
		}
		return 1
	})
	for _, l := range today.Levels() {
		one := LevelKept{Level: l, Cells: make([]OnTime, len(c.Requests))}
		for _, x := range counts {
			if x.level != l.Code {
				continue
			}
			f := Filing{Current: x.current, Late: x.late != 0, Deadline: now}
			if x.over != 0 {
				f.Deadline = now - 1
			}
			k := f.kept(now)
			one.Cells[at[x.request]].take(k, x.n)
			one.Sum.take(k, x.n)
		}
		if one.Sum.N > 0 {
			c.Levels = append(c.Levels, one)
		}
	}
	return c, nil
}
