// Package store_test runs the program itself, as an administrator would, and does to it what happens to programs: it is killed,
// its disk fills up, another program takes its database, PostgreSQL goes away, a process behind the proxy dies. What it
// acknowledged must be there afterwards.
package store_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/document"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/transparency"
	"giaoban/internal/when"
)

var binary struct {
	once sync.Once
	path string
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if binary.path != "" {
		os.RemoveAll(filepath.Dir(binary.path))
	}
	os.Exit(code)
}

// program builds the program once for all tests; GIAOBAN names another one.
func program(t testing.TB) string {
	t.Helper()
	if given := os.Getenv("GIAOBAN"); given != "" {
		return given
	}
	binary.once.Do(func() {
		dir, err := os.MkdirTemp("", "giaoban-store-")
		if err != nil {
			binary.err = err
			return
		}
		binary.path = filepath.Join(dir, "giaoban")
		for _, part := range []string{"../../cmd", "../../internal"} { // go test sees what was looked at: a kept result ends when any of it changes
			if err := filepath.WalkDir(part, func(string, fs.DirEntry, error) error { return nil }); err != nil {
				binary.err = err
				return
			}
		}
		build := exec.Command("go", "build", "-trimpath", "-o", binary.path, "giaoban/cmd/giaoban")
		if out, err := build.CombinedOutput(); err != nil {
			binary.err = fmt.Errorf("%w\n%s", err, out)
		}
	})
	if binary.err != nil {
		t.Fatal(binary.err)
	}
	return binary.path
}

// house is an installation: where its data lies, and services of the test's own on the same database.
type house struct {
	t    testing.TB
	dir  string
	cfg  db.Config
	db   *db.DB
	org  *org.Service
	desk []*desk
	log  transparency.Head // as it was after the crash before

	report  *report.Service
	request report.Request
	office  *desk
	tree    *org.Tree
}

const (
	password  = "mat-khau-thu-2026"
	provinces = 3
	communes  = 4 // of each province
)

// organisation writes a small organisation file: a centre with provinces and communes, each with a desk that drafts and signs.
func organisation(t testing.TB) string {
	t.Helper()
	type grant struct {
		Role string `json:"role"`
		Unit string `json:"unit"`
	}
	var units, people, positions, accounts []any
	units = append(units, map[string]any{"code": "C", "name": "Ban Tổ chức Trung ương", "kind": "commission", "level": "centre", "from": 20200101})
	desk := func(code, parent, name, level string) {
		units = append(units, map[string]any{"code": code, "parent": parent, "name": name, "kind": "board", "level": level, "from": 20200101})
		people = append(people, map[string]any{"code": "p" + code, "name": "Người của " + name})
		positions = append(positions, map[string]any{"unit": code, "title": "Trưởng Ban", "rank": 10, "holders": []any{map[string]any{"person": "p" + code, "from": 20200101}}})
		accounts = append(accounts, map[string]any{"login": "ban." + strings.ToLower(code), "password": password, "name": "Người của " + name, "person": "p" + code,
			"grants": []grant{{"specialist", code}, {"head", code}}})
	}
	for p := range provinces {
		code := fmt.Sprintf("T%d", p)
		desk(code, "C", fmt.Sprintf("Tỉnh %d", p), "province")
		for c := range communes {
			desk(fmt.Sprintf("%sX%d", code, c), code, fmt.Sprintf("Xã %d.%d", p, c), "commune")
		}
	}
	grants := []grant{{"office", "C"}, {"admin", "C"}, {"secretary", "C"}}
	for p := range provinces {
		grants = append(grants, grant{"office", fmt.Sprintf("T%d", p)})
	}
	accounts = append(accounts, map[string]any{"login": "vanphong", "password": password, "name": "Lê Thị Văn Phòng", "grants": grants})
	body, err := json.Marshal(map[string]any{
		"name": "Tổ chức nhỏ",
		"org": map[string]any{"units": units, "levels": []any{
			map[string]any{"code": "centre", "vi": "Trung ương", "en": "Centre"}, map[string]any{"code": "province", "vi": "Tỉnh", "en": "Province"},
			map[string]any{"code": "commune", "vi": "Xã", "en": "Commune"}}},
		"people":   map[string]any{"people": people, "positions": positions},
		"events":   []any{},
		"accounts": accounts,
	})
	must(t, err)
	path := filepath.Join(t.TempDir(), "organisation.json")
	must(t, os.WriteFile(path, body, 0o600))
	return path
}

// newHouse lets the program make its tables and load the organisation, then puts work into it: a report that every desk owes,
// a task for each, documents to acknowledge.
func newHouse(t testing.TB, documents int) *house {
	t.Helper()
	cfg := db.Config{}
	if dbtest.Postgres() {
		cfg = dbtest.Empty(t)
	}
	return newHouseAt(t, t.TempDir(), cfg, documents)
}

// newHouseAt is newHouse in a folder and on a PostgreSQL database, if cfg names one.
func newHouseAt(t testing.TB, dir string, cfg db.Config, documents int) *house {
	t.Helper()
	h := &house{t: t, dir: dir, cfg: cfg}
	if cfg.URL == "" {
		h.cfg.Path = filepath.Join(h.dir, "giaoban.db")
	}
	h.start("--org", organisation(t)).stop()
	h.services()
	h.work(documents)
	return h
}

