package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"giaoban/internal/app/certificate"
)

// certificates are where https takes its certificate from: files or an authority.
type certificates interface {
	Get(*tls.ClientHelloInfo) (*tls.Certificate, error)
	Leaf() *x509.Certificate // nil: none yet
	Public() bool
	Watch(ctx context.Context, told <-chan os.Signal)
}

func (a *App) openCertificates() error {
	cfg := a.cfg
	files, fetched := cfg.TLSCert != "" || cfg.TLSKey != "", len(cfg.ACME.Domains) > 0
	switch {
	case files && fetched:
		return errors.New("https takes its certificate from files or from an authority, not from both (--tls-cert, --acme-domain)")
	case files && (cfg.TLSCert == "" || cfg.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key belong together")
	case cfg.HTTPAddr != "" && !files && !fetched:
		return errors.New("--http-addr leads to https: give --tls-cert and --tls-key, or --acme-domain")
	case files:
		c, err := certificate.OpenFiles(cfg.TLSCert, cfg.TLSKey, cfg.Log)
		if err != nil {
			return err
		}
		a.certs = c
	case fetched:
		if cfg.ACME.Cache == "" {
			cfg.ACME.Cache = filepath.Join(cfg.DataDir, "acme")
		}
		c, err := certificate.OpenACME(cfg.ACME)
		if err != nil {
			return err
		}
		a.certs = c
	}
	return nil
}

func (a *App) listen() (err error) {
	if a.listener, err = net.Listen("tcp", a.cfg.Addr); err != nil {
		return fmt.Errorf("listen on %s: %w", a.cfg.Addr, err)
	}
	if a.cfg.HTTPAddr == "" {
		return nil
	}
	if a.plain, err = net.Listen("tcp", a.cfg.HTTPAddr); err != nil {
		return fmt.Errorf("listen on %s (--http-addr): %w", a.cfg.HTTPAddr, err)
	}
	return nil
}

// URL is the address under which this machine reaches the installation.
func (a *App) URL() string {
	if a.certs != nil {
		return "https://" + a.listener.Addr().String()
	}
	return "http://" + a.listener.Addr().String()
}

// PlainURL is the address of the listener that leads to https, "" where there is none.
func (a *App) PlainURL() string {
	if a.plain == nil {
		return ""
	}
	return "http://" + a.plain.Addr().String()
}

func (a *App) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // of a body: 30 MB on 1 Mbit/s; streams and websockets lift it
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.cfg.Log.Handler(), slog.LevelDebug),
	}
}

// Run serves until ctx ends, then lets running requests finish for a few seconds.
func (a *App) Run(ctx context.Context) error {
	server := a.server(a.mux)
	var own sync.WaitGroup
	own.Go(func() { a.jobs.Run(ctx) })
	if a.post != nil {
		own.Go(func() { a.post.Run(ctx) })
	}
	own.Go(func() { a.room.Run(ctx) })
	own.Go(func() { a.keepMedia(ctx) })
	a.db.Said(a.report.Said)
	own.Go(func() { a.db.Tail(ctx, a.heard) })
	failed := make(chan error, 2)
	if a.certs != nil {
		own.Go(func() { a.certs.Watch(ctx, a.cfg.Reload) })
		server.TLSConfig = certificate.TLS(a.certs.Get)
		go func() { failed <- server.ServeTLS(a.listener, "", "") }()
	} else {
		go func() { failed <- server.Serve(a.listener) }()
	}
	plain := a.server(a.toHTTPS())
	if a.plain != nil {
		go func() { failed <- plain.Serve(a.plain) }()
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		a.mux.Close() // live streams would hold the shutdown up
		end, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		if err = server.Shutdown(end); errors.Is(err, context.DeadlineExceeded) {
			err = server.Close() // the room's signalling connections do not end by themselves
		}
		err = errors.Join(err, plain.Close())
		cancel()
		own.Wait()
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// toHTTPS leads browsers from the plain port to https. Forms and calls of the
// API are refused: what they held, or the token of the call, has already
// travelled in the clear, and must not do so unnoticed.
func (a *App) toHTTPS() http.Handler {
	lead := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead || strings.HasPrefix(r.URL.Path, "/api/") {
			http.Error(w, "use https", http.StatusBadRequest)
			return
		}
		base := strings.TrimSuffix(a.cfg.PublicURL, "/")
		if !strings.HasPrefix(base, "https://") {
			base = "https://" + a.hostOf(r)
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, base+r.URL.RequestURI(), http.StatusFound)
	})
	if auto, ok := a.certs.(*certificate.Automatic); ok {
		return auto.HTTP(lead)
	}
	return lead
}

// hostOf is the host that was asked for, with the port of https.
func (a *App) hostOf(r *http.Request) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	_, port, err := net.SplitHostPort(a.listener.Addr().String())
	if err != nil || port == "443" {
		if strings.Contains(host, ":") {
			return "[" + host + "]"
		}
		return host
	}
	return net.JoinHostPort(host, port)
}
