package main

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/app"
	"giaoban/internal/demo"
)

// initCommand fills an empty installation and ends, so that the first start of the server has somebody who can sign in.
func initCommand() *cobra.Command {
	cfg := app.Config{Addr: "127.0.0.1:0", MediaPort: -1}
	var file, admin string
	cmd := &cobra.Command{
		Use:   "init --org FILE",
		Short: "Load an organisation file into an empty installation",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := demo.OpenOrganisation(file)
			if err != nil {
				return err
			}
			password := ""
			if admin != "" {
				root := o.Root()
				if root == "" {
					return fmt.Errorf("%s has no unit without a parent: the administrator stands at the top", file)
				}
				password = rand.Text()
				o.Accounts = append(o.Accounts, account.FileAccount{Login: admin, Name: admin, Password: password,
					Grants: []account.FileGrant{{Role: actor.Admin, Unit: root}}})
			}
			if cfg.Database == "" {
				cfg.Database = os.Getenv("GIAOBAN_DATABASE")
			}
			cfg.Organisation, cfg.Log = &o, slog.New(slog.NewTextHandler(os.Stderr, nil))
			a, err := app.Open(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d units, %d accounts\n", o.Name, len(o.Org.Units), len(o.Accounts))
			switch {
			case password != "":
				fmt.Fprintf(cmd.OutOrStdout(), "administrator %s, password %s (shown once; change it after signing in)\n", admin, password)
			case !o.Administered():
				fmt.Fprintln(cmd.OutOrStdout(), "no account of the file is an administrator with a password: nobody can make further accounts (--admin LOGIN gives one)")
			}
			return a.Close()
		},
	}
	set := cmd.Flags()
	set.StringVar(&file, "org", "", "organisation file (JSON, see docs/organisation.md)")
	set.StringVar(&admin, "admin", "", "login of an administrator to make, with a password that is shown once")
	set.StringVar(&cfg.DataDir, "data", "data", "folder of the database and the files")
	set.StringVar(&cfg.Database, "database", "", "PostgreSQL instead of a file in the data folder, as for serve")
	_ = cmd.MarkFlagRequired("org") // the flag exists
	return cmd
}

// organisationCommand writes out a sample to start one's own organisation file from.
func organisationCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "organisation NAME",
		Short:     "Write a sample organisation file: " + strings.Join(demo.Samples(), ", "),
		Args:      cobra.ExactArgs(1),
		ValidArgs: demo.Samples(),
		RunE: func(cmd *cobra.Command, args []string) error {
			body, ok := demo.SampleFile(args[0])
			if !ok {
				return fmt.Errorf("there is no sample %s; there is: %s", args[0], strings.Join(demo.Samples(), ", "))
			}
			_, err := cmd.OutOrStdout().Write(body)
			return err
		},
	}
}
