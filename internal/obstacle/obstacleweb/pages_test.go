package obstacleweb_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/obstacle/obstacleweb"
	"giaoban/internal/org"
	"giaoban/internal/web/home"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

type house struct {
	*webtest.Site
	t         *testing.T
	clock     *when.Settable
	s         *obstacle.Service
	coc, a, b ident.ID
}

func build(t *testing.T) *house {
	t.Helper()
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))
	site := webtest.New(t, webtest.Options{Clock: clock, Messages: []i18n.Messages{obstacle.Messages(), obstacleweb.Messages(), org.Messages(), home.Messages()}})
	h := &house{Site: site, t: t, clock: clock}
	h.must(site.Org.Load(t.Context(), actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{
			{Code: "coc", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101},
			{Code: "a", Parent: "coc", Name: "Ban Tổ chức Tỉnh ủy A", Level: "province", From: 20000101},
			{Code: "b", Parent: "coc", Name: "Ban Tổ chức Tỉnh ủy B", Level: "province", From: 20000101},
		},
	}))
	var err error
	for code, id := range map[string]*ident.ID{"coc": &h.coc, "a": &h.a, "b": &h.b} {
		*id, err = site.Org.ByCode(t.Context(), code)
		h.must(err)
	}
	h.s = obstacle.NewService(obstacle.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org})
	obstacleweb.Routes(site.Mux, h.s, site.Org, nil, nil)
	home.Routes(site.Mux, obstacleweb.NewHome(h.s, site.Org, clock))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func (h *house) raise(unit ident.ID, body, proposal string) string {
	h.t.Helper()
	id, err := h.s.Raise(h.t.Context(), at(unit, actor.Head), obstacle.New{Unit: unit, Body: body, Proposal: proposal, Tag: "Biên chế"})
	h.must(err)
	return id.String()
}

func TestEveryPage(t *testing.T) {
	h := build(t)
	office, desk := at(h.coc, actor.Office), at(h.a, actor.Specialist)
	lists := []string{"/obstacles", "/obstacles?list=raised&which=all", "/obstacles?list=routed", "/obstacles?list=routed&which=waiting", "/obstacles?list=below", "/obstacles?list=groups", "/obstacles?q=khong+co&tag=Biên+chế"}
	webtest.EveryPage(t, h.Site, office, append(lists, "/")...)
	webtest.EveryPage(t, h.Site, desk, append(lists, "/", "/obstacles/new")...)
	one, two := h.raise(h.a, "Thiếu <b>biên chế</b> ở xã mới", "Bổ sung"), h.raise(h.b, "Chưa có hướng dẫn", "")
	id, err := ident.Parse(one)
	h.must(err)
	second, err := ident.Parse(two)
	h.must(err)
	group, err := h.s.MakeGroup(t.Context(), office, h.coc, "Biên chế cấp xã", []ident.ID{id}, "")
	h.must(err)
	pages := append(lists, "/", "/obstacles/"+one, "/obstacles/"+two, "/obstacle-groups/"+group.String())
	webtest.EveryPage(t, h.Site, office, pages...)
	webtest.EveryPage(t, h.Site, at(h.coc, actor.Chair), pages...)
	h.must(h.s.AnswerGroup(t.Context(), office, group, "Giao bổ sung", true, obstacle.Change{}, ""))
	h.must(h.s.Answer(t.Context(), office, second, "Đã ban hành", obstacle.Change{Act: obstacle.Issue, Title: "Hướng dẫn về biên chế", Planned: 20210630}, ""))
	webtest.EveryPage(t, h.Site, office, pages...)
	webtest.EveryPage(t, h.Site, desk, append(lists, "/", "/obstacles/"+one, "/obstacle-groups/"+group.String())...)
	h.must(h.s.Accept(t.Context(), desk, id, "Cảm ơn", ""))
	h.must(h.s.Withdraw(t.Context(), at(h.b, actor.Head), second, "Đã tự xử lý", ""))
	webtest.EveryPage(t, h.Site, office, pages...)
	for range 6 { // more than the day's page lists one by one
		h.raise(h.a, "Việc vướng", "")
	}
	webtest.EveryPage(t, h.Site, office, "/", "/obstacles?list=routed")
}

