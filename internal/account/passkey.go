package account

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Passkey is a key pair on a device or in a password manager. We hold the public half.
type Passkey struct {
	ID     ident.ID
	Name   string
	Added  when.Instant // real time
	Used   when.Instant // 0 for never
	Cloned when.Instant // when its counter went back, 0 for never: it is not taken any more
}

// maxPasskeys bounds how many keys one account holds.
const maxPasskeys = 20

// Party is the site to which passkeys are bound.
type Party struct {
	Origin string // "https://giaoban.example"
	Name   string // as the browser shows it
}

// Usable tells whether browsers make passkeys for this site: a host by name, by https or on this very machine.
func (p Party) Usable() bool {
	u, err := url.Parse(p.Origin)
	if err != nil || protocol.ValidateRPID(u.Hostname()) != nil || strings.Trim(u.Hostname(), "0123456789.") == "" {
		return false
	}
	return u.Scheme == "https" || u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost")
}

func (p Party) verifier() (*webauthn.WebAuthn, error) {
	if !p.Usable() {
		return nil, fault.Conflict("account.passkey_no_site")
	}
	u, err := url.Parse(p.Origin)
	if err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: p.Name, RPOrigins: []string{p.Origin}})
}

// holder is an account as the verifier wants it.
type holder struct {
	Account
	keys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return handleOf(h.ID) }
func (h holder) WebAuthnName() string                       { return h.Login }
func (h holder) WebAuthnDisplayName() string                { return h.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// handleOf is what a passkey keeps of its account: the number, which tells nothing about the person.
func handleOf(account ident.ID) []byte { return binary.BigEndian.AppendUint64(nil, uint64(account)) }

func passkeysOf(ctx context.Context, q db.Querier, account ident.ID) ([]Passkey, error) {
	return db.All(ctx, q, func(s db.Scanner, k *Passkey) error { return s.Scan(&k.ID, &k.Name, &k.Added, &k.Used, &k.Cloned) },
		`select id, name, added_at, used_at, cloned_at from account_passkey where account = $1 order by added_at, id`, int64(account))
}

// holderOf reads an account with the keys that still count.
func holderOf(ctx context.Context, q db.Querier, account ident.ID) (holder, error) {
	a, ok, err := byID(ctx, q, account)
	if err != nil || !ok {
		return holder{}, missing(err)
	}
	h := holder{Account: a}
	records, err := db.All(ctx, q, func(s db.Scanner, r *string) error { return s.Scan(r) },
		`select record from account_passkey where account = $1 and cloned_at = 0 order by added_at, id`, int64(account))
	for _, record := range records {
		var key webauthn.Credential
		if err := json.Unmarshal([]byte(record), &key); err != nil {
			return h, err
		}
		h.keys = append(h.keys, key)
	}
	return h, err
}

// Question is what a page hands to the browser's own dialogue, and the reference that the answer brings back.
type Question struct {
	Ref     string `json:"ref"`
	Options any    `json:"options"`
}

func (s *Service) holder(ctx context.Context, account ident.ID) (h holder, err error) {
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		h, err = holderOf(ctx, r, account)
		return err
	})
	return h, err
}

// BeginPasskey asks the browser for a new passkey of the actor's own account.
func (s *Service) BeginPasskey(ctx context.Context, who actor.Actor, p Party) (Question, error) {
	if err := who.InPerson(); err != nil {
		return Question{}, err
	}
	verifier, err := p.verifier()
	if err != nil {
		return Question{}, err
	}
	h, err := s.holder(ctx, who.Account)
	if err != nil {
		return Question{}, err
	}
	options, session, err := verifier.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired,
			RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired}))
	if err != nil {
		return Question{}, err
	}
	ref, err := s.challenge(ctx, forRegistration, who.Account, session)
	return Question{ref, options}, err
}

// AddPasskey adds the passkey that the browser made. password is asked where nothing else was shown, see mayEnrol.
func (s *Service) AddPasskey(ctx context.Context, who actor.Actor, p Party, ref, name, answer, password string) error {
	if err := s.mayEnrol(ctx, who, password); err != nil {
		return err
	}
	if name = strings.TrimSpace(name); utf8.RuneCountInString(name) > 80 {
		return fault.Invalid("name", "account.too_long", "max", 80)
	}
	verifier, err := p.verifier()
	if err != nil {
		return err
	}
	var session webauthn.SessionData
	if err := s.takeChallenge(ctx, forRegistration, ref, who.Account, &session); err != nil {
		return err
	}
	h, err := s.holder(ctx, who.Account)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return fault.Invalid("", "account.passkey_refused").Because(err)
	}
	key, err := verifier.CreateCredential(h, session, parsed)
	if err != nil {
		return fault.Invalid("", "account.passkey_refused").Because(err)
	}
	record, err := json.Marshal(key)
	if err != nil {
		return err
	}
	id, now := s.d.IDs.New(), s.now()
	return s.d.DB.Do(ctx, "account.passkey_add", func(ctx context.Context, w *db.Write) error {
		list, err := passkeysOf(ctx, w, who.Account)
		if err != nil {
			return err
		}
		if len(list) >= maxPasskeys {
			return fault.Conflict("account.too_many_passkeys", "max", maxPasskeys)
		}
		_, err = w.Exec(ctx, `insert into account_passkey (id, account, credential, name, record, added_at, used_at, cloned_at) values ($1, $2, $3, $4, $5, $6, 0, 0)`,
			int64(id), int64(who.Account), credentialKey(key.ID), name, string(record), int64(now))
		if errors.Is(err, db.ErrUnique) {
			return fault.Conflict("account.passkey_known")
		}
		if err != nil {
			return err
		}
		s.changed(w, who.Account)
		return s.note(ctx, w, who, "account.factor_added", who.Account, who.Unit, nil, factorNote{"passkey", name}, "")
	})
}

