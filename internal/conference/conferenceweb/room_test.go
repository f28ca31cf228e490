package conferenceweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/conference"
	"giaoban/internal/conference/conferenceweb"
	"giaoban/internal/i18n"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// hall is a house with the pages of the room, without sound and picture.
type hall struct {
	*house
	room *conference.Room
}

func newHall(t *testing.T) *hall {
	h := &hall{house: build(t)}
	h.room = conference.NewRoom(conference.RoomDeps{Conferences: h.s})
	conferenceweb.RoomRoutes(h.Mux, h.room)
	return h
}

func (h *hall) siteID(at, unit string) string {
	h.t.Helper()
	_, site, _ := strings.Cut(h.sitePath(at, unit), "/sites/")
	return site
}

// connected is the conference in session with the page of An Giao open.
func (h *hall) connected() (at, a string) {
	h.t.Helper()
	at = h.opened()
	a = h.siteID(at, "A")
	h.As(h.specialist).Post(at+"/presence", url.Values{"site": {a}}).Want(200)
	return at, a
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func TestRoomPages(t *testing.T) {
	h := newHall(t)
	at := h.called()
	a := h.siteID(at, "A")
	line := at + "/sites/" + a + "/line-test"
	all := func() {
		t.Helper()
		webtest.EveryPage(t, h.Site, h.specialist, at+"/room", at+"/room?site="+a, at+"/remarks", line)
		webtest.EveryPage(t, h.Site, h.chair, at+"/chair", at+"/room", at+"/remarks", line)
		webtest.EveryPage(t, h.Site, h.secretary, at+"/chair")
	}
	all() // before the day
	h.clock.Set(time.Date(2021, 4, 2, 13, 50, 0, 0, when.Zone()))
	all()
	h.As(h.chair).Post(at+"/room/open", form("from", "chair", "confirm", "1")).WantRedirect(at + "/chair")
	h.As(h.specialist).Post(at+"/presence", form("site", a)).Want(200)
	h.As(h.specialist).Post(at+"/room/hand", form("site", a, "topic", "Kiện toàn chức danh")).Want(303)
	h.written(at)
	h.As(h.secretary).Post(at+"/room/roll", form("from", "chair")).Want(303)
	h.As(h.secretary).Post(at+"/room/agenda/next", form("from", "chair")).Want(303)
	all()
	h.As(h.chair).Post(at+"/room/floor", form("from", "chair", "site", a, "minutes", "7")).Want(303)
	h.As(h.chair).Post(at+"/room/floor/remind", form("from", "chair")).Want(303)
	all()
	h.As(h.chair).Post(at+"/room/pause", form("from", "chair")).Want(303)
	h.As(h.chair).Post(at+"/room/remove", form("from", "chair", "site", a)).Want(303)
	all()
	h.As(h.chair).Post(at+"/room/admit", form("from", "chair", "site", a)).Want(303)
	h.As(h.chair).Post(at+"/room/close", form("from", "chair")).Want(303)
	all()
	h.As(h.specialist).Get(at + "/chair").Want(403)
	h.As(h.stranger).Get(at + "/room").Want(404)
	h.As(h.stranger).Get(at + "/remarks").Want(404)
	h.As(h.stranger).Get(line).Want(404)
	h.Visitor().Get(at + "/room").WantRedirect("/sign-in?next=" + url.QueryEscape(at+"/room"))
}

func TestRoomOfASite(t *testing.T) {
	h := newHall(t)
	at, a := h.connected()
	me := h.As(h.specialist)
	page := me.Get(at + "/room").Want(200)
	page.One("#floor")
	page.One("#agenda").HasText("Báo cáo quý I")
	page.One("#queue").HasText("Chưa có điểm cầu nào xin phát biểu")
	page.One("#conclusions").HasText("Chưa ghi kết luận nào")
	if n := len(page.All("#tiles video[data-site]")); n != 3 {
		t.Errorf("%d tiles", n)
	}
	if got := page.One("conf-room").Attr("data-site"); got != a {
		t.Errorf("the room is of site %q", got)
	}
	// No live part contains what must not be replaced.
	for _, part := range []string{"#floor", "#agenda", "#queue", "#conclusions", "#wall-state", "#meeting", "#mine"} {
		if page.One(part).Find("conf-room") != nil || page.One(part).Find("video") != nil {
			t.Errorf("%s contains a picture", part)
		}
	}
	page.One("#control-mic")
	if !page.One("#control-mic").Has("disabled") {
		t.Error("the microphone can be opened without the floor")
	}
	page.HasText("Mic mở khi chủ trì mời")

	me.Post(at+"/room/hand", form("site", a, "minutes", "7", "key", "h")).WantRedirect(at + "/room?site=" + a)
	me.Post(at+"/room/hand", form("site", a, "minutes", "7", "key", "h")).Want(303)
	b := h.siteID(at, "B")
	h.As(h.other).Post(at+"/room/hand", form("site", b)).Want(303)
	h.As(h.other).In(i18n.VI).Get(at + "/room/mine?site=" + b).Want(200).One("#mine").HasText("Đang xin, thứ 2").HasText("chờ khoảng 7 phút")
	h.As(h.other).In(i18n.EN).Get(at + "/room/mine?site=" + b).One("#mine").HasText("Hand raised, number 2").HasText("about 7 minutes")
	h.As(h.other).Get(at + "/room/mine?site=" + a).Want(403)

	h.As(h.chair).Post(at+"/room/floor", form("from", "chair", "site", a, "minutes", "7", "key", "g")).WantRedirect(at + "/chair")
	page = me.Get(at + "/room").Want(200)
	page.One("#mine").HasText("Mời phát biểu")
	if page.One("#floor").Attr("data-site") != a {
		t.Error("the stage does not show who speaks")
	}
	me.Post(at+"/room/floor/yield", form("site", a)).Want(303)
	h.As(h.secretary).Get(at + "/remarks").Want(200).HasText("Tham luận").HasText("nói 0:00")
}

func TestRoomRefusalsOnThePage(t *testing.T) {
	h := newHall(t)
	at, a := h.connected()
	me := h.As(h.specialist)
	page := me.Post(at+"/room/hand", form("site", a, "minutes", "99", "topic", "Giữ lại chữ này")).Want(422)
	page.One("#f-minutes-error").HasText("từ 1 đến 60")
	if got := page.One("#f-topic").Attr("value"); got != "Giữ lại chữ này" {
		t.Errorf("what was typed is lost: %q", got)
	}
	me.Post(at+"/room/hand", form("site", a, "minutes", "năm")).Want(422).One("#f-minutes-error").HasText("không phải là số")
	h.As(h.other).Post(at+"/room/hand", form("site", a)).Want(403)
	h.As(h.other).Post(at+"/room/hand", form("site", "khong-co")).Want(404)
	for _, act := range []string{"floor", "floor/extend", "floor/take-back", "agenda/next", "pause", "roll", "remove", "close"} {
		h.As(h.other).Post(at+"/room/"+act, form("site", a, "minutes", "5", "from", "chair")).Want(403)
	}
	h.As(h.chair).Post(at+"/room/floor", form("from", "chair", "minutes", "5")).Want(422).One("main").HasText("Hãy chọn một mục")
	h.As(h.chair).Post(at+"/room/floor", form("from", "chair", "site", a, "minutes", "0")).Want(422)
	h.As(h.chair).Post(at+"/room/floor/take-back", form("from", "chair")).Want(409).One("main").HasText("không có điểm cầu nào phát biểu")

	// The page's script gets sentences instead of a page.
	r := me.Request("POST", at+"/room/floor/yield", "application/x-www-form-urlencoded", strings.NewReader(form("site", a).Encode()))
	r.Header.Set("X-Room", "1")
	var said struct {
		Faults []struct{ Field, Text string } `json:"faults"`
	}
	me.Send(r).Want(409).JSON(&said)
	if len(said.Faults) != 1 || !strings.Contains(said.Faults[0].Text, "không giữ lời") {
		t.Errorf("said %+v", said)
	}
	r = h.As(h.other).Request("POST", at+"/room/floor", "application/x-www-form-urlencoded", strings.NewReader(form("site", a, "minutes", "5").Encode()))
	r.Header.Set("X-Room", "1")
	h.As(h.other).Send(r).Want(403)
}

func TestConsole(t *testing.T) {
	h := newHall(t)
	at := h.called()
	h.clock.Set(time.Date(2021, 4, 2, 14, 0, 0, 0, when.Zone()))
	me := h.As(h.chair)
	page := me.Get(at + "/chair").Want(200)
	page.One("#warn").HasText("3 điểm cầu chưa cử chủ trì") // S0.5: warned
	page.One("#steps").HasText("Vẫn khai mạc")
	me.Post(at+"/room/open", form("from", "chair")).Want(422)
	me.Post(at+"/room/open", form("from", "chair", "confirm", "1")).WantRedirect(at + "/chair")
	a := h.siteID(at, "A")
	h.As(h.specialist).Post(at+"/presence", form("site", a)).Want(200)
	h.As(h.specialist).Post(at+"/room/hand", form("site", a)).Want(303)
	h.written(at)
	page = me.Get(at + "/chair").Want(200)
	button := page.One("#queue button[data-key]")
	if button.Attr("data-key") != "1" {
		t.Errorf("key %q", button.Attr("data-key"))
	}
	page.One("#conclusions").HasText("chủ trì báo 6, đã ghi 3").HasText("4–6").HasText("Còn 3 chưa nêu")
	page.One("#sites").HasText("đã nối")
	h.As(h.secretary).Post(at+"/room/roll", form("from", "chair")).Want(303)
	h.As(h.specialist).Get(at + "/room").One(".roll-form")
	h.As(h.specialist).Post(at+"/room/roll/answer", form("site", a, "present", "-1")).Want(422).One("#f-present-error")
	h.As(h.specialist).Post(at+"/room/roll/answer", form("site", a, "present", "25", "excused", "2", "unexcused", "1")).Want(303)
	page = me.Get(at + "/chair")
	page.One("#roll").HasText("25").HasText("cần 2 (2/3)")
	page.One("#meeting").HasText("25 đại biểu").HasText("1/3 điểm cầu đã nối")
	me.Post(at+"/room/agenda/next", form("from", "chair")).Want(303)
	me.Get(at + "/chair").One("#agenda").HasText("Nội dung 1/2").HasText("Khai mạc").HasText("Sang nội dung 2")
	me.Post(at+"/room/pause", form("from", "chair")).Want(303)
	me.Get(at + "/chair").One("#steps").HasText("Họp tiếp")
}

func TestRemarksOnThePage(t *testing.T) {
	h := newHall(t)
	at, a := h.connected()
	h.As(h.chair).Post(at+"/room/floor", form("from", "chair", "site", a, "minutes", "5")).Want(303)
	page := h.As(h.secretary).Get(at + "/remarks").Want(200)
	post := page.One(".said-form").Attr("action")
	long := strings.Repeat("a", 4001)
	h.As(h.secretary).Post(post, form("text", long, "kind", "contribution", "version", "1")).Want(422).One(".field-error")
	h.As(h.secretary).Post(post, form("text", "Đề nghị\nhướng dẫn.", "kind", "report", "version", "1")).Want(303)
	h.As(h.secretary).Post(post, form("text", "cũ", "kind", "report", "version", "1")).Want(409)
	h.As(h.specialist).Post(post, form("text", "x", "kind", "report")).Want(403)
	h.As(h.specialist).Get(at + "/remarks").HasText("hướng dẫn.").None(".said-form")
}

func TestMediaTokenOnThePage(t *testing.T) {
	h := newHall(t)
	at, a := h.connected()
	h.As(h.specialist).Post(at+"/media-token", form("site", a)).Want(http.StatusServiceUnavailable) // no engine: the room works without
	h.As(h.other).Post(at+"/presence", form("site", a)).Want(403)
	h.As(h.stranger).Post(at+"/presence", form("site", a)).Want(404)
	h.Visitor().Post(at+"/media-token", form("site", a)).Want(401)
	page := h.As(h.specialist).Get(at + "/room")
	if page.One("conf-room").Has("data-media") {
		t.Error("the page tries to connect to an engine that is not there")
	}
}

func TestLineTestPage(t *testing.T) {
	h := newHall(t)
	at := h.called()
	a := h.siteID(at, "A")
	line := at + "/sites/" + a + "/line-test"
	me := h.As(h.specialist)
	page := me.Get(line).Want(200)
	if n := len(page.All(".test-parts > li")); n != 9 {
		t.Errorf("%d tests", n)
	}
	page.One("#readiness").HasText("Chưa có").HasText("Chưa chọn")
	page.One("#test-banner").HasText("Chưa họp được")
	me.JSON("POST", line+"/results", `{"parts":[{"part":"camera","grade":"good","numbers":{"width":1280,"height":720,"fps":25}},
		{"part":"upload","grade":"weak","numbers":{"mbps":1.26}},{"part":"delay","grade":"good","path":"tcp","numbers":{"rttMs":48,"loss":0.004}},
		{"part":"microphone","grade":"good","numbers":{"peak":0.3}},{"part":"speaker","grade":"good"}]}`).Want(200)
	page = me.Get(line).Want(200)
	page.One("#part-camera").HasText("1280×720, 25 hình/giây").HasText("Tốt")
	page.One("#part-upload").HasText("1,3 Mb/s").HasText("Yếu")
	page.One("#part-delay").HasText("trễ 48 ms").HasText("mất 0,4%").HasText("TCP")
	page.One("#test-banner").HasText("Họp được, còn")
	h.As(h.office).Get(at).Want(200).One("#conference-sites").HasText("thử đường truyền 4/5 tốt")
	webtest.EveryPage(t, h.Site, h.specialist, line)
	me.Post(line, form("part", "phone", "grade", "good")).WantRedirect(line + "#part-phone")
	me.Post(line, form("part", "camera", "grade", "good")).Want(422) // only what people judge is entered by hand
	me.Post(line+"/fallback", form("fallback", "phone")).Want(303)
	me.Post(line+"/fallback", form("fallback", "")).Want(422)
	me.Get(line).One("#readiness").HasText("Họp bằng tiếng qua điện thoại")
	for name, body := range map[string]string{
		"unknown part": `{"parts":[{"part":"x","grade":"good"}]}`, "none": `{"parts":[]}`,
		"huge": `{"parts":[{"part":"upload","grade":"good","numbers":{"mbps":1e300}}]}`,
	} {
		if page := me.JSON("POST", line+"/results", body); page.Status != 422 {
			t.Errorf("%s: %d", name, page.Status)
		}
	}
	h.As(h.other).JSON("POST", line+"/results", `{"parts":[{"part":"camera","grade":"good"}]}`).Want(403)
	h.As(h.other).Get(line + "/download").Want(403)
	h.As(h.other).Get(line).Want(200).None("#test-all").None(".by-hand") // seen by all who are called, changed by its own people

	if got := me.Get(line + "/download").Want(200); len(got.Body) != 1<<20 {
		t.Errorf("%d bytes down", len(got.Body))
	}
	up := func(n int) int {
		return me.Send(me.Request("POST", line+"/upload", "application/octet-stream", strings.NewReader(strings.Repeat("x", n)))).Status
	}
	if up(512<<10) != 200 || up(3<<20) != 413 {
		t.Error("upload sizes")
	}
	last := 0
	for range 15 {
		last = me.Get(line + "/download").Status
	}
	if last != 429 {
		t.Errorf("after many measurements: %d", last)
	}
	if fmt.Sprint(me.JSON("POST", line+"/media-token", "{}").Status) == "200" {
		t.Error("a media token without an engine")
	}
}