// The obstacles behind a reported figure: what counts as of a moment, and what became of it since.
func TestCountedOnThePages(t *testing.T) {
	h := build(t) // 2 April 2021
	office, desk := at(h.coc, actor.Office), at(h.a, actor.Specialist)
	list := func(day when.Date) string {
		return "/obstacles/counted?unit=" + h.a.String() + "&from=20210401&to=20210630&at=" + strconv.FormatInt(int64(when.At(day, 12*60)), 10)
	}
	webtest.EveryPage(t, h.Site, desk, "/obstacles/counted", list(20210402))
	h.As(desk).Get(list(20210402)).Want(200).HasText("Không có vướng mắc nào phải tháo gỡ trong kỳ").NoText("%")
	var ids []ident.ID
	for _, body := range []string{"Thiếu <b>biên chế</b>", "Nêu nhầm", "Chưa có hướng dẫn"} {
		id, err := ident.Parse(h.raise(h.a, body, "x"))
		h.must(err)
		ids = append(ids, id)
	}
	h.clock.Set(when.At(20210510, 9*60).Time())
	for _, id := range []ident.ID{ids[0], ids[2]} {
		h.must(h.s.Answer(t.Context(), office, id, "Đã giao", obstacle.Change{}, ""))
	}
	h.must(h.s.Accept(t.Context(), desk, ids[0], "", ""))
	h.clock.Set(when.At(20210705, 9*60).Time())
	h.must(h.s.Accept(t.Context(), desk, ids[2], "", ""))
	h.must(h.s.Withdraw(t.Context(), desk, ids[1], "Nêu nhầm", ""))
	webtest.EveryPage(t, h.Site, desk, list(20210701), list(20210706))
	webtest.EveryPage(t, h.Site, office, list(20210701), list(20210706))
	page := h.As(office).Get(list(20210701)).Want(200)
	page.HasText("33,3%").HasText("đã tháo gỡ ngày 10/5/2021").HasText("sau đó tháo gỡ ngày 5/7/2021").HasText("sau đó rút lại ngày 5/7/2021").HasText("Thiếu <b>biên chế</b>")
	h.As(desk).In(i18n.EN).Get(list(20210706)).Want(200).HasText("50.0%").HasText("resolved since, on").NoText("withdrawn since")
	h.As(at(h.b, actor.Office)).Get(list(20210701)).Want(403)
	h.As(desk).Get("/obstacles/counted?unit=%21").Want(404)
	h.As(desk).Get("/obstacles/counted?from=9&to=1&at=-4").Want(200) // the current quarter, now
}

