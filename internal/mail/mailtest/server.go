// Package mailtest is a mail server inside a test: enough SMTP to be sent to, to
// refuse, to be down, and to remember what came.
package mailtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// Got is a mail that came.
type Got struct {
	From, To string
	Data     string // as it was sent, lines with CRLF
	Secure   bool
	User     string
}

// Server is the server. Set its fields before the first connection.
type Server struct {
	Implicit bool   // TLS from the first byte
	NoTLS    bool   // STARTTLS is not offered
	User     string // asked for, with Password, where not ""
	Password string
	Refuse   map[string]string // by recipient: the whole answer, "550 5.1.1 unknown"
	Roots    *x509.CertPool    // under which its certificate holds for localhost

	t    testing.TB
	tls  *tls.Config
	mu   sync.Mutex
	addr string
	l    net.Listener
	got  []Got
}

// New makes a server that does not listen yet.
func New(t testing.TB) *Server {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, Roots: x509.NewCertPool(), Refuse: map[string]string{}, tls: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}}
	s.Roots.AddCert(cert)
	t.Cleanup(s.Stop)
	return s
}

// Start listens, again on the same port after a Stop.
func (s *Server) Start() *Server {
	s.t.Helper()
	addr := s.addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.addr, s.l = l.Addr().String(), l
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

// Stop listens no more.
func (s *Server) Stop() {
	if s.l != nil {
		s.l.Close()
	}
}

// Port is where it listens.
func (s *Server) Port() int { return s.l.Addr().(*net.TCPAddr).Port }

// Got gives what came, oldest first.
func (s *Server) Got() []Got {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Got{}, s.got...)
}

func (s *Server) serve(c net.Conn) {
	defer func() { c.Close() }()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	secure := false
	if s.Implicit {
		c, secure = tls.Server(c, s.tls), true
	}
	in := bufio.NewReader(c)
	say := func(text string) { fmt.Fprint(c, text+"\r\n") }
	say("220 localhost ESMTP")
	var m Got
	user := ""
	for {
		text, err := in.ReadString('\n')
		if err != nil {
			return
		}
		text = strings.TrimRight(text, "\r\n")
		verb, rest, _ := strings.Cut(text, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-localhost")
			if !secure && !s.NoTLS {
				say("250-STARTTLS")
			}
			if s.User != "" {
				say("250-AUTH PLAIN")
			}
			say("250 ENHANCEDSTATUSCODES")
		case "HELO", "NOOP", "RSET":
			say("250 2.0.0 ok")
		case "STARTTLS":
			if s.NoTLS {
				say("502 5.5.1 no")
				continue
			}
			say("220 2.0.0 go")
			c, secure = tls.Server(c, s.tls), true
			in = bufio.NewReader(c)
		case "AUTH":
			_, first, _ := strings.Cut(rest, " ")
			raw, _ := base64.StdEncoding.DecodeString(first)
			parts := strings.Split(string(raw), "\x00")
			if len(parts) != 3 || parts[1] != s.User || parts[2] != s.Password {
				say("535 5.7.8 wrong user or password")
				continue
			}
			user = parts[1]
			say("235 2.7.0 ok")
		case "MAIL":
			if s.User != "" && user == "" {
				say("530 5.7.0 who are you")
				continue
			}
			m = Got{From: between(rest), Secure: secure, User: user}
			say("250 2.1.0 ok")
		case "RCPT":
			m.To = between(rest)
			s.mu.Lock()
			refusal := s.Refuse[m.To]
			s.mu.Unlock()
			if refusal != "" {
				say(refusal)
				continue
			}
			say("250 2.1.5 ok")
		case "DATA":
			say("354 go")
			var data strings.Builder
			for {
				l, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				data.WriteString(strings.TrimPrefix(l, "."))
			}
			m.Data = data.String()
			s.mu.Lock()
			s.got = append(s.got, m)
			s.mu.Unlock()
			say("250 2.0.0 taken")
		case "QUIT":
			say("221 2.0.0 bye")
			return
		default:
			say("502 5.5.1 what")
		}
	}
}

// between gives the address of "FROM:<a@b> SIZE=1".
func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}
