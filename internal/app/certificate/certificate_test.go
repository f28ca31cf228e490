package certificate

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func today() time.Time { return time.Now().Truncate(time.Second) }

func TestMakeAuthorityAndServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cert")
	names := []string{"giaoban.tinh.example", "10.1.2.3", "fd00::7"}
	now := today()
	made, err := Make(dir, names, false, now)
	if err != nil || !made.New {
		t.Fatalf("made %+v, %v", made, err)
	}
	for _, name := range []string{authorityKey, ServerKey} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want 0600", name, info.Mode(), err)
		}
	}
	ca, leaf := must(Read(filepath.Join(dir, AuthorityFile))), must(Read(filepath.Join(dir, ServerFile)))
	roots := x509.NewCertPool()
	roots.AddCert(ca)
	for _, host := range append(names, "[fd00::7]") {
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: now}); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: "bank.example", CurrentTime: now}); err == nil {
		t.Error("the certificate speaks for another name")
	}
	if days := leaf.NotAfter.Sub(now).Hours() / 24; days > 398 {
		t.Errorf("a server's certificate of %.0f days: browsers refuse more than 398", days)
	}
	if ca.NotAfter.Before(now.AddDate(9, 0, 0)) || !ca.IsCA || !ca.MaxPathLenZero || !ca.PermittedDNSDomainsCritical {
		t.Errorf("the authority: until %v, %+v", ca.NotAfter, ca)
	}

	// Neither is written over by accident, and a renewal keeps the authority.
	if _, err := Make(dir, names, false, now); !errors.Is(err, ErrExists) {
		t.Errorf("a second time: %v", err)
	}
	again, err := Make(dir, names[:1], true, now.AddDate(1, 0, 0))
	if err != nil || again.New || again.Fingerprint != made.Fingerprint || !again.Until.After(made.Until) {
		t.Errorf("renewed: %+v, %v", again, err)
	}
	if renewed := must(Read(filepath.Join(dir, ServerFile))); renewed.SerialNumber.Cmp(leaf.SerialNumber) == 0 {
		t.Error("the renewed certificate is the old one")
	}
	// A stolen authority cannot speak for others: it cannot even be used for them here.
	for _, other := range [][]string{{"bank.example"}, {"10.1.2.4"}, {"giaoban.tinh.example", "tinh.example"}} {
		if _, err := Make(dir, other, true, now); !errors.Is(err, ErrOtherNames) {
			t.Errorf("%v under an authority for %v: %v", other, names, err)
		}
	}
	if _, err := tls.LoadX509KeyPair(filepath.Join(dir, ServerFile), filepath.Join(dir, ServerKey)); err != nil {
		t.Errorf("after a refusal the old pair does not stand: %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAuthorityForAddressesAloneSignsNoNames(t *testing.T) {
	dir := t.TempDir()
	if _, err := Make(dir, []string{"192.168.1.10"}, false, today()); err != nil {
		t.Fatal(err)
	}
	if _, err := Make(dir, []string{"giaoban.example"}, true, today()); !errors.Is(err, ErrOtherNames) {
		t.Errorf("a name under an authority for addresses: %v", err)
	}
	dir = t.TempDir()
	if _, err := Make(dir, []string{"giaoban.example"}, false, today()); err != nil {
		t.Fatal(err)
	}
	if _, err := Make(dir, []string{"192.168.1.10"}, true, today()); !errors.Is(err, ErrOtherNames) {
		t.Errorf("an address under an authority for names: %v", err)
	}
}

func TestMakeRefuses(t *testing.T) {
	for _, names := range [][]string{nil, {""}, {"https://giaoban.example"}, {"a b"}, {"giaoban.example:8443"}, {"-x"}, {"a..b"}, {"*.example"}} {
		dir := filepath.Join(t.TempDir(), "cert")
		if _, err := Make(dir, names, false, today()); err == nil {
			t.Errorf("%q was taken", names)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%q left a folder", names)
		}
	}
	half := t.TempDir()
	if _, err := Make(half, []string{"a.example"}, false, today()); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(half, AuthorityFile))
	if _, err := Make(half, []string{"a.example"}, true, today()); err == nil || !strings.Contains(err.Error(), "half an authority") {
		t.Errorf("half an authority: %v", err)
	}
}

type logged struct {
	sync.Mutex
	bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) { l.Lock(); defer l.Unlock(); return l.Buffer.Write(b) }
func (l *logged) text() string                { l.Lock(); defer l.Unlock(); return l.String() }

// Files are read again when they change or on a signal; broken ones never replace what serves.
func TestFilesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	if _, err := Make(dir, []string{"localhost"}, false, today()); err != nil {
		t.Fatal(err)
	}
	cert, key := filepath.Join(dir, ServerFile), filepath.Join(dir, ServerKey)
	var out logged
	files, err := OpenFiles(cert, key, slog.New(slog.NewTextHandler(&out, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if files.Public() {
		t.Error("an authority of our own counts as public")
	}
	told := make(chan os.Signal, 1)
	go files.watch(t.Context(), told, 10*time.Millisecond)
	first := files.Leaf().SerialNumber
	until := func(what string, done func() bool) {
		t.Helper()
		for range 500 {
			if done() {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("%s: not in 5 s\n%s", what, out.text())
	}
	if err := os.WriteFile(cert, []byte("no certificate"), 0o644); err != nil {
		t.Fatal(err)
	}
	until("a broken file is told", func() bool { return strings.Contains(out.text(), "the old one serves on") })
	if files.Leaf().SerialNumber.Cmp(first) != 0 {
		t.Fatal("the broken file replaced the certificate")
	}
	if _, err := Make(dir, []string{"localhost"}, true, today()); err != nil {
		t.Fatal(err)
	}
	until("a renewed one is taken", func() bool { return files.Leaf().SerialNumber.Cmp(first) != 0 })
	if n := strings.Count(out.text(), "the old one serves on"); n > 2 {
		t.Errorf("the same fault was told %d times", n)
	}
	told <- syscall.SIGHUP
	until("a signal is heard", func() bool { return strings.Count(out.text(), "certificate read again") >= 2 })
	if _, err := OpenFiles(cert, cert, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a certificate without its key was taken")
	}
}

// What the settings allow: nothing below TLS 1.2, and HTTP/2.
func TestSettings(t *testing.T) {
	dir := t.TempDir()
	if _, err := Make(dir, []string{"localhost"}, false, today()); err != nil {
		t.Fatal(err)
	}
	files, err := OpenFiles(filepath.Join(dir, ServerFile), filepath.Join(dir, ServerKey), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(must(Read(filepath.Join(dir, AuthorityFile))))
	try := func(version uint16) (tls.ConnectionState, error) {
		here, there := net.Pipe()
		defer here.Close()
		defer there.Close()
		go tls.Server(there, TLS(files.Get)).HandshakeContext(t.Context())
		c := tls.Client(here, &tls.Config{RootCAs: roots, ServerName: "localhost", MinVersion: version, MaxVersion: version, NextProtos: []string{"h2", "http/1.1"}})
		err := c.HandshakeContext(t.Context())
		return c.ConnectionState(), err
	}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		if state, err := try(version); err != nil || state.NegotiatedProtocol != "h2" {
			t.Errorf("%s: %q, %v", tls.VersionName(version), state.NegotiatedProtocol, err)
		}
	}
	if _, err := try(tls.VersionTLS11); err == nil {
		t.Error("TLS 1.1 was accepted")
	}
}
