package report_test

import (
	"testing"

	"giaoban/internal/calendar"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

func TestS0_11(t *testing.T) {
	w := newWorld(t)
	plan, err := w.calendar.PeriodFrom(t.Context(), "quý II/2021", when.Today(w.clock))
	must(t, err)
	var tasks []task.Task
	for _, title := range []string{"Cụ thể hóa Nghị quyết Đại hội XIII", "Chuẩn bị, tổ chức bầu cử", "Quán triệt nghị quyết, quy định của Trung ương"} {
		list, err := w.task.Seed(t.Context(), system(), []task.Seeded{{New: task.New{Title: title, Assigner: w.coc.ID, Lead: w.pob.ID, Period: plan.ID,
			Due: calendar.Due{Date: 20210523}, Origin: task.Origin{Kind: "conclusion", ID: 1, Label: "TB 12"}, At: when.At(20210302, 900)}, IssuedAt: when.At(20210302, 960)}})
		must(t, err)
		tasks = append(tasks, list...)
	}
	w.set(2021, 6, 1, 9)
	n := w.boards()
	n.PeriodText, n.Deadline = "quý II/2021", when.At(20210625, 17*60)
	r := w.open(n)
	listed := func() []task.Task {
		t.Helper()
		rep, err := w.report.ReportOf(t.Context(), w.specialist, r.ID, w.pob.ID)
		must(t, err)
		return rep.Tasks
	}
	t.Run("the new report lists the three tasks with their state", func(t *testing.T) {
		if got := listed(); len(got) != 3 || got[0].State != task.Given {
			t.Errorf("%+v", got)
		}
	})
	t.Run("bad: a task withdrawn or its lead changed is still listed, with its reason", func(t *testing.T) {
		_, err := w.task.Withdraw(t.Context(), system(), tasks[0].ID, "Gộp vào chương trình của Tỉnh ủy.")
		must(t, err)
		_, err = w.task.ChangeLead(t.Context(), system(), tasks[1].ID, w.pobB.ID, "Chuyển cho Tỉnh B chủ trì.")
		must(t, err)
		reasons := map[string]string{}
		for _, one := range listed() {
			reasons[one.Title] = one.Reason
		}
		if len(reasons) != 3 || reasons[tasks[0].Title] != "Gộp vào chương trình của Tỉnh ủy." || reasons[tasks[1].Title] != "Chuyển cho Tỉnh B chủ trì." {
			t.Errorf("%v", reasons)
		}
	})
}

// TestANationalRequest opens, fills and reads a request of thousands of units; the figures of speed stand in the benchmark below.
func TestANationalRequest(t *testing.T) {
	w, r, units := national(t, 12, 20)
	board, err := w.report.Board(t.Context(), system(), r.ID, 0)
	must(t, err)
	if board.All.Expected != int32(units) || board.All.In() != int32(units) || board.Totals[0].Filed.Value != int64(units)*15 {
		t.Errorf("%+v %+v", board.All, board.Totals[0].Filed)
	}
	if _, different, err := w.report.Verify(t.Context()); different != 0 || err != nil {
		t.Errorf("%d %v", different, err)
	}
}

// asked is a request to provinces with communes, of which nobody has written anything.
func asked(t testing.TB, provinces, communes int) (*world, report.Request, []org.Unit) {
	t.Helper()
	w := newWorld(t)
	f := org.File{}
	for p := range provinces {
		code := "N" + num(p)
		f.Units = append(f.Units, org.FileUnit{Code: code, Parent: "COC", Name: "Tỉnh " + num(p), Kind: "nation", Level: "province", From: 20200101})
		for c := range communes {
			f.Units = append(f.Units, org.FileUnit{Code: code + "-" + num(c), Parent: code, Name: "Xã " + num(c), Kind: "nation", Level: "commune", From: 20200101})
		}
	}
	must(t, w.org.Load(t.Context(), system(), f))
	n := w.boards()
	n.Scope = org.Scope{Kind: org.ScopeKind, Value: "nation"}
	r, err := w.report.SeedRequest(t.Context(), system(), n, when.At(20210301, 480))
	must(t, err)
	tree, err := w.org.Tree(t.Context(), r.TreeDate())
	must(t, err)
	return w, r, tree.Resolve(r.Scope)
}

// national is asked with all filed.
func national(t testing.TB, provinces, communes int) (*world, report.Request, int) {
	t.Helper()
	w, r, units := asked(t, provinces, communes)
	var list []report.Seeded
	for i, u := range units {
		v := report.Figures{"A2": 10, "A3": 5, "A4": int64(i), "A5": 1000, "B1": 30, "B2": 10, "B4": 90, "B5y": 0, "C1": 3, "C2": 2, "C4": 442, "C4w": 15, "E1": 2, "E2": 40, "E3": 25,
			"F1": 20, "F2": 18, "G1": 3, "G2": 2, "G3n": 1, "G3d": 2, "H1": 14, "H2": 8, "H4": 3, "H5n": 1, "H5d": 2, "A6n": 9, "A6d": 10, "D1": 1, "D2": 1, "D3": 0, "D4n": 1, "D4d": 1, "I1": 4, "I2": 4000, "I3n": 3990, "I3d": 4000, "I4": 2}
		list = append(list, report.Seeded{Unit: u.ID, State: report.StateAccepted, Figures: v, FiledAt: when.At(20210310, 600), Number: "1-BC"})
	}
	must(t, w.report.Seed(t.Context(), system(), r.ID, list))
	return w, r, len(list)
}

func BenchmarkBoard(b *testing.B) {
	w, r, units := national(b, 34, 98)
	b.Logf("%d units", units)
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			must(b, w.report.Seed(b.Context(), system(), r.ID, nil)) // drops the cube
			if _, err := w.report.Board(b.Context(), system(), r.ID, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := w.report.Board(b.Context(), system(), r.ID, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}
