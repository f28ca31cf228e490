package conferenceweb_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/conference/conferenceweb"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/task"
	"giaoban/internal/web/home"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// house is the organisation of scenario S0 with the pages of conferences.
type house struct {
	*webtest.Site
	t      *testing.T
	clock  *when.Settable
	s      *conference.Service
	units  map[string]ident.ID
	people map[string]ident.ID
	event  ident.ID

	office, secretary, chair, specialist, other, stranger actor.Actor
}

func build(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 3, 30, 9, 0, 0, 0, when.Zone()))
	site := webtest.New(t, webtest.Options{Clock: clock, Messages: []i18n.Messages{conference.Messages(), conferenceweb.Messages(), conference.RoomMessages(),
		conferenceweb.RoomMessages(), task.Messages(), document.Messages(), calendar.Messages(), person.Messages(), org.Messages(), home.Messages()}})
	h := &house{Site: site, t: t, clock: clock}
	sys := actor.SystemActor("test")
	if err := site.Org.Load(t.Context(), sys, org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Groups: []org.FileGroup{{Code: "sector", Kind: "sector", Name: "Toàn ngành"}},
		Units: []org.FileUnit{
			{Code: "C", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101, Groups: []string{"sector"}},
			{Code: "E", Parent: "C", Name: "Cơ quan bầu cử", Level: "centre", From: 20000101},
			{Code: "A", Parent: "C", Name: "Ban Tổ chức Tỉnh ủy An Giao", Level: "province", From: 20000101, Groups: []string{"sector"}},
			{Code: "B", Parent: "C", Name: "Ban Tổ chức Tỉnh ủy Ổ Ẩ Ộ Ữ", Level: "province", From: 20000101, Groups: []string{"sector"}},
		},
	}); err != nil {
		t.Fatal(err)
	}
	var err error
	if h.units, err = site.Org.ByCodes(t.Context()); err != nil {
		t.Fatal(err)
	}
	cal := calendar.New(calendar.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org})
	people := person.New(person.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Org: site.Org})
	if h.people, err = people.Load(t.Context(), sys, person.File{
		People: []person.FilePerson{{Code: "quang", Name: "Trần Minh Quang"}, {Code: "hoa", Name: "Lê Văn Hòa"}},
		Positions: []person.FilePosition{
			{Unit: "C", Title: "Phó Trưởng Ban Thường trực", Rank: 10, Holders: []person.FileHolder{{Person: "quang", From: 20200101}}},
			{Unit: "A", Title: "Trưởng Ban Tổ chức Tỉnh ủy", Rank: 31, Holders: []person.FileHolder{{Person: "hoa", From: 20200101}}},
		},
	}); err != nil {
		t.Fatal(err)
	}
	e, err := cal.CreateEvent(t.Context(), sys, calendar.NewEvent{Name: "Ngày bầu cử", Kind: "election", Date: 20210523, Unit: h.units["C"]})
	if err != nil {
		t.Fatal(err)
	}
	h.event = e.ID
	store, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	h.s = conference.New(conference.Deps{
		DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org, Calendar: cal, Person: people, Blob: store,
		Document: document.NewService(document.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org}),
		Task:     task.NewService(task.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org, Calendar: cal}),
	})
	conferenceweb.Routes(site.Mux, h.s, nil)
	home.Routes(site.Mux, conferenceweb.NewHome(site.Mux, h.s))
	desk := func(account, person ident.ID, name, unit string, roles ...actor.Role) actor.Actor {
		who := actor.Actor{Kind: actor.Person, Account: account, Person: person, Name: name, Unit: h.units[unit]}
		for _, r := range roles {
			who.Grants = append(who.Grants, actor.Grant{Role: r, Unit: h.units[unit]})
		}
		return who
	}
	h.office = desk(1, 0, "Văn phòng Ban", "C", actor.Office, actor.Secretary)
	h.secretary = desk(2, 0, "Thư ký", "C", actor.Secretary)
	h.chair = desk(3, h.people["quang"], "Trần Minh Quang", "C", actor.Chair)
	h.specialist = desk(5, 0, "Chuyên viên An Giao", "A", actor.Specialist)
	h.other = desk(6, 0, "Chuyên viên tỉnh khác", "B", actor.Specialist)
	h.stranger = desk(7, 0, "Người ngoài", "E", actor.Specialist)
	return h
}

