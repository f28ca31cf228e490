package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const (
	codeAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789" // nothing that looks like something else on paper
	codeLength   = 12                                // 59 bits
	codeFor      = 14 * 24 * time.Hour
	codeTries    = 20 // over all; the lock of the login slows them before
)

// Slip is what is handed to the user of an account on paper: with its code the
// account sets its own password, once. The code is known here and now only.
type Slip struct {
	Account Account
	Unit    ident.ID
	Code    string // "ABCD-EFGH-JKMN"
	Expires when.Instant
}

// newCode makes a code in groups of four.
func newCode() string {
	var out []byte
	var b [1]byte
	for len(out) < codeLength {
		rand.Read(b[:])                                 // never fails
		if n := int(b[0] & 31); n < len(codeAlphabet) { // without favouring any letter
			out = append(out, codeAlphabet[n])
		}
	}
	return string(out[:4]) + "-" + string(out[4:8]) + "-" + string(out[8:])
}

// codeHash is what is stored of a code; who types it may leave the dashes out or use small letters.
func codeHash(purpose, typed string) string {
	code := strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeAlphabet, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
	sum := sha256.Sum256([]byte(purpose + ":" + code))
	return hex.EncodeToString(sum[:])
}

func activationHash(account ident.ID, typed string) string {
	return codeHash("activate:"+account.String(), typed)
}

// issue stores the code of an account; an older one is void from now on.
func issue(ctx context.Context, w *db.Write, account ident.ID, code string, now, expires when.Instant) error {
	_, err := w.Exec(ctx, `insert into activation (account, code_hash, issued_at, expires, tries) values ($1, $2, $3, $4, 0)
		on conflict (account) do update set code_hash = excluded.code_hash, issued_at = excluded.issued_at, expires = excluded.expires, tries = 0`,
		int64(account), activationHash(account, code), int64(now), int64(expires))
	return err
}

// IssueSlip gives an account that the actor keeps a new code. The password it
// had stops working at once and its sessions end: a slip is asked for when a
// password is forgotten, or known to somebody else.
func (s *Service) IssueSlip(ctx context.Context, who actor.Actor, account ident.ID) (Slip, error) {
	a, err := s.ByID(ctx, who, account)
	if err != nil {
		return Slip{}, err
	}
	if a.ID == who.Account {
		return Slip{}, fault.Conflict("account.slip_not_yourself")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Slip{}, err
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return Slip{}, err
	}
	code, now := newCode(), s.now()
	slip := Slip{Account: a, Code: code, Expires: now.Add(codeFor)}
	err = s.d.DB.Do(ctx, "account.slip", func(ctx context.Context, w *db.Write) error {
		if err := s.mayKeep(ctx, w, who, account, tree); err != nil {
			return err
		}
		if err := personal(ctx, w, account); err != nil {
			return err
		}
		a, _, err := byID(ctx, w, account)
		if err != nil {
			return err
		}
		if a.Closed {
			return fault.Conflict("account.slip_closed")
		}
		if err := setPassword(ctx, w, account, "", now); err != nil {
			return err
		}
		if err := s.endSessionsIn(ctx, w, account, func(string) bool { return true }); err != nil {
			return err
		}
		if err := issue(ctx, w, account, code, now, slip.Expires); err != nil {
			return err
		}
		all, err := grantsOf(ctx, w, account)
		if err != nil {
			return err
		}
		if held := unended(all, tree); len(held) > 0 {
			slip.Unit = held[0].Unit
		}
		return s.note(ctx, w, who, "account.slip_issued", account, slip.Unit, nil, nil, "")
	})
	return slip, err
}

