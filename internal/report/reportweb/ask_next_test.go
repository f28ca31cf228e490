package reportweb_test

import (
	"net/url"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
)

// The page proposes what is due next of the chosen form, with window and deadlines, until somebody writes another period.
func TestTheNextPeriodStandsInTheField(t *testing.T) {
	h := build(t) // on 8/3/2021; Q1/2021 is asked already, outside any regime
	f := report.SampleForm()
	f.Code, f.Version, f.Title = "thang", 1, i18n.Text{VI: "Báo cáo tháng", EN: "Monthly report"}
	if _, err := h.report.EnsureForm(t.Context(), actor.SystemActor("test"), f); err != nil {
		t.Fatal(err)
	}
	office := h.As(h.office)
	period := func(p *webtest.Page) string { return p.One("#f-period").Attr("value") }

	page := office.Get("/reports/new?form=thang&regime=1").Want(200)
	if got := period(page); got != "Tháng 3/2021" {
		t.Errorf("of a monthly report %q", got)
	}
	page.HasText("số liệu từ 1/3/2021 đến 31/3/2021").HasText("Kỳ tiếp theo của biểu mẫu này")
	page.One(`button[name="pick"][value="Tháng 3/2021"][aria-pressed="true"]`).HasText("hạn")
	page.All(".ask-dues tbody th")[0].HasText("Tỉnh")
	if got := period(office.In(i18n.EN).Get("/reports/new?form=thang&regime=1")); got != "March 2021" {
		t.Errorf("in English %q", got)
	}

	// Another form brings its own period, as long as nobody wrote one.
	page = h.As(h.office).Get("/reports/new?form=" + report.SampleCode + "&regime=1&period=" + url.QueryEscape("Tháng 3/2021") + "&proposed=" + url.QueryEscape("Tháng 3/2021")).Want(200)
	if got := period(page); got != "Quý I/2021" {
		t.Errorf("of a quarterly report %q", got)
	}
	page = h.As(h.office).Get("/reports/new?form=" + report.SampleCode + "&regime=1&period=" + url.QueryEscape("quý III/2021") + "&proposed=" + url.QueryEscape("Tháng 3/2021")).Want(200)
	if got := period(page); got != "quý III/2021" {
		t.Errorf("what was written is %q", got)
	}
	page = h.As(h.office).Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {"1"}, "period": {"Tháng 3/2021"}, "proposed": {"Tháng 3/2021"}})).Want(200)
	if got := period(page); got != "Quý I/2021" {
		t.Errorf("without scripts %q", got)
	}

	// One press takes another of those that are proposed; two days that were given make room.
	page = h.As(h.office).Post("/reports", asked(url.Values{"pick": {"Quý II/2021"}, "regime": {""}, "period_from": {"1/3/2021"}, "note": {"Đề nghị nộp sớm."}})).Want(200)
	if got := period(page); got != "Quý II/2021" || page.One("#f-period_from").Attr("value") != "" || page.One("#f-note").Text() != "Đề nghị nộp sớm." {
		t.Errorf("picked %q", got)
	}
	h.As(h.clerk).Post("/reports", asked(url.Values{"pick": {"Quý II/2021"}})).Want(403)

	// What is asked already says so before it is refused.
	page = h.As(h.office).Post("/reports", asked(url.Values{"then": {"plan"}, "regime": {""}, "period": {"quý I/2021"}})).Want(200)
	page.HasText("đã được hỏi cho kỳ Quý I/2021").One(`.ask-when a[href="/reports/` + h.request.ID.String() + `/board"]`)
	webtest.EveryPage(t, h.Site, h.office, "/reports/new", "/reports/new?form=thang&regime=1", "/reports/new?form=thang&regime=")
}
