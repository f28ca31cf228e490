package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// Several reports are accepted with one press; what changed meanwhile is named and stays.
func TestAcceptSeveralOnTheBoard(t *testing.T) {
	h := build(t)
	h.filed(t)
	err := h.report.Seed(t.Context(), actor.SystemActor("test"), h.request.ID, []report.Seeded{
		{Unit: h.far, State: report.StateFiled, Figures: report.Figures{"A2": 10, "B1": 100}, Fields: map[string]string{"B1why": "x"}, FiledAt: when.At(20210308, 480)}})
	if err != nil {
		t.Fatal(err)
	}
	base := "/reports/" + h.request.ID.String()
	board, office := base+"/board", h.As(h.office)
	page := office.Get(board).Want(200)
	boxes := page.All(`input[name="filings"]`)
	if len(boxes) != 2 || boxes[0].Has("checked") || boxes[0].Attr("form") != page.One("form#take").Attr("id") {
		t.Fatalf("%d boxes", len(boxes))
	}
	clear, _, _ := strings.Cut(page.One(`a[data-all]`).Attr("href"), "#")
	if got := office.Get(clear).Want(200); len(got.All(`input[name="filings"][checked]`)) != len(got.All(`input.unwarned`)) || len(got.All(`input.unwarned`)) == 0 {
		t.Errorf("%q ticks %d", clear, len(got.All(`input[name="filings"][checked]`)))
	}
	webtest.EveryPage(t, h.Site, h.office, board, clear)
	both := url.Values{"filings": {boxes[0].Attr("value"), boxes[1].Attr("value")}, "next": {board}}

	office.Post(base+"/accept", url.Values{"next": {board}}).Want(422).One("#board-waiting").HasText("Chưa chọn báo cáo nào")
	h.As(h.office).In(i18n.EN).Post(base+"/accept", url.Values{"filings": {"x", "9.y"}}).Want(422).One("#board-waiting").HasText("No report is picked")
	h.As(h.clerk).Post(base+"/accept", both).Want(403)
	h.As(h.clerk).Post(base+"/accept", url.Values{"next": {board}}).Want(403) // who may not accept hears that first
	if page := h.As(h.clerk).Get(board + "?unit=" + h.pob.String()).Want(200); page.Find("#take") != nil || page.Find(`input[name="filings"]`) != nil {
		t.Error("who receives nothing is offered to accept")
	}

	office.Post(h.path(h.far, "/return"), url.Values{"version": {"1"}, "general": {"Xem lại"}}).Want(303)
	office.Post(base+"/accept", both).WantRedirect(board)
	office.Get(board).HasText("Đã tiếp nhận 1 báo cáo; 1 báo cáo chưa tiếp nhận được: Bình Khê (Báo cáo ").NoText("Chờ ta tiếp nhận")
	if !strings.Contains(office.Get(h.path(h.pob, "")).Want(200).Root().Text(), "Lê Thu Hà tiếp nhận") {
		t.Error("it is not accepted by who pressed")
	}
}
