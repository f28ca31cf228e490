// Command live measures how fast many listeners of one board learn of a filing.
// The house serves real boards over HTTP; the listeners are a process of their
// own that this command starts (see listeners.go). Ten reports a second are
// filed through the real service. Latency runs from the commit to the receipt of
// the whole event by a listener; both processes read the machine's one clock.
// The server's processor time is all that its process used in that time, filing
// and rendering included.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"

	"giaoban/bench/house"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

const pace = 100 * time.Millisecond // between two changes

func main() {
	n := flag.Int("listeners", 1000, "how many listen")
	lasts := flag.Duration("for", 15*time.Second, "how long reports are filed")
	listen := flag.String("listen", "", "be the listeners of this address")
	cookie := flag.String("cookie", "", "session of the listeners")
	profile := flag.String("profile", "", "file for a processor profile of the server")
	flag.Parse()
	var err error
	if *listen != "" {
		err = beListeners(*listen, *cookie, *n)
	} else {
		err = run(context.Background(), *n, *lasts, *profile)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, n int, lasts time.Duration, profile string) (err error) {
	h, err := house.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	request, filings, err := h.Signed(ctx, when.PeriodName{Kind: when.Quarter, Year: 2026, N: 1})
	if err != nil {
		return err
	}
	surface, err := h.Surface()
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
	cookie, err := h.SignIn(ctx, base)
	if err != nil {
		return err
	}
	board := fmt.Sprintf("%s/live/board/%s-%s-f", base, request.ID, request.Opener)
	them, err := startListeners(ctx, board, cookie, n)
	if err != nil {
		return err
	}
	defer them.stop()
	commits := watch(h, request)
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
	before := processor()
	began := time.Now()
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for i := 0; time.Since(began) < lasts && i < len(filings); i++ {
		<-tick.C
		if err := h.File(ctx, filings[i]); err != nil {
			return err
		}
	}
	time.Sleep(2 * time.Second) // what is on its way arrives
	used := processor() - before
	heard, err := them.finish(commits())
	if err != nil {
		return err
	}
	note := fmt.Sprintf("%d deliveries of %d versions, median %.1f ms, %.1f KB each, %d skipped", heard.Deliveries, heard.Versions, heard.P50, heard.KB, heard.Skipped)
	name := fmt.Sprintf("live.%d", n)
	if err := row(name+".p99", heard.P99, note); err != nil {
		return err
	}
	if n > 1000 {
		return nil
	}
	return row(name+".cpu", float64(used.Microseconds())/float64(max(heard.Deliveries, 1)), "filing and rendering included")
}

// watch notes when each version of the board was published, which is right after its commit.
func watch(h *house.House, r report.Request) (done func() map[int64]int64) {
	sub := h.Hub.Subscribe(report.BoardTopic(r.ID))
	at, stop := map[int64]int64{}, make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-sub.C:
				at[h.Hub.Version(report.BoardTopic(r.ID))] = time.Now().UnixNano()
			case <-stop:
				return
			}
		}
	})
	return func() map[int64]int64 {
		close(stop)
		wg.Wait()
		sub.Close()
		return at
	}
}

// processor gives the processor time of this process.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func row(name string, value float64, note string) error {
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"name": name, "value": value, "note": note})
}
