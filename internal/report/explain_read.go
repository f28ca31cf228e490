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
	"giaoban/internal/when"
)

// readableExplanation gives an explanation to the unit's own desks, to who asked, and to who may read what the unit filed.
func (s *Service) readableExplanation(ctx context.Context, who actor.Actor, id ident.ID) (Explanation, error) {
	if err := who.SignedIn(); err != nil {
		return Explanation{}, err
	}
	nothing := fault.NotFound("report.no_such_explanation")
	var e Explanation
	var r Request
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		var ok bool
		var err error
		if e, ok, err = loadExplanation(ctx, q, id); err != nil {
			return err
		}
		if !ok {
			return nothing
		}
		r, _, err = s.request(ctx, q, e.Request)
		return err
	})
	if err != nil {
		return Explanation{}, err
	}
	today, then, err := s.trees(ctx, r)
	if err != nil {
		return Explanation{}, err
	}
	if !explains(who, e.Unit) && !mayRead(who, e.Unit, today, then) {
		return Explanation{}, nothing
	}
	return e, nil
}

// Explanation gives a question about a figure with all that was said, to who may read the figure.
func (s *Service) Explanation(ctx context.Context, who actor.Actor, id ident.ID) (ExplanationPage, error) {
	e, err := s.readableExplanation(ctx, who, id)
	if err != nil {
		return ExplanationPage{}, err
	}
	p := ExplanationPage{MayJudge: e.State.Pending() && who.HasAt(actor.AskExplanation, e.Asker)}
	if e.State == ExplanationAsked {
		p.MayDraft, p.MaySend = who.HasAt(actor.DraftFiling, e.Unit), who.HasAt(actor.SendExplanation, e.Unit)
	}
	list := []Explanation{e}
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		if p.History, err = explanationHistory(ctx, q, id); err != nil {
			return err
		}
		return s.describe(ctx, q, who, list)
	})
	if err != nil {
		return ExplanationPage{}, err
	}
	p.Explanation = list[0]
	p.Now, _, _, err = s.figureOf(ctx, e.Request, e.Unit, e.Indicator, e.Whole)
	return p, err
}

// describe fills in names, and takes drafts out for all but the units' own desks.
func (s *Service) describe(ctx context.Context, q db.Querier, who actor.Actor, list []Explanation) error {
	today, err := s.Org.Today(ctx)
	if err != nil {
		return err
	}
	type known struct {
		r    Request
		f    Form
		then *org.Tree
	}
	seen := map[ident.ID]known{}
	for i := range list {
		e := &list[i]
		k, ok := seen[e.Request]
		if !ok {
			if k.r, k.f, err = s.request(ctx, q, e.Request); err != nil {
				return err
			}
			if k.then, err = s.treeIn(ctx, q, k.r); err != nil {
				return err
			}
			seen[e.Request] = k
		}
		ind, _ := k.f.Indicator(e.Indicator)
		e.Name, e.Title, e.Period = ind.Name, k.f.Title, k.r.Period
		if e.UnitName = k.then.Name(e.Unit); e.UnitName == "" {
			e.UnitName = today.Name(e.Unit)
		}
		if e.AskerName = today.Name(e.Asker); e.AskerName == "" {
			e.AskerName = k.then.Name(e.Asker)
		}
		if !explains(who, e.Unit) {
			e.Draft, e.DraftedBy = "", ""
		}
	}
	return nil
}

// Explanations lists what was asked about the figures of a unit and the units below, in a request: pending ones first, by deadline.
// With own it is the unit's alone. To who may read the unit's figures, and to its own desks for itself.
func (s *Service) Explanations(ctx context.Context, who actor.Actor, request, unit ident.ID, own bool) ([]Explanation, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var r Request
	var list []Explanation
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		r, _, err = s.request(ctx, q, request)
		return err
	})
	if err != nil {
		return nil, err
	}
	today, then, err := s.trees(ctx, r)
	if err != nil {
		return nil, err
	}
	if unit == 0 {
		if unit = r.Opener; !mayRead(who, unit, today, then) {
			unit = who.Unit
		}
	}
	if !mayRead(who, unit, today, then) {
		if !explains(who, unit) {
			return nil, fault.NotFound("report.no_such_request")
		}
		own = true
	}
	err = s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		all, err := explanations(ctx, q, `e.request = $1`, request)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(all, func(e Explanation) bool {
			return e.Unit != unit && (own || !then.Contains(unit, e.Unit) && !today.Contains(unit, e.Unit))
		})
		return s.describe(ctx, q, who, list)
	})
	orderExplanations(list)
	return list, err
}

