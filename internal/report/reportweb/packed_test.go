package reportweb

import (
	"maps"
	"testing"

	"giaoban/internal/ident"
	"giaoban/internal/report"
)

// What a list packs is what is read again; of bytes from elsewhere only whole and rising lists are taken.
func FuzzUnpack(f *testing.F) {
	list := []report.Arrived{{Line: report.Line{Filing: 9, Version: 1}}, {Line: report.Line{Filing: 1<<63 - 1, Version: 3}}, {Line: report.Line{Filing: 5, Version: 1 << 40}}}
	f.Add(packed(list))
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		got := map[ident.ID]int64{}
		unpack(text, got)
		var again []report.Arrived
		for id, version := range got {
			if id <= 0 || version < 0 {
				t.Fatalf("%d in version %d", id, version)
			}
			again = append(again, report.Arrived{Line: report.Line{Filing: id, Version: version}})
		}
		back := map[ident.ID]int64{}
		unpack(packed(again), back)
		if !maps.Equal(got, back) {
			t.Errorf("%v is read as %v", got, back)
		}
	})
	got := map[ident.ID]int64{}
	if unpack(packed(list), got); len(got) != 3 || got[5] != 1<<40 || got[9] != 1 {
		f.Errorf("%v", got)
	}
}
