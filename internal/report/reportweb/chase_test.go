package reportweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// The list says first how many, then who is straight below; further levels are a line per unit above them, and their own list behind it.
func TestChasePages(t *testing.T) {
	h := build(t)
	chase := "/reports/" + h.request.ID.String() + "/chase"
	office := h.As(h.office)
	page := office.Get(chase).Want(200)
	page.One(".band").HasText("Quá hạn, chưa nộp 0").HasText("còn hạn 3") // two boards and a commune
	if n := len(page.All("#straight tbody tr")); n != 2 {
		t.Errorf("%d rows straight below", n)
	}
	page.One("#below").HasText("Đồng Lâm")
	under := page.One("#below tbody a").Attr("href")
	if !strings.Contains(under, "under="+h.pob.String()) {
		t.Fatalf("leads to %s", under)
	}
	below := office.Get(under).Want(200)
	below.One("#straight").HasText("Xã Ổ Ẩ").HasText("Các đơn vị của")
	if len(below.All("#straight tbody tr")) != 1 || below.Find("#below") != nil {
		t.Error("the list of one unit holds others")
	}
	id := below.One(`input[name="filings"]`).Attr("value")
	office.Post(chase, url.Values{"filings": {id}, "text": {"Nộp sớm"}, "under": {h.pob.String()}}).WantRedirect(under)
	office.Post(chase, url.Values{"text": {"x"}, "under": {h.pob.String()}}).Want(422).One("#straight").HasText("Xã Ổ Ẩ")
	for _, bad := range []string{"?under=9", "?under=x"} {
		office.Get(chase + bad).Want(404)
	}

	h.filed(t)
	_, err := h.report.AskExplanation(t.Context(), h.office, report.Asking{Request: h.request.ID, Unit: h.pob, Indicator: "B1", Question: "Vì sao cao?", Due: when.At(20210315, 600)})
	if err != nil {
		t.Fatal(err)
	}
	if office.Get(chase).Want(200).Find("#explanations") != nil {
		t.Error("an explanation that is not due is chased")
	}
	h.clock.Set(time.Date(2021, 3, 29, 9, 0, 0, 0, when.Zone()))
	page = office.Get(chase).Want(200)
	page.One("#explanations").HasText("Đồng Lâm").HasText("Vì sao cao?")
	page.One(".band").HasText("Giải thích muộn 1")
	if page.One(`#straight details`).Attr("open") == "false" || len(page.All("#straight tbody tr")) != 1 {
		t.Error("what is overdue is folded, or who filed in time is listed")
	}
	office.Get("/reports/compliance").Want(200).HasText("Giải thích đúng hạn").HasText("0/1")
	h.As(h.clerk).Get("/reports/compliance").Want(200).HasText("Giải thích đúng hạn")
	for _, path := range []string{chase, under, "/reports/compliance"} {
		webtest.EveryPage(t, h.Site, h.office, path)
	}
	h.As(h.clerk).Get(chase).Want(403)
}
