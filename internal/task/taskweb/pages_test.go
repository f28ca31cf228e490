package taskweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/task/taskweb"
	"giaoban/internal/web/home"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type house struct {
	*webtest.Site
	tasks                 *task.Service
	home                  *taskweb.Home
	coc, pob, bodies, far ident.ID
	open, late, done      task.Task
}

func build(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))
	site := webtest.New(t, webtest.Options{Clock: clock, Messages: []i18n.Messages{
		task.Messages(), taskweb.Messages(), calendar.Messages(), org.Messages(), home.Messages(), document.Messages(),
	}})
	h := &house{Site: site}
	system := actor.SystemActor("test")
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(site.Org.Load(ctx, system, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{
			{Code: "root", Name: "Trung ương", Level: "centre", From: 20000101},
			{Code: "coc", Parent: "root", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101},
			{Code: "bodies", Parent: "coc", Name: "Cơ quan bầu cử", Level: "centre", From: 20000101},
			{Code: "pob", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy Đồng Lâm", Level: "province", From: 20000101},
			{Code: "far", Parent: "root", Name: "Ban Tổ chức Tỉnh ủy B", Level: "province", From: 20000101},
		},
	}))
	for code, id := range map[string]*ident.ID{"coc": &h.coc, "pob": &h.pob, "bodies": &h.bodies, "far": &h.far} {
		var err error
		*id, err = site.Org.ByCode(ctx, code)
		must(err)
	}
	days := calendar.New(calendar.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org})
	election, err := days.CreateEvent(ctx, system, calendar.NewEvent{Name: "Ngày bầu cử", Kind: "election", Date: 20210523, Unit: h.coc})
	must(err)
	h.tasks = task.NewService(task.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org, Calendar: days})
	h.home = taskweb.NewHome(h.tasks, site.Org, clock)
	taskweb.Routes(site.Mux, h.tasks, site.Org, nil)
	home.Routes(site.Mux, h.home)
	seed := func(title string, due calendar.Due, leads []ident.ID, steps ...task.SeededStep) task.Task {
		list, err := h.tasks.Seed(ctx, system, []task.Seeded{{
			New: task.New{Title: title, Assigner: h.coc, Coordinating: []ident.ID{h.bodies}, Due: due, Priority: task.Key, Product: "Báo cáo",
				Origin: task.Origin{Kind: "conclusion", ID: 9, Conference: 8, Label: "TB 12, mục 2"}, At: when.At(20210105, 600)},
			Leads: leads, IssuedAt: when.At(20210106, 600), Progress: steps,
		}})
		must(err)
		return list[0]
	}
	h.open = seed("Chuẩn bị, tổ chức bầu cử đại biểu Quốc hội", calendar.Due{Event: election.ID}, []ident.ID{h.pob, h.far},
		task.SeededStep{Lead: h.pob, At: when.At(20210201, 600), By: "Lê Thị Mơ", Update: task.Update{Percent: 40, Note: "Đã có kế hoạch", Blocked: "chờ số liệu <b>cử tri</b>", Blocker: h.bodies}})
	h.late = seed("Kiện toàn chức danh sau sắp xếp", calendar.Due{Date: 20210330}, []ident.ID{h.pob})
	h.done = seed("Sơ kết quý I", calendar.Due{Date: 20210331}, []ident.ID{h.pob},
		task.SeededStep{At: when.At(20210320, 600), By: "Lê Thị Mơ", Update: task.Update{State: task.Done, Result: "BC 12"}})
	return h
}

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func path(t task.Task, more string) string { return "/tasks/" + t.ID.String() + more }

func TestEveryPage(t *testing.T) {
	h := build(t)
	lists := []string{"/tasks", "/tasks?which=late", "/tasks?which=done", "/tasks?which=all&q=bau+cu", "/tasks?part=coordinating", "/tasks?part=assigner", "/tasks?part=assigner&which=done", "/tasks?q=kh%C3%B4ng+c%C3%B3"}
	for _, who := range []actor.Actor{at(h.pob, actor.Specialist), at(h.coc, actor.Office), at(h.bodies, actor.Specialist), at(h.far, actor.Technician)} {
		webtest.EveryPage(t, h.Site, who, append(lists, "/")...)
	}
	for _, one := range []task.Task{h.open, h.late, h.done} {
		webtest.EveryPage(t, h.Site, at(h.pob, actor.Specialist), path(one, ""))
		webtest.EveryPage(t, h.Site, at(h.coc, actor.Office), path(one, ""))
		webtest.EveryPage(t, h.Site, at(h.bodies, actor.Specialist), path(one, ""))
	}
}

func TestListShowsLateFirst(t *testing.T) {
	h := build(t)
	page := h.As(at(h.pob, actor.Specialist)).Get("/tasks").Want(200)
	titles := page.All(".row-title")
	if len(titles) != 2 || !strings.Contains(titles[0].Text(), "Kiện toàn") || !strings.Contains(titles[1].Text(), "bầu cử") {
		t.Errorf("order: %v", titles)
	}
	text := page.One("#tasks").Text()
	for _, want := range []string{"còn 51 ngày", "quá 3 ngày", "Ngày bầu cử", "40%", "TB 12, mục 2"} {
		if !strings.Contains(text, want) {
			t.Errorf("the list does not say %q: %s", want, text)
		}
	}
}

