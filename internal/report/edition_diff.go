package report

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/transparency"
)

// EditionDiff is what changed between two editions, or between one and now, over the units below one.
type EditionDiff struct {
	Request Request
	Form    Form
	Unit    org.Unit
	Older   Quote
	Newer   Quote          // N 0: what stands now
	Totals  []FigureChange // only those that differ
	Units   []UnitChange   // whose report is another, at most diffUnits of them
	More    int            // units beyond those
}

// diffUnits bounds the units of a comparison.
const diffUnits = 200

// FigureChange is a figure before and after.
type FigureChange struct {
	Indicator Indicator
	Before    Figure
	After     Figure
}

// UnitChange is a report that was corrected, came later, or was taken back.
type UnitChange struct {
	Unit          org.Unit
	Filing        ident.ID
	Before, After int64 // versions, 0: not in
	Figures       []FigureChange
	Signature     *Signature // of the new version
	Why           []Remark   // why the old one was opened again or returned
}

// CompareEditions tells what changed from edition older to newer (0: now) at a unit, to who may read the unit's board. Unit 0 is the opener.
func (s *Service) CompareEditions(ctx context.Context, who actor.Actor, request, unit ident.ID, older, newer int64) (EditionDiff, error) {
	if err := s.MayReadBoard(ctx, who, request, unit); err != nil {
		return EditionDiff{}, err
	}
	if older < 1 {
		return EditionDiff{}, fault.NotFound("report.no_such_edition")
	}
	var d EditionDiff
	var err error
	if d.Older, err = s.QuoteOf(ctx, who, request, older); err != nil {
		return d, err
	}
	if d.Newer, err = s.QuoteOf(ctx, who, request, newer); err != nil {
		return d, err
	}
	a, err := s.quoted(ctx, request, older)
	if err != nil {
		return d, err
	}
	b, err := s.quoted(ctx, request, newer)
	if err != nil {
		return d, err
	}
	if unit == 0 {
		unit = a.req.Opener
	}
	posA, okA := a.tree.Pos(unit)
	posB, okB := b.tree.Pos(unit)
	if !okA || !okB {
		return d, fault.NotFound("report.not_of_request")
	}
	d.Request, d.Form, d.Unit = a.req, a.lay.form, a.tree.At(posA)
	b.mu.RLock()
	now := b.figures(rollup.FiledOrBetter, posB)
	b.mu.RUnlock()
	d.Totals = changes(d.Form, a.figures(rollup.FiledOrBetter, posA), now)
	lo, hi := a.tree.Range(unit)
	b.mu.RLock()
	for pos := lo; pos < hi; pos++ {
		u := a.tree.At(pos)
		at, ok := b.tree.Pos(u.ID)
		if !ok || a.cube.Stage(pos) == rollup.Absent {
			continue
		}
		before, after := inVersion(a, pos), inVersion(b, at)
		if before == after {
			continue
		}
		if len(d.Units) == diffUnits {
			d.More++
			continue
		}
		d.Units = append(d.Units, UnitChange{Unit: u, Filing: a.marks[pos].filing, Before: before, After: after})
	}
	b.mu.RUnlock()
	return d, s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		for i := range d.Units {
			if err := d.Units[i].fill(ctx, r, d.Form); err != nil {
				return err
			}
		}
		return nil
	})
}

// inVersion is the version that counts at a position, 0 where none does.
func inVersion(b *board, pos int) int64 {
	if st := b.cube.Stage(pos); st != rollup.Filed && st != rollup.Accepted {
		return 0
	}
	return b.marks[pos].version
}

func (u *UnitChange) fill(ctx context.Context, r *db.Read, form Form) error {
	var before, after Figures
	versions, err := loadVersions(ctx, r, u.Filing)
	if err != nil {
		return err
	}
	for _, v := range versions {
		switch v.Version {
		case u.Before:
			before = v.Content.Figures
		case u.After:
			after = v.Content.Figures
			sig := v.Signature
			u.Signature = &sig
		}
		if v.Version >= u.Before && (u.After == 0 || v.Version < u.After) {
			for _, rem := range v.Remarks {
				if rem.Verdict != VerdictAccepted {
					u.Why = append(u.Why, rem)
				}
			}
		}
	}
	var a, b []Figure
	for _, ind := range form.Indicators {
		a, b = append(a, form.FigureOf(ind, before)), append(b, form.FigureOf(ind, after))
	}
	u.Figures = changes(form, a, b)
	return nil
}

// changes lists the figures that differ.
func changes(form Form, before, after []Figure) []FigureChange {
	var list []FigureChange
	for i, ind := range form.Indicators {
		if before[i].differs(after[i]) {
			list = append(list, FigureChange{ind, before[i], after[i]})
		}
	}
	return list
}

// differs tells whether two figures of an indicator say something else: also where as many answered, and otherwise.
func (g Figure) differs(o Figure) bool {
	return g.Known != o.Known || g.Value != o.Value || g.Num != o.Num || g.Den != o.Den ||
		!slices.EqualFunc(g.Parts, o.Parts, func(a, b Part) bool { return a.Known == b.Known && a.Value == b.Value })
}

// EditionProof proves that an edition is in the public log. The edition itself is
// in the file only for who may read the board of the unit that signed it.
func (s *Service) EditionProof(ctx context.Context, who actor.Actor, request ident.ID, n int64) (transparency.Proof, error) {
	req, _, today, then, err := s.readableRequest(ctx, who, request)
	if err != nil {
		return transparency.Proof{}, err
	}
	var e Edition
	var text string
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		var ok bool
		if e, ok, err = loadEdition(ctx, r, request, n); err != nil {
			return err
		}
		if !ok {
			return fault.NotFound("report.no_such_edition")
		}
		_, text, err = loadEditionBody(ctx, r, request, n)
		return err
	})
	if err != nil {
		return transparency.Proof{}, err
	}
	p, err := s.prove(ctx, leafEdition, e.ID, e.N, []byte(text))
	if err == nil && !mayRead(who, req.Opener, today, then) {
		p.Salt, p.Record = "", ""
	}
	return p, err
}

// EditionVersion gives the version of a unit's report that an edition quotes, 0 where it quotes none.
func (s *Service) EditionVersion(ctx context.Context, who actor.Actor, request, unit ident.ID, n int64) (int64, error) {
	rep, err := s.ReportOf(ctx, who, request, unit)
	if err != nil {
		return 0, err
	}
	b, err := s.quoted(ctx, request, n)
	if err != nil {
		return 0, err
	}
	pos, ok := b.tree.Pos(rep.Filing.Unit)
	if !ok {
		return 0, nil
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	return inVersion(b, pos), nil
}

// verifyEdition adds an edition up again and compares its totals with those that were signed.
func (s *Service) verifyEdition(ctx context.Context, request ident.ID, n int64) (bool, error) {
	var body editionBody
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		body, _, err = loadEditionBody(ctx, r, request, n)
		return err
	})
	if err != nil {
		return false, err
	}
	b, err := s.quoted(ctx, request, n)
	if err != nil {
		return false, err
	}
	pos, ok := b.tree.Pos(body.Opener)
	if !ok {
		return false, nil
	}
	var again []frozenTotal
	for i, g := range b.figures(rollup.FiledOrBetter, pos) {
		again = append(again, frozenTotal{b.lay.form.Indicators[i].Code, g.Value, g.Known, g.Num, g.Den, g.Have, g.Of})
	}
	return slices.Equal(again, body.Totals), nil
}
