package report_test

import (
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
)

// A code is proposed by counting on, around what the form has already, and one that formulas may name is listed once.
func TestProposedCodes(t *testing.T) {
	f := report.Form{Sections: []report.Section{{Code: "A"}, {Code: "B"}}, Indicators: []report.Indicator{{Code: "A1", Section: "A", Kind: report.Int}, {Code: "A9", Section: "A", Kind: report.Int},
		{Code: "A10", Section: "B", Kind: report.Int}, {Code: "tien", Section: "B", Kind: report.Int}}, Narratives: []report.Narrative{{Code: "A11", Title: i18n.Text{VI: "Lời"}}}}
	for section, want := range map[string]string{"A": "A12", "B": "A12", "C": "C1"} {
		if got := f.NextCode(section); got != want {
			t.Errorf("section %s: %q, not %q", section, got, want)
		}
	}
	if got := f.NextText(); got != "A12" {
		t.Errorf("text %q", got)
	}
	if got := f.NextSection(); got != "C" {
		t.Errorf("section %q", got)
	}
	if got := (report.Form{}).NextText() + (report.Form{}).NextSection(); got != "N1A" {
		t.Errorf("of an empty form %q", got)
	}
	if got := (report.Form{Sections: []report.Section{{Code: "Phần"}}}).NextSection(); got != "" {
		t.Errorf("after a word %q", got)
	}
	seen := map[string]bool{}
	for _, n := range report.SampleForm().Named() {
		if seen[n.Code] || n.Name.VI == "" || n.Section == "" {
			t.Errorf("%+v", n)
		}
		seen[n.Code] = true
	}
}

// A code made of a name is another one where the first is taken, and stays within its bounds.
func TestPartCodes(t *testing.T) {
	taken := map[string]bool{"so_nguoi": true, "so_nguoi_2": true, "mot_hai_ba_bon_nam_s": true}
	for name, want := range map[string]string{"Số người": "so_nguoi_3", "Tên": "ten", "Một hai ba bốn năm sáu": "mot_hai_ba_bon_nam_2", "!!!": "!!!"} {
		if got := report.PartCode(name, func(code string) bool { return taken[code] }); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
}
