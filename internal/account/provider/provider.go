// Package provider speaks OpenID Connect with the organisation's own identity
// provider: where to send a browser, and whom it sent back. It decides nothing
// about accounts.
//
// The code flow with PKCE; state is the caller's, nonce and verifier are made by
// the caller and bind the answer to this browser's question. A token is refused
// unless signature, issuer, audience, expiry and nonce are right. The
// provider's description is fetched at first use and again after a failure, so
// that giaoban starts while the provider is down.
package provider

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// ErrAway says that the provider does not answer, or not as it should.
var ErrAway = errors.New("provider: no answer")

// Config describes the provider. The zero Config is none.
type Config struct {
	Issuer string   // https://id.example
	Client string   // our identifier there
	Secret string   // "" for a public client
	Label  string   // on the button
	Strong []string // values of acr or amr that count as a second factor; none by default
}

// Provider is a configured provider; nil is none.
type Provider struct {
	c      Config
	client *http.Client
	mu     sync.Mutex
	found  *oidc.Provider
}

// New makes a provider, nil where no issuer is configured.
func New(c Config) *Provider {
	if c.Issuer == "" {
		return nil
	}
	if c.Label == "" {
		c.Label = strings.TrimPrefix(strings.TrimPrefix(c.Issuer, "https://"), "http://")
	}
	return &Provider{c: c, client: &http.Client{Timeout: 10 * time.Second}}
}

// Configured tells whether there is one.
func (p *Provider) Configured() bool { return p != nil }

// Label is its name on the button, "" for none.
func (p *Provider) Label() string {
	if p == nil {
		return ""
	}
	return p.c.Label
}

// Issuer names it for good.
func (p *Provider) Issuer() string {
	if p == nil {
		return ""
	}
	return p.c.Issuer
}

func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	found := p.found
	p.mu.Unlock()
	if found != nil {
		return found, nil
	}
	// The keys are fetched later with this context: it must outlive the request.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.c.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAway, err)
	}
	p.mu.Lock()
	p.found = found
	p.mu.Unlock()
	return found, nil
}

func (p *Provider) flow(found *oidc.Provider, callback string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.c.Client, ClientSecret: p.c.Secret, Endpoint: found.Endpoint(), RedirectURL: callback, Scopes: []string{oidc.ScopeOpenID}}
}

// Address is where to send the browser.
func (p *Provider) Address(ctx context.Context, callback, state, nonce, verifier string) (string, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.flow(found, callback).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Claims are what the provider says of somebody.
type Claims struct {
	Subject string
	Strong  bool // a second factor was asked, in a way that the configuration trusts
}

// Exchange turns the code that the browser brought into what the provider says of it.
func (p *Provider) Exchange(ctx context.Context, callback, code, nonce, verifier string, now func() time.Time) (Claims, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return Claims{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.flow(found, callback).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response.StatusCode < 500 {
		return Claims{}, fmt.Errorf("provider: the code was refused: %s", refused.ErrorCode)
	}
	if err != nil {
		return Claims{}, fmt.Errorf("%w: %w", ErrAway, err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Claims{}, errors.New("provider: an answer without an ID token")
	}
	id, err := found.Verifier(&oidc.Config{ClientID: p.c.Client, Now: now}).Verify(ctx, raw)
	if err != nil {
		return Claims{}, fmt.Errorf("provider: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 {
		return Claims{}, errors.New("provider: an answer to another question")
	}
	if id.Subject == "" || len(id.Subject) > 255 {
		return Claims{}, errors.New("provider: an answer about nobody")
	}
	var said struct {
		ACR string   `json:"acr"`
		AMR []string `json:"amr"`
	}
	if err := id.Claims(&said); err != nil {
		return Claims{}, fmt.Errorf("provider: %w", err)
	}
	strong := slices.ContainsFunc(p.c.Strong, func(v string) bool { return v != "" && (v == said.ACR || slices.Contains(said.AMR, v)) })
	return Claims{Subject: id.Subject, Strong: strong}, nil
}
