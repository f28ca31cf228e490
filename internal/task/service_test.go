package task_test

import (
	"context"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/db/dbtest"
	"giaoban/internal/event"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/when"
)

type house struct {
	t                          *testing.T
	ctx                        context.Context
	db                         *db.DB
	hub                        *event.Hub
	clock                      *when.Settable
	calendar                   *calendar.Service
	tasks                      *task.Service
	root, coc, pob, bodies, tb ident.ID // tb = another province's board
	election                   calendar.Event
	q1, q2                     calendar.Period
}

func open(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))
	ids, err := ident.NewMaker(clock.Now, zero{})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, ctx: t.Context(), db: dbtest.Open(t), hub: event.New(), clock: clock}
	units := org.New(org.Deps{DB: h.db, IDs: ids, Clock: clock, Hub: h.hub})
	system := actor.SystemActor("test")
	if err := units.Load(h.ctx, system, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{
			{Code: "root", Name: "Trung ương", Level: "centre", From: 20000101},
			{Code: "coc", Parent: "root", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101},
			{Code: "bodies", Parent: "coc", Name: "Cơ quan bầu cử", Level: "centre", From: 20000101},
			{Code: "pob", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy", Level: "province", From: 20000101},
			{Code: "tb", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy B", Level: "province", From: 20000101},
		},
	}); err != nil {
		t.Fatal(err)
	}
	for code, id := range map[string]*ident.ID{"root": &h.root, "coc": &h.coc, "pob": &h.pob, "bodies": &h.bodies, "tb": &h.tb} {
		if *id, err = units.ByCode(h.ctx, code); err != nil {
			t.Fatal(err)
		}
	}
	h.calendar = calendar.New(calendar.Deps{DB: h.db, IDs: ids, Clock: clock, Hub: h.hub, Org: units})
	if h.election, err = h.calendar.CreateEvent(h.ctx, system, calendar.NewEvent{Code: "election", Name: "Ngày bầu cử", Kind: "election", Date: 20210523, Unit: h.root}); err != nil {
		t.Fatal(err)
	}
	if h.q1, err = h.calendar.EnsurePeriod(h.ctx, system, when.PeriodName{Kind: when.Quarter, Year: 2021, N: 1}); err != nil {
		t.Fatal(err)
	}
	if h.q2, err = h.calendar.EnsurePeriod(h.ctx, system, when.PeriodName{Kind: when.Quarter, Year: 2021, N: 2}); err != nil {
		t.Fatal(err)
	}
	h.tasks = task.NewService(task.Deps{DB: h.db, IDs: ids, Clock: clock, Hub: h.hub, Org: units, Calendar: h.calendar})
	return h
}

type zero struct{}

func (zero) Read(b []byte) (int, error) { return len(b), nil }

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

// election is task [ii] of S0.8.
func (h *house) electionTask() task.New {
	return task.New{
		Title: "Chuẩn bị, tổ chức bầu cử đại biểu Quốc hội khóa XV", Assigner: h.coc, Lead: h.pob, Coordinating: []ident.ID{h.bodies},
		Due: calendar.Due{Event: h.election.ID}, Priority: task.Key, Product: "Báo cáo tổng kết bầu cử",
		Origin: task.Origin{Kind: "conclusion", ID: 501, Conference: 500, Label: "mục 2"}, Period: h.q2.ID,
	}
}

func (h *house) prepare(n task.New) task.Task {
	h.t.Helper()
	var made task.Task
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) (err error) {
		made, err = h.tasks.PrepareIn(ctx, w, at(h.coc, actor.Secretary), n)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return made
}

func (h *house) refuse(n task.New) error {
	return h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
		_, err := h.tasks.PrepareIn(ctx, w, at(h.coc, actor.Secretary), n)
		return err
	})
}

