package reportweb_test

import (
	"net/url"
	"strings"
	"testing"
)

// S1.1: the reviewer sees what changed in a text that was carried over, and may read a clean copy.
func TestChangesOfTexts(t *testing.T) {
	h := build(t)
	v := good()
	v.Set("f.N2", "Quý I <b>đạt</b> kết quả rất tốt.")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).Want(303)
	page := h.As(h.clerk).Get(h.path(h.pob, "")).Want(200)
	page.One(`[data-marks="N2"] summary`).HasText("2 chỗ thay đổi so với quý IV/2020")
	page.One(`[data-marks="N2"]`).HasText("[bỏ] IV")
	page.One(`[data-length="N2"]`).HasText("33/20.000 ký tự")
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"1"}}).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"125-BC/BTCTU"}, "dated": {"8/3/2021"}}).Want(303)

	read := h.As(h.office).Get(h.path(h.pob, "")).Want(200)
	read.HasText("So với quý IV/2020").HasText("2 chỗ thay đổi")
	if got := read.All("ins"); len(got) == 0 || !strings.Contains(got[0].Text(), "[thêm] I") {
		t.Errorf("brought: %v", got)
	}
	clean := h.As(h.office).Get(h.path(h.pob, "") + "?against=none").Want(200)
	clean.HasText("Quý I <b>đạt</b> kết quả rất tốt.")
	if clean.Find("ins") != nil || clean.Find("del") != nil {
		t.Error("marks in a clean copy")
	}

	// Returned, mended and filed again: the version before is the nearest.
	h.As(h.office).Post(h.path(h.pob, "/return"), url.Values{"version": {"1"}, "general": {"Ghi rõ số."}}).Want(303)
	v.Set("f.N2", "Quý I <b>đạt</b> kết quả rất tốt: 1.398 người.")
	v.Set("base", "9")
	h.As(h.clerk).Post(h.path(h.pob, "/draft"), v).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/sign"), url.Values{"capacity": {"head"}, "draft": {"2"}}).Want(303)
	h.As(h.head).Post(h.path(h.pob, "/file"), url.Values{"number": {"126-BC/BTCTU"}, "dated": {"8/3/2021"}}).Want(303)
	again := h.As(h.office).Get(h.path(h.pob, "")).Want(200)
	again.HasText("So với bản 1").HasText("1.398 người")
	if n := len(again.All("del")); n != 0 {
		t.Errorf("%d pieces gone since version 1", n)
	}
	h.As(h.office).Get(h.path(h.pob, "") + "?against=previous").Want(200).HasText("[bỏ] IV")
	h.As(h.office).Get(h.path(h.pob, "") + "?version=1&against=previous").Want(200).HasText("2 chỗ thay đổi")
	h.As(h.office).Get(h.path(h.pob, "") + "?against=nonsense").Want(200).HasText("So với bản 1")
}
