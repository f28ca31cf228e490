package i18n

import (
	"strings"
	"testing"
)

// What is written one way is found written the other way, and nothing else is.
func TestLook(t *testing.T) {
	for _, c := range []struct {
		typed, text string
		found       bool
	}{
		{"khóa XV", "Bầu cử đại biểu Quốc hội khoá XV", true},
		{"khoá XV", "Bầu cử đại biểu Quốc hội khóa XV", true},
		{"nhiệm kỳ", "Đại hội nhiệm kì 2021 -2026", true},
		{"nhiệm kì 2021-2026", "Đại hội nhiệm kỳ 2021 – 2026", true},
		{"Trung ương", "Ban Tổ chức T.Ư", true},
		{"T.Ư", "Ban Tổ chức Trung ương", true},
		{"ban tổ chức TW", "Ban Tổ chức Trung ương", true},
		{"HĐND các cấp", "Bầu cử đại biểu Hội đồng nhân dân các cấp", true},
		{"hội đồng nhân dân", "Kiện toàn HĐND.", true},
		{"hoi dong nhan dan", "Các chức danh (HĐND), UBND", true},
		{"bầu HĐND", "Hội nghị bầu bổ sung; lấy ý kiến nhân dân trong hội trường, đồng chí chủ trì", false},
		{"kế hoạch", "Khi khó khăn", false}, // KH stands by itself
		{"kế hoạch", "Số 12-KH/TU", true},
		{"hướng dẫn", "HĐND tỉnh", false},
		{"bien che giam", "Giảm biên chế năm 2021", true}, // in any order
		{"bien che giam", "Biên chế năm 2021", false},
		{"qui", "Quyết định về quy chế", true}, // still being typed
		{"B1", "Chỉ tiêu b1", true},
		{"quý I", "Báo cáo quý I/2021", true},
		{"quý I", "Báo cáo quý II/2021", false},
		{"quý ii", "Báo cáo quý III", false},
		{"Quý 1", "Báo cáo quý 1", true},
		{"q", "Báo cáo quý", false},
		{"thành phố Hồ Chí Minh", "TP.HCM", true},
		{"TP Hà Nội", "Thành phố Hà Nội", true},
		{"thành phố Hà Nội", "TP.Hà Nội", true},
		{"", "bất kỳ", true},
		{"100%_", "100%_", true},
		{"%", "không", false},
	} {
		l := LookFor(c.typed)
		if got := l.In(Fold(c.text)); got != c.found {
			t.Errorf("%q in %q: %v, want %v", c.typed, c.text, got, c.found)
		}
		if c.found != l.Empty() && !l.Empty() { // a database narrows by parts that each stand there
			some := false
			for _, parts := range l.Parts() {
				all := true
				for _, p := range parts {
					all = all && strings.Contains(Fold(c.text), p)
				}
				some = some || all
			}
			if c.found && !some {
				t.Errorf("%q: no way has all its parts in %q", c.typed, c.text)
			}
		}
	}
}

func TestLookBesideAndBounds(t *testing.T) {
	l := LookFor("quý I an giao")
	if got := l.Beside(Fold("Báo cáo quý · Quý I/2021")); len(got) != 1 || got[0] != "an giao" {
		t.Errorf("left over: %q", got)
	}
	if got := LookFor("HĐND").Beside("bau cu"); len(got) != 2 || got[0] != "hdnd" || got[1] != "hoi dong nhan dan" {
		t.Errorf("left over: %q", got)
	}
	long := LookFor(strings.Repeat("hội đồng nhân dân trung ương ", 5000))
	n := 0
	for _, p := range long.Parts() {
		n += len(p)
	}
	if n > maxAlternatives*2*maxWords {
		t.Errorf("an endless query looks for %d parts", n)
	}
}

func FuzzLook(f *testing.F) {
	for _, s := range []string{"HĐND", "qui", "T.Ư ", "%_\\", "\xff", "tp. ", "."} {
		f.Add(s, "Hội đồng nhân dân tp.hcm")
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		l := LookFor(typed)
		folded := Fold(text)
		in, beside := l.In(folded), false
		for _, left := range l.Beside(folded) {
			beside = beside || left == ""
		}
		if !l.Empty() && in != beside {
			t.Errorf("%q in %q: %v, but beside it is left %q", typed, text, in, l.Beside(folded))
		}
	})
}