// OwedExplanations lists what a unit is asked and has not answered, for its own desks.
func (s *Service) OwedExplanations(ctx context.Context, who actor.Actor, unit ident.ID) ([]Explanation, error) {
	if !explains(who, unit) {
		return nil, fault.Forbidden("actor.forbidden_send_explanation")
	}
	return s.pendingExplanations(ctx, who, `e.unit = $1 and e.state = 'asked'`, unit)
}

// OpenExplanations lists what a unit asked others and has not ended.
func (s *Service) OpenExplanations(ctx context.Context, who actor.Actor, unit ident.ID) ([]Explanation, error) {
	if err := who.At(actor.AskExplanation, unit); err != nil {
		return nil, err
	}
	return s.pendingExplanations(ctx, who, `e.asker = $1 and e.state in ('asked', 'answered')`, unit)
}

func (s *Service) pendingExplanations(ctx context.Context, who actor.Actor, where string, unit ident.ID) ([]Explanation, error) {
	var list []Explanation
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		if list, err = explanations(ctx, q, where, unit); err != nil {
			return err
		}
		return s.describe(ctx, q, who, list)
	})
	orderExplanations(list)
	return list, err
}

// ExplanationsOfPeriod lists what a unit asked about figures of periods that end within a span, withdrawn ones left out,
// judging no right: for a conference that the unit hosts.
func (s *Service) ExplanationsOfPeriod(ctx context.Context, q db.Querier, asker ident.ID, span when.Span) ([]Explanation, error) {
	list, err := explanations(ctx, q, `e.asker = $1 and e.state <> 'withdrawn'`, asker)
	if err != nil {
		return nil, err
	}
	if err := s.describe(ctx, q, actor.Actor{}, list); err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(e Explanation) bool { return !span.Contains(e.Period.To) })
	orderExplanations(list)
	return list, nil
}

// RequestsWithin lists what a unit asked for periods that end within a span, the newest first, judging no right: for a
// conference that the unit hosts.
func (s *Service) RequestsWithin(ctx context.Context, q db.Querier, opener ident.ID, span when.Span) ([]Request, error) {
	ids, err := db.IDs(ctx, q, `select id from report_request where opener = $1 and period_to >= $2 and period_to <= $3 order by period_to desc, opened_at desc limit 5`,
		opener, span.From, span.To)
	if err != nil {
		return nil, err
	}
	var list []Request
	for _, id := range ids {
		r, _, err := s.request(ctx, q, id)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// ExplanationsIn gives explanations by their identifiers, judging no right: for a conference on whose agenda they stand.
func (s *Service) ExplanationsIn(ctx context.Context, q db.Querier, ids []ident.ID) ([]Explanation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := explanations(ctx, q, `e.id in (`+db.In(1, len(ids))+`)`, db.Args(ids)...)
	if err != nil {
		return nil, err
	}
	orderExplanations(list)
	return list, s.describe(ctx, q, actor.Actor{}, list)
}

// orderExplanations puts what is asked first, by deadline; then what is answered; then what has ended, the newest first.
func orderExplanations(list []Explanation) {
	rank := map[ExplanationState]int{ExplanationAsked: 0, ExplanationAnswered: 1, ExplanationTaken: 2, ExplanationWithdrawn: 3}
	slices.SortStableFunc(list, func(a, b Explanation) int {
		switch {
		case rank[a.State] != rank[b.State]:
			return rank[a.State] - rank[b.State]
		case a.State == ExplanationAsked && a.Due != b.Due:
			return cmp.Compare(a.Due, b.Due)
		case a.ChangedAt != b.ChangedAt:
			return cmp.Compare(b.ChangedAt, a.ChangedAt)
		}
		return cmp.Compare(a.ID, b.ID)
	})
}

// CountExplanations counts what a unit has to do now: to explain, and to judge what was explained to it.
func (s *Service) CountExplanations(ctx context.Context, who actor.Actor, unit ident.ID) (int, error) {
	if err := who.SignedIn(); err != nil {
		return 0, err
	}
	var n int64
	err := s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		n = 0
		if explains(who, unit) {
			owed, err := db.Int(ctx, q, `select count(*) from explanation where unit = $1 and state = 'asked'`, unit)
			if err != nil {
				return err
			}
			n += owed
		}
		if who.HasAt(actor.AskExplanation, unit) {
			answered, err := db.Int(ctx, q, `select count(*) from explanation where asker = $1 and state = 'answered'`, unit)
			n += answered
			return err
		}
		return nil
	})
	return int(n), err
}
