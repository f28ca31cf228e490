package report_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/event"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// TestKeptRowsAreNeverStale walks through filings, verdicts, drafts and changes
// of the tree, also of days gone by, and compares the rows that are kept with
// rows written afresh, byte by byte: from the same memory, and from a process
// that has nothing but the tables.
func TestKeptRowsAreNeverStale(t *testing.T) {
	w, r, units := asked(t, 4, 5)
	var list []report.Seeded
	for i, u := range units {
		one := report.Seeded{Unit: u.ID, State: report.StateSigned, Figures: report.Figures{"A2": int64(10 + i), "A3": 5, "A4": int64(i * i), "B1": 30, "G3n": 1, "G3d": 2},
			Signature: report.Signature{Name: "Hoàng Văn Lâm", Title: "Trưởng Ban", Capacity: actor.AsHead}}
		if i%3 == 0 {
			one.State, one.FiledAt, one.Number = report.StateFiled, when.At(20210310, 600), "1-BC"
		}
		list = append(list, one)
	}
	must(t, w.report.Seed(t.Context(), system(), r.ID, list))

	written := 0
	writer := report.RowWriter{Name: "test", Write: func(f report.Form, l report.GridLine) ([]byte, error) {
		written++
		return json.Marshal(map[string]any{"form": f.Code, "line": l})
	}}
	look := func(step string) {
		t.Helper()
		places := org.New(org.Deps{DB: w.db, Clock: w.clock})
		tables := report.New(report.Deps{DB: w.db, Clock: w.clock, Hub: event.New(), Org: places})
		for _, unit := range []ident.ID{0, units[0].ID, units[7].ID} {
			for _, layer := range []rollup.Layer{rollup.FiledOrBetter, rollup.AcceptedOnly} {
				kept, err := w.report.Rows(t.Context(), system(), r.ID, unit, layer, writer)
				must(t, err)
				g, err := w.report.Grid(t.Context(), system(), r.ID, unit, layer)
				must(t, err)
				if len(kept.Lines) != len(g.Lines) {
					t.Fatalf("%s: %d rows, %d lines", step, len(kept.Lines), len(g.Lines))
				}
				for i, l := range g.Lines {
					if fresh, _ := writer.Write(g.Form, l); string(fresh) != string(kept.Lines[i]) {
						t.Fatalf("%s: kept\n%s\nfresh\n%s", step, kept.Lines[i], fresh)
					}
				}
				again, err := tables.Rows(t.Context(), system(), r.ID, unit, layer, writer)
				must(t, err)
				if string(again.Unit) != string(kept.Unit) || !slices.EqualFunc(again.Lines, kept.Lines, func(a, b []byte) bool { return string(a) == string(b) }) {
					t.Fatalf("%s: kept\n%s %s\nof the tables\n%s %s", step, kept.Unit, kept.Lines, again.Unit, again.Lines)
				}
			}
		}
	}
	look("at first")

	random := rand.New(rand.NewPCG(7, 7))
	decree := func() org.Decree { return org.Decree{Date: 20210215 + when.Date(random.IntN(10)), Act: "QĐ 9"} }
	desk := func(role actor.Role, unit ident.ID) actor.Actor {
		return actor.Actor{Kind: actor.Person, Account: unit, Name: "Lê Thu Hà", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
	}
	did := map[string]int{}
	for step := range 120 {
		u := units[random.IntN(len(units))]
		f := w.filing(r, u)
		receiver := desk(actor.Office, f.Receiver)
		what := string(f.State)
		var err error
		switch {
		case step%12 == 5:
			what = "rename"
			if err = w.org.Rename(t.Context(), system(), u.ID, "Đơn vị mới "+num(step), "", decree()); err != nil {
				what, err = "not renamed", nil // it was changed on a later day already
			}
		case step%40 == 17 && u.Level == "commune":
			what = "move"
			to := units[slices.IndexFunc(units, func(o org.Unit) bool { return o.Level == "province" && o.ID != u.Parent })]
			if err = w.org.Move(t.Context(), system(), u.ID, to.ID, decree()); err != nil {
				what, err = "not moved", nil // it stands there already, by an earlier step
			}
		case f.State == report.StateSigned:
			err = w.send(desk(actor.Specialist, u.ID), f)
		case f.State == report.StateFiled && random.IntN(2) == 0:
			what = "accept"
			err = w.report.Accept(t.Context(), receiver, f.ID, f.Current, "")
		case f.State == report.StateFiled:
			what = "return"
			err = w.report.ReturnFiling(t.Context(), receiver, f.ID, report.Return{Version: f.Current, General: "Rà soát lại số liệu."})
		case f.State == report.StateReturned || f.State == report.StateDraft:
			w.save(desk(actor.Specialist, u.ID), f, map[string]string{"A2": num(step)})
		}
		if err != nil {
			t.Fatalf("step %d, %s: %v", step, what, err)
		}
		did[what]++
		look(num(step) + ": " + what)
	}
	t.Logf("%v, %d rows written", did, written)
	for _, what := range []string{"rename", "move", "signed", "accept", "return", "returned"} {
		if did[what] == 0 {
			t.Errorf("nothing of kind %s was tried: %v", what, did)
		}
	}
}

// TestOneFilingRewritesOnlyItsPath holds the reason for keeping rows.
func TestOneFilingRewritesOnlyItsPath(t *testing.T) {
	w, r, units := asked(t, 6, 3)
	must(t, w.report.Seed(t.Context(), system(), r.ID, []report.Seeded{{Unit: units[1].ID, State: report.StateSigned, Figures: report.Figures{"A2": 1},
		Signature: report.Signature{Name: "Hoàng Văn Lâm", Title: "Trưởng Ban", Capacity: actor.AsHead}}}))
	written := 0
	read := func() {
		t.Helper()
		_, err := w.report.Rows(t.Context(), system(), r.ID, 0, rollup.FiledOrBetter, report.RowWriter{Name: "test", Write: func(report.Form, report.GridLine) ([]byte, error) {
			written++
			return []byte("{}"), nil
		}})
		must(t, err)
	}
	read()
	if written != 7 {
		t.Errorf("%d rows at first", written)
	}
	read()
	must(t, w.send(actor.Actor{Kind: actor.Person, Account: 1, Unit: units[1].ID, Grants: []actor.Grant{{Role: actor.Specialist, Unit: units[1].ID}}}, w.filing(r, units[1])))
	written = 0
	read()
	if written != 2 {
		t.Errorf("%d rows after one filing, want those of the whole and of one province", written)
	}
}
