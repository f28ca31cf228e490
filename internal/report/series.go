package report

import (
	"cmp"
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

const seriesLength = 8

// series adds the same figure in the periods before: of requests with the same
// form by the same unit, for periods of the same kind. A period without such a
// request is not invented; one of a form that did not have the indicator yet has
// no figure, nor has one whose flows were counted on another basis.
func (s *Service) series(ctx context.Context, who actor.Actor, o *Origin, k Seek, ind Indicator) error {
	now := o.Request.Period.PeriodName()
	if now == (when.PeriodName{}) {
		return nil
	}
	n := k.Periods
	if n <= 0 || n > 40 {
		n = seriesLength
	}
	wanted := map[when.PeriodName]int{now: 0}
	for p, at := now.Previous(), 1; at < n; p, at = p.Previous(), at+1 {
		wanted[p] = at
	}
	same := now.SameLastYear()
	if _, ok := wanted[same]; !ok && same != (when.PeriodName{}) {
		wanted[same] = n
	}
	requests, err := s.siblings(ctx, o.Request)
	if err != nil {
		return err
	}
	today, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	for _, r := range requests {
		name := r.Period.PeriodName()
		at, ok := wanted[name]
		if !ok {
			continue
		}
		p, ok, err := s.inPeriod(ctx, who, r, o, k, ind, today)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if p.Now = r.ID == o.Request.ID; p.Now && !o.Restated {
			p.Figure = o.Total.Filed
			if k.Accepted {
				p.Figure = o.Total.Accepted
			}
		}
		if name == same {
			one := p
			o.SameLast = &one
		}
		if at < n {
			o.Series = append(o.Series, p)
			o.Estimated = o.Estimated || p.Estimated
		}
	}
	slices.SortFunc(o.Series, func(a, b PeriodFigure) int { return int(a.Request.Period.From) - int(b.Request.Period.From) })
	return nil
}

// siblings lists the requests with the same form by the same unit for periods of the same kind, one for each period: of two under
// different regimes the one that r is, else the one under r's regime, else the newest.
func (s *Service) siblings(ctx context.Context, r Request) ([]Request, error) {
	var list []Request
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		list, err = db.All(ctx, q, scanRequest, `select `+requestColumns+` from report_request r
			where r.form_code = $1 and r.period_kind = $2 and r.opener = $3 order by r.period_from desc, r.id desc limit 100`,
			r.FormCode, string(r.Period.Kind), r.Opener)
		return err
	})
	if r.Period.Kind == when.AdHoc {
		return list, err
	}
	slices.SortStableFunc(list, func(a, b Request) int {
		return cmp.Or(-cmp.Compare(a.Period.Year, b.Period.Year), -cmp.Compare(a.Period.N, b.Period.N), cmp.Compare(r.unlike(a), r.unlike(b)))
	})
	return slices.CompactFunc(list, func(a, b Request) bool { return a.Period.PeriodName() == b.Period.PeriodName() }), err
}

// unlike ranks requests of one period beside r: r itself, its regime, any other.
func (r Request) unlike(other Request) int {
	switch {
	case other.ID == r.ID:
		return 0
	case other.Regime == r.Regime:
		return 1
	}
	return 2
}

// inPeriod gives the figure of the unit in another request, as it was or by today's units.
func (s *Service) inPeriod(ctx context.Context, who actor.Actor, r Request, o *Origin, k Seek, ind Indicator, today *org.Tree) (PeriodFigure, bool, error) {
	quote, err := s.alongside(ctx, r.ID, o.Request.ID, o.Quote)
	if err != nil {
		return PeriodFigure{}, false, err
	}
	p := PeriodFigure{Request: r, Quote: quote}
	if o.Restated {
		if !who.HasOver(actor.ReadFiled, k.Unit, today) {
			return p, false, nil
		}
		re, err := s.restate(ctx, r.ID, today)
		if err != nil {
			return p, false, err
		}
		there, ok := re.live.lay.form.Indicator(ind.Code)
		ok = ok && o.Form.alike(ind, re.live.lay.form, r.Period.PeriodName())
		pos, known := today.Pos(k.Unit)
		if !ok || !known {
			return p, true, nil
		}
		re.live.mu.RLock()
		t := re.total(pos, there)
		re.live.mu.RUnlock()
		p.Figure, p.Estimated = t.Filed, t.Estimated
		if k.Accepted {
			p.Figure = t.Accepted
		}
		return p, true, nil
	}
	then, err := s.treeOf(ctx, r)
	if err != nil || !mayRead(who, k.Unit, today, then) {
		return p, false, err
	}
	one, err := s.standing(ctx, standingKey{r.ID, quote.N, k.Unit, k.layer()})
	if err != nil || one.figures == nil { // the unit was not there yet, or no longer
		return p, false, err
	}
	if o.Form.alike(ind, one.form, r.Period.PeriodName()) {
		p.Figure = one.figures[ind.Code]
	}
	return p, true, nil
}

// Trend is what a unit's figures were in one period, to stand beside those of another.
type Trend struct {
	Request Request
	Quote   Quote // what the figures are of
	Now     bool
	asked   Form // as the request beside which they stand asks it
	then    standing
}

// Figure gives the figure of an indicator: unknown where flows were counted on another basis, and none where the form did not have it yet.
func (t Trend) Figure(ind Indicator) (f Figure, ok bool) {
	if f, ok = t.then.figures[ind.Code]; ok && !t.asked.alike(ind, t.then.form, t.Request.Period.PeriodName()) {
		f = Figure{}
	}
	return f, ok
}

// Trends gives the figures of a request at a unit in the periods before and now,
// the oldest first; of periods that nobody asked for there is none. It is what
// the sparklines of a board show. n is the edition of the request, 0 for what
// stands now; see asOf for the periods before.
func (s *Service) Trends(ctx context.Context, who actor.Actor, request, unit ident.ID, accepted bool, n int64) ([]Trend, error) {
	v, err := s.view(ctx, who, request, unit, n)
	if err != nil {
		return nil, err
	}
	now := v.live.req
	if now.Period.PeriodName() == (when.PeriodName{}) {
		return nil, nil
	}
	requests, err := s.siblings(ctx, now)
	if err != nil {
		return nil, err
	}
	layer := rollup.FiledOrBetter
	if accepted {
		layer = rollup.AcceptedOnly
	}
	var trends []Trend
	for _, r := range requests {
		if r.Period.From > now.Period.From {
			continue
		}
		then, err := s.treeOf(ctx, r)
		if err != nil {
			return nil, err
		}
		if !mayRead(who, v.unit, v.today, then) {
			continue
		}
		t := Trend{Request: r, Now: r.ID == request, asked: v.live.lay.form}
		if t.Quote, err = s.alongside(ctx, r.ID, request, v.quote); err != nil {
			return nil, err
		}
		if t.then, err = s.standing(ctx, standingKey{r.ID, t.Quote.N, v.unit, layer}); err != nil {
			return nil, err
		}
		if t.then.figures == nil {
			continue
		}
		if trends = append(trends, t); len(trends) == seriesLength {
			break
		}
	}
	slices.Reverse(trends)
	return trends, nil
}
