package report_test

import (
	"sync"
	"testing"

	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// While boards are loaded and dropped, units are accepted and returned by many
// hands at once; in the end the live totals are those of a rebuild.
func TestLiveTotalsUnderConcurrentActs(t *testing.T) {
	w := newWorld(t)
	f := org.File{}
	for i := range 40 {
		f.Units = append(f.Units, org.FileUnit{Code: "N" + num(i), Parent: "POB-A", Name: "Xã " + num(i), Kind: "many", Level: "commune", From: 20200101})
	}
	must(t, w.org.Load(t.Context(), system(), f))
	n := w.boards()
	n.Scope = org.Scope{Kind: org.ScopeKind, Value: "many"}
	r := w.open(n)
	tree, err := w.org.Tree(t.Context(), r.TreeDate())
	must(t, err)
	var list []report.Seeded
	for i, u := range tree.Resolve(r.Scope) {
		list = append(list, report.Seeded{Unit: u.ID, State: report.StateFiled, Figures: report.Figures{"A2": int64(i), "A3": 1, "H4": int64(i)}, FiledAt: when.At(20210310, 600)})
	}
	must(t, w.report.Seed(t.Context(), system(), r.ID, list))
	var wg sync.WaitGroup
	for i, one := range list {
		id := w.filing(r, org.Unit{ID: one.Unit}).ID
		wg.Go(func() {
			var err error
			if i%3 == 0 {
				err = w.report.ReturnFiling(t.Context(), w.office, id, report.Return{Version: 1, General: "Xem lại."})
			} else {
				err = w.report.Accept(t.Context(), w.office, id, 1, "")
			}
			if err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if i%8 == 0 {
				_ = w.report.Seed(t.Context(), system(), r.ID, nil) // drops the board
			}
			if b, err := w.report.Board(t.Context(), w.office, r.ID, 0); err != nil || b.All.Expected != 40 {
				t.Errorf("%+v %v", b.All, err)
			}
		})
	}
	wg.Wait()
	b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
	must(t, err)
	if b.All.Returned != 14 || b.All.Accepted != 26 || b.All.Filed != 0 {
		t.Errorf("%+v", b.All)
	}
	if _, different, err := w.report.Verify(t.Context()); different != 0 || err != nil {
		t.Errorf("%d cells differ, %v", different, err)
	}
}
