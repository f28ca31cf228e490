package store_test

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/journal"
)

func onlySQLite(t *testing.T) {
	t.Helper()
	if dbtest.Postgres() {
		t.Skip("a property of SQLite alone")
	}
}

// noted sends a note of a desk's task until it is taken or refused for another reason than that the store fails.
func (d *desk) noted(t *testing.T, base, lang string) (status int, answer string, a *act) {
	t.Helper()
	a = &act{by: d, kind: "note", path: "/tasks/" + d.task.String() + "/note", key: newKey(), mime: form, body: url.Values{"note": {"Một việc"}}.Encode(), lang: lang}
	if err := a.do(base); err != nil {
		t.Fatal(err)
	}
	return a.status, a.answer, a
}

// refusedIn sends a note while the store fails: the answer is 503 and says why, in the reader's language.
func (d *desk) refusedIn(t *testing.T, base, vi, en string) *act {
	t.Helper()
	var last *act
	for lang, text := range map[string]string{"vi": vi, "en": en} {
		status, answer, a := d.noted(t, base, lang)
		if status != http.StatusServiceUnavailable || !strings.Contains(answer, text) {
			t.Fatalf("in %s: %d, and nothing of %q in\n%.3000s", lang, status, text, answer)
		}
		last = a
	}
	return last
}

// A second program on the same folder is refused with a sentence that helps; the first does not notice.
func TestSecondProgramOnOneFolder(t *testing.T) {
	onlySQLite(t)
	h := newHouse(t, 0)
	p := h.start()
	h.signIn(p.url)
	if second, err := h.try(); err == nil || !strings.Contains(err.Error(), "another giaoban has "+h.cfg.Path+" open: stop it first") {
		t.Errorf("second start: %v, %v", second, err)
	}
	if status, answer, _ := h.desk[0].noted(t, p.url, "vi"); status != http.StatusSeeOther {
		t.Errorf("the first: %d %.500s", status, answer)
	}
	p.kill()
	h.start() // a killed program leaves nothing behind that keeps the next from starting
}

// A foreign tool holds the database: pages are read, a write is answered 503, and the same write is taken once the tool lets go.
func TestForeignToolHoldsTheDatabase(t *testing.T) {
	onlySQLite(t)
	h := newHouse(t, 0)
	p := h.start()
	h.signIn(p.url)
	tool, err := sql.Open("sqlite", h.cfg.Path)
	must(t, err)
	defer tool.Close()
	held, err := tool.Conn(t.Context())
	must(t, err)
	_, err = held.ExecContext(t.Context(), `begin immediate`)
	must(t, err)
	var asked []*act
	var wg sync.WaitGroup
	var mu sync.Mutex
	began := time.Now()
	for _, d := range h.desk[:6] { // together, so that nobody waits for the others' waiting
		wg.Go(func() {
			a := d.refusedIn(t, p.url, "Một chương trình khác đang giữ cơ sở dữ liệu", "Another program holds the database")
			mu.Lock()
			asked = append(asked, a)
			mu.Unlock()
		})
	}
	if status, _, err := h.office.get(p.url + "/reports"); status != http.StatusOK {
		t.Errorf("reading meanwhile: %d, %v", status, err)
	}
	wg.Wait()
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("answered after %v", took)
	}
	_, err = held.ExecContext(t.Context(), `rollback`)
	must(t, err)
	for _, a := range asked {
		if err := a.do(p.url); err != nil || a.status != http.StatusSeeOther {
			t.Errorf("once the tool let go: %d, %v", a.status, err)
		}
		a.by.notes++
	}
	h.whole(t)
}

// whole looks at the file, the journal and what the desks were told.
func (h *house) whole(t *testing.T) {
	t.Helper()
	view(t, h.db, func(ctx context.Context, r *db.Read) error {
		if h.cfg.URL == "" {
			says, _, err := db.One(ctx, r, db.ScanText, `pragma integrity_check`)
			if says != "ok" || err != nil {
				t.Errorf("integrity_check: %s, %v", says, err)
			}
		}
		_, err := journal.Verify(ctx, r)
		return err
	})
	h.sameRecords(0)
}

