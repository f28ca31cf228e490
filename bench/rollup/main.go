// Command rollup compares the live totals with PostgreSQL: 100 indicators of 63
// provinces over the 11,368 units of a national tree, as JSON, read after one
// random filing each time and containing it. Only the read is timed. Both sides
// hold the same figures, and every answer is compared.
//
//	rollup.ratio          GROUP BY over the value rows
//	rollup.matview.ratio  reading a materialised view that holds the totals of every unit of every level, its refresh included
//
// Our side is GET /api/v1/requests/{request}/figures over loopback, with a
// session, its rights and the whole way of a request; the filings go through
// the report service. PostgreSQL's side is the statement and the making of the
// JSON inside the process. The address of the server stands in the variable
// GIAOBAN_TEST_POSTGRES; e2e/postgres.sh starts one.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"
	"time"

	"giaoban/internal/db"
)

const (
	indicators = 100
	many       = 300 // filings
)

func main() {
	reads := flag.Int("reads", 7, "reads of the value rows")
	refreshes := flag.Int("refreshes", 1, "refreshes of the view")
	profile := flag.String("profile", "", "file for a processor profile of our reads")
	flag.Parse()
	if err := run(context.Background(), *reads, *refreshes, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "rollup:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, reads, refreshes int, profile string) (err error) {
	address := os.Getenv("GIAOBAN_TEST_POSTGRES")
	if address == "" {
		return errors.New("GIAOBAN_TEST_POSTGRES names no server")
	}
	n, err := newNation(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	d, err := db.Open(ctx, db.Config{URL: address})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	pg := rows{d}
	if err := pg.fill(ctx, n); err != nil {
		return err
	}
	var ours, theirs, view []time.Duration
	size := 0
	if profile != "" {
		out, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	// One read is shorter than what disturbs it: many tell more than the few that are compared.
	for i := range many {
		pos, err := n.file(ctx, i)
		if err != nil {
			return err
		}
		mine, took, err := n.read(ctx)
		if err != nil {
			return err
		}
		ours = append(ours, took)
		if err := pg.file(ctx, pos); err != nil {
			return err
		}
		if i >= reads+refreshes {
			continue
		}
		began := time.Now()
		var other []byte
		if i < reads {
			other, err = pg.grouped(ctx)
			theirs = append(theirs, time.Since(began))
		} else {
			other, err = pg.refreshed(ctx)
			view = append(view, time.Since(began))
		}
		if err != nil {
			return err
		}
		if err := n.same(mine, other); err != nil {
			return fmt.Errorf("after filing %d: %w", i, err)
		}
		size = len(mine)
	}
	note := fmt.Sprintf("%d x %d of %d units; ours %.2f ms over HTTP, %d KB, median of %d", len(n.firsts), indicators, len(n.parents), median(ours), size/1000, len(ours))
	if err := row("rollup.ratio", median(theirs), median(ours), fmt.Sprintf("%s; PostgreSQL median of %d", note, len(theirs))); err != nil {
		return err
	}
	return row("rollup.matview.ratio", median(view), median(ours), fmt.Sprintf("%s; refresh and read, median of %d", note, len(view)))
}

func median(list []time.Duration) float64 {
	slices.Sort(list)
	return float64(list[len(list)/2].Nanoseconds()) / 1e6
}

// row prints how many times faster our read is; the baseline is PostgreSQL's time in ms.
func row(name string, theirs, ours float64, note string) error {
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"name": name, "value": theirs / ours, "baseline": theirs, "ratio": theirs / ours, "note": note})
}
