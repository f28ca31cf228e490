package obstacle

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Counting says which obstacles make up a unit's share of settled ones: those that the unit itself raised, over a span of
// days, as the register stood at a moment. To its own belong those of units that ended by the last of the days and go on in it
// alone: it closes them in their place, and they file no report of their own any more. What a unit raised that was split into
// several counts for none of the parts: it would count twice, or by guess.
//
// All that were pending at some time of the span count; of them those are settled that their raiser called solved by its
// end. What came before or after does not change a span that is over: an obstacle that is solved later stays pending in
// it. What was withdrawn by the moment does not count at all. As the states solved and withdrawn are final, the register of
// any moment can be counted again, so that a figure that was signed opens down to the very obstacles behind it.
type Counting struct {
	Unit ident.ID
	Span when.Span
	At   when.Instant
}

// countedTime and settledInTime are about the obstacles of a Counting's units: $1 and $2 begin and end of the span (the end is not in it), $3 the moment.
const (
	countedTime   = `o.raised_at < $2 and o.raised_at <= $3 and (o.ended_at = 0 or o.ended_at > $3 or o.state = 'solved' and o.ended_at >= $1)`
	settledInTime = `o.state = 'solved' and o.ended_at <= $3 and o.ended_at >= $1 and o.ended_at < $2`
)

// whereCounted is the obstacles of a Counting with its arguments. Who goes on in whom is judged on the last day of the span, or of the
// moment where that comes before it.
func (s *Service) whereCounted(ctx context.Context, q db.Querier, c Counting) (where string, args []any, err error) {
	units, err := s.d.Org.Absorbed(ctx, q, c.Unit, min(c.Span.To, c.At.Date()))
	if err != nil {
		return "", nil, err
	}
	units = append(units, c.Unit)
	args = append([]any{int64(c.Span.From.Start()), int64(c.Span.To.AddDays(1).Start()), int64(c.At)}, db.Args(units)...)
	return `o.unit in (` + db.In(4, len(units)) + `) and ` + countedTime, args, nil
}

// settled tells whether an obstacle of the counting counts as settled: solved within the span, by the moment.
func (c Counting) settled(o Obstacle) bool {
	return o.State == Solved && o.EndedAt <= c.At && o.EndedAt < c.Span.To.AddDays(1).Start()
}

// Counted is one obstacle behind a figure, as it stands now.
type Counted struct {
	Obstacle
	Settled bool // it counts as settled; else it was pending, whatever became of it since
}

// Resolved counts the obstacles of a Counting: those settled, and all. For the domain that keeps the unit's report.
func (s *Service) Resolved(ctx context.Context, q db.Querier, unit ident.ID, span when.Span, at when.Instant) (solved, all int64, err error) {
	type counts struct{ solved, all int64 }
	where, args, err := s.whereCounted(ctx, q, Counting{unit, span, at})
	if err != nil {
		return 0, 0, err
	}
	n, _, err := db.One(ctx, q, func(s db.Scanner, n *counts) error { return s.Scan(&n.solved, &n.all) },
		`select count(*) filter (where `+settledInTime+`), count(*) from obstacle o where `+where, args...)
	return n.solved, n.all, err
}

// Counted lists the obstacles of a Counting, the oldest first, to the unit's own desks and to who reads tasks above it. A
// moment of 0, or one to come, is now.
func (s *Service) Counted(ctx context.Context, who actor.Actor, c Counting) ([]Counted, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := mayList(who, c.Unit, tree); err != nil {
		return nil, err
	}
	if now := s.now(); c.At.Zero() || c.At > now {
		c.At = now
	}
	var out []Counted
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		where, args, err := s.whereCounted(ctx, r, c)
		if err != nil {
			return err
		}
		all, err := list(ctx, r, where, args...)
		out = nil
		for _, one := range all {
			out = append(out, Counted{one.listed(), c.settled(one.Obstacle)})
		}
		return err
	})
	return out, err
}
