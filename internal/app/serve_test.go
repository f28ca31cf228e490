package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"giaoban/internal/app/certificate"
	"giaoban/internal/demo"
)

// small is a filled installation of a handful of units on the engine under test.
func small(t *testing.T, change func(*Config)) *App {
	t.Helper()
	in, err := os.Open("../../e2e/s0/organisation.json")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	org, err := demo.ReadOrganisation(in)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0", MediaPort: -1, Organisation: &org, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))}
	if change != nil {
		change(&cfg)
	}
	return open(t, "small", cfg)
}

// running serves until the test ends.
func running(t *testing.T, a *App) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// The one port under https: HTTP/2, cookies of this host alone, the room's signalling by wss, the plain port leads here.
func TestHTTPS(t *testing.T) {
	t.Parallel()
	certs := t.TempDir()
	if _, err := certificate.Make(certs, []string{"localhost", "127.0.0.1"}, false, time.Now()); err != nil {
		t.Fatal(err)
	}
	a := small(t, func(cfg *Config) {
		cfg.TLSCert, cfg.TLSKey = filepath.Join(certs, certificate.ServerFile), filepath.Join(certs, certificate.ServerKey)
		cfg.HTTPAddr, cfg.MediaPort = "127.0.0.1:0", 0
	})
	running(t, a)
	ca, err := certificate.Read(filepath.Join(certs, certificate.AuthorityFile))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if !strings.HasPrefix(a.URL(), "https://") {
		t.Fatalf("the address is %s", a.URL())
	}
	page := get(t, client, a.URL()+"/sign-in")
	if page.Proto != "HTTP/2.0" || page.StatusCode != 200 {
		t.Errorf("the sign-in page: %s, %d", page.Proto, page.StatusCode)
	}
	if hsts := page.Header.Get("Strict-Transport-Security"); hsts != "" {
		t.Errorf("a private authority, and browsers are told %q: a machine without it could never get in", hsts)
	}
	host := strings.TrimPrefix(a.URL(), "https://")
	if csp := page.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "wss://"+host) {
		t.Errorf("the page may not speak to the room: %s", csp)
	}
	form, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.URL()+"/theme", strings.NewReader("theme=dark"))
	if err != nil {
		t.Fatal(err)
	}
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	form.Header.Set("Origin", a.URL())
	answer, err := client.Do(form)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if c := answer.Cookies(); len(c) != 1 || !c[0].Secure || !strings.HasPrefix(c[0].Name, "__Host-") {
		t.Errorf("cookies %v", c)
	}

	token, err := a.media.Token("room", "site-1", "Điểm cầu", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: roots}}
	conn, res, err := dialer.DialContext(t.Context(), "wss://"+host+"/rtc?access_token="+token+"&auto_subscribe=1&protocol=15", http.Header{"Origin": {a.URL()}})
	if err != nil {
		t.Fatalf("the room's signalling by wss: %v, %v", err, res)
	}
	if _, body, err := conn.ReadMessage(); err != nil || len(body) == 0 {
		t.Errorf("the engine says nothing: %v", err)
	}
	conn.Close()

	lead := get(t, client, a.PlainURL()+"/tasks?of=me")
	if to := lead.Header.Get("Location"); lead.StatusCode != http.StatusFound || to != a.URL()+"/tasks?of=me" {
		t.Errorf("the plain port: %d to %q", lead.StatusCode, to)
	}
	if call := get(t, client, a.PlainURL()+"/api/v1/units"); call.StatusCode != http.StatusBadRequest {
		t.Errorf("a call of the API on the plain port: %d", call.StatusCode)
	}
	sent, err := client.Post(a.PlainURL()+"/sign-in", "application/x-www-form-urlencoded", strings.NewReader("password=x"))
	if err != nil {
		t.Fatal(err)
	}
	sent.Body.Close()
	if sent.StatusCode != http.StatusBadRequest {
		t.Errorf("a form on the plain port: %d", sent.StatusCode)
	}
}

func get(t *testing.T, client *http.Client, url string) *http.Response {
	t.Helper()
	res, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res
}

func TestHTTPSSettingsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"a certificate without its key":     func(c *Config) { c.TLSCert = "x.crt" },
		"two sources":                       func(c *Config) { c.TLSCert, c.TLSKey, c.ACME.Domains = "x", "y", []string{"a.example"} },
		"a plain port that leads nowhere":   func(c *Config) { c.HTTPAddr = "127.0.0.1:0" },
		"a certificate that does not exist": func(c *Config) { c.TLSCert, c.TLSKey = "none.crt", "none.key" },
	} {
		a := &App{cfg: Config{DataDir: t.TempDir(), Log: slog.New(slog.DiscardHandler)}}
		change(&a.cfg)
		if err := a.openCertificates(); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
