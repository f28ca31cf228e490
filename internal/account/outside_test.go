package account

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"giaoban/internal/account/provider"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
)

// identityProvider is a small OpenID Connect provider: one code for each question that it was asked.
type identityProvider struct {
	t      *testing.T
	server *httptest.Server
	key    *rsa.PrivateKey
	codes  map[string]url.Values // code → the question
	change func(map[string]any)  // bends the claims
	signer *rsa.PrivateKey       // signs instead of key
}

const backTo = "https://giaoban.example/sign-in/outside/back"

func newIdentityProvider(t *testing.T) *identityProvider {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &identityProvider{t: t, key: key, signer: key, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	reply := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		at := p.server.URL
		reply(w, map[string]any{"issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		question, ok := p.codes[r.PostFormValue("code")]
		delete(p.codes, r.PostFormValue("code"))
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if !ok || b64(sum[:]) != question.Get("code_challenge") || question.Get("code_challenge_method") != "S256" || r.PostFormValue("redirect_uri") != question.Get("redirect_uri") {
			w.WriteHeader(http.StatusBadRequest)
			reply(w, map[string]string{"error": "invalid_grant"})
			return
		}
		reply(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.token(question)})
	})
	return p
}

func (p *identityProvider) token(question url.Values) string {
	claims := map[string]any{"iss": p.server.URL, "sub": "u-17", "aud": "giaoban", "nonce": question.Get("nonce"),
		"iat": int64(1750386600), "exp": int64(1750386600 + 300), "acr": "mfa", "amr": []string{"pwd", "otp"}}
	if p.change != nil {
		p.change(claims)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: p.signer, KeyID: "1"}}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// visit is what a browser does at the provider: it signs in and brings a code back.
func (p *identityProvider) visit(address string) (code string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, p.server.URL+"/auth?") {
		p.t.Fatalf("sent to %s %v", address, err)
	}
	q := u.Query()
	if q.Get("client_id") != "giaoban" || q.Get("redirect_uri") != backTo || q.Get("scope") != "openid" || q.Get("state") == "" || q.Get("nonce") == "" {
		p.t.Fatalf("asked %v", q)
	}
	code = rand.Text()
	p.codes[code] = q
	return code
}

func outsideWorld(t *testing.T, strong ...string) (*world, *identityProvider, Account) {
	w := open(t)
	p := newIdentityProvider(t)
	w.real.Set(time.Unix(1750386600, 0))
	w.d.Outside = provider.New(provider.Config{Issuer: p.server.URL, Client: "giaoban", Secret: "s", Label: "Cổng", Strong: strong})
	return w, p, w.account("hoang.linh", NewGrant{Role: actor.Head, Unit: w.unit["x1"]})
}

func (w *world) leave(who actor.Actor, link bool) (state, address string) {
	w.t.Helper()
	state, address, err := w.GoOutside(w.t.Context(), who, link, backTo, "/reports")
	if err != nil {
		w.t.Fatal(err)
	}
	return state, address
}

func TestOutsideSignIn(t *testing.T) {
	w, p, a := outsideWorld(t, "otp")
	ctx, nobody := t.Context(), actor.Actor{}
	state, address := w.leave(nobody, false)
	code := p.visit(address)
	got, err := w.Arrive(ctx, nobody, state, code)
	if err != nil || got.Account.ID != 0 {
		t.Fatalf("a stranger is let in: %+v %v", got, err)
	}
	admin := w.admin("p1")
	wantFault(t, w.LinkIdentity(ctx, admin, a.ID, "  "), "account.subject_missing")
	if err := w.LinkIdentity(ctx, w.admin("p2"), a.ID, "u-17"); fault.KindOf(err) != fault.KindNotFound || err == nil {
		t.Errorf("another province links: %v", err)
	}
	if err := w.LinkIdentity(ctx, admin, a.ID, "u-17"); err != nil {
		t.Fatal(err)
	}
	other := w.account("ke.khac", NewGrant{Role: actor.Head, Unit: w.unit["x1"]})
	wantFault(t, w.LinkIdentity(ctx, admin, other.ID, "u-17"), "account.subject_taken")

	state, address = w.leave(nobody, false)
	code = p.visit(address)
	got, err = w.Arrive(ctx, nobody, state, code)
	if err != nil || got.Account.ID != a.ID || got.Next != "/reports" || !got.Strong {
		t.Fatalf("%+v %v", got, err)
	}
	_, err = w.Arrive(ctx, nobody, state, code)
	wantFault(t, err, "account.challenge_over") // a state counts once
	state, _ = w.leave(nobody, false)
	_, err = w.Arrive(ctx, nobody, state, code)
	wantFault(t, err, "account.provider_refused") // and so does a code
	if _, err := w.SetClosed(ctx, admin, a.ID, true, ""); err != nil {
		t.Fatal(err)
	}
	state, address = w.leave(nobody, false)
	if got, err = w.Arrive(ctx, nobody, state, p.visit(address)); err != nil || got.Account.ID != 0 {
		t.Errorf("a closed account is let in: %+v %v", got, err)
	}
}