func (h *house) issue() int {
	h.t.Helper()
	n := 0
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) (err error) {
		n, err = h.tasks.IssueIn(ctx, w, at(h.coc, actor.Chair), "conclusion", 500, "TB 12")
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// S0.8: prepared, 51 days left on 2/4/2021.
func TestPrepareAndIssue(t *testing.T) {
	h := open(t)
	made := h.prepare(h.electionTask())
	if made.State != task.Prepared || made.DaysLeft(20210402) != 51 || made.DueEvent.Name != "Ngày bầu cử" || made.Keeper != h.coc {
		t.Fatalf("%+v", made)
	}
	for name, who := range map[string]actor.Actor{"lead": at(h.pob, actor.Head), "co-ordinator": at(h.bodies, actor.Specialist), "superior": at(h.root, actor.Chair)} {
		if _, err := h.tasks.ByID(h.ctx, who, made.ID); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("%s sees what is only prepared: %v", name, err)
		}
	}
	if list, err := h.tasks.ForUnit(h.ctx, at(h.pob, actor.Specialist), h.pob, task.Filter{}); err != nil || len(list) != 0 {
		t.Errorf("the lead's list before issue: %+v, %v", list, err)
	}
	if n := h.issue(); n != 1 {
		t.Fatalf("issued %d", n)
	}
	if n := h.issue(); n != 0 {
		t.Errorf("issued again: %d", n)
	}
	if h.hub.Version("inbox:"+h.pob.String()) == 0 || h.hub.Version("home:"+h.bodies.String()) == 0 {
		t.Error("the task's units were not told")
	}
	list, err := h.tasks.ForUnit(h.ctx, at(h.pob, actor.Specialist), h.pob, task.Filter{})
	if err != nil || len(list) != 1 || list[0].As != task.AsLead || list[0].State != task.Given || list[0].Origin.Label != "TB 12, mục 2" {
		t.Fatalf("the lead's list: %+v, %v", list, err)
	}
	if list, _ = h.tasks.ForUnit(h.ctx, at(h.bodies, actor.Specialist), h.bodies, task.Filter{}); len(list) != 1 || list[0].As != task.AsCoordinating {
		t.Errorf("the co-ordinator's list: %+v", list)
	}
}

// S0.8/bad, against the database: nothing is stored.
func TestRefusedTasksLeaveNothing(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct {
		change func(*task.New)
		key    string
	}{
		"S0.8/bad: lead also co-ordinator":         {func(n *task.New) { n.Coordinating = []ident.ID{h.bodies, h.pob} }, "task.lead_coordinates"},
		"S0.8/bad: neither due date nor due event": {func(n *task.New) { n.Due = calendar.Due{} }, "task.due_missing"},
		"both":         {func(n *task.New) { n.Due.Date = 20210523 }, "task.due_both"},
		"before today": {func(n *task.New) { n.Due = calendar.Due{Date: 20210401} }, "task.due_past"},
	} {
		n := h.electionTask()
		c.change(&n)
		if err := h.refuse(n); !fault.Is(err, c.key) {
			t.Errorf("%s: want %s, got %v", name, c.key, err)
		}
	}
	unknown := h.electionTask()
	unknown.Due = calendar.Due{Event: 12345}
	if err := h.refuse(unknown); err == nil || fault.All(err)[0].Field != "due" {
		t.Errorf("an event that does not exist: %v", err)
	}
	if list, err := h.tasks.OfConference(h.ctx, at(h.coc, actor.Secretary), 500); err != nil || len(list) != 0 {
		t.Errorf("something was stored: %+v, %v", list, err)
	}
}

