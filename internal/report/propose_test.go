package report_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

// proposed gives what is proposed for a request as words: the name, with "!" where its deadline has passed.
func (w *world) proposed(n report.NewRequest) string {
	w.t.Helper()
	list, err := w.report.ProposePeriods(w.t.Context(), w.office, n)
	if err != nil {
		w.t.Fatal(err)
	}
	var words []string
	for _, one := range list {
		word := one.Period.Title(i18n.VI)
		if one.Missed {
			word += "!"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// called makes a form of another name.
func (w *world) called(code, title string) {
	w.t.Helper()
	f := report.SampleForm()
	f.Code, f.Version, f.Title = code, 1, i18n.Text{VI: title}
	if _, err := w.report.EnsureForm(w.t.Context(), system(), f); err != nil {
		w.t.Fatal(err)
	}
}

// The next period of a form follows from what it was asked for, else from its name, and from the regime's windows and deadlines.
func TestTheNextPeriodIsProposed(t *testing.T) {
	w := newWorld(t) // on Monday 8/3/2021
	n := w.under(w.regime())
	n.PeriodText = ""
	check := func(want string) {
		t.Helper()
		if got := w.proposed(n); got != want {
			t.Errorf("%s: %q, not %q", w.clock.Now().Format("2/1/2006"), got, want)
		}
	}
	check("Quý I/2021") // Q4 was closed on 14/12 and was due in December: a form that nobody asked has missed nothing
	list, _ := w.report.ProposePeriods(t.Context(), w.office, n)
	if one := list[0]; one.Period.From != 20201215 || one.Period.To != 20210314 || one.First != when.At(20210316, 16*60) || one.Last != when.At(20210318, 16*60) || one.Period.ID != 0 {
		t.Errorf("%+v", one)
	}
	ask := n
	ask.PeriodText = "quý I/2021"
	w.open(ask)
	check("Quý II/2021")
	ask.PeriodText = "tháng 3/2021"
	w.open(ask)
	check("Tháng 4/2021, Quý II/2021")
	w.set(2021, time.June, 30, 9)
	check("Tháng 7/2021, Quý III/2021, Tháng 5/2021!, Tháng 6/2021!, Quý II/2021!")

	// Without a regime it is what is just over, then what runs.
	n.Regime = 0
	check("Quý II/2021, Tháng 5/2021")
	w.set(2021, time.March, 8, 9)
	check("Tháng 2/2021, Quý IV/2020")
}

func TestTheNameOfAFormTellsItsPeriods(t *testing.T) {
	w := newWorld(t)
	n := w.boards()
	forms := 0
	for title, want := range map[string]string{"Báo cáo tháng": "Tháng 2/2021", "Báo cáo quý": "Quý IV/2020", "Báo cáo 6 tháng đầu năm": "6 tháng cuối năm 2020", "Báo cáo chín tháng": "9 tháng đầu năm 2020", "Báo cáo năm": "Năm 2020",
		"Báo cáo quỹ": "Tháng 2/2021, Quý IV/2020, 6 tháng cuối năm 2020, Năm 2020, 9 tháng đầu năm 2020"} {
		forms++
		n.FormCode = "form" + num(forms)
		w.called(n.FormCode, title)
		if got := w.proposed(n); got != want {
			t.Errorf("%s: %q, not %q", title, got, want)
		}
	}
	n.FormCode = "term"
	w.called("term", "Báo cáo nhiệm kỳ")
	if got := w.proposed(n); got != "" {
		t.Errorf("a term that nobody entered: %q", got)
	}
	if _, err := w.calendar.EnterTerm(t.Context(), w.office, calendar.Term{Body: "Tỉnh ủy", From: 2020, To: 2025}, "t"); err != nil {
		t.Fatal(err)
	}
	if got := w.proposed(n); got != "Nhiệm kỳ 2020-2025" {
		t.Error(got)
	}
}

// Spans between days go on with the same length, those until an event with the next events.
func TestTheNextSpanIsProposed(t *testing.T) {
	w := newWorld(t)
	n := w.boards()
	ask := func(text string) {
		t.Helper()
		n.PeriodText, n.Deadline = text, when.At(20210930, 600)
		w.open(n)
	}
	ask("1/3 – 10/3/2021")
	if got := w.proposed(n); got != "Từ 11/3/2021 đến 20/3/2021" {
		t.Error(got)
	}
	ask("15/3 – 14/4/2021")
	if got := w.proposed(n); got != "Từ 15/4/2021 đến 14/5/2021" {
		t.Error(got)
	}
	for name, day := range map[string]when.Date{"Đại hội": 20210610, "Bầu cử": 20210901} {
		if _, err := w.calendar.CreateEvent(t.Context(), w.office, calendar.NewEvent{Name: name, Kind: "congress", Date: day, Unit: w.coc.ID, Key: name}); err != nil {
			t.Fatal(err)
		}
	}
	ask("từ 15/4/2021 đến Đại hội")
	if got := w.proposed(n); got != "Từ 11/6/2021 đến Bầu cử" {
		t.Error(got)
	}
}

// Who only looks at what a period comes to leaves nothing behind.
func TestLookingAtAPeriodKeepsNothing(t *testing.T) {
	w := newWorld(t)
	n := w.under(w.regime())
	count := func() (rows, entries int64) {
		t.Helper()
		if err := w.db.View(t.Context(), func(ctx context.Context, r *db.Read) error {
			var err error
			if rows, _, err = db.One(ctx, r, func(s db.Scanner, n *int64) error { return s.Scan(n) }, `select count(*) from period`); err != nil {
				return err
			}
			entries, _, err = db.One(ctx, r, func(s db.Scanner, n *int64) error { return s.Scan(n) }, `select count(*) from journal`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return rows, entries
	}
	if _, err := w.calendar.CreateEvent(t.Context(), w.office, calendar.NewEvent{Name: "Đại hội", Kind: "congress", Date: 20210610, Unit: w.coc.ID, Key: "e"}); err != nil {
		t.Fatal(err)
	}
	rows, entries := count()
	for _, text := range []string{"quý I/2021", "1/3 – 15/4/2021", "từ 1/3/2021 đến Đại hội"} {
		n.PeriodText = text
		plan, err := w.report.PlanRequest(t.Context(), w.office, n)
		if err != nil || len(plan.Deadlines) != 2 || plan.Deadlines[0].At.Zero() || plan.Asked != 0 || plan.Period.ID != 0 {
			t.Errorf("%s: %+v %v", text, plan, err)
		}
	}
	w.proposed(n)
	n.PeriodText = "từ 15/5/2021 đến 1/4/2021"
	if _, err := w.report.PlanRequest(t.Context(), w.office, n); err == nil || fault.All(err)[0].Field != "period" {
		t.Error(err)
	}
	if r, e := count(); r != rows || e != entries {
		t.Errorf("%d periods and %d entries, before %d and %d", r, e, rows, entries)
	}

	n.PeriodText = "1/3 – 15/4/2021"
	r := w.open(n)
	plan, err := w.report.PlanRequest(t.Context(), w.office, n)
	if err != nil || plan.Asked != r.ID || plan.Period.ID != r.Period.ID {
		t.Errorf("%+v %v", plan, err)
	}
	if _, err := w.report.ProposePeriods(t.Context(), w.specialist, n); fault.KindOf(err) != fault.KindForbidden {
		t.Error(err)
	}
	other := n
	other.Opener = w.pob.ID
	if list, err := w.report.ProposePeriods(t.Context(), w.boardOffice, other); err != nil || slices.ContainsFunc(list, func(p report.Proposal) bool { return p.Period.Kind == when.AdHoc }) {
		t.Errorf("what another unit asked: %+v %v", list, err)
	}
}