func TestTheWholeWayThroughForms(t *testing.T) {
	h := build(t)
	desk, office := h.As(at(h.a, actor.Specialist)), h.As(at(h.coc, actor.Office))
	page := desk.Post("/obstacles", url.Values{"body": {" "}, "proposal": {"Giữ lại những gì đã gõ"}, "holder": {h.coc.String()}}).Want(422)
	page.One("#f-body-error").HasText("khó khăn")
	if got := page.One("textarea[name=proposal]").Text(); !strings.Contains(got, "Giữ lại") {
		t.Errorf("what was typed is lost: %q", got)
	}
	to := desk.Post("/obstacles", url.Values{"body": {"Thiếu biên chế\nở xã"}, "holder": {h.coc.String()}, "key": {"k"}}).Want(303).Header.Get("Location")
	mine := desk.Get(to).Want(200)
	mine.One("#facts").HasText("Chưa nêu kiến nghị")
	if n := len(mine.All("#answer")); n != 0 {
		t.Error("the raiser may answer itself")
	}
	desk.Post(to+"/propose", url.Values{"proposal": {"Bổ sung 5 người"}}).Want(303)
	desk.Post(to+"/accept", nil).Want(409).One(".form-errors").HasText("Chưa có trả lời")
	office.Get("/").Want(200).One("#home-waiting").HasText("Vướng mắc: Thiếu biên chế")
	office.Get("/obstacles").Want(200).One("#obstacles").HasText("Ban Tổ chức Tỉnh ủy A")
	office.Post(to+"/answer", url.Values{"answer": {""}}).Want(422).One("#f-answer-error").HasText("trả lời")
	office.Post(to+"/answer", url.Values{"answer": {"Đã giao"}}).Want(303)
	if n := len(office.Get(to).All("#say")); n != 0 {
		t.Error("who answered is offered the raiser's word")
	}
	office.Post(to+"/accept", nil).Want(403)
	desk.Get("/").Want(200).One("#home-waiting").HasText("Đã có trả lời")
	desk.Get(to).One("#say").HasText("Đã giao")
	desk.Post(to+"/reopen", url.Values{"missing": {""}}).Want(422)
	desk.Post(to+"/reopen", url.Values{"missing": {"Chưa rõ số lượng"}}).Want(303)
	office.Post(to+"/pass", url.Values{"holder": {h.b.String()}, "reason": {""}}).Want(422).One("#pass-reason-error").HasText("lý do")
	bad := office.Post(to+"/answer", url.Values{"answer": {"Năm người"}, "change": {"amend"}, "change_title": {""}, "change_planned": {"31/2/2021"}}).Want(422)
	bad.One("#f-change_planned-error")
	office.Post(to+"/answer", url.Values{"answer": {"Năm người"}, "change": {"amend"}, "change_planned": {"30/6/2021"}}).Want(422).One("#f-change_title-error").HasText("trích yếu")
	office.Post(to+"/answer", url.Values{"answer": {"Năm người"}, "change": {"amend"}, "change_title": {"Quy định 205-QĐ/TW"}, "change_planned": {"30/6/2021"}}).Want(303)
	desk.Get(to).One("#trail").HasText("Sửa đổi, bổ sung văn bản: Quy định 205-QĐ/TW · dự kiến 30/6/2021")
	desk.Get("/obstacles?list=raised&which=all").One("#obstacles").HasText("Dẫn đến văn bản, dự kiến 30/6/2021")
	desk.Post(to+"/accept", url.Values{"note": {"Đủ"}}).Want(303)
	after := desk.Get(to).Want(200)
	after.One("#facts").HasText("Đã tháo gỡ")
	if n := len(after.All("#trail li")); n != 6 {
		t.Errorf("%d lines of the way", n)
	}
	for _, act := range []string{"", "/answer", "/accept", "/reopen", "/pass", "/propose", "/withdraw"} {
		other := h.As(at(h.b, actor.Head))
		if act == "" {
			other.Get(to).Want(404)
			continue
		}
		other.Post(to+act, url.Values{"answer": {"x"}, "reason": {"x"}, "missing": {"x"}, "proposal": {"x"}}).Want(404)
	}
}

func TestGroupThroughForms(t *testing.T) {
	h := build(t)
	one, two := h.raise(h.a, "Thiếu người", "x"), h.raise(h.b, "Chưa đủ người", "y")
	office := h.As(at(h.coc, actor.Office))
	office.Post("/obstacle-groups", url.Values{"title": {""}, "obstacle": {one}}).Want(422).One("#f-title-error").HasText("tên chung")
	to := office.Post("/obstacle-groups", url.Values{"title": {"Biên chế"}, "obstacle": {one}}).Want(303).Header.Get("Location")
	office.Post(to, url.Values{"title": {"Biên chế cấp xã"}, "add": {two}}).Want(303)
	office.Post(to+"/answer", url.Values{"answer": {""}}).Want(422)
	office.Post(to+"/answer", url.Values{"answer": {"Giao bổ sung"}, "publish": {"1"}}).Want(303)
	mine := h.As(at(h.a, actor.Specialist)).Get(to).Want(200)
	mine.One("#members").HasText("Thiếu người")
	if strings.Contains(mine.One("#members").Text(), "Chưa đủ người") {
		t.Error("a raiser reads another's obstacle in the group")
	}
	h.As(at(h.a, actor.Specialist)).Get("/obstacles/" + one).One("#trail").HasText("Trả lời chung cả nhóm")
	h.As(at(h.b, actor.Head)).Get("/obstacles?list=groups").One("#published").HasText("Biên chế cấp xã")
	h.Visitor().Get(to).Want(303)
}
