package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// challengeLife is how long an answer may take: finding the phone, or signing in at a provider.
const challengeLife = 10 * time.Minute

// What a challenge is for. One kind never answers for another.
const (
	forRegistration = "passkey.register"
	forSignIn       = "passkey.sign_in"
	forStepUp       = "passkey.step_up"
	forTOTP         = "totp"
	forOutside      = "outside"
)

// secretHash is the hash under which what only the browser holds is kept: 80 random bits and more need no slow hash.
func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// challenge keeps what an answer will be checked against and gives the reference that the answer must bring.
func (s *Service) challenge(ctx context.Context, kind string, account ident.ID, data any) (string, error) {
	body, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	ref, now := rand.Text(), s.now()
	return ref, s.d.DB.Do(ctx, "account.challenge", func(ctx context.Context, w *db.Write) error {
		if _, err := w.Exec(ctx, `delete from account_challenge where expires < $1`, int64(now)); err != nil {
			return err
		}
		_, err := w.Exec(ctx, `insert into account_challenge (ref, kind, account, data, expires) values ($1, $2, $3, $4, $5)`,
			secretHash(ref), kind, int64(account), string(body), int64(now.Add(challengeLife)))
		return err
	})
}

// takeChallenge gives what was kept, once: an answer that is refused needs a new challenge.
func (s *Service) takeChallenge(ctx context.Context, kind, ref string, account ident.ID, data any) error {
	var body string
	err := s.d.DB.Do(ctx, "account.answer", func(ctx context.Context, w *db.Write) (err error) {
		body, _, err = db.One(ctx, w, func(sc db.Scanner, b *string) error { return sc.Scan(b) },
			`delete from account_challenge where ref = $1 and kind = $2 and account = $3 and expires > $4 returning data`,
			secretHash(ref), kind, int64(account), int64(s.now()))
		return err
	})
	if err != nil {
		return err
	}
	if body == "" {
		return fault.Invalid("", "account.challenge_over")
	}
	return json.Unmarshal([]byte(body), data)
}

// peekChallenge gives what was kept and leaves it, for an entry that may be mistyped.
func (s *Service) peekChallenge(ctx context.Context, kind, ref string, account ident.ID, data any) error {
	var body string
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		body, _, err = db.One(ctx, r, func(sc db.Scanner, b *string) error { return sc.Scan(b) },
			`select data from account_challenge where ref = $1 and kind = $2 and account = $3 and expires > $4`,
			secretHash(ref), kind, int64(account), int64(s.now()))
		return err
	})
	if err != nil {
		return err
	}
	if body == "" {
		return fault.Invalid("", "account.challenge_over")
	}
	return json.Unmarshal([]byte(body), data)
}
