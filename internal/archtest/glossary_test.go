package archtest

import (
	"os"
	"strings"
	"testing"
)

// One word per concept: a Vietnamese term has one row in the glossary, and no row has lost a column. What merges of several hands leave behind shows here.
func TestGlossaryTermsStandOnce(t *testing.T) {
	text, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		columns := strings.Split(strings.TrimSpace(line), "|")
		if len(columns) != 6 {
			t.Errorf("%d columns: %s", len(columns)-2, line)
			continue
		}
		term := strings.TrimSpace(columns[1])
		if seen[term] {
			t.Errorf("%q stands twice", term)
		}
		seen[term] = true
	}
	if len(seen) < 100 {
		t.Errorf("only %d terms", len(seen))
	}
}
