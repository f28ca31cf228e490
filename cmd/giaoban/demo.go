package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"giaoban/internal/when"
)

func demoCommand() *cobra.Command {
	var f flags
	var clock string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Serve a demo organisation with invented people and figures",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.cfg.Demo = true
			if clock != "" {
				at, err := time.ParseInLocation("2006-01-02T15:04", clock, when.Zone())
				if err != nil {
					return fmt.Errorf("--clock: %w", err)
				}
				f.cfg.Start = at
			}
			return f.run(cmd, func(w io.Writer, url string) {
				fmt.Fprintf(w, "\n  giaoban, bản dùng thử / demo\n\n  → %s\n\n  Chọn một tài khoản mẫu ở trang đăng nhập. Dữ liệu nằm trong %s.\n  Pick a demo account on the sign-in page. Stop with Ctrl+C.\n\n", url, f.cfg.DataDir)
			})
		},
	}
	f.register(cmd, "data/demo", "off")
	cmd.Flags().StringVar(&clock, "clock", "", "where the demo's clock stands at the start, e.g. 2026-04-02T14:00; the built-in demo begins on 2026-01-01, an organisation of your own (--org) when its units do")
	return cmd
}
