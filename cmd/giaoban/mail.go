package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"giaoban/internal/mail"
)

// post are the flags of a mail server.
type post struct {
	c            mail.Config
	mode         string
	file, caFile string
}

func (p *post) register(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&p.c.Host, "smtp-host", os.Getenv("GIAOBAN_SMTP_HOST"), "mail server for reminders (default: none, no mails)")
	set.IntVar(&p.c.Port, "smtp-port", 0, "its port (default: 587, 465 with --smtp-tls implicit, 25 with none)")
	set.StringVar(&p.mode, "smtp-tls", "starttls", "implicit (encrypted from the first byte), starttls, or none for a server on this machine")
	set.StringVar(&p.c.User, "smtp-user", os.Getenv("GIAOBAN_SMTP_USER"), "user at the mail server")
	set.StringVar(&p.file, "smtp-password-file", "", "file with that user's password; or the variable GIAOBAN_SMTP_PASSWORD")
	set.StringVar(&p.c.From, "smtp-from", os.Getenv("GIAOBAN_SMTP_FROM"), "address of the sender, e.g. giaoban@office.example")
	set.StringVar(&p.c.Name, "smtp-name", "", "name shown beside it (default: Giao ban)")
	set.StringVar(&p.caFile, "smtp-ca", "", "certificate (PEM) of the authority that signed the mail server's, where the machine does not know it")
}

func (p *post) config() (mail.Config, error) {
	c := p.c
	c.Mode = mail.Mode(p.mode)
	if !c.On() {
		return c.Checked()
	}
	c.Password = os.Getenv("GIAOBAN_SMTP_PASSWORD")
	if p.file != "" {
		text, err := os.ReadFile(p.file)
		if err != nil {
			return c, fmt.Errorf("--smtp-password-file: %w", err)
		}
		c.Password = strings.TrimRight(string(text), "\r\n")
	}
	if p.caFile != "" {
		text, err := os.ReadFile(p.caFile)
		if err != nil {
			return c, fmt.Errorf("--smtp-ca: %w", err)
		}
		c.Roots = x509.NewCertPool()
		if !c.Roots.AppendCertsFromPEM(text) {
			return c, errors.New("--smtp-ca holds no certificate (PEM)")
		}
	}
	return c.Checked()
}
