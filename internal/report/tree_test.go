package report_test

import (
	"testing"
	"time"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// coverage is a total with the reports behind it: "2796 2/2".
func (w *world) coverage(r report.Request, edition int64) string {
	w.t.Helper()
	f := w.totalAt(r, w.coc, edition, "B1").Filed
	return num(int(f.Value)) + " " + num(int(f.Have)) + "/" + num(int(f.Of))
}

// A unit that was asked, and is merged before the period ends, keeps its place: what it filed counts, and what it owes is missing.
// Without it the total would be half, and look whole.
func TestAUnitThatEndsBeforeThePeriodKeepsItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		day      when.Date
		recorded time.Month
		late     bool // it had not filed
		want     string
	}{
		"merged within the quarter, after it filed": {20210325, time.March, false, "2796 2/2"},
		"written down afterwards":                   {20210315, time.April, false, "2796 2/2"},
		"merged while its draft is open":            {20210325, time.March, true, "1398 1/2"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.open(w.boards())
			w.set(2021, time.March, 20, 9)
			w.filed(r, w.pob, w.specialist, w.head)
			if !c.late {
				w.filed(r, w.pobB, w.specialistB, w.headB)
			}
			w.chief()
			w.set(2021, c.recorded, 26, 9)
			if _, err := w.org.Merge(t.Context(), system(), []ident.ID{w.pobB.ID}, w.pob.ID, org.NewUnit{}, org.Decree{Date: c.day, Act: "QĐ 9"}); err != nil {
				t.Fatal(err)
			}
			if got := w.coverage(r, 0); got != c.want {
				t.Errorf("now %s, want %s", got, c.want)
			}
			b, err := w.report.Board(t.Context(), w.office, r.ID, 0)
			must(t, err)
			if len(b.Lines) != 2 || b.Counters.Expected != 2 {
				t.Errorf("%d lines, %+v", len(b.Lines), b.Counters)
			}
			if missing := b.Missing(); len(missing) > 1 || c.late && (len(missing) != 1 || missing[0].Unit.Name != w.pobB.Name) {
				t.Errorf("missing %+v", missing)
			}
			n, err := w.freeze(r, nil)
			must(t, err)
			if got := w.coverage(r, n); got != c.want {
				t.Errorf("the edition has %s", got)
			}
			if c.late {
				return
			}
			rep, err := w.report.ReportOf(t.Context(), w.office, r.ID, w.pobB.ID)
			if err != nil || rep.Unit.Name != w.pobB.Name || len(rep.Versions) != 1 {
				t.Fatalf("its report is read: %+v %v", rep.Unit, err)
			}
			must(t, w.report.Accept(t.Context(), w.office, rep.Filing.ID, 1, ""))
			if _, err := w.report.ReportOf(t.Context(), w.specialist, r.ID, w.pobB.ID); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("a unit beside it reads it: %v", err)
			}
			chased, err := w.report.Compliance(t.Context(), w.office, w.coc.ID, 0)
			must(t, err)
			if len(chased.Rows) != 2 || chased.Rows[0].Unit.Name == "" || chased.Rows[1].Unit.Name == "" {
				t.Errorf("%+v", chased.Rows)
			}
			w.set(2021, time.May, 3, 9) // another change, so that today's tree is another than that of the period
			must(t, w.org.Rename(t.Context(), system(), w.tinh.ID, "Tỉnh Một", "", org.Decree{Date: 20210502, Act: "QĐ 10"}))
			re, err := w.report.Restated(t.Context(), w.office, r.ID, w.coc.ID, "")
			must(t, err)
			if re.Unplaced != 0 || re.Counters.Expected != 2 || total(re.Totals, "B1").Filed.Value != 2796 {
				t.Errorf("by today's units: %d without a place, %+v, %+v", re.Unplaced, re.Counters, total(re.Totals, "B1").Filed)
			}
			re, err = w.report.Restated(t.Context(), w.office, r.ID, w.pob.ID, "")
			must(t, err)
			if one := total(re.Totals, "B1"); one.Filed.Value != 2796 || one.Filed.Have != 2 || one.Estimated {
				t.Errorf("the unit that took it in has %+v", one)
			}
		})
	}
}

