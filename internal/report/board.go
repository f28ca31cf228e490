package report

import (
	"cmp"
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// Board is a request as one unit sees it: who has filed, and the totals below it.
type Board struct {
	Request  Request
	Form     Form
	Unit     org.Unit
	Above    []org.Unit      // the way up, topmost first, as far as the reader may look
	Counters rollup.Counters // direct reporters
	Below    rollup.Counters // units further down
	All      rollup.Counters // the whole subtree
	Lines    []Line
	Totals   []Total
	Own      *Line   // the unit's own report, where one is asked
	Before   *Beside // the period before
	SameLast *Beside // the same period of the year before, where that is another one
	Version  int64
	At       when.Instant

	Quote      Quote // what the figures are of
	MaySign    bool  // the opener's head: may freeze the figures
	MayReceive bool
	Levels     []org.Level
	Moved      bool // today's tree is another: the figures can be restated
}

// Line is one unit on a board.
type Line struct {
	Unit     org.Unit
	Via      org.Unit // the unit between, where the parent reports nothing itself
	Group    org.Group
	Filing   ident.ID
	Stage    rollup.Stage
	Late     bool
	FiledAt  when.Instant // of the newest version, 0 for none
	Version  int64
	Deadline when.Instant    // of this unit
	Below    rollup.Counters // units below it, without itself
}

// In tells whether the unit's report is in and usable.
func (l Line) In() bool { return l.Stage == rollup.Filed || l.Stage == rollup.Accepted }

// Total is one indicator over the subtree of a unit, never without coverage.
type Total struct {
	Indicator Indicator
	Filed     Figure // filed or accepted
	Accepted  Figure
	Before    Figure // of the period before, as filed; unknown where flows were counted on another basis
	SameLast  Figure // of the same period of the year before, likewise
}

// Beside is a request for an earlier period whose figures stand beside a board's.
type Beside struct {
	Request Request
	Quote   Quote // what its figures are of
}

// Missing lists the direct reporters whose report is not in.
func (b Board) Missing() []Line {
	var list []Line
	for _, l := range b.Lines {
		if !l.In() {
			list = append(list, l)
		}
	}
	return list
}

// Late lists the direct reporters that filed after the deadline.
func (b Board) Late() []Line {
	var list []Line
	for _, l := range b.Lines {
		if l.In() && l.Late {
			list = append(list, l)
		}
	}
	return list
}

// MayReadBoard refuses who may not see the totals of a unit; unit 0 stands for the request's opener.
func (s *Service) MayReadBoard(ctx context.Context, who actor.Actor, request, unit ident.ID) error {
	r, _, today, then, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return err
	}
	if unit == 0 {
		unit = r.Opener
	}
	return boardRight(who, unit, today, then)
}

func boardRight(who actor.Actor, unit ident.ID, today, then *org.Tree) error {
	if !mayRead(who, unit, today, then) {
		return fault.Forbidden("actor.forbidden_read_filed")
	}
	return nil
}

// Board gives the board of a request at a unit. With unit 0 it is the highest
// unit that the reader may look at: the opener, else the reader's own unit.
func (s *Service) Board(ctx context.Context, who actor.Actor, request, unit ident.ID) (Board, error) {
	return s.EditionBoard(ctx, who, request, unit, 0)
}

// view is where a reader stands: at a unit of a request, as an edition or the present has it.
type view struct {
	live        *board
	unit        ident.ID
	quote       Quote
	today, then *org.Tree
}

// lines gives the lines of the unit's board.
func (v view) lines() ([]Line, error) {
	pos, ok := v.live.tree.Pos(v.unit)
	if !ok {
		return nil, fault.NotFound("report.not_of_request")
	}
	v.live.mu.RLock()
	defer v.live.mu.RUnlock()
	return v.live.lines(pos), nil
}

// view finds where a reader stands and refuses who may not; unit 0 as in Board, n is the edition, 0 for the present.
func (s *Service) view(ctx context.Context, who actor.Actor, request, unit ident.ID, n int64) (v view, err error) {
	if _, _, v.today, v.then, err = s.readableRequest(ctx, who, request); err != nil {
		return view{}, err
	}
	if v.quote, err = s.quote(ctx, request, n); err != nil {
		return view{}, err
	}
	if v.live, err = s.quoted(ctx, request, n); err != nil {
		return view{}, err
	}
	if v.unit = unit; unit == 0 {
		if v.unit = v.live.req.Opener; !mayRead(who, v.unit, v.today, v.then) {
			v.unit = who.Unit
		}
	}
	return v, boardRight(who, v.unit, v.today, v.then)
}