func (h *house) services() {
	t := h.t
	h.db = dbtest.OpenConfig(t, h.cfg)
	ids := ident.MakerOf(time.Now, h.db.Number, h.db.After())
	store, err := blob.Open(filepath.Join(t.TempDir(), "files"))
	must(t, err)
	t.Cleanup(func() { store.Close() })
	d, clock, hub := h.db, when.System{}, event.New()
	h.org = org.New(org.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub})
	cal := calendar.New(calendar.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.org})
	people := person.New(person.Deps{DB: d, IDs: ids, Clock: clock, Org: h.org})
	tasks := task.NewService(task.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.org, Calendar: cal})
	h.report = report.New(report.Deps{DB: d, IDs: ids, Clock: clock, Hub: hub, Org: h.org, Calendar: cal, Person: people, Task: tasks, Blob: store})
	tree, err := h.org.Today(t.Context())
	must(t, err)
	h.tree = tree
	quarter := when.PeriodName{Kind: when.Quarter, Year: 2026, N: 1}
	period, err := cal.EnsurePeriod(t.Context(), system(), quarter)
	must(t, err)
	_, err = h.report.EnsureForm(t.Context(), system(), report.SampleForm())
	must(t, err)
	h.request, err = h.report.SeedRequest(t.Context(), system(), report.NewRequest{FormCode: report.SampleCode, Period: period.ID, Opener: tree.Root().ID,
		Scope: org.Scope{Kind: org.ScopeKind, Value: "board"}, Deadline: when.At(20991231, 17*60)}, when.At(20260401, 8*60))
	must(t, err)
	for _, u := range tree.Subtree(tree.Root().ID)[1:] {
		h.desk = append(h.desk, &desk{house: h, login: "ban." + strings.ToLower(u.Code), unit: u.ID})
	}
	h.office = &desk{house: h, login: "vanphong", unit: tree.Root().ID}
	for _, one := range h.desk {
		made, err := tasks.Seed(t.Context(), system(), []task.Seeded{{IssuedAt: when.At(20260401, 600), New: task.New{Title: "Rà soát biên chế", Assigner: tree.Root().ID,
			Lead: one.unit, Keeper: tree.Root().ID, Due: calendar.Due{Date: 20991231}, Priority: task.Regular, At: when.At(20260401, 600)}}})
		must(t, err)
		one.task = made[0].ID
	}
}

// work issues documents which every desk is to acknowledge.
func (h *house) work(documents int) {
	t := h.t
	var all []ident.ID
	for _, one := range h.desk {
		all = append(all, one.unit)
	}
	docs := document.NewService(document.Deps{DB: h.db, IDs: ident.MakerOf(time.Now, h.db.Number, h.db.After()), Clock: when.System{}, Hub: event.New(), Org: h.org})
	for n := range documents {
		made, err := docs.Seed(t.Context(), system(), []document.Seeded{{New: document.New{Kind: document.Notice, Issuer: h.tree.Root().ID, Title: fmt.Sprintf("thông báo thứ %d", n+1),
			Date: 20260402, Body: []document.Block{{Kind: document.Paragraph, Text: "Nội dung."}}, Recipients: all,
			Signer: document.Signer{Name: "Nguyễn Thanh Bình", Title: "Phó Trưởng Ban"}, At: when.At(20260402, 600)}}})
		must(t, err)
		for _, one := range h.desk {
			one.documents = append(one.documents, made[0].ID)
		}
	}
}

func system() actor.Actor { return actor.SystemActor("test") }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// process is the program, running.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	url  string
	mu   sync.Mutex
	log  bytes.Buffer
	done chan error
}

// start runs `giaoban serve` on the house and waits until it says its address.
func (h *house) start(args ...string) *process {
	h.t.Helper()
	p, err := h.try(args...)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

var served = regexp.MustCompile(`serves (http://\S+)`)

func (h *house) try(args ...string) (*process, error) {
	all := append([]string{"serve", "--addr", "127.0.0.1:0", "--data", h.dir, "--media-port", "-1", "--second-factor", "off", "--log", "warn"}, args...)
	p := &process{t: h.t, cmd: exec.Command(program(h.t), all...), done: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), "GIAOBAN_DATABASE="+h.cfg.URL)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.cmd.Stderr = p
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	address := make(chan string, 1)
	read := make(chan struct{})
	go func() {
		defer close(read)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := served.FindStringSubmatch(lines.Text()); m != nil {
				address <- m[1]
			}
		}
	}()
	go func() { <-read; p.done <- p.cmd.Wait() }()
	h.t.Cleanup(p.kill)
	select {
	case p.url = <-address:
		return p, nil
	case err := <-p.done:
		p.done <- err
		return nil, fmt.Errorf("the program did not start: %w\n%s", err, p.said())
	case <-time.After(60 * time.Second):
		return nil, errors.New("the program did not start in a minute\n" + p.said())
	}
}

// Write takes in what the program logs.
func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// kill ends the program as a power cut would: nothing of it runs any more.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.done <- <-p.done
}

// stop ends it as an administrator does.
func (p *process) stop() {
	p.t.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	err := <-p.done
	p.done <- err
	if err != nil {
		p.t.Fatalf("the program ended with %v\n%s", err, p.said())
	}
}

// eventually waits for what must come by itself.
func eventually(t testing.TB, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", within, what)
		}
	}
}

func view(t testing.TB, d *db.DB, fn func(ctx context.Context, r *db.Read) error) {
	t.Helper()
	must(t, d.View(t.Context(), fn))
}

func newKey() string { return rand.Text() }
