package report_test

import (
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// The dates of a unit: alarms on the days of the regime, a number that grows with every move, off where withdrawn.
func TestDates(t *testing.T) {
	w := newWorld(t) // on Monday 8/3/2021; provinces file by Thursday 18/3
	ctx := t.Context()
	r := w.open(w.under(w.regime()))
	dates := func(who actor.Actor) map[bool]report.Dated {
		t.Helper()
		list, err := w.report.Dates(ctx, who, w.pob.ID)
		w.ok(err)
		by := map[bool]report.Dated{}
		for _, d := range list {
			by[d.Explanation.ID != 0] = d
		}
		return by
	}
	d := dates(w.specialist)[false]
	if d.Request.ID != r.ID || d.Moved != 0 || d.Due.Date() != 20210318 || d.Done() || d.Cancelled() {
		t.Fatalf("%+v", d)
	}
	if len(d.Alarms) != 2 || d.Alarms[0] != when.At(20210315, 480) || d.Alarms[1] != when.At(20210318, 480) {
		t.Errorf("alarms %v", d.Alarms)
	}
	if _, err := w.report.Dates(ctx, w.specialistB, w.pob.ID); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("another unit: %v", err)
	}
	w.filed(r, w.pob, w.specialist, w.head)
	if d := dates(w.specialist)[false]; !d.Done() || len(d.Alarms) != 0 {
		t.Errorf("filed: %+v", d)
	}
	w.set(2021, time.March, 9, 9)
	id, err := w.report.AskExplanation(ctx, w.office, report.Asking{Request: r.ID, Unit: w.pob.ID, Indicator: "B1", Question: "Vì sao?", Due: when.At(20210312, 600)})
	w.ok(err)
	if e := dates(w.head)[true]; e.Due != when.At(20210312, 600) || e.Moved != 0 {
		t.Errorf("asked: %+v", e)
	}
	w.ok(w.report.SendExplanation(ctx, w.head, id, "Đã rõ", ""))
	w.ok(w.report.AskAgain(ctx, w.office, id, "Cụ thể hơn", when.At(20210316, 600), ""))
	if e := dates(w.head)[true]; e.Due != when.At(20210316, 600) || e.Moved != 1 || e.Done() {
		t.Errorf("asked again: %+v", e)
	}
	w.set(2021, time.March, 10, 9)
	w.ok(w.report.WithdrawExplanation(ctx, w.office, id, "Nhầm", ""))
	if e := dates(w.head)[true]; !e.Cancelled() || e.Moved != 2 || e.ChangedAt.Date() != 20210310 {
		t.Errorf("withdrawn: %+v", e)
	}
	w.set(2021, time.June, 10, 9)
	if len(dates(w.head)) != 0 {
		t.Error("dates stay for ever")
	}
}
