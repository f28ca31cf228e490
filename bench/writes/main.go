// Command writes measures durable writes through the real services: rights,
// checks, journal with hash chain, idempotency key, durable commit. It prints
// one row a line as JSON.
//
//	filing.visible.p99  one client files, from the call until it is acknowledged; the totals above hold it by then, which is checked each time
//	write.grouped       64 clients acknowledge notices to all units; the baseline is one client alone, whose every write is a commit of its own
//	write.filing        64 clients file reports of 40 figures, the heaviest of the ordinary writes; the baseline is one client alone
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"syscall"
	"time"

	"giaoban/bench/house"
	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

const (
	clients = 64
	alone   = 1000 // writes of the one client
	notices = 8    // to all units
)

func main() {
	profile := flag.String("profile", "", "file for a processor profile of the 64 clients")
	flag.Parse()
	if err := run(context.Background(), *profile); err != nil {
		fmt.Fprintln(os.Stderr, "writes:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, profile string) (err error) {
	h, err := house.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	var batches [][]report.Filing
	var first report.Request
	for _, q := range []when.PeriodName{{Kind: when.Quarter, Year: 2026, N: 1}, {Kind: when.Quarter, Year: 2025, N: 4}, {Kind: when.Quarter, Year: 2025, N: 3}} {
		r, filings, err := h.Signed(ctx, q)
		if err != nil {
			return err
		}
		if len(batches) == 0 {
			first = r
		} else if _, err := h.Report.Board(ctx, actor.SystemActor("bench"), r.ID, 0); err != nil { // its totals are kept from here on
			return err
		}
		batches = append(batches, filings)
	}
	took, err := oneByOne(ctx, h, first, batches[0][:alone])
	if err != nil {
		return err
	}
	total := time.Duration(0)
	for _, d := range took {
		total += d
	}
	slices.Sort(took)
	serial := float64(len(took)) / total.Seconds()
	if err := row("filing.visible.p99", ms(took[len(took)*99/100]), 0,
		fmt.Sprintf("%d filings, median %.2f ms", len(took), ms(took[len(took)/2]))); err != nil {
		return err
	}
	notices, err := h.Notices(ctx, notices)
	if err != nil {
		return err
	}
	began := time.Now()
	for _, a := range notices[:alone] {
		if err := h.Acknowledge(ctx, a); err != nil {
			return err
		}
	}
	single := alone / time.Since(began).Seconds()
	if err := grouped(ctx, h, "write.grouped", "acknowledgements", profile, notices[alone:], single, h.Acknowledge); err != nil {
		return err
	}
	if profile != "" {
		profile += ".filing"
	}
	return grouped(ctx, h, "write.filing", "filings", profile, slices.Concat(batches[1:]...), serial, h.File)
}

// grouped lets the clients take the writes between them and prints the row.
func grouped[T any](ctx context.Context, h *house.House, name, what, profile string, list []T, single float64, write func(context.Context, T) error) error {
	runtime.GC()
	if profile != "" {
		out, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
	}
	before, used := h.DB.Stats(), processor()
	took, err := together(ctx, list, write)
	used = processor() - used
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	after := h.DB.Stats()
	return row(name, float64(len(list))/took.Seconds(), single, fmt.Sprintf("%d %s, %.0f in a commit, %d µs of processor time each",
		len(list), what, float64(after.Pieces-before.Pieces)/float64(max(after.Batches-before.Batches, 1)), used.Microseconds()/int64(len(list))))
}

// processor gives the processor time of this process.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// oneByOne files and looks after each filing whether every total above has it.
func oneByOne(ctx context.Context, h *house.House, r report.Request, list []report.Filing) ([]time.Duration, error) {
	who := actor.SystemActor("bench")
	in := map[ident.ID]int32{}
	tree, err := h.Org.Tree(ctx, r.TreeDate())
	if err != nil {
		return nil, err
	}
	if _, err := h.Report.Board(ctx, who, r.ID, 0); err != nil { // builds the totals
		return nil, err
	}
	took := make([]time.Duration, 0, len(list))
	for _, f := range list {
		began := time.Now()
		if err := h.File(ctx, f); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
		for _, above := range append(tree.Ancestors(f.Unit), mustUnit(tree.Unit(f.Unit))) {
			in[above.ID]++
			b, err := h.Report.Board(ctx, who, r.ID, above.ID)
			if err != nil {
				return nil, err
			}
			if b.All.Filed != in[above.ID] {
				return nil, fmt.Errorf("%s has %d filings in its totals after %d", above.Name, b.All.Filed, in[above.ID])
			}
		}
	}
	return took, nil
}

func mustUnit[U any](u U, _ bool) U { return u }

// together lets the clients take the writes between them.
func together[T any](ctx context.Context, list []T, write func(context.Context, T) error) (time.Duration, error) {
	next := make(chan T, len(list))
	for _, one := range list {
		next <- one
	}
	close(next)
	var wg sync.WaitGroup
	failed := make([]error, clients)
	began := time.Now()
	for i := range clients {
		wg.Go(func() {
			for one := range next {
				if err := write(ctx, one); err != nil {
					failed[i] = err
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(began), errors.Join(failed...)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// row prints a figure; baseline 0: there is none.
func row(name string, value, baseline float64, note string) error {
	r := map[string]any{"name": name, "value": value, "note": note}
	if baseline > 0 {
		r["baseline"] = baseline
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
