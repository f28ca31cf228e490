package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"giaoban/internal/app/certificate"
)

func certCommand() *cobra.Command {
	var dir string
	var renew bool
	cmd := &cobra.Command{
		Use:   "cert NAME|IP ...",
		Short: "Make a certificate for a network that no public authority reaches",
		Long: `Browsers give cameras and microphones only to pages that came by https (or from this very machine).
Where no public authority can be reached, this makes a small authority of your own and a certificate that it signs.
The authority can sign for the given names and addresses only. Give ca.crt to every machine, keep ca.key to yourself.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			made, err := certificate.Make(dir, names, renew, time.Now())
			if err != nil {
				return err
			}
			explain(cmd.OutOrStdout(), made)
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "out", "cert", "folder to write to, or in which the authority stands")
	cmd.Flags().BoolVar(&renew, "renew", false, "make a new server certificate under the authority in the folder; the machines need nothing new")
	return cmd
}

func explain(w io.Writer, m certificate.Made) {
	at := func(name string) string { return filepath.Join(m.Dir, name) }
	fmt.Fprintf(w, "%s\n  for %s, until %s\n\nStart with\n  giaoban serve --addr :443 --tls-cert %s --tls-key %s\n",
		at(certificate.ServerFile), strings.Join(m.Names, ", "), m.Until.Format(time.DateOnly), at(certificate.ServerFile), at(certificate.ServerKey))
	fmt.Fprintf(w, "Make a new one before it ends (the running program reads it by itself):\n  giaoban cert --renew --out %s %s\n", m.Dir, strings.Join(m.Names, " "))
	if !m.New {
		fmt.Fprintf(w, "\nThe authority stays the same, until %s; the machines need nothing new.\n", m.Authority.Format(time.DateOnly))
		return
	}
	fmt.Fprintf(w, `
Cài %[1]s vào từng máy dự họp, một lần (có hiệu lực đến %[2]s):
Install %[1]s once on every machine that takes part (good until %[2]s):

  Windows (Chrome, Edge)  as administrator: certutil -addstore -f Root %[3]s
                          for a whole domain: Group Policy, Computer Configuration, Windows Settings,
                          Security Settings, Public Key Policies, Trusted Root Certification Authorities
  Firefox                 Settings, Privacy & Security, View Certificates, Authorities, Import, "identify websites";
                          or the policy Certificates/ImportEnterpriseRoots, which takes those of Windows
  Android (Chrome)        send the file to the phone; Settings, Security, Encryption & credentials,
                          Install a certificate, CA certificate
  iPhone, iPad            open the file, install the profile; then Settings, General, About, Certificate Trust Settings
  macOS                   sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain %[3]s
  Debian, Ubuntu          sudo cp %[3]s /usr/local/share/ca-certificates/giaoban.crt && sudo update-ca-certificates
                          Chrome there: certutil -d sql:$HOME/.pki/nssdb -A -t C -n giaoban -i %[3]s (package libnss3-tools)

Compare this fingerprint (SHA-256) over another way, by telephone for instance:
  %[4]s

%[5]s stays on this machine, readable by you alone, or better in a safe: who has it can pretend to be this server.
`, at(certificate.AuthorityFile), m.Authority.Format(time.DateOnly), certificate.AuthorityFile, m.Fingerprint, at("ca.key"))
}
