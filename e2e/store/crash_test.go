package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/report"
	"giaoban/internal/transparency"
)

// crashes is how often the program is killed: GIAOBAN_CRASHES, else 20.
func crashes(t *testing.T) int {
	text := os.Getenv("GIAOBAN_CRASHES")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("GIAOBAN_CRASHES is %q, not a number of times", text)
	}
	return n
}

// The program is killed again and again while desks file reports, tell of tasks, acknowledge documents. After each start all
// that was acknowledged is there and answers as before, the journal's chain is whole, and the live totals are those of the filings.
func TestKilledUnderLoad(t *testing.T) {
	times := crashes(t)
	h := newHouse(t, min(4*times, 300))
	began, acts, doubts := time.Now(), 0, 0
	for n := range times + 1 {
		p := h.start()
		if n == 0 {
			h.signIn(p.url)
		}
		h.afterCrash(p, n)
		for _, d := range h.desk {
			acts += len(d.acked)
			d.acked = nil
		}
		if n == times {
			p.stop()
			break
		}
		var totals jsonBoard
		h.office.read200(t, h.totals(p.url, h.tree.Root().ID), &totals) // loads the live totals, which from now on are kept up
		h.load(p, time.Duration(60+rand.IntN(90))*time.Millisecond, false)
		h.sameTotals(p.url)
		h.load(p, time.Duration(20+rand.IntN(160))*time.Millisecond, true)
		for _, d := range h.desk {
			if d.pending != nil {
				doubts++
			}
		}
	}
	t.Logf("%d kills in %v: %d acts acknowledged, none lost; %d without an answer, each done once", times, time.Since(began).Round(100*time.Millisecond), acts, doubts)
	if acts < times*10 || doubts == 0 {
		t.Errorf("%d acts acknowledged, %d without an answer: too few to show anything", acts, doubts)
	}
}

func (h *house) signIn(base string) {
	var wg sync.WaitGroup
	for _, d := range append([]*desk{h.office}, h.desk...) {
		wg.Go(func() {
			if err := d.signIn(base); err != nil {
				h.t.Error(err)
			}
		})
	}
	wg.Wait()
	if h.t.Failed() {
		h.t.FailNow()
	}
}

// load lets all desks work for a while; the program then dies in the middle, or they come to rest.
func (h *house) load(p *process, during time.Duration, kill bool) {
	h.t.Helper()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for _, d := range h.desk {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := d.turn(p.url); err != nil {
					if !kill || errors.Is(err, errRefused) || errors.Is(err, errUnavailable) {
						h.t.Error(err)
					}
					return
				}
			}
		})
	}
	time.Sleep(during)
	if kill {
		p.kill()
	}
	close(stop)
	wg.Wait()
	if h.t.Failed() {
		h.t.Fatal(p.said())
	}
}

// afterCrash looks whether anything is lost.
func (h *house) afterCrash(p *process, n int) {
	t := h.t
	t.Helper()
	kept := make(map[string]bool)
	view(t, h.db, func(ctx context.Context, r *db.Read) error {
		keys, err := db.All(ctx, r, db.ScanText, `select key from idem`)
		for _, k := range keys {
			for part := range strings.SplitSeq(k, ":") { // whose, the form's own, and of what was written in it
				kept[part] = true
			}
		}
		if err != nil {
			return err
		}
		if _, err = journal.Verify(ctx, r); err != nil {
			return err
		}
		return h.sameLog(ctx, r, n)
	})
	var wg sync.WaitGroup
	for _, d := range h.desk {
		for _, k := range d.keys {
			if !kept[k] {
				t.Errorf("start %d: an acknowledged write of %s is lost", n, d.login)
			}
		}
		wg.Go(func() {
			for _, was := range d.acked[max(0, len(d.acked)-4):] { // those that stood on the edge
				again := was
				if err := again.do(p.url); err != nil || again.status != was.status || again.answer != was.answer {
					t.Errorf("start %d: %s of %s was answered %d %s, again: %d %.300s %v", n, was.kind, d.login, was.status, was.answer, again.status, again.answer, err)
				}
			}
			if d.pending != nil { // under way when the program died: it may have been done or not, and is now, once
				if err := d.turn(p.url); err != nil {
					t.Errorf("start %d: %v", n, err)
				}
			}
		})
	}
	wg.Wait()
	h.sameRecords(n)
	if t.Failed() {
		t.Fatal(p.said())
	}
}

// sameLog makes the transparency log again from its leaves: it holds each filed version once, and only added to what it was at the start before.
func (h *house) sameLog(ctx context.Context, r *db.Read, n int) error {
	head, err := transparency.Verify(ctx, r)
	if err != nil {
		return err
	}
	filed, err := db.Int(ctx, r, `select count(*) from filing_version`)
	if err != nil {
		return err
	}
	if head.Size != filed {
		h.t.Errorf("start %d: %d filed versions, %d leaves in the log", n, filed, head.Size)
	}
	if before := h.log; before.Size > 0 {
		root, err := transparency.Root(ctx, r, before.Size)
		if err != nil {
			return err
		}
		if root.String() != before.Root {
			h.t.Errorf("start %d: the first %d leaves are not those of the start before", n, before.Size)
		}
	}
	h.log = head
	return nil
}

