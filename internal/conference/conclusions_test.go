package conference

import (
	"context"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/task"
)

func TestConclusions(t *testing.T) {
	t.Run("S0.7", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		h.written(id, "6", 3)
		if f := h.facts(id); f.Declared != 6 || f.Entered != 3 {
			t.Errorf("%d of %d entered", f.Entered, f.Declared)
		}
	})
	t.Run("S0.7/bad: a 7th under a declared 6", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		h.written(id, "6", 6)
		_, err := h.s.AddConclusion(h.ctx, h.secretary, id, ConclusionEntry{Text: "Bảy"}, "")
		h.refused(err, "conference.over_declared", "raise")
		if f := h.facts(id); f.Entered != 6 || f.Declared != 6 {
			t.Errorf("held back, yet %d of %d", f.Entered, f.Declared)
		}
		_, err = h.s.AddConclusion(h.ctx, h.secretary, id, ConclusionEntry{Text: "Bảy", Raise: true}, "")
		h.must(err)
		if f := h.facts(id); f.Entered != 7 || f.Declared != 7 {
			t.Errorf("raised, yet %d of %d", f.Entered, f.Declared)
		}
	})
	for _, c := range []struct{ text, key string }{{"0", "conference.declared_not_positive"}, {"-6", "conference.declared_not_positive"}, {"−6", "conference.declared_not_positive"}, {"sáu", "conference.declared_not_number"}} {
		t.Run("S0.7/bad: declared "+c.text, func(t *testing.T) {
			h := newHouse(t)
			id := h.opened()
			h.refused(h.s.Declare(h.ctx, h.secretary, id, c.text, ""), c.key, "declared")
		})
	}
	t.Run("written by the host's desks alone, once open", func(t *testing.T) {
		h := newHouse(t)
		id := h.called()
		_, err := h.s.AddConclusion(h.ctx, h.secretary, id, ConclusionEntry{Text: "Sớm quá"}, "")
		h.refused(err, "conference.conclusions_not_yet", "")
		h.on("2021-04-02 14:00")
		h.must(h.s.Open(h.ctx, h.secretary, id, true, ""))
		_, err = h.s.AddConclusion(h.ctx, h.specialist, id, ConclusionEntry{Text: "Ngoài chủ trì"}, "")
		h.refused(err, "actor.forbidden_run_conference", "")
		h.refused(h.s.Declare(h.ctx, h.specialist, id, "3", ""), "actor.forbidden_run_conference", "")
		if err := h.s.Type(h.ctx, h.other, id, 1, "x"); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("another site types: %v", err)
		}
		_, err = h.s.AddConclusion(h.ctx, h.secretary, id, ConclusionEntry{Text: " "}, "")
		h.refused(err, "conference.text_empty", "text")
	})
	t.Run("typing is seen by others and not journalled", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		one := h.written(id, "6", 1)[0]
		version := h.hub.Version(Topic(id))
		h.must(h.s.Type(h.ctx, h.secretary, id, one, "Cụ thể hóa và"))
		list, err := h.s.Conclusions(h.ctx, h.specialist, id)
		h.must(err)
		if list[0].Text != "Cụ thể hóa và" || h.hub.Version(Topic(id)) == version {
			t.Errorf("seen by a site: %q", list[0].Text)
		}
	})
	t.Run("order, removal and the declared number", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		ids := h.written(id, "6", 4)
		h.must(h.s.MoveConclusion(h.ctx, h.secretary, id, ids[2], true, ""))
		h.must(h.s.RemoveConclusion(h.ctx, h.secretary, id, ids[0], ""))
		list, err := h.s.Conclusions(h.ctx, h.secretary, id)
		h.must(err)
		want := []ident.ID{ids[2], ids[1], ids[3]}
		for i, one := range list {
			if one.ID != want[i] || one.Order != i+1 {
				t.Errorf("at %d: %v order %d", i, one.Text, one.Order)
			}
		}
		if f := h.facts(id); f.Declared != 6 || f.Entered != 3 {
			t.Errorf("%d of %d", f.Entered, f.Declared)
		}
		h.refused(h.s.Declare(h.ctx, h.secretary, id, "2", ""), "conference.declared_below_entered", "declared")
	})
}

