package reportweb_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
)

func phoned(more url.Values) url.Values {
	v := good()
	maps.Copy(v, url.Values{"base": {"0"}, "caller": {"Đỗ Văn Xuân"}, "title": {"Chánh Văn phòng"}, "phone": {"0208 3855 123"}, "day": {"8/3/2021"}, "time": {"8:55"}})
	maps.Copy(v, more)
	return v
}

func TestEntryByPhonePages(t *testing.T) {
	h := build(t)
	at := h.path(h.pob, "/phone")
	early := phoned(nil)
	early.Set("time", "8:00") // before the request was opened at nine
	h.As(h.office).Post(at, early).Want(422).HasText("trước khi kỳ báo cáo được mở")
	sent := phoned(url.Values{"time": {"9:00"}})

	// The office above offers it where nothing has come in; the unit's contact stands in the form.
	h.As(h.clerk).Post("/reports/contact", url.Values{"name": {"Nông Thị Lan"}, "phone": {"0208 111"}}).Want(303)
	h.As(h.office).Get(h.path(h.pob, "")).Want(200).HasText("Nhập thay qua điện thoại")
	page := h.As(h.office).Get(at).Want(200).HasText("Đơn vị ghi liên hệ: Nông Thị Lan")
	if got := page.One("input[name=caller]").Attr("value"); got != "Nông Thị Lan" {
		t.Errorf("the contact is offered: %q", got)
	}
	h.As(h.office).In(i18n.EN).Get(at).Want(200).HasText("Entry by telephone")
	h.As(h.others).Get(at).Want(404)
	h.As(h.head).Get(at).Want(403)
	h.Visitor().Get(at).Want(303)

	// What is wrong comes back with what was typed.
	for field, text := range map[string]string{"caller": "Ghi ai gọi điện", "time": "", "day": ""} {
		bad := phoned(url.Values{"time": {"9:00"}})
		bad.Set(field, "")
		back := h.As(h.office).Post(at, bad).Want(422)
		back.HasText(text)
		if got := back.One("input[name='f.A2']").Attr("value"); got != "412" {
			t.Errorf("without %s the figures are lost: %q", field, got)
		}
	}
	h.As(h.others).Post(at, sent).Want(404)
	h.As(h.clerk).Post(at, sent).Want(403)
	h.As(h.office).Post(at, sent).WantRedirect(at)

	// The unit sees it at once, at every figure and in words; so does the page above.
	for _, who := range []actor.Actor{h.clerk, h.head} {
		entry := h.As(who).Get(h.path(h.pob, "")).Want(200)
		entry.HasText("Lê Thu Hà (Ban Tổ chức Trung ương) nhập thay qua điện thoại theo lời Đỗ Văn Xuân, Chánh Văn phòng, 0208 3855 123")
		entry.HasText("Nhập thay qua điện thoại: Lê Thu Hà (Ban Tổ chức Trung ương), theo lời Đỗ Văn Xuân")
	}
	h.As(h.clerk).In(i18n.EN).Get(h.path(h.pob, "")).Want(200).HasText("By telephone: Lê Thu Hà (Ban Tổ chức Trung ương), as Đỗ Văn Xuân said")
	h.As(h.head).Get(h.path(h.pob, "/sign")).Want(200).HasText("nhập thay qua điện thoại")
	again := h.As(h.office).Get(at).Want(200).HasText("Rút bản nhập thay")
	if got := again.One("input[name='f.A2']").Attr("value"); got != "412" {
		t.Errorf("%q", got)
	}
	if strings.Contains(h.As(h.office).Get(h.path(h.pob, "")).Want(200).One("main").Text(), "412") {
		t.Error("what was entered counts nowhere before the unit has signed and filed it")
	}

	// The unit throws it away with a reason, and the level above reads it.
	h.As(h.clerk).Post(h.path(h.pob, "/phone/reject"), nil).Want(422).HasText("Ghi lý do")
	h.As(h.office).Post(h.path(h.pob, "/phone/reject"), url.Values{"reason": {"x"}}).Want(404)
	h.As(h.clerk).Post(h.path(h.pob, "/phone/reject"), url.Values{"reason": {"Đọc nhầm bảng"}}).Want(303)
	h.As(h.office).Get(at).Want(200).HasText("Đọc nhầm bảng")
	if got := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).One("input[name='f.A2']").Attr("value"); got != "" {
		t.Errorf("%q", got)
	}

	// Entered again, corrected by the unit: from then on the page above says that the draft is the unit's own.
	h.As(h.office).Post(at, sent).WantRedirect(at)
	h.As(h.office).Post(h.path(h.pob, "/phone/withdraw"), url.Values{"reason": {""}}).Want(422)
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"base": {"1"}, "f.A2": {"777"}}).Want(303)
	closed := h.As(h.office).Get(at).Want(200).HasText("Đơn vị đã nhận bản nhập thay và tự làm tiếp")
	if strings.Contains(closed.One("main").Text(), "777") {
		t.Error("the level above reads the unit's own draft")
	}
	closed.HasText("Số đã nhập thay theo cuộc gọi gần nhất")
	h.As(h.office).Post(at, phoned(url.Values{"time": {"9:00"}, "base": {"2"}})).Want(409)
	h.As(h.office).In(i18n.EN).Get(at).Want(200).HasText("The unit has taken over")
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"2"}}).WantRedirect(h.path(h.pob, "/file"))
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"125-BC/BTCTU"}, "dated": {"8/3/2021"}}).WantRedirect(h.path(h.pob, ""))
	h.As(h.office).Get(h.path(h.pob, "")).Want(200).HasText("ô do Lê Thu Hà (Ban Tổ chức Trung ương) nhập thay qua điện thoại, theo lời Đỗ Văn Xuân, Chánh Văn phòng.")
	h.As(h.office).Get("/reports/" + h.request.ID.String() + "/indicators/A3?unit=" + h.pob.String()).Want(200).HasText("theo lời Đỗ Văn Xuân")

	// A draft that the unit began itself: the page says so in words.
	own := h.path(h.far, "/phone")
	h.As(h.others).Post(h.path(h.far, "/draft"), url.Values{"f.A2": {"7"}}).Want(303)
	h.As(h.office).Get(own).Want(200).HasText("Đơn vị đã tự viết bản nháp")
	h.As(h.office).Post(own, sent).Want(409)
	h.Visitor().Get("/live/phone/x").Want(401)
	h.As(h.office).Get("/live/phone/zzzz").Want(404)
}