func TestPreparedTasksChangeAndGo(t *testing.T) {
	h := open(t)
	made := h.prepare(h.electionTask())
	secretary := at(h.coc, actor.Secretary)
	change := func(n task.New) error {
		return h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error {
			_, err := h.tasks.ChangeIn(ctx, w, secretary, made.ID, n)
			return err
		})
	}
	n := h.electionTask()
	n.Due, n.Coordinating, n.Title = calendar.Due{Date: 20210601}, nil, "Tên khác"
	if err := change(n); err != nil {
		t.Fatal(err)
	}
	got, err := h.tasks.ByID(h.ctx, secretary, made.ID)
	if err != nil || got.Title != "Tên khác" || got.DueOn != 20210601 || len(got.Coordinating) != 0 || got.DueEvent.ID != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	h.issue()
	if err := change(n); !fault.Is(err, "task.is_issued") {
		t.Errorf("changing an issued task: %v", err)
	}
	drop := func(id ident.ID) error {
		return h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) error { return h.tasks.DropIn(ctx, w, secretary, id) })
	}
	if err := drop(made.ID); !fault.Is(err, "task.is_issued") {
		t.Errorf("dropping an issued task: %v", err)
	}
	other := h.prepare(h.electionTask())
	if err := drop(other.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.tasks.ByID(h.ctx, secretary, other.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a dropped task: %v", err)
	}
}

func TestProgress(t *testing.T) {
	h := open(t)
	made := h.prepare(h.electionTask())
	h.issue()
	specialist := at(h.pob, actor.Specialist)
	u := task.Update{Percent: 40, Note: "Đã lập kế hoạch", Blocked: "chờ số liệu cử tri", Blocker: h.tb}
	for range 3 { // a retry writes nothing more
		got, err := h.tasks.Update(h.ctx, specialist, made.ID, u, "k1")
		if err != nil || got.State != task.InProgress || got.Percent != 40 || got.Blocked == "" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	history, err := h.tasks.History(h.ctx, specialist, made.ID)
	if err != nil || len(history) != 2 || history[0].Kind != "progress" || history[1].Kind != "issued" {
		t.Fatalf("history %+v, %v", history, err)
	}
	if wait, err := h.tasks.Blocking(h.ctx, at(h.tb, actor.Specialist), h.tb); err != nil || len(wait) != 1 {
		t.Errorf("who must settle it does not see it: %+v, %v", wait, err)
	}
	if _, err := h.tasks.ByID(h.ctx, at(h.tb, actor.Specialist), made.ID); err != nil {
		t.Errorf("who must settle it reads it: %v", err)
	}
	if _, err := h.tasks.Note(h.ctx, at(h.bodies, actor.Specialist), made.ID, h.bodies, "Đã gửi mẫu", "n1"); err != nil {
		t.Errorf("a co-ordinator's note: %v", err)
	}
	for name, c := range map[string]struct {
		who actor.Actor
		u   task.Update
		key string
	}{
		"percent 101":           {specialist, task.Update{Percent: 101}, "task.percent_range"},
		"done without product":  {specialist, task.Update{State: task.Done, Percent: 100}, "task.result_missing"},
		"by a co-ordinator":     {at(h.bodies, actor.Specialist), u, "actor.forbidden_keep_task"},
		"by the assigner":       {at(h.coc, actor.Office), u, "actor.forbidden_keep_task"},
		"by a technician of it": {at(h.pob, actor.Technician), u, "actor.forbidden_keep_task"},
		"by the superior":       {at(h.root, actor.Office), u, "actor.forbidden_keep_task"},
	} {
		if _, err := h.tasks.Update(h.ctx, c.who, made.ID, c.u, ""); !fault.Is(err, c.key) {
			t.Errorf("%s: want %s, got %v", name, c.key, err)
		}
	}
	done, err := h.tasks.Update(h.ctx, specialist, made.ID, task.Update{Percent: 90, State: task.Done, Result: "Báo cáo 45"}, "k2")
	if err != nil || done.State != task.Done || done.Percent != 100 || done.DoneAt.Zero() {
		t.Fatalf("%+v, %v", done, err)
	}
	if _, err := h.tasks.Update(h.ctx, specialist, made.ID, task.Update{Percent: 50}, "k3"); !fault.Is(err, "task.is_done") {
		t.Errorf("after done: %v", err)
	}
	if _, err := h.tasks.Note(h.ctx, at(h.bodies, actor.Specialist), made.ID, h.bodies, "muộn", ""); !fault.Is(err, "task.is_done") {
		t.Errorf("a note after done: %v", err)
	}
	if _, err := h.tasks.Reopen(h.ctx, specialist, made.ID, "chưa đủ", ""); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the lead reopens: %v", err)
	}
	if _, err := h.tasks.Reopen(h.ctx, at(h.coc, actor.Office), made.ID, " ", ""); !fault.Is(err, "task.reason_missing") {
		t.Errorf("reopen without reason: %v", err)
	}
	if again, err := h.tasks.Reopen(h.ctx, at(h.coc, actor.Office), made.ID, "Thiếu biểu", ""); err != nil || again.State != task.InProgress {
		t.Errorf("reopen: %+v, %v", again, err)
	}
}