// The disk fills up under load: what was acknowledged is there, the rest was refused with the reason, files are refused too, and
// once there is room all goes on without a restart.
func TestFullDisk(t *testing.T) {
	onlySQLite(t)
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small disk cannot be made here (%v %s); internal/db fills a database up without one", err, bytes.TrimSpace(out))
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	h := newHouseAt(t, dir, db.Config{}, 10)
	p := h.start()
	h.signIn(p.url)
	ballast, err := os.Create(filepath.Join(dir, "ballast"))
	must(t, err)
	for chunk := make([]byte, 64<<10); err == nil; {
		_, err = ballast.Write(chunk)
	}
	ballast.Close()
	full := 0
	for _, d := range h.desk {
		var err error
		for range 400 {
			if err = d.turn(p.url); err != nil {
				break
			}
		}
		switch {
		case errors.Is(err, errUnavailable):
			full++
		case err != nil:
			t.Error(err)
		}
	}
	if full == 0 {
		t.Fatal("the disk never filled up")
	}
	h.desk[0].refusedIn(t, p.url, "Máy chủ hết chỗ lưu trữ", "The server has no room left")
	if status, _, err := h.office.get(p.url + "/reports"); status != http.StatusOK {
		t.Errorf("reading meanwhile: %d, %v", status, err)
	}
	h.sameRecords(0)
	must(t, os.Remove(ballast.Name()))
	for _, d := range h.desk {
		for range 8 {
			if err := d.turn(p.url); err != nil {
				t.Fatalf("there is room again: %v", err)
			}
		}
	}
	h.whole(t)
	h.sameTotals(p.url)
	p.kill()
	h.start()
	h.whole(t)
}

// The folder cannot be written: the start says what to do.
func TestReadOnlyDisk(t *testing.T) {
	onlySQLite(t)
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a read-only disk cannot be made here (%v %s); internal/db opens a folder without rights", err, bytes.TrimSpace(out))
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	h := &house{t: t, dir: dir}
	h.start("--org", organisation(t)).stop()
	if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if _, err := h.try(); err == nil || !strings.Contains(err.Error(), "must belong to, and be writable for, the user who runs this program") {
		t.Errorf("got %v", err)
	}
}

// server is a PostgreSQL server of this test alone, which can be taken away.
type server struct{ url, ctl string }

func ownServer(t *testing.T) server {
	t.Helper()
	cmd := exec.Command("sh", "../postgres.sh", "sh", "-c", `echo "$GIAOBAN_TEST_POSTGRES"; cat >/dev/null`)
	cmd.Env = append(os.Environ(), "POSTGRES_DURABLE=1") // a stop must lose nothing that was committed
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	address := strings.TrimSpace(line)
	u, err := url.Parse(address)
	must(t, err)
	return server{address, u.Query().Get("host") + "/ctl"}
}

func (s server) do(t *testing.T, what string) {
	t.Helper()
	if out, err := exec.Command("sh", s.ctl, what).CombinedOutput(); err != nil {
		t.Fatalf("%s PostgreSQL: %v %s", what, err, out)
	}
}

// PostgreSQL is stopped under load and started again: writes and pages are answered 503 with the reason meanwhile, nothing that was
// acknowledged is lost, nothing is done twice, and the program heals by itself.
func TestPostgreSQLGoesAndComes(t *testing.T) {
	if !dbtest.Postgres() {
		t.Skip("a property of PostgreSQL alone: run under e2e/postgres.sh")
	}
	s := ownServer(t)
	h := newHouseAt(t, t.TempDir(), db.Config{URL: s.url}, 10)
	p := h.start()
	h.signIn(p.url)
	for range 2 {
		var wg sync.WaitGroup
		stop := make(chan struct{})
		for _, d := range h.desk {
			wg.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					if err := d.turn(p.url); errors.Is(err, errUnavailable) {
						time.Sleep(50 * time.Millisecond)
					} else if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		time.Sleep(300 * time.Millisecond)
		s.do(t, "stop")
		eventually(t, 20*time.Second, "a page that says why", func() bool {
			status, body, err := h.office.get(p.url+"/reports", "Accept-Language", "en")
			return err == nil && status == http.StatusServiceUnavailable && strings.Contains(string(body), "The database server does not answer")
		})
		if status, body, _ := h.office.get(p.url+"/reports", "Accept-Language", "vi"); status != http.StatusServiceUnavailable || !strings.Contains(string(body), "Máy chủ cơ sở dữ liệu đang không trả lời") {
			t.Errorf("in Vietnamese: %d %.2000s", status, body)
		}
		if status, _, _ := h.office.get(p.url + "/healthz"); status != http.StatusServiceUnavailable {
			t.Errorf("/healthz answers %d", status)
		}
		s.do(t, "start")
		began := time.Now()
		eventually(t, 10*time.Second, "pages again", func() bool {
			status, _, err := h.office.get(p.url + "/reports")
			return err == nil && status == http.StatusOK
		})
		t.Logf("pages %v after PostgreSQL was back", time.Since(began).Round(10*time.Millisecond))
		time.Sleep(300 * time.Millisecond)
		close(stop)
		wg.Wait()
		for _, d := range h.desk {
			for d.pending != nil {
				if err := d.turn(p.url); err != nil {
					t.Fatal(err)
				}
			}
		}
		h.db.View(t.Context(), func(context.Context, *db.Read) error { return nil }) // the test's own connections were cut too
		eventually(t, 10*time.Second, "the test's own view", func() bool {
			return h.db.View(t.Context(), func(ctx context.Context, r *db.Read) error { _, err := db.Int(ctx, r, `select 1`); return err }) == nil
		})
		h.whole(t)
		h.sameTotals(p.url)
		if t.Failed() {
			t.Fatal(p.said())
		}
	}
}
