package account

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

// OwnData is all that is kept on the person behind an account.
type OwnData struct {
	Account   Account
	Posts     []person.Holder
	Grants    []Grant
	Sessions  []Session
	Journal   int64        // entries of acts with this account
	First     when.Instant // the first of them, 0 for none
	Last      when.Instant // the latest
	Corrected []Correction
	Mail      string       // where mails go, or a code was sent; "" for nowhere
	Calendar  when.Instant // since when there is a calendar address, 0 for none
}

// OwnData gives what is kept on the actor.
func (s *Service) OwnData(ctx context.Context, who actor.Actor) (OwnData, error) {
	if err := who.SignedIn(); err != nil {
		return OwnData{}, err
	}
	var o OwnData
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		found, ok, err := byID(ctx, r, who.Account)
		if err != nil || !ok {
			return missing(err)
		}
		o.Account = found
		if o.Grants, err = grantsOf(ctx, r, who.Account); err != nil {
			return err
		}
		if s.d.Person != nil && found.Person != 0 {
			if o.Posts, err = s.d.Person.AllHeld(ctx, r, found.Person); err != nil {
				return err
			}
		}
		rows, err := sessionRows(ctx, r, who.Account, s.now())
		if err != nil {
			return err
		}
		for _, row := range rows {
			o.Sessions = append(o.Sessions, row.session())
		}
		sortSessions(o.Sessions)
		if _, _, err = db.One(ctx, r, func(sc db.Scanner, _ *struct{}) error { return sc.Scan(&o.Journal, &o.First, &o.Last) },
			`select count(*), coalesce(min(at), 0), coalesce(max(at), 0) from journal where account = $1`, int64(who.Account)); err != nil {
			return err
		}
		mails, err := mailOf(ctx, r, who.Account)
		if err != nil {
			return err
		}
		if o.Mail = mails.Address; o.Mail == "" {
			o.Mail = mails.Wanted
		}
		feed, _, err := feedOf(ctx, r, who.Account)
		if err != nil {
			return err
		}
		o.Calendar = feed.MadeAt
		o.Corrected, err = corrections(ctx, r, ` where c.account = $1`, int64(who.Account))
		return err
	})
	return o, err
}

// Correction is the wish of somebody that what is kept on them be corrected.
type Correction struct {
	ID         ident.ID
	Account    ident.ID
	Name       string // of who asks
	Unit       ident.ID
	Wish       string
	State      string // open, done, refused
	Asked      when.Instant
	Answer     string
	AnsweredBy string
	Answered   when.Instant
}

// States of a correction.
const (
	CorrectionOpen    = "open"
	CorrectionDone    = "done"
	CorrectionRefused = "refused"
)

const (
	maxWish     = 1000
	answeredFor = 90 * 24 * time.Hour // how long answered wishes stay in the list
)

// corrections gives corrections, open ones first, then the latest. where begins with " where".
func corrections(ctx context.Context, q db.Querier, where string, args ...any) ([]Correction, error) {
	return db.All(ctx, q, func(sc db.Scanner, c *Correction) error {
		return sc.Scan(&c.ID, &c.Account, &c.Name, &c.Unit, &c.Wish, &c.State, &c.Asked, &c.Answer, &c.AnsweredBy, &c.Answered)
	}, `select c.id, c.account, a.name, c.unit, c.wish, c.state, c.asked_at, c.answer, c.answered_by, c.answered_at
		from correction c join account a on a.id = c.account`+where+` order by c.answered_at > 0, c.asked_at desc, c.id`, args...)
}

func checkWords(field, text, missing string) error {
	if text == "" {
		return fault.Invalid(field, missing)
	}
	if utf8.RuneCountInString(text) > maxWish {
		return fault.Invalid(field, "account.too_long", "max", maxWish)
	}
	return nil
}

// AskCorrection asks the administrators of the unit in which the actor works.
// One person has at most ten open wishes.
func (s *Service) AskCorrection(ctx context.Context, who actor.Actor, wish, key string) error {
	if err := who.InPerson(); err != nil {
		return err
	}
	wish = strings.TrimSpace(wish)
	if err := checkWords("wish", wish, "account.wish_missing"); err != nil {
		return err
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	unit := who.Unit
	if unit == 0 {
		unit = tree.Root().ID
	}
	id, at := s.d.IDs.New(), when.Present(s.d.Clock)
	_, _, err = s.d.DB.Once(ctx, key, "account.ask_correction", func(ctx context.Context, w *db.Write) (string, error) {
		if err := notShared(ctx, w, who.Account); err != nil {
			return "", err
		}
		open, err := db.Int(ctx, w, `select count(*) from correction where account = $1 and state = 'open'`, int64(who.Account))
		if err != nil {
			return "", err
		}
		if open >= 10 {
			return "", fault.Conflict("account.too_many_wishes")
		}
		if _, err := w.Exec(ctx, `insert into correction (id, account, unit, wish, state, asked_at, answer, answered_by, answered_at)
			values ($1, $2, $3, $4, 'open', $5, '', '', 0)`, int64(id), int64(who.Account), int64(unit), wish, int64(at)); err != nil {
			return "", err
		}
		return "", s.note(ctx, w, who, "correction.asked", id, unit, nil, nil, "")
	})
	return err
}

// Corrections lists the wishes from a unit whose accounts the actor keeps and from the units below it.
func (s *Service) Corrections(ctx context.Context, who actor.Actor, unit ident.ID) ([]Correction, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.KeepAccounts, unit, tree); err != nil {
		return nil, err
	}
	var list []Correction
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := corrections(ctx, r, ` where c.state = 'open' or c.answered_at > $1`, int64(when.Present(s.d.Clock).Add(-answeredFor)))
		for _, c := range all {
			if c.Unit == unit || tree.Contains(unit, c.Unit) {
				list = append(list, c)
			}
		}
		return err
	})
	return list, err
}

// AnswerCorrection says what became of a wish. Nobody answers their own.
func (s *Service) AnswerCorrection(ctx context.Context, who actor.Actor, id ident.ID, done bool, answer string) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	answer = strings.TrimSpace(answer)
	if err := checkWords("answer", answer, "account.answer_missing"); err != nil {
		return err
	}
	state, at := CorrectionRefused, when.Present(s.d.Clock)
	if done {
		state = CorrectionDone
	}
	return s.d.DB.Do(ctx, "account.answer_correction", func(ctx context.Context, w *db.Write) error {
		list, err := corrections(ctx, w, ` where c.id = $1`, int64(id))
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.NotFound("account.no_such_wish")
		}
		c := list[0]
		if err := who.Over(actor.KeepAccounts, c.Unit, tree); err != nil {
			return err
		}
		switch {
		case c.Account == who.Account:
			return fault.Conflict("account.own_wish")
		case c.State != CorrectionOpen:
			return fault.Conflict("account.wish_answered")
		}
		if _, err := w.Exec(ctx, `update correction set state = $1, answer = $2, answered_by = $3, answered_at = $4 where id = $5`,
			state, answer, who.Name, int64(at), int64(id)); err != nil {
			return err
		}
		return s.note(ctx, w, who, "correction.answered", id, c.Unit, CorrectionOpen, state, "")
	})
}