func TestDueFollowsItsEvent(t *testing.T) {
	h := open(t)
	made := h.prepare(h.electionTask())
	h.issue()
	if _, err := h.calendar.MoveEvent(h.ctx, actor.SystemActor("test"), h.election.ID, 20210606, "hoãn", ""); err != nil {
		t.Fatal(err)
	}
	got, err := h.tasks.ByID(h.ctx, at(h.pob, actor.Specialist), made.ID)
	if err != nil || got.DueOn != 20210606 {
		t.Errorf("%+v, %v", got.DueOn, err)
	}
	if _, err := h.calendar.RemoveEvent(h.ctx, actor.SystemActor("test"), h.election.ID, "bỏ", ""); err == nil {
		t.Error("an event that a task is due at was removed")
	}
}

// S0.11: the new report lists the tasks of its period; bad: withdrawn or moved
// ones are still listed, with the reason.
func TestOfPeriod(t *testing.T) {
	h := open(t)
	kept, withdrawn, moved := h.prepare(h.electionTask()), h.prepare(h.electionTask()), h.prepare(h.electionTask())
	past := h.electionTask()
	past.Period = h.q1.ID
	old, oldDone := h.prepare(past), h.prepare(past)
	h.issue()
	office, specialist := at(h.coc, actor.Office), at(h.pob, actor.Specialist)
	if _, err := h.tasks.Withdraw(h.ctx, specialist, withdrawn.ID, "x"); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("the lead withdraws: %v", err)
	}
	if _, err := h.tasks.Withdraw(h.ctx, office, withdrawn.ID, ""); !fault.Is(err, "task.reason_missing") {
		t.Errorf("withdraw without reason: %v", err)
	}
	for range 2 {
		if _, err := h.tasks.Withdraw(h.ctx, office, withdrawn.ID, "Trùng nhiệm vụ khác"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.tasks.ChangeLead(h.ctx, office, moved.ID, h.bodies, "x"); !fault.Is(err, "task.lead_coordinates") {
		t.Errorf("lead to a co-ordinator: %v", err)
	}
	if _, err := h.tasks.ChangeLead(h.ctx, office, moved.ID, 4242, "x"); !fault.Is(err, "task.lead_unknown") {
		t.Errorf("lead to nobody: %v", err)
	}
	if _, err := h.tasks.ChangeLead(h.ctx, at(h.tb, actor.Office), moved.ID, h.tb, "x"); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a stranger takes a task: %v", err)
	}
	if got, err := h.tasks.ChangeLead(h.ctx, office, moved.ID, h.tb, "Thuộc địa bàn Tỉnh B"); err != nil || got.Lead != h.tb {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := h.tasks.Update(h.ctx, specialist, oldDone.ID, task.Update{State: task.Done, Result: "BC 1"}, ""); err != nil {
		t.Fatal(err)
	}
	list := h.ofPeriod(h.pob, h.q2.ID)
	want := map[ident.ID]struct {
		as     task.Part
		state  task.State
		reason string
	}{
		kept.ID:      {task.AsLead, task.Given, ""},
		withdrawn.ID: {task.AsLead, task.Withdrawn, "Trùng nhiệm vụ khác"},
		moved.ID:     {task.AsFormerLead, task.Given, "Thuộc địa bàn Tỉnh B"},
		old.ID:       {task.AsLead, task.Given, ""},
	}
	if len(list) != len(want) {
		t.Errorf("%d tasks, want %d: %+v", len(list), len(want), list)
	}
	for _, got := range list {
		w, ok := want[got.ID]
		if !ok || got.As != w.as || got.State != w.state || got.Reason != w.reason {
			t.Errorf("%s: %s %s %q, want %+v", got.ID, got.As, got.State, got.Reason, w)
		}
	}
	if list := h.ofPeriod(h.tb, h.q2.ID); len(list) != 1 || list[0].ID != moved.ID || list[0].As != task.AsLead || list[0].Reason != "" {
		t.Errorf("the new lead's report: %+v", list)
	}
	if list := h.ofPeriod(h.pob, h.q1.ID); len(list) != 2 {
		t.Errorf("the earlier period lists its own two, got %+v", list)
	}
	var open []task.Task
	if err := h.db.View(h.ctx, func(ctx context.Context, r *db.Read) (err error) {
		open, err = h.tasks.Unfinished(ctx, r, h.coc, []ident.ID{h.pob})
		return err
	}); err != nil || len(open) != 2 {
		t.Errorf("for the next agenda: %+v, %v", open, err)
	}
}

func (h *house) ofPeriod(unit, period ident.ID) []task.Task {
	h.t.Helper()
	var list []task.Task
	if err := h.db.View(h.ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = h.tasks.OfPeriod(ctx, r, unit, period)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return list
}

func TestFanout(t *testing.T) {
	h := open(t)
	n := h.electionTask()
	n.Coordinating = nil
	var made []task.Task
	if err := h.db.Do(h.ctx, "test", func(ctx context.Context, w *db.Write) (err error) {
		made, err = h.tasks.PrepareEachIn(ctx, w, at(h.coc, actor.Secretary), n, []ident.ID{h.pob, h.tb, h.pob})
		return err
	}); err != nil || len(made) != 2 || made[0].Fanout.Zero() || made[0].Fanout != made[1].Fanout {
		t.Fatalf("%+v, %v", made, err)
	}
	h.issue()
	if _, err := h.tasks.Update(h.ctx, at(h.tb, actor.Specialist), made[1].ID, task.Update{State: task.Done, Result: "BC"}, ""); err != nil {
		t.Fatal(err)
	}
	given, err := h.tasks.Given(h.ctx, at(h.coc, actor.Office), h.coc, task.Filter{})
	if err != nil || len(given) != 1 || given[0].Done() != 1 || given[0].Total() != 2 {
		t.Errorf("roll-up %+v, %v", given, err)
	}
	if copies, err := h.tasks.Copies(h.ctx, at(h.coc, actor.Office), made[0]); err != nil || len(copies) != 2 {
		t.Errorf("copies %+v, %v", copies, err)
	}
	if copies, err := h.tasks.Copies(h.ctx, at(h.pob, actor.Head), made[0]); err != nil || len(copies) != 0 {
		t.Errorf("a lead sees the others' copies: %+v, %v", copies, err)
	}
	if _, err := h.tasks.ByID(h.ctx, at(h.pob, actor.Head), made[1].ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("a lead reads another's copy: %v", err)
	}
}

func TestBreakIn(t *testing.T) {
	h := open(t)
	made := h.prepare(h.electionTask())
	h.issue()
	stranger := at(h.tb, actor.Head)
	if _, err := h.tasks.ByID(h.ctx, stranger, made.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("reads: %v", err)
	}
	if _, err := h.tasks.History(h.ctx, stranger, made.ID); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("history: %v", err)
	}
	if _, err := h.tasks.ForUnit(h.ctx, stranger, h.pob, task.Filter{}); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("lists: %v", err)
	}
	if _, err := h.tasks.Given(h.ctx, stranger, h.coc, task.Filter{}); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("given: %v", err)
	}
	if _, err := h.tasks.Blocking(h.ctx, stranger, h.pob); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("blocking: %v", err)
	}
	if _, err := h.tasks.Note(h.ctx, stranger, made.ID, h.pob, "x", ""); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("note in another's name: %v", err)
	}
	if _, err := h.tasks.ForUnit(h.ctx, actor.Actor{}, h.pob, task.Filter{}); fault.KindOf(err) != fault.KindUnauthenticated {
		t.Errorf("the public lists: %v", err)
	}
	if list, err := h.tasks.ForUnit(h.ctx, at(h.root, actor.Chair), h.pob, task.Filter{}); err != nil || len(list) != 1 {
		t.Errorf("the superior lists: %+v, %v", list, err)
	}
	if list, err := h.tasks.ForUnit(h.ctx, at(h.root, actor.Chair), h.pob, task.Filter{Text: "bau cu dai bieu"}); err != nil || len(list) != 1 {
		t.Errorf("search without accents: %+v, %v", list, err)
	}
	if list, err := h.tasks.OfConference(h.ctx, stranger, 500); err != nil || len(list) != 0 {
		t.Errorf("of the conference: %+v, %v", list, err)
	}
}

