package reportweb_test

import (
	"net/url"
	"strconv"
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
)

// drafting begins a form out of the quarterly report and gives its page.
func drafting(t *testing.T, h *house) string {
	t.Helper()
	h.As(h.office).Post("/forms", url.Values{"code": {"thang"}, "title": {"Báo cáo tháng"}, "from": {report.SampleCode}}).WantRedirect("/forms/thang/edit")
	return "/forms/thang/edit"
}

// Nobody needs to know a code: each field that takes one offers those of the form with their names, and an expression has them all beside it.
func TestDesignerOffersCodes(t *testing.T) {
	h := build(t)
	at := drafting(t, h)
	office := h.As(h.office)
	page := office.Get(at + "?indicator=B2").Want(200)
	for _, name := range []string{"part_of", "num", "den", "weight"} {
		page.One(`select[name="` + name + `"] option[value="B1"]`).HasText("B1 · Số kết nạp mới")
		page.None(`select[name="` + name + `"] option[value="B2"]`) // not of itself
	}
	page.One(`input[type="checkbox"][name="sum_of"][value="B1"]`)
	page.One(`select[name="part_of"] option[value="B1"][selected]`)
	page.One(`code-help[data-for="f-formula"] li[data-insert="B1"]`).HasText("Số kết nạp mới")
	page.None(`code-help li[data-insert="prev(|)"]`)
	check := office.In(i18n.EN).Get(at + "?check=new").Want(200)
	check.One(`select[name="field"] option[value="B1"]`)
	check.One(`input[name="of"][value="B1"]`)
	check.One(`code-help[data-for="f-expr"] li[data-insert="prev(|)"]`).HasText("the period before")

	// A section takes its indicators along, and says how many before it goes; so does the draft as a whole.
	draft := h.As(h.office).Get(at).Want(200)
	draft.HasText("Bỏ mục và 7 chỉ tiêu")
	draft.One(`confirm-submit button[name="op"][value="remove"][aria-label$=": Đại hội"]`)
	draft.One(`form.inline-form confirm-submit button`)

	// What the field holds stays a choice where the form has it no more.
	h.As(h.office).Post(at, url.Values{"op": {"remove"}, "base": {"1"}, "what": {"indicator"}, "code": {"B1"}}).Want(303)
	h.As(h.office).Get(at + "?indicator=B2").One(`select[name="part_of"] option[value="B1"][selected]`)
	webtest.EveryPage(t, h.Site, h.office, at, at+"?indicator=B2", at+"?indicator=&section=B&copy=B3", at+"?check=1")
}

// An expression that cannot be understood is marked where it is wrong, with the codes that may have been meant.
func TestDesignerMarksExpressions(t *testing.T) {
	h := build(t)
	at := drafting(t, h)
	try := func(lang i18n.Lang, query string) *webtest.Page {
		return h.As(h.office).In(lang).Get("/forms/thang/try?" + query).Want(200)
	}
	try(i18n.VI, "formula=B1+-+b2").HasText("Ký tự 6: không có chỉ tiêu hay ô b2").HasText("Có phải là B2").One("mark").HasText("b2")
	try(i18n.EN, "formula=B1+-+b2").HasText("Did you mean B2")
	try(i18n.VI, "formula=B1+-").HasText("chưa viết xong").One("mark").HasText("…")
	try(i18n.VI, "formula=B1+-+B2").HasText("B1 (tổng số kết nạp) − B2 (nữ)").None("mark")
	try(i18n.VI, "expr=B1+%2B+B2").HasText("cần một điều kiện").One("mark")

	// A check that is kept and wrong opens again, with the sentence at its field once.
	h.As(h.office).Post(at, url.Values{"op": {"check"}, "base": {"1"}, "test": {"expr"}, "field": {"B1"}, "expr": {"B1 >= b9"}, "say_vi": {"Sai."}}).Want(303)
	n := len(report.SampleForm().Checks) + 1
	page := h.As(h.office).Get(at + "?check=" + strconv.Itoa(n)).Want(200)
	page.One("#f-expr-error").HasText("không có chỉ tiêu hay ô b9")
	page.One("#formula-says mark").HasText("b9")
}

