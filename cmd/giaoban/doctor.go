package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"giaoban/internal/app"
	"giaoban/internal/app/doctor"
	"giaoban/internal/i18n"
)

// errUnwell gives the exit code 1; what is wrong stands in the report.
var errUnwell = errors.New("something needs to be done now")

func doctorCommand() *cobra.Command {
	var at place
	var asJSON bool
	var lang string
	var p post
	cfg := doctor.Config{Now: time.Now}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Examine the installation, also while it runs, and say what to do",
		Long: `Looks at the database, the journal's chain, the transparency log, every cell of the totals, every stored file, the disk, the clock,
certificates, ports, rights, the newest copy, the mail server (it signs in there and sends nothing) and mails that failed. It only reads. Exit code: 0 where nothing needs to be done now, 1 otherwise.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			texts, err := i18n.New(app.Texts()...)
			if err != nil {
				return err
			}
			if cfg.Mail, err = p.config(); err != nil {
				return err
			}
			cfg.DataDir, cfg.Database = at.data, at.url()
			report := doctor.Examine(cmd.Context(), cfg, texts, spoken(lang))
			if asJSON {
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetEscapeHTML(false)
				enc.SetIndent("", " ")
				if err := enc.Encode(report); err != nil {
					return err
				}
			} else {
				for _, f := range report.Findings {
					fmt.Fprintf(cmd.OutOrStdout(), "%-5s %s\n", strings.ToUpper(string(f.State)), f.Text)
					if f.Do != "" && f.State != doctor.OK {
						fmt.Fprintf(cmd.OutOrStdout(), "      → %s\n", f.Do)
					}
				}
			}
			if report.Worst() == doctor.Fail {
				return errUnwell
			}
			return nil
		},
	}
	at.register(cmd)
	p.register(cmd)
	set := cmd.Flags()
	set.StringVar(&cfg.Addr, "addr", "127.0.0.1:8080", "host:port where it serves")
	set.IntVar(&cfg.MediaPort, "media-port", 7882, "port for sound and picture; -1 for none")
	set.StringVar(&cfg.TLSCert, "tls-cert", "", "certificate file that it serves with")
	set.StringSliceVar(&cfg.Names, "name", nil, "name or address by which browsers reach it: the certificate must be for it")
	set.DurationVar(&cfg.BackupAge, "backup-age", 26*time.Hour, "a copy older than this is too old")
	set.StringVar(&lang, "lang", "", "vi or en (default: as the variables LC_ALL and LANG say, else vi)")
	set.BoolVar(&asJSON, "json", false, "JSON")
	return cmd
}

// spoken is the language to answer in.
func spoken(lang string) i18n.Lang {
	for _, said := range []string{lang, os.Getenv("LC_ALL"), os.Getenv("LANG")} {
		if said != "" && said != "C" && said != "POSIX" && !strings.HasPrefix(said, "C.") {
			return i18n.ParseLang(strings.ToLower(said[:min(2, len(said))]))
		}
	}
	return i18n.VI
}
