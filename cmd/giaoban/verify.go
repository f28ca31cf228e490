package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"giaoban/internal/app"
	"giaoban/internal/transparency"
)

func verifyCommand() *cobra.Command {
	var trust transparency.Trust
	var keyFile, seen string
	var show bool
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check a downloaded proof of the transparency log, without network or installation",
		Long: `FILE is a proof of a report or an edition (downloaded from its page), of any line of the log (/log/proof/N), or that the log
only grew (/log/growth/N). Give the log's public key with --key, had from another source than the file: from paper, from the
organisation's site. Without it the key in the file is used, which shows only that the file agrees with itself.
Exit code: 0 where FILE proves what it claims, 1 otherwise.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			if keyFile != "" {
				body, err := os.ReadFile(keyFile)
				if err != nil {
					return err
				}
				trust.Key, _, _ = strings.Cut(strings.TrimSpace(string(body)), "\n")
			}
			if seen != "" {
				if trust.Seen, err = os.ReadFile(seen); err != nil {
					return err
				}
			}
			f, err := transparency.Check(file, trust)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "log         %s, %d lines, root %s\n", f.Origin, f.Size, f.Root)
			if f.Given {
				fmt.Fprintf(out, "signature   right, by the key you gave (%s)\n", f.KeyID)
			} else {
				fmt.Fprintf(out, "signature   right, by the key in the file (%s): compare it with one from another source, or give that with --key\n", f.KeyID)
			}
			if f.Index >= 0 {
				fmt.Fprintf(out, "line        %d is in the log: %s\n", f.Index, f.Leaf)
			}
			switch {
			case f.Record != "":
				fmt.Fprintf(out, "record      the one in the file (%d bytes) is what line %d commits to\n", len(f.Record), f.Index)
				if show {
					fmt.Fprintln(out, f.Record)
				}
			case f.Index >= 0:
				fmt.Fprintln(out, "record      not in the file: who may read it downloads a proof that holds it from its page")
			}
			if f.Old > 0 {
				fmt.Fprintf(out, "growth      it only added to the %d lines of the checkpoint kept before\n", f.Old)
			}
			return nil
		},
	}
	set := cmd.Flags()
	set.StringVar(&trust.Key, "key", "", "public key of the log, as it stands on its page /log")
	set.StringVar(&keyFile, "key-file", "", "file whose first line is that key (as /log/keys gives it)")
	set.StringVar(&seen, "seen", "", "file with a checkpoint kept before: the log must only have grown since")
	set.BoolVar(&show, "show", false, "print the record in the file too")
	cmd.MarkFlagsMutuallyExclusive("key", "key-file")
	return cmd
}

func logCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "log", Short: "Look after the transparency log's key"}
	var at place
	rotate := &cobra.Command{
		Use:   "rotate-key",
		Short: "Draw a new signing key; the checkpoint of this moment is signed by the old and the new one",
		Long: `Stop the service first where the database is a file. Publish the new public key where the old one is published. The old secret
is removed; checkpoints that it signed stay good.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			public, err := app.RotateLogKey(cmd.Context(), at.data, at.url())
			if err == nil {
				fmt.Fprintf(cmd.OutOrStdout(), "the log is now signed by\n%s\n", public)
			}
			return err
		},
	}
	at.register(rotate)
	cmd.AddCommand(rotate)
	return cmd
}
