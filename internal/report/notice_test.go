package report_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/report"
)

// noted keeps notices as they are told.
type noted struct {
	list []report.Notice
	fail error
}

func (n *noted) Notify(_ context.Context, _ *db.Write, x report.Notice) error {
	n.list = append(n.list, x)
	return n.fail
}

// Each reminder of a regime is told once, however often the job runs, and never twice in two ways.
func TestRemindersAreToldOnce(t *testing.T) {
	w := newWorld(t) // on Monday 8/3/2021; provinces file by Thursday 18/3, the commune by Tuesday 16/3
	told := &noted{}
	w.report.Notifier = told
	r := w.open(w.under(w.regime()))
	for day := 8; day <= 22; day++ {
		w.set(2021, 3, day, 8)
		for range 3 {
			must(t, w.report.Remind(t.Context(), w.clock.Now()))
		}
	}
	marks := map[string]int{}
	var of []string
	for _, n := range told.list {
		marks[n.Mark]++
		if n.Unit == w.pob.ID {
			of = append(of, n.Kind)
			if n.Title.VI != r.Heading("vi") || n.Title.EN != r.Heading("en") || n.Path != "/reports/"+r.ID.String()+"/units/"+w.pob.ID.String() || n.By != "" || n.Due.Date() != 20210318 {
				t.Errorf("%+v", n)
			}
		}
	}
	if got := strings.Join(of, " "); got != "before due late" {
		t.Errorf("told of %q", got)
	}
	for mark, n := range marks {
		if n != 1 {
			t.Errorf("%s told %d times", mark, n)
		}
	}
	must(t, w.db.View(t.Context(), func(ctx context.Context, q *db.Read) error {
		still, err := w.report.StillDue(ctx, q, []ident.ID{w.filing(r, w.pob).ID, 99})
		if len(still) != 1 {
			t.Errorf("still due: %v", still)
		}
		return err
	}))
}

// What cannot be written outside is not noted inside either: both are one piece.
func TestNoticeAndReminderAreOnePiece(t *testing.T) {
	w := newWorld(t)
	told := &noted{fail: errors.New("no room")}
	w.report.Notifier = told
	r := w.open(w.boards())
	f := w.filing(r, w.pobB)
	if _, err := w.report.Chase(t.Context(), w.office, r.ID, []ident.ID{f.ID}, "", ""); err == nil {
		t.Error("a reminder whose mail could not be written stands")
	}
	if list, err := w.report.Reminders(t.Context(), w.specialistB, f.ID); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}

// One form under two regimes: each reminder names the one for which it is.
func TestRemindersOfTwinsNameTheRegime(t *testing.T) {
	w := newWorld(t)
	told := &noted{}
	w.report.Notifier = told
	r := w.open(w.under(w.regime()))
	w.open(w.boards()) // the same without a regime
	w.set(2021, 3, 18, 8)
	must(t, w.report.Remind(t.Context(), w.clock.Now()))
	req, err := w.report.Request(t.Context(), w.office, r.ID)
	must(t, err)
	if len(told.list) == 0 || !strings.HasSuffix(req.Heading("vi"), " · Chốt ngày 14") {
		t.Fatalf("%d reminders, %s", len(told.list), req.Heading("vi"))
	}
	for _, n := range told.list {
		if n.Title.VI != req.Heading("vi") || n.Title.EN != req.Heading("en") {
			t.Errorf("%+v", n.Title)
		}
	}
}
