package report

import (
	"context"

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

// BoardVersion gives the version of what Grid would give, to who may read it.
// Unit 0 is the request's opener.
func (s *Service) BoardVersion(ctx context.Context, who actor.Actor, request, unit ident.ID) (int64, error) {
	version := s.Hub.Version(BoardTopic(request)) // before the right: a change in between is seen next time
	return version, s.MayReadBoard(ctx, who, request, unit)
}

// Grid reads all figures of a request at a unit from memory. Unit 0 is the request's opener.
func (s *Service) Grid(ctx context.Context, who actor.Actor, request, unit ident.ID, layer rollup.Layer) (Grid, error) {
	version, err := s.BoardVersion(ctx, who, request, unit)
	if err != nil {
		return Grid{}, err
	}
	live, err := s.board(ctx, request)
	if err != nil {
		return Grid{}, err
	}
	if unit == 0 {
		unit = live.req.Opener
	}
	pos, ok := live.tree.Pos(unit)
	if !ok {
		return Grid{}, fault.NotFound("report.not_of_request")
	}
	g := Grid{Request: live.req, Form: live.lay.form, Unit: live.tree.At(pos), Version: version}
	live.mu.RLock()
	defer live.mu.RUnlock()
	g.All, g.Total = live.cube.Counters(pos), live.figures(layer, pos)
	for _, l := range live.lines(pos) {
		at, _ := live.tree.Pos(l.Unit.ID)
		g.Lines = append(g.Lines, GridLine{Line: l, All: live.cube.Counters(at), Figures: live.figures(layer, at)})
	}
	return g, nil
}

// figures gives the figures of a position by indicator; the lock is held.
func (b *board) figures(layer rollup.Layer, pos int) []Figure {
	list := make([]Figure, len(b.lay.form.Indicators))
	for i, ind := range b.lay.form.Indicators {
		list[i] = b.figure(layer, pos, ind)
	}
	return list
}