// EditionBoard is Board as edition n froze it; n 0 is the live one.
func (s *Service) EditionBoard(ctx context.Context, who actor.Actor, request, unit ident.ID, n int64) (Board, error) {
	v, err := s.view(ctx, who, request, unit, n)
	if err != nil {
		return Board{}, err
	}
	live := v.live
	b, err := s.look(live, v.unit)
	if err != nil {
		return Board{}, err
	}
	for _, u := range slices.Backward(live.tree.Ancestors(v.unit)) {
		if mayRead(who, u.ID, v.today, v.then) && (u.ID == live.req.Opener || live.tree.Contains(live.req.Opener, u.ID)) {
			b.Above = append(b.Above, u)
		}
	}
	b.Quote = v.quote
	if err := s.beside(ctx, &b); err != nil {
		return Board{}, err
	}
	b.MaySign = who.HasAt(actor.SignFiling, live.req.Opener)
	if n > 0 {
		return b, nil
	}
	b.MayReceive = mayReceive(who, v.unit, v.today, v.then)
	b.Moved, err = s.moved(ctx, live.req)
	return b, err
}

// look reads a live board under its lock.
func (s *Service) look(live *board, unit ident.ID) (Board, error) {
	pos, ok := live.tree.Pos(unit)
	if !ok {
		return Board{}, fault.NotFound("report.not_of_request")
	}
	b := Board{Request: live.req, Form: live.lay.form, At: s.now(), Version: s.Hub.Version(BoardTopic(live.req.ID))}
	b.Unit, b.Levels = live.tree.At(pos), live.tree.Levels()
	live.mu.RLock()
	b.All = live.cube.Counters(pos)
	b.Lines = live.lines(pos)
	if live.cube.Stage(pos) != rollup.Absent {
		own := live.line(pos)
		b.Own = &own
	}
	for _, ind := range live.lay.form.Indicators {
		b.Totals = append(b.Totals, Total{Indicator: ind,
			Filed: live.figure(rollup.FiledOrBetter, pos, ind), Accepted: live.figure(rollup.AcceptedOnly, pos, ind)})
	}
	live.mu.RUnlock()
	b.Below = b.All
	if b.Own != nil {
		b.Below = minus(b.Below, counted(*b.Own))
	}
	for _, l := range b.Lines {
		one := counted(l)
		b.Counters = plus(b.Counters, one)
		b.Below = minus(b.Below, one)
	}
	return b, nil
}

// lines lists the nearest units below pos of which a report is asked; the lock is held.
func (b *board) lines(pos int) []Line {
	var list []Line
	b.reporters(pos, func(at, via int) {
		l := b.line(at)
		if via != pos {
			l.Via = b.tree.At(via)
		}
		list = append(list, l)
	})
	return list
}

// reporters calls fn for the nearest units below pos of which a report is asked, with the unit above each; the lock is held.
func (b *board) reporters(pos int, fn func(at, above int)) {
	b.cube.Shape().Children(pos, func(child int) {
		switch {
		case b.cube.Stage(child) != rollup.Absent:
			fn(child, pos)
		case b.cube.Counters(child).Expected > 0:
			b.reporters(child, fn)
		}
	})
}

func (b *board) line(pos int) Line {
	m := b.marks[pos]
	l := Line{Unit: b.tree.At(pos), Filing: m.filing, Stage: b.cube.Stage(pos), Late: b.cube.Late(pos), FiledAt: m.filedAt, Version: m.version, Deadline: m.deadline}
	l.Below = minus(b.cube.Counters(pos), counted(l))
	for _, g := range b.tree.GroupsOf(l.Unit.ID) {
		if g.Kind == "region" {
			l.Group = g
		}
	}
	return l
}

// figure makes an indicator's figure from the cube; the lock is held.
func (b *board) figure(layer rollup.Layer, pos int, ind Indicator) Figure {
	return b.lay.figure(ind, b.cube.Counters(pos), func(col int) rollup.Cell { return b.cube.Total(layer, pos, col) })
}

