package report

import (
	"context"
	"unicode/utf8"

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
	return live.ownFigure(rollup.FiledOrBetter, pos, ind), version, ind, nil
}

// DraftExplanation keeps what the unit's desks write, seen by nobody else. seen is the DraftMark of the draft on which it was
// written, "" where nobody says: what another desk wrote meanwhile is not overwritten unseen.
func (s *Service) DraftExplanation(ctx context.Context, who actor.Actor, id ident.ID, text, seen, k string) error {
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
		if seen != "" && seen != e.DraftMark() && e.Draft != text {
			return fault.Conflict("report.explanation_draft_moved", "name", e.DraftedBy).On("answer")
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
		if utf8.RuneCountInString(reason) > maxReason {
			return ExplanationEntry{}, fault.TooLarge("reason", "report.too_long", "most", maxReason)
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
	id := s.IDs.New()
	if err := insertExplanationEntry(ctx, w, id, e.ID, entry); err != nil {
		return err
	}
	if entry.Kind == "asked" || entry.Kind == "again" {
		if err := s.notifyAsked(ctx, w, e, entry, id); err != nil {
			return err
		}
	}
	e.Draft, e.DraftedBy = "", ""
	seq, err := journal.Append(ctx, w, journal.Entry{At: entry.At, Actor: who, Kind: "explanation." + entry.Kind, Subject: e.ID, Unit: entry.Unit, After: e, Note: entry.Text})
	if err != nil {
		return err
	}
	s.Hub.Tell(w, seq, "home:"+e.Unit.String(), "home:"+e.Asker.String())
	return nil
}
