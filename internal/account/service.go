package account

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"giaoban/internal/account/provider"
	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/mail"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

// Deps is what the service takes. Hub, Person and Log may be nil.
type Deps struct {
	DB     *db.DB
	IDs    *ident.Maker
	Clock  when.Clock       // domain clock: grants
	Now    func() time.Time // real clock: locks, sessions, passwords; nil = time.Now
	Hub    *event.Hub
	Org    *org.Service
	Person *person.Service
	Log    *slog.Logger

	SecondFactor bool               // binding acts ask a second factor: see actor.StepUp
	Outside      *provider.Provider // where people also sign in; nil for none

	Mail   *mail.Outbox                                         // nil: no mails
	Say    func(lang i18n.Lang, key string, args ...any) string // the texts of mails; nil: no mails
	Origin string                                               // scheme and host of links in mails
}

// Service keeps accounts. Safe for concurrent use.
type Service struct {
	d     Deps
	line  *line
	hash  *hasher
	mu    sync.Mutex
	known map[ident.ID]desk // recent answers of ActorFor

	tokens map[string]knownToken // recently used access tokens, by hash
}

// New makes the service.
func New(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Hub == nil {
		d.Hub = event.New()
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	l := newLine()
	return &Service{d: d, line: l, hash: newHasher(l), known: make(map[ident.ID]desk), tokens: make(map[string]knownToken)}
}

// Topic is the hub topic on which changes of an account, its grants and its sessions are told.
func Topic(account ident.ID) string { return "account:" + account.String() }

func (s *Service) now() when.Instant { return when.InstantOf(s.d.Now()) }

// RealNow is the real time, on which passwords, sessions and access tokens live.
func (s *Service) RealNow() when.Instant { return s.now() }

// changed drops what is remembered of an account and tells caches and streams, after the commit.
func (s *Service) changed(w *db.Write, account ident.ID) {
	w.After(func() {
		s.mu.Lock()
		delete(s.known, account)
		s.mu.Unlock()
	})
	s.d.Hub.Tell(w, 0, Topic(account))
}

// deskAge bounds how long a change made by another process, or a new tree, may go unseen.
const deskAge = 10 * time.Second

// desk is an account with today's grants.
type desk struct {
	account Account
	grants  []Grant
	date    when.Date
	version int64
	at      time.Time
}

// ActorFor makes the actor of an account in one of its units, today. A unit in
// which the account holds no grant, 0 included, gives its first one. An unknown
// or closed account is Unauthenticated; one without any grant acts in no unit.
func (s *Service) ActorFor(ctx context.Context, account ident.ID, unit ident.ID) (actor.Actor, error) {
	d, err := s.desk(ctx, account)
	if err != nil {
		return actor.Actor{}, err
	}
	if d.account.gone(d.date) {
		return actor.Actor{}, fault.Unauthenticated("actor.sign_in")
	}
	who := actor.Actor{Kind: actor.Person, Account: d.account.ID, Person: d.account.Person, Name: d.account.Name}
	if s.d.SecondFactor {
		who.Assurance = actor.SignedIn
	}
	if strings.HasPrefix(d.account.Login, deviceLogin) {
		who.Assurance = actor.ByDevice
	}
	for _, g := range d.grants {
		who.Grants = append(who.Grants, actor.Grant{Role: g.Role, Unit: g.Unit, Capacity: g.Capacity})
		if g.Unit == unit {
			who.Unit = unit
		}
	}
	if who.Unit == 0 && len(d.grants) > 0 {
		who.Unit = d.grants[0].Unit
	}
	return who, nil
}

func (s *Service) desk(ctx context.Context, account ident.ID) (desk, error) {
	today, version, now := when.Today(s.d.Clock), s.d.Hub.Version(Topic(account)), s.d.Now()
	s.mu.Lock()
	d, ok := s.known[account]
	s.mu.Unlock()
	if ok && d.date == today && d.version == version && now.Sub(d.at) < deskAge {
		return d, nil
	}
	d, err := s.loadDesk(ctx, account, today)
	if err != nil {
		return desk{}, err
	}
	d.version, d.at = version, now // read before the rows: a change in between is seen next time
	s.mu.Lock()
	if len(s.known) > 8192 {
		clear(s.known)
	}
	s.known[account] = d
	s.mu.Unlock()
	return d, nil
}

func (s *Service) loadDesk(ctx context.Context, account ident.ID, today when.Date) (desk, error) {
	d := desk{date: today}
	tree, err := s.d.Org.Tree(ctx, today)
	if err != nil {
		return d, err
	}
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		found, ok, err := byID(ctx, r, account)
		if err != nil {
			return err
		}
		if !ok {
			return fault.Unauthenticated("actor.sign_in")
		}
		d.account = found
		all, err := grantsOf(ctx, r, account)
		if err != nil {
			return err
		}
		d.grants = valid(all, tree)
		return nil
	})
	return d, err
}

// LanguageOf gives the language that the actor's account chose, "" for none.
func (s *Service) LanguageOf(ctx context.Context, who actor.Actor) (string, error) {
	d, err := s.desk(ctx, who.Account)
	return d.account.Lang, err
}

// SetLanguage keeps the language that the actor's account chose. An account that
// visitors of a demo share keeps none: each browser has its own.
func (s *Service) SetLanguage(ctx context.Context, who actor.Actor, lang i18n.Lang) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.language", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update account set lang = $1 where id = $2 and demo_order = 0`, string(lang), int64(who.Account))
		s.changed(w, who.Account)
		return err
	})
}
