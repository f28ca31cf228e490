package account

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/pquerna/otp/totp"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// device is an authenticator that holds one passkey and verifies its user unless told otherwise.
type device struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	user    []byte
	counter uint32
	unseen  bool // the user was not verified
}

func newDevice(t *testing.T) *device {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &device{t: t, key: key, id: id}
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (d *device) clientData(kind, origin string, challenge protocol.URLEncodedBase64) []byte {
	body, _ := json.Marshal(map[string]any{"type": kind, "challenge": b64(challenge), "origin": origin, "crossOrigin": false})
	return body
}

func (d *device) authData(host string, attested bool) []byte {
	sum := sha256.Sum256([]byte(host))
	flags := byte(0x01)
	if !d.unseen {
		flags |= 0x04
	}
	if attested {
		flags |= 0x40
	}
	d.counter++
	data := binary.BigEndian.AppendUint32(append(sum[:], flags), d.counter)
	if !attested {
		return data
	}
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	point, err := d.key.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		d.t.Fatal(err)
	}
	return append(append(data, d.id...), public...)
}

func (d *device) register(q Question, origin, host string) string {
	o := q.Options.(*protocol.CredentialCreation).Response
	d.user = []byte(o.User.ID.(protocol.URLEncodedBase64))
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": d.authData(host, true)})
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{"clientDataJSON": b64(d.clientData("webauthn.create", origin, o.Challenge)), "attestationObject": b64(object)})
}

func (d *device) show(q Question, origin, host string) string {
	o := q.Options.(*protocol.CredentialAssertion).Response
	client, data := d.clientData("webauthn.get", origin, o.Challenge), d.authData(host, false)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(sig), "userHandle": b64(d.user)})
}

