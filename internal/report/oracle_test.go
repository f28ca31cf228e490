package report_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// Whatever becomes of the units while a request is open and afterwards (merged, moved, dissolved), and whatever is filed, returned
// and accepted meanwhile: at the opener the totals are what plain SQL adds up over the filings, out of all that were asked; by
// today's units the whole is the same; and an edition says for ever what stood when it was signed.
func TestTotalsEqualPlainSQLWhateverBecomesOfTheUnits(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 3))
		w := newWorld(t)
		var units []org.Unit
		for i := range 12 {
			parent := w.pob
			if i%2 == 1 {
				parent = w.pobB
			}
			u, err := w.org.Create(t.Context(), system(), org.NewUnit{Parent: parent.ID, Code: "X" + num(i), Name: "Xã " + num(i), Kind: "commune", Level: "commune"}, org.Decree{Date: 20200101, Act: "QĐ"})
			must(t, err)
			units = append(units, u)
		}
		ask := w.boards()
		ask.Scope = org.Scope{Kind: org.ScopeAll}
		req := w.open(ask)
		lives, sent := map[ident.ID]bool{}, map[ident.ID]bool{}
		for _, u := range units {
			lives[u.ID] = true
		}
		other := func(not ident.ID) ident.ID {
			for _, i := range r.Perm(len(units)) {
				if u := units[i].ID; u != not && lives[u] {
					return u
				}
			}
			return 0
		}
		day := when.Date(20210309) // of the next change: some before the period ends, some after
		w.chief()
		var editions []string
		for step := range 24 {
			u := units[r.IntN(len(units))]
			w.clock.Set(day.Start().Time().Add(9 * time.Hour))
			switch one := r.IntN(7); {
			case one < 3 && sent[u.ID]: // received, or opened again
				f := w.filing(req, u)
				switch f.State {
				case report.StateFiled:
					if r.IntN(2) == 0 {
						must(t, w.report.Accept(t.Context(), system(), f.ID, f.Current, ""))
					} else {
						must(t, w.report.ReturnFiling(t.Context(), system(), f.ID, report.Return{Version: f.Current, General: "Xem lại."}))
					}
				case report.StateAccepted:
					must(t, w.report.Reopen(t.Context(), system(), f.ID, f.Current, "Đếm sai.", ""))
				}
			case one < 3:
				sent[u.ID] = true
				state := []report.State{report.StateFiled, report.StateAccepted, report.StateReturned, report.StateDraft}[r.IntN(4)]
				must(t, w.report.Seed(t.Context(), system(), req.ID, []report.Seeded{{Unit: u.ID, State: state, Figures: report.Figures{"A2": r.Int64N(50), "B1": r.Int64N(500), "H4": r.Int64N(90)},
					FiledAt: when.Present(w.clock), Signature: report.Signature{Name: "x"}, Number: "1-BC", Dated: day}}))
			case one == 3 && lives[u.ID]:
				_, err := w.org.Merge(t.Context(), system(), []ident.ID{u.ID}, other(u.ID), org.NewUnit{}, org.Decree{Date: day, Act: "QĐ " + num(step)})
				must(t, err)
				delete(lives, u.ID)
			case one == 4 && lives[u.ID]:
				to := w.pob.ID
				if tree, err := w.org.Tree(t.Context(), day); err == nil && tree.Contains(w.pob.ID, u.ID) {
					to = w.pobB.ID
				}
				must(t, w.org.Move(t.Context(), system(), u.ID, to, org.Decree{Date: day, Act: "QĐ " + num(step)}))
			case one == 5 && lives[u.ID] && len(lives) > 3:
				must(t, w.org.Dissolve(t.Context(), system(), u.ID, []ident.ID{other(u.ID)}, org.Decree{Date: day, Act: "QĐ " + num(step)}))
				delete(lives, u.ID)
			case one == 6:
				if n, err := w.freeze(req, func(f *report.Freezing) { f.Reason = "Nộp thêm." }); err == nil {
					editions = append(editions, w.coverage(req, n))
				}
			}
			day = day.AddDays(1 + r.IntN(4))
			w.clock.Set(day.Start().Time().Add(9 * time.Hour))
			w.againstSQL(seed, step, req)
		}
		for i, then := range editions {
			if now := w.coverage(req, int64(i+1)); now != then {
				t.Errorf("seed %d: edition %d was %s and is %s", seed, i+1, then, now)
			}
		}
	}
}

// againstSQL holds the opener's totals, now and by today's units, against what plain SQL adds up.
func (w *world) againstSQL(seed uint64, step int, req report.Request) {
	w.t.Helper()
	sum, most, have, asked := map[string]int64{}, map[string]int64{}, int64(0), int64(0)
	must(w.t, w.db.View(w.t.Context(), func(ctx context.Context, q *db.Read) (err error) {
		if asked, err = db.Int(ctx, q, `select count(*) from filing where request = $1`, req.ID); err != nil {
			return err
		}
		texts, err := db.All(ctx, q, func(s db.Scanner, text *string) error { return s.Scan(text) },
			`select v.figures from filing f join filing_version v on v.filing = f.id and v.version = f.current where f.request = $1 and f.state in ('filed', 'accepted')`, req.ID)
		for _, text := range texts {
			have++
			for code, n := range plainFigures(w.t, text) {
				sum[code] += n
				most[code] = max(most[code], n)
			}
		}
		return err
	}))
	b, err := w.report.Board(w.t.Context(), system(), req.ID, req.Opener)
	must(w.t, err)
	check := func(where, code string, got report.Figure, want int64) {
		if got.Of != asked || got.Have != have || have > 0 && got.Value != want {
			w.t.Fatalf("seed %d, step %d: %s %s is %d of %d/%d, want %d of %d/%d", seed, step, where, code, got.Value, got.Have, got.Of, want, have, asked)
		}
	}
	for _, t := range b.Totals {
		switch t.Indicator.Code {
		case "A2", "B1":
			check("now", t.Indicator.Code, t.Filed, sum[t.Indicator.Code])
		case "H4":
			check("now", "H4", t.Filed, most["H4"])
		}
	}
	if !b.Moved {
		return
	}
	re, err := w.report.Restated(w.t.Context(), system(), req.ID, req.Opener, "")
	must(w.t, err)
	if re.Unplaced > 0 {
		w.t.Fatalf("seed %d, step %d: %d reports have no place today", seed, step, re.Unplaced)
	}
	check("today", "B1", total(re.Totals, "B1").Filed, sum["B1"])
	check("today", "H4", total(re.Totals, "H4").Filed, most["H4"])
}

// plainFigures reads figures as they are stored, in a way of its own.
func plainFigures(t testing.TB, text string) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	must(t, json.Unmarshal([]byte(text), &out))
	return out
}
