package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/webtest"
)

// Asked in the board's drawer, answered by the unit, taken; the answer stands at the figure, on the board, on paper.
func TestExplanationPages(t *testing.T) {
	h := build(t)
	h.filed(t)
	board := "/reports/" + h.request.ID.String() + "/board"
	drawer := board + "?indicator=B5"
	office, clerk, head := h.As(h.office), h.As(h.clerk), h.As(h.head)
	office.Get(drawer).Want(200).One("#ask").HasText("Yêu cầu đơn vị giải thích")
	ask := url.Values{"whole": {"1"}, "indicator": {"B5"}, "of": {h.pob.String()}, "question": {""}, "due": {"12/3"}, "time": {"17:00"}}
	refused := office.Post("/reports/"+h.request.ID.String()+"/explanations", ask).Want(422)
	refused.One("#f-question-error").HasText("giải thích điều gì")
	ask.Set("question", "Vì sao <b>thấp</b>?")
	ask.Set("due", "hôm kia kìa")
	office.Post("/reports/"+h.request.ID.String()+"/explanations", ask).Want(422)
	ask.Set("due", "12/3")
	to := office.Post("/reports/"+h.request.ID.String()+"/explanations", ask).Want(303).Header.Get("Location")
	clerk.Get("/").Want(200).One("#home-waiting").HasText("Giải thích: B5")
	clerk.Get(h.path(h.pob, "")).Want(200).One("#explanations").HasText("Vì sao <b>thấp</b>?")
	clerk.Post(to+"/answer", url.Values{"answer": {"Nháp thôi"}, "then": {"keep"}}).Want(303)
	if strings.Contains(office.Get(to).Want(200).One("main").Text(), "Nháp thôi") {
		t.Error("the asker reads the draft")
	}
	clerk.Post(to+"/answer", url.Values{"answer": {"x"}, "then": {"send"}}).Want(403)
	head.Get(to).Want(200).One("textarea[name=answer]").HasText("Nháp thôi")
	head.Post(to+"/answer", url.Values{"answer": {"Kết nạp vào quý II"}, "then": {"send"}}).Want(303)
	office.Get("/").Want(200).One("#home-waiting").HasText("Đã giải thích: B5")
	office.Get(drawer).Want(200).One("#explain").HasText("Kết nạp vào quý II")
	office.Post(to+"/again", url.Values{"question": {"Bao nhiêu?"}, "due": {""}, "time": {"17:00"}}).Want(422).One("#f-due-error").HasText("hạn")
	office.Post(to+"/take", nil).Want(303)
	office.Post(to+"/take", nil).Want(409)
	office.Get(board).Want(200).One("#explanations").HasText("Đã tiếp thu")
	office.Get(h.path(h.pob, "/print")).Want(200).One(".a4-body").HasText("Kết nạp vào quý II")
	clerk.Get(h.path(h.pob, "")).Want(200).One(".explained").HasText("Kết nạp vào quý II")
	h.As(h.others).Get(to).Want(404)
	h.As(h.others).Post(to+"/answer", url.Values{"answer": {"x"}, "then": {"send"}}).Want(404)
	for _, who := range []string{to, "/explanations", drawer, board, h.path(h.pob, ""), h.path(h.pob, "/print")} {
		webtest.EveryPage(t, h.Site, h.office, who)
		webtest.EveryPage(t, h.Site, h.clerk, to, "/explanations", h.path(h.pob, ""))
	}
	own := url.Values{"indicator": {"A2"}, "of": {h.pob.String()}, "question": {""}, "due": {"12/3"}, "time": {"17:00"}}
	office.Get(h.path(h.pob, "")).Want(200).One("#ask")
	office.Post("/reports/"+h.request.ID.String()+"/explanations", own).Want(422).One("#ask").HasText("giải thích điều gì")
	own.Set("question", "Số này tính thế nào?")
	office.Post("/reports/"+h.request.ID.String()+"/explanations", own).Want(303)
}