// sameRecords compares what the desks were told with what the tables hold: neither less nor more.
func (h *house) sameRecords(n int) {
	h.t.Helper()
	count := func(ctx context.Context, r *db.Read, text string, args ...any) int64 {
		got, err := db.Int(ctx, r, text, args...)
		must(h.t, err)
		return got
	}
	view(h.t, h.db, func(ctx context.Context, r *db.Read) error {
		for _, d := range h.desk {
			for _, one := range []struct {
				what string
				got  int64
				want int64
			}{
				{"versions of the report", count(ctx, r, `select count(*) from filing_version v join filing f on f.id = v.filing where f.request = $1 and f.unit = $2`, int64(h.request.ID), int64(d.unit)), d.filed},
				{"newest version", count(ctx, r, `select current from filing where request = $1 and unit = $2`, int64(h.request.ID), int64(d.unit)), d.filed},
				{"version of the draft", count(ctx, r, `select draft_version from filing where request = $1 and unit = $2`, int64(h.request.ID), int64(d.unit)), d.draft},
				{"notes on the task", count(ctx, r, `select count(*) from task_update where task = $1 and kind = 'note'`, int64(d.task)), d.notes},
				{"acknowledgements", count(ctx, r, `select count(*) from document_receipt where unit = $1 and acknowledged_at > 0`, int64(d.unit)), int64(d.read)},
			} {
				if one.got != one.want {
					h.t.Errorf("start %d: %s has %d %s, was told %d", n, d.login, one.got, one.what, one.want)
				}
			}
		}
		return nil
	})
}

type jsonBoard struct {
	Coverage struct{ Have, Of int64 }
	Totals   []struct {
		Code     string
		Filed    jsonFigure `json:"filed_or_accepted"`
		Accepted jsonFigure `json:"accepted"`
	}
}

type jsonFigure struct {
	Value    *int64
	Parts    []int64
	Coverage struct{ Have, Of int64 }
}

func (h *house) totals(base string, unit ident.ID) string {
	return base + "/reports/" + h.request.ID.String() + "/totals.json?unit=" + unit.String()
}

// sameTotals compares the live totals of every unit, cell by cell, with totals built anew from the tables, and sums with sums
// that SQL's rows give without any of the program's code. Nobody writes meanwhile.
func (h *house) sameTotals(base string) {
	t := h.t
	t.Helper()
	h.report.HeardAll()
	figures := h.filedFigures()
	for _, u := range h.tree.Subtree(h.tree.Root().ID) {
		var live jsonBoard
		h.office.read200(t, h.totals(base, u.ID), &live)
		again, err := h.report.Board(t.Context(), system(), h.request.ID, u.ID)
		must(t, err)
		if len(live.Totals) != len(again.Totals) || live.Coverage.Have != int64(again.All.In()) {
			t.Errorf("%s: %d totals of %d reports, built again %d of %d", u.Code, len(live.Totals), live.Coverage.Have, len(again.Totals), again.All.In())
			continue
		}
		under := h.tree.Subtree(u.ID)
		for i, want := range again.Totals {
			h.sameFigure(u.Code, want.Indicator.Code, live.Totals[i].Filed, want.Filed)
			h.sameFigure(u.Code, want.Indicator.Code, live.Totals[i].Accepted, want.Accepted)
			if want.Indicator.Across != report.Sum || want.Indicator.OnTime {
				continue
			}
			var sum int64
			for _, v := range under {
				sum += figures[v.ID][want.Indicator.Code]
			}
			if want.Filed.Known && want.Filed.Value != sum || !want.Filed.Known && sum != 0 {
				t.Errorf("%s %s: %d, the filings' rows give %d", u.Code, want.Indicator.Code, want.Filed.Value, sum)
			}
		}
	}
	for _, d := range h.desk {
		if got := figures[d.unit]["A2"]; d.in && got != d.figureIn {
			t.Errorf("%s filed %d, the row says %d", d.login, d.figureIn, got)
		}
	}
}

func (h *house) sameFigure(unit, code string, live jsonFigure, want report.Figure) {
	h.t.Helper()
	var parts []int64
	if want.Known && want.Den != 0 {
		parts = []int64{want.Num, want.Den}
	}
	if (live.Value != nil) != want.Known || want.Known && *live.Value != want.Value || !slices.Equal(live.Parts, parts) ||
		live.Coverage.Have != want.Have || live.Coverage.Of != want.Of {
		h.t.Errorf("%s %s: live %+v, built again %+v", unit, code, live, want)
	}
}

// filedFigures are the figures of reports that are in, by unit, straight from the rows.
func (h *house) filedFigures() map[ident.ID]map[string]int64 {
	type row struct {
		unit int64
		text string
	}
	all := make(map[ident.ID]map[string]int64)
	view(h.t, h.db, func(ctx context.Context, r *db.Read) error {
		rows, err := db.All(ctx, r, func(s db.Scanner, v *row) error { return s.Scan(&v.unit, &v.text) },
			`select f.unit, v.figures from filing f join filing_version v on v.filing = f.id and v.version = f.current
			where f.request = $1 and f.state in ('filed', 'accepted')`, int64(h.request.ID))
		for _, one := range rows {
			figures := make(map[string]int64)
			if err := json.Unmarshal([]byte(one.text), &figures); err != nil {
				return err
			}
			all[ident.ID(one.unit)] = figures
		}
		return err
	})
	return all
}
