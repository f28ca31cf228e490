package reportweb_test

import (
	"net/url"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/webtest"
	"giaoban/internal/when"
)

// A form with every kind is filled in, signed, sent and read.
func TestEveryKindIsFilledIn(t *testing.T) {
	h := build(t)
	if _, err := h.report.EnsureForm(t.Context(), actor.SystemActor("test"), report.SiteForm()); err != nil {
		t.Fatal(err)
	}
	r, err := h.report.OpenRequest(t.Context(), h.office, report.NewRequest{FormCode: report.SiteCode, PeriodText: "Q1/2021", Opener: h.coc,
		Scope: org.Scope{Kind: org.ScopeAll}, Deadline: when.At(20210326, 17*60)})
	if err != nil {
		t.Fatal(err)
	}
	h.request = r
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, ""))
	page := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	for _, field := range []string{"select[name=f.P1]", "select[name=f.P3]", "input[name=f.P4]", "input[name=f.T1.1.name]", "input[name=f.T1.2.count]"} {
		page.One(field)
	}
	page.None("input[name=f.T1.3.name]")
	typed := url.Values{}
	for field, text := range map[string]string{"P1": "1", "P2": "120", "P3": "fibre", "P4": "Bàn trực, 0208 1", "T1.1.name": "Máy chiếu", "T1.1.count": "2", "T1.1.cost": "12,5"} {
		typed.Set("f."+field, text)
	}
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), typed).Want(303)
	page = h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	page.One("select[name=f.P3] option[selected]").HasText("cáp quang")
	if got, want := page.One(`[data-count="figures"]`).Text(), "5/5"; got != want { // yes or no, a number, a choice, a line of text, a table
		t.Errorf("%q are filled in, want %q", got, want)
	}
	h.As(h.head).Get(h.path(h.pob, "/sign")).Want(200).HasText("5 chỉ tiêu")
	page.One("input[name=f.T1.3.name]") // spare rows follow the last filled one
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).WantRedirect(h.path(h.pob, "/file"))
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"7-BC"}, "dated": {"8/3/2021"}}).Want(303)
	for _, path := range []string{h.path(h.pob, ""), h.path(h.pob, "/print")} {
		h.As(h.office).Get(path).Want(200).HasText("cáp quang").HasText("Bàn trực, 0208 1").HasText("Máy chiếu")
	}
	webtest.EveryPage(t, h.Site, h.office, h.path(h.pob, ""))
}
