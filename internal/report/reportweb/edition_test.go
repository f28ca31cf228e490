package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/person"
	"giaoban/internal/sheet"
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
	figure := base + "/indicators/B1?unit=" + h.coc.String()
	h.As(h.office).Get(figure).Want(200).HasText("Số liệu đang thay đổi, chưa chốt").HasText("1.401")
	h.As(h.office).Get(figure + "&edition=1").Want(200).HasText("Bản 1, ký ngày").HasText("1.398").NoText("1.401").HasText("Hiện nay")
	h.As(h.office).Get(figure + "&edition=9").Want(404)
	h.As(h.office).Get(figure + "&edition=x").Want(404)
	h.As(h.others).Get(figure + "&edition=1").Want(403)
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
	webtest.EveryPage(t, h.Site, h.office, base+"/editions", base+"/editions/1", base+"/editions/2", base+"/editions/1?against=2", base+"/board?edition=1&indicator=B1", figure, figure+"&edition=1", figure+"&edition=2&layer=accepted", h.path(h.pob, "?edition=1"), h.path(h.pob, ""))
	h.As(h.office).Get(base + "/editions/2").HasText("Đồng ý").HasText("1.398").HasText("1.401").HasText("+3")
	webtest.EveryPage(t, h.Site, h.others, base+"/editions", base+"/editions/1")
	h.As(h.others).Get(base + "/editions/2").NoText("Đồng ý")
	h.As(h.office).Get(base + "/editions/3").Want(404)
	h.As(h.office).Get(base + "/board?edition=x").Want(404)
	h.As(h.office).Get(base + "/board?edition=9").Want(404)
}

func TestConsolidatedReport(t *testing.T) {
	h := build(t)
	h.filed(t)
	base := "/reports/" + h.request.ID.String()
	at := base + "/consolidated?unit=" + h.coc.String()
	page := h.As(h.office).Get(at).Want(200)
	page.HasText("Chuẩn bị bầu cử.").HasText("Hoàng Văn Lâm")
	post := func(who actor.Actor, baseVersion, text, force string) *webtest.Page {
		return h.As(who).Post(at, url.Values{"section": {"N2"}, "base": {baseVersion}, "text": {text}, "force": {force}})
	}
	post(h.office, "0", "Kết nạp {B1} người, {XX} khác.", "").Want(303)
	post(h.office, "0", "Bản của người khác.", "").Want(409).HasText("vừa lưu mục này").HasText("Bản của người khác.")
	post(h.office, "0", "Kết nạp {B1} người, {XX}; gộp.", "1").Want(303)
	h.As(h.office).Post(at, url.Values{"section": {"zz"}, "text": {"x"}}).Want(422)
	h.As(h.others).Get(at).Want(403)
	h.As(h.others).Get(base + "/consolidated").Want(200).NoText("gộp")
	h.As(h.others).Post(at, url.Values{"section": {"N2"}, "text": {"x"}}).Want(403)
	h.As(h.office).Get(base + "/consolidated/print?unit=" + h.coc.String()).Want(200).HasText("Kết nạp 1.398 người, {XX}; gộp.").HasText("Số liệu đang thay đổi, chưa chốt")
	webtest.EveryPage(t, h.Site, h.office, at, base+"/consolidated/print", base+"/board")
	webtest.EveryPage(t, h.Site, h.others, base+"/consolidated")

	h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}, "general": {"Xem lại"}}).Want(303)
	h.As(h.office).Get(at).HasText("Báo cáo đã khác từ khi biên tập")

	book := h.As(h.office).Get(base + "/board.xlsx").Want(200)
	sheets, err := sheet.ReadBook(book.Body)
	if err != nil || len(sheets) != 2 || !strings.Contains(sheets[0].Rows[1].Cell(0), "chưa chốt") {
		t.Errorf("%v %d", err, len(sheets))
	}
	h.As(h.others).Get(base + "/board.xlsx?unit=" + h.coc.String()).Want(403)
}
