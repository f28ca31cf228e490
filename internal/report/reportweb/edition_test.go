package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/person"
	"giaoban/internal/webtest"
)

// chief gives the centre a head who signs.
func (h *house) chief(t *testing.T) actor.Actor {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	system := actor.SystemActor("test")
	people := h.report.Person
	who, err := people.Create(t.Context(), system, "Nguyễn Thanh Bình", h.coc)
	must(err)
	post, err := people.CreatePosition(t.Context(), system, person.NewPosition{Unit: h.coc, Title: "Trưởng Ban", Rank: 1, Single: true})
	must(err)
	_, err = people.Appoint(t.Context(), system, person.NewAppointment{Person: who.ID, Position: post.ID, From: 20200101, Decision: "QĐ 3"})
	must(err)
	return actor.Actor{Kind: actor.Person, Account: ident.ID(77), Person: who.ID, Name: "Nguyễn Thanh Bình", Unit: h.coc, Grants: []actor.Grant{{Role: actor.Head, Unit: h.coc}}}
}

func TestEditionPages(t *testing.T) {
	h := build(t)
	h.filed(t)
	chief := h.chief(t)
	base := "/reports/" + h.request.ID.String()
	h.As(h.office).Post(h.path(h.pob, "/accept"), url.Values{"version": {"1"}}).Want(303)
	h.As(h.office).Get(base + "/board").HasText("Số liệu đang thay đổi, chưa chốt")
	webtest.EveryPage(t, h.Site, chief, base+"/editions", base+"/editions/new", base+"/board")
	h.As(h.office).Get(base + "/editions/new").Want(403)
	page := h.As(chief).Get(base + "/editions/new").Want(200)
	seen := page.One(`input[name="seen"]`).Attr("value")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {"other"}}).Want(409).HasText("Số liệu vừa thay đổi")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}}).WantRedirect(base + "/editions/1")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}, "reason": {"x"}}).Want(409).HasText("Chưa có gì thay đổi so với bản chốt 1")

	h.As(h.clerk).Post(h.path(h.pob, "/ask-correction"), url.Values{"version": {"1"}}).Want(422).HasText("Cần nêu lý do")
	h.As(h.clerk).Post(h.path(h.pob, "/ask-correction"), url.Values{"version": {"1"}, "reason": {"Đếm thiếu"}}).Want(303)
	h.As(h.office).Get("/").HasText("xin sửa")
	h.As(h.office).Get(h.path(h.pob, "")).HasText("Đếm thiếu")
	h.As(h.office).Post(h.path(h.pob, "/reopen"), url.Values{"version": {"1"}, "reason": {"Đồng ý"}}).Want(303)
	form := good()
	form.Set("f.B1", "1.401")
	form.Set("base", h.As(h.clerk).Get(h.path(h.pob, "")).One(`input[name="base"]`).Attr("value"))
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), form).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {h.As(h.head).Get(h.path(h.pob, "/sign")).One(`input[name="draft"]`).Attr("value")}}).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"126-BC/BTCTU"}, "dated": {"8/3/2021"}}).Want(303)

	h.As(h.office).Get(base + "/board?edition=1").Want(200).HasText("Bản 1, ký ngày").HasText("1.398").NoText("1.401").None("live-view")
	h.As(h.office).Get(base + "/board").Want(200).HasText("1.401")
	h.As(h.office).Get(h.path(h.pob, "?edition=1")).Want(200).HasText("trích phiên bản 1").HasText("1.398")
	h.As(h.office).Get(h.path(h.pob, "/print?edition=1")).Want(200).HasText("Bản 1, ký ngày").HasText("1.398")
	var totals struct {
		Edition int64
		Quote   string
	}
	h.As(h.office).Get(base + "/totals.json?edition=1").Want(200).JSON(&totals)
	if totals.Edition != 1 || !strings.HasPrefix(totals.Quote, "Bản 1") {
		t.Errorf("%+v", totals)
	}
	seen = h.As(chief).Get(base + "/editions/new").One(`input[name="seen"]`).Attr("value")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}}).Want(422).HasText("Cần nêu lý do chốt lại")
	h.As(chief).Post(base+"/editions", url.Values{"capacity": {"head"}, "seen": {seen}, "reason": {"Tỉnh đính chính"}}).WantRedirect(base + "/editions/2")
	webtest.EveryPage(t, h.Site, h.office, base+"/editions", base+"/editions/1", base+"/editions/2", base+"/editions/1?against=2", base+"/board?edition=1&indicator=B1", h.path(h.pob, "?edition=1"), h.path(h.pob, ""))
	h.As(h.office).Get(base + "/editions/2").HasText("Đồng ý").HasText("1.398").HasText("1.401").HasText("+3")
	webtest.EveryPage(t, h.Site, h.others, base+"/editions", base+"/editions/1")
	h.As(h.others).Get(base + "/editions/2").NoText("Đồng ý")
	h.As(h.office).Get(base + "/editions/3").Want(404)
	h.As(h.office).Get(base + "/board?edition=x").Want(404)
	h.As(h.office).Get(base + "/board?edition=9").Want(404)
}
