package report

import (
	"cmp"
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Nested is a request in its place among those for longer and shorter periods:
// the year, its quarters, their months.
type Nested struct {
	Request  Request
	Depth    int  // how many of the others contain its period
	Now      bool // the request that was asked about
	Expected int64
	In       int64 // filed or accepted
}

// Nested lists the requests of the same form by the same unit, under the same
// regime or as its declared parts, for periods that contain a request's or lie
// in it; the longer before the shorter, each followed by its parts. It is empty
// where there are no others. Who reads the opener's board may.
func (s *Service) Nested(ctx context.Context, who actor.Actor, request ident.ID) ([]Nested, error) {
	if err := s.MayReadBoard(ctx, who, request, 0); err != nil {
		return nil, err
	}
	var list []Nested
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		now, ok, err := db.One(ctx, q, scanRequest, `select `+requestColumns+` from report_request r where r.id = $1`, request)
		if err != nil || !ok {
			return err
		}
		requests, err := db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r
			where r.form_code = $1 and r.opener = $2 and (r.regime = $3 or r.parent = $4 or r.period = $5)
			and (r.period_from >= $6 and r.period_to <= $7 or r.period_from <= $6 and r.period_to >= $7) order by r.id limit 100`,
			now.FormCode, now.Opener, now.Regime, now.Period.ID, now.Parent, now.Period.From, now.Period.To)
		if err != nil || len(requests) < 2 {
			return err
		}
		ids := make([]ident.ID, len(requests))
		for i, r := range requests {
			ids[i] = r.ID
		}
		counts := map[ident.ID]Nested{}
		rows, err := db.All(ctx, q, func(s db.Scanner, n *Nested) error { return s.Scan(&n.Request.ID, &n.Expected, &n.In) },
			`select request, count(*), count(*) filter (where state in ('filed', 'accepted')) from filing where request in (`+db.In(1, len(ids))+`) group by request`, db.Args(ids)...)
		if err != nil {
			return err
		}
		for _, n := range rows {
			counts[n.Request.ID] = n
		}
		for _, r := range requests {
			n := counts[r.ID]
			n.Request, n.Now = r, r.ID == request
			list = append(list, n)
		}
		return nil
	})
	return nest(list), err
}

// nest puts the longer before what lies in it and counts how deep each lies.
func nest(list []Nested) []Nested {
	span := func(n Nested) when.Span { return n.Request.Period.Span() }
	slices.SortStableFunc(list, func(a, b Nested) int {
		return cmp.Or(cmp.Compare(span(a).From, span(b).From), -cmp.Compare(span(a).To, span(b).To), cmp.Compare(a.Request.ID, b.Request.ID))
	})
	for i := range list {
		for j := range list[:i] {
			if span(list[j]) != span(list[i]) && span(list[j]).Covers(span(list[i])) {
				list[i].Depth++
			}
		}
	}
	return list
}
