// Command reports measures the work on the reports of a nation: 11,368 units of
// the tree of 2021, 200 indicators, 8 quarters. It prints one row a line as JSON.
//
//	cube.rebuild   the totals of one quarter out of the tables, until the first answer
//	trends.memory  what is held after the trends of all quarters were read once
//	cube.restate   all quarters on today's tree of units
//	page.national  the page of a national request over HTTP: 63 provinces and 200 totals, while 100 reports a second are filed
//	page.drill     the same page of one province
//	filing.http    reports of 40 indicators sent by 16 clients that are signed in, until acknowledged; beside it the same bodies to a bare server
//	xlsx.write     a workbook of 11,000 lines of 12 cells; xlsx.read reads it
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"syscall"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
	"giaoban/internal/sheet"
)

const (
	pace  = 10 * time.Millisecond // between two reports that are filed
	lines = 11_000                // of the workbook
	cells = 12
)

func main() {
	quarters := flag.Int("quarters", 8, "how many quarters")
	only := flag.String("only", "", "filing: measure filings over HTTP alone")
	profile := flag.String("profile", "", "folder for a processor profile of each measurement")
	flag.Parse()
	if err := run(context.Background(), *only, *quarters, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "reports:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only string, quarters int, profile string) (err error) {
	if err := filings(ctx, profile); err != nil || only == "filing" {
		return err
	}
	if err := workbook(profile); err != nil {
		return err
	}
	n, err := newNation(ctx, quarters, 600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	who := actor.SystemActor("bench")
	newest := n.quarters[len(n.quarters)-1]
	err = measure("cube.rebuild", profile, 5, func() (time.Duration, error) {
		if err := n.Report.Seed(ctx, who, newest, nil); err != nil { // the totals are forgotten
			return 0, err
		}
		began := time.Now()
		g, err := n.Report.Grid(ctx, who, newest, 0, rollup.FiledOrBetter)
		if err == nil && len(g.Lines) != provinces {
			err = fmt.Errorf("%d lines", len(g.Lines))
		}
		return time.Since(began), err
	})
	if err != nil {
		return err
	}
	if err := n.trends(ctx, newest); err != nil {
		return err
	}
	restate := func() (time.Duration, error) {
		began := time.Now()
		for _, q := range n.quarters {
			v, err := n.Report.Restated(ctx, who, q, 0, "")
			if err != nil {
				return 0, err
			}
			if len(v.Lines) != kept || v.Unplaced > 0 {
				return 0, fmt.Errorf("%d lines, %d units without a place", len(v.Lines), v.Unplaced)
			}
		}
		return time.Since(began), nil
	}
	if _, err := restate(); err != nil { // loads the totals
		return err
	}
	if err := measure("cube.restate", profile, 5, restate); err != nil {
		return err
	}
	return n.pages(ctx, profile)
}

// trends reads the quarters before as a board's page does and tells what memory they hold afterwards.
func (n *nation) trends(ctx context.Context, newest ident.ID) error {
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	who := actor.SystemActor("bench")
	if err := n.Report.Seed(ctx, who, newest, nil); err != nil { // its totals are forgotten
		return err
	}
	before := held()
	read := func() (time.Duration, error) {
		began := time.Now()
		list, err := n.Report.Trends(ctx, who, newest, 0, false, 0)
		if err == nil && len(list) != min(8, len(n.quarters)) {
			err = fmt.Errorf("trends of %d periods", len(list))
		}
		return time.Since(began), err
	}
	first, err := read()
	if err != nil {
		return err
	}
	after := held()
	again, err := read()
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"name": "trends.memory", "value": float64(int64(after-before)>>10) / 1024,
		"note": fmt.Sprintf("MB held after %d quarters; read in %.0f ms, again in %.1f", len(n.quarters), float64(first.Microseconds())/1000, float64(again.Microseconds())/1000)})
}

// pages reads the two pages while reports are filed.
func (n *nation) pages(ctx context.Context, profile string) error {
	surface, err := n.Surface()
	if err != nil {
		return err
	}
	defer surface.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: surface, ReadHeaderTimeout: 30 * time.Second}
	go server.Serve(ln)
	defer server.Close()
	base := "http://" + ln.Addr().String()
	cookie, err := n.SignIn(ctx, base)
	if err != nil {
		return err
	}
	path := base + "/reports/" + n.quarters[len(n.quarters)-1].String() + "/board"
	stop, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		tick := time.NewTicker(pace)
		defer tick.Stop()
		for _, f := range n.waiting {
			select {
			case <-stop:
				ended <- nil
				return
			case <-tick.C:
			}
			if err := n.File(ctx, f); err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	get := func(address string) func() (time.Duration, error) {
		return func() (time.Duration, error) {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
			if err != nil {
				return 0, err
			}
			req.Header.Set("Cookie", cookie)
			req.Header.Set("Accept-Encoding", "gzip") // as browsers do
			began := time.Now()
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				return 0, err
			}
			defer res.Body.Close()
			_, err = io.Copy(io.Discard, res.Body)
			if took := time.Since(began); err != nil || res.StatusCode == http.StatusOK {
				return took, err
			}
			return 0, fmt.Errorf("%s: %s", address, res.Status)
		}
	}
	err = measure("page.national", profile, 100, get(path))
	if err == nil {
		err = measure("page.drill", profile, 100, get(path+"?unit="+n.first.String()))
	}
	close(stop)
	return errors.Join(err, <-ended)
}

func workbook(profile string) error {
	rows := make([][]string, lines)
	for i := range rows {
		for j := range cells {
			rows[i] = append(rows[i], "Xã số "+strconv.Itoa(i*cells+j))
		}
	}
	var book []byte
	err := measure("xlsx.write", profile, 5, func() (_ time.Duration, err error) {
		began := time.Now()
		book, err = sheet.XLSX("Số liệu", nil, rows)
		return time.Since(began), err
	})
	if err != nil {
		return err
	}
	return measure("xlsx.read", profile, 5, func() (time.Duration, error) {
		began := time.Now()
		got, err := sheet.Read(book)
		if err == nil && (len(got) != lines || got[lines-1].Cell(cells-1) != rows[lines-1][cells-1]) {
			err = fmt.Errorf("%d lines came back", len(got))
		}
		return time.Since(began), err
	})
}

// measure does something several times and prints the median, with the processor time of one.
func measure(name, profile string, times int, do func() (time.Duration, error)) error {
	runtime.GC()
	if profile != "" {
		out, err := os.Create(profile + "/" + name)
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
	}
	used := processor()
	took := make([]time.Duration, times)
	var err error
	for i := range took {
		if took[i], err = do(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	used = processor() - used
	pprof.StopCPUProfile()
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"name": name, "value": ms(took[times/2]),
		"note": fmt.Sprintf("median of %d (%.1f to %.1f), %.1f ms of the process's time each", times, ms(took[0]), ms(took[times-1]), ms(used)/float64(times))})
}

// processor gives the processor time of this process.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
