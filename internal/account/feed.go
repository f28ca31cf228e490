package account

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// FeedPrefix begins the secret of every calendar address, so that one that was lost can be recognised.
const FeedPrefix = "gbc_"

// feedUsed is how exactly the last reading of a calendar is noted.
const feedUsed = time.Hour

// Feed is a person's calendar address: whoever knows its secret reads the deadlines of
// the person's units, and nothing else, until it is revoked or the account is closed.
type Feed struct {
	Hint   string // the last characters of the secret
	MadeAt when.Instant
	UsedAt when.Instant // to the hour, 0 for never
}

func feedHash(secret string) string {
	return secretHash("calendar:" + secret)
}

func feedOf(ctx context.Context, q db.Querier, account ident.ID) (Feed, bool, error) {
	return db.One(ctx, q, func(s db.Scanner, f *Feed) error { return s.Scan(&f.Hint, &f.MadeAt, &f.UsedAt) },
		`select hint, made_at, used_at from calendar_feed where account = $1`, int64(account))
}

// CalendarFeed gives the actor's own calendar address without its secret, false where there is none.
func (s *Service) CalendarFeed(ctx context.Context, who actor.Actor) (f Feed, found bool, err error) {
	if err := who.InPerson(); err != nil {
		return Feed{}, false, err
	}
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		f, found, err = feedOf(ctx, r, who.Account)
		return err
	})
	return f, found, err
}

// MakeCalendarFeed gives the actor a calendar address; the one before opens nothing any more.
// The secret is given once, here, and kept nowhere; a retried request gives "".
func (s *Service) MakeCalendarFeed(ctx context.Context, who actor.Actor, key string) (secret string, err error) {
	if err := who.InPerson(); err != nil {
		return "", err
	}
	if who.Kind != actor.Person { // the program itself has no calendar
		return "", fault.Forbidden("actor.not_by_token")
	}
	secret = FeedPrefix + strings.ToLower(rand.Text())
	now := s.now()
	_, again, err := s.d.DB.Once(ctx, key, "account.make_feed", func(ctx context.Context, w *db.Write) (string, error) {
		if _, err := w.Exec(ctx, `insert into calendar_feed (account, token_hash, hint, made_at, used_at) values ($1, $2, $3, $4, 0)
			on conflict (account) do update set token_hash = excluded.token_hash, hint = excluded.hint, made_at = excluded.made_at, used_at = 0`,
			int64(who.Account), feedHash(secret), secret[len(secret)-4:], int64(now)); err != nil {
			return "", err
		}
		return "made", s.note(ctx, w, who, "account.feed_made", who.Account, who.Unit, nil, nil, "")
	})
	if err != nil || again {
		return "", err
	}
	return secret, nil
}

// RevokeCalendarFeed ends the actor's calendar address; without one nothing happens.
func (s *Service) RevokeCalendarFeed(ctx context.Context, who actor.Actor) error {
	if err := who.InPerson(); err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.revoke_feed", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `delete from calendar_feed where account = $1`, int64(who.Account))
		if err != nil || n == 0 {
			return err
		}
		return s.note(ctx, w, who, "account.feed_revoked", who.Account, who.Unit, nil, nil, "")
	})
}

// ActorForFeed makes the actor for whom a calendar is read, and tells the language of the account. What is
// unknown, revoked or belongs to a closed account does not exist.
func (s *Service) ActorForFeed(ctx context.Context, secret string) (who actor.Actor, lang string, err error) {
	none := fault.NotFound("account.no_such_feed")
	if !strings.HasPrefix(secret, FeedPrefix) || len(secret) > 100 {
		return actor.Actor{}, "", none
	}
	hash := feedHash(secret)
	var account ident.ID
	var used when.Instant
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		_, _, err := db.One(ctx, r, func(s db.Scanner, _ *struct{}) error { return s.Scan(&account, &used, &lang) },
			`select f.account, f.used_at, a.lang from calendar_feed f join account a on a.id = f.account where f.token_hash = $1`, hash)
		return err
	})
	if err != nil {
		return actor.Actor{}, "", err
	}
	if account == 0 {
		return actor.Actor{}, "", none
	}
	who, err = s.ActorFor(ctx, account, 0)
	if fault.KindOf(err) == fault.KindUnauthenticated {
		return actor.Actor{}, "", none
	}
	if err != nil {
		return actor.Actor{}, "", err
	}
	who.Assurance = actor.ByToken // it reads; what an account does for itself or what binds is not its to do
	if now := s.now(); now.Sub(used) >= feedUsed {
		if err := s.d.DB.Do(ctx, "account.use_feed", func(ctx context.Context, w *db.Write) error {
			_, err := w.Exec(ctx, `update calendar_feed set used_at = $1 where token_hash = $2`, int64(now), hash)
			return err
		}); err != nil && s.d.Log != nil {
			s.d.Log.WarnContext(ctx, "account: the last reading of a calendar is not noted", "err", err)
		}
	}
	return who, lang, nil
}