// A returned report is mended by telephone: the page shows the remarks, the unit's page who mended it on whose word.
func TestReturnedReportOnThePhonePage(t *testing.T) {
	h := build(t)
	h.filed(t)
	at := h.path(h.pob, "/phone")
	h.As(h.office).Get(at).Want(200).HasText("Không nhập thay được")
	h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}, "general": {"Xem lại mục A"}, "field0": {"A2"}, "text0": {"Sai số đảng bộ"}}).Want(303)
	h.clock.Set(h.clock.Now().Add(time.Minute))
	h.As(h.office).Get(h.path(h.pob, "")).Want(200).HasText("Nhập thay qua điện thoại")
	page := h.As(h.office).Get(at).Want(200).HasText("Xem lại mục A").HasText("Sai số đảng bộ")
	if typed(page, "A2") != "412" {
		t.Errorf("what was filed is offered: %q", typed(page, "A2"))
	}
	h.As(h.office).In(i18n.EN).Get(at).Want(200).HasText("Entry by telephone")
	sent := phoned(url.Values{"time": {"9:00"}, "base": {base(page)}, "f.A2": {"421"}})
	h.As(h.office).Post(at, sent).WantRedirect(at)
	h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).HasText("nhập thay qua điện thoại theo lời Đỗ Văn Xuân").HasText("trở lại như báo cáo đã nộp")
	h.As(h.clerk).Post(h.path(h.pob, "/phone/reject"), url.Values{"reason": {"Đọc nhầm"}}).Want(303)
	if now := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200); typed(now, "A2") != "412" {
		t.Errorf("%q", typed(now, "A2"))
	}
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"base": {"9"}, "f.A2": {"777"}}).Want(303)
	closed := h.As(h.office).Post(at, sent).Want(409).HasText("Đơn vị đã tự viết bản nháp")
	if strings.Contains(closed.One("main").Text(), "777") {
		t.Error("the level above reads what the unit mends itself")
	}
}