// callForm is the form of S0.4 as it is sent.
func (h *house) callForm() url.Values {
	return url.Values{
		"key": {"call"}, "title": {"Hội nghị trực tuyến ngành"}, "kind": {"review"}, "mode": {"online"}, "part": {"afternoon"}, "date": {"02/04/2021"}, "start": {"14:00"},
		"host": {h.units["C"].String()}, "scope": {"group:sector"}, "review": {"Quý I/2021"}, "plan": {"quý 2/2021"}, "chair-0": {h.people["quang"].String()},
		"agenda-title-0": {"Báo cáo quý I"}, "agenda-kind-0": {"report"}, "agenda-order-0": {"2"}, "agenda-minutes-0": {"25"},
		"agenda-title-1": {""}, "agenda-title-2": {"Khai mạc"}, "agenda-kind-2": {"opening"}, "agenda-order-2": {"1"}, "agenda-minutes-2": {"5"},
	}
}

func (h *house) created() string {
	h.t.Helper()
	page := h.As(h.office).Post("/conferences", h.callForm()).Want(303)
	return strings.TrimSuffix(page.Header.Get("Location"), "/call")
}

func (h *house) called() string {
	h.t.Helper()
	at := h.created()
	h.As(h.office).Post(at+"/call", url.Values{"key": {"c"}}).WantRedirect(at)
	return at
}

func (h *house) sitePath(at, unit string) string {
	h.t.Helper()
	id, err := ident.Parse(strings.TrimPrefix(at, "/conferences/"))
	if err != nil {
		h.t.Fatal(err)
	}
	site, _, err := h.s.SiteOf(h.t.Context(), actor.SystemActor("test"), id, h.units[unit])
	if err != nil {
		h.t.Fatal(err)
	}
	return at + "/sites/" + site.ID.String()
}

// opened is the conference in session on its day.
func (h *house) opened() string {
	h.t.Helper()
	at := h.called()
	h.clock.Set(time.Date(2021, 4, 2, 14, 0, 0, 0, when.Zone()))
	h.As(h.secretary).Post(at+"/open", url.Values{"confirm": {"1"}}).WantRedirect(at)
	return at
}

// written has three of six conclusions; it gives the path of the first.
func (h *house) written(at string) string {
	h.t.Helper()
	me := h.As(h.secretary)
	me.Post(at+"/declared", url.Values{"declared": {"6"}}).Want(303)
	for _, text := range []string{"Cụ thể hóa Nghị quyết", "Tổ chức bầu cử", "Thực hiện quy định"} {
		me.Post(at+"/conclusions", url.Values{"text": {text}, "heading": {"Nhiệm vụ trọng tâm"}}).Want(303)
	}
	return me.Get(at + "/conclusions").All("#conclusions-list a")[0].Attr("href")
}

func TestPeriodsBetweenTwoDaysOnThePage(t *testing.T) {
	h := build(t)
	me := h.As(h.office)
	form := h.callForm()
	form.Set("review", "từ 1/3/2021 đến 31/4/2021")
	form.Del("plan")
	form.Set("plan_from", "20/3/2021")
	form.Set("plan_to", "1/3/2021")
	page := me.Post("/conferences", form).Want(422)
	page.One("#f-review-error").HasText("không có ngày 31")
	page.One("#f-plan-error").HasText("Ngày cuối 1/3/2021 ở trước ngày đầu 20/3/2021")
	webtest.Check(t, page, i18n.VI)
	form.Set("review", "1/1 – 15/2/2021")
	form.Set("plan_from", "16/2/2021")
	form.Set("plan_to", "30/6/2021")
	to := me.Post("/conferences", form).Want(303).Header.Get("Location")
	at := strings.TrimSuffix(to, "/call")
	me.Get(at).Want(200).HasText("Từ 1/1/2021 đến 15/2/2021").HasText("Từ 16/2/2021 đến 30/6/2021")
	edit := me.Get(at + "/edit").Want(200)
	if got := edit.One("#f-plan").Attr("value"); got != "Từ 16/2/2021 đến 30/6/2021" {
		t.Errorf("the form says %q", got)
	}
	webtest.EveryPage(t, h.Site, h.office, at, at+"/edit", "/conferences")
}

