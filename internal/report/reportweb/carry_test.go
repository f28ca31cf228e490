package reportweb_test

import (
	"net/url"
	"testing"

	"giaoban/internal/webtest"
)

func TestFiguresAsLastPeriodWithoutScript(t *testing.T) {
	h := build(t)
	page := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	page.One(`button[name="carry_figures"]`).HasText("Như kỳ trước")
	page.One("#carry-help").HasText("quý IV/2020")
	v := url.Values{"carry_figures": {"1"}, "base": {"0"}}
	for _, field := range []string{"A2", "A5", "B1", "B2", "B4"} {
		v.Set("f."+field, "")
	}
	v.Set("f.A3", "700")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).WantRedirect(h.path(h.pob, ""))
	page = h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	for field, want := range map[string]string{"A2": "410", "A5": "117.905", "A3": "700", "B1": "", "B2": "", "B4": ""} {
		if got := page.One("#f-" + field).Attr("value"); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	page.One(`[data-diff="A2"]`).HasText("không đổi")
	webtest.EveryPage(t, h.Site, h.clerk, h.path(h.pob, ""))
	// Once nothing is empty, it says so and changes nothing.
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"carry_figures": {"1"}, "base": {"1"}, "f.A2": {"411"}}).Want(303)
	if got := h.As(h.clerk).Get(h.path(h.pob, "")).One("#f-A2").Attr("value"); got != "411" {
		t.Errorf("A2 is %q", got)
	}
}
