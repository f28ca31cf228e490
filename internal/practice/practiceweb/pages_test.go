package practiceweb_test

import (
	"net/url"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/blob"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/practice"
	"giaoban/internal/practice/practiceweb"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

func at(unit ident.ID, role actor.Role) actor.Actor {
	return actor.Actor{Kind: actor.Person, Account: 7, Name: "Trần Văn Kiểm", Unit: unit, Grants: []actor.Grant{{Role: role, Unit: unit}}}
}

func TestPages(t *testing.T) {
	clock := when.NewFrozen(time.Date(2021, 4, 2, 15, 0, 0, 0, when.Zone()))
	site := webtest.New(t, webtest.Options{Clock: clock, Messages: []i18n.Messages{practice.Messages(), practiceweb.Messages(), org.Messages(), document.Messages()}})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(site.Org.Load(t.Context(), actor.SystemActor("test"), org.File{
		Levels: []org.FileLevel{{Code: "centre", VI: "Trung ương", EN: "Centre"}, {Code: "province", VI: "Tỉnh", EN: "Province"}},
		Units: []org.FileUnit{{Code: "coc", Name: "Ban Tổ chức Trung ương", Level: "centre", From: 20000101}, {Code: "b", Parent: "coc", Name: "Tỉnh B", Level: "province", From: 20000101},
			{Code: "c", Parent: "coc", Name: "Tỉnh C", Level: "province", From: 20000101}},
	}))
	files, err := blob.Open(t.TempDir())
	must(err)
	t.Cleanup(func() { files.Close() })
	b, err := site.Org.ByCode(t.Context(), "b")
	must(err)
	c, err := site.Org.ByCode(t.Context(), "c")
	must(err)
	coc, err := site.Org.ByCode(t.Context(), "coc")
	must(err)
	s := practice.NewService(practice.Deps{DB: site.DB, IDs: site.IDs, Clock: clock, Hub: site.Hub, Org: site.Org, Blob: files})
	practiceweb.Routes(site.Mux, s, site.Org)
	desk, other, chair := at(b, actor.Specialist), at(c, actor.Head), at(coc, actor.Chair)
	webtest.EveryPage(t, site, desk, "/practices", "/practices?whose=ours&q=x", "/practices/new")

	refused := site.As(desk).Post("/practices", url.Values{"title": {"Một đầu mối <b>số liệu</b>"}, "summary": {""}}).Want(422)
	refused.One("#f-summary-error").HasText("Tóm tắt")
	to := site.As(desk).Post("/practices", url.Values{"title": {"Một đầu mối <b>số liệu</b>"}, "summary": {"Gửi một lần"}, "subject": {"Báo cáo"}}).Want(303).Header.Get("Location")
	if n := len(site.As(desk).Get(to).Want(200).All("#adopt")); n != 0 {
		t.Error("one's own is offered to adopt")
	}
	site.As(desk).Post(to+"/adopt", nil).Want(409).One(".form-errors").HasText("chính đơn vị")
	site.As(other).Post(to+"/adopt", url.Values{"note": {"Ở ba xã"}}).Want(303)
	site.As(other).Get(to).Want(200).One("#adopters").HasText("1 đơn vị đã áp dụng")
	site.As(other).Post(to+"/endorse", nil).Want(403)
	site.As(chair).Post(to+"/endorse", url.Values{"word": {"Nên học"}}).Want(303)
	site.As(other).Get("/practices?q=mot+dau+moi&subject=Báo+cáo").Want(200).One("#practices").HasText("Cấp trên xác nhận")
	webtest.EveryPage(t, site, desk, "/practices", to)
	webtest.EveryPage(t, site, chair, "/practices", to)
	site.As(desk).Post(to+"/withdraw", url.Values{"reason": {""}}).Want(422)
	site.As(desk).Post(to+"/withdraw", url.Values{"reason": {"Đã thay"}}).Want(303)
	site.As(chair).Get(to).Want(404)
	site.As(other).Get(to).Want(200).One("#practice").HasText("Đã thay")
	site.As(desk).Get("/practices/new?filing=zz").Want(404)
}
