package report_test

import (
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
)

func TestAcceptAll(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	r := w.open(w.boards())
	a, b := w.filed(r, w.pob, w.specialist, w.head), w.filed(r, w.pobB, w.specialistB, w.headB)
	both := map[ident.ID]int64{a.ID: 1, b.ID: 1}

	_, _, err := w.report.AcceptAll(ctx, w.office, r.ID, nil, "k")
	wantFault(t, err, fault.KindInvalid, "report.accept_nobody")
	_, _, err = w.report.AcceptAll(ctx, w.specialist, r.ID, both, "k")
	wantFault(t, err, fault.KindForbidden, "actor.forbidden_receive_filing")
	careful := w.office
	careful.Assurance = actor.SignedIn
	_, _, err = w.report.AcceptAll(ctx, careful, r.ID, both, "k")
	wantFault(t, err, fault.KindUnconfirmed, "")
	program := w.office
	program.Kind, program.Assurance = actor.Program, actor.ByToken
	_, _, err = w.report.AcceptAll(ctx, program, r.ID, both, "k")
	wantFault(t, err, fault.KindForbidden, "")
	if n := len(waiting(t, w, r)); n != 2 {
		t.Fatalf("%d wait", n)
	}

	// One changed while the list was looked at: the other is accepted, that one is named, and stays as it is.
	must(t, w.report.ReturnFiling(ctx, w.office, b.ID, report.Return{Version: 1, General: "Xem lại"}))
	for range 2 { // sent twice
		n, left, err := w.report.AcceptAll(ctx, w.office, r.ID, both, "two")
		if err != nil || n != 1 || len(left) != 1 || left[0].Unit.ID != w.pobB.ID || !fault.Is(left[0].Why, "report.not_filed") {
			t.Fatalf("%d %+v %v", n, left, err)
		}
	}
	history(t, w, a, "filing.accepted", "filing.filed", "filing.signed")
	if got := quarterOf(w, w.pobB, b); got.State != report.StateReturned {
		t.Errorf("%s", got.State)
	}
	must(t, w.sign(w.headB, b))
	must(t, w.send(w.headB, b))
	n, left, err := w.report.AcceptAll(ctx, w.office, r.ID, map[ident.ID]int64{b.ID: 1}, "old")
	if err != nil || n != 0 || len(left) != 1 || !fault.Is(left[0].Why, "report.version_moved") {
		t.Fatalf("an old version: %d %+v %v", n, left, err)
	}
	later := w.boards()
	later.PeriodText = "Q2/2021"
	other := w.open(later)
	if n, left, err = w.report.AcceptAll(ctx, w.office, other.ID, map[ident.ID]int64{b.ID: 2, 77: 1}, ""); err != nil || n != 0 || len(left) != 2 {
		t.Fatalf("of another request: %d %+v %v", n, left, err)
	}
	if n, left, err = w.report.AcceptAll(ctx, w.office, r.ID, map[ident.ID]int64{b.ID: 2}, "two"); err != nil || n != 1 || len(left) != 0 {
		t.Fatalf("what was left goes under the same key: %d %+v %v", n, left, err)
	}
	if n := len(waiting(t, w, r)); n != 0 {
		t.Fatalf("%d still wait", n)
	}
}

// What waits says where the unit had to give reasons, to who receives and to nobody else.
func TestToReceive(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	f := w.filing(r, w.pob)
	odd := goodFields()
	odd["F2"], odd["F2why"] = "1.700", "Cộng cả số của năm trước chuyển sang."
	w.save(w.specialist, f, odd)
	must(t, w.sign(w.head, f))
	must(t, w.send(w.head, f))
	w.filed(r, w.pobB, w.specialistB, w.headB)
	list := waiting(t, w, r)
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	for _, one := range list {
		if want := map[bool]int{true: 1}[one.Unit.ID == w.pob.ID]; one.Explained != want {
			t.Errorf("%s: %d, want %d", strings.ToUpper(one.Unit.Code), one.Explained, want)
		}
	}
	if list, err := w.report.ToReceive(t.Context(), w.specialist, r.ID, w.pob.ID); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	_, err := w.report.ToReceive(t.Context(), w.specialist, r.ID, w.coc.ID)
	wantFault(t, err, fault.KindForbidden, "")
}

func waiting(t *testing.T, w *world, r report.Request) []report.Arrived {
	t.Helper()
	list, err := w.report.ToReceive(t.Context(), w.office, r.ID, 0)
	must(t, err)
	return list
}
