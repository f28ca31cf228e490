package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// What a board calls unusual is what the entry page calls so at the same figure, whatever the unit filed before, in whatever order,
// on whatever basis, and where a period was asked for twice.
func TestOddOnABoardAsInEntry(t *testing.T) {
	found := 0
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 7))
		w := newWorld(t)
		ctx := t.Context()
		figures := func(usual ...int64) report.Figures {
			v := report.Figures{}
			for _, code := range []string{"A2", "A3", "A4", "A5", "B1", "B4", "F1", "F2", "H1"} {
				if r.IntN(5) > 0 {
					v[code] = usual[r.IntN(len(usual))]
				}
			}
			return v
		}
		units := []ident.ID{w.pob.ID, w.pobB.ID}
		ask := func(opener ident.ID, year, n int) report.Request {
			req := w.boards()
			req.Opener = opener
			req.PeriodText = fmt.Sprintf("tháng %d/%d", n, year)
			req.Deadline = when.At(when.Date(year*10000+n*100+25), 600)
			if r.IntN(4) == 0 {
				req.Basis = calendar.YearToDate
			}
			asked, err := w.report.SeedRequest(ctx, system(), req, when.At(when.Date(year*10000+n*100+1), 600+r.IntN(60)))
			must(t, err)
			return asked
		}
		fill := func(asked report.Request, share int) {
			var list []report.Seeded
			for _, unit := range units {
				if asked.Opener != w.coc.ID && unit != w.pob.ID {
					continue
				}
				if r.IntN(share) > 0 {
					list = append(list, report.Seeded{Unit: unit, State: []report.State{report.StateFiled, report.StateFiled, report.StateReturned, report.StateAccepted}[r.IntN(4)], Figures: figures(0, 3, 100, 100, 110, 140, 260), FiledAt: asked.OpenedAt})
				}
			}
			must(t, w.report.Seed(ctx, system(), asked.ID, list))
		}
		var last report.Request
		for k := range 14 {
			if last = ask(w.coc.ID, 2020+k/12, k%12+1); k < 13 && r.IntN(6) > 0 {
				fill(last, 5)
			}
			if r.IntN(6) == 0 {
				fill(ask(w.tinh.ID, 2020+k/12, k%12+1), 2)
			}
		}
		asked := ask(w.coc.ID, 2021, 3)
		must(t, w.report.Seed(ctx, system(), asked.ID, []report.Seeded{{Unit: w.pob.ID, State: report.StateFiled, Figures: figures(100, 900, 1000, 2000), FiledAt: asked.OpenedAt}, {Unit: w.pobB.ID, State: report.StateFiled, Figures: figures(100, 900, 1000, 2000), FiledAt: asked.OpenedAt}}))
		compare := func(what string) (all int) {
			for _, a := range waiting(t, w, asked) {
				rep, err := w.report.ReportOf(ctx, w.office, asked.ID, a.Unit.ID)
				must(t, err)
				past, err := w.report.Compare(ctx, w.office, a.Filing)
				must(t, err)
				got := map[string]report.Strange{}
				for _, o := range a.Odd {
					got[o.Slot.Code] = o.Strange
				}
				want := map[string]report.Strange{}
				for _, slot := range rep.Form.Slots() {
					n, known := rep.Versions[0].Content.Figures[slot.Code]
					if !known || !slot.Typed() || slot.Before != "" || slot.Kind == report.YesNo {
						continue
					}
					if s, strange := report.Unusual(n, past.PastOf(slot.Code), slot.Scale); strange {
						want[slot.Code] = s
					}
				}
				all += len(want)
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%d, %s: the board says %v, the entry page %v", seed, what, got, want)
				}
			}
			return all
		}
		n := compare("first")
		n += compare("again")
		fill(last, 100) // an earlier report changes what is usual
		n += compare("after an earlier report")
		found += n
	}
	if found < 10 {
		t.Errorf("%d figures are unusual: the test looks at nothing", found)
	}
}

// What is unusual is said once it is, and no longer when the earlier report is another one.
func TestOddFollowsEarlierReports(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	old := w.boards()
	old.PeriodText, old.Deadline = "Q4/2020", when.At(20201226, 600)
	before, err := w.report.SeedRequest(ctx, system(), old, when.At(20201201, 600))
	must(t, err)
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	if list := waiting(t, w, r); len(list) != 1 || len(list[0].Odd) != 0 {
		t.Fatalf("without a past: %+v", list)
	}
	must(t, w.report.Seed(ctx, system(), before.ID, []report.Seeded{{Unit: w.pob.ID, State: report.StateAccepted, Figures: report.Figures{"A2": 412, "B1": 400}, FiledAt: when.At(20201220, 600)}}))
	list := waiting(t, w, r)
	if len(list) != 1 || len(list[0].Odd) != 1 || list[0].Odd[0].Slot.Code != "B1" || list[0].Odd[0].Before != 400 || list[0].Odd[0].Now != 1398 || list[0].Odd[0].Same {
		t.Fatalf("%+v", list)
	}
	must(t, w.report.Seed(ctx, system(), before.ID, []report.Seeded{{Unit: w.pobB.ID, State: report.StateAccepted, Figures: report.Figures{"B1": 1}, FiledAt: when.At(20201220, 600)}}))
	if list := waiting(t, w, r); len(list[0].Odd) != 1 {
		t.Fatalf("another unit's past: %+v", list)
	}
}

// A later version of the form that counts with more decimals makes no figure unusual: 500 before and 500,0 now are the same.
func TestOddKnowsTheDecimalsOfEarlierVersions(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	old := w.boards()
	old.PeriodText, old.Deadline = "Q4/2020", when.At(20201226, 600)
	before, err := w.report.SeedRequest(ctx, system(), old, when.At(20201201, 600))
	must(t, err)
	filed := func(r report.Request, state report.State, unit ident.ID, n int64) {
		must(t, w.report.Seed(ctx, system(), r.ID, []report.Seeded{{Unit: unit, State: state, Figures: report.Figures{"F1": n}, FiledAt: r.OpenedAt}}))
	}
	filed(before, report.StateAccepted, w.pob.ID, 500)
	filed(before, report.StateAccepted, w.pobB.ID, 500)
	must(t, w.report.EditForm(ctx, w.office, report.SampleCode, "e"))
	_, d, err := w.report.DesignedForm(ctx, w.office, report.SampleCode)
	must(t, err)
	f := d.Form
	for i := range f.Indicators {
		if f.Indicators[i].Code == "F1" {
			f.Indicators[i].Kind, f.Indicators[i].Scale = report.Dec, 1
		}
	}
	must(t, w.report.SaveForm(ctx, w.office, f, d.Version, "s"))
	must(t, w.report.PublishForm(ctx, w.office, report.SampleCode, d.Version+1, "p"))
	asked, err := w.report.SeedRequest(ctx, system(), w.boards(), when.At(20210301, 600))
	must(t, err)
	filed(asked, report.StateFiled, w.pob.ID, 5000) // 500,0
	filed(asked, report.StateFiled, w.pobB.ID, 500) // 50,0
	list := waiting(t, w, asked)
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	for _, a := range list {
		if strange := a.Unit.ID == w.pobB.ID; (len(a.Odd) == 1) != strange || strange && a.Odd[0].Before != 5000 {
			t.Errorf("%s: %+v", a.Unit.Name, a.Odd)
		}
	}
}
