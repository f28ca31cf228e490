package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync/atomic"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// ACME says for which names certificates are fetched, and from where.
type ACME struct {
	Domains   []string
	Email     string // the authority writes here before a certificate ends
	Directory string // of the authority; "" is Let's Encrypt
	Cache     string // folder of the account's key and the certificates
	Client    *http.Client
}

// Automatic fetches and renews certificates by itself.
type Automatic struct {
	manager autocert.Manager
	leaf    atomic.Pointer[x509.Certificate] // served last
}

// OpenACME makes ready to fetch certificates; the first is fetched when the first browser asks.
func OpenACME(cfg ACME) (*Automatic, error) {
	if len(cfg.Domains) == 0 {
		return nil, errors.New("certificate: no domain to fetch a certificate for")
	}
	if err := os.MkdirAll(cfg.Cache, 0o700); err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	a := &Automatic{}
	a.manager = autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(cfg.Cache),
		HostPolicy: autocert.HostWhitelist(cfg.Domains...),
		Email:      cfg.Email,
	}
	if cfg.Directory != "" || cfg.Client != nil {
		a.manager.Client = &acme.Client{DirectoryURL: cfg.Directory, HTTPClient: cfg.Client, UserAgent: "giaoban"}
		if cfg.Directory == "" {
			a.manager.Client.DirectoryURL = autocert.DefaultACMEDirectory
		}
	}
	return a, nil
}

// Get is for tls.Config.GetCertificate.
func (a *Automatic) Get(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c, err := a.manager.GetCertificate(hello)
	if err == nil && c.Leaf != nil && len(c.Leaf.DNSNames) > 0 && !challenge(hello) {
		a.leaf.Store(c.Leaf)
	}
	return c, err
}

// challenge tells the authority's own visit from a browser's.
func challenge(hello *tls.ClientHelloInfo) bool {
	return len(hello.SupportedProtos) == 1 && hello.SupportedProtos[0] == acme.ALPNProto
}

// HTTP answers the authority on the plain port and leaves the rest to next.
func (a *Automatic) HTTP(next http.Handler) http.Handler {
	answer := a.manager.HTTPHandler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil { // the manager compares the bare name
			r = r.Clone(r.Context())
			r.Host = host
		}
		answer.ServeHTTP(w, r)
	})
}

// Leaf is the certificate served last, nil before the first browser.
func (a *Automatic) Leaf() *x509.Certificate { return a.leaf.Load() }

// Public is always so: an authority that browsers do not know would be a test's.
func (a *Automatic) Public() bool { return true }

// Watch has nothing to do: certificates are renewed a month before they end.
func (a *Automatic) Watch(ctx context.Context, _ <-chan os.Signal) { <-ctx.Done() }

// TLS gives the settings of a server that takes its certificates from get:
// version 1.2 and up with Go's own choice of ciphers, HTTP/2, and the protocol
// by which an authority looks whether this is the host.
func TLS(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: get,
		NextProtos:     []string{"h2", "http/1.1", acme.ALPNProto},
	}
}
