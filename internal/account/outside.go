package account

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"giaoban/internal/account/provider"
	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Identity is whom an outside provider knows an account as.
type Identity struct {
	Issuer, Subject string
	Added, Used     when.Instant // real time; Used 0 for never
}

// Provider is the outside provider as the sign-in page names it, "" where none is configured.
func (s *Service) Provider() string { return s.d.Outside.Label() }

// outside is a sign-in under way at the provider.
type outside struct {
	Nonce, Verifier string
	Callback        string
	Next            string
	Link            ident.ID // the account that is being linked, 0 for a sign-in
}

// Arrival is somebody whom the provider sent back.
type Arrival struct {
	Account Account // unknown: ID 0
	Linked  bool    // the account was linked just now; nobody signs in
	Strong  bool    // the provider says that it asked a second factor, and is trusted in this
	Next    string
}

// GoOutside begins a sign-in at the provider, or the linking of the actor's own
// account where link is set. state is what the browser must bring back in a cookie of its own; address is where to send it.
func (s *Service) GoOutside(ctx context.Context, who actor.Actor, link bool, callback, next string) (state, address string, err error) {
	if !s.d.Outside.Configured() {
		return "", "", fault.NotFound("account.no_provider")
	}
	o := outside{Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Callback: callback, Next: next}
	if link {
		if err := who.StepUp(actor.StepAccount); err != nil {
			return "", "", err
		}
		if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error { return personal(ctx, r, who.Account) }); err != nil {
			return "", "", err
		}
		o.Link = who.Account
	}
	if state, err = s.challenge(ctx, forOutside, 0, o); err != nil {
		return "", "", err
	}
	address, err = s.d.Outside.Address(ctx, callback, state, o.Nonce, o.Verifier)
	if err != nil {
		return "", "", fault.Unavailable("account.provider_away").Because(err)
	}
	return state, address, nil
}

// Arrive takes whom the provider sent back: signs in the account that is linked
// to the subject, or links the one that asked for it. who is the session's, and
// must still be the account that asked to be linked.
func (s *Service) Arrive(ctx context.Context, who actor.Actor, state, code string) (Arrival, error) {
	var o outside
	if err := s.takeChallenge(ctx, forOutside, state, 0, &o); err != nil {
		return Arrival{}, err
	}
	if code == "" {
		return Arrival{}, fault.Invalid("", "account.provider_refused")
	}
	claims, err := s.d.Outside.Exchange(ctx, o.Callback, code, o.Nonce, o.Verifier, s.d.Now)
	if errors.Is(err, provider.ErrAway) {
		return Arrival{}, fault.Unavailable("account.provider_away").Because(err)
	}
	if err != nil {
		s.d.Log.WarnContext(ctx, "a sign-in at the provider was refused", "err", err)
		return Arrival{}, fault.Invalid("", "account.provider_refused").Because(err)
	}
	arrival := Arrival{Next: o.Next, Strong: claims.Strong}
	if o.Link != 0 {
		if who.Kind != actor.Person || who.Account != o.Link {
			return Arrival{}, fault.Invalid("", "account.challenge_over")
		}
		arrival.Linked = true
		return arrival, s.link(ctx, who, who.Account, claims.Subject)
	}
	now := s.now()
	err = s.d.DB.Do(ctx, "account.arrive", func(ctx context.Context, w *db.Write) error {
		arrival.Account = Account{}
		n, err := db.Int(ctx, w, `select account from account_identity where issuer = $1 and subject = $2`, s.d.Outside.Issuer(), claims.Subject)
		if err != nil || n == 0 {
			return err
		}
		a, ok, err := byID(ctx, w, ident.ID(n))
		if err != nil || !ok || a.Closed {
			return err
		}
		arrival.Account = a
		if _, err := w.Exec(ctx, `update account_identity set used_at = $1 where issuer = $2 and subject = $3`, int64(now), s.d.Outside.Issuer(), claims.Subject); err != nil {
			return err
		}
		_, err = w.Exec(ctx, `update account set signed_in_at = $1 where id = $2`, int64(now), int64(a.ID))
		return err
	})
	return arrival, err
}

// LinkIdentity notes under which subject the provider knows an account that the actor keeps.
func (s *Service) LinkIdentity(ctx context.Context, who actor.Actor, account ident.ID, subject string) error {
	if !s.d.Outside.Configured() {
		return fault.NotFound("account.no_provider")
	}
	subject = strings.TrimSpace(subject)
	switch {
	case subject == "":
		return fault.Invalid("subject", "account.subject_missing")
	case len(subject) > 255: // OpenID Connect Core, section 2
		return fault.Invalid("subject", "account.too_long", "max", 255)
	}
	if _, err := s.ByID(ctx, who, account); err != nil {
		return err
	}
	if account == who.Account {
		return fault.Conflict("account.not_yourself") // the own one is linked by signing in at the provider
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return err
	}
	return s.link(ctx, who, account, subject)
}

func (s *Service) link(ctx context.Context, who actor.Actor, account ident.ID, subject string) error {
	now, issuer := s.now(), s.d.Outside.Issuer()
	return s.d.DB.Do(ctx, "account.link", func(ctx context.Context, w *db.Write) error {
		if err := personal(ctx, w, account); err != nil {
			return err
		}
		n, err := db.Int(ctx, w, `select account from account_identity where issuer = $1 and subject = $2`, issuer, subject)
		if err != nil {
			return err
		}
		if n == int64(account) {
			return nil
		}
		if n != 0 {
			return fault.Conflict("account.subject_taken").On("subject")
		}
		if _, err := w.Exec(ctx, `insert into account_identity (issuer, subject, account, added_at, used_at) values ($1, $2, $3, $4, 0)`,
			issuer, subject, int64(account), int64(now)); err != nil {
			return err
		}
		s.changed(w, account)
		return s.note(ctx, w, who, "account.identity_linked", account, who.Unit, nil, Identity{Issuer: issuer, Subject: subject, Added: now}, "")
	})
}

// Unlink removes an outside identity: of the actor's own account, or of one that the actor keeps.
func (s *Service) Unlink(ctx context.Context, who actor.Actor, account ident.ID, issuer, subject string) error {
	if _, err := s.ByID(ctx, who, account); err != nil {
		return err
	}
	step := actor.StepAccounts
	if account == who.Account {
		step = actor.StepAccount
	}
	if err := who.StepUp(step); err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.unlink", func(ctx context.Context, w *db.Write) error {
		list, err := identitiesOf(ctx, w, account)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(i Identity) bool { return i.Issuer == issuer && i.Subject == subject }) {
			return nil // gone already
		}
		if _, err := w.Exec(ctx, `delete from account_identity where issuer = $1 and subject = $2 and account = $3`, issuer, subject, int64(account)); err != nil {
			return err
		}
		s.changed(w, account)
		return s.note(ctx, w, who, "account.identity_unlinked", account, who.Unit, Identity{Issuer: issuer, Subject: subject}, nil, "")
	})
}

func identitiesOf(ctx context.Context, q db.Querier, account ident.ID) ([]Identity, error) {
	return db.All(ctx, q, func(s db.Scanner, i *Identity) error { return s.Scan(&i.Issuer, &i.Subject, &i.Added, &i.Used) },
		`select issuer, subject, added_at, used_at from account_identity where account = $1 order by added_at, issuer, subject`, int64(account))
}
