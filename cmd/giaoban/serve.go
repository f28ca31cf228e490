package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"giaoban/internal/app"
	"giaoban/internal/demo"
)

// flags are what serve and demo have in common.
type flags struct {
	cfg      app.Config
	file     string // organisation file
	logLevel string
}

func (f *flags) register(cmd *cobra.Command, data string) {
	set := cmd.Flags()
	set.StringVar(&f.cfg.Addr, "addr", "127.0.0.1:8080", "host:port to serve on; :8080 is reachable from outside")
	set.StringVar(&f.cfg.DataDir, "data", data, "folder of the database and the files")
	set.StringVar(&f.cfg.Database, "database", "",
		"PostgreSQL instead of a file in the data folder: postgres://user@host/name; or the variable GIAOBAN_DATABASE, which hides a password from the list of processes")
	set.IntVar(&f.cfg.MediaPort, "media-port", 7882, "port for sound and picture, UDP and TCP; -1 runs without")
	set.StringSliceVar(&f.cfg.MediaAddrs, "media-addr", nil, "address under which browsers reach the media port (default: those of this machine)")
	set.StringVar(&f.file, "org", "", "organisation file (JSON) to load into an empty data folder")
	set.StringVar(&f.logLevel, "log", "info", "debug, info, warn or error")
}

func (f *flags) run(cmd *cobra.Command, greet func(w io.Writer, url string)) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return fmt.Errorf("--log: %w", err)
	}
	if f.file != "" {
		in, err := os.Open(f.file)
		if err != nil {
			return err
		}
		o, err := demo.ReadOrganisation(in)
		if err := errors.Join(err, in.Close()); err != nil {
			return fmt.Errorf("%s: %w", f.file, err)
		}
		f.cfg.Organisation = &o
	}
	if f.cfg.Database == "" {
		f.cfg.Database = os.Getenv("GIAOBAN_DATABASE")
	}
	f.cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	a, err := app.Open(cmd.Context(), f.cfg)
	if err != nil {
		return err
	}
	greet(cmd.OutOrStdout(), a.URL())
	err = a.Run(cmd.Context())
	if closed := a.Close(); err == nil {
		err = closed
	}
	return err
}

func serveCommand() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve an installation",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.cfg.MetricsToken = os.Getenv("GIAOBAN_METRICS_TOKEN")
			return f.run(cmd, func(w io.Writer, url string) { fmt.Fprintf(w, "giaoban serves %s\n", url) })
		},
	}
	f.register(cmd, "data")
	cmd.Flags().BoolVar(&f.cfg.TLS, "https", false, "browsers reach this server by https only, through a proxy in front")
	cmd.Flags().StringVar(&f.cfg.PublicURL, "public-url", "", "address of links that leave the program, e.g. https://giaoban.example (default: the host that the reader asked)")
	cmd.Flags().BoolVar(&f.cfg.BehindProxy, "behind-proxy", false, "believe X-Forwarded-For and X-Forwarded-Proto of the one proxy in front")
	return cmd
}
