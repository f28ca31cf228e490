package report

import (
	"context"
	"encoding/json"

	"giaoban/internal/db"
	"giaoban/internal/ident"
)

const explanationColumns = `e.id, e.request, e.unit, e.asker, e.indicator, e.whole, e.version, e.seen, e.question, e.due, e.state, e.draft, e.drafted_by,
	e.answer, e.late, e.asked_at, e.asked_by, e.changed_at, e.answered_at`

func scanExplanation(s db.Scanner, e *Explanation) error {
	var seen string
	var whole, late int64
	if err := s.Scan(&e.ID, &e.Request, &e.Unit, &e.Asker, &e.Indicator, &whole, &e.Version, &seen, &e.Question, &e.Due, &e.State, &e.Draft, &e.DraftedBy,
		&e.Answer, &late, &e.AskedAt, &e.AskedBy, &e.ChangedAt, &e.AnsweredAt); err != nil {
		return err
	}
	e.Whole, e.Late = whole != 0, late != 0
	return json.Unmarshal([]byte(seen), &e.Seen)
}

func loadExplanation(ctx context.Context, q db.Querier, id ident.ID) (Explanation, bool, error) {
	return db.One(ctx, q, scanExplanation, `select `+explanationColumns+` from explanation e where e.id = $1`, id)
}

func explanations(ctx context.Context, q db.Querier, where string, args ...any) ([]Explanation, error) {
	return db.All(ctx, q, scanExplanation, `select `+explanationColumns+` from explanation e where `+where+` order by e.asked_at desc, e.id`, args...)
}

func insertExplanation(ctx context.Context, w *db.Write, e Explanation) error {
	seen, err := json.Marshal(e.Seen)
	if err != nil {
		return err
	}
	_, err = w.Exec(ctx, `insert into explanation (id, request, unit, asker, indicator, whole, version, seen, question, due, state, draft, drafted_by, answer, late,
			asked_at, asked_by, changed_at, answered_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', '', 0, $12, $13, $12, 0)`,
		e.ID, e.Request, e.Unit, e.Asker, e.Indicator, db.Bool(e.Whole), e.Version, string(seen), e.Question, e.Due, string(e.State), e.AskedAt, e.AskedBy)
	return err
}

func saveExplanation(ctx context.Context, w *db.Write, e Explanation) error {
	_, err := w.Exec(ctx, `update explanation set question = $2, due = $3, state = $4, draft = $5, drafted_by = $6, answer = $7, late = $8, changed_at = $9, answered_at = $10 where id = $1`,
		e.ID, e.Question, e.Due, string(e.State), e.Draft, e.DraftedBy, e.Answer, db.Bool(e.Late), e.ChangedAt, e.AnsweredAt)
	return err
}

func insertExplanationEntry(ctx context.Context, w *db.Write, id, explanation ident.ID, e ExplanationEntry) error {
	_, err := w.Exec(ctx, `insert into explanation_entry (id, explanation, at, actor, unit, kind, body, due) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, explanation, e.At, e.Actor, e.Unit, e.Kind, e.Text, e.Due)
	return err
}

func explanationHistory(ctx context.Context, q db.Querier, id ident.ID) ([]ExplanationEntry, error) {
	return db.All(ctx, q, func(s db.Scanner, e *ExplanationEntry) error {
		return s.Scan(&e.At, &e.Actor, &e.Unit, &e.Kind, &e.Text, &e.Due)
	}, `select at, actor, unit, kind, body, due from explanation_entry where explanation = $1 order by at, id`, id)
}
