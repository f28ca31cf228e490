package report

import (
	"cmp"
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// Restated is a request's figures added up by today's units: who was merged
// stands with the unit that took it in, who was split is divided between the
// parts. What was filed stays as it was; only the adding is another.
//
// It is read by who reads the unit on today's tree, former units included:
// their figures are part of the sum.
type Restated struct {
	Request  Request
	Form     Form
	Unit     org.Unit   // of today
	Above    []org.Unit // the way up, topmost first, as far as the reader may look
	Today    when.Date
	Counters rollup.Counters
	Lines    []RestatedLine
	Reports  []FormerReport // of the unit itself: of each unit out of which it came
	Totals   []RestatedTotal
	Shares   []RestatedShare // of the indicator that was asked for
	Unplaced int             // units that left no heir: their reports count nowhere
}

// RestatedLine is a unit of today with the reports out of which its figures come.
type RestatedLine struct {
	Unit     org.Unit
	Former   []org.Unit // the units of then that filed, where it is not simply the same
	Counters rollup.Counters
}

// FormerReport is one report of then.
type FormerReport struct {
	Line    Line
	Among   int  // units of today that share it, 1 for an undivided one
	MayRead bool // the report itself
}

// RestatedTotal is one indicator over the subtree of a unit of today.
type RestatedTotal struct {
	Indicator Indicator
	Filed     Figure
	Accepted  Figure
	Estimated bool // parts of divided reports stand in it
}

// restated is a cube under another tree, with the way back. Totals are read out of the live cube: under its lock.
type restated struct {
	live   *board
	tree   *org.Tree
	cube   *rollup.Restated
	to     [][]int // positions of today by position of then
	former [][]int // positions of then by position of today, of units that reported
}

// moved tells whether a request's tree differs from today's, so that its figures can be restated.
func (s *Service) moved(ctx context.Context, r Request) (bool, error) {
	then, err := s.Org.Tree(ctx, r.TreeDate())
	if err != nil {
		return false, err
	}
	return then.Date() < s.today() && !then.Span().Contains(s.today()), nil
}

// Restated gives a request on today's tree at a unit; unit 0 is the highest that
// the reader may look at. With an indicator its total is opened into shares.
func (s *Service) Restated(ctx context.Context, who actor.Actor, request, unit ident.ID, indicator string) (Restated, error) {
	req, _, today, then, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return Restated{}, err
	}
	differs, err := s.moved(ctx, req)
	if err != nil {
		return Restated{}, err
	}
	if !differs {
		return Restated{}, fault.NotFound("report.same_tree")
	}
	if unit == 0 {
		if unit = req.Opener; !mayRead(who, unit, today, then) {
			unit = who.Unit
		}
	}
	if !who.HasOver(actor.ReadFiled, unit, today) {
		return Restated{}, fault.Forbidden("actor.forbidden_read_filed")
	}
	r, err := s.restate(ctx, request, today)
	if err != nil {
		return Restated{}, err
	}
	pos, ok := today.Pos(unit)
	if !ok {
		return Restated{}, fault.NotFound("report.not_of_request")
	}
	v := r.look(pos)
	for i := range v.Reports {
		v.Reports[i].MayRead = mayRead(who, v.Reports[i].Line.Unit.ID, today, then)
	}
	for _, u := range slices.Backward(today.Ancestors(unit)) {
		if at, _ := today.Pos(u.ID); who.HasOver(actor.ReadFiled, u.ID, today) && r.cube.Counters(at).Expected > 0 {
			v.Above = append(v.Above, u)
		}
	}
	if indicator != "" {
		err = r.explain(&v, indicator)
	}
	return v, err
}

// restate puts a request's live board under today's tree.
func (s *Service) restate(ctx context.Context, request ident.ID, today *org.Tree) (restated, error) {
	live, err := s.board(ctx, request)
	if err != nil {
		return restated{}, err
	}
	r := restated{live: live, tree: today, former: make([][]int, today.Len())}
	if r.to, err = s.Org.Heirs(ctx, live.tree, today); err != nil {
		return r, err
	}
	shape, err := shapeOf(today)
	if err != nil {
		return r, err
	}
	live.mu.RLock()
	defer live.mu.RUnlock()
	r.cube = rollup.Restate(live.cube, shape, r.to)
	for from, places := range r.to {
		if live.cube.Stage(from) == rollup.Absent {
			continue
		}
		for _, at := range places {
			r.former[at] = append(r.former[at], from)
		}
	}
	return r, nil
}

func (r restated) look(pos int) Restated {
	b := r.live
	b.mu.RLock()
	defer b.mu.RUnlock()
	v := Restated{Request: b.req, Form: b.lay.form, Unit: r.tree.At(pos), Today: r.tree.Date(), Counters: r.cube.Counters(pos)}
	for _, ind := range b.lay.form.Indicators {
		v.Totals = append(v.Totals, r.total(pos, ind))
	}
	for _, from := range r.former[pos] {
		v.Reports = append(v.Reports, FormerReport{Line: b.line(from), Among: len(r.to[from])})
	}
	r.cube.Shape().Children(pos, func(child int) {
		counters := r.cube.Counters(child)
		if counters.Expected == 0 {
			return
		}
		l := RestatedLine{Unit: r.tree.At(child), Counters: counters}
		for _, from := range r.former[child] {
			l.Former = append(l.Former, b.tree.At(from))
		}
		if len(l.Former) == 1 && l.Former[0].ID == l.Unit.ID && l.Former[0].Name == l.Unit.Name {
			l.Former = nil
		}
		v.Lines = append(v.Lines, l)
	})
	for from, places := range r.to {
		if len(places) == 0 && b.cube.Stage(from) != rollup.Absent {
			v.Unplaced++
		}
	}
	return v
}

func (r restated) total(pos int, ind Indicator) RestatedTotal {
	t := RestatedTotal{Indicator: ind, Filed: r.figure(rollup.FiledOrBetter, pos, ind), Accepted: r.figure(rollup.AcceptedOnly, pos, ind)}
	for _, col := range r.live.lay.columnsOf(ind) {
		t.Estimated = t.Estimated || r.cube.Estimated(pos, col)
	}
	return t
}

// figure makes an indicator's figure from the restated cube.
func (r restated) figure(layer rollup.Layer, pos int, ind Indicator) Figure {
	return r.live.lay.figure(ind, r.cube.Counters(pos), func(col int) rollup.Cell { return r.cube.Total(layer, pos, col) })
}

// explain opens a total down to the units below, the lowest figure first and the missing last.
func (r restated) explain(v *Restated, indicator string) error {
	ind, ok := v.Form.Indicator(indicator)
	if !ok {
		return fault.NotFound("report.not_of_request")
	}
	r.live.mu.RLock()
	defer r.live.mu.RUnlock()
	for _, l := range v.Lines {
		if at, ok := r.tree.Pos(l.Unit.ID); ok {
			t := r.total(at, ind)
			v.Shares = append(v.Shares, RestatedShare{Unit: l.Unit, Figure: t.Filed, Estimated: t.Estimated})
		}
	}
	slices.SortStableFunc(v.Shares, func(a, b RestatedShare) int {
		if a.Figure.Known != b.Figure.Known {
			if a.Figure.Known {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Figure.Value, b.Figure.Value)
	})
	return nil
}

// RestatedShare is what one unit of today contributes to a restated total.
type RestatedShare struct {
	Unit      org.Unit
	Figure    Figure
	Estimated bool
}
