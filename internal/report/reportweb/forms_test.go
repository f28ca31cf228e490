package reportweb_test

import (
	"net/url"
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
)

func TestFormPages(t *testing.T) {
	h := build(t)
	office := h.As(h.office)
	office.Get("/reports").Want(200).HasText("Biểu mẫu")
	office.Post("/forms", url.Values{"code": {"Sai Mã"}, "title": {"Báo cáo tháng"}}).Want(422).HasText("không dùng được")
	office.Post("/forms", url.Values{"code": {"thang"}, "title": {"Báo cáo tháng"}, "title_en": {"Monthly report"}, "from": {report.SampleCode}}).WantRedirect("/forms/thang/edit")
	h.As(h.clerk).Get("/forms/thang").Want(404)
	h.As(h.clerk).Get("/forms/" + report.SampleCode + "/edit").Want(403)
	webtest.EveryPage(t, h.Site, h.office, "/forms", "/forms/"+report.SampleCode, "/forms/thang/edit", "/forms/thang/edit?indicator=B5", "/forms/thang/edit?indicator=&section=A",
		"/forms/thang/edit?check=19", "/forms/thang/edit?check=new", "/forms/thang/preview", "/forms/thang/publish", "/forms/thang/publish?units=10&times=12&figure=2")
	webtest.EveryPage(t, h.Site, h.clerk, "/forms", "/forms/"+report.SampleCode, "/forms/"+report.SampleCode+"/preview")

	// The quarterly report is asked of the same units: every typed figure of its copy is asked twice.
	office.Get("/forms/thang/publish").Want(200).HasText("chỉ tiêu mà biểu mẫu khác đã thu")

	// What does not fit together is kept, told at its field, and not published.
	kept := url.Values{"op": {"indicator"}, "base": {"1"}, "code": {"K1"}, "section": {"B"}, "name_vi": {"Số nam kết nạp"}, "kind": {"int"}, "basis": {"computed"}, "formula": {"B1 − B9"}}
	office.Post("/forms/thang/edit", kept).WantRedirect("/forms/thang/edit?indicator=K1")
	office.Get("/forms/thang/edit?indicator=K1").Want(200).One("#f-formula-error").HasText("không có chỉ tiêu hay ô B9")
	office.Post("/forms/thang/publish", url.Values{"base": {"2"}}).Want(422)
	office.Post("/forms/thang/edit", url.Values{"op": {"head"}, "base": {"1"}, "title_vi": {"Khác"}}).Want(409) // the draft has moved
	kept.Set("was", "K1")
	kept.Set("base", "2")
	kept.Set("formula", "B1 − B2")
	office.Post("/forms/thang/edit", kept).WantRedirect("/forms/thang/edit#s-B")
	office.Get("/forms/thang/try?formula=B1+-+B2").Want(200).HasText("B1 (tổng số kết nạp) − B2 (nữ)")
	office.In(i18n.EN).Get("/forms/thang/try?expr=B1+%3E%3D+prev(B1)").Want(200).HasText("of the period before")
	h.As(h.office).Post("/forms/thang/publish", url.Values{"base": {"3"}}).WantRedirect("/forms/thang")
	h.As(h.clerk).Get("/forms/thang").Want(200).HasText("Số nam kết nạp")
	h.As(h.clerk).Get("/forms/thang/form.json").Want(200)
}
