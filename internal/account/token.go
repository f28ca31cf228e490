package account

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// TokenPrefix begins every access token, so that one that was lost can be recognised.
const TokenPrefix = "gb_"

const (
	tokenLife  = 366 * 24 * time.Hour // at most
	tokenUsed  = time.Minute          // how exactly the last use is noted
	tokensEach = 50                   // of one unit that are alive at the same time
)

// Token lets another program act for a unit, within its scopes. It is made by
// who keeps the unit's accounts, and lives no longer than that right: where the
// maker's account is closed or keeps the unit's accounts no more, it acts as nobody.
type Token struct {
	ID        ident.ID
	Unit      ident.ID
	Name      string
	Hint      string // its last characters
	Scopes    []actor.Scope
	Maker     ident.ID
	MakerName string
	MadeAt    when.Instant // real time, like the others
	Expires   when.Instant
	UsedAt    when.Instant // to the minute, 0 for never
	RevokedAt when.Instant
	RevokedBy string
	Orphaned  bool // the maker may no longer make it
}

// Live tells whether the token still opens anything at a moment.
func (t Token) Live(now when.Instant) bool {
	return t.RevokedAt.Zero() && now.Before(t.Expires) && !t.Orphaned
}

// NewToken describes a token to be made.
type NewToken struct {
	Unit    ident.ID
	Name    string
	Scopes  []actor.Scope
	Expires when.Date // its last day
	Key     string
}

// tokenTopic is the hub topic on which revocations are told. There is one for
// all tokens, because whose token a hash is stands only in the row.
const tokenTopic = "access-tokens"

func tokenHash(secret string) string {
	return secretHash("access:" + secret)
}

func (n NewToken) check(now when.Instant) error {
	var faults fault.Faults
	add := func(f *fault.Fault) { faults = append(faults, f) }
	switch name := strings.TrimSpace(n.Name); {
	case name == "":
		add(fault.Invalid("name", "account.token_name_missing"))
	case utf8.RuneCountInString(name) > 100:
		add(fault.Invalid("name", "account.too_long", "max", 100))
	}
	if len(n.Scopes) == 0 {
		add(fault.Invalid("scope", "account.token_scope_missing"))
	}
	for _, s := range n.Scopes {
		if !slices.Contains(actor.Scopes(), s) {
			add(fault.Invalid("scope", "account.token_scope_unknown"))
			break
		}
	}
	switch end := n.Expires.AddDays(1).Start(); {
	case n.Expires.Zero():
		add(fault.Invalid("expires", "account.token_expiry_missing"))
	case !now.Before(end):
		add(fault.Invalid("expires", "account.token_expiry_past"))
	case now.Add(tokenLife).Before(n.Expires.Start()):
		add(fault.Invalid("expires", "account.token_expiry_far"))
	}
	return faults.Or()
}

// MakeToken makes an access token of a unit. The secret is given once, here,
// and kept nowhere; a retried request gives the token without it.
func (s *Service) MakeToken(ctx context.Context, who actor.Actor, n NewToken) (t Token, secret string, err error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Token{}, "", err
	}
	if who.Kind != actor.Person { // a token makes no tokens, and the program itself needs none
		return Token{}, "", fault.Forbidden("actor.forbidden_keep_accounts")
	}
	if err := s.keeper(tree, who, n.Unit); err != nil {
		return Token{}, "", err
	}
	now := s.now()
	if err := n.check(now); err != nil {
		return Token{}, "", err
	}
	if err := who.StepUp(actor.StepToken); err != nil {
		return Token{}, "", err
	}
	secret = TokenPrefix + strings.ToLower(rand.Text())
	t = Token{
		ID: s.d.IDs.New(), Unit: n.Unit, Name: strings.TrimSpace(n.Name), Hint: secret[len(secret)-4:], Scopes: ordered(n.Scopes),
		Maker: who.Account, MakerName: who.Name, MadeAt: now, Expires: n.Expires.AddDays(1).Start(),
	}
	result, again, err := s.d.DB.Once(ctx, n.Key, "account.make_token", func(ctx context.Context, w *db.Write) (string, error) {
		alive, err := db.Int(ctx, w, `select count(id) from access_token where unit = $1 and revoked_at = 0 and expires > $2`, int64(n.Unit), int64(now))
		if err != nil {
			return "", err
		}
		if alive >= tokensEach {
			return "", fault.Conflict("account.token_too_many", "max", tokensEach)
		}
		if err := insertToken(ctx, w, t, tokenHash(secret)); err != nil {
			return "", err
		}
		return t.ID.String(), s.note(ctx, w, who, "account.token_made", t.ID, t.Unit, nil, journalledToken(t), "")
	})
	if err != nil || !again {
		return t, secret, err
	}
	id, err := ident.Parse(result)
	if err != nil {
		return Token{}, "", err
	}
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		t, _, err = tokenByID(ctx, r, id)
		return err
	})
	return t, "", err
}

// ordered gives the scopes in their fixed order, each once.
func ordered(list []actor.Scope) []actor.Scope {
	var out []actor.Scope
	for _, s := range actor.Scopes() {
		if slices.Contains(list, s) {
			out = append(out, s)
		}
	}
	return out
}