func TestUpdateForm(t *testing.T) {
	h := build(t)
	me := h.As(at(h.pob, actor.Specialist))
	page := me.Post(path(h.open, "/progress"), url.Values{"percent": {"một nửa"}, "state": {"in_progress"}, "note": {"Ghi dở"}, "key": {"a"}}).Want(422)
	if got := page.One("textarea[name=note]").Text(); !strings.Contains(got, "Ghi dở") {
		t.Errorf("what was typed is lost: %q", got)
	}
	page.One("#f-percent-error").HasText("số từ 0 đến 100")
	me.Post(path(h.open, "/progress"), url.Values{"percent": {"60"}, "state": {"done"}}).Want(422).One("#f-result-error").HasText("Báo cáo")
	me.Post(path(h.open, "/progress"), url.Values{"percent": {"60%"}, "state": {"in_progress"}, "note": {"Đã họp"}, "key": {"k"}}).Want(303)
	me.Post(path(h.open, "/progress"), url.Values{"percent": {"60%"}, "state": {"in_progress"}, "note": {"Đã họp"}, "key": {"k"}}).Want(303)
	after := me.Get(path(h.open, "")).Want(200)
	after.One(".task-percent").HasText("60")
	if n := len(after.All(".task-history li")); n != 3 {
		t.Errorf("%d lines of history, want issue, progress and the update once", n)
	}
	me.Post(path(h.open, "/progress"), url.Values{"percent": {"60"}, "quick": {"75"}, "state": {"in_progress"}}).Want(303)
	me.Get(path(h.open, "")).One(".task-percent").HasText("75")
}

func TestOthersForms(t *testing.T) {
	h := build(t)
	stranger := h.As(at(h.far, actor.Head))
	stranger.Get(path(h.late, "")).Want(404)
	for _, act := range []string{"/progress", "/note", "/withdraw", "/lead", "/reopen"} {
		stranger.Post(path(h.late, act), url.Values{"percent": {"1"}, "note": {"x"}, "reason": {"x"}, "lead": {h.far.String()}}).Want(404)
	}
	stranger.Get("/tasks/zzzzzzzz").Want(404)
	stranger.Get("/tasks/!").Want(404)
	office := h.As(at(h.coc, actor.Office))
	if page := h.As(at(h.pob, actor.Specialist)).Get(path(h.late, "")); len(page.All("#assigner")) != 0 {
		t.Error("the lead sees the assigner's forms")
	}
	office.Post(path(h.late, "/withdraw"), url.Values{"reason": {""}}).Want(422).One("#withdraw-reason-error").HasText("lý do")
	office.Post(path(h.late, "/lead"), url.Values{"lead": {h.far.String()}, "reason": {"Sáp nhập"}}).Want(303)
	all := h.As(at(h.pob, actor.Specialist)).Get("/tasks?which=all").Want(200)
	all.One("#tasks").HasText("Sáp nhập")
	office.Post(path(h.done, "/reopen"), url.Values{"reason": {"Thiếu biểu"}}).Want(303)
	note := h.As(at(h.bodies, actor.Specialist))
	note.Post(path(h.open, "/note"), url.Values{"note": {"Đã gửi mẫu"}}).Want(303)
	note.Get(path(h.open, "")).One("#history").HasText("Đã gửi mẫu")
}

func TestHome(t *testing.T) {
	h := build(t)
	page := h.As(at(h.pob, actor.Specialist)).Get("/").Want(200)
	page.One("h1").HasText("Việc hôm nay")
	rows := page.All("#home-waiting tbody tr")
	if len(rows) != 2 || !strings.Contains(rows[0].Text(), "Kiện toàn") {
		t.Errorf("rows %v", rows)
	}
	page.One("#home-waiting").HasText("1 quá hạn")
	page.One("#home-inbox").HasText("Giao nhiệm vụ")
	h.As(at(h.bodies, actor.Specialist)).Get("/").Want(200).One("#home-waiting").HasText("Tháo gỡ cho Ban Tổ chức Tỉnh ủy Đồng Lâm")
	empty := h.As(at(h.far, actor.Technician)).Get("/").Want(200)
	empty.One("#home-waiting").HasText("không có việc nào chờ ta")
	h.As(at(h.pob, actor.Specialist)).Get("/?part=desk").Want(200).One("#home-desk")
	h.Visitor().Get("/").Want(303)
}

func TestOfNotice(t *testing.T) {
	h := build(t)
	title, rows, err := h.home.OfNotice(context.WithoutCancel(t.Context()), at(h.coc, actor.Office), document.Document{Origin: document.Origin{Kind: "conference", ID: 8}}, i18n.VI)
	if err != nil || len(rows) != 1 || rows[0].Count != "4 việc" || !strings.Contains(title, "4") {
		t.Errorf("%q %+v %v", title, rows, err)
	}
	if _, rows, _ := h.home.OfNotice(t.Context(), at(h.far, actor.Head), document.Document{Origin: document.Origin{Kind: "conference", ID: 8}}, i18n.VI); len(rows) != 1 || rows[0].Count != "1 việc" {
		t.Errorf("others see their own alone: %+v", rows)
	}
}