func total(list []report.RestatedTotal, code string) report.RestatedTotal {
	for _, t := range list {
		if t.Indicator.Code == code {
			return t
		}
	}
	return report.RestatedTotal{}
}

// A unit that moves out from under the opener still answers what it was asked; who did not ask it counts nothing of it.
func TestAUnitThatMovesAwayAnswersWhatItWasAsked(t *testing.T) {
	w := newWorld(t)
	ask := w.boards()
	ask.Scope = org.Scope{Kind: org.ScopeKind, Value: "commune"}
	r := w.open(ask)
	f := w.filing(r, w.xa)
	w.save(w.clerk, f, goodFields())
	must(t, w.sign(w.clerk, f))
	must(t, w.send(w.clerk, f))
	below := func(u org.Unit) rollup.Counters {
		b, err := w.report.Board(t.Context(), w.office, r.ID, u.ID)
		if fault.KindOf(err) == fault.KindNotFound {
			return rollup.Counters{}
		}
		must(t, err)
		return b.All
	}
	if below(w.pob).Filed != 1 || below(w.pobB).Filed != 0 {
		t.Fatal(below(w.pob), below(w.pobB))
	}
	must(t, w.org.Move(t.Context(), system(), w.xa.ID, w.pobB.ID, org.Decree{Date: 20210320, Act: "QĐ 9"}))
	if below(w.coc).Filed != 1 || below(w.pob).Filed != 0 || below(w.pobB).Filed != 1 { // within the opener the tree of the period holds
		t.Errorf("%+v %+v %+v", below(w.coc), below(w.pob), below(w.pobB))
	}
}

// The same out of the opener's own branch: the report was asked, and goes where it was to go.
func TestAUnitThatLeavesTheOpenersBranchIsStillCountedThere(t *testing.T) {
	w := newWorld(t)
	ask := w.boards()
	ask.Opener, ask.Scope = w.pob.ID, org.Scope{Kind: org.ScopeKind, Value: "commune"}
	r, err := w.report.OpenRequest(t.Context(), w.boardOffice, ask)
	must(t, err)
	must(t, w.org.Move(t.Context(), system(), w.xa.ID, w.pobB.ID, org.Decree{Date: 20210320, Act: "QĐ 9"}))
	f := w.filing(r, w.xa)
	w.save(w.clerk, f, goodFields())
	must(t, w.sign(w.clerk, f))
	must(t, w.send(w.clerk, f))
	b, err := w.report.Board(t.Context(), w.boardOffice, r.ID, 0)
	must(t, err)
	if b.All.Expected != 1 || b.All.Filed != 1 || len(b.Lines) != 1 || b.Lines[0].Unit.ID != w.xa.ID {
		t.Errorf("%+v", b.All)
	}
	must(t, w.report.Accept(t.Context(), w.boardOffice, f.ID, 1, ""))
	if _, err := w.report.ReportOf(t.Context(), w.specialistB, r.ID, w.xa.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("its new neighbour reads what it filed for another: %v", err)
	}
}

// An edition names the days that its period had when it was signed, also where the event at which it ends is put off later.
func TestAnEditionKeepsThePeriodThatWasSigned(t *testing.T) {
	w := newWorld(t)
	w.calendar.Follow(w.report)
	e, err := w.calendar.CreateEvent(t.Context(), w.office, calendar.NewEvent{Name: "Đại hội XIII", Kind: "congress", Date: 20210412, Unit: w.coc.ID})
	must(t, err)
	ask := w.boards()
	ask.PeriodText, ask.Deadline = "từ 1/3/2021 đến "+e.Name, when.At(20210430, 17*60)
	r := w.open(ask)
	w.filed(r, w.pob, w.specialist, w.head)
	n, err := w.freeze(r, nil)
	must(t, err)
	if _, err := w.calendar.MoveEvent(t.Context(), w.office, e.ID, 20210426, "Hoãn", ""); err != nil {
		t.Fatal(err)
	}
	for edition, want := range map[int64]when.Date{0: 20210426, n: r.Period.To} {
		b, err := w.report.EditionBoard(t.Context(), w.office, r.ID, 0, edition)
		must(t, err)
		if b.Request.Period.To != want {
			t.Errorf("edition %d ends on %v, want %v", edition, b.Request.Period.To, want)
		}
	}
}
