package calendar

import (
	"context"
	"fmt"
	"unicode/utf8"

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

// EnterTerm enters a body's term of office. Who keeps the whole organisation's
// days may; the same term of the same body is refused.
func (s *Service) EnterTerm(ctx context.Context, who actor.Actor, t Term, key string) (Term, error) {
	if err := s.keepsTerms(ctx, who); err != nil {
		return Term{}, err
	}
	t.Body = tidy(t.Body)
	if err := checkTerm(t).Or(); err != nil {
		return Term{}, err
	}
	t.ID = s.ids.New()
	result, _, err := s.db.Once(ctx, own(who, key), "calendar.enter_term", func(ctx context.Context, w *db.Write) (string, error) {
		there, ok, err := db.One(ctx, w, scanTerm, `select id, body, ordinal, year_from, year_to from term
			where body = $1 and (year_from = $2 and year_to = $3 or ordinal = $4 and ordinal <> 0) limit 1`, t.Body, t.From, t.To, t.Ordinal)
		if err != nil {
			return "", err
		}
		if ok {
			return "", fault.Conflict("calendar.term_there", "term", there).On("body")
		}
		if _, err := w.Exec(ctx, `insert into term (id, body, ordinal, year_from, year_to, folded) values ($1, $2, $3, $4, $5, $6)`,
			int64(t.ID), t.Body, t.Ordinal, t.From, t.To, i18n.Fold(t.Title(i18n.VI))); err != nil {
			return "", err
		}
		return t.ID.String(), s.noteTerm(ctx, w, who, "term.opened", t.ID, nil, t)
	})
	if err != nil {
		return Term{}, err
	}
	t.ID, err = ident.Parse(result)
	return t, err
}

// RemoveTerm takes a term off that was entered by mistake. No record refers to one.
func (s *Service) RemoveTerm(ctx context.Context, who actor.Actor, id ident.ID, key string) error {
	if err := s.keepsTerms(ctx, who); err != nil {
		return err
	}
	_, _, err := s.db.Once(ctx, own(who, key), "calendar.remove_term", func(ctx context.Context, w *db.Write) (string, error) {
		t, ok, err := db.One(ctx, w, scanTerm, `select id, body, ordinal, year_from, year_to from term where id = $1`, int64(id))
		if err != nil {
			return "", err
		}
		if !ok {
			return "", fault.NotFound("calendar.term_gone")
		}
		if _, err := w.Exec(ctx, `delete from term where id = $1`, int64(id)); err != nil {
			return "", err
		}
		return "", s.noteTerm(ctx, w, who, "term.removed", id, t, nil)
	})
	return err
}

func (s *Service) noteTerm(ctx context.Context, w *db.Write, who actor.Actor, kind string, id ident.ID, before, after any) error {
	_, err := journal.Append(ctx, w, journal.Entry{At: when.Present(s.clock), Actor: who, Kind: kind, Subject: id, Unit: who.Unit, Before: before, After: after})
	return err
}

func (s *Service) keepsTerms(ctx context.Context, who actor.Actor) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	may, err := s.MayKeepDays(ctx, who)
	if err == nil && !may {
		err = fault.Forbidden("calendar.forbidden_terms")
	}
	return err
}

func checkTerm(t Term) fault.Faults {
	var fs fault.Faults
	if t.Body == "" {
		fs = append(fs, fault.Invalid("body", "calendar.name_missing"))
	} else if utf8.RuneCountInString(t.Body) > maxName {
		fs = append(fs, fault.Invalid("body", "calendar.too_long", "max", maxName))
	}
	if t.Ordinal < 0 || t.Ordinal > 3999 {
		fs = append(fs, fault.Invalid("ordinal", "calendar.no_such_ordinal"))
	}
	if name := (when.PeriodName{Kind: when.Term, Year: t.From, N: t.To}); !name.Valid() {
		fs = append(fs, fault.Invalid("years", "calendar.no_such_term"))
	}
	return fs
}
