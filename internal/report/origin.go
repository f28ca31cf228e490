package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// leavesShown bounds the leaves that are read at once.
const leavesShown = 30

// Origin is one figure with all that explains it: the units below, the same
// figure in other periods, and the reports at the very end, each with who wrote
// and who signed it (C17; "any number down to its leaves").
type Origin struct {
	Request   Request
	Form      Form
	Unit      org.Unit
	Above     []org.Unit // the way up, topmost first, as far as the reader may look
	Total     Total
	Shares    []Share // the units below, the largest first, the missing last
	Leaves    []Leaf  // reports of the subtree that have the figure, from From on
	From      int
	Count     int   // of all leaves
	Missing   int   // reports asked of the subtree that do not have it
	Quote     Quote // what the figures are of
	Series    []PeriodFigure
	SameLast  *PeriodFigure // the same period of the year before, also where it lies before the series
	Assigned  *Total        // what was assigned (a target), where the form measures this figure by one
	Achieved  *Total        // the figure that measures it
	Version   int64
	Restated  bool // the series is added up by today's units
	CanMove   bool // today's tree is another
	Estimated bool // something in the series is a share of a divided unit
}

// Leaf is one report behind a figure.
type Leaf struct {
	Unit    org.Unit
	Way     string // the units between, by their short names
	Filing  ident.ID
	Version int64
	Figure  Figure // the unit's own
	Stage   rollup.Stage
	Late    bool
	FiledAt when.Instant
	Signer  string       // with title and capacity
	Signed  when.Instant // of which what is counted from a register was counted
	Typed   string       // who typed the figure, as far as the draft that was signed still tells; else who wrote the report
	TypedAt when.Instant // 0 where only the writers are known
	ByPhone *ByPhone     // of the level above, on the unit's word; nil: the unit's own desk
	Gaps    Gaps         // where what is shown differs from the shorter periods that the unit filed; of this indicator alone
}

// PeriodFigure is a figure in another period, with its coverage.
type PeriodFigure struct {
	Request   Request
	Figure    Figure
	Quote     Quote // what the figure is of
	Now       bool
	Estimated bool
}

// Seek says which part of a figure's origin is wanted.
type Seek struct {
	Request, Unit ident.ID // unit 0: the highest that the reader may look at
	Indicator     string
	Accepted      bool  // of what was accepted, instead of filed or better
	From          int   // the first leaf, counted from 0
	Periods       int   // length of the series, this period included; 0: eight
	Today         bool  // the series restated on today's tree
	Edition       int64 // as this edition froze it; 0: what stands now
}

func (k Seek) layer() rollup.Layer {
	if k.Accepted {
		return rollup.AcceptedOnly
	}
	return rollup.FiledOrBetter
}

// Origin opens a figure. It is read by who reads the board of the unit; periods
// in which the reader had no right are left out of the series.
func (s *Service) Origin(ctx context.Context, who actor.Actor, k Seek) (Origin, error) {
	board, err := s.EditionBoard(ctx, who, k.Request, k.Unit, k.Edition)
	if err != nil {
		return Origin{}, err
	}
	k.Unit = board.Unit.ID
	ind, ok := board.Form.Indicator(k.Indicator)
	if !ok {
		return Origin{}, fault.NotFound("report.not_of_request")
	}
	live, err := s.quoted(ctx, k.Request, k.Edition)
	if err != nil {
		return Origin{}, err
	}
	o := Origin{Request: board.Request, Form: board.Form, Unit: board.Unit, Above: board.Above, Version: board.Version, Quote: board.Quote, CanMove: board.Moved, Restated: k.Today && board.Moved}
	for i := range board.Totals {
		if board.Totals[i].Indicator.Code == ind.Code {
			o.Total = board.Totals[i]
		}
	}
	o.measured(board.Totals, ind)
	pos, _ := live.tree.Pos(k.Unit)
	live.mu.RLock()
	o.Shares = live.shares(k.layer(), pos, ind)
	leaves := live.leaves(k.layer(), pos, ind)
	expected := int(live.cube.Counters(pos).Expected)
	live.mu.RUnlock()
	o.Count, o.Missing = len(leaves), max(0, expected-len(leaves))
	o.From = min(max(0, k.From), max(0, len(leaves)-1)/leavesShown*leavesShown)
	o.Leaves = leaves[min(o.From, len(leaves)):min(o.From+leavesShown, len(leaves))]
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if err := provenance(ctx, r, o.Leaves, ind); err != nil || k.Edition > 0 { // an edition is not held against what came later
			return err
		}
		return s.leafGaps(ctx, r, &o, ind)
	})
	if err != nil {
		return Origin{}, err
	}
	err = s.series(ctx, who, &o, k, ind)
	return o, err
}

// measured finds what was assigned for the figure: the ratio that takes it as
// its numerator over a target.
func (o *Origin) measured(totals []Total, ind Indicator) {
	byCode := map[string]*Total{}
	for i := range totals {
		byCode[totals[i].Indicator.Code] = &totals[i]
	}
	for i := range totals {
		ratio := totals[i].Indicator
		target := byCode[ratio.Den]
		if target == nil || target.Indicator.Basis != Target || ratio.Num != ind.Code {
			continue
		}
		o.Assigned, o.Achieved = target, &totals[i]
		return
	}
}

