package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/letsencrypt/challtestsrv"
	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
)

// authority is an ACME authority in this process that really looks whether the
// asker holds the name, at the given ports of this machine.
func authority(t *testing.T, httpPort, tlsPort int) (directory string, client *http.Client, roots *x509.CertPool) {
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	free := listen(t)
	names := free.Addr().String()
	free.Close()
	quiet := log.New(io.Discard, "", 0)
	dns, err := challtestsrv.New(challtestsrv.Config{DNSAddrs: []string{names}, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	dns.SetDefaultDNSIPv6("")
	go dns.Run()
	t.Cleanup(dns.Shutdown)
	store := db.NewMemoryStore()
	issuer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {Description: "of the test"}})
	front := wfe.New(quiet, store, va.New(quiet, httpPort, tlsPort, true, names, store), issuer, []string{"test"}, true, false, 0, 1)
	server := httptest.NewTLSServer(front.Handler())
	t.Cleanup(server.Close)
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(issuer.GetRootCert(0).PEM())
	return server.URL + "/dir", server.Client(), roots
}

func listen(t *testing.T) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// A certificate is fetched by each way of proof, used, and kept for the next start.
func TestCertificateFromAnAuthority(t *testing.T) {
	for _, way := range []string{"http-01", "tls-alpn-01"} {
		t.Run(way, func(t *testing.T) {
			secure, plain, nobody := listen(t), listen(t), listen(t)
			nobody.Close()
			httpPort, tlsPort := port(plain), port(secure)
			if way == "tls-alpn-01" {
				httpPort = port(nobody)
			}
			if way == "http-01" {
				tlsPort = port(nobody)
			}
			directory, client, roots := authority(t, httpPort, tlsPort)
			cfg := ACME{Domains: []string{"giaoban.example"}, Email: "quantri@giaoban.example", Directory: directory, Cache: filepath.Join(t.TempDir(), "acme"), Client: client}
			auto, err := OpenACME(cfg)
			if err != nil {
				t.Fatal(err)
			}
			page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) })
			server := &http.Server{Handler: page, TLSConfig: TLS(auto.Get), ErrorLog: log.New(io.Discard, "", 0)}
			go server.ServeTLS(secure, "", "")
			lead := &http.Server{Handler: auto.HTTP(http.NotFoundHandler())}
			if way == "http-01" {
				go lead.Serve(plain)
			}
			t.Cleanup(func() { server.Close(); lead.Close() })

			cert := handshake(t, secure.Addr().String(), "giaoban.example", roots)
			if cert == nil {
				t.Fatal("no certificate")
			}
			if auto.Leaf() == nil || auto.Leaf().SerialNumber.Cmp(cert.SerialNumber) != 0 {
				t.Error("the certificate in use is not the one served")
			}
			c, err := tls.Dial("tcp", secure.Addr().String(), &tls.Config{RootCAs: roots, ServerName: "fremd.example"})
			if err == nil {
				c.Close()
				t.Error("a name that is not ours got a certificate")
			}
			kept, err := os.ReadFile(filepath.Join(cfg.Cache, "giaoban.example"))
			if err != nil || !strings.Contains(string(kept), "BEGIN CERTIFICATE") {
				t.Errorf("nothing kept: %v", err)
			}
			// Started anew, it asks nobody.
			cfg.Directory = "https://127.0.0.1:1/dir"
			next, err := OpenACME(cfg)
			if err != nil {
				t.Fatal(err)
			}
			again, err := next.Get(&tls.ClientHelloInfo{ServerName: "giaoban.example", CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}, SupportedProtos: []string{"h2"}})
			if err != nil || again.Leaf.SerialNumber.Cmp(cert.SerialNumber) != 0 {
				t.Errorf("after a start: %v", err)
			}
		})
	}
	if _, err := OpenACME(ACME{Cache: t.TempDir()}); err == nil {
		t.Error("no domain was taken")
	}
}

func handshake(t *testing.T, addr, name string, roots *x509.CertPool) *x509.Certificate {
	t.Helper()
	c, err := tls.Dial("tcp", addr, &tls.Config{RootCAs: roots, ServerName: name, NextProtos: []string{"h2", "http/1.1"}})
	if err != nil {
		t.Fatalf("handshake: %v", err)
	}
	defer c.Close()
	if c.ConnectionState().NegotiatedProtocol != "h2" {
		t.Errorf("protocol %q", c.ConnectionState().NegotiatedProtocol)
	}
	return c.ConnectionState().PeerCertificates[0]
}
