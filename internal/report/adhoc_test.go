package report_test

import (
	"context"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/when"
	"slices"
	"strings"
	"testing"
	"time"
)

// A report for a period between two days goes the whole way, and no period before it is made up.
func TestReportsOfAPeriodBetweenTwoDays(t *testing.T) {
	w := newWorld(t)
	quarter := w.open(w.boards())
	w.filed(quarter, w.pob, w.specialist, w.head)
	w.set(2021, time.April, 16, 9)
	ask := w.boards()
	ask.PeriodText, ask.Deadline = "1/3 – 15/4/2021", when.At(20210420, 17*60)
	r := w.open(ask)
	if r.Heading(i18n.VI) != "Báo cáo quý · Từ 1/3/2021 đến 15/4/2021" || r.Period.Span() != (when.Span{From: 20210301, To: 20210415}) {
		t.Errorf("%s %+v", r.Heading(i18n.VI), r.Period)
	}
	again := ask
	again.PeriodText = "từ 1/3/2021 đến 15/4/2021"
	_, err := w.report.OpenRequest(t.Context(), w.office, again)
	wantFault(t, err, fault.KindConflict, "report.asked_already")

	f := w.filing(r, w.pob)
	c, err := w.report.Compare(t.Context(), w.specialist, f.ID)
	if err != nil || c.Previous != nil || c.SameLastYear != nil || c.PreviousName != (when.PeriodName{}) || c.SameName != (when.PeriodName{}) || len(c.Recent) != 0 {
		t.Errorf("a period before is made up: %+v %v", c, err)
	}
	d, err := w.report.Draft(t.Context(), w.specialist, f.ID)
	if err != nil || d.Earlier.Previous != nil || d.Earlier.Same != nil {
		t.Errorf("%+v %v", d.Earlier, err)
	}
	if list, err := w.report.ForUnit(t.Context(), w.specialist, w.pob.ID); err != nil || len(list) != 2 {
		t.Errorf("%d %v", len(list), err)
	}
	if n, err := w.report.Chase(t.Context(), w.office, r.ID, []ident.ID{f.ID}, "Đề nghị nộp", "c"); err != nil || n != 1 {
		t.Errorf("%d reminded, %v", n, err)
	}
	w.filed(r, w.pob, w.specialist, w.head)
	b, err := w.report.Board(t.Context(), w.office, r.ID, w.coc.ID)
	if err != nil || b.Before != nil {
		t.Fatalf("%+v %v", b.Before, err)
	}
	for _, total := range b.Totals {
		if total.Before.Known {
			t.Errorf("%s is compared with %+v", total.Indicator.Code, total.Before)
		}
	}
	if trends, err := w.report.Trends(t.Context(), w.office, r.ID, w.coc.ID, false, 0); err != nil || len(trends) != 0 {
		t.Errorf("%+v %v", trends, err)
	}
	o, err := w.report.Origin(t.Context(), w.office, report.Seek{Request: r.ID, Indicator: "B1"})
	if err != nil || len(o.Series) != 0 || o.SameLast != nil || o.Total.Filed.Value != 1398 {
		t.Errorf("%+v %v", o, err)
	}
	w.filed(r, w.pobB, w.specialistB, w.headB)
	if n, err := w.freeze(r, nil); err != nil || n != 1 {
		t.Errorf("edition %d: %v", n, err)
	}
}

// Under a regime its day of filing is counted from the last day of the period.
func TestDeadlinesOfAPeriodBetweenTwoDays(t *testing.T) {
	w := newWorld(t)
	n := w.under(w.regime())
	n.PeriodText = "từ 1/3/2021 đến 15/4/2021"
	plan, err := w.report.PlanRequest(t.Context(), w.office, n)
	if err != nil || plan.Period.Span() != (when.Span{From: 20210301, To: 20210415}) || len(plan.Deadlines) == 0 {
		t.Fatalf("%+v %v", plan, err)
	}
	for _, d := range plan.Deadlines {
		if d.At.Date() <= 20210415 || d.Fixed {
			t.Errorf("%+v", d)
		}
	}
	n.PeriodText, n.ParentText = "từ 1/4/2021 đến 15/4/2021", "quý II/2021" // from 15/3 to 14/6 under the regime
	if r := w.open(n); r.Parent.Zero() {
		t.Error("it is a part of the quarter")
	}
	for text, key := range map[string]string{
		"từ 15/4/2021 đến 1/3/2021":       "when.span_backwards",
		"từ 1/3/2021 đến 31/4/2021":       "when.no_such_day",
		"từ 1/3/2021 đến 1/3/2040":        "when.span_too_long",
		"từ 1/3/2021 đến Đại hội XLIX":    "calendar.no_event_named",
		"từ 1/3/2021 đến 15 tháng chạp":   "calendar.no_event_named",
		"ngày mưa đến ngày nắng bất chợt": "when.not_a_period",
	} {
		n.PeriodText = text
		_, err := w.report.OpenRequest(t.Context(), w.office, n)
		if f := wantFault(t, err, fault.KindInvalid, key); f.Field != "period" {
			t.Errorf("%s: at %q", text, f.Field)
		}
	}
}