// shares lists the units below a position with their totals, the highest first, and the unit itself; the lock is held.
func (b *board) shares(layer rollup.Layer, pos int, ind Indicator) []Share {
	list := b.below(layer, pos, ind)
	slices.SortStableFunc(list, func(a, b Share) int { return missingLast(a, b, cmp.Compare(b.Figure.Value, a.Figure.Value)) })
	return append(list, b.itself(layer, pos, ind)...)
}

// leaves lists the reports of a subtree that have the figure, in the tree's order, behind them those that have 0 of 0; the lock is held.
func (b *board) leaves(layer rollup.Layer, pos int, ind Indicator) []Leaf {
	var list []Leaf
	for at := pos; at < b.cube.Shape().End(pos); at++ {
		stage := b.cube.Stage(at)
		if stage != rollup.Accepted && (stage != rollup.Filed || layer == rollup.AcceptedOnly) {
			continue
		}
		if fig := b.ownFigure(layer, at, ind); fig.Known || fig.Pct && fig.Have > 0 { // 0 of 0 is behind the total, too
			l := b.leaf(pos, at)
			l.Figure = fig
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b Leaf) int { // 0 of 0 last
		switch {
		case a.Figure.Known == b.Figure.Known:
			return 0
		case a.Figure.Known:
			return -1
		}
		return 1
	})
	return list
}

// leaf is the report of the unit at a position, with the way down to it; the lock is held.
func (b *board) leaf(pos, at int) Leaf {
	m := b.marks[at]
	l := Leaf{Unit: b.tree.At(at), Filing: m.filing, Version: m.version, Stage: b.cube.Stage(at), Late: b.cube.Late(at), FiledAt: m.filedAt}
	for _, u := range slices.Backward(b.tree.Ancestors(l.Unit.ID)) {
		if p, ok := b.tree.Pos(u.ID); ok && p > pos && p < at {
			if l.Way != "" {
				l.Way += " › "
			}
			l.Way += u.Short()
		}
	}
	return l
}

// provenance adds to leaves who signed the version and who typed the figure. A
// field that was typed again since the signature says nothing about it: then the
// writers of the report stand there.
func provenance(ctx context.Context, q db.Querier, leaves []Leaf, ind Indicator) error {
	type typed struct {
		filing, version int64
		field, name     string
		at              when.Instant
		call            ident.ID
	}
	for part := range slices.Chunk(leaves, 100) {
		ids := make([]ident.ID, len(part))
		at, named := map[ident.ID]*Leaf{}, map[ident.ID]int64{} // the version whose figure is shown, which an edition may hold fast
		for i := range part {
			id := part[i].Filing
			ids[i], at[id], named[id] = id, &part[i], part[i].Version
		}
		signed, calls := map[ident.ID]int64{}, map[ident.ID][]ByPhone{}
		versions, err := versionsAt(ctx, q, named)
		if err != nil {
			return err
		}
		for id, v := range versions {
			l := at[id]
			l.FiledAt, l.Signed = v.FiledAt, v.Signature.At
			l.Signer, l.Typed = v.Signature.Line(), strings.Join(v.Signature.Drafters, ", ")
			signed[id], calls[id] = v.Signature.Draft, v.Signature.ByPhone
		}
		fields, err := db.All(ctx, q, func(s db.Scanner, t *typed) error {
			return s.Scan(&t.filing, &t.field, &t.version, &t.name, &t.at, &t.call)
		}, `select filing, field, version, name, at, phone from filing_field where filing in (`+db.In(1, len(ids))+`) and text <> ''`, db.Args(ids)...)
		if err != nil {
			return err
		}
		own := ind.slots()
		for _, t := range fields {
			id := ident.ID(t.filing)
			l := at[id]
			mine := slices.ContainsFunc(own, func(s Slot) bool { return s.Code == t.field }) || t.field == ind.Code
			if l == nil || !mine || t.version > signed[id] || t.name == "" || t.at < l.TypedAt {
				continue
			}
			l.Typed, l.TypedAt, l.ByPhone = t.name, t.at, nil
			for _, by := range calls[id] {
				if by.Call == t.call {
					l.ByPhone = &by
				}
			}
		}
	}
	return nil
}

// leafGaps adds to leaves where they differ from the shorter periods that their units filed.
func (s *Service) leafGaps(ctx context.Context, q db.Querier, o *Origin, ind Indicator) error {
	var units []ident.ID
	for _, l := range o.Leaves {
		units = append(units, l.Unit.ID)
	}
	found, err := s.gapsAmong(ctx, q, o.Request, o.Form, units)
	if err != nil {
		return err
	}
	for i := range o.Leaves {
		g, ok := found[o.Leaves[i].Unit.ID]
		if !ok {
			continue
		}
		g.List = slices.DeleteFunc(slices.Clone(g.List), func(one Gap) bool { return one.Slot.Indicator != ind.Code })
		o.Leaves[i].Gaps = g
	}
	return nil
}
