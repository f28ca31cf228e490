package account

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Attempt is a try to sign in with a password.
type Attempt struct {
	Login, Password string
	Address         string       // stands in the log of refusals
	Turn            *Turn        // where it waits; nil where nobody wants to know
	Admit           func() error // asked at the beginning and when the turn has come, before the password is looked at; nil lets all pass
}

// SignIn checks a login and a password. Refusals are Invalid on the field
// "password" with the tries that are left, or RateLimited while the login is
// locked; both are the same for logins that do not exist. Unavailable is a line
// that is full. Making the session is the surface's work.
func (s *Service) SignIn(ctx context.Context, try Attempt) (Account, error) {
	key, password := loginKey(try.Login), try.Password
	if key == "" {
		return Account{}, fault.Invalid("login", "account.login_missing")
	}
	if password == "" {
		return Account{}, fault.Invalid("password", "account.password_missing")
	}
	if len(key) > 256 || len(password) > maxPassword {
		return Account{}, fault.Invalid("password", "account.wrong_password_plain")
	}
	admit := func() error { return nil }
	if try.Admit != nil {
		admit = func() error {
			err := try.Admit()
			if err != nil {
				s.d.Log.InfoContext(ctx, "sign-in refused", "address", try.Address, "why", "too many wrong ones from there")
			}
			return err
		}
	}
	if err := admit(); err != nil {
		return Account{}, err
	}
	if try.Turn == nil {
		try.Turn = NewTurn("")
	}
	tryKey := triesOf("sign-in", key)
	// Whoever leaves now must not leave a count behind of which nobody can tell whether it was written.
	counted, err := s.countTry(context.WithoutCancel(ctx), tryKey)
	if err != nil {
		return Account{}, err
	}
	var found secret
	if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		found, _, err = secretByLogin(ctx, r, key)
		return err
	}); err != nil {
		s.uncount(ctx, tryKey)
		return Account{}, err
	}
	ok, weak, err := s.hash.check(ctx, try.Turn, found.hash, password, admit)
	if err != nil { // nobody looked at the password: this was no try
		s.uncount(ctx, tryKey)
		return Account{}, err
	}
	if !ok || found.gone(when.Today(s.d.Clock)) {
		s.d.Log.InfoContext(ctx, "sign-in refused", "address", try.Address, "tries", counted.tries)
		if counted.left() == 0 {
			return Account{}, fault.RateLimited("account.now_locked", "minutes", int(lockTime.Minutes())).On("password")
		}
		return Account{}, fault.Invalid("password", "account.wrong_password", "n", counted.left(), "minutes", int(lockTime.Minutes()))
	}
	newHash := ""
	if weak {
		if newHash, err = s.hash.hash(ctx, urgently(), password); err != nil {
			return Account{}, err
		}
	}
	now := s.now()
	err = s.d.DB.Do(ctx, "account.sign_in", func(ctx context.Context, w *db.Write) error {
		if _, err := w.Exec(ctx, `delete from sign_in_try where login_hash = $1`, tryKey); err != nil {
			return err
		}
		if newHash != "" {
			if err := setPassword(ctx, w, found.ID, newHash, found.PasswordAt); err != nil {
				return err
			}
		}
		_, err := w.Exec(ctx, `update account set signed_in_at = $1 where id = $2`, int64(now), int64(found.ID))
		return err
	})
	found.SignedInAt = now
	return found.Account, err
}

// countTry counts a try before the password is looked at, and refuses a locked login.
func (s *Service) countTry(ctx context.Context, key string) (try, error) {
	now := s.now()
	var counted try
	err := s.d.DB.Do(ctx, "account.try", func(ctx context.Context, w *db.Write) error {
		before, err := tryOf(ctx, w, key)
		if err != nil {
			return err
		}
		next, until, locked := before.next(now)
		counted = next
		if locked {
			return fault.RateLimited("account.locked", "time", until.Clock(), "minutes", minutesLeft(now, until)).On("password")
		}
		if next.tries == 1 { // a first try is the rare moment to sweep
			if _, err := w.Exec(ctx, `delete from sign_in_try where tried_at < $1`, int64(now.Add(-24*lockTime))); err != nil {
				return err
			}
		}
		return saveTry(ctx, w, key, next)
	})
	return counted, err
}

// uncount takes back a try whose password nobody looked at: the line was full, or
// who waited went away. A try that stays counted for lack of a database locks too early, never too late.
func (s *Service) uncount(ctx context.Context, key string) {
	err := s.d.DB.Do(context.WithoutCancel(ctx), "account.untry", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update sign_in_try set tries = tries - 1 where login_hash = $1 and tries > 0`, key)
		return err
	})
	if err != nil {
		s.d.Log.WarnContext(ctx, "take back a try", "err", err)
	}
}

// Missed tells whether an error means that somebody showed a wrong password or a
// wrong code: what is counted against the address that it came from.
func Missed(err error) bool {
	for _, key := range []string{"account.wrong_password", "account.wrong_password_plain", "account.now_locked",
		"account.code_wrong", "account.code_wrong_plain", "account.code_locked", "account.enrol_code_wrong"} {
		if err != nil && fault.Is(err, key) {
			return true
		}
	}
	return false
}

func minutesLeft(now, until when.Instant) int {
	return int((until - now + 59_999) / 60_000)
}

// DemoAccounts gives the marked accounts that stand on the sign-in page of a
// demo, in order, at most eight. Whether this is a demo the surface knows.
func (s *Service) DemoAccounts(ctx context.Context) ([]Demo, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []Demo
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		list, err = db.All(ctx, r, func(sc db.Scanner, d *Demo) error {
			return sc.Scan(&d.Account, &d.Name, &d.Label.VI, &d.Label.EN, &d.About.VI, &d.About.EN, &d.Order)
		}, `select id, name, demo_label_vi, demo_label_en, demo_about_vi, demo_about_en, demo_order
			from account where demo_order > 0 and closed = 0 order by demo_order, id limit 8`)
		if err != nil {
			return err
		}
		for i := range list {
			grants, err := grantsOf(ctx, r, list[i].Account)
			if err != nil {
				return err
			}
			if today := valid(grants, tree); len(today) > 0 {
				list[i].Unit = tree.Name(today[0].Unit)
			}
		}
		return nil
	})
	return list, err
}

// Marked tells whether an account stands on the sign-in page of a demo.
func Marked(list []Demo, account ident.ID) bool {
	for _, d := range list {
		if d.Account == account {
			return true
		}
	}
	return false
}