// Activate sets the first password of an account with the code of its slip. A
// wrong login, a wrong code and an overdue one read alike, and lock the login as
// wrong passwords do. Making the session is the surface's work.
func (s *Service) Activate(ctx context.Context, code string, try Attempt) (Account, error) {
	login, password := try.Login, try.Password
	key := loginKey(login)
	switch {
	case key == "":
		return Account{}, fault.Invalid("login", "account.login_missing")
	case strings.TrimSpace(code) == "":
		return Account{}, fault.Invalid("code", "account.slip_code_missing")
	case len(key) > 256 || len(code) > 64:
		return Account{}, fault.Invalid("code", "account.code_wrong_plain")
	}
	if err := checkPassword("password", password, login, ""); err != nil {
		return Account{}, err
	}
	if try.Admit != nil {
		if err := try.Admit(); err != nil {
			return Account{}, err
		}
	}
	if try.Turn == nil {
		try.Turn = NewTurn("")
	}
	tryKey := triesOf("activate", key)
	counted, err := s.countTry(ctx, tryKey)
	if err != nil {
		return Account{}, fieldOf(err, "code")
	}
	a, right, err := s.checkCode(ctx, key, code)
	if err != nil {
		return Account{}, err
	}
	if !right {
		s.d.Log.Info("activation refused", "address", try.Address, "tries", counted.tries)
		if counted.left() == 0 {
			return Account{}, fault.RateLimited("account.code_locked", "minutes", int(lockTime.Minutes())).On("code")
		}
		return Account{}, fault.Invalid("code", "account.code_wrong", "n", counted.left(), "minutes", int(lockTime.Minutes()))
	}
	if err := checkPassword("password", password, a.Login, a.Name); err != nil {
		return Account{}, err
	}
	hash, err := s.hash.hash(ctx, try.Turn, password)
	if err != nil {
		s.uncount(ctx, tryKey)
		return Account{}, err
	}
	now, used := s.now(), activationHash(a.ID, code)
	who := actor.Actor{Kind: actor.Person, Account: a.ID, Person: a.Person, Name: a.Name}
	err = s.d.DB.Do(ctx, "account.activate", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `delete from activation where account = $1 and code_hash = $2`, int64(a.ID), used)
		if err != nil {
			return err
		}
		if n == 0 { // used or replaced in this very moment
			return fault.Invalid("code", "account.code_wrong_plain")
		}
		if err := setPassword(ctx, w, a.ID, hash, now); err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `update account set signed_in_at = $1 where id = $2`, int64(now), int64(a.ID)); err != nil {
			return err
		}
		for _, one := range []string{tryKey, triesOf("sign-in", key)} {
			if _, err := w.Exec(ctx, `delete from sign_in_try where login_hash = $1`, one); err != nil {
				return err
			}
		}
		if err := s.endSessionsIn(ctx, w, a.ID, func(string) bool { return true }); err != nil {
			return err
		}
		return s.note(ctx, w, who, "account.activated", a.ID, 0, nil, nil, "")
	})
	return a, err
}

// checkCode compares a code with the one of a login and counts a wrong one against it.
func (s *Service) checkCode(ctx context.Context, key, code string) (a Account, right bool, err error) {
	now := s.now()
	err = s.d.DB.Do(ctx, "account.check_code", func(ctx context.Context, w *db.Write) error {
		right = false
		found, ok, err := secretByLogin(ctx, w, key)
		if err != nil || !ok {
			return err
		}
		type row struct {
			hash           string
			expires, tries int64
		}
		stored, ok, err := db.One(ctx, w, func(sc db.Scanner, r *row) error { return sc.Scan(&r.hash, &r.expires, &r.tries) },
			`select code_hash, expires, tries from activation where account = $1`, int64(found.ID))
		if err != nil || !ok {
			return err
		}
		same := subtle.ConstantTimeCompare([]byte(stored.hash), []byte(activationHash(found.ID, code))) == 1
		if same && int64(now) < stored.expires && stored.tries < codeTries && !found.gone(when.Today(s.d.Clock)) {
			a, right = found.Account, true
			return nil
		}
		if same {
			return nil
		}
		_, err = w.Exec(ctx, `update activation set tries = tries + 1 where account = $1`, int64(found.ID))
		return err
	})
	return a, right, err
}

// waits tells whether an account is to be activated with a slip, and until when
// the present one may be used, 0 where there is none.
func (s *Service) waits(ctx context.Context, q db.Querier, a Account) (bool, when.Instant, error) {
	until, err := db.Int(ctx, q, `select expires from activation where account = $1 and tries < $2`, int64(a.ID), codeTries)
	if when.Instant(until) <= s.now() {
		return until > 0, 0, err
	}
	return true, when.Instant(until), err
}

// personal refuses what only an account of one person has: a password, a slip, further grants.
func personal(ctx context.Context, q db.Querier, account ident.ID) error {
	if err := notShared(ctx, q, account); err != nil {
		return err
	}
	return notDevice(ctx, q, account)
}

func notDevice(ctx context.Context, q db.Querier, account ident.ID) error {
	n, err := db.Int(ctx, q, `select count(*) from device where account = $1`, int64(account))
	if err == nil && n > 0 {
		return fault.Conflict("account.is_device")
	}
	return err
}

// triesOf names the count of tries of a login; only a hash of what was typed is stored.
func triesOf(purpose, key string) string {
	sum := sha256.Sum256([]byte(purpose + ":" + key))
	return hex.EncodeToString(sum[:])
}

func fieldOf(err error, field string) error {
	for _, f := range fault.All(err) {
		f.On(field)
	}
	return err
}

// IssueWaiting gives new codes to all accounts of a unit that never had a
// password of their own: slips that were lost, or never printed.
func (s *Service) IssueWaiting(ctx context.Context, who actor.Actor, unit ident.ID) ([]Slip, error) {
	held, err := s.OfUnit(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	var slips []Slip
	for _, h := range held {
		if !h.Waits || h.Account.Closed || h.Account.ID == who.Account {
			continue
		}
		slip, err := s.IssueSlip(ctx, who, h.Account.ID)
		if fault.KindOf(err) == fault.KindForbidden && err != nil {
			continue // works above as well: those there print it
		}
		if err != nil {
			return nil, err
		}
		slips = append(slips, slip)
	}
	return slips, nil
}