func TestCallOnThePage(t *testing.T) {
	h := build(t)
	me := h.As(h.office)
	webtest.EveryPage(t, h.Site, h.office, "/conferences", "/conferences/new")
	webtest.EveryPage(t, h.Site, h.specialist, "/conferences", "/")
	h.As(h.specialist).Get("/conferences/new").Want(403)

	bad := h.callForm()
	bad.Set("date", "31/4/2021")
	bad.Set("plan", "quý IV/2020")
	bad.Set("title", "")
	page := me.Post("/conferences", bad).Want(422)
	page.One("#f-date-error").HasText("không có ngày 31")
	page.One("#f-title-error")
	if got := page.One("input[name=plan]").Attr("value"); got != "quý IV/2020" {
		t.Errorf("what was typed is lost: %q", got)
	}
	late := h.callForm()
	late.Set("start", "09:00")
	late.Set("plan", "quý IV/2020")
	page = me.Post("/conferences", late).Want(422)
	page.One("#f-start-error").HasText("Chiều")
	page.One("#f-plan-error").HasText("Quý I/2021")
	webtest.Check(t, page, i18n.VI)
	rows := h.callForm()
	rows.Set("act", "find")
	rows.Set("find", "hoa")
	me.Post("/conferences", rows).Want(200).HasText("Lê Văn Hòa")

	at := h.created()
	webtest.EveryPage(t, h.Site, h.office, at, at+"/call", at+"/edit", "/conferences")
	me.Get(at + "/call").HasText("Triệu tập 3 điểm cầu")
	h.As(h.specialist).Get(at).Want(404)
	me.Post(at+"/call", url.Values{"key": {"c"}}).WantRedirect(at)
	me.Post(at+"/call", url.Values{"key": {"c"}}).WantRedirect(at)
	page = me.Get(at).Want(200)
	page.HasText("Hội nghị số 1/2021").HasText("đánh giá Quý I/2021")
	page.One("#conference-sites").HasText("3 điểm cầu chưa xác nhận")
	if first := page.All(".conf-agenda li")[0]; !strings.Contains(first.Text(), "Khai mạc") {
		t.Errorf("the agenda does not follow the numbers typed: %s", first.Text())
	}
	var count struct{ Text string }
	me.Get("/conferences/scope?host=" + h.units["C"].String() + "&scope=group:sector&date=2/4/2021").Want(200).JSON(&count)
	if count.Text != "3 điểm cầu" {
		t.Errorf("live count %q", count.Text)
	}
	h.As(h.specialist).Get("/conferences").Want(200).HasText("Xác nhận điểm cầu của ta").HasText("K−3")
	h.As(h.specialist).Get("/").Want(200).HasText("Triệu tập: Hội nghị trực tuyến ngành").One("#home-waiting").HasText("Ban Tổ chức Trung ương")
	h.As(h.stranger).Get(at).Want(404)
	h.Visitor().Get(at).Want(303)
	webtest.EveryPage(t, h.Site, h.specialist, at, at+"/sites", at+"/sites?page=9", "/conferences", "/")
	h.As(h.stranger).Get(at + "/sites").Want(404)
	webtest.EveryPage(t, h.Site, h.office, at, at+"/edit", "/")
	h.As(h.specialist).Get(at + "/edit").Want(403)
	h.As(h.specialist).Post(at+"/cancel", url.Values{"reason": {"x"}}).Want(403)
	me.Post(at+"/postpone", url.Values{"reason": {""}}).Want(422).One("#f-reason-postpone-error")
}

