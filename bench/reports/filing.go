package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the baseline's driver, the same as ours

	"giaoban/bench/house"
	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

const (
	senders = 16 // clients, each an account of a unit of its own
	forms   = 3  // each asked for so many months: what a client answers
	months  = 60
	typed   = 40 // indicators
)

// one is a filing as it goes over the wire: where to, as whom, and its JSON.
type one struct {
	path, cookie string
	body         []byte
}

// filings measures reports of 40 indicators that are sent over HTTP by clients already signed in, until each is acknowledged.
func filings(ctx context.Context, profile string) (err error) {
	h, err := house.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	surface, err := h.Surface()
	if err != nil {
		return err
	}
	defer surface.Close()
	base, closeOurs, err := listen(surface)
	if err != nil {
		return err
	}
	defer closeOurs()
	list, err := prepared(ctx, h, base)
	if err != nil {
		return err
	}
	theirs, err := bare(ctx, list)
	if err != nil {
		return err
	}
	runtime.GC()
	if profile != "" {
		out, err := os.Create(filepath.Join(profile, "filing.http"))
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
	}
	used := processor()
	ours, took, err := sent(ctx, base, list)
	used = processor() - used
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"name": "filing.http", "value": ours, "baseline": theirs,
		"note": fmt.Sprintf("%d filings by %d clients; p50 %.1f ms, p99 %.1f ms; %d µs of processor time each, client included", len(list), senders,
			took[len(took)/2].Seconds()*1000, took[len(took)*99/100].Seconds()*1000, used.Microseconds()/int64(len(list)))})
}

func listen(handler http.Handler) (base string, end func() error, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 30 * time.Second}
	go server.Serve(ln)
	return "http://" + ln.Addr().String(), server.Close, nil
}

// prepared makes units with an account each, opens the requests, signs in, and gives the filings, client by client in turn.
func prepared(ctx context.Context, h *house.House, base string) ([]one, error) {
	who := actor.SystemActor("bench")
	tree, err := h.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	root := tree.Root()
	var units org.File
	var accounts account.File
	for i := range senders {
		code := fmt.Sprint("BH", i)
		units.Units = append(units.Units, org.FileUnit{Code: code, Parent: root.Code, Name: fmt.Sprint("Đơn vị đo số ", i), Kind: "benchhttp", Level: tree.Subtree(root.ID)[1].Level, From: 20210101})
		accounts.Accounts = append(accounts.Accounts, account.FileAccount{Login: "do." + code, Name: "Lê Thu Hà", Password: password, Grants: []account.FileGrant{{Role: actor.Specialist, Unit: code}}})
	}
	if err := h.Org.Load(ctx, who, units); err != nil {
		return nil, err
	}
	if err := h.Account.Load(ctx, who, accounts); err != nil {
		return nil, err
	}
	form := report.Form{Version: 1, Title: i18n.Text{VI: "Báo cáo đo", EN: "Measured report"}, Sections: []report.Section{{Code: "A", Title: i18n.Text{VI: "Số liệu", EN: "Figures"}}}}
	fields := map[string]string{}
	for i := range typed {
		code := fmt.Sprintf("X%03d", i)
		form.Indicators = append(form.Indicators, report.Indicator{Code: code, Section: "A", Name: i18n.Text{VI: "Chỉ tiêu " + code, EN: "Indicator " + code},
			Unit: i18n.Text{VI: "việc", EN: "cases"}, Kind: report.Int, Across: report.Sum, Basis: report.Flow})
		fields[code] = fmt.Sprint(1000 + i*37)
	}
	for f := range forms {
		form.Code = fmt.Sprint("benchhttp", f)
		if _, err := h.Report.EnsureForm(ctx, who, form); err != nil {
			return nil, err
		}
	}
	var clients [senders]struct{ unit, cookie string }
	for i := range clients {
		unit, err := h.Org.ByCode(ctx, fmt.Sprint("BH", i))
		if err != nil {
			return nil, err
		}
		clients[i].unit = unit.String()
		if clients[i].cookie, err = h.SignInAs(ctx, base, fmt.Sprint("do.BH", i), password); err != nil {
			return nil, err
		}
	}
	body, err := json.Marshal(map[string]any{"base": 0, "fields": fields})
	if err != nil {
		return nil, err
	}
	var list []one
	for i := range forms * months {
		m := i / forms
		name := when.PeriodName{Kind: when.Month, Year: 2021 + m/12, N: m%12 + 1}
		period, err := h.Calendar.EnsurePeriod(ctx, who, name)
		if err != nil {
			return nil, err
		}
		end := name.Span().To
		r, err := h.Report.SeedRequest(ctx, who, report.NewRequest{FormCode: fmt.Sprint("benchhttp", i%forms), Period: period.ID, Opener: root.ID, Scope: org.Scope{Kind: org.ScopeKind, Value: "benchhttp", Under: root.ID},
			Deadline: when.At(end.AddDays(20), 17*60)}, when.At(end, 8*60))
		if err != nil {
			return nil, err
		}
		for _, c := range clients {
			list = append(list, one{"/reports/" + r.ID.String() + "/units/" + c.unit + "/fields", c.cookie, body})
		}
	}
	return list, nil
}

