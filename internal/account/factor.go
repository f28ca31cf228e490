package account

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Factors are what an account can show beside its password.
type Factors struct {
	Passkeys   []Passkey
	App        when.Instant // real time since which an authenticator app is set up, 0 for none
	AppUsed    when.Instant // 0 for never
	Recovery   int          // recovery codes that are left
	Identities []Identity
}

// Any tells whether there is a second factor at all.
func (f Factors) Any() bool { return len(f.Passkeys) > 0 || f.App != 0 }

// Factors gives the factors of an account: the actor's own, or one that the actor keeps.
func (s *Service) Factors(ctx context.Context, who actor.Actor, account ident.ID) (Factors, error) {
	if _, err := s.ByID(ctx, who, account); err != nil {
		return Factors{}, err
	}
	var f Factors
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		f, err = factorsOf(ctx, r, account)
		return err
	})
	return f, err
}

func factorsOf(ctx context.Context, q db.Querier, account ident.ID) (Factors, error) {
	var f Factors
	var err error
	if f.Passkeys, err = passkeysOf(ctx, q, account); err != nil {
		return f, err
	}
	app, _, err := totpOf(ctx, q, account)
	if err != nil {
		return f, err
	}
	f.App, f.AppUsed = app.addedAt, app.usedAt
	n, err := db.Int(ctx, q, `select count(*) from account_recovery where account = $1`, int64(account))
	if err != nil {
		return f, err
	}
	f.Recovery = int(n)
	f.Identities, err = identitiesOf(ctx, q, account)
	return f, err
}

// mayEnrol refuses to set up a factor. Where there is one already it must be
// shown; the first one needs a sign-in made within minutes, or the password again.
func (s *Service) mayEnrol(ctx context.Context, who actor.Actor, password string) error {
	if err := who.InPerson(); err != nil {
		return err
	}
	var there Factors
	var own secret
	if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if err = personal(ctx, r, who.Account); err != nil {
			return err
		}
		if there, err = factorsOf(ctx, r, who.Account); err != nil {
			return err
		}
		own, _, err = secretByID(ctx, r, who.Account)
		return err
	}); err != nil {
		return err
	}
	if there.Any() || who.Assurance != actor.SignedIn && who.Assurance != actor.JustSigned {
		return who.StepUp(actor.StepAccount)
	}
	if who.Assurance == actor.JustSigned {
		return nil
	}
	if password == "" {
		return fault.Invalid("password", "account.password_again")
	}
	return s.guarded(ctx, who.Account, func() (bool, error) {
		ok, _, err := s.hash.check(ctx, urgently(), own.hash, password, nil)
		return ok, err
	}, fault.Invalid("password", "account.old_password_wrong"))
}

// guarded counts a try to show a factor before it is looked at, as signing in
// does; wrong is the refusal of one that is not right.
func (s *Service) guarded(ctx context.Context, account ident.ID, check func() (bool, error), wrong *fault.Fault) error {
	key := secretHash("factor:" + account.String())
	if _, err := s.countTry(ctx, key); err != nil {
		return on(err, wrong.Field)
	}
	ok, err := check()
	if err != nil {
		return err
	}
	if !ok {
		return wrong
	}
	return s.d.DB.Do(ctx, "account.shown", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `delete from sign_in_try where login_hash = $1`, key)
		return err
	})
}

// on says to which field the refusals of err belong.
func on(err error, field string) error {
	for _, f := range fault.All(err) {
		f.On(field)
	}
	return err
}

// factorNote is what the journal keeps of a factor: never a secret.
type factorNote struct {
	Factor string `json:"factor"` // passkey, app, recovery, identity
	Name   string `json:"name,omitempty"`
}

// RemovePasskey removes a passkey of the actor's own account.
func (s *Service) RemovePasskey(ctx context.Context, who actor.Actor, id ident.ID) error {
	return s.remove(ctx, who, func(ctx context.Context, w *db.Write) (factorNote, int64, error) {
		name, _, err := db.One(ctx, w, func(sc db.Scanner, n *string) error { return sc.Scan(n) },
			`select name from account_passkey where id = $1 and account = $2`, int64(id), int64(who.Account))
		if err != nil {
			return factorNote{}, 0, err
		}
		n, err := w.Exec(ctx, `delete from account_passkey where id = $1 and account = $2`, int64(id), int64(who.Account))
		return factorNote{"passkey", name}, n, err
	})
}

// RemoveApp removes the authenticator app of the actor's own account.
func (s *Service) RemoveApp(ctx context.Context, who actor.Actor) error {
	return s.remove(ctx, who, func(ctx context.Context, w *db.Write) (factorNote, int64, error) {
		n, err := w.Exec(ctx, `delete from account_totp where account = $1`, int64(who.Account))
		return factorNote{"app", ""}, n, err
	})
}

func (s *Service) remove(ctx context.Context, who actor.Actor, do func(context.Context, *db.Write) (factorNote, int64, error)) error {
	if err := who.StepUp(actor.StepAccount); err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.factor_remove", func(ctx context.Context, w *db.Write) error {
		if err := notShared(ctx, w, who.Account); err != nil {
			return err
		}
		what, n, err := do(ctx, w)
		if err != nil || n == 0 { // gone already is no error
			return err
		}
		left, err := factorsOf(ctx, w, who.Account)
		if err != nil {
			return err
		}
		if !left.Any() { // codes that recover nothing
			if _, err := w.Exec(ctx, `delete from account_recovery where account = $1`, int64(who.Account)); err != nil {
				return err
			}
		}
		s.changed(w, who.Account)
		return s.note(ctx, w, who, "account.factor_removed", who.Account, who.Unit, what, nil, "")
	})
}

// ResetFactors takes all second factors and outside identities from an account
// that the actor keeps and ends its sessions: its holder has lost the phone.
func (s *Service) ResetFactors(ctx context.Context, who actor.Actor, account ident.ID) error {
	if account == who.Account {
		return fault.Conflict("account.not_yourself")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.factors_reset", func(ctx context.Context, w *db.Write) error {
		if _, ok, err := byID(ctx, w, account); err != nil || !ok {
			return missing(err)
		}
		if err := s.mayKeep(ctx, w, who, account, tree); err != nil {
			return err
		}
		if err := who.StepUp(actor.StepAccounts); err != nil {
			return err
		}
		if err := notShared(ctx, w, account); err != nil {
			return err
		}
		for _, text := range []string{
			`delete from account_passkey where account = $1`, `delete from account_totp where account = $1`,
			`delete from account_recovery where account = $1`, `delete from account_identity where account = $1`,
			`delete from account_challenge where account = $1`,
		} {
			if _, err := w.Exec(ctx, text, int64(account)); err != nil {
				return err
			}
		}
		if err := s.endSessionsIn(ctx, w, account, func(string) bool { return true }); err != nil {
			return err
		}
		return s.note(ctx, w, who, "account.factors_reset", account, who.Unit, nil, nil, "")
	})
}