// A term and nine months are asked for like a quarter; what was filed for the term before stands beside.
func TestReportsOfATermAndOfNineMonths(t *testing.T) {
	w := newWorld(t)
	w.set(2021, time.March, 8, 9)
	for text, title := range map[string]string{"nhiệm kỳ 2016-2021": "Nhiệm kỳ 2016-2021", "9 tháng đầu năm 2020": "9 tháng đầu năm 2020"} {
		n := w.boards()
		n.PeriodText = text
		r := w.open(n)
		if r.Period.Title(i18n.VI) != title {
			t.Errorf("%s: %s", text, r.Period.Title(i18n.VI))
		}
		w.filed(r, w.pob, w.specialist, w.head)
		b, err := w.report.Board(t.Context(), w.office, r.ID, w.coc.ID)
		if err != nil || b.Counters.Filed != 1 {
			t.Errorf("%s: %+v %v", text, b.Counters, err)
		}
	}
	n := w.boards()
	n.PeriodText = "nhiệm kỳ 2021-2026"
	r := w.open(n)
	if c, err := w.report.Compare(t.Context(), w.specialist, w.filing(r, w.pob).ID); err != nil || c.Previous == nil || c.PreviousName.Title(i18n.VI) != "Nhiệm kỳ 2016-2021" {
		t.Errorf("%+v %v", c.PreviousName, err)
	}
}

// The calendar learns what stands on a period, also where it is the longer period of which a request's own is a part.
func TestWhatStandsOnAPeriod(t *testing.T) {
	w := newWorld(t)
	n := w.boards()
	n.PeriodText, n.ParentText = "tháng 3/2021", "quý I/2021"
	r := w.open(n)
	err := w.db.View(t.Context(), func(ctx context.Context, q *db.Read) error {
		list, err := report.OnPeriods(ctx, q, []ident.ID{r.Period.ID, 4711})
		if err != nil || len(list) != 1 || list[0].ID != r.ID || list[0].Period != r.Period.ID || list[0].Title.VI != "Báo cáo quý · Tháng 3/2021" {
			t.Errorf("%+v %v", list, err)
		}
		list, err = report.OnPeriods(ctx, q, []ident.ID{r.Parent})
		if err != nil || len(list) != 1 || list[0].Period != r.Parent {
			t.Errorf("%+v %v", list, err)
		}
		return nil
	})
	must(t, err)
}

// A year, its quarter, its months: each in its place, with what is in.
func TestRequestsForLongerAndShorterPeriods(t *testing.T) {
	w := newWorld(t)
	ask := func(period, parent string) report.Request {
		n := w.boards()
		n.PeriodText, n.ParentText, n.Deadline = period, parent, when.At(20220110, 17*60)
		return w.open(n)
	}
	year, march := ask("năm 2021", ""), ask("tháng 3/2021", "quý I/2021")
	if list, err := w.report.Nested(t.Context(), w.office, ask("quý IV/2020", "").ID); err != nil || len(list) != 0 {
		t.Errorf("nothing lies in it or around it: %+v %v", list, err)
	}
	quarter, april := ask("quý I/2021", ""), ask("tháng 4/2021", "")
	between := ask("từ 10/3/2021 đến 20/3/2021", "")
	w.filed(march, w.pob, w.specialist, w.head)
	told := func(r report.Request) (lines []string) {
		t.Helper()
		list, err := w.report.Nested(t.Context(), w.office, r.ID)
		must(t, err)
		for _, n := range list {
			line := strings.Repeat("  ", n.Depth) + n.Request.Period.Title(i18n.VI) + " " + num(int(n.In)) + "/" + num(int(n.Expected))
			if n.Now {
				line += " *"
			}
			lines = append(lines, line)
		}
		return lines
	}
	same := func(name string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	same("year", told(year), "Năm 2021 0/2 *", "  Quý I/2021 0/2", "    Tháng 3/2021 1/2", "      Từ 10/3/2021 đến 20/3/2021 0/2", "  Tháng 4/2021 0/2")
	same("quarter", told(quarter), "Năm 2021 0/2", "  Quý I/2021 0/2 *", "    Tháng 3/2021 1/2", "      Từ 10/3/2021 đến 20/3/2021 0/2")
	same("month", told(april), "Năm 2021 0/2", "  Tháng 4/2021 0/2 *")
	same("between", told(between), "Năm 2021 0/2", "  Quý I/2021 0/2", "    Tháng 3/2021 1/2", "      Từ 10/3/2021 đến 20/3/2021 0/2 *")
	// Who looks at the year hears of the month.
	sub := w.hub.Subscribe(report.OpenerTopic(w.coc.ID))
	defer sub.Close()
	heard := func() bool {
		select {
		case <-sub.C:
			return true
		default:
			return false
		}
	}
	f := w.filing(march, w.pobB)
	w.save(w.specialistB, f, goodFields())
	must(t, w.sign(w.headB, f))
	if heard() {
		t.Error("drafts and signatures are nobody else's news")
	}
	must(t, w.send(w.headB, f))
	if !heard() {
		t.Error("a filed report is not told")
	}
	same("after", told(april), "Năm 2021 0/2", "  Tháng 4/2021 0/2 *")
	same("after", told(between)[2:3], "    Tháng 3/2021 2/2")
	must(t, w.report.ReturnFiling(t.Context(), w.office, f.ID, report.Return{Version: 1, General: "Xem lại"}))
	if !heard() {
		t.Error("a returned report is not told")
	}
	ask("tháng 5/2021", "")
	if !heard() {
		t.Error("a new request is not told")
	}
	_, err := w.report.Nested(t.Context(), w.specialist, year.ID)
	wantFault(t, err, fault.KindForbidden, "")
}