func TestOutsideTokensThatAreRefused(t *testing.T) {
	w, p, a := outsideWorld(t)
	if err := w.LinkIdentity(t.Context(), w.admin("p1"), a.ID, "u-17"); err != nil {
		t.Fatal(err)
	}
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	arrive := func() (Arrival, error) {
		state, address := w.leave(actor.Actor{}, false)
		return w.Arrive(t.Context(), actor.Actor{}, state, p.visit(address))
	}
	for name, change := range map[string]func(map[string]any){
		"nonce of another question": func(c map[string]any) { c["nonce"] = "other" },
		"no nonce":                  func(c map[string]any) { delete(c, "nonce") },
		"for another client":        func(c map[string]any) { c["aud"] = "someone-else" },
		"of another issuer":         func(c map[string]any) { c["iss"] = "https://evil.example" },
		"expired":                   func(c map[string]any) { c["exp"] = int64(1750386600 - 1) },
		"about nobody":              func(c map[string]any) { c["sub"] = "" },
	} {
		p.change = change
		if _, err := arrive(); !fault.Is(err, "account.provider_refused") {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.change, p.signer = nil, stranger
	_, err = arrive()
	wantFault(t, err, "account.provider_refused")
	p.signer = p.key
	if got, err := arrive(); err != nil || got.Account.ID != a.ID || got.Strong {
		t.Errorf("acr and amr count unasked, or the right one is refused: %+v %v", got, err)
	}
	state, address := w.leave(actor.Actor{}, false)
	code := p.visit(address)
	w.real.Shift(11 * time.Minute)
	_, err = w.Arrive(t.Context(), actor.Actor{}, state, code)
	wantFault(t, err, "account.challenge_over")
	state, _ = w.leave(actor.Actor{}, false)
	_, err = w.Arrive(t.Context(), actor.Actor{}, state, "")
	wantFault(t, err, "account.provider_refused") // cancelled there
	p.server.Close()
	state, _ = w.leave(actor.Actor{}, false)
	_, err = w.Arrive(t.Context(), actor.Actor{}, state, "x")
	wantFault(t, err, "account.provider_away")
}

func TestLinkingOneself(t *testing.T) {
	w, p, a := outsideWorld(t)
	ctx := t.Context()
	who := w.as(a.ID, actor.NotAsked)
	asked := who
	asked.Assurance = actor.SignedIn
	if _, _, err := w.GoOutside(ctx, asked, true, backTo, "/"); !fault.Is(err, "actor.step_account") {
		t.Errorf("linked without a second factor: %v", err)
	}
	other := w.as(w.account("ke.khac", NewGrant{Role: actor.Head, Unit: w.unit["x1"]}).ID, actor.NotAsked)
	state, address := w.leave(who, true)
	_, err := w.Arrive(ctx, other, state, p.visit(address))
	wantFault(t, err, "account.challenge_over") // somebody else's browser brings it back
	state, address = w.leave(who, true)
	if got, err := w.Arrive(ctx, who, state, p.visit(address)); err != nil || !got.Linked {
		t.Fatalf("%+v %v", got, err)
	}
	f, err := w.Factors(ctx, who, a.ID)
	if err != nil || len(f.Identities) != 1 || f.Any() {
		t.Fatalf("%+v %v", f, err)
	}
	if err := w.Unlink(ctx, other, a.ID, f.Identities[0].Issuer, "u-17"); fault.KindOf(err) != fault.KindNotFound || err == nil {
		t.Errorf("a colleague unlinks: %v", err)
	}
	if err := w.Unlink(ctx, who, a.ID, f.Identities[0].Issuer, "u-17"); err != nil {
		t.Error(err)
	}
	if f, _ := w.Factors(ctx, who, a.ID); len(f.Identities) != 0 {
		t.Errorf("%+v", f)
	}
}

func TestNoProvider(t *testing.T) {
	w := open(t)
	if _, _, err := w.GoOutside(t.Context(), actor.Actor{}, false, backTo, "/"); fault.KindOf(err) != fault.KindNotFound || w.Provider() != "" {
		t.Errorf("%v %q", err, w.Provider())
	}
}
