package report_test

import (
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

func TestOriginOpensAFigureDownToItsLeaves(t *testing.T) {
	w := newWorld(t)
	w.set(2021, time.January, 4, 9)
	past := w.boards()
	past.PeriodText, past.Deadline = "Quý IV/2020", when.At(20210115, 17*60)
	before := w.open(past)
	w.filed(before, w.pob, w.specialist, w.head)
	w.set(2021, time.March, 8, 9)
	r := w.open(w.boards())
	seek := report.Seek{Request: r.ID, Indicator: "B1"}
	origin := func(k report.Seek) report.Origin {
		t.Helper()
		o, err := w.report.Origin(t.Context(), w.office, k)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	if o := origin(seek); o.Count != 0 || o.Missing != 2 || len(o.Leaves) != 0 || o.Total.Filed.Known || len(o.Series) != 2 {
		t.Errorf("nothing is filed yet: %+v", o)
	}
	f := w.filed(r, w.pob, w.specialist, w.head)
	o := origin(seek)
	if o.Count != 1 || o.Missing != 1 || len(o.Leaves) != 1 {
		t.Fatalf("%d leaves, %d missing", o.Count, o.Missing)
	}
	leaf := o.Leaves[0]
	if leaf.Unit.ID != w.pob.ID || leaf.Figure.Value != 1398 || leaf.Typed != "Vi Thị Ngân" || leaf.TypedAt.Zero() || leaf.Signer != "Trưởng Ban Hoàng Văn Lâm" || leaf.Version != 1 {
		t.Errorf("%+v", leaf)
	}
	if o.Series[0].Request.ID != before.ID || !o.Series[1].Now || o.Series[1].Figure.Value != 1398 || o.Series[1].Figure.Have != 1 || o.Series[1].Figure.Of != 2 {
		t.Errorf("the series: %+v", o.Series)
	}
	if o.Assigned == nil || o.Assigned.Indicator.Code != "B4" || o.Achieved.Indicator.Code != "B5" {
		t.Errorf("the target is not beside: %+v", o.Assigned)
	}
	// what was read of the period before is not shown again after a report came in there
	trend := func() (then, now report.Figure) {
		t.Helper()
		trends, err := w.report.Trends(t.Context(), w.office, r.ID, w.coc.ID, false, 0)
		if err != nil || len(trends) != 2 {
			t.Fatal(trends, err)
		}
		then, _ = trends[0].Figure(report.Indicator{Code: "B1"})
		now, _ = trends[1].Figure(report.Indicator{Code: "B1"})
		return then, now
	}
	if then, now := trend(); then.Value != 1398 || now.Value != 1398 || then.Have != 1 {
		t.Errorf("%+v %+v", then, now)
	}
	w.filed(before, w.pobB, w.specialistB, w.headB)
	if then, now := trend(); then.Value != 2*1398 || now.Value != 1398 || then.Have != 2 {
		t.Errorf("after a late report: %+v %+v", then, now)
	}
	if o := origin(report.Seek{Request: r.ID, Indicator: "B1", Accepted: true}); o.Count != 0 {
		t.Errorf("accepted: %d leaves before anything was accepted", o.Count)
	}

	// Who types after the return is not named at the figure that was signed before.
	if err := w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: "Xem lại"}); err != nil {
		t.Fatal(err)
	}
	if o := origin(seek); o.Count != 0 {
		t.Error("a returned report still counts")
	}
	w.save(w.boardOffice, f, map[string]string{"B1": "1.400"})
	if err := w.sign(w.head, f); err != nil {
		t.Fatal(err)
	}
	if err := w.send(w.head, f); err != nil {
		t.Fatal(err)
	}
	if leaf := origin(seek).Leaves[0]; leaf.Typed != "Mai Thị Cúc" || leaf.Version != 2 || leaf.Figure.Value != 1400 {
		t.Errorf("the second version: %+v", leaf)
	}

	for name, one := range map[string]struct {
		who  actor.Actor
		k    report.Seek
		kind fault.Kind
	}{
		"another province":     {w.specialistB, report.Seek{Request: r.ID, Unit: w.pob.ID, Indicator: "B1"}, fault.KindForbidden},
		"nobody":               {actor.Actor{}, seek, fault.KindUnauthenticated},
		"a strange indicator":  {w.office, report.Seek{Request: r.ID, Indicator: "Z1"}, fault.KindNotFound},
		"a unit from nowhere":  {w.office, report.Seek{Request: r.ID, Unit: 7, Indicator: "B1"}, fault.KindForbidden},
		"a request that isn't": {w.office, report.Seek{Request: 7, Indicator: "B1"}, fault.KindNotFound},
	} {
		if _, err := w.report.Origin(t.Context(), one.who, one.k); fault.KindOf(err) != one.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A unit that was divided since: the past restated on today's tree is marked as an estimate.
func TestSeriesOnTodaysTree(t *testing.T) {
	w := newWorld(t)
	w.set(2021, time.January, 4, 9)
	past := w.boards()
	past.PeriodText, past.Deadline = "Quý IV/2020", when.At(20210115, 17*60)
	first := w.open(past)
	w.filed(first, w.pob, w.specialist, w.head)
	w.filed(first, w.pobB, w.specialistB, w.headB)
	w.set(2021, time.March, 8, 9)
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	w.filed(r, w.pobB, w.specialistB, w.headB)
	if _, err := w.org.Split(t.Context(), system(), w.pobB.ID, []org.NewUnit{
		{Parent: w.tinhB.ID, Code: "POB-B1", Name: "Ban Một", Kind: "board", Level: "province"},
		{Parent: w.tinhB.ID, Code: "POB-B2", Name: "Ban Hai", Kind: "board", Level: "province"},
	}, org.Decree{Date: 20210501, Act: "QĐ 3"}); err != nil {
		t.Fatal(err)
	}
	w.set(2021, time.May, 3, 9)
	seek := report.Seek{Request: r.ID, Unit: w.coc.ID, Indicator: "B1", Today: true}
	o, err := w.report.Origin(t.Context(), w.office, seek)
	if err != nil {
		t.Fatal(err)
	}
	if !o.CanMove || !o.Restated || len(o.Series) != 2 {
		t.Fatalf("%+v", o)
	}
	for _, p := range o.Series {
		if p.Figure.Value != 2*1398 || p.Estimated {
			t.Errorf("the whole is the same on either tree: %+v", p)
		}
	}
	part, err := w.org.ByCode(t.Context(), "POB-B1")
	if err != nil {
		t.Fatal(err)
	}
	restated, err := w.report.Restated(t.Context(), w.office, r.ID, part, "B1")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range restated.Totals {
		if one.Indicator.Code == "B1" && (!one.Estimated || one.Filed.Value != 699) {
			t.Errorf("half of a divided unit: %+v", one)
		}
	}
}
