package report

import (
	"slices"
	"testing"

	"giaoban/internal/i18n"
)

func TestTextsNameFigures(t *testing.T) {
	f := SampleForm()
	v := Figures{"B1": 1398, "A6n": 925, "A6d": 962}
	for _, one := range []struct {
		text, vi string
		unknown  []string
	}{
		{"Kết nạp {B1} đảng viên.", "Kết nạp 1.398 đảng viên.", nil},
		{"{B1}{B1}", "1.3981.398", nil},
		{"Nữ: {B2}", "Nữ: –", nil},
		{"Đạt {A6}", "Đạt 96,2%", nil},
		{"{Z9} và {Đ1}, {Z9}", "{Z9} và {Đ1}, {Z9}", []string{"Z9", "Đ1"}},
		{"{ B1 } {} {{B1}}", "{ B1 } {} {1.398}", nil},
		{"", "", nil},
	} {
		if got := f.BoundText(i18n.VI, one.text, v); got != one.vi {
			t.Errorf("%q: %q", one.text, got)
		}
		if got := f.Unbound(one.text); !slices.Equal(got, one.unknown) {
			t.Errorf("%q: %v", one.text, got)
		}
	}
	if got := f.BoundText(i18n.EN, "{B1}", v); got != "1,398" {
		t.Error(got)
	}
}