func TestSitePage(t *testing.T) {
	h := build(t)
	at := h.called()
	mine := h.sitePath(at, "A")
	webtest.EveryPage(t, h.Site, h.specialist, mine)
	webtest.EveryPage(t, h.Site, h.other, mine)
	h.As(h.other).Get(mine).None("form[action='" + mine + "']")
	h.As(h.other).Post(mine, url.Values{"place": {"x"}}).Want(403)
	h.As(h.other).Post(mine+"/confirm", nil).Want(403)
	h.As(h.stranger).Get(mine).Want(404)

	me := h.As(h.specialist)
	form := url.Values{"key": {"s"}, "total": {"6"}, "chair": {h.people["hoa"].String()}, "place": {"Hội trường B"}, "planned": {"25"}, "confirm": {"1"},
		"person-0": {h.people["hoa"].String()}, "name-1": {"Nông Văn Tám"}, "title-1": {"Chuyên viên"}, "attendance-1": {"absent"}, "reason-1": {"Ốm"},
		"label-3": {"Đại diện các sở"}, "count-3": {"nhiều"}}
	page := me.Post(mine, form).Want(422)
	page.One("#f-count-2-error").HasText("nhiều")
	if got := page.One("input[name=name-1]").Attr("value"); got != "Nông Văn Tám" {
		t.Errorf("what was typed is lost: %q", got)
	}
	webtest.Check(t, page, i18n.VI)
	form.Set("count-3", "")
	for range 2 {
		me.Post(mine, form).WantRedirect(mine)
	}
	page = me.Get(mine).Want(200)
	page.HasText("Lê Văn Hòa").HasText("Trưởng Ban Tổ chức Tỉnh ủy").HasText("Đã xác nhận")
	webtest.EveryPage(t, h.Site, h.specialist, mine)
	h.As(h.office).Get(at).One("#conference-sites").HasText("Lê Văn Hòa")
	form.Set("key", "t")
	form.Set("actual", "-1")
	me.Post(mine, form).Want(422).One("#f-actual-error")
	me.Post(mine+"/line", url.Values{"line": {"connected"}}).WantRedirect(mine)
	me.Get(mine).HasText("Kết nối")
	stale := url.Values{"version": {"1"}, "total": {"0"}}
	me.Post(mine, stale).Want(409).HasText("Nơi khác vừa sửa")
	h.clock.Set(time.Date(2021, 4, 2, 14, 0, 0, 0, when.Zone()))
	page = h.As(h.secretary).Post(at+"/open", nil).Want(422)
	page.HasText("2 điểm cầu chưa cử người chủ trì").HasText("Vẫn khai mạc")
	webtest.Check(t, page, i18n.VI)
}

