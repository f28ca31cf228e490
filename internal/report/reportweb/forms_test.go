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
		"/forms/thang/edit?check=19", "/forms/thang/edit?check=new", "/forms/thang/preview", "/forms/thang/publish", "/forms/thang/edit?narrative=N2", "/forms/thang/edit?narrative=", "/forms/thang/publish?scope=kind%3Aboard&period=month&figure=2")
	webtest.EveryPage(t, h.Site, h.clerk, "/forms", "/forms/"+report.SampleCode, "/forms/"+report.SampleCode+"/preview")

	// The quarterly report is asked of the same units: every typed figure of its copy is asked twice.
	office.Get("/forms/thang/publish").Want(200).HasText("chỉ tiêu mà biểu mẫu khác đã thu")

	// What the quarterly report costs is counted of the units that were really asked, until somebody chooses others.
	h.As(h.office).Post("/forms/"+report.SampleCode+"/edit", url.Values{"op": {"begin"}}).Want(303)
	office.Get("/forms/" + report.SampleCode + "/publish").Want(200).One(`select[name="scope"] option[value="last"][selected]`).HasText("Như lần hỏi gần nhất (3)")
	office.Get("/forms/" + report.SampleCode + "/publish?scope=last&period=month").Want(200).HasText("3 đơn vị, 12 lần")
	office.Get("/forms/" + report.SampleCode + "/publish?scope=all&period=month").Want(200).HasText("3 đơn vị, 12 lần").One(`select[name="scope"] option[value="all"][selected]`)

	// By month nobody asks for them.
	office.Get("/forms/thang/publish?scope=all&period=month").Want(200).HasText("3 đơn vị, 12 lần").NoText("chỉ tiêu mà biểu mẫu khác đã thu")

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

// The answers of units to one text stand on a page and in two files; what is a draft is nowhere.
func TestAnswersPage(t *testing.T) {
	h := build(t)
	v := good()
	v.Set("f.N3", "Còn chậm ở {A3} tổ chức.")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"125-BC/BTCTU"}, "dated": {"8/3/2021"}}).Want(303)
	at := "/reports/" + h.request.ID.String() + "/answers"
	h.As(h.office).Get(at + "?field=N3").Want(200).HasText("Còn chậm ở 609 tổ chức.") // as it is read, not as it was typed
	h.As(h.office).Get(at + ".csv?field=N3").HasText("Còn chậm ở 609 tổ chức.")
	h.As(h.office).Get(at + "?field=N2").Want(200).HasText("Chuẩn bị bầu cử.").HasText("1 đơn vị trả lời")
	h.As(h.office).Get(at + "?field=N4").Want(200).HasText("Chưa đơn vị nào trả lời")
	h.As(h.office).Get(at + "?field=A2").Want(404)
	h.As(h.others).Get(at + "?field=N2").Want(200).NoText("Chuẩn bị bầu cử.")
	h.As(h.others).Get(at + "?field=N2&unit=" + h.pob.String()).Want(403)
	for _, kind := range []string{".csv", ".xlsx"} {
		h.As(h.office).Get(at + kind + "?field=N2").Want(200)
	}
	h.As(h.office).Get(at + ".csv?field=N2").HasText("Chuẩn bị bầu cử.")
	webtest.EveryPage(t, h.Site, h.office, at, at+"?field=N2", at+"?field=N4")
	webtest.EveryPage(t, h.Site, h.others, at)
}
