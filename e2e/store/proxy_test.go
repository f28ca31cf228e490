package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"giaoban/internal/db/dbtest"
)

// proxied runs HAProxy with the file that the documentation shows; only addresses differ, and that it speaks plain http.
func proxied(t *testing.T, one, two string) string {
	t.Helper()
	if out, err := exec.Command("sh", "../needs.sh", "haproxy").CombinedOutput(); err != nil {
		t.Fatalf("HAProxy: %v %s", err, out)
	}
	bin, err := exec.LookPath("haproxy")
	if err != nil {
		bin = "/usr/sbin/haproxy"
	}
	shown, err := os.ReadFile("../../docs/haproxy.cfg")
	must(t, err)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := free.Addr().String()
	must(t, free.Close())
	text := string(shown)
	for _, change := range [][2]string{
		{":443 ssl crt /etc/haproxy/giaoban.pem alpn h2,http/1.1", address}, {"X-Forwarded-Proto https", "X-Forwarded-Proto http"}, {"__Host-wait", "giaoban_wait"},
		{"10.0.0.1:8080", strings.TrimPrefix(one, "http://")}, {"10.0.0.2:8080", strings.TrimPrefix(two, "http://")},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("docs/haproxy.cfg no longer holds %q", change[0])
		}
		text = strings.ReplaceAll(text, change[0], change[1])
	}
	path := filepath.Join(t.TempDir(), "haproxy.cfg")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	cmd := exec.Command(bin, "-db", "-f", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	eventually(t, 10*time.Second, "HAProxy answers", func() bool {
		res, err := http.Get("http://" + address + "/healthz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return "http://" + address
}

// viewer keeps a live page open as a browser does: when the stream ends it comes again after the time that the server named.
type viewer struct {
	open  atomic.Bool
	ends  atomic.Int64
	heard atomic.Int64
}

func (v *viewer) watch(d *desk, address string, stop <-chan struct{}) {
	wait := 3 * time.Second
	for {
		select {
		case <-stop:
			return
		default:
		}
		v.once(d, address, &wait, stop)
		v.open.Store(false)
		v.ends.Add(1)
		select {
		case <-time.After(wait):
		case <-stop:
			return
		}
	}
}

func (v *viewer) once(d *desk, address string, wait *time.Duration, stop <-chan struct{}) {
	client := &http.Client{Jar: d.client.Jar, Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return
	}
	req.Header.Set("Accept", "text/event-stream")
	res, err := client.Do(req)
	if err != nil {
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-stop:
			res.Body.Close()
		case <-done:
		}
	}()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		if ms, ok := strings.CutPrefix(lines.Text(), "retry: "); ok {
			n, _ := strconv.Atoi(ms)
			*wait = time.Duration(n) * time.Millisecond
		}
		if strings.HasPrefix(lines.Text(), "data:") {
			v.open.Store(true)
			v.heard.Add(1)
		}
	}
}

// Two processes behind HAProxy are one program: what is filed through one moves the other's totals within a second; one is killed
// under load, and nothing that was acknowledged is lost, nothing is done twice, and its viewers are back within five seconds.
func TestTwoProcessesBehindAProxy(t *testing.T) {
	if !dbtest.Postgres() {
		t.Skip("several processes need PostgreSQL: run under e2e/postgres.sh")
	}
	h := newHouse(t, 20)
	one, two := h.start("--behind-proxy"), h.start("--behind-proxy")
	base := proxied(t, one.url, two.url)
	h.signIn(base)

	have := func(base string) int64 {
		var b jsonBoard
		h.office.read200(t, h.totals(base, h.tree.Root().ID), &b)
		return b.Coverage.Have
	}
	have(two.url) // it has totals of its own in memory
	slowest := time.Duration(0)
	for n, d := range h.desk[:5] {
		for range 3 { // drafts, signs, files
			must(t, d.turn(one.url))
		}
		filed := time.Now()
		eventually(t, time.Second, "the other process's totals", func() bool { return have(two.url) == int64(n+1) })
		slowest = max(slowest, time.Since(filed))
	}
	t.Logf("a report filed through one process stood in the other's totals after %v at most", slowest.Round(time.Millisecond))

	stop := make(chan struct{})
	var wg sync.WaitGroup
	viewers := make([]viewer, 12)
	for i := range viewers {
		wg.Go(func() {
			viewers[i].watch(h.office, base+"/live/board/"+h.request.ID.String()+"-"+h.tree.Root().ID.String()+"-f", stop)
		})
	}
	all := func() (n int) {
		for i := range viewers {
			if viewers[i].open.Load() {
				n++
			}
		}
		return n
	}
	eventually(t, 10*time.Second, "all viewers see the board", func() bool { return all() == len(viewers) })

	working := make(chan struct{})
	var work sync.WaitGroup
	var lost atomic.Int64
	for _, d := range h.desk {
		work.Go(func() {
			for {
				select {
				case <-working:
					return
				default:
				}
				time.Sleep(25 * time.Millisecond) // the office, which gives reports back, may write 300 times a minute
				if err := d.turn(base); errors.Is(err, errRefused) {
					t.Error(err)
					return
				} else if err != nil { // cut off in the middle: the same write again, with the same key
					lost.Add(1)
					time.Sleep(100 * time.Millisecond)
				}
			}
		})
	}
	time.Sleep(500 * time.Millisecond)
	two.kill()
	killed := time.Now()
	cut := 0
	eventually(t, 5*time.Second, "viewers of the killed process are back", func() bool {
		cut = 0
		for i := range viewers {
			if viewers[i].ends.Load() > 0 {
				cut++
			}
		}
		return cut > 0 && time.Since(killed) > 100*time.Millisecond && all() == len(viewers)
	})
	t.Logf("%d of %d viewers were cut and back after %v; %d writes met a cut line", cut, len(viewers), time.Since(killed).Round(10*time.Millisecond), lost.Load())
	before := make([]int64, len(viewers))
	for i := range viewers {
		before[i] = viewers[i].heard.Load()
	}
	eventually(t, 5*time.Second, "every viewer hears on", func() bool {
		for i := range viewers {
			if viewers[i].heard.Load() == before[i] {
				return false
			}
		}
		return true
	})
	close(working)
	work.Wait()
	for _, d := range h.desk {
		for d.pending != nil {
			must(t, d.turn(base))
		}
	}
	close(stop)
	wg.Wait()
	h.whole(t)
	h.sameTotals(base)
	h.afterCrash(&process{t: t, url: base}, 0)
	if t.Failed() {
		fmt.Fprintln(os.Stderr, one.said())
	}
}