func TestConclusionsPage(t *testing.T) {
	h := build(t)
	at := h.opened()
	webtest.EveryPage(t, h.Site, h.secretary, at, at+"/conclusions")
	first := h.written(at)
	me := h.As(h.secretary)
	me.Get(at + "/conclusions").HasText("3/6 nhiệm vụ đã nhập").HasText("Chưa nêu")
	for _, bad := range []string{"0", "-6", "sáu"} {
		me.Post(at+"/declared", url.Values{"declared": {bad}}).Want(422).One("#f-declared-error")
	}
	webtest.EveryPage(t, h.Site, h.secretary, first)
	webtest.EveryPage(t, h.Site, h.specialist, at+"/conclusions", at)
	h.As(h.specialist).Get(at + "/conclusions").HasText("Cụ thể hóa Nghị quyết").None("textarea")
	h.As(h.specialist).Post(at+"/conclusions", url.Values{"text": {"chen vào"}}).Want(403)

	path, _, _ := strings.Cut(strings.Replace(first, "?at=", "/", 1), "&")
	h.As(h.specialist).JSON("POST", path+"/typed", `{"text":"chen vào"}`).Want(403)
	me.JSON("POST", path+"/typed", `{"text":"Cụ thể hóa và triển khai"}`).Want(200)
	h.As(h.specialist).Get(at + "/conclusions").HasText("Cụ thể hóa và triển khai")

	form := url.Values{"title": {"Tổ chức bầu cử"}, "assigner": {h.units["C"].String()}, "leads": {h.units["A"].String()}, "coordinating": {h.units["A"].String()}, "priority": {"key"}}
	page := me.Post(path+"/tasks", form).Want(422)
	page.One("#f-coordinating-error")
	page.One("#f-due-error")
	webtest.Check(t, page, i18n.VI)
	form.Set("coordinating", h.units["E"].String())
	form.Set("event", h.event.String())
	me.Post(path+"/tasks", form).WantRedirect(first)
	page = me.Get(first).HasText("Ngày bầu cử").HasText("phối hợp: Cơ quan bầu cử")
	edit := page.One(".actions a").Attr("href")
	webtest.EveryPage(t, h.Site, h.secretary, edit)

	for range 3 {
		me.Post(at+"/conclusions", url.Values{"text": {"Thêm"}}).Want(303)
	}
	page = me.Post(at+"/conclusions", url.Values{"text": {"Thứ bảy"}}).Want(422)
	page.HasText("đây là kết luận thứ 7")
	page.One("input[name=raise]")
	me.Post(at+"/conclusions", url.Values{"text": {"Thứ bảy"}, "raise": {"1"}}).Want(303)
	me.Get(at + "/conclusions").HasText("7/7 nhiệm vụ đã nhập")
}

func TestNoticeOnThePage(t *testing.T) {
	h := build(t)
	at := h.opened()
	first := h.written(at)
	me := h.As(h.secretary)
	path := strings.Replace(first, "?at=", "/", 1)
	me.Post(path+"/tasks", url.Values{"title": {"Việc"}, "all_sites": {"1"}, "due": {"30/6/2021"}, "priority": {"key"}}).Want(303)
	me.Post(at+"/close", nil).WantRedirect(at)
	me.Post(at+"/approve", nil).Want(403)
	h.As(h.specialist).Post(at+"/approve", nil).Want(403)
	webtest.EveryPage(t, h.Site, h.chair, at+"/conclusions", at+"/notice", "/")
	me.Post(at+"/issue", nil).Want(409)
	h.As(h.chair).Post(at+"/approve", nil).WantRedirect(at + "/conclusions")
	webtest.EveryPage(t, h.Site, h.secretary, at+"/conclusions", at+"/notice?capacity=K/T&for=Trưởng+Ban", "/")
	me.Get(at + "/notice").One(".a4").HasText("I. Nhiệm vụ trọng tâm").HasText("1. Cụ thể hóa Nghị quyết").HasText("Trần Minh Quang")
	h.As(h.specialist).Get(at + "/notice").Want(403)
	h.As(h.specialist).Post(at+"/issue", nil).Want(403)
	me.Post(at+"/issue", url.Values{"date": {"31/4/2021"}}).Want(422).One("#f-date-error")
	for range 2 {
		me.Post(at+"/issue", url.Values{"date": {"2/4/2021"}, "key": {"i"}}).WantRedirect(at + "/conclusions")
	}
	me.Post(path, url.Values{"text": {"Sửa sau phát hành"}}).Want(409).HasText("bản đính chính")
	webtest.EveryPage(t, h.Site, h.secretary, at, at+"/conclusions", at+"/revision", "/conferences")
	webtest.EveryPage(t, h.Site, h.specialist, at, at+"/conclusions")
	h.As(h.specialist).Get(at + "/conclusions").HasText("Việc")
	id := strings.TrimPrefix(path, at+"/conclusions/")
	me.Post(at+"/revision", url.Values{"text-" + id: {"Cụ thể hóa Nghị quyết Đại hội"}, "reason": {""}}).Want(422).One("#f-reason-error")
	me.Post(at+"/revision", url.Values{"text-" + id: {"Cụ thể hóa Nghị quyết Đại hội"}, "reason": {"Thiếu chữ"}}).WantRedirect(at + "/revision")
	page := h.As(h.chair).Get(at + "/revision").Want(200)
	h.As(h.specialist).Get(at + "/revision").Want(403)
	approve := ""
	for _, f := range page.All("form") {
		if strings.HasSuffix(f.Attr("action"), "/approve") {
			approve = f.Attr("action")
		}
	}
	me.Post(approve, nil).Want(403)
	h.As(h.chair).Post(approve, nil).WantRedirect(at + "/conclusions")
}

