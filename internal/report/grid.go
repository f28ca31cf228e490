package report

import (
	"context"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
)

// Grid is every indicator of a request over a unit and over each of the units
// that report to it: what a table of the whole nation shows at once.
type Grid struct {
	Request Request
	Form    Form
	Unit    org.Unit
	Version int64 // of the request's board when it was read
	All     rollup.Counters
	Total   []Figure // by indicator, over the whole subtree
	Lines   []GridLine
}

// GridLine is one unit of a grid with its totals.
type GridLine struct {
	Line
	All     rollup.Counters // itself and the units below
	Figures []Figure        // by indicator
}

// BoardTag names the state of what Grid or Rows would give, to who may read it:
// where it is the same, so is the answer. Unit 0 is the request's opener.
func (s *Service) BoardTag(ctx context.Context, who actor.Actor, request, unit ident.ID) (string, error) {
	// Before the right and the figures: a change in between is seen next time.
	tag := strconv.FormatInt(s.Hub.Version(BoardTopic(request)), 10) + "." + strconv.FormatInt(s.Org.Round(), 10)
	return tag, s.MayReadBoard(ctx, who, request, unit)
}

// Grid reads all figures of a request at a unit from memory. Unit 0 is the request's opener.
func (s *Service) Grid(ctx context.Context, who actor.Actor, request, unit ident.ID, layer rollup.Layer) (Grid, error) {
	return s.EditionGrid(ctx, who, request, unit, layer, 0)
}

// EditionGrid is Grid of the figures that edition n froze; n 0 is the live ones.
func (s *Service) EditionGrid(ctx context.Context, who actor.Actor, request, unit ident.ID, layer rollup.Layer, n int64) (Grid, error) {
	version, live, pos, err := s.gridAt(ctx, who, request, unit, n)
	if err != nil {
		return Grid{}, err
	}
	g := Grid{Request: live.req, Form: live.lay.form, Unit: live.tree.At(pos), Version: version}
	live.mu.RLock()
	defer live.mu.RUnlock()
	g.All, g.Total = live.cube.Counters(pos), live.figures(layer, pos)
	live.reporters(pos, func(at, _ int) { g.Lines = append(g.Lines, live.gridLine(layer, at)) })
	return g, nil
}

// gridAt gives the live board that who may read at a unit, and its version.
func (s *Service) gridAt(ctx context.Context, who actor.Actor, request, unit ident.ID, n int64) (version int64, live *board, pos int, err error) {
	version = s.Hub.Version(BoardTopic(request))
	if err = s.MayReadBoard(ctx, who, request, unit); err != nil {
		return 0, nil, 0, err
	}
	if live, err = s.quoted(ctx, request, n); err != nil {
		return 0, nil, 0, err
	}
	if unit == 0 {
		unit = live.req.Opener
	}
	pos, ok := live.tree.Pos(unit)
	if !ok {
		return 0, nil, 0, fault.NotFound("report.not_of_request")
	}
	return version, live, pos, nil
}

// gridLine makes the line of a position; the lock is held.
func (b *board) gridLine(layer rollup.Layer, pos int) GridLine {
	return GridLine{Line: b.line(pos), All: b.cube.Counters(pos), Figures: b.figures(layer, pos)}
}

// figures gives the figures of a position by indicator; the lock is held.
func (b *board) figures(layer rollup.Layer, pos int) []Figure {
	list := make([]Figure, len(b.lay.form.Indicators))
	for i, ind := range b.lay.form.Indicators {
		list[i] = b.figure(layer, pos, ind)
	}
	return list
}
