package main

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"io"

	"github.com/spf13/cobra"
)

//go:embed all:licenses
var licenses embed.FS

func licensesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licenses",
		Short: "Print the licences of all bundled parts",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			packed, err := licenses.ReadFile("licenses/licenses.txt.gz")
			if err != nil {
				return errors.New("this program was built without its licence texts; build it with make")
			}
			text, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				return err
			}
			_, err = io.Copy(cmd.OutOrStdout(), text)
			return err
		},
	}
}