func TestSeed(t *testing.T) {
	h := open(t)
	n := h.electionTask()
	n.Due, n.At = calendar.Due{Date: 20210301}, when.At(20210104, 540)
	s := []task.Seeded{{New: n, IssuedAt: when.At(20210105, 600), Progress: []task.SeededStep{
		{At: when.At(20210201, 600), By: "Lê Thị Mơ", Update: task.Update{Percent: 50, Note: "Đang làm"}},
	}}}
	if _, err := h.tasks.Seed(h.ctx, at(h.coc, actor.Admin), s); fault.KindOf(err) != fault.KindForbidden {
		t.Errorf("an account seeds: %v", err)
	}
	list, err := h.tasks.Seed(h.ctx, actor.SystemActor("demo"), s)
	if err != nil || len(list) != 1 || list[0].Percent != 50 || !list[0].Late(20210402) {
		t.Fatalf("%+v, %v", list, err)
	}
	history, _ := h.tasks.History(h.ctx, at(h.pob, actor.Specialist), list[0].ID)
	if len(history) != 2 || history[0].Actor != "Lê Thị Mơ" {
		t.Errorf("%+v", history)
	}
}

// What is only prepared must not be read off the calendar, and what others were given only by who keeps the event.
func TestTheCalendarDoesNotTellTasks(t *testing.T) {
	h := open(t)
	h.prepare(h.electionTask())
	named := func(who actor.Actor) bool {
		t.Helper()
		list, err := h.calendar.Anchors(h.ctx, who, h.election.ID)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d anchors, %v", len(list), err)
		}
		return list[0].Label != "" || list[0].Link != ""
	}
	keeper, stranger := at(h.root, actor.Office), at(h.tb, actor.Specialist)
	if named(keeper) || named(stranger) {
		t.Error("the calendar tells a task that is only prepared")
	}
	h.issue()
	if !named(keeper) {
		t.Error("who keeps the event does not see what hangs on it")
	}
	if named(stranger) {
		t.Error("the calendar tells another unit's task")
	}
}

func TestNobodyWaitsForAUnitThatIsNot(t *testing.T) {
	h := open(t)
	made := h.prepare(h.electionTask())
	h.issue()
	_, err := h.tasks.Update(h.ctx, at(h.pob, actor.Specialist), made.ID, task.Update{Percent: 10, Blocked: "Chờ ý kiến", Blocker: 4711}, "")
	if !fault.Is(err, "task.unit_unknown") || fault.All(err)[0].Field != "blocker" {
		t.Errorf("a task waits for nobody: %v", err)
	}
}
