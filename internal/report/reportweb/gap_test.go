package reportweb_test

import (
	"net/url"
	"testing"
	"time"

	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// monthAndQuarter files three months and, before the last of them, the quarter.
func monthAndQuarter(t *testing.T, h *house) (quarter, last string) {
	t.Helper()
	h.clock.Set(time.Date(2021, 4, 2, 9, 0, 0, 0, when.Zone()))
	file := func(period, b1 string, n int) string {
		r, err := h.report.OpenRequest(t.Context(), h.office, report.NewRequest{FormCode: report.SampleCode, PeriodText: period, Opener: h.coc,
			Scope: org.Scope{Kind: org.ScopeList, Units: []ident.ID{h.pob}}, Deadline: when.At(20210430, 17*60)})
		if err != nil {
			t.Fatal(err)
		}
		at := "/reports/" + r.ID.String() + "/units/" + h.pob.String()
		v := good()
		v.Set("f.B1", b1)
		v.Set("f.B2", "4")
		h.As(h.clerk).Post(at+"/draft", v).Want(303)
		h.As(h.head).Post(at+"/sign", url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(303)
		h.As(h.head).Post(at+"/file", url.Values{"number": {string(rune('0'+n)) + "-BC"}, "dated": {"2/4/2021"}}).Want(303)
		return at
	}
	file("tháng 1/2021", "10", 1)
	file("tháng 2/2021", "20", 2)
	quarter = h.path(h.pob, "")
	v := good()
	v.Set("f.B1", "63")
	v.Set("f.B2", "12")
	h.As(h.clerk).Post(quarter+"/draft", v).Want(303)
	h.As(h.head).Post(quarter+"/sign", url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(303)
	h.As(h.head).Post(quarter+"/file", url.Values{"number": {"9-BC"}, "dated": {"2/4/2021"}}).Want(303)
	return quarter, file("tháng 3/2021", "30", 3)
}

func TestGapPages(t *testing.T) {
	h := build(t)
	quarter, last := monthAndQuarter(t, h)
	board := "/reports/" + h.request.ID.String() + "/board"
	for _, who := range []struct {
		name string
		page *webtest.Page
	}{{"the level above", h.As(h.office).Get(quarter).Want(200)}, {"the unit", h.As(h.clerk).Get(quarter).Want(200)}} {
		note := who.page.One(".gap-note")
		note.HasText("Tổng số kết nạp: 63, tổng 3 tháng đã nộp 60, chênh +3")
		note.HasText("Đơn vị chưa nêu lý do.")
		who.page.One("#v-B1-gap").HasText("Tổng 3 tháng đã nộp là 60, chênh +3.")
		if who.page.Find("#v-B2-gap") != nil {
			t.Errorf("%s: what adds up is told too", who.name)
		}
	}
	h.As(h.clerk).Get(last).Want(200).One(".gap-note").HasText("tổng 3 tháng đã nộp 60")
	h.As(h.clerk).Get("/reports").Want(200).HasText("1 chỉ tiêu khác tổng 3 tháng")
	h.As(h.office).Get(board).Want(200).One("#board-gaps").HasText("60 (3 tháng)")
	h.As(h.office).Get("/reports/" + h.request.ID.String() + "/indicators/B1").Want(200).HasText("Tổng 3 tháng đã nộp là 60, chênh +3.")
	webtest.EveryPage(t, h.Site, h.office, quarter, last, board, "/reports/"+h.request.ID.String()+"/indicators/B1")
	webtest.EveryPage(t, h.Site, h.clerk, quarter, last, "/reports")
	// The level above asks for an explanation there, or returns it; the unit then gives its reason.
	h.As(h.office).Get(quarter).Want(200).One("#ask")
	h.As(h.office).Post(quarter+"/return", url.Values{"version": {"1"}, "field0": {"B1"}, "text0": {"Khác tổng 3 tháng."}}).Want(303)
	h.As(h.clerk).Get(quarter).Want(200).One("#f-B1-error").HasText("chênh +3")
}
