package report

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func marked(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Op {
		case Gone:
			b.WriteString("[-" + p.Text + "-]")
		case Brought:
			b.WriteString("[+" + p.Text + "+]")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// The page's script is held to the same table: internal/web/assets/ts/difference.test.mjs.
func TestDifferenceTable(t *testing.T) {
	body, err := os.ReadFile("testdata/differences.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Before, After, Marked string
		Changes               int
	}
	if err := json.Unmarshal(body, &cases); err != nil || len(cases) == 0 {
		t.Fatal(err)
	}
	for _, c := range cases {
		pieces := Difference(c.Before, c.After)
		if got := marked(pieces); got != c.Marked || Changes(pieces) != c.Changes {
			t.Errorf("%q → %q: %s (%d), want %s (%d)", c.Before, c.After, got, Changes(pieces), c.Marked, c.Changes)
		}
	}
}

// However different two long texts are, they are compared at once: with little memory, and so in little time.
func TestDifferenceOfLongTexts(t *testing.T) {
	a, b := strings.Repeat("một hai ba bốn năm. ", 1000), strings.Repeat("sáu bảy tám chín mười.\n", 1000)
	var pieces []Piece
	if bytes := spent(func() { pieces = Difference(a, b) }); bytes > 50<<20 || len(pieces) == 0 {
		t.Errorf("%d MB, %d pieces", bytes>>20, len(pieces))
	}
}

// The kept and gone pieces are the text before, the kept and brought ones the text after.
func FuzzDifference(f *testing.F) {
	f.Add("Một hai ba", "Một ba bốn")
	f.Add("64/92\n", "1.398, 2 ")
	f.Fuzz(func(t *testing.T, before, after string) {
		var a, b strings.Builder
		for _, p := range Difference(before, after) {
			if p.Op != Brought {
				a.WriteString(p.Text)
			}
			if p.Op != Gone {
				b.WriteString(p.Text)
			}
		}
		valid := func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
		if len(before) < 500 && (string([]rune(a.String())) != string([]rune(before)) || string([]rune(b.String())) != string([]rune(after))) && valid(before) == before && valid(after) == after {
			t.Errorf("%q → %q gives %q and %q", before, after, a.String(), b.String())
		}
	})
}