func TestPapersOnThePage(t *testing.T) {
	h := build(t)
	at := h.called()
	send := func(who actor.Actor, name, body string, more ...string) *webtest.Page {
		var buf bytes.Buffer
		w := multipart.NewWriter(&buf)
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(body))
		w.WriteField("release", "1")
		for i := 0; i < len(more); i += 2 {
			w.WriteField(more[i], more[i+1])
		}
		w.Close()
		b := h.As(who)
		return b.Send(b.Request("POST", at+"/papers", w.FormDataContentType(), &buf))
	}
	send(h.secretary, "virus.pdf", "MZ không phải PDF").Want(422).One("#f-file-error")
	send(h.specialist, "a.pdf", "%PDF-1.7").Want(403)
	for _, secrecy := range []string{"confidential", "secret", "top_secret", "x"} {
		send(h.secretary, "Báo cáo.pdf", "%PDF-1.7", "secrecy", secrecy).Want(422).One("#f-file-error").HasText("Văn bản mật chỉ ghi số, ngày và loại")
	}
	send(h.secretary, "MẬT Báo cáo.pdf", "%PDF-1.7", "secrecy", "ordinary").Want(422).One("#f-file-error")
	send(h.secretary, "a.pdf", "%PDF-1.7", "secrecy", "ordinary", "title", "TỐI MẬT: Báo cáo").Want(422).One("#f-paper-title-error")
	send(h.secretary, "Báo cáo.pdf", "%PDF-1.7 nội dung", "secrecy", "ordinary").WantRedirect(at)
	page := h.As(h.specialist).Get(at).Want(200).HasText("Báo cáo")
	var link string
	for _, a := range page.All("a[download]") {
		link = a.Attr("href")
	}
	file := h.As(h.specialist).Get(link).Want(200)
	if got := file.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
		t.Errorf("the paper is not handed out as a download: %q", got)
	}
	h.As(h.stranger).Get(link).Want(404)
	h.Visitor().Get(link).Want(303)
}

func TestStreams(t *testing.T) {
	h := build(t)
	at := h.called()
	id := strings.TrimPrefix(at, "/conferences/")
	for _, c := range []struct {
		who    actor.Actor
		topic  string
		status int
	}{{h.stranger, "conference", 404}, {h.stranger, "conclusions", 404}, {h.specialist, "conclusions", 403}, {h.other, "conclusions", 403}} {
		if got := h.As(c.who).Get("/live/" + c.topic + "/" + id).Status; got != c.status {
			t.Errorf("%s listens to %s: status %d, want %d", c.who.Name, c.topic, got, c.status)
		}
	}
	h.As(h.stranger).Get("/live/conference/none").Want(404)
}

func TestGreatManySites(t *testing.T) {
	h := build(t)
	var units []org.FileUnit
	for i := range 700 {
		units = append(units, org.FileUnit{Code: "x" + strconv.Itoa(i), Parent: "C", Name: "Đơn vị " + strconv.Itoa(i), Level: "province", From: 20000101, Groups: []string{"sector"}})
	}
	if err := h.Org.Load(t.Context(), actor.SystemActor("test"), org.File{Units: units}); err != nil {
		t.Fatal(err)
	}
	at := h.called()
	page := h.As(h.office).Get(at).Want(200)
	page.One("#conference-sites").HasText("Hiện 120 trong 703 điểm cầu")
	if n := len(page.All("#conference-sites tbody tr")); n != 120 {
		t.Errorf("%d rows on the board", n)
	}
	if n := len(h.As(h.office).Get(at + "/sites?page=8").Want(200).All("tbody tr")); n != 3 {
		t.Errorf("%d rows on the last page", n)
	}
}
