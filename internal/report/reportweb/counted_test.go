package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// The share of obstacles is counted on every page of a report, is nowhere an input, and leads to what it is counted from.
func TestCountedFigureOnThePages(t *testing.T) {
	h := build(t)
	register := obstacle.NewService(obstacle.Deps{DB: h.DB, IDs: h.IDs, Clock: h.clock, Hub: h.Hub, Org: h.Org})
	h.report.Obstacles = register
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	raise := func(body string) ident.ID {
		t.Helper()
		id, err := register.Raise(t.Context(), h.clerk, obstacle.New{Unit: h.pob, Body: body, Holder: h.coc})
		must(err)
		return id
	}
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, "")) // nothing was raised
	h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).HasText("sổ khó khăn, vướng mắc không có gì phải tháo gỡ trong kỳ")
	one := raise("Thiếu biên chế")
	raise("Chưa có hướng dẫn")
	must(register.Answer(t.Context(), h.office, one, "Đã giao", obstacle.Change{}, ""))
	must(register.Accept(t.Context(), h.clerk, one, "", ""))

	page := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	var now struct {
		Counted map[string]int64
		Sources []struct{ Indicator, Text, Href string }
	}
	since := h.As(h.clerk).In(i18n.EN).Get(h.path(h.pob, "/fields?after=0")).Want(200)
	since.JSON(&now)
	if now.Counted["H5n"] != 1 || now.Counted["H5d"] != 2 || len(now.Sources) != 1 || now.Sources[0].Indicator != "H5" || !strings.Contains(now.Sources[0].Text, "8 March 2021, 09:00") ||
		now.Sources[0].Href != page.One(`td[data-counted="H5"] a`).Attr("href") {
		t.Errorf("an open page is told %s", since.Body)
	}
	if !strings.Contains(string(page.Body), `"counts":"`+h.pob.String()+`"`) {
		t.Error("the page does not know whose register it counts")
	}
	page.One("#v-H5").HasText("50,0%")
	page.One("#v-H5d").HasText("2")
	if n := len(page.All("#f-H5n")) + len(page.All("#f-H5d")); n != 0 {
		t.Errorf("%d inputs for what is counted", n)
	}
	if n := len(page.All(`a[href^="/obstacles/counted?at="]`)); n != 1 {
		t.Errorf("%d ways to what is counted", n)
	}
	h.As(h.clerk).In(i18n.EN).Get(h.path(h.pob, "")).Want(200).HasText("counted from the register of obstacles")
	v := good()
	v.Set("f.H5n", "9")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).Want(422)
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), good()).Want(303)

	sign := h.As(h.head).Get(h.path(h.pob, "/sign")).Want(200)
	sign.HasText("50,0%").HasText("đếm từ sổ khó khăn, vướng mắc")
	seen := sign.One(`input[name="sourced"]`).Attr("value")
	webtest.EveryPage(t, h.Site, h.head, h.path(h.pob, "/sign"))
	raise("Máy hỏng")
	form := url.Values{"capacity": {"head"}, "draft": {"1"}, "sourced": {seen}}
	again := h.As(h.head).Post(h.path(h.pob, "/sign"), form).Want(409).HasText("Sổ khó khăn, vướng mắc vừa thay đổi").HasText("33,3%")
	form.Set("sourced", again.One(`input[name="sourced"]`).Attr("value"))
	h.As(h.head).Post(h.path(h.pob, "/sign"), form).WantRedirect(h.path(h.pob, "/file"))
	raise("Sau khi ký")
	h.As(h.head).Get(h.path(h.pob, "")).Want(200).HasText("33,3%").NoText("25,0%")
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"125-BC/BTCTU"}, "dated": {"8/3/2021"}}).Want(303)

	origin := "/reports/" + h.request.ID.String() + "/indicators/H5"
	webtest.EveryPage(t, h.Site, h.office, origin, h.path(h.pob, ""))
	leaf := h.As(h.office).Get(origin).Want(200)
	leaf.HasText("33,3%").HasText("1 ÷ 3").HasText("đếm từ sổ khó khăn, vướng mắc, " + when.Present(h.clock).Stamp(i18n.VI))
	if n := len(leaf.All(`a[href^="/obstacles/counted?at="]`)); n != 1 {
		t.Errorf("%d ways from the leaf to what is counted", n)
	}
}

// The author of a form chooses the register; the preview and the list of what the form asks say so.
func TestDesigningWhatIsCounted(t *testing.T) {
	h := build(t)
	office := h.As(h.office)
	office.Post("/forms", url.Values{"code": {"thang"}, "title": {"Báo cáo tháng"}, "title_en": {"Monthly report"}}).WantRedirect("/forms/thang/edit")
	ind := url.Values{"op": {"indicator"}, "base": {"1"}, "code": {"V1"}, "section": {"A"}, "name_vi": {"Tỷ lệ vướng mắc đã tháo gỡ"}, "kind": {"pct"}, "basis": {"stock"},
		"num_name_vi": {"đã tháo gỡ"}, "den_name_vi": {"phải tháo gỡ"}, "source": {"obstacles"}, "required": {"x"}}
	office.Post("/forms/thang/edit", ind).WantRedirect("/forms/thang/edit#s-A")
	edit := office.Get("/forms/thang/edit?indicator=V1").Want(200)
	if len(edit.All(`select[name="source"] option[value="obstacles"][selected]`)) != 1 || len(edit.All(`select[name="basis"] option[value="flow"][selected]`)) != 1 {
		t.Error("the choice of the register is lost, or is not of what happens in the period")
	}
	webtest.EveryPage(t, h.Site, h.office, "/forms/thang/edit", "/forms/thang/edit?indicator=V1", "/forms/thang/preview")
	office.Get("/forms/thang/preview").Want(200).HasText("đếm từ sổ khó khăn, vướng mắc")
	office.Get("/forms/thang/edit").Want(200).HasText("Tỷ lệ, đếm từ sổ khó khăn, vướng mắc")
	ind.Set("was", "V1")
	ind.Set("base", "2")
	ind.Set("num", "V1")
	office.Post("/forms/thang/edit", ind).WantRedirect("/forms/thang/edit?indicator=V1")
	office.Get("/forms/thang/edit?indicator=V1").Want(200).One("#f-source-error").HasText("Chỉ tiêu đếm từ sổ")
	office.Get("/forms/quarter").Want(200).HasText("Tỷ lệ, đếm từ sổ khó khăn, vướng mắc")
}
