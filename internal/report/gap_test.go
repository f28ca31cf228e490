package report_test

import (
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// quarterFiled files a fourth quarter with a number of admissions and, where it must be given, a reason.
func (w *world) quarterFiled(b1, why string) (report.Request, report.Filing) {
	w.t.Helper()
	n := w.boards()
	n.PeriodText, n.Deadline = "quý IV/2020", when.At(20210130, 600)
	r := w.open(n)
	f := w.filing(r, w.pob)
	fields := goodFields()
	fields["B1"], fields["B2"] = b1, "3"
	if why != "" {
		fields["B1why"] = why
	}
	w.save(w.specialist, f, fields)
	must(w.t, w.sign(w.head, f))
	must(w.t, w.send(w.head, f))
	return r, f
}

func TestGapsOfAFiledQuarter(t *testing.T) {
	w := newWorld(t)
	w.set(2021, 1, 10, 9)
	w.months(map[string]string{"10/2020": "10", "11/2020": "20", "12/2020": "30"})
	r, f := w.quarterFiled("63", "Bổ sung 3 trường hợp nộp muộn")
	g, err := w.report.GapsOf(t.Context(), w.office, f.ID, 0)
	must(t, err)
	if one, ok := g.At("B1"); !ok || one.Now != 63 || one.Sum != 60 || one.Diff() != 3 || one.Reason != "Bổ sung 3 trường hợp nộp muộn" || g.Unexplained() != 0 {
		t.Errorf("the level above reads %+v", g.List)
	}
	// B2 is 3 and each month says 1: what adds up is not told.
	if len(g.List) != 1 {
		t.Errorf("%d differ: %+v", len(g.List), g.List)
	}
	if _, err := w.report.GapsOf(t.Context(), w.specialistB, f.ID, 0); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another unit: %v", err)
	}
	o, err := w.report.Origin(t.Context(), w.office, report.Seek{Request: r.ID, Indicator: "B1"})
	must(t, err)
	if len(o.Leaves) != 1 || len(o.Leaves[0].Gaps.List) != 1 || o.Leaves[0].Gaps.List[0].Diff() != 3 {
		t.Errorf("the figure's page: %+v", o.Leaves)
	}
	o, err = w.report.Origin(t.Context(), w.office, report.Seek{Request: r.ID, Indicator: "A2"})
	must(t, err)
	if len(o.Leaves) != 1 || len(o.Leaves[0].Gaps.List) != 0 {
		t.Errorf("another figure's page: %+v", o.Leaves)
	}
	list, err := w.report.BoardGaps(t.Context(), w.office, r.ID, 0)
	must(t, err)
	if len(list) != 1 || list[0].Unit.ID != w.pob.ID || list[0].List[0].Slot.Code != "B1" {
		t.Errorf("the board: %+v", list)
	}
	if _, err := w.report.BoardGaps(t.Context(), w.specialistB, r.ID, w.pob.ID); err == nil {
		t.Error("another unit looks at the board of the first")
	}
}

// A quarter filed before its last month is in is compared when that month comes, and no sooner.
func TestGapsThatALaterMonthMakes(t *testing.T) {
	w := newWorld(t)
	w.set(2021, 1, 10, 9)
	w.months(map[string]string{"10/2020": "10", "11/2020": "20"})
	r, f := w.quarterFiled("63", "")
	g, err := w.report.GapsOf(t.Context(), w.head, f.ID, 0)
	must(t, err)
	if len(g.List) != 0 || g.Parts.Filed != 2 || g.Parts.Of != 3 {
		t.Errorf("while December is missing: %+v", g)
	}
	w.months(map[string]string{"12/2020": "30"})
	if g, err = w.report.GapsOf(t.Context(), w.head, f.ID, 0); err != nil || len(g.List) != 1 || g.List[0].Diff() != 3 || g.Unexplained() != 1 {
		t.Errorf("once December is in: %+v %v", g, err)
	}
	december := w.lastFiled("tháng 12/2020")
	above, err := w.report.GapsAbove(t.Context(), w.specialist, december)
	must(t, err)
	if len(above) != 1 || above[0].Filing != f.ID || above[0].Unit.ID != w.pob.ID || above[0].List[0].Sum != 60 {
		t.Errorf("December's own page names the quarter: %+v", above)
	}
	if _, err := w.report.GapsAbove(t.Context(), w.specialistB, december); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another unit: %v", err)
	}
	byFiling, err := w.report.UnitGaps(t.Context(), w.specialist, w.pob.ID)
	must(t, err)
	if len(byFiling) != 1 || len(byFiling[f.ID].List) != 1 {
		t.Errorf("the unit's list: %+v", byFiling)
	}
	if rep, err := w.report.Report(t.Context(), w.office, f.ID); err != nil || rep.Filing.State != report.StateFiled {
		t.Errorf("nothing is refused afterwards: %v %v", rep.Filing.State, err)
	}
	// The level above sends it back; the next version gives its reason, and the gap stands with it.
	must(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, Fields: map[string]string{"B1": "Khác tổng 3 tháng."}}))
	if list, err := w.report.BoardGaps(t.Context(), w.office, r.ID, 0); err != nil || len(list) != 0 {
		t.Errorf("what was returned is not on the board: %+v %v", list, err)
	}
	wantFault(t, w.sign(w.head, f), fault.KindInvalid, "report.not_sum_of_parts_unless_explained")
	w.save(w.specialist, f, map[string]string{"B1why": "Nộp muộn"})
	must(t, w.sign(w.head, f))
	must(t, w.send(w.head, f))
	if g, err = w.report.GapsOf(t.Context(), w.office, f.ID, 0); err != nil || len(g.List) != 1 || g.List[0].Reason != "Nộp muộn" {
		t.Errorf("the second version: %+v %v", g, err)
	}
	if g, err = w.report.GapsOf(t.Context(), w.office, f.ID, 1); err != nil || g.Unexplained() != 1 {
		t.Errorf("the first version as it was: %+v %v", g, err)
	}
}

// A quarter that is the sum of its months, and one of a cumulative basis, differ in nothing.
func TestNoGaps(t *testing.T) {
	w := newWorld(t)
	w.set(2021, 1, 10, 9)
	w.months(map[string]string{"10/2020": "10", "11/2020": "20", "12/2020": "30"})
	r, f := w.quarterFiled("60", "")
	if g, err := w.report.GapsOf(t.Context(), w.office, f.ID, 0); err != nil || len(g.List) != 0 || g.Parts.Filed != 3 {
		t.Errorf("%+v %v", g, err)
	}
	if list, err := w.report.BoardGaps(t.Context(), w.office, r.ID, 0); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
}

func (w *world) lastFiled(period string) ident.ID {
	w.t.Helper()
	list, err := w.report.ForUnit(w.t.Context(), w.specialist, w.pob.ID)
	must(w.t, err)
	for _, a := range list {
		if p := a.Request.Period.PeriodName(); p.Kind == when.Month && p.N == 12 {
			return a.Filing.ID
		}
	}
	w.t.Fatalf("no report of %s", period)
	return 0
}