// electionTask is [ii] of scenario S0.8.
func (h *house) electionTask() TaskEntry {
	return TaskEntry{Title: "Tổ chức bầu cử", Assigner: h.units["C"], Leads: []ident.ID{h.units["AB"]}, Coordinating: []ident.ID{h.units["E"]}, Event: h.day, Priority: task.Key}
}

func TestTasksFromConclusions(t *testing.T) {
	t.Run("S0.8", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		ids := h.written(id, "6", 3)
		h.must(h.s.PrepareTasks(h.ctx, h.secretary, id, ids[1], h.electionTask(), "k"))
		h.must(h.s.PrepareTasks(h.ctx, h.secretary, id, ids[1], h.electionTask(), "k"))
		by, err := h.s.TasksOf(h.ctx, h.secretary, id)
		h.must(err)
		if len(by[ids[1]]) != 1 {
			t.Fatalf("%d tasks", len(by[ids[1]]))
		}
		one := by[ids[1]][0]
		if one.State != task.Prepared || one.DaysLeft(20210402) != 51 || one.Origin.Label != "mục 2" {
			t.Errorf("state %s, %d days left, label %q", one.State, one.DaysLeft(20210402), one.Origin.Label)
		}
		hidden, err := h.s.TasksOf(h.ctx, h.specialist, id)
		h.must(err)
		if len(hidden) != 0 {
			t.Error("a prepared task is seen by its lead")
		}
		h.must(h.s.PrepareTasks(h.ctx, h.secretary, id, ids[0], TaskEntry{AllSites: true, Due: "30/6/2021", Product: "Báo cáo"}, ""))
		by, err = h.s.TasksOf(h.ctx, h.secretary, id)
		h.must(err)
		if len(by[ids[0]]) != 2 || by[ids[0]][0].Title != "Cụ thể hóa và triển khai thực hiện Nghị quyết Đại hội XIII" {
			t.Errorf("fan-out to all sites: %+v", by[ids[0]])
		}
		h.must(h.s.DropTask(h.ctx, h.secretary, id, ids[0], by[ids[0]][0].ID, true, ""))
		by, err = h.s.TasksOf(h.ctx, h.secretary, id)
		h.must(err)
		if len(by[ids[0]]) != 0 {
			t.Errorf("%d copies stay", len(by[ids[0]]))
		}
	})
	for _, c := range []struct {
		name, key, field string
		change           func(h *house, e *TaskEntry)
	}{
		{"lead also co-ordinates", "task.lead_coordinates", "coordinating", func(h *house, e *TaskEntry) { e.Coordinating = e.Leads }},
		{"neither due date nor event", "task.due_missing", "due", func(_ *house, e *TaskEntry) { e.Event = 0 }},
		{"given in the name of a unit below", "conference.task_assigner", "assigner", func(h *house, e *TaskEntry) { e.Assigner = h.units["BB"] }},
		{"due on 31/4", "when.no_such_day", "due", func(_ *house, e *TaskEntry) { e.Event, e.Due = 0, "31/4/2021" }},
	} {
		t.Run("S0.8/bad: "+c.name, func(t *testing.T) {
			h := newHouse(t)
			id := h.opened()
			ids := h.written(id, "6", 3)
			e := h.electionTask()
			c.change(h, &e)
			h.refused(h.s.PrepareTasks(h.ctx, h.secretary, id, ids[1], e, ""), c.key, c.field)
		})
	}
	t.Run("a province gives tasks to its own units alone", func(t *testing.T) {
		h := newHouse(t)
		d := h.details()
		d.Hosts, d.Chairs, d.Scope = []ident.ID{h.units["AB"]}, nil, org.Scope{Kind: org.ScopeSubtree, Under: h.units["A"]}
		office := h.desk(20, 0, "Văn phòng Ban tỉnh", "AB", actor.Office)
		id, err := h.s.Create(h.ctx, office, d, "")
		h.must(err)
		h.must(h.s.Call(h.ctx, office, id, ""))
		h.on("2021-04-02 14:00")
		h.must(h.s.Open(h.ctx, office, id, true, ""))
		one, err := h.s.AddConclusion(h.ctx, office, id, ConclusionEntry{Text: "Làm ngay"}, "")
		h.must(err)
		h.refused(h.s.PrepareTasks(h.ctx, office, id, one, TaskEntry{Leads: []ident.ID{h.units["BB"]}, Due: "30/6/2021"}, ""), "conference.task_beyond", "leads")
		h.must(h.s.PrepareTasks(h.ctx, office, id, one, TaskEntry{Leads: []ident.ID{h.units["A"]}, Assigner: h.units["A"], Coordinating: []ident.ID{h.units["AB"]}, Due: "30/6/2021"}, ""))
	})
	t.Run("tasks are the host's to prepare", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		ids := h.written(id, "6", 3)
		h.refused(h.s.PrepareTasks(h.ctx, h.specialist, id, ids[1], h.electionTask(), ""), "actor.forbidden_run_conference", "")
	})
}

