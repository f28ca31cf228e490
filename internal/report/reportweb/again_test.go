package reportweb_test

import (
	"net/url"
	"testing"
)

// A page gone back to in the browser has the key of its first save. Sent as it was it counts once; changed, it is saved again.
func TestAPageGoneBackToSavesWhatWasChangedOnIt(t *testing.T) {
	h := build(t)
	send := func(base, a3 string) {
		t.Helper()
		h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"key": {"first"}, "base": {base}, "f.A3": {a3}}).WantRedirect(h.path(h.pob, ""))
	}
	value := func() string { return h.As(h.clerk).Get(h.path(h.pob, "")).Want(200).One("#f-A3").Attr("value") }
	send("0", "700")
	send("0", "700")
	if got := value(); got != "700" {
		t.Fatalf("A3 is %q", got)
	}
	// changed, on the version before its own first save: shown beside that, as what any other desk wrote would be
	page := h.As(h.clerk).Post(h.path(h.pob, "/draft"), url.Values{"key": {"first"}, "base": {"0"}, "f.A3": {"701"}}).Want(409).HasText("700")
	if got := page.One("#f-A3").Attr("value"); got != "701" {
		t.Errorf("what was changed is lost: %q", got)
	}
	send("1", "702")
	if got := value(); got != "702" {
		t.Errorf("A3 is %q", got)
	}
}