// Tokens lists a unit's tokens, the newest first, to who keeps its accounts.
func (s *Service) Tokens(ctx context.Context, who actor.Actor, unit ident.ID) ([]Token, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.KeepAccounts, unit, tree); err != nil {
		return nil, err
	}
	var list []Token
	if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = tokensOf(ctx, r, unit)
		return err
	}); err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Orphaned, err = s.orphaned(ctx, list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// RevokeToken ends a token at once. Revoking it again changes nothing.
func (s *Service) RevokeToken(ctx context.Context, who actor.Actor, token ident.ID) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	return s.d.DB.Do(ctx, "account.revoke_token", func(ctx context.Context, w *db.Write) error {
		t, ok, err := tokenByID(ctx, w, token)
		if err != nil {
			return err
		}
		if !ok || who.Over(actor.KeepAccounts, t.Unit, tree) != nil {
			return fault.NotFound("account.no_such_token")
		}
		if !t.RevokedAt.Zero() {
			return nil
		}
		before := journalledToken(t)
		if _, err := w.Exec(ctx, `update access_token set revoked_at = $1, revoked_by = $2 where id = $3`, int64(now), who.Name, int64(t.ID)); err != nil {
			return err
		}
		s.tokensChanged(w)
		return s.note(ctx, w, who, "account.token_revoked", t.ID, t.Unit, before, nil, "")
	})
}

func (s *Service) tokensChanged(w *db.Write) {
	w.After(func() {
		s.mu.Lock()
		clear(s.tokens)
		s.mu.Unlock()
	})
	s.d.Hub.Tell(w, 0, tokenTopic)
}

// knownToken is a token that was looked up a moment ago.
type knownToken struct {
	token   Token
	version int64
	at      time.Time
}

// ActorForToken makes the actor of an access token: a program that works for
// the token's unit. What is unknown, expired or revoked, what belongs to a unit
// that is no more, or whose maker lost the right to make it, is Unauthenticated.
func (s *Service) ActorForToken(ctx context.Context, secret string) (actor.Actor, error) {
	if !strings.HasPrefix(secret, TokenPrefix) || len(secret) > 100 {
		return actor.Actor{}, fault.Unauthenticated("account.token_unknown")
	}
	t, err := s.token(ctx, tokenHash(secret))
	if err != nil {
		return actor.Actor{}, err
	}
	now := s.now()
	switch {
	case t.ID.Zero():
		return actor.Actor{}, fault.Unauthenticated("account.token_unknown")
	case !t.RevokedAt.Zero():
		return actor.Actor{}, fault.Unauthenticated("account.token_revoked")
	case !now.Before(t.Expires):
		return actor.Actor{}, fault.Unauthenticated("account.token_expired")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return actor.Actor{}, err
	}
	if _, exists := tree.Unit(t.Unit); !exists {
		return actor.Actor{}, fault.Unauthenticated("account.token_unit_gone")
	}
	if gone, err := s.orphaned(ctx, t); err != nil || gone {
		if err == nil {
			err = fault.Unauthenticated("account.token_orphaned")
		}
		return actor.Actor{}, err
	}
	if now.Sub(t.UsedAt) >= tokenUsed {
		s.useToken(ctx, t, now)
	}
	return actor.Actor{Kind: actor.Program, Account: t.ID, Name: t.Name + " (API)", Unit: t.Unit,
		Grants: []actor.Grant{{Role: actor.Specialist, Unit: t.Unit}}, Scopes: t.Scopes, Assurance: actor.ByToken}, nil
}

func (s *Service) token(ctx context.Context, hash string) (Token, error) {
	now, version := s.d.Now(), s.d.Hub.Version(tokenTopic)
	s.mu.Lock()
	known, ok := s.tokens[hash]
	s.mu.Unlock()
	if ok && known.version == version && now.Sub(known.at) < deskAge {
		return known.token, nil
	}
	var t Token
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		t, _, err = tokenByHash(ctx, r, hash)
		return err
	})
	if err != nil || t.ID.Zero() { // what is unknown is not remembered: guesses would fill the memory
		return t, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.tokens) > 4096 {
		clear(s.tokens)
	}
	s.tokens[hash] = knownToken{t, version, now} // the version from before the row: a revocation in between is seen next time
	return t, nil
}

// orphaned tells whether the maker could not make the token today.
func (s *Service) orphaned(ctx context.Context, t Token) (bool, error) {
	maker, err := s.ActorFor(ctx, t.Maker, 0)
	if fault.KindOf(err) == fault.KindUnauthenticated && err != nil {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	tree, err := s.d.Org.Today(ctx)
	return err == nil && !maker.HasOver(actor.KeepAccounts, t.Unit, tree), err
}

// useToken notes the use. An answer is not refused because its note failed.
func (s *Service) useToken(ctx context.Context, t Token, now when.Instant) {
	err := s.d.DB.Do(ctx, "account.use_token", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update access_token set used_at = $1 where id = $2 and used_at < $3`, int64(now), int64(t.ID), int64(now.Add(-tokenUsed)))
		w.After(func() {
			s.mu.Lock()
			for hash, known := range s.tokens {
				if known.token.ID == t.ID {
					known.token.UsedAt = now
					s.tokens[hash] = known
				}
			}
			s.mu.Unlock()
		})
		return err
	})
	if err != nil {
		s.d.Log.WarnContext(ctx, "note the use of an access token", "err", err)
	}
}

func journalledToken(t Token) any {
	return struct {
		Name    string        `json:"name"`
		Scopes  []actor.Scope `json:"scopes"`
		Expires string        `json:"expires"`
	}{t.Name, t.Scopes, t.Expires.ISO()}
}
