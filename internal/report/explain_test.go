package report_test

import (
	"context"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

func (w *world) refused(what string, err error, key string) {
	w.t.Helper()
	if !fault.Is(err, key) {
		w.t.Errorf("%s: %v, want %s", what, err, key)
	}
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// Asked, drafted, answered, asked again, taken; what was seen and said stays with the figure.
func TestExplanation(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	chair := actor.Actor{Kind: actor.Person, Account: 901, Name: "Trương Thị Mai", Unit: w.coc.ID, Grants: []actor.Grant{{Role: actor.Chair, Unit: w.coc.ID}}}
	due := when.At(20210312, 17*60)
	asking := report.Asking{Request: r.ID, Unit: w.pob.ID, Indicator: "B5", Question: "Vì sao thấp?", Due: due}

	bad := func(what string, who actor.Actor, key string, change func(*report.Asking)) {
		t.Helper()
		a := asking
		change(&a)
		_, err := w.report.AskExplanation(ctx, who, a)
		w.refused(what, err, key)
	}
	none := func(*report.Asking) {}
	bad("no question", chair, "report.question_missing", func(a *report.Asking) { a.Question = " \n" })
	bad("no deadline", chair, "report.due_missing", func(a *report.Asking) { a.Due = 0 })
	bad("a deadline that has passed", chair, "report.due_past", func(a *report.Asking) { a.Due = when.At(20210301, 0) })
	bad("a figure that is none", chair, "report.not_of_request", func(a *report.Asking) { a.Indicator = "Z9" })
	bad("a unit that is not there", chair, "report.not_of_request", func(a *report.Asking) { a.Unit = 99 })
	bad("a figure that is not there", chair, "report.no_figure", func(a *report.Asking) { a.Unit = w.pobB.ID })
	bad("the unit itself", w.head, "actor.forbidden_ask_explanation", none)
	bad("a specialist", actor.Actor{Kind: actor.Person, Account: 902, Unit: w.coc.ID, Grants: []actor.Grant{{Role: actor.Specialist, Unit: w.coc.ID}}}, "actor.forbidden_ask_explanation", none)
	bad("another province", w.headB, "report.not_of_request", none)

	asking.Key = "k"
	id, err := w.report.AskExplanation(ctx, chair, asking)
	w.ok(err)
	if again, err := w.report.AskExplanation(ctx, chair, asking); err != nil || again != id {
		t.Errorf("a retry asks twice: %v %v", again, err)
	}
	bad("asked twice", chair, "report.asked_about_already", func(a *report.Asking) { a.Key = "" })

	page := func(who actor.Actor) report.ExplanationPage {
		t.Helper()
		p, err := w.report.Explanation(ctx, who, id)
		w.ok(err)
		return p
	}
	p := page(chair)
	if p.Seen.Text("vi") != "46,8%" || p.Version != 1 || p.AskerName != w.coc.Name || p.UnitName != w.pob.Name || p.MayDraft || !p.MayJudge {
		t.Errorf("as asked: %+v", p)
	}
	for what, who := range map[string]actor.Actor{"another province": w.headB, "a commune below": w.clerk, "nobody's": {Kind: actor.Person, Account: 903}} {
		if _, err := w.report.Explanation(ctx, who, id); !fault.Is(err, "report.no_such_explanation") {
			t.Errorf("%s reads it: %v", what, err)
		}
	}
	if owed, err := w.report.OwedExplanations(ctx, w.specialist, w.pob.ID); err != nil || len(owed) != 1 {
		t.Errorf("owed %v %v", owed, err)
	}

	// The desk drafts, seen by nobody else; the head sends.
	w.ok(w.report.DraftExplanation(ctx, w.specialist, id, "Bản nháp", "", ""))
	// Two desks of the unit write on the same page: the later one does not take out what it has not seen.
	stale := report.Explanation{}.DraftMark()
	w.refused("over what another desk drafted", w.report.DraftExplanation(ctx, w.boardOffice, id, "Bản khác", stale, ""), "report.explanation_draft_moved")
	if p := page(w.boardOffice); p.Draft != "Bản nháp" {
		t.Errorf("%q is lost", p.Draft)
	}
	w.ok(w.report.DraftExplanation(ctx, w.boardOffice, id, "Bản nháp", stale, "")) // the same words are no other draft
	w.ok(w.report.DraftExplanation(ctx, w.boardOffice, id, "Bản ghép", page(w.boardOffice).DraftMark(), ""))
	w.ok(w.report.DraftExplanation(ctx, w.specialist, id, "Bản nháp", "", ""))
	if p := page(chair); p.Draft != "" || p.DraftedBy != "" {
		t.Error("the asker reads the draft")
	}
	if p := page(w.head); p.Draft != "Bản nháp" || !p.MaySend {
		t.Errorf("the head: %+v", p)
	}
	w.refused("sent by the desk", w.report.SendExplanation(ctx, w.specialist, id, "", ""), "actor.forbidden_send_explanation")
	w.refused("taken before an answer", w.report.TakeExplanation(ctx, chair, id, ""), "report.explanation_not_answered")
	w.refused("answered by the asker", w.report.SendExplanation(ctx, chair, id, "x", ""), "actor.forbidden_send_explanation")
	w.set(2021, time.March, 13, 9)
	if p := page(chair); !p.Overdue(when.Present(w.clock)) {
		t.Error("not late after its deadline")
	}
	w.ok(w.report.SendExplanation(ctx, w.head, id, "", "s"))
	w.ok(w.report.SendExplanation(ctx, w.head, id, "", "s"))
	p = page(chair)
	if p.Answer != "Bản nháp" || !p.Late || p.State != report.ExplanationAnswered || p.Overdue(when.Present(w.clock)) || len(p.History) != 2 {
		t.Errorf("answered late: %+v", p)
	}
	w.refused("taken by the unit", w.report.TakeExplanation(ctx, w.head, id, ""), "actor.forbidden_ask_explanation")
	w.refused("again without a deadline", w.report.AskAgain(ctx, chair, id, "Cụ thể hơn", 0, ""), "report.due_missing")
	w.ok(w.report.AskAgain(ctx, chair, id, "Cụ thể hơn", when.At(20210320, 17*60), ""))
	w.ok(w.report.SendExplanation(ctx, w.head, id, "Hai đảng bộ lớn kết nạp vào quý II", ""))
	w.ok(w.report.TakeExplanation(ctx, w.office, id, "")) // the same unit's office may take what its chair asked
	w.refused("withdrawn after its end", w.report.WithdrawExplanation(ctx, chair, id, "x", ""), "report.explanation_ended")
	p = page(w.specialist)
	if p.State != report.ExplanationTaken || len(p.History) != 5 || !p.Late || p.Seen.Text("vi") != "46,8%" {
		t.Errorf("in the end: %+v", p)
	}
	for what, c := range map[string]struct {
		who  actor.Actor
		unit ident.ID
		n    int
	}{"the centre": {chair, 0, 1}, "the unit itself": {w.head, w.pob.ID, 1}, "the other province, for itself": {w.headB, w.pobB.ID, 0}} {
		list, err := w.report.Explanations(ctx, c.who, r.ID, c.unit, false)
		if err != nil || len(list) != c.n {
			t.Errorf("%s: %v %v", what, list, err)
		}
	}
	if _, err := w.report.Explanations(ctx, w.headB, r.ID, w.pob.ID, false); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("another province lists them: %v", err)
	}
	w.ok(w.db.View(ctx, func(ctx context.Context, q *db.Read) error {
		list, err := w.report.ExplanationsOfPeriod(ctx, q, w.coc.ID, when.Span{From: 20210101, To: 20210331})
		if len(list) != 1 {
			t.Errorf("of the period: %v", list)
		}
		other, err2 := w.report.ExplanationsOfPeriod(ctx, q, w.coc.ID, when.Span{From: 20210401, To: 20210630})
		if len(other) != 0 || err2 != nil {
			t.Errorf("of another period: %v %v", other, err2)
		}
		return err
	}))
}

// A total is asked about as it was seen; a correction later does not change what was seen.
func TestExplanationOfATotal(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	r := w.open(w.boards())
	f := w.filed(r, w.pob, w.specialist, w.head)
	id, err := w.report.AskExplanation(ctx, w.office, report.Asking{Request: r.ID, Unit: w.tinh.ID, Indicator: "B1", Whole: true, Question: "Vì sao?", Due: when.At(20210320, 600)})
	w.ok(err)
	w.ok(w.report.ReturnFiling(ctx, w.office, f.ID, report.Return{Version: 1, General: "Xem lại"}))
	p, err := w.report.Explanation(ctx, w.office, id)
	w.ok(err)
	if p.Seen.Text("vi") != "1.398" || p.Now.Known {
		t.Errorf("seen %q, now %q", p.Seen.Text("vi"), p.Now.Text("vi"))
	}
	w.ok(w.report.WithdrawExplanation(ctx, w.office, id, "Đã trả lại báo cáo", ""))
	n, err := w.report.CountExplanations(ctx, w.office, w.coc.ID)
	if n != 0 || err != nil {
		t.Errorf("count %d %v", n, err)
	}
}

// Explanations are counted beside the reports, by the first answer; a withdrawn one says nothing.
func TestExplanationsInTheTableOfDeadlines(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	ask := func(indicator string, day when.Date) ident.ID {
		t.Helper()
		id, err := w.report.AskExplanation(ctx, w.office, report.Asking{Request: r.ID, Unit: w.pob.ID, Indicator: indicator, Question: "Vì sao?", Due: when.At(day, 17*60)})
		w.ok(err)
		return id
	}
	inTime, late := ask("B1", 20210310), ask("B2", 20210310)
	ask("B4", 20210311) // overdue below
	w.ok(w.report.WithdrawExplanation(ctx, w.office, ask("A2", 20210310), "Nhầm", ""))
	ask("A3", 20210330) // not due yet
	w.ok(w.report.SendExplanation(ctx, w.head, inTime, "Đã rõ", ""))
	w.set(2021, time.March, 12, 9)
	w.ok(w.report.SendExplanation(ctx, w.head, late, "Đã rõ", ""))
	check := func(what string, want report.OnTime) {
		t.Helper()
		c, err := w.report.Compliance(ctx, w.office, w.coc.ID, 0)
		w.ok(err)
		if c.Explain != want || c.All != (report.OnTime{M: 1, N: 1}) {
			t.Errorf("%s: explanations %v, reports %v", what, c.Explain, c.All)
		}
		own, err := w.report.Compliance(ctx, w.specialist, w.pob.ID, 0)
		w.ok(err)
		if own.Own == nil || own.Own.Explain != want || own.Explain.N != 0 {
			t.Errorf("%s, the unit itself: %+v", what, own.Own)
		}
	}
	check("one in time, one late, one overdue", report.OnTime{M: 1, N: 3})
	w.ok(w.report.AskAgain(ctx, w.office, inTime, "Cụ thể hơn", when.At(20210313, 600), ""))
	check("asked again, not due", report.OnTime{M: 1, N: 3})
	w.set(2021, time.March, 14, 9)
	check("asked again, overdue", report.OnTime{M: 0, N: 3})
}