// One indicator after another is added: kept and on to the next in the same section, with its code proposed and the measure of the one before.
func TestDesignerAddsOneAfterAnother(t *testing.T) {
	h := build(t)
	at := drafting(t, h)
	office := h.As(h.office)
	page := office.Get(at + "?indicator=&section=B").Want(200)
	code := page.One("#f-code").Attr("value")
	if code == "" || code == "B1" {
		t.Fatalf("proposed: %q", code)
	}
	one := url.Values{"op": {"indicator"}, "base": {"1"}, "code": {code}, "section": {"B"}, "name_vi": {"Một"}, "kind": {"dec"}, "basis": {"stock"}, "unit_vi": {"triệu đồng"}, "then": {"another"}}
	office.Post(at, one).WantRedirect(at + "?indicator=&section=B&after=" + code + "#f-name_vi")
	page = office.Get(at + "?indicator=&section=B&after=" + code).Want(200).HasText("Đã lưu. Điền tiếp mục khác.")
	next := page.One("#f-code").Attr("value")
	if next == code {
		t.Fatalf("%q is proposed twice", next)
	}
	page.One(`select[name="kind"] option[value="dec"][selected]`)
	page.One(`select[name="basis"] option[value="stock"][selected]`)
	if got := page.One("#f-unit_vi").Attr("value"); got != "triệu đồng" {
		t.Errorf("measure %q", got)
	}
	if got := page.One("#f-name_vi").Attr("value"); got != "" {
		t.Errorf("name %q", got)
	}

	// What does not fit is told before the next one.
	bad := url.Values{"op": {"indicator"}, "base": {"2"}, "code": {next}, "section": {"B"}, "name_vi": {"Hai"}, "kind": {"int"}, "basis": {"flow"}, "formula": {"Z1 + 1"}, "then": {"another"}}
	office.Post(at, bad).WantRedirect(at + "?indicator=" + next)

	// A copy stands right below what it is a copy of.
	page = office.Get(at + "?indicator=&copy=B1").Want(200)
	if got := page.One("#f-name_vi").Attr("value"); got != "Số kết nạp mới" {
		t.Errorf("name of the copy %q", got)
	}
	copied := page.One("#f-code").Attr("value")
	office.Post(at, url.Values{"op": {"indicator"}, "base": {"3"}, "code": {copied}, "section": {"B"}, "after": {page.One(`input[name="after"]`).Attr("value")}, "name_vi": {"Bản chép"}, "kind": {"int"}, "basis": {"flow"}}).WantRedirect(at + "#s-B")
	rows := office.Get(at).All("#s-B tbody tr")
	if len(rows) < 2 || rows[1].Find("td").Text() != copied {
		t.Errorf("the second row is %q", rows[1].Text())
	}

	// A move leads back to its own button.
	office.Post(at, url.Values{"op": {"down"}, "base": {"4"}, "what": {"indicator"}, "code": {"B1"}}).WantRedirect(at + "#down-indicator-B1")
	office.Get(at).One("#down-indicator-B1")
	office.Post(at, url.Values{"op": {"narrative"}, "base": {"5"}, "code": {"N9"}, "title_vi": {"Lời"}, "then": {"another"}}).WantRedirect(at + "?narrative=#f-title_vi")
	if got := office.Get(at + "?narrative=").One("#f-code").Attr("value"); got != "N10" {
		t.Errorf("code of a text %q", got)
	}
}

// The columns of a table have fields of their own: a code is made of the name, one without a name is left out, a place moves it.
func TestDesignerColumns(t *testing.T) {
	h := build(t)
	at := drafting(t, h)
	office := h.As(h.office)
	in := url.Values{"op": {"indicator"}, "base": {"1"}, "code": {"B20"}, "section": {"B"}, "name_vi": {"Các lớp"}, "kind": {"table"}, "basis": {"flow"},
		"c1_name_vi": {"Tên lớp"}, "c1_kind": {"text"}, "c1_required": {"1"}, "c3_name_vi": {"Số tiền"}, "c3_kind": {"dec"}, "c3_unit_vi": {"triệu đồng"}, "c3_most": {"12,5"}, "c2_kind": {"int"}}
	more := url.Values{"then": {"columns"}}
	for name, value := range in {
		more[name] = value
	}
	page := office.Post(at, more).Want(200) // nothing is kept
	page.One("#f-c7_name_vi")
	if got := page.One("#f-c3_name_vi").Attr("value"); got != "Số tiền" {
		t.Errorf("typed column %q", got)
	}
	office.Post(at, in).WantRedirect(at + "#s-B")
	page = office.Get(at + "?indicator=B20").Want(200)
	for id, want := range map[string]string{"#f-c1_code": "ten_lop", "#f-c2_name_vi": "Số tiền", "#f-c2_code": "so_tien", "#f-c2_scale": "2", "#f-c2_most": "12,50", "#f-c3_name_vi": ""} {
		if got := page.One(id).Attr("value"); got != want {
			t.Errorf("%s is %q, not %q", id, got, want)
		}
	}
	in = url.Values{"op": {"indicator"}, "base": {"2"}, "was": {"B20"}, "code": {"B20"}, "section": {"B"}, "name_vi": {"Các lớp"}, "kind": {"table"}, "basis": {"flow"},
		"c1_name_vi": {"Tên lớp"}, "c1_kind": {"text"}, "c1_code": {"ten_lop"}, "c1_at": {"1"}, "c2_name_vi": {"Số tiền"}, "c2_kind": {"dec"}, "c2_code": {"so_tien"}, "c2_at": {"1"}, "c2_scale": {"x"}}
	office.Post(at, in).Want(422).One("#f-c2_scale-error")
	in.Set("c2_scale", "1")
	office.Post(at, in).WantRedirect(at + "#s-B")
	page = office.Get(at + "?indicator=B20").Want(200)
	if got := page.One("#f-c1_code").Attr("value"); got != "so_tien" {
		t.Errorf("first column %q", got)
	}
	webtest.EveryPage(t, h.Site, h.office, at+"?indicator=B20")
}
