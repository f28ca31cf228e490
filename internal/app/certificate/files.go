package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"
)

// Files is a certificate with its key in two PEM files.
type Files struct {
	cert, key string
	log       *slog.Logger
	now       atomic.Pointer[loaded]
}

type loaded struct {
	cert  *tls.Certificate
	stamp [2]stamp
}

type stamp struct {
	at   time.Time
	size int64
}

// poll is how often the files are looked at: whoever renews them need not tell.
const poll = 10 * time.Second

// OpenFiles reads the files once; it fails where they do not make a certificate.
func OpenFiles(cert, key string, log *slog.Logger) (*Files, error) {
	f := &Files{cert: cert, key: key, log: log}
	return f, f.Reload()
}

// Reload reads the files now. On error the certificate in use stays.
func (f *Files) Reload() error {
	stamp, err := f.stamps()
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	c, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return fmt.Errorf("certificate: %s with %s: %w", f.cert, f.key, err)
	}
	f.now.Store(&loaded{&c, stamp})
	return nil
}

func (f *Files) stamps() (s [2]stamp, err error) {
	for i, name := range []string{f.cert, f.key} {
		info, err := os.Stat(name)
		if err != nil {
			return s, err
		}
		s[i] = stamp{info.ModTime(), info.Size()}
	}
	return s, nil
}

// Watch reads the files again when they change, or when told to, until ctx ends.
func (f *Files) Watch(ctx context.Context, told <-chan os.Signal) { f.watch(ctx, told, poll) }

func (f *Files) watch(ctx context.Context, told <-chan os.Signal, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var failed [2]stamp // what could not be read: said once, not every ten seconds
	for {
		force := false
		select {
		case <-ctx.Done():
			return
		case <-told:
			force = true
		case <-tick.C:
		}
		now, err := f.stamps()
		if err == nil && !force && (now == f.now.Load().stamp || now == failed) {
			continue
		}
		if err == nil {
			err = f.Reload()
		}
		if err != nil {
			if force || now != failed {
				f.log.Error("the new certificate cannot be used; the old one serves on", "err", err)
			}
			failed = now
			continue
		}
		failed = [2]stamp{}
		f.log.Info("certificate read again", "until", f.now.Load().cert.Leaf.NotAfter.Format(time.DateOnly))
	}
}

// Get is for tls.Config.GetCertificate.
func (f *Files) Get(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.now.Load().cert, nil }

// Leaf is the certificate in use.
func (f *Files) Leaf() *x509.Certificate { return f.now.Load().cert.Leaf }

// Public says whether browsers trust the certificate by themselves: an
// authority that this machine knows has signed it. Only then may browsers be
// told to insist on https, for with a private authority that would lock out
// every machine which lacks it.
func (f *Files) Public() bool {
	c := f.now.Load().cert
	between := x509.NewCertPool()
	for _, der := range c.Certificate[1:] {
		if ca, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(ca)
		}
	}
	_, err := c.Leaf.Verify(x509.VerifyOptions{Intermediates: between})
	return err == nil
}

// Read gives the first certificate of a PEM file, for those who only look at it.
func Read(file string) (*x509.Certificate, error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	list, err := parse(body)
	if err != nil {
		return nil, fmt.Errorf("certificate: %s: %w", file, err)
	}
	return list, nil
}

var errNone = errors.New("holds no certificate")
