package reportweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// reporters asks n communes that stand straight under the centre, each of which files a text of about 1,500 signs in each section.
func reporters(t *testing.T, h *house, n int) report.Request {
	t.Helper()
	ctx, system := t.Context(), actor.SystemActor("test")
	file := org.File{}
	for i := range n {
		file.Units = append(file.Units, org.FileUnit{Code: fmt.Sprintf("r%04d", i), Parent: "coc", Name: fmt.Sprintf("Đảng ủy xã số %04d", i), Short: fmt.Sprintf("Xã %04d", i), Level: "commune", Kind: "reporter", From: 20000101})
	}
	if err := h.Org.Load(ctx, system, file); err != nil {
		t.Fatal(err)
	}
	r, err := h.report.OpenRequest(ctx, h.office, report.NewRequest{FormCode: report.SampleCode, PeriodText: "Q2/2021", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeKind, Value: "reporter"}, Deadline: when.At(20210726, 17*60)})
	if err != nil {
		t.Fatal(err)
	}
	var list []report.Seeded
	for i, u := range file.Units {
		id, err := h.Org.ByCode(ctx, u.Code)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		for _, one := range report.SampleForm().Narratives {
			texts[one.Code] = fmt.Sprintf("Nội dung %s của xã %04d. ", one.Code, i) + strings.Repeat("Cấp ủy đã triển khai các nhiệm vụ trong kỳ. ", 35)
		}
		if i == 3 {
			delete(texts, "N2")
		}
		list = append(list, report.Seeded{Unit: id, State: report.StateFiled, Figures: report.Figures{"A2": 412, "B1": int64(i)}, Texts: texts, FiledAt: when.At(20210701, 600)})
	}
	if err := h.report.Seed(ctx, system, r.ID, list); err != nil {
		t.Fatal(err)
	}
	return r
}

// However many report straight to a unit, each of their texts can be read: the page turns a section's units over, the paper has all.
func TestConsolidatedOfManyReporters(t *testing.T) {
	const n = 260
	h := build(t)
	r := reporters(t, h, n)
	at := "/reports/" + r.ID.String() + "/consolidated?unit=" + h.coc.String()
	office := h.As(h.office)
	page := office.Get(at).Want(200)
	if page.Find(".edition-unit") != nil {
		t.Error("texts of hundreds stand on the page before anybody asked for them")
	}
	page.One("#s-N2").HasText("259 đơn vị có thuyết minh")
	link, _, _ := strings.Cut(page.One("#sources-N2 a").Attr("href"), "#")
	first := office.Get(link).Want(200)
	seen := map[string]bool{}
	for turned := first; ; {
		for _, one := range turned.All("#sources-N2 .edition-unit h3") {
			if seen[one.Text()] {
				t.Errorf("%s stands twice", one.Text())
			}
			seen[one.Text()] = true
		}
		if turned.Find("#sources-N3 .edition-unit") != nil {
			t.Fatal("two sections are open")
		}
		buttons := turned.All("#sources-N2 .pager a")
		next, _, _ := strings.Cut(buttons[len(buttons)-1].Attr("href"), "#")
		if !strings.Contains(buttons[len(buttons)-1].Text(), "Sau") {
			break
		}
		turned = office.Get(next).Want(200)
	}
	if len(seen) != n-1 {
		t.Errorf("%d units were read, %d wrote", len(seen), n-1)
	}
	second := office.Get(at + "&section=N2&page=2").Want(200)
	second.One("#sources-N2").HasText("71–140").HasText("xã 0071.")
	taken, _, _ := strings.Cut(second.One(`#s-N2 a[href*="take=N2"]`).Attr("href"), "#")
	if text := office.Get(taken).Want(200).One("#text-N2").Text(); !strings.Contains(text, "của xã 0071.") || strings.Contains(text, "của xã 0001.") {
		t.Errorf("taken: %.200q", text)
	}
	office.Get(at + "&section=N2&page=99").Want(200).One("#sources-N2").HasText("211–259")
	for _, odd := range []string{"&section=N2&page=-1", "&section=zz&page=3", "&section=N2&page=x", "&section=N2&page=99999999999999999999"} {
		office.Get(at + odd).Want(200)
	}
	saved := office.Post(at, url.Values{"section": {"N2"}, "base": {"0"}, "text": {"Bản biên tập"}, "page": {"2"}}).Want(303)
	if to := saved.Header.Get("Location"); !strings.Contains(to, "section=N2&page=2#s-N2") {
		t.Errorf("who saved loses the place: %s", to)
	}
	webtest.EveryPage(t, h.Site, h.office, at+"&section=N3&page=2")

	paper := strings.Replace(at, "/consolidated", "/consolidated/print", 1)
	whole := office.Get(paper).Want(200)
	if links := whole.All(".print-apart a"); len(links) != len(report.SampleForm().Narratives)-1 { // the office has its own text of one
		t.Errorf("%d sections are printed by themselves", len(links))
	}
	whole.One(".a4").HasText("Thuyết minh của 260 đơn vị kèm theo").HasText("Đảng ủy xã số 0259").HasText("Bản biên tập")
	whole.NoText("Nội dung N3")
	if len(whole.Body) > 200_000 {
		t.Errorf("the paper has %d bytes", len(whole.Body))
	}
	printed := ""
	for next := whole.All(".print-apart a")[1].Attr("href"); next != ""; {
		one := office.Get(next).Want(200)
		if one.Find(".a4-foot") != nil {
			t.Error("a section is signed by itself")
		}
		printed += string(one.Body)
		buttons := one.All(".pager a")
		if next = buttons[len(buttons)-1].Attr("href"); !strings.Contains(buttons[len(buttons)-1].Text(), "Sau") {
			next = ""
		}
	}
	if strings.Contains(printed, "Nội dung N2") || !strings.Contains(printed, "Đơn vị thứ 201 đến 260 trong 260") {
		t.Error("a section's paper")
	}
	for _, odd := range []string{"&section=zz", "&section=N3&page=3", "&section=N3&page=999999999"} {
		office.Get(paper + odd).Want(404)
	}
	office.Get(paper + "&section=N2").Want(200).One(".a4").HasText("của xã 0004.") // also of a section that the office has written
	webtest.EveryPage(t, h.Site, h.office, paper, paper+"&section=N3&page=2")
	word := office.Get(strings.Replace(at, "/consolidated", "/consolidated.docx", 1)).Want(200).WordXML()
	for i := range n {
		text := fmt.Sprintf("Nội dung N3 của xã %04d.", i)
		if !strings.Contains(printed, text) || !strings.Contains(word, text) {
			t.Fatalf("the paper lacks unit %d", i)
		}
	}
}
