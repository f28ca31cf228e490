package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"giaoban/internal/app"
	"giaoban/internal/demo"
)

// flags are what serve and demo have in common.
type flags struct {
	cfg      app.Config
	file     string // organisation file
	logLevel string
	factor   string // required or off
}

func (f *flags) register(cmd *cobra.Command, data, factor string) {
	set := cmd.Flags()
	set.StringVar(&f.cfg.Addr, "addr", "127.0.0.1:8080", "host:port to serve on; :8080 is reachable from outside")
	set.StringVar(&f.cfg.DataDir, "data", data, "folder of the database and the files")
	set.StringVar(&f.cfg.Database, "database", "",
		"PostgreSQL instead of a file in the data folder: postgres://user@host/name; or the variable GIAOBAN_DATABASE, which hides a password from the list of processes")
	set.IntVar(&f.cfg.MediaPort, "media-port", 7882, "port for sound and picture, UDP and TCP; -1 runs without")
	set.StringSliceVar(&f.cfg.MediaAddrs, "media-addr", nil, "address under which browsers reach the media port (default: those of this machine)")
	set.StringVar(&f.cfg.MediaURL, "media-url", "", "wss:// address under which browsers reach the sound and picture of this process, where that is not the address of the pages")
	set.StringVar(&f.file, "org", "", "organisation to load into an empty data folder: a file (JSON, docs/organisation.md) or, in a demo, the name of a sample: "+strings.Join(demo.Samples(), ", "))
	set.StringVar(&f.factor, "second-factor", factor, "required: signing, approving, accepting and issuing ask a passkey or a code; off: they do not")
	set.DurationVar(&f.cfg.SlowPage, "slow-page", 500*time.Millisecond, "an answer that takes longer is named in the log; -1s names none")
	set.StringVar(&f.logLevel, "log", "info", "debug, info, warn or error")
}

func (f *flags) run(cmd *cobra.Command, greet func(w io.Writer, url string)) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return fmt.Errorf("--log: %w", err)
	}
	switch f.factor {
	case "required", "off":
		f.cfg.SecondFactor = f.factor == "required"
	default:
		return fmt.Errorf("--second-factor is required or off, not %q", f.factor)
	}
	if f.file != "" {
		o, err := demo.OpenOrganisation(f.file)
		if err != nil {
			return err
		}
		f.cfg.Organisation = &o
	}
	if f.cfg.Database == "" {
		f.cfg.Database = os.Getenv("GIAOBAN_DATABASE")
	}
	f.cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP) // without https it does nothing, and ends nothing
	defer signal.Stop(reload)
	f.cfg.Reload = reload
	a, err := app.Open(cmd.Context(), f.cfg)
	if err != nil {
		return err
	}
	greet(cmd.OutOrStdout(), a.URL())
	empty, err := a.Empty(cmd.Context())
	if err != nil {
		return errors.Join(err, a.Close())
	}
	if empty {
		fmt.Fprintf(cmd.OutOrStdout(), "\n  Chưa có tổ chức nào, nên chưa ai đăng nhập được. Dừng lại rồi chạy:\n  No organisation yet, so nobody can sign in. Stop, then run:\n\n"+
			"    giaoban organisation cuu-chien-binh > org.json     # mẫu để sửa / a sample to make yours\n"+
			"    giaoban init --org org.json --admin quantri --data %s\n    giaoban serve --data %s\n\n", f.cfg.DataDir, f.cfg.DataDir)
	}
	err = a.Run(cmd.Context())
	if closed := a.Close(); err == nil {
		err = closed
	}
	return err
}

// registerHTTPS adds what makes the port speak https by itself.
func (f *flags) registerHTTPS(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&f.cfg.TLSCert, "tls-cert", "", "certificate (PEM, with those between it and the root): speak https; read again when it changes and on SIGHUP")
	set.StringVar(&f.cfg.TLSKey, "tls-key", "", "private key of --tls-cert (PEM)")
	set.StringSliceVar(&f.cfg.ACME.Domains, "acme-domain", nil, "name to fetch a certificate for by ACME (Let's Encrypt): speak https; may be given several times")
	set.StringVar(&f.cfg.ACME.Email, "acme-email", "", "where the authority writes before a certificate ends")
	set.StringVar(&f.cfg.ACME.Directory, "acme-directory", "", "address of another authority's ACME directory")
	set.StringVar(&f.cfg.ACME.Cache, "acme-cache", "", "folder for the fetched certificates (default: acme in the data folder)")
	set.StringVar(&f.cfg.HTTPAddr, "http-addr", "", "host:port of a plain listener that leads to https and answers the ACME authority, e.g. :80")
}

func serveCommand() *cobra.Command {
	var f flags
	var o outside
	var p post
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve an installation",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if f.cfg.Outside, err = o.config(f.cfg.PublicURL); err != nil {
				return err
			}
			if f.cfg.Mail, err = p.config(); err != nil {
				return err
			}
			f.cfg.MetricsToken = os.Getenv("GIAOBAN_METRICS_TOKEN")
			return f.run(cmd, func(w io.Writer, url string) { fmt.Fprintf(w, "giaoban serves %s\n", url) })
		},
	}
	f.register(cmd, "data", "required")
	o.register(cmd)
	p.register(cmd)
	cmd.Flags().BoolVar(&f.cfg.TLS, "https", false, "browsers reach this server by https only, through a proxy in front")
	f.registerHTTPS(cmd)
	cmd.Flags().StringVar(&f.cfg.PublicURL, "public-url", "", "address of links that leave the program, e.g. https://giaoban.example (default: the host that the reader asked)")
	cmd.Flags().BoolVar(&f.cfg.BehindProxy, "behind-proxy", false, "believe X-Forwarded-For and X-Forwarded-Proto of the one proxy in front")
	return cmd
}
