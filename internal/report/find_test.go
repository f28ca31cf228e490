package report_test

import (
	"testing"
	"time"

	"giaoban/internal/org"
)

// A unit that has another name since the period ended is found by either, once, under the name that it had.
func TestAReportIsFoundUnderEitherName(t *testing.T) {
	w := newWorld(t)
	r := w.open(w.boards())
	w.filed(r, w.pob, w.specialist, w.head)
	w.set(2021, time.May, 10, 9)
	must(t, w.org.Rename(t.Context(), system(), w.pob.ID, "Cơ quan Nội vụ", "", org.Decree{Date: 20210501, Act: "QĐ 3"}))
	for text, want := range map[string]int{"Ban Tổ chức Tỉnh ủy quý I": 1, "noi vu quy 1": 1, "noi vu quy 2": 0, "co quan tinh uy": 0} {
		found, _, err := w.report.Find(t.Context(), w.office, text, 10)
		must(t, err)
		if len(found) != want {
			t.Fatalf("%q finds %d: %+v", text, len(found), found)
		}
		if want == 1 && (found[0].Filing.Unit != w.pob.ID || found[0].Unit.Name != "Ban Tổ chức Tỉnh ủy") {
			t.Errorf("%q finds %q of %v", text, found[0].Unit.Name, found[0].Filing.Unit)
		}
	}
}
