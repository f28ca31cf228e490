package reportweb_test

import (
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// withTable opens a report that asks for a table, of which a check reads the sum of a column.
func withTable(t *testing.T) *house {
	t.Helper()
	h := build(t)
	f := report.SiteForm()
	f.Checks = append(f.Checks, report.Check{Test: report.MostTest, Field: "T1.count", Of: []string{"P2"}, Warn: true})
	if _, err := h.report.EnsureForm(t.Context(), actor.SystemActor("test"), f); err != nil {
		t.Fatal(err)
	}
	r, err := h.report.OpenRequest(t.Context(), h.office, report.NewRequest{FormCode: report.SiteCode, PeriodText: "Q1/2021", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210326, 17*60)})
	if err != nil {
		t.Fatal(err)
	}
	h.request = r
	return h
}

func typedIn(fields map[string]string) url.Values {
	v := url.Values{}
	for field, text := range fields {
		v.Set("f."+field, text)
	}
	return v
}

// texts are those of all elements that a selector finds.
func texts(p *webtest.Page, selector string) string {
	var list []string
	for _, one := range p.All(selector) {
		list = append(list, one.Text())
	}
	return strings.Join(list, " | ")
}

func TestRowsOfATableStandUnderItsColumns(t *testing.T) {
	h := withTable(t)
	entry := h.path(h.pob, "")
	for lang, want := range map[i18n.Lang]string{
		i18n.VI: "Số TT | Tên thiết bị | Số lượng bộ | Kinh phí triệu đồng, 1 chữ số thập phân | Ghi chú",
		i18n.EN: "No. | Device | Number sets | Cost million dong, 1 decimal | Note",
	} {
		page := h.As(h.clerk).In(lang).Get(entry).Want(200)
		page.One("table.rows[data-table=T1]")
		if got := texts(page, "table.rows thead th"); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
		if got, want := len(page.All("tbody[data-rows=T1] tr")), 2; got != want {
			t.Errorf("%s: %d rows of an empty table, want %d", lang, got, want)
		}
	}
	page := h.As(h.clerk).In(i18n.EN).Get(entry)
	if got, want := page.One("label[for=f-T1.2.cost]").Text(), "Row 2 · Cost (million dong)"; got != want {
		t.Errorf("a cell is called %q, want %q", got, want)
	}

	// What is wrong stands at its cell, also at the sum of a column, whose reason is asked there.
	h.As(h.clerk).Post(entry+"/draft", typedIn(map[string]string{"P1": "1", "P2": "5", "P3": "fibre", "T1.1.name": "Máy chiếu", "T1.1.count": "8", "T1.1.cost": "12,5",
		"T1.2.name": "Loa", "T1.2.count": "bốn"})).Want(303)
	page = h.As(h.clerk).Get(entry).Want(200)
	page.One("td.bad-cell input[name=f.T1.2.count][aria-invalid=true]")
	page.One("[data-says=T1.2.count] [id=f-T1.2.count-error]").HasText("“bốn” không phải là số.")
	page.One("td.bad-cell output[data-value=T1.count]").HasText("8")
	page.One("[data-says=T1.count] [id=f-T1.count-error]").HasText("lớn hơn số chỗ ngồi (5)")
	page.One("[data-says=T1.count] input[name=f.T1.countwhy]")
	page.One("output[data-value=T1.cost]").HasText("12,5")
	page.One("a[data-section=T].bad")
	if !strings.Contains(string(page.Body), `"T1.2.count":"T1 Thiết bị hiện có, dòng 2, Số lượng"`) {
		t.Error("where two texts clash the cell is not named by row and column")
	}
	sign := h.As(h.head).Get(h.path(h.pob, "/sign")).Want(200)
	sign.One("a[href=" + entry + "#f-T1.2.count]").HasText("dòng 2, Số lượng")
	sign.One("a[href=" + entry + "#f-T1.countwhy]").HasText("cộng cột Số lượng")

	// Signed and filed it is read in the same columns, on paper too.
	mended := typedIn(map[string]string{"T1.2.count": "1.200", "T1.countwhy": "mượn của tỉnh"})
	mended.Set("base", "1")
	h.As(h.clerk).Post(entry+"/draft", mended).Want(303)
	h.As(h.head).Get(h.path(h.pob, "/sign")).Want(200).One("table.rows tfoot").HasText("1.208")
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"2"}}).WantRedirect(h.path(h.pob, "/file"))
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"7-BC"}, "dated": {"8/3/2021"}}).Want(303)
	page = h.As(h.office).Get(entry).Want(200)
	if got, want := texts(page, "table.rows tbody tr"), "Dòng 1 1 Máy chiếu 8 12,5 | Dòng 2 2 Loa 1.200"; got != want {
		t.Errorf("%q is read, want %q", got, want)
	}
	if got, want := texts(page, "table.rows tfoot tr"), "Cộng 1.208 Lý do: mượn của tỉnh 12,5"; got != want {
		t.Errorf("%q are the sums, want %q", got, want)
	}
	page.None("table.rows input")
	if got, want := texts(h.As(h.office).Get(h.path(h.pob, "/print")).Want(200), ".a4-table th"), "Kinh phí (triệu đồng)"; !strings.Contains(got, want) {
		t.Errorf("on paper the columns are %q, want %q among them", got, want)
	}
	word := h.As(h.office).Get(h.path(h.pob, "/report.docx")).Want(200).WordXML()
	for _, want := range []string{"T1. Thiết bị hiện có", "Số lượng (bộ)", "1.208"} {
		if !strings.Contains(word, want) {
			t.Errorf("the Word file lacks %q", want)
		}
	}
	webtest.EveryPage(t, h.Site, h.office, entry, h.path(h.pob, "/print"))
}

