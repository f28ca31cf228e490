package reportweb_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/webtest"
)

func base(page *webtest.Page) string { return page.One("form#draft input[name=base]").Attr("value") }

func typed(page *webtest.Page, field string) string {
	return page.One("input[name='f." + field + "']").Attr("value")
}

// A form that was refused goes out again on the version on which it was typed: what others wrote meanwhile is shown, then chosen, never overwritten unseen.
func TestARefusedFormOverwritesNothingUnseen(t *testing.T) {
	for name, c := range map[string]struct {
		to   string
		who  func(*house) actor.Actor
		sent func(url.Values) url.Values
	}{
		"the unit's desk": {"/draft", func(h *house) actor.Actor { return h.clerk }, func(v url.Values) url.Values { return v }},
		"the phone page":  {"/phone", func(h *house) actor.Actor { return h.office }, func(v url.Values) url.Values { v.Set("time", "9:00"); return phoned(v) }},
	} {
		t.Run(name, func(t *testing.T) {
			h := build(t)
			to, who := h.path(h.pob, c.to), c.who(h)
			read := strings.TrimSuffix(to, "/draft")
			post := func(v url.Values) *webtest.Page { return h.As(who).Post(to, c.sent(v)) }
			long := strings.Repeat("Một đoạn dài. ", 20)
			post(url.Values{"base": {"0"}, "f.A2": {"1"}, "f.N2": {"Cũ"}}).Want(303)
			post(url.Values{"base": {"1"}, "f.A2": {"500"}, "f.N2": {long}}).Want(303)

			stale := url.Values{"base": {"1"}, "f.A2": {"412"}, "f.N2": {strings.Repeat("ă", 20_001)}}
			back := post(stale).Want(422)
			if back.One("#f-N2-error").Text() == "" || base(back) != "1" || typed(back, "A2") != "412" {
				t.Fatalf("refused: base %s, A2 %s", base(back), typed(back, "A2"))
			}
			stale.Set("f.N2", "Mới")
			stale.Set("base", base(back))
			clash := post(stale).Want(409).HasText("sửa thành “500”").HasText(strings.TrimSpace(long))
			if base(clash) != "2" || typed(clash, "A2") != "412" || clash.One("textarea[name='f.N2']").Text() != "Mới" {
				t.Fatalf("a clash: base %s, A2 %s", base(clash), typed(clash, "A2"))
			}
			if now := h.As(who).Get(read).Want(200); typed(now, "A2") != "500" {
				t.Errorf("what was not seen is overwritten: %s", typed(now, "A2"))
			}
			h.As(who).In(i18n.EN).Post(to, c.sent(maps.Clone(stale))).Want(409).HasText("puts it in the place of theirs")
			stale.Set("base", base(clash))
			post(stale).Want(303)
			if now := h.As(who).Get(read).Want(200); typed(now, "A2") != "412" {
				t.Errorf("what was chosen is not kept: %s", typed(now, "A2"))
			}
		})
	}
}

// What was typed on the telephone stays to be read where it can no longer be kept, and a draft thrown away meanwhile is not taken for seen.
func TestTypedByPhoneStaysReadable(t *testing.T) {
	h := build(t)
	at := h.path(h.pob, "/phone")
	sent := func(base string) url.Values { return phoned(url.Values{"time": {"9:00"}, "base": {base}}) }
	h.As(h.office).Post(at, sent("0")).WantRedirect(at)
	// The reason of a refusal stays.
	reason := strings.Repeat("ă", 1001)
	back := h.As(h.clerk).Post(h.path(h.pob, "/phone/reject"), url.Values{"reason": {reason}}).Want(422)
	if back.One("textarea[name=reason]").Text() != reason {
		t.Error("the reason is lost")
	}
	h.As(h.clerk).Post(h.path(h.pob, "/phone/reject"), url.Values{"reason": {"Đọc nhầm"}}).Want(303)
	again := h.As(h.clerk).Post(h.path(h.pob, "/phone/reject"), url.Values{"reason": {"Đọc nhầm lần nữa"}}).Want(409)
	if again.One("textarea[name=reason]").Text() != "Đọc nhầm lần nữa" {
		t.Error("the reason is lost where nothing is open any more")
	}
	gone := h.As(h.office).Post(at, sent("1")).Want(409)
	if base(gone) != "0" || typed(gone, "A2") != "412" {
		t.Errorf("base %s, A2 %s", base(gone), typed(gone, "A2"))
	}
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"f.A2": {"777"}}).Want(303)
	lost := h.As(h.office).Post(at, sent("0")).Want(409).HasText("Vừa gõ, không ghi được nữa").HasText("118.462")
	if strings.Contains(lost.One("main").Text(), "777") {
		t.Error("the level above reads the unit's own draft")
	}
}

// What could not be signed is not submitted either, whoever sends the form; the page says why, also of a draft that has moved.
func TestSubmittingIsRefusedInWords(t *testing.T) {
	h := build(t)
	at := h.path(h.pob, "/submit")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"base": {"0"}, "f.A2": {"không"}}).Want(303)
	h.As(h.clerk).Post(at, url.Values{"draft": {"1"}}).Want(422).HasText("chỗ phải sửa trước khi ký")
	v := good()
	v.Set("base", "1")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).Want(303)
	back := h.As(h.clerk).Post(at, url.Values{"draft": {"1"}, "note": {"Kính trình"}}).Want(409)
	if back.One(".form-errors").Text() == "" || back.One("textarea[name=note]").Text() != "Kính trình" {
		t.Error("the page does not say why")
	}
	h.As(h.clerk).Post(at, url.Values{"draft": {"2"}, "note": {"Kính trình"}}).WantRedirect(h.path(h.pob, "/sign"))
}
