package report

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
)

// OfferSource says who knows a figure.
type OfferSource string

// The sources of offers.
const (
	FromBelow     OfferSource = "below"     // reports that the unit itself collected, with the same form for the same period
	FromObstacles OfferSource = "obstacles" // the register of obstacles
)

// Offer is a figure for a cell that somebody else knows. It is offered, never
// filled in by itself: the unit's head signs what the unit says.
type Offer struct {
	Field   string
	Value   int64
	Scale   int
	Source  OfferSource
	Have    int64    // reports behind it
	Of      int64    // reports asked
	Request ident.ID // whose board shows where it comes from; 0 for a register
}

// Offers gives a unit's own desks the figures that are known for their draft.
//
// Totals of the units below come from a request that the unit opened itself.
// Those of the very request that it answers are not offered: there each unit
// reports its own figures only, and the levels above add them up; who typed the
// sum of the units below would count them twice.
func (s *Service) Offers(ctx context.Context, who actor.Actor, filing ident.ID) ([]Offer, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return nil, err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return nil, err
	}
	var list []Offer
	var below ident.ID
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		if below, err = ownCollection(ctx, r, sc); err != nil {
			return err
		}
		list, err = s.fromObstacles(ctx, r, sc)
		return err
	})
	if err != nil || below == 0 {
		return list, err
	}
	live, err := s.quoted(ctx, below, 0)
	if err != nil {
		return nil, err
	}
	b, err := s.look(live, sc.filing.Unit)
	if err != nil {
		return nil, err
	}
	return append(list, sc.form.fromTotals(b)...), nil
}

// ownCollection finds the newest request of the unit's own with the same form, basis and period; 0 for none.
func ownCollection(ctx context.Context, q db.Querier, sc scene) (ident.ID, error) {
	id, err := db.Int(ctx, q, `select id from report_request where opener = $1 and form_code = $2 and basis = $3 and period_from = $4 and period_to = $5
		order by opened_at desc, id desc limit 1`, sc.filing.Unit, sc.req.FormCode, string(sc.req.Basis), sc.req.Period.From, sc.req.Period.To)
	return ident.ID(id), err
}

// fromTotals takes the totals of a board for what the form's units type: sums, the largest, and the two parts of a percentage.
func (f Form) fromTotals(b Board) []Offer {
	var list []Offer
	for _, t := range b.Totals {
		ind, ok := f.Indicator(t.Indicator.Code)
		fig := t.Filed
		if !ok || !fig.Known || fig.Have == 0 || ind.Scale != t.Indicator.Scale || ind.Kind != t.Indicator.Kind {
			continue // the units below were asked with a version of the form that counts it otherwise
		}
		offer := func(field string, value int64) {
			list = append(list, Offer{Field: field, Value: value, Scale: ind.Scale, Source: FromBelow, Have: fig.Have, Of: fig.Of, Request: b.Request.ID})
		}
		switch {
		case ind.Kind == Pct && ind.Num == "" && !ind.OnTime && ind.Source == "":
			offer(ind.Code+"n", fig.Num)
			offer(ind.Code+"d", fig.Den)
		case (ind.Kind == Int || ind.Kind == Dec) && (ind.Across == Sum || ind.Across == Max) && ind.Typed():
			offer(ind.Code, fig.Value)
		}
	}
	return list
}

// fromObstacles offers the two parts of the share of obstacles that were resolved, where a version of the built-in form asks it to be typed.
func (s *Service) fromObstacles(ctx context.Context, q db.Querier, sc scene) ([]Offer, error) {
	ind, ok := sc.form.Indicator("H5")
	if s.Obstacles == nil || sc.form.Code != SampleCode || !ok || ind.Kind != Pct || ind.Num != "" || ind.Source != "" {
		return nil, nil
	}
	solved, all, err := s.Obstacles.Resolved(ctx, q, sc.filing.Unit, sc.form.Counted(sc.req.Period.Span()), s.now())
	if err != nil || all == 0 {
		return nil, err
	}
	return []Offer{{Field: "H5n", Value: solved, Source: FromObstacles}, {Field: "H5d", Value: all, Source: FromObstacles}}, nil
}
