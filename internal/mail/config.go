package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Mode is how the connection to the server is encrypted.
type Mode string

// The modes.
const (
	Implicit Mode = "implicit" // from the first byte, port 465
	StartTLS Mode = "starttls" // refused where the server has it not, port 587
	Plain    Mode = "none"     // only to this machine, port 25
)

// Config is the mail server and who sends. The zero Config is none: nothing is sent.
type Config struct {
	Host     string
	Port     int // 0: by the mode
	Mode     Mode
	User     string // "": the server asks nobody who it is
	Password string
	From     string         // address of the sender
	Name     string         // shown beside it
	Roots    *x509.CertPool // of the server's certificate; nil: those of the system
	Timeout  time.Duration  // of connecting, and of every answer; 0: 15 s
}

// On tells whether there is a server.
func (c Config) On() bool { return c.Host != "" }

// Checked gives the configuration with its defaults, or says which flag is wrong.
func (c Config) Checked() (Config, error) {
	if !c.On() {
		if c.From != "" || c.User != "" {
			return c, errors.New("--smtp-from and --smtp-user need --smtp-host")
		}
		return c, nil
	}
	if strings.ContainsAny(c.Host, " \t\r\n/@:") && net.ParseIP(c.Host) == nil {
		return c, fmt.Errorf("--smtp-host %q is no name of a machine", c.Host)
	}
	switch c.Mode {
	case "":
		c.Mode = StartTLS
	case Implicit, StartTLS:
	case Plain:
		if ip := net.ParseIP(c.Host); c.Host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return c, errors.New("--smtp-tls none is for a server on this machine only (localhost): elsewhere everybody on the way reads mails and password")
		}
	default:
		return c, fmt.Errorf("--smtp-tls is implicit, starttls or none, not %q", c.Mode)
	}
	if c.Port == 0 {
		c.Port = map[Mode]int{Implicit: 465, StartTLS: 587, Plain: 25}[c.Mode]
	}
	if c.Port < 1 || c.Port > 65535 {
		return c, fmt.Errorf("--smtp-port %d is no port", c.Port)
	}
	if _, err := Address(c.From); err != nil {
		return c, fmt.Errorf("--smtp-from %q is no address", c.From)
	}
	if c.User != "" && c.Password == "" {
		return c, errors.New("--smtp-user needs a password: --smtp-password-file or the variable GIAOBAN_SMTP_PASSWORD")
	}
	if c.User == "" && c.Password != "" {
		return c, errors.New("there is a password for the mail server and no --smtp-user")
	}
	if c.Name = line(c.Name, 100); c.Name == "" {
		c.Name = "Giao ban"
	}
	if c.Timeout <= 0 {
		c.Timeout = 15 * time.Second
	}
	return c, nil
}

// Server is the server as people name it: host and port.
func (c Config) Server() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.Port)) }

// domain is the part of the sender's address behind the @.
func (c Config) domain() string { return c.From[strings.LastIndexByte(c.From, '@')+1:] }

func (c Config) client() (*gomail.Client, error) {
	opts := []gomail.Option{
		gomail.WithPort(c.Port), gomail.WithTimeout(c.Timeout), gomail.WithHELO(c.domain()), gomail.WithoutSMTPUTF8(),
		gomail.WithTLSConfig(&tls.Config{ServerName: c.Host, RootCAs: c.Roots, MinVersion: tls.VersionTLS12}),
	}
	auth := gomail.SMTPAuthAutoDiscover
	switch c.Mode {
	case Implicit:
		opts = append(opts, gomail.WithSSL())
	case StartTLS:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
		auth = gomail.SMTPAuthPlainNoEnc
	}
	if c.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(auth), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	return gomail.NewClient(c.Host, opts...)
}
