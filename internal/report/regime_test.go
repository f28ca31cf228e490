package report_test

import (
	"slices"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// regime makes a regime that closes on the 14th: communes file after 2 working days, provinces after 4.
func (w *world) regime() calendar.Regime {
	w.t.Helper()
	g, err := w.calendar.CreateRegime(w.t.Context(), w.office, calendar.NewRegime{Code: "chot-14", Name: i18n.Text{VI: "Chốt ngày 14"}, Version: calendar.NewVersion{From: 20200101,
		Rule: calendar.Rule{Kinds: []calendar.KindRule{{Kind: when.Month, Close: 14}, {Kind: when.Quarter, Close: 14}}, Basis: calendar.InPeriod, Days: 4, Hour: 16 * 60,
			Levels: map[string]int{"commune": 2}, Remind: calendar.Remind{Before: []int{3}, OnDay: true, After: []int{1}}}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

func (w *world) under(g calendar.Regime) report.NewRequest {
	return report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q1/2021", Opener: w.coc.ID, Scope: org.Scope{Kind: org.ScopeAll}, Regime: g.ID}
}

func TestOpenUnderARegime(t *testing.T) {
	t.Run("window and deadlines per level are the regime's", func(t *testing.T) {
		w := newWorld(t) // on Monday 8/3/2021
		n := w.under(w.regime())
		plan, err := w.report.PlanRequest(t.Context(), w.office, n)
		if err != nil || plan.Units["commune"] != 1 || len(plan.Deadlines) != 2 {
			t.Fatalf("%+v %v", plan, err)
		}
		r := w.open(n)
		if r.Period.From != 20201215 || r.Period.To != 20210314 || r.Heading(i18n.VI) != "Báo cáo quý · Quý I/2021" || r.Basis != calendar.InPeriod {
			t.Errorf("%+v", r)
		}
		commune, board := w.filing(r, w.xa), w.filing(r, w.pob)
		if commune.Deadline != when.At(20210316, 16*60) || board.Deadline != when.At(20210318, 16*60) || r.Deadline != board.Deadline {
			t.Errorf("commune %s, board %s, request %s", commune.Deadline.ISO(), board.Deadline.ISO(), r.Deadline.ISO())
		}
		if commune.Level != "commune" || commune.DaysLeft(20210308) != 8 {
			t.Errorf("%+v", commune)
		}
	})
	t.Run("who opens it may give a level its own deadline", func(t *testing.T) {
		w := newWorld(t)
		n := w.under(w.regime())
		n.Deadlines = map[string]when.Instant{"commune": when.At(20210312, 600)}
		r := w.open(n)
		if got := w.filing(r, w.xa).Deadline; got != when.At(20210312, 600) {
			t.Error(got.ISO())
		}
		if got := w.filing(r, w.pob).Deadline; got != when.At(20210318, 16*60) {
			t.Error(got.ISO())
		}
		n.PeriodText, n.Deadlines = "tháng 3/2021", map[string]when.Instant{"commune": when.At(20210301, 600)}
		_, err := w.report.OpenRequest(t.Context(), w.office, n)
		if f := wantFault(t, err, fault.KindInvalid, "report.deadline_past"); f.Field != "deadline-commune" {
			t.Error(f.Field)
		}
	})
	t.Run("bad: a period that the regime does not have, one long over, a regime offered no more", func(t *testing.T) {
		w := newWorld(t)
		g := w.regime()
		n := w.under(g)
		n.PeriodText = "năm 2021"
		_, err := w.report.OpenRequest(t.Context(), w.office, n)
		if f := wantFault(t, err, fault.KindInvalid, "calendar.regime_without_kind"); f.Field != "period" {
			t.Error(f.Field)
		}
		n.PeriodText = "quý IV/2020"
		_, err = w.report.OpenRequest(t.Context(), w.office, n)
		if f := wantFault(t, err, fault.KindInvalid, "report.deadline_past"); f.Field != "deadline" {
			t.Error(f.Field)
		}
		must(t, w.calendar.RetireRegime(t.Context(), w.office, g.ID, true, ""))
		_, err = w.report.OpenRequest(t.Context(), w.office, w.under(g))
		if f := wantFault(t, err, fault.KindInvalid, "report.regime_retired"); f.Field != "regime" {
			t.Error(f.Field)
		}
	})
	t.Run("late is judged by the unit's own deadline, and H6 follows", func(t *testing.T) {
		w := newWorld(t)
		r := w.open(w.under(w.regime()))
		w.set(2021, 3, 17, 9) // after the commune's, before the board's
		if f := w.filed(r, w.xa, w.clerk, w.clerk); !f.Late {
			t.Error("the commune is late")
		}
		if f := w.filed(r, w.pob, w.specialist, w.head); f.Late {
			t.Error("the board is not")
		}
		b, err := w.report.Board(t.Context(), w.office, r.ID, w.coc.ID)
		must(t, err)
		if b.All.OnTime != 1 || b.All.Late != 1 {
			t.Errorf("%+v", b.All)
		}
		for _, total := range b.Totals {
			if total.Indicator.OnTime && (total.Filed.Num != 1 || total.Filed.Den != int64(b.All.Expected)) {
				t.Errorf("H6: %+v", total.Filed)
			}
		}
	})
}

func TestDeadlinesFollowAnEvent(t *testing.T) {
	w := newWorld(t)
	w.calendar.Follow(w.report)
	g := w.regime()
	e, err := w.calendar.CreateEvent(t.Context(), w.office, calendar.NewEvent{Name: "Đại hội XIII", Kind: "congress", Date: 20210412, Unit: w.coc.ID})
	must(t, err)
	n := w.under(g)
	n.PeriodText, n.Deadlines = "từ nay đến Đại hội XIII", map[string]when.Instant{"commune": when.At(20210420, 600)}
	r := w.open(n)
	if got := w.filing(r, w.pob).Deadline; got != when.At(20210416, 16*60) {
		t.Fatalf("four working days after 12/4: %s", got.ISO())
	}
	fixed := n
	fixed.FormCode, fixed.Regime, fixed.Deadlines, fixed.Deadline = report.SampleCode, 0, nil, when.At(20210414, 600)
	fixed.Opener, fixed.Scope = w.pob.ID, org.Scope{Kind: org.ScopeAll}
	given, err := w.report.OpenRequest(t.Context(), w.boardOffice, fixed)
	must(t, err)

	if _, err = w.report.Board(t.Context(), w.office, r.ID, w.coc.ID); err != nil { // a board in memory
		t.Fatal(err)
	}
	told := map[ident.ID]*event.Sub{}
	for _, unit := range []org.Unit{w.pob, w.xa, w.coc} {
		told[unit.ID] = w.hub.Subscribe("home:" + unit.ID.String())
		defer told[unit.ID].Close()
	}
	_, err = w.calendar.MoveEvent(t.Context(), w.office, e.ID, 20210426, "Hoãn", "")
	must(t, err)
	moved, err := w.report.Request(t.Context(), w.office, r.ID)
	must(t, err)
	if moved.Period.To != 20210426 || moved.Deadline != when.At(20210504, 16*60) {
		t.Errorf("%s %s", moved.Period.To, moved.Deadline.ISO())
	}
	if got := w.filing(r, w.pob).Deadline; got != when.At(20210504, 16*60) { // 30/4, 1/5 and the Monday in lieu are off
		t.Error(got.ISO())
	}
	if got := w.filing(r, w.xa).Deadline; got != when.At(20210420, 600) {
		t.Errorf("what was given by hand stays: %s", got.ISO())
	}
	if dates, err := w.report.Dates(t.Context(), w.specialist, w.pob.ID); err != nil || len(dates) != 1 || dates[0].Moved != 1 || dates[0].Due != when.At(20210504, 16*60) || dates[0].ChangedAt.Zero() {
		t.Errorf("calendars outside take over what has a higher number: %+v %v", dates, err)
	}
	for who, u := range map[*actor.Actor]org.Unit{&w.specialist: w.pob, &w.clerk: w.xa} {
		rep, err := w.report.ReportOf(t.Context(), *who, r.ID, u.ID)
		must(t, err)
		if len(rep.Moves) != 1 || rep.Moves[0].EventName != "Đại hội XIII" || rep.Moves[0].Before != 20210412 || rep.Moves[0].After != 20210426 || rep.Moves[0].Name != w.office.Name {
			t.Fatalf("%+v", rep.Moves)
		}
		want := report.DueMove{Level: "province", Before: when.At(20210416, 16*60), After: when.At(20210504, 16*60)}
		if u.ID == w.xa.ID {
			want = report.DueMove{Level: "commune", Before: when.At(20210420, 600), After: when.At(20210420, 600)}
		}
		if got := rep.Moves[0].Due(rep.Filing); got != want {
			t.Errorf("%s: %+v", u.Name, got)
		}
		asked, err := w.report.ForUnit(t.Context(), *who, u.ID)
		must(t, err)
		if at := slices.IndexFunc(asked, func(a report.Asked) bool { return a.Request.ID == r.ID }); at < 0 || asked[at].Moved == nil || asked[at].Moved.After != 20210426 {
			t.Errorf("%+v", asked)
		}
	}
	for _, unit := range []org.Unit{w.pob, w.xa, w.coc} { // who has the page of the day open sees it at once
		select {
		case <-told[unit.ID].C:
		default:
			t.Errorf("%s was not told", unit.Name)
		}
	}
	b, err := w.report.Board(t.Context(), w.office, r.ID, w.coc.ID)
	must(t, err)
	if b.Request.Period.To != 20210426 || b.Request.Deadline != moved.Deadline {
		t.Errorf("the board in memory: %+v", b.Request)
	}
	still, err := w.report.Request(t.Context(), w.boardOffice, given.ID)
	must(t, err)
	if still.Period.To != 20210426 || still.Deadline != when.At(20210414, 600) {
		t.Errorf("without a regime the end moves, the deadline does not: %+v", still)
	}
}

func TestPartOfALongerPeriod(t *testing.T) {
	w := newWorld(t)
	w.set(2020, 12, 20, 9)
	n := w.boards()
	n.PeriodText, n.Deadline = "tháng 12/2020", when.At(20210105, 600)
	for parent, key := range map[string]string{"quý I/2021": "calendar.not_within", "tháng 12/2020": "calendar.not_within", "quý 5/2020": "when.no_such_quarter"} {
		n.ParentText = parent
		_, err := w.report.OpenRequest(t.Context(), w.office, n)
		if f := wantFault(t, err, fault.KindInvalid, key); f.Field != "parent" {
			t.Errorf("%s: field %q", parent, f.Field)
		}
	}
	n.ParentText = "quý IV/2020"
	r := w.open(n)
	q4, err := w.calendar.PeriodFrom(t.Context(), "quý IV/2020", 20201220)
	must(t, err)
	again, err := w.report.Request(t.Context(), w.office, r.ID)
	if err != nil || again.Parent != q4.ID || again.Parent == ident.ID(0) {
		t.Errorf("%+v %v", again, err)
	}
}

func TestS1_1(t *testing.T) {
	t.Run("the regime table shows on time, late and missing per board, and the rate", func(t *testing.T) {
		w := newWorld(t)
		g := w.regime()
		boards := org.Scope{Kind: org.ScopeKind, Value: "board"}
		n := w.under(g)
		n.Scope = boards
		r := w.open(n)
		n.PeriodText, n.Scope = "tháng 4/2021", org.Scope{Kind: org.ScopeAll}
		w.open(n)
		w.filed(r, w.pob, w.specialist, w.head) // on 8/3
		w.set(2021, 3, 19, 9)
		w.filed(r, w.pobB, w.specialistB, w.headB)
		c, err := w.report.Compliance(t.Context(), w.office, w.coc.ID, g.ID)
		if err != nil || len(c.Requests) != 2 {
			t.Fatalf("%+v %v", c, err)
		}
		kept := func(c report.Compliance) map[string][2]report.Keeping {
			m := map[string][2]report.Keeping{}
			for _, row := range c.Rows {
				m[row.Unit.Code] = [2]report.Keeping{row.Cells[0].Kept, row.Cells[1].Kept}
			}
			return m
		}
		if got := kept(c); got["POB-A"] != [2]report.Keeping{report.KeptTime, report.KeptNot} || got["POB-B"][0] != report.KeptLate || got["T-A"] != [2]report.Keeping{report.KeptNot, report.KeptOpen} {
			t.Errorf("%v", got)
		}
		if c.All != (report.OnTime{M: 1, N: 2}) || c.Totals[1] != (report.OnTime{}) {
			t.Errorf("%+v %+v", c.All, c.Totals)
		}
		w.set(2021, 4, 25, 9)
		c, err = w.report.Compliance(t.Context(), w.office, w.coc.ID, g.ID)
		if got := kept(c); err != nil || got["T-A"][1] != report.KeptMissed || got["POB-A"][1] != report.KeptNot {
			t.Errorf("%v %v", got, err)
		}
		if len(c.Levels) != 2 || c.Own != nil {
			t.Fatalf("%+v %+v", c.Own, c.Levels)
		}
		for _, l := range c.Levels {
			want := map[string][2]report.OnTime{"province": {{M: 1, N: 2}, {M: 0, N: 4}}, "commune": {{}, {M: 0, N: 1}}}[l.Level.Code]
			if l.Cells[0] != want[0] || l.Cells[1] != want[1] {
				t.Errorf("%s: %+v", l.Level.Code, l.Cells)
			}
		}
		own, err := w.report.Compliance(t.Context(), w.specialist, w.pob.ID, 0)
		if err != nil || own.Own == nil || own.Own.Sum != (report.OnTime{M: 1, N: 2}) {
			t.Errorf("%+v %v", own, err)
		}
		if _, err := w.report.Compliance(t.Context(), w.specialistB, w.pob.ID, 0); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("another unit: %v", err)
		}
		none, err := w.report.Compliance(t.Context(), w.office, w.coc.ID, 1)
		if err != nil || len(none.Requests) != 0 {
			t.Errorf("another regime: %+v %v", none, err)
		}
	})
	t.Run("six months go on from the text of the first quarter, as far as it was filed", func(t *testing.T) {
		w := newWorld(t)
		first := w.open(w.boards())
		if c, err := w.report.Compare(t.Context(), w.specialist, w.filing(first, w.pob).ID); err != nil || c.Written != nil {
			t.Errorf("before anything was filed: %+v %v", c.Written, err)
		}
		w.filed(first, w.pob, w.specialist, w.head)
		w.set(2021, 6, 28, 9)
		n := w.boards()
		n.PeriodText, n.Deadline = "6 tháng đầu năm 2021", when.At(20210705, 600)
		half := w.open(n)
		c, err := w.report.Compare(t.Context(), w.specialist, w.filing(half, w.pob).ID)
		if err != nil || c.Previous != nil || c.Written == nil || c.Written.Period.Title(i18n.VI) != "Quý I/2021" || c.Written.Content.Texts["N2"] == "" {
			t.Errorf("%+v %v", c, err)
		}
		if c, err = w.report.Compare(t.Context(), w.specialistB, w.filing(half, w.pobB).ID); err != nil || c.Written != nil {
			t.Errorf("the other board filed nothing: %+v %v", c.Written, err)
		}
	})
}
