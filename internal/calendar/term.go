package calendar

import (
	"context"
	"fmt"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Term is a body's term of office: by its ordinal ("Quốc hội khóa XV") or, where
// it has none, by its years ("HĐND các cấp nhiệm kỳ 2021-2026").
type Term struct {
	ID      ident.ID
	Body    string
	Ordinal int // 0 where the body does not count its terms
	From    int // year
	To      int
}

// Title is the term's name.
func (t Term) Title(lang i18n.Lang) string {
	years := fmt.Sprintf("%d-%d", t.From, t.To)
	if t.Ordinal == 0 {
		return i18n.Text{VI: t.Body + " nhiệm kỳ " + years, EN: t.Body + ", term " + years}.In(lang)
	}
	n := when.Roman(t.Ordinal)
	return i18n.Text{VI: t.Body + " khóa " + n, EN: t.Body + ", term " + n}.In(lang)
}

// In is Title, so that a Term can be an argument of a message.
func (t Term) In(lang i18n.Lang) string { return t.Title(lang) }

// Terms lists all terms, the latest first.
func (s *Service) Terms(ctx context.Context) ([]Term, error) {
	var list []Term
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = db.All(ctx, r, scanTerm, `select id, body, ordinal, year_from, year_to from term order by year_from desc, body`)
		return err
	})
	return list, err
}

func scanTerm(s db.Scanner, t *Term) error {
	return s.Scan(&t.ID, &t.Body, &t.Ordinal, &t.From, &t.To)
}

// EnsureTerm gives the record of a term, made when it is first needed.
func (s *Service) EnsureTerm(ctx context.Context, who actor.Actor, t Term) (Term, error) {
	if err := who.SignedIn(); err != nil {
		return Term{}, err
	}
	t.Body = strings.Join(strings.Fields(t.Body), " ")
	name := when.PeriodName{Kind: when.Term, Year: t.From, N: t.To}
	switch {
	case t.Body == "":
		return Term{}, fault.Invalid("body", "calendar.name_missing")
	case !name.Valid() || t.Ordinal < 0 || t.Ordinal > 3999:
		return Term{}, fault.Invalid("term", "calendar.no_such_term")
	}
	err := s.db.Do(ctx, "calendar.ensure_term", func(ctx context.Context, w *db.Write) error {
		found, ok, err := db.One(ctx, w, scanTerm, `select id, body, ordinal, year_from, year_to from term where body = $1 and year_from = $2 and year_to = $3`, t.Body, t.From, t.To)
		if err != nil {
			return err
		}
		if ok {
			t = found
			return nil
		}
		t.ID = s.ids.New()
		if _, err := w.Exec(ctx, `insert into term (id, body, ordinal, year_from, year_to, folded) values ($1, $2, $3, $4, $5, $6)`,
			int64(t.ID), t.Body, t.Ordinal, t.From, t.To, i18n.Fold(t.Title(i18n.VI))); err != nil {
			return err
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: when.Present(s.clock), Actor: who, Kind: "term.opened", Subject: t.ID, Unit: who.Unit, After: t})
		return err
	})
	return t, err
}