func credentialKey(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// AskPasskey asks the browser for a passkey: of the actor's own account to
// confirm an act, or of any account to sign in, where nobody is signed in.
func (s *Service) AskPasskey(ctx context.Context, who actor.Actor, p Party) (Question, error) {
	verifier, err := p.verifier()
	if err != nil {
		return Question{}, err
	}
	verified := webauthn.WithUserVerification(protocol.VerificationRequired)
	if who.Kind != actor.Person {
		options, session, err := verifier.BeginDiscoverableLogin(verified)
		if err != nil {
			return Question{}, err
		}
		ref, err := s.challenge(ctx, forSignIn, 0, session)
		return Question{ref, options}, err
	}
	h, err := s.holder(ctx, who.Account)
	if err != nil {
		return Question{}, err
	}
	if len(h.keys) == 0 {
		return Question{}, fault.Conflict("account.no_passkey")
	}
	options, session, err := verifier.BeginLogin(h, verified)
	if err != nil {
		return Question{}, err
	}
	ref, err := s.challenge(ctx, forStepUp, who.Account, session)
	return Question{ref, options}, err
}

// ConfirmByPasskey takes the browser's answer as the second factor.
func (s *Service) ConfirmByPasskey(ctx context.Context, who actor.Actor, p Party, ref, answer string) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	verifier, err := p.verifier()
	if err != nil {
		return err
	}
	var session webauthn.SessionData
	if err := s.takeChallenge(ctx, forStepUp, ref, who.Account, &session); err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return fault.Invalid("", "account.passkey_refused").Because(err)
	}
	h, err := s.holder(ctx, who.Account)
	if err != nil {
		return err
	}
	key, err := verifier.ValidateLogin(h, session, parsed)
	if err != nil {
		return fault.Invalid("", "account.passkey_refused").Because(err)
	}
	return s.used(ctx, who, key)
}

// SignInByPasskey finds the account whose passkey answered. The passkey has
// verified its user, so this counts as both factors. Making the session is the surface's work.
func (s *Service) SignInByPasskey(ctx context.Context, p Party, ref, answer string) (Account, error) {
	verifier, err := p.verifier()
	if err != nil {
		return Account{}, err
	}
	var session webauthn.SessionData
	if err := s.takeChallenge(ctx, forSignIn, ref, 0, &session); err != nil {
		return Account{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return Account{}, fault.Invalid("", "account.passkey_refused").Because(err)
	}
	var found holder
	find := func(_, handle []byte) (webauthn.User, error) {
		if len(handle) != 8 {
			return nil, errors.New("account: a user handle that is not ours")
		}
		var err error
		found, err = s.holder(ctx, ident.ID(binary.BigEndian.Uint64(handle)))
		return found, err
	}
	_, key, err := verifier.ValidatePasskeyLogin(find, session, parsed)
	if err != nil {
		return Account{}, fault.Invalid("", "account.passkey_refused").Because(err)
	}
	if found.Closed {
		return Account{}, fault.Invalid("", "account.passkey_refused")
	}
	who := actor.Actor{Kind: actor.Person, Account: found.ID, Name: found.Name}
	if err := s.used(ctx, who, key); err != nil {
		return Account{}, err
	}
	return found.Account, s.noteSignIn(ctx, found.ID)
}

// used notes the use of a passkey. One whose counter went back has a double
// somewhere: it is refused from then on, and the page says so.
func (s *Service) used(ctx context.Context, who actor.Actor, key *webauthn.Credential) error {
	record, err := json.Marshal(key)
	if err != nil {
		return err
	}
	now, cloned := s.now(), key.Authenticator.CloneWarning
	err = s.d.DB.Do(ctx, "account.passkey_used", func(ctx context.Context, w *db.Write) error {
		if !cloned {
			n, err := w.Exec(ctx, `update account_passkey set record = $1, used_at = $2 where credential = $3 and cloned_at = 0`, string(record), int64(now), credentialKey(key.ID))
			if err == nil && n == 0 { // removed while its answer was on the way
				err = fault.Invalid("", "account.passkey_refused")
			}
			return err
		}
		if _, err := w.Exec(ctx, `update account_passkey set cloned_at = $1 where credential = $2`, int64(now), credentialKey(key.ID)); err != nil {
			return err
		}
		s.changed(w, who.Account)
		return s.note(ctx, w, who, "account.passkey_cloned", who.Account, who.Unit, nil, nil, "")
	})
	if err == nil && cloned {
		s.d.Log.WarnContext(ctx, "a passkey's counter went back; it is refused from now on", "account", who.Account.String())
		err = fault.Invalid("", "account.passkey_cloned")
	}
	return err
}

// noteSignIn keeps when an account last signed in.
func (s *Service) noteSignIn(ctx context.Context, account ident.ID) error {
	return s.d.DB.Do(ctx, "account.sign_in", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update account set signed_in_at = $1 where id = $2`, int64(s.now()), int64(account))
		return err
	})
}
