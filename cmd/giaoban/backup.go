package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"giaoban/internal/app/backup"
)

// place is where an installation is: what backup, restore and doctor share with serve.
type place struct{ data, database string }

func (p *place) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.data, "data", "data", "folder of the database and the files")
	cmd.Flags().StringVar(&p.database, "database", "", "PostgreSQL instead of a file in the data folder: postgres://user@host/name; or the variable GIAOBAN_DATABASE")
}

func (p *place) url() string {
	if p.database == "" {
		return os.Getenv("GIAOBAN_DATABASE")
	}
	return p.database
}

func backupCommand() *cobra.Command {
	var at place
	var keep int
	cmd := &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy the installation into a new folder in DIR, while it runs",
		Long: `Copies everything, in one moment's state, into a new folder in DIR named by the time. Nothing needs to be stopped.
Stored files share their place on the disk with the copy before where both are on one disk; copy DIR to another machine too.
A folder whose name ends in .part is a copy that was interrupted and is worth nothing.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			began := time.Now()
			done, err := backup.Make(cmd.Context(), backup.Source{DataDir: at.data, Database: at.url(), Program: version(), Now: time.Now}, args[0], keep)
			if err != nil {
				return err
			}
			rows := int64(0)
			for _, t := range done.Manifest.Tables {
				rows += t.Rows
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d rows in %d tables, %d files (%d shared with the copy before), %.1f MB, journal entry %d, %.1f s\n",
				done.Dir, rows, len(done.Manifest.Tables), len(done.Manifest.Files), done.Linked, float64(done.Bytes)/1e6, done.Manifest.Journal.Seq, time.Since(began).Seconds())
			for _, name := range done.Removed {
				fmt.Fprintf(cmd.OutOrStdout(), "removed %s\n", name)
			}
			if len(done.Damaged) > 0 {
				return fmt.Errorf("the copy is made, but %d stored files are damaged: %v; fetch them from an older copy", len(done.Damaged), done.Damaged)
			}
			return nil
		},
	}
	at.register(cmd)
	cmd.Flags().IntVar(&keep, "keep", 0, "remove all but so many newest copies in DIR when this one is made; 0 keeps all")
	return cmd
}

func restoreCommand() *cobra.Command {
	var at place
	var check bool
	cmd := &cobra.Command{
		Use:   "restore DIR",
		Short: "Make an installation of a copy, in an empty data folder and an empty database",
		Long: `DIR is one copy, or a folder of copies of which the newest is taken. All of it is compared with its manifest before anything
is touched. A copy from either database may be read into either: this is also the way from the built-in one to PostgreSQL.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := backup.Newest(args[0])
			if err != nil {
				return err
			}
			if check {
				m, err := backup.Verify(dir)
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), "%s: whole; made %s by %s, journal entry %d\n", dir, m.Made.Local().Format(time.DateTime), m.Program, m.Journal.Seq)
				}
				return err
			}
			done, err := backup.Restore(cmd.Context(), dir, backup.Target{DataDir: at.data, Database: at.url()})
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "restored %s, made %s by %s, journal entry %d, into %s\n", dir, done.Manifest.Made.Local().Format(time.DateTime), done.Manifest.Program, done.Manifest.Journal.Seq, at.data)
			if head := done.Manifest.Log; head != nil {
				fmt.Fprintf(cmd.OutOrStdout(), "transparency log: %d lines, root %s, as in the copy\n", head.Size, head.Root)
			}
			if done.JournalFault != nil {
				return fmt.Errorf("everything is restored as it was copied; but the journal or the transparency log had been damaged before: %w", done.JournalFault)
			}
			return nil
		},
	}
	at.register(cmd)
	cmd.Flags().BoolVar(&check, "check", false, "only compare the copy with its manifest")
	return cmd
}