// beside adds to a board the figures of the period before and of the same period of the year before: of the same form, opened by
// the same unit, under the same regime where there is one.
func (s *Service) beside(ctx context.Context, b *Board) error {
	r := b.Request
	now := r.Period.PeriodName()
	before, same := now.Previous(), now.SameLastYear()
	if before == (when.PeriodName{}) {
		return nil
	}
	var list []Request
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		list, err = db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r
			where r.form_code = $1 and r.period_kind = $2 and r.opener = $3
				and ((r.period_year = $4 and r.period_n = $5) or (r.period_year = $6 and r.period_n = $7))
			order by case when r.regime = $8 then 0 else 1 end, r.opened_at desc, r.id desc`,
			r.FormCode, string(now.Kind), r.Opener, before.Year, before.N, same.Year, same.N, r.Regime)
		return err
	})
	if err != nil {
		return err
	}
	earlier := func(name when.PeriodName, put func(*Total, Figure)) (*Beside, error) {
		at := slices.IndexFunc(list, func(r Request) bool { return r.Period.PeriodName() == name })
		if at < 0 {
			return nil, nil
		}
		one := Beside{Request: list[at]}
		if one.Quote, err = s.asOf(ctx, one.Request.ID, b.Quote.At); err != nil {
			return nil, err
		}
		then, err := s.standing(ctx, standingKey{one.Request.ID, one.Quote.N, b.Unit.ID, rollup.FiledOrBetter})
		if err != nil || then.figures == nil {
			return nil, err
		}
		for i := range b.Totals {
			if ind := b.Totals[i].Indicator; b.Form.alike(ind, then.form, name) {
				put(&b.Totals[i], then.figures[ind.Code])
			}
		}
		return &one, nil
	}
	if b.Before, err = earlier(before, func(t *Total, f Figure) { t.Before = f }); err != nil || same == before {
		return err
	}
	b.SameLast, err = earlier(same, func(t *Total, f Figure) { t.SameLast = f })
	return err
}

// Share is what one unit contributes to a total.
type Share struct {
	Unit   org.Unit
	Own    bool // the unit's own figure, not its subtree's
	Line   Line
	Figure Figure
}

// Explain opens a total of what was filed or better down to the units it comes from, the lowest figure first and the missing last.
func (s *Service) Explain(ctx context.Context, who actor.Actor, request, unit ident.ID, indicator string) (Total, []Share, error) {
	return s.ExplainOf(ctx, who, Seek{Request: request, Unit: unit, Indicator: indicator})
}

// ExplainOf is Explain of the layer and the edition that k names.
func (s *Service) ExplainOf(ctx context.Context, who actor.Actor, k Seek) (Total, []Share, error) {
	if err := s.MayReadBoard(ctx, who, k.Request, k.Unit); err != nil {
		return Total{}, nil, err
	}
	live, err := s.quoted(ctx, k.Request, k.Edition)
	if err != nil {
		return Total{}, nil, err
	}
	if k.Unit == 0 {
		k.Unit = live.req.Opener
	}
	pos, ok := live.tree.Pos(k.Unit)
	ind, known := live.lay.form.Indicator(k.Indicator)
	if !ok || !known {
		return Total{}, nil, fault.NotFound("report.not_of_request")
	}
	live.mu.RLock()
	defer live.mu.RUnlock()
	total := Total{Indicator: ind, Filed: live.figure(rollup.FiledOrBetter, pos, ind), Accepted: live.figure(rollup.AcceptedOnly, pos, ind)}
	shares := live.below(k.layer(), pos, ind)
	slices.SortStableFunc(shares, func(a, b Share) int { return missingLast(a, b, cmp.Compare(a.Figure.Value, b.Figure.Value)) })
	return total, append(live.itself(k.layer(), pos, ind), shares...), nil
}

// below gives the totals of the units below a position, in the tree's order; the lock is held.
func (b *board) below(layer rollup.Layer, pos int, ind Indicator) []Share {
	var list []Share
	for _, l := range b.lines(pos) {
		at, _ := b.tree.Pos(l.Unit.ID)
		list = append(list, Share{Unit: l.Unit, Line: l, Figure: b.figure(layer, at, ind)})
	}
	return list
}

// itself gives the figure of the unit's own report without its subtree, where it is asked for one; the lock is held.
func (b *board) itself(layer rollup.Layer, pos int, ind Indicator) []Share {
	if b.cube.Stage(pos) == rollup.Absent {
		return nil
	}
	return []Share{{Unit: b.tree.At(pos), Own: true, Line: b.line(pos), Figure: b.ownFigure(layer, pos, ind)}}
}

// missingLast orders two shares by what their figures say, those without one behind.
func missingLast(a, b Share, order int) int {
	switch {
	case a.Figure.Known == b.Figure.Known:
		return order
	case a.Figure.Known:
		return -1
	}
	return 1
}

// ownFigure is the unit's own figure without its subtree; the lock is held.
func (b *board) ownFigure(layer rollup.Layer, pos int, ind Indicator) Figure {
	return b.lay.ownFigure(ind, func(col int) rollup.Cell { return b.cube.OwnCell(layer, pos, col) })
}

// counted gives the counters of one unit's own report.
func counted(l Line) rollup.Counters {
	c := rollup.Counters{Expected: 1}
	switch l.Stage {
	case rollup.Absent:
		return rollup.Counters{}
	case rollup.Open:
		c.Open = 1
	case rollup.Draft:
		c.Draft = 1
	case rollup.Signed:
		c.Signed = 1
	case rollup.Filed:
		c.Filed = 1
	case rollup.Returned:
		c.Returned = 1
	case rollup.Accepted:
		c.Accepted = 1
	}
	if l.In() && l.Late {
		c.Late = 1
	} else if l.In() {
		c.OnTime = 1
	}
	return c
}

func plus(a, b rollup.Counters) rollup.Counters { return combine(a, b, 1) }

func minus(a, b rollup.Counters) rollup.Counters { return combine(a, b, -1) }

func combine(a, b rollup.Counters, by int32) rollup.Counters {
	return rollup.Counters{
		Expected: a.Expected + by*b.Expected, Open: a.Open + by*b.Open, Draft: a.Draft + by*b.Draft, Signed: a.Signed + by*b.Signed,
		Filed: a.Filed + by*b.Filed, Returned: a.Returned + by*b.Returned, Accepted: a.Accepted + by*b.Accepted,
		Late: a.Late + by*b.Late, OnTime: a.OnTime + by*b.OnTime,
	}
}
