package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const (
	stepSeconds   = 30
	recoveryCodes = 10
)

// App is an authenticator app to be set up: it becomes a factor once a code from it was entered.
type App struct {
	Ref    string // brings the entry back to this secret
	Secret string // in groups of four, to be typed
	URI    string // otpauth://…, to be scanned
}

type totpRow struct {
	secret          string
	lastStep        int64
	addedAt, usedAt when.Instant
}

func totpOf(ctx context.Context, q db.Querier, account ident.ID) (totpRow, bool, error) {
	return db.One(ctx, q, func(s db.Scanner, t *totpRow) error { return s.Scan(&t.secret, &t.lastStep, &t.addedAt, &t.usedAt) },
		`select secret, last_step, added_at, used_at from account_totp where account = $1`, int64(account))
}

// BeginApp makes a secret for an authenticator app. Nothing is set up yet.
func (s *Service) BeginApp(ctx context.Context, who actor.Actor, issuer string) (App, error) {
	if err := who.InPerson(); err != nil {
		return App{}, err
	}
	own, err := s.ByID(ctx, who, who.Account)
	if err != nil {
		return App{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: own.Login, SecretSize: 20})
	if err != nil {
		return App{}, err
	}
	ref, err := s.challenge(ctx, forTOTP, who.Account, key.String())
	return App{Ref: ref, Secret: inFours(key.Secret()), URI: key.String()}, err
}

// PendingApp gives the secret again, for a page that is shown once more. It is
// the same secret, so that an app that scanned it stays right.
func (s *Service) PendingApp(ctx context.Context, who actor.Actor, ref string) (App, error) {
	if err := who.InPerson(); err != nil {
		return App{}, err
	}
	var uri string
	if err := s.peekChallenge(ctx, forTOTP, ref, who.Account, &uri); err != nil {
		return App{}, err
	}
	key, err := otp.NewKeyFromURL(uri)
	if err != nil {
		return App{}, err
	}
	return App{Ref: ref, Secret: inFours(key.Secret()), URI: uri}, nil
}

// AddApp sets the authenticator app up once a code shows that it has the secret;
// an older one is replaced. password is asked where nothing else was shown, see mayEnrol.
func (s *Service) AddApp(ctx context.Context, who actor.Actor, ref, code, password string) error {
	if err := s.mayEnrol(ctx, who, password); err != nil {
		return err
	}
	app, err := s.PendingApp(ctx, who, ref)
	if err != nil {
		return on(err, "code")
	}
	secret, step := strings.ReplaceAll(app.Secret, " ", ""), int64(0)
	if err := s.guarded(ctx, who.Account, func() (bool, error) {
		step = matchingStep(secret, code, s.now(), 0)
		return step > 0, nil
	}, fault.Invalid("code", "account.wrong_code")); err != nil {
		return err
	}
	var uri string
	if err := s.takeChallenge(ctx, forTOTP, ref, who.Account, &uri); err != nil {
		return err
	}
	now := s.now()
	return s.d.DB.Do(ctx, "account.app_add", func(ctx context.Context, w *db.Write) error {
		if _, err := w.Exec(ctx, `insert into account_totp (account, secret, last_step, added_at, used_at) values ($1, $2, $3, $4, $4)
			on conflict (account) do update set secret = excluded.secret, last_step = excluded.last_step, added_at = excluded.added_at, used_at = excluded.used_at`,
			int64(who.Account), secret, step, int64(now)); err != nil {
			return err
		}
		s.changed(w, who.Account)
		return s.note(ctx, w, who, "account.factor_added", who.Account, who.Unit, nil, factorNote{"app", ""}, "")
	})
}

// ConfirmByCode takes a code of the authenticator app, or a recovery code, as
// the second factor. A code counts once; a recovery code is gone with its use.
func (s *Service) ConfirmByCode(ctx context.Context, who actor.Actor, code string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	typed := plainCode(code)
	if typed == "" {
		return fault.Invalid("code", "account.code_missing")
	}
	return s.guarded(ctx, who.Account, func() (ok bool, err error) {
		now := s.now()
		err = s.d.DB.Do(ctx, "account.code", func(ctx context.Context, w *db.Write) error {
			app, found, err := totpOf(ctx, w, who.Account)
			if err != nil {
				return err
			}
			if found && len(typed) == 6 {
				step := matchingStep(app.secret, typed, now, app.lastStep)
				if ok = step > 0; ok {
					_, err = w.Exec(ctx, `update account_totp set last_step = $1, used_at = $2 where account = $3`, step, int64(now), int64(who.Account))
				}
				return err
			}
			n, err := w.Exec(ctx, `delete from account_recovery where account = $1 and code_hash = $2`, int64(who.Account), recoveryHash(who.Account, typed))
			if ok = n > 0; err != nil || !ok {
				return err
			}
			return s.note(ctx, w, who, "account.recovery_used", who.Account, who.Unit, nil, nil, "")
		})
		return ok, err
	}, fault.Invalid("code", "account.wrong_code"))
}

// matchingStep gives the time step whose code was entered, 0 for none: now, or
// one to either side for clocks that differ, and later than the last one taken.
func matchingStep(secret, code string, now when.Instant, last int64) int64 {
	code = plainCode(code)
	present := now.Time().Unix() / stepSeconds
	for step := present - 1; step <= present+1; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step
		}
	}
	return 0
}

// NewRecoveryCodes makes ten codes to be printed; those made before count no longer.
func (s *Service) NewRecoveryCodes(ctx context.Context, who actor.Actor) ([]string, error) {
	if err := who.StepUp(actor.StepAccount); err != nil {
		return nil, err
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		raw := make([]byte, 10) // 80 bits
		rand.Read(raw)          // never fails
		codes[i] = strings.ToLower(strings.ReplaceAll(inFours(base32.StdEncoding.EncodeToString(raw)), " ", "-"))
	}
	return codes, s.d.DB.Do(ctx, "account.recovery", func(ctx context.Context, w *db.Write) error {
		if err := notShared(ctx, w, who.Account); err != nil {
			return err
		}
		there, err := factorsOf(ctx, w, who.Account)
		if err != nil {
			return err
		}
		if !there.Any() {
			return fault.Conflict("account.no_factor")
		}
		if _, err := w.Exec(ctx, `delete from account_recovery where account = $1`, int64(who.Account)); err != nil {
			return err
		}
		for _, code := range codes {
			if _, err := w.Exec(ctx, `insert into account_recovery (account, code_hash) values ($1, $2)`,
				int64(who.Account), recoveryHash(who.Account, plainCode(code))); err != nil {
				return err
			}
		}
		return s.note(ctx, w, who, "account.factor_added", who.Account, who.Unit, nil, factorNote{"recovery", ""}, "")
	})
}

func recoveryHash(account ident.ID, code string) string {
	return secretHash("recovery:" + account.String() + ":" + code)
}

// plainCode is a code without the spaces and dashes that make it readable.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(code))
}

func inFours(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