// Without script rows are added and taken out by the form itself, by the unit and by who types for it on the telephone.
func TestRowsWithoutScript(t *testing.T) {
	h := withTable(t)
	entry := h.path(h.pob, "")
	three := map[string]string{"T1.1.name": "Máy chiếu", "T1.2.name": "Loa", "T1.3.name": "Màn hình"}
	sent := typedIn(three)
	sent.Set("more", "T1")
	h.As(h.clerk).Post(entry+"/draft", sent).WantRedirect(entry + "#more-T1")
	page := h.As(h.clerk).Get(entry).Want(200)
	page.One("input[name=f.T1.5.name]")
	page.One("#more-T1 button[name=more]")
	if first := page.All("#draft button[type=submit]")[0]; first.Has("name") {
		t.Errorf("Enter in a field presses %q", first.Text())
	}
	sent = typedIn(three)
	sent.Set("base", "1")
	sent.Set("drop", "T1.2")
	h.As(h.clerk).Post(entry+"/draft", sent).WantRedirect(entry + "#more-T1")
	page = h.As(h.clerk).Get(entry).Want(200)
	if got, want := page.One("input[name=f.T1.2.name]").Attr("value"), "Màn hình"; got != want {
		t.Errorf("the second row is %q, want %q", got, want)
	}

	at := h.path(h.far, "/phone")
	call := url.Values{"base": {"0"}, "caller": {"Đỗ Văn Xuân"}, "title": {"Chánh Văn phòng"}, "day": {"8/3/2021"}, "time": {"9:00"}}
	for field, text := range three {
		call.Set("f."+field, text)
	}
	call.Set("drop", "T1.1")
	h.As(h.office).Post(at, call).WantRedirect(at + "#more-T1")
	page = h.As(h.office).Get(at).Want(200)
	if got, want := page.One("input[name=f.T1.1.name]").Attr("value"), "Loa"; got != want {
		t.Errorf("by telephone the first row is %q, want %q", got, want)
	}
	page.All("table.rows .row-from")[0].HasText("theo lời Đỗ Văn Xuân")
	if first := page.All("#draft button[type=submit]")[0]; first.Has("name") {
		t.Errorf("by telephone Enter in a field presses %q", first.Text())
	}
	if !strings.Contains(string(page.Body), `"preview":true,"plain":true`) {
		t.Error("by telephone the form sends itself")
	}
	webtest.EveryPage(t, h.Site, h.office, at)
}
