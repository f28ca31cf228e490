// Command giaoban runs the periodic work of a many-level organisation: reports
// of a period, conferences across sites, their conclusions and tasks.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := root().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "giaoban:", err)
		os.Exit(1)
	}
}

func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "giaoban",
		Short:         "Reports, conferences and tasks of a many-level organisation, in one place",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	cmd.AddCommand(serveCommand(), demoCommand(), initCommand(), organisationCommand(), doctorCommand(), backupCommand(), restoreCommand(), verifyCommand(), logCommand(), certCommand(), versionCommand(), licensesCommand())
	return cmd
}