// closed is the conference after it, with three conclusions and one task.
func (h *house) closed() (ident.ID, []ident.ID) {
	h.t.Helper()
	id := h.opened()
	ids := h.written(id, "6", 3)
	h.must(h.s.PrepareTasks(h.ctx, h.secretary, id, ids[1], h.electionTask(), ""))
	h.on("2021-04-02 16:00")
	h.must(h.s.Close(h.ctx, h.chair, id, ""))
	return id, ids
}

func TestNotice(t *testing.T) {
	t.Run("S0.9", func(t *testing.T) {
		h := newHouse(t)
		id, ids := h.closed()
		h.must(h.s.Approve(h.ctx, h.chair, id, ""))
		h.must(h.s.MoveConclusion(h.ctx, h.secretary, id, ids[0], true, "")) // at the edge: nothing changes, the approval stays
		if !h.facts(id).Approved() {
			t.Fatal("approval lost")
		}
		h.on("2021-04-02 16:10")
		h.must(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, "k"))
		h.must(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, "k"))
		f := h.facts(id)
		if f.Status != Concluded || f.Notice.Zero() {
			t.Fatalf("status %s, notice %v", f.Status, f.Notice)
		}
		doc, err := h.docs.ByID(h.ctx, h.specialist, f.Notice, 0)
		h.must(err)
		if doc.Number != 1 || doc.Date != 20210402 || len(doc.Content.Body) != 4 || doc.Content.Signer.Name != "Trần Minh Quang" {
			t.Errorf("notice %+v", doc)
		}
		inbox, err := h.docs.Inbox(h.ctx, h.specialist, h.units["AB"])
		h.must(err)
		if len(inbox) != 1 || !inbox[0].New() {
			t.Errorf("inbox %+v", inbox)
		}
		mine, err := h.tasks.ForUnit(h.ctx, h.specialist, h.units["AB"], task.Filter{})
		h.must(err)
		if len(mine) != 1 || mine[0].State != task.Given || mine[0].Origin.Label != "TB 1, mục 2" {
			t.Errorf("tasks %+v", mine)
		}
		h.must(h.db.View(h.ctx, func(ctx context.Context, r *db.Read) error {
			_, err := journal.Verify(ctx, r)
			return err
		}))
	})
	t.Run("S0.9/bad: approve by someone who is not a chair", func(t *testing.T) {
		h := newHouse(t)
		id, _ := h.closed()
		for _, who := range []actor.Actor{h.secretary, h.office, h.sys, h.desk(9, h.people["hoa"], "Lê Văn Hòa", "C", "chair")} {
			h.refused(h.s.Approve(h.ctx, who, id, ""), "conference.approve_chair_only", "")
		}
		h.must(h.s.Approve(h.ctx, h.second, id, "")) // the second chair may
	})
	t.Run("S0.9/bad: edit after issue", func(t *testing.T) {
		h := newHouse(t)
		id, ids := h.closed()
		h.must(h.s.Approve(h.ctx, h.chair, id, ""))
		h.must(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, ""))
		for _, err := range []error{
			h.s.ChangeConclusion(h.ctx, h.secretary, id, ids[0], ConclusionEntry{Text: "Khác"}, ""),
			h.s.RemoveConclusion(h.ctx, h.secretary, id, ids[0], ""),
			h.s.Declare(h.ctx, h.secretary, id, "9", ""),
			h.s.Type(h.ctx, h.secretary, id, ids[0], "Khác"),
			h.s.PrepareTasks(h.ctx, h.secretary, id, ids[0], h.electionTask(), ""),
			h.s.Approve(h.ctx, h.chair, id, ""),
			h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, ""),
		} {
			h.refused(err, "conference.issued_only_revision", "")
		}
		_, err := h.s.DraftRevision(h.ctx, h.secretary, id, map[ident.ID]string{ids[0]: "Cụ thể hóa Nghị quyết Đại hội XIII"}, "", "")
		h.refused(err, "conference.reason_missing", "reason")
		v, err := h.s.DraftRevision(h.ctx, h.secretary, id, map[ident.ID]string{ids[0]: "Cụ thể hóa Nghị quyết Đại hội XIII"}, "Bỏ chữ thừa", "")
		h.must(err)
		h.refused(h.s.ApproveRevision(h.ctx, h.secretary, id, v, ""), "conference.approve_chair_only", "")
		h.must(h.s.ApproveRevision(h.ctx, h.chair, id, v, ""))
		doc, err := h.docs.ByID(h.ctx, h.specialist, h.facts(id).Notice, 0)
		h.must(err)
		if doc.Version != 2 || doc.Number != 1 || doc.Content.Body[1].Text != "Cụ thể hóa Nghị quyết Đại hội XIII" || doc.Reason != "Bỏ chữ thừa" {
			t.Errorf("revised notice %+v", doc)
		}
	})
	t.Run("the order is closed, approved, notice", func(t *testing.T) {
		h := newHouse(t)
		id := h.opened()
		h.written(id, "6", 3)
		h.refused(h.s.Approve(h.ctx, h.chair, id, ""), "conference.approve_after_close", "")
		h.refused(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, ""), "conference.issue_before_approval", "")
		h.must(h.s.Close(h.ctx, h.chair, id, ""))
		h.refused(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, ""), "conference.issue_before_approval", "")
		h.must(h.s.Approve(h.ctx, h.chair, id, ""))
		h.refused(h.s.Issue(h.ctx, h.specialist, id, IssueEntry{}, ""), "actor.forbidden_run_conference", "")
		h.refused(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{Date: "1/4/2021"}, ""), "conference.notice_before_close", "date")
	})
	t.Run("a change takes the approval back", func(t *testing.T) {
		h := newHouse(t)
		id, ids := h.closed()
		h.must(h.s.Approve(h.ctx, h.chair, id, ""))
		h.refused(h.s.Type(h.ctx, h.secretary, id, ids[0], "Gõ lén"), "conference.approved_typing", "")
		h.must(h.s.PrepareTasks(h.ctx, h.secretary, id, ids[0], TaskEntry{Leads: []ident.ID{h.units["BB"]}, Due: "30/6/2021"}, ""))
		if !h.facts(id).Approved() {
			t.Error("assigning took the approval back")
		}
		h.must(h.s.ChangeConclusion(h.ctx, h.secretary, id, ids[0], ConclusionEntry{Text: "Sửa câu chữ"}, ""))
		if h.facts(id).Approved() {
			t.Error("the approval stands on a text the chair has not seen")
		}
		h.refused(h.s.Issue(h.ctx, h.secretary, id, IssueEntry{}, ""), "conference.issue_before_approval", "")
	})
	t.Run("K/T signs for the head", func(t *testing.T) {
		h := newHouse(t)
		id, _ := h.closed()
		h.must(h.s.Speak(h.ctx, h.secretary, id, h.facts(id).Chairs[1].ID, ""))
		h.must(h.s.Approve(h.ctx, h.second, id, ""))
		n, err := h.s.PreviewNotice(h.ctx, h.secretary, id, IssueEntry{Capacity: document.KT, For: "Trưởng Ban"})
		h.must(err)
		if n.Signer.Name != "Đỗ Thị Mai" || n.Signer.Capacity != document.KT || !contains([]string{n.Title}, "Đỗ Thị Mai") {
			t.Errorf("notice %+v", n)
		}
		_, err = h.s.PreviewNotice(h.ctx, h.specialist, id, IssueEntry{})
		h.refused(err, "actor.forbidden_run_conference", "")
	})
}

