package report

import (
	"cmp"
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// AskExplanation marks a figure that a unit below filed and asks why, with what
// was seen. A figure that is asked about already is not asked about twice.
func (s *Service) AskExplanation(ctx context.Context, who actor.Actor, a Asking) (ident.ID, error) {
	_, _, today, then, err := s.readableRequest(ctx, who, a.Request)
	if err != nil {
		return 0, err
	}
	if !mayRead(who, a.Unit, today, then) {
		return 0, fault.NotFound("report.not_of_request")
	}
	if !who.HasOver(actor.AskExplanation, a.Unit, today) && !who.HasOver(actor.AskExplanation, a.Unit, then) {
		return 0, who.At(actor.AskExplanation, a.Unit)
	}
	asker, ok := askerOf(who, a.Unit, today, then)
	if !ok {
		return 0, fault.Forbidden("actor.forbidden_ask_explanation")
	}
	seen, version, ind, err := s.figureOf(ctx, a.Request, a.Unit, a.Indicator, a.Whole)
	if err != nil {
		return 0, err
	}
	now := s.now()
	a.Question = trimmed(a.Question)
	fs := checkAsking(a.Question, a.Due, now)
	if !seen.Known {
		fs = append(fs, fault.Invalid("unit", "report.no_figure", "name", ind.sentence()))
	}
	if err := fs.Or(); err != nil {
		return 0, err
	}
	e := Explanation{ID: s.IDs.New(), Request: a.Request, Unit: a.Unit, Asker: asker, Indicator: ind.Code, Whole: a.Whole, Version: version, Seen: seen,
		Question: a.Question, Due: a.Due, State: ExplanationAsked, AskedAt: now, AskedBy: who.Name, ChangedAt: now}
	result, _, err := s.DB.Once(ctx, key(who, a.Key), "report.ask_explanation", func(ctx context.Context, w *db.Write) (string, error) {
		same, err := explanations(ctx, w, `e.request = $1 and e.unit = $2 and e.indicator = $3 and e.whole = $4 and e.state in ('asked', 'answered')`,
			a.Request, a.Unit, ind.Code, db.Bool(a.Whole))
		if err != nil {
			return "", err
		}
		if len(same) > 0 {
			return "", fault.Conflict("report.asked_about_already").WithLink("/explanations/" + same[0].ID.String())
		}
		if err := insertExplanation(ctx, w, e); err != nil {
			return "", err
		}
		return e.ID.String(), s.noteExplanation(ctx, w, who, e, ExplanationEntry{At: now, Unit: asker, Kind: "asked", Text: e.Question, Due: e.Due})
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

// askerOf gives the unit in whose name a superior asks: one above the unit, first that in which the account works.
func askerOf(who actor.Actor, unit ident.ID, today, then *org.Tree) (ident.ID, bool) {
	for _, one := range append([]ident.ID{who.Unit}, who.Units()...) {
		if one != unit && who.HasAt(actor.AskExplanation, one) && (today.Contains(one, unit) || then.Contains(one, unit)) {
			return one, true
		}
	}
	return 0, false
}

// figureOf gives a unit's figure as it stands, the version of its report, and the indicator.
func (s *Service) figureOf(ctx context.Context, request, unit ident.ID, indicator string, whole bool) (Figure, int64, Indicator, error) {
	live, err := s.board(ctx, request)
	if err != nil {
		return Figure{}, 0, Indicator{}, err
	}
	pos, ok := live.tree.Pos(unit)
	ind, known := live.lay.form.Indicator(indicator)
	if !ok || !known {
		return Figure{}, 0, Indicator{}, fault.NotFound("report.not_of_request")
	}
	live.mu.RLock()
	defer live.mu.RUnlock()
	version := live.marks[pos].version
	if whole {
		return live.figure(rollup.FiledOrBetter, pos, ind), version, ind, nil
	}
	return live.ownFigure(pos, ind), version, ind, nil
}

// DraftExplanation keeps what the unit's desks write, seen by nobody else.
func (s *Service) DraftExplanation(ctx context.Context, who actor.Actor, id ident.ID, text, k string) error {
	return s.ofUnit(ctx, who, id, "report.draft_explanation", k, func(ctx context.Context, w *db.Write, e Explanation) error {
		if err := who.At(actor.DraftFiling, e.Unit); err != nil {
			return err
		}
		text := trimmed(text)
		if text != "" {
			if err := checkAnswer(text); err != nil {
				return err
			}
		}
		e.Draft, e.DraftedBy = text, who.Name
		return saveExplanation(ctx, w, e)
	})
}

// SendExplanation answers for the unit. What was drafted is sent where text is empty.
func (s *Service) SendExplanation(ctx context.Context, who actor.Actor, id ident.ID, text, k string) error {
	return s.ofUnit(ctx, who, id, "report.send_explanation", k, func(ctx context.Context, w *db.Write, e Explanation) error {
		if err := who.At(actor.SendExplanation, e.Unit); err != nil {
			return err
		}
		text := trimmed(text)
		if text == "" {
			text = e.Draft
		}
		if err := checkAnswer(text); err != nil {
			return err
		}
		now := s.now()
		if e.AnsweredAt.Zero() {
			e.Late = now.After(e.Due)
		}
		e.Answer, e.Draft, e.DraftedBy, e.State, e.AnsweredAt, e.ChangedAt = text, "", "", ExplanationAnswered, now, now
		if err := saveExplanation(ctx, w, e); err != nil {
			return err
		}
		return s.noteExplanation(ctx, w, who, e, ExplanationEntry{At: now, Unit: e.Unit, Kind: "answered", Text: text})
	})
}

// ofUnit runs an act of the unit that explains, on what is asked.
func (s *Service) ofUnit(ctx context.Context, who actor.Actor, id ident.ID, name, k string, do func(context.Context, *db.Write, Explanation) error) error {
	return s.explanationAct(ctx, who, id, name, k, func(ctx context.Context, w *db.Write, e Explanation) error {
		if !explains(who, e.Unit) {
			return who.At(actor.SendExplanation, e.Unit)
		}
		if e.State != ExplanationAsked {
			return fault.Conflict("report.explanation_not_asked")
		}
		return do(ctx, w, e)
	})
}

// TakeExplanation is the asker's word that the answer will do.
func (s *Service) TakeExplanation(ctx context.Context, who actor.Actor, id ident.ID, k string) error {
	return s.judge(ctx, who, id, "report.take_explanation", k, func(e *Explanation) (ExplanationEntry, error) {
		if e.State != ExplanationAnswered {
			return ExplanationEntry{}, fault.Conflict("report.explanation_not_answered")
		}
		e.State = ExplanationTaken
		return ExplanationEntry{Kind: "taken"}, nil
	})
}

// AskAgain asks further, with a new deadline. What was answered stays.
func (s *Service) AskAgain(ctx context.Context, who actor.Actor, id ident.ID, question string, due when.Instant, k string) error {
	return s.judge(ctx, who, id, "report.ask_again", k, func(e *Explanation) (ExplanationEntry, error) {
		if e.State != ExplanationAnswered {
			return ExplanationEntry{}, fault.Conflict("report.explanation_not_answered")
		}
		question := trimmed(question)
		if err := checkAsking(question, due, s.now()).Or(); err != nil {
			return ExplanationEntry{}, err
		}
		e.State, e.Question, e.Due = ExplanationAsked, question, due
		return ExplanationEntry{Kind: "again", Text: question, Due: due}, nil
	})
}

// WithdrawExplanation takes a question back, with the reason.
func (s *Service) WithdrawExplanation(ctx context.Context, who actor.Actor, id ident.ID, reason, k string) error {
	return s.judge(ctx, who, id, "report.withdraw_explanation", k, func(e *Explanation) (ExplanationEntry, error) {
		reason := trimmed(reason)
		if reason == "" {
			return ExplanationEntry{}, fault.Invalid("reason", "report.withdraw_reason")
		}
		e.State = ExplanationWithdrawn
		return ExplanationEntry{Kind: "withdrawn", Text: reason}, nil
	})
}

// judge runs an act of who asked.
func (s *Service) judge(ctx context.Context, who actor.Actor, id ident.ID, name, k string, do func(*Explanation) (ExplanationEntry, error)) error {
	return s.explanationAct(ctx, who, id, name, k, func(ctx context.Context, w *db.Write, e Explanation) error {
		if err := who.At(actor.AskExplanation, e.Asker); err != nil {
			return err
		}
		if !e.State.Pending() {
			return fault.Conflict("report.explanation_ended")
		}
		entry, err := do(&e)
		if err != nil {
			return err
		}
		e.ChangedAt = s.now()
		entry.At, entry.Unit = e.ChangedAt, e.Asker
		if err := saveExplanation(ctx, w, e); err != nil {
			return err
		}
		return s.noteExplanation(ctx, w, who, e, entry)
	})
}

// explanationAct loads an explanation that the actor may see and runs do on it, once per key.
func (s *Service) explanationAct(ctx context.Context, who actor.Actor, id ident.ID, name, k string, do func(context.Context, *db.Write, Explanation) error) error {
	if _, err := s.readableExplanation(ctx, who, id); err != nil {
		return err
	}
	if k != "" {
		k = key(who, id.String()+"/"+k)
	}
	_, _, err := s.DB.Once(ctx, k, name, func(ctx context.Context, w *db.Write) (string, error) {
		e, ok, err := loadExplanation(ctx, w, id)
		if err != nil {
			return "", err
		}
		if !ok {
			return "", fault.NotFound("report.no_such_explanation")
		}
		return id.String(), do(ctx, w, e)
	})
	return err
}

// noteExplanation writes a line of history, tells the journal, and after the commit both units and who looks at the board.
func (s *Service) noteExplanation(ctx context.Context, w *db.Write, who actor.Actor, e Explanation, entry ExplanationEntry) error {
	entry.Actor = who.Name
	if err := insertExplanationEntry(ctx, w, s.IDs.New(), e.ID, entry); err != nil {
		return err
	}
	e.Draft, e.DraftedBy = "", ""
	seq, err := journal.Append(ctx, w, journal.Entry{At: entry.At, Actor: who, Kind: "explanation." + entry.Kind, Subject: e.ID, Unit: entry.Unit, After: e, Note: entry.Text})
	if err != nil {
		return err
	}
	s.Hub.Tell(w, seq, "home:"+e.Unit.String(), "home:"+e.Asker.String())
	return nil
}

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
			if k.then, err = s.Org.Tree(ctx, k.r.TreeDate()); err != nil {
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
