package reportweb

import (
	"testing"

	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/web/api"
)

// TestJoinedGridIsTheDocumentedOne: the answer is joined of bytes and described by a type; they must not part.
func TestJoinedGridIsTheDocumentedOne(t *testing.T) {
	form := report.Form{Indicators: []report.Indicator{{Code: "A1"}, {Code: "A2"}, {Code: "A3"}, {Code: "A4"}}}
	line := func(name string, figures ...report.Figure) report.GridLine {
		return report.GridLine{Line: report.Line{Unit: org.Unit{ID: 7, Code: "X", Name: name}, Stage: rollup.Filed}, All: rollup.Counters{Expected: 3, Filed: 1}, Figures: figures}
	}
	missing, number := report.Figure{Of: 3}, report.Figure{Known: true, Value: -1250, Scale: 2, Have: 2, Of: 3}
	rate := report.Figure{Known: true, Value: 962, Scale: 1, Pct: true, Num: 25, Den: 26, Have: 3, Of: 3}
	choice := report.Figure{Known: true, Value: 3, Have: 3, Of: 3, Parts: []report.Part{{Code: "yes", Known: true, Value: 3, Have: 3}, {Code: "no"}}}
	head := APIGridHead{Request: "r", Layer: "filed", Version: 12, Indicators: codesOf(form)}
	for name, units := range map[string][]report.GridLine{
		"no units":  nil,
		"one unit":  {line(`Ban "Tổ chức" <A&B>`, missing, number, missing, missing)},
		"all kinds": {line("Một", number, rate, choice, missing), line("Hai", missing, missing, missing, missing), line("Ba", rate, rate, choice, number)},
	} {
		whole := line("Cả nước", number, rate, choice, missing)
		want := apiGrid{APIGridHead: head, Unit: rowOf(whole, head.Indicators), Units: []apiRow{}}
		rows := report.Rows{Form: form}
		var err error
		if rows.Unit, err = writeRow(form, whole); err != nil {
			t.Fatal(err)
		}
		for _, u := range units {
			want.Units = append(want.Units, rowOf(u, head.Indicators))
			text, err := writeRow(form, u)
			if err != nil {
				t.Fatal(err)
			}
			rows.Lines = append(rows.Lines, text)
		}
		got, err := joinGrid(head, rows)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := api.Encode(want); err != nil || string(got) != string(plain)+"\n" {
			t.Errorf("%s: joined\n%s\nplain\n%s %v", name, got, plain, err)
		}
	}
}