func (d *device) answer(response map[string]any) string {
	body, _ := json.Marshal(map[string]any{"id": b64(d.id), "rawId": b64(d.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	return string(body)
}

const (
	siteOrigin = "https://giaoban.example"
	siteHost   = "giaoban.example"
)

func site() Party { return Party{Origin: siteOrigin, Name: "giaoban"} }

// asking is a world whose policy asks a second factor.
func asking(t *testing.T) (*world, Account, actor.Actor) {
	w := open(t)
	w.d.SecondFactor = true
	a := w.account("hoang.linh", NewGrant{Role: actor.Head, Unit: w.unit["x1"]})
	return w, a, w.as(a.ID, actor.JustSigned)
}

func (w *world) as(account ident.ID, a actor.Assurance) actor.Actor {
	w.t.Helper()
	who, err := w.ActorFor(w.t.Context(), account, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	who.Assurance = a
	return who
}

func (w *world) register(who actor.Actor) *device {
	w.t.Helper()
	q, err := w.BeginPasskey(w.t.Context(), who, site())
	if err != nil {
		w.t.Fatal(err)
	}
	d := newDevice(w.t)
	if err := w.AddPasskey(w.t.Context(), who, site(), q.Ref, "Máy cơ quan", d.register(q, siteOrigin, siteHost), ""); err != nil {
		w.t.Fatal(err)
	}
	return d
}

func TestAssuranceComesFromThePolicyAndTheSession(t *testing.T) {
	w, a, _ := asking(t)
	ms := func(d time.Duration) string { return strconv.FormatInt(int64(w.now().Add(-d)), 10) }
	for _, c := range []struct {
		name, since, stepped string
		want                 actor.Assurance
	}{
		{"signed in long ago", ms(time.Hour), "", actor.SignedIn},
		{"just signed in", ms(time.Minute), "", actor.JustSigned},
		{"stepped up", ms(time.Hour), ms(9 * time.Minute), actor.SteppedUp},
		{"stepped up too long ago", ms(time.Hour), ms(10 * time.Minute), actor.SignedIn},
		{"a moment to come", ms(-time.Hour), ms(-time.Hour), actor.SignedIn},
		{"nonsense", "x", "y", actor.SignedIn},
	} {
		who, err := w.ActorFor(t.Context(), a.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Assured(who, c.since, c.stepped).Assurance; got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	w.d.SecondFactor = false
	who, err := w.ActorFor(t.Context(), a.ID, 0)
	if err != nil || w.Assured(who, "", "").Assurance != actor.NotAsked {
		t.Errorf("policy off: %+v %v", who, err)
	}
}

func TestPasskeys(t *testing.T) {
	w, a, who := asking(t)
	ctx := t.Context()
	d := w.register(who)
	signIn := func(d *device, origin, host string) (Account, error) {
		t.Helper()
		q, err := w.AskPasskey(ctx, actor.Actor{}, site())
		if err != nil {
			t.Fatal(err)
		}
		return w.SignInByPasskey(ctx, site(), q.Ref, d.show(q, origin, host))
	}
	if got, err := signIn(d, siteOrigin, siteHost); err != nil || got.ID != a.ID {
		t.Fatalf("%+v %v", got, err)
	}
	_, err := signIn(d, "https://giaoban.evil.example", siteHost)
	wantFault(t, err, "account.passkey_refused")
	_, err = signIn(d, siteOrigin, "evil.example")
	wantFault(t, err, "account.passkey_refused")
	d.unseen = true
	_, err = signIn(d, siteOrigin, siteHost)
	wantFault(t, err, "account.passkey_refused")
	d.unseen = false
	stranger := newDevice(t)
	stranger.id, stranger.user = d.id, d.user
	_, err = signIn(stranger, siteOrigin, siteHost)
	wantFault(t, err, "account.passkey_refused")

	q, err := w.AskPasskey(ctx, who, site())
	if err != nil {
		t.Fatal(err)
	}
	answer := d.show(q, siteOrigin, siteHost)
	_, err = w.SignInByPasskey(ctx, site(), q.Ref, answer)
	wantFault(t, err, "account.challenge_over") // an answer to one question answers no other
	if err := w.ConfirmByPasskey(ctx, who, site(), q.Ref, answer); err != nil {
		t.Error(err)
	}
	wantFault(t, w.ConfirmByPasskey(ctx, who, site(), q.Ref, answer), "account.challenge_over")
	q, _ = w.AskPasskey(ctx, who, site())
	w.real.Shift(11 * time.Minute)
	wantFault(t, w.ConfirmByPasskey(ctx, who, site(), q.Ref, d.show(q, siteOrigin, siteHost)), "account.challenge_over")

	other := w.as(w.account("nguoi.khac", NewGrant{Role: actor.Head, Unit: w.unit["p1"]}).ID, actor.JustSigned)
	w.register(other)
	q, _ = w.AskPasskey(ctx, other, site())
	wantFault(t, w.ConfirmByPasskey(ctx, other, site(), q.Ref, d.show(q, siteOrigin, siteHost)), "account.passkey_refused")

	d.counter = 0 // a copy that did not see the later uses
	_, err = signIn(d, siteOrigin, siteHost)
	wantFault(t, err, "account.passkey_cloned")
	d.counter = 1000
	_, err = signIn(d, siteOrigin, siteHost)
	wantFault(t, err, "account.passkey_refused")
	f, err := w.Factors(ctx, who, a.ID)
	if err != nil || len(f.Passkeys) != 1 || f.Passkeys[0].Cloned == 0 || f.Passkeys[0].Used == 0 || f.Passkeys[0].Name != "Máy cơ quan" {
		t.Errorf("%+v %v", f, err)
	}
	for origin, want := range map[string]bool{siteOrigin: true, "http://localhost:8080": true, "http://127.0.0.1:8080": false, "https://192.0.2.1": false, "http://giaoban.example": false, "": false} {
		if (Party{Origin: origin}).Usable() != want {
			t.Errorf("passkeys at %q: want %v", origin, want)
		}
	}
}

func TestClosedAccountsDoNotSignInByPasskey(t *testing.T) {
	w, a, who := asking(t)
	d := w.register(who)
	admin := w.admin("p1")
	if _, err := w.SetClosed(t.Context(), admin, a.ID, true, ""); err != nil {
		t.Fatal(err)
	}
	q, err := w.AskPasskey(t.Context(), actor.Actor{}, site())
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.SignInByPasskey(t.Context(), site(), q.Ref, d.show(q, siteOrigin, siteHost))
	wantFault(t, err, "account.passkey_refused")
}

func (w *world) app(who actor.Actor) string {
	w.t.Helper()
	app, err := w.BeginApp(w.t.Context(), who, "giaoban")
	if err != nil {
		w.t.Fatal(err)
	}
	secret := strings.ReplaceAll(app.Secret, " ", "")
	wantFault(w.t, w.AddApp(w.t.Context(), who, app.Ref, "000000", ""), "account.wrong_code")
	if err := w.AddApp(w.t.Context(), who, app.Ref, w.code(secret), ""); err != nil {
		w.t.Fatal(err)
	}
	return secret
}

func (w *world) code(secret string) string {
	code, err := totp.GenerateCode(secret, w.real.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return code
}

func TestCodesCountOnceAndAreLimited(t *testing.T) {
	w, a, who := asking(t)
	ctx := t.Context()
	secret := w.app(who)
	wantFault(t, w.ConfirmByCode(ctx, who, w.code(secret)), "account.wrong_code") // it set the app up
	w.real.Shift(30 * time.Second)
	code := w.code(secret)
	if err := w.ConfirmByCode(ctx, who, code[:3]+" "+code[3:]); err != nil {
		t.Error(err)
	}
	wantFault(t, w.ConfirmByCode(ctx, who, code), "account.wrong_code")
	w.real.Shift(10 * time.Minute)
	old := code
	for range 4 {
		wantFault(t, w.ConfirmByCode(ctx, who, old), "account.wrong_code")
	}
	wantFault(t, w.ConfirmByCode(ctx, who, w.code(secret)), "account.locked") // the fifth wrong one was the replay before
	w.real.Shift(16 * time.Minute)
	if err := w.ConfirmByCode(ctx, who, w.code(secret)); err != nil {
		t.Error(err)
	}
	stepped := w.as(a.ID, actor.SteppedUp)
	codes, err := w.NewRecoveryCodes(ctx, stepped)
	if err != nil || len(codes) != 10 {
		t.Fatalf("%v %v", codes, err)
	}
	if err := w.ConfirmByCode(ctx, who, strings.ToUpper(codes[0])); err != nil {
		t.Error(err)
	}
	wantFault(t, w.ConfirmByCode(ctx, who, codes[0]), "account.wrong_code")
	if _, err := w.NewRecoveryCodes(ctx, stepped); err != nil {
		t.Error(err)
	}
	wantFault(t, w.ConfirmByCode(ctx, who, codes[1]), "account.wrong_code")
	if err := w.RemoveApp(ctx, stepped); err != nil {
		t.Error(err)
	}
	if f, err := w.Factors(ctx, who, a.ID); err != nil || f.Any() || f.Recovery != 0 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestTheFirstFactorAsksAFreshSignInOrThePassword(t *testing.T) {
	w, a, who := asking(t)
	ctx := t.Context()
	stale := w.as(a.ID, actor.SignedIn)
	app, err := w.BeginApp(ctx, stale, "giaoban")
	if err != nil {
		t.Fatal(err)
	}
	code := w.code(strings.ReplaceAll(app.Secret, " ", ""))
	wantFault(t, w.AddApp(ctx, stale, app.Ref, code, ""), "account.password_again")
	wantFault(t, w.AddApp(ctx, stale, app.Ref, code, "sai rồi sai rồi"), "account.old_password_wrong")
	wantFault(t, w.AddApp(ctx, w.as(a.ID, actor.ByToken), app.Ref, code, password), "actor.not_by_token")
	other := w.account("ke.khac", NewGrant{Role: actor.Head, Unit: w.unit["p1"]})
	wantFault(t, w.AddApp(ctx, w.as(other.ID, actor.JustSigned), app.Ref, code, ""), "account.challenge_over")
	if err := w.AddApp(ctx, stale, app.Ref, code, password); err != nil {
		t.Fatal(err)
	}
	q, err := w.BeginPasskey(ctx, who, site())
	if err != nil {
		t.Fatal(err)
	}
	d := newDevice(t)
	wantFault(t, w.AddPasskey(ctx, who, site(), q.Ref, "", d.register(q, siteOrigin, siteHost), password), "actor.step_account") // a second one asks the first
	if err := w.AddPasskey(ctx, w.as(a.ID, actor.SteppedUp), site(), q.Ref, "", d.register(q, siteOrigin, siteHost), ""); err != nil {
		t.Error(err)
	}
}

func TestResetOfFactors(t *testing.T) {
	w, a, who := asking(t)
	ctx := t.Context()
	w.app(who)
	d := w.register(w.as(a.ID, actor.SteppedUp))
	store := w.SessionStore()
	data, _ := json.Marshal(SessionData{Values: map[string]string{SessionAccount: a.ID.String()}})
	if err := store.Save(ctx, "token", data, w.now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	admin := w.admin("p2")
	if err := w.ResetFactors(ctx, admin, a.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another province resets: %v", err)
	}
	admin = w.admin("p1")
	admin.Assurance = actor.SignedIn
	wantFault(t, w.ResetFactors(ctx, admin, a.ID), "actor.step_accounts")
	admin.Assurance = actor.SteppedUp
	if err := w.ResetFactors(ctx, admin, a.ID); err != nil {
		t.Fatal(err)
	}
	if f, err := w.Factors(ctx, who, a.ID); err != nil || f.Any() {
		t.Errorf("%+v %v", f, err)
	}
	if _, found, _ := store.Find(ctx, "token"); found {
		t.Error("a session survives")
	}
	q, err := w.AskPasskey(ctx, actor.Actor{}, site())
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.SignInByPasskey(ctx, site(), q.Ref, d.show(q, siteOrigin, siteHost))
	wantFault(t, err, "account.passkey_refused")
}

// No secret of a factor ever comes to the journal.
func TestTheJournalHoldsNoSecret(t *testing.T) {
	w, a, who := asking(t)
	secret := w.app(who)
	codes, err := w.NewRecoveryCodes(t.Context(), w.as(a.ID, actor.SteppedUp))
	if err != nil {
		t.Fatal(err)
	}
	var bodies []string
	if err := w.db.View(t.Context(), func(ctx context.Context, r *db.Read) (err error) {
		bodies, err = db.All(ctx, r, func(s db.Scanner, b *string) error { return s.Scan(b) }, `select body from journal_body order by seq`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(bodies, "\n")
	if !strings.Contains(all, `"factor":"app"`) || strings.Contains(all, secret) || strings.Contains(all, plainCode(codes[0])) || strings.Contains(all, codes[0]) {
		t.Error(all)
	}
}

// Acts of accounts ask under the policy and do not without it.
func TestActsOfAccountsAsk(t *testing.T) {
	for _, on := range []bool{true, false} {
		w, a, _ := asking(t)
		w.d.SecondFactor = on
		ctx := t.Context()
		keeper := w.account("quan.tri", NewGrant{Role: actor.Admin, Unit: w.unit["tw"]})
		who, err := w.ActorFor(ctx, keeper.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		own, err := w.ActorFor(ctx, a.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"grant":    second(w.Grant(ctx, who, NewGrant{Account: a.ID, Role: actor.Specialist, Unit: w.unit["p1"]})),
			"create":   second(w.Create(ctx, who, NewAccount{Login: "moi.toanh", Name: "Mới", Password: password, Grants: []NewGrant{{Role: actor.Head, Unit: w.unit["p2"]}}})),
			"password": w.ChangePassword(ctx, own, password, password+" mới", ""),
			"reset":    w.issued(who, a.ID),
			"factors":  w.ResetFactors(ctx, who, a.ID),
		} {
			if asks := err != nil && fault.KindOf(err) == fault.KindUnconfirmed; asks != on || !on && err != nil {
				t.Errorf("policy %v, %s: %v", on, name, err)
			}
		}
	}
}

func second[T any](_ T, err error) error { return err }