func TestPapers(t *testing.T) {
	h := newHouse(t)
	id := h.called()
	pdf := []byte("%PDF-1.7\n1 0 obj\n")
	_, err := h.s.AddPaper(h.ctx, h.secretary, id, NewPaper{File: "bao-cao.pdf", Data: []byte("MZ\x90\x00 not a pdf")}, "")
	h.refused(err, "conference.paper_kind", "file")
	_, err = h.s.AddPaper(h.ctx, h.specialist, id, NewPaper{File: "a.pdf", Data: pdf}, "")
	h.refused(err, "actor.forbidden_run_conference", "")
	paper, err := h.s.AddPaper(h.ctx, h.secretary, id, NewPaper{File: `C:\thư mục\Báo cáo quý I.pdf`, Data: pdf}, "")
	h.must(err)
	if list, err := h.s.Papers(h.ctx, h.specialist, id); err != nil || len(list) != 0 {
		t.Errorf("a site sees %d papers before their release, %v", len(list), err)
	}
	if _, _, err := h.s.OpenPaper(h.ctx, h.specialist, id, paper); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a site opens a paper before its release: %v", err)
	}
	h.must(h.s.ReleasePapers(h.ctx, h.secretary, id, ""))
	list, err := h.s.Papers(h.ctx, h.specialist, id)
	h.must(err)
	if len(list) != 1 || list[0].Title != "Báo cáo quý I" || list[0].MIME != "application/pdf" {
		t.Errorf("papers %+v", list)
	}
	file, _, err := h.s.OpenPaper(h.ctx, h.specialist, id, paper)
	h.must(err)
	file.Close()
	h.refused(h.s.RemovePaper(h.ctx, h.secretary, id, paper, ""), "conference.paper_released", "")
	stranger := h.desk(12, 0, "Người ngoài", "E", "specialist")
	if _, err := h.s.Papers(h.ctx, stranger, id); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a unit that was not called: %v", err)
	}
}

func TestSeed(t *testing.T) {
	h := newHouse(t)
	r, err := h.s.Seed(h.ctx, h.sys, Seeded{
		Details: h.details(), CalledAt: at(t, "2021-03-20 08:00"), OpenedAt: at(t, "2021-04-02 14:00"), ClosedAt: at(t, "2021-04-02 16:00"), ConcludedAt: at(t, "2021-04-02 16:30"),
		Sites:    []SeededSite{{Unit: h.units["AB"], By: "Chuyên viên", Entry: SiteEntry{Chair: h.people["hoa"], Planned: "25", Confirm: true}}},
		Declared: "6", Conclusions: []ConclusionEntry{{Text: "Một"}, {Text: "Hai"}},
	})
	h.must(err)
	f := h.facts(r.Conference)
	if f.Status != Concluded || f.CalledAt != at(t, "2021-03-20 08:00") || f.Confirmed != 1 || len(r.Conclusions) != 2 {
		t.Errorf("seeded %+v", f)
	}
	_, err = h.s.Seed(h.ctx, h.office, Seeded{})
	h.refused(err, "actor.forbidden_call_conference", "")
}