const password = "mat-khau-do-toc-do-16"

// sent sends filings by the clients, each on a connection of its own and one after the other, and gives how many a second
// were acknowledged and how long each took, in order.
func sent(ctx context.Context, base string, list []one) (rate float64, took []time.Duration, err error) {
	took = make([]time.Duration, len(list))
	errs := make([]error, senders)
	var first atomic.Int64 // of a sender that failed, 0: none
	var all sync.WaitGroup
	began := time.Now()
	for c := range senders {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for i := c; i < len(list) && first.Load() == 0; i += senders {
				start := time.Now()
				if err := post(ctx, client, base, list[i], i); err != nil {
					errs[c] = err
					first.Store(int64(c) + 1)
				}
				took[i] = time.Since(start)
			}
		})
	}
	all.Wait()
	rate = float64(len(list)) / time.Since(began).Seconds()
	slices.Sort(took)
	return rate, took, errors.Join(errs...)
}

func post(ctx context.Context, client *http.Client, base string, f one, i int) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+f.path, bytes.NewReader(f.body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", base)
	req.Header.Set("Cookie", f.cookie)
	req.Header.Set("Idempotency-Key", fmt.Sprint("bench-http-", i))
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var answer struct {
		Version int64 `json:"version"`
	}
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == http.StatusOK {
		err = json.Unmarshal(text, &answer)
	}
	if err != nil || res.StatusCode != http.StatusOK || answer.Version != 1 {
		return errors.Join(err, fmt.Errorf("%s: %s %.200s", f.path, res.Status, text))
	}
	return nil
}

// bare is the baseline: the same bodies to a server that decodes them and writes their rows in one transaction each,
// on a database with the same durability, and knows no session, right, check, key or other reader.
func bare(ctx context.Context, list []one) (rate float64, err error) {
	dir, err := os.MkdirTemp("", "giaoban-bench-bare-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	d, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	d.SetMaxOpenConns(1) // SQLite has one writer: more would wait in its lock
	if _, err := d.ExecContext(ctx, `create table field (filing text not null, field text not null, text text not null, at integer not null, primary key (filing, field)) strict`); err != nil {
		return 0, err
	}
	base, end, err := listen(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Fields map[string]string `json:"fields"`
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := insert(r.Context(), d, r.URL.Path, in.Fields); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"version":1}`)
	}))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, end()) }()
	rate, _, err = sent(ctx, base, list)
	return rate, err
}

func insert(ctx context.Context, d *sql.DB, filing string, fields map[string]string) error {
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after the commit it does nothing
	put, err := tx.PrepareContext(ctx, `insert into field (filing, field, text, at) values ($1, $2, $3, $4)`)
	if err != nil {
		return err
	}
	defer put.Close()
	now := time.Now().UnixMilli()
	for field, text := range fields {
		if _, err := put.ExecContext(ctx, filing, field, text, now); err != nil {
			return err
		}
	}
	return tx.Commit()
}
