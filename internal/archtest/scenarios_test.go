package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What docs/scenarios.md names as shown is shown: its files, the titles of their tests (or how they begin) and Go's tests exist.
// A title belongs to the file named last before it.
func TestScenariosAreShown(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	tests, file, titles := testNames(t), "", map[string]string{}
	seen := 0
	for _, m := range regexp.MustCompile("`(e2e/[^`]+)`|`((?:Test|Fuzz)[A-Za-z0-9_]+)`|\"([^\"]+)\"").FindAllStringSubmatch(string(text), -1) {
		switch {
		case m[1] != "":
			body, err := os.ReadFile(filepath.Join("../..", m[1]))
			if err != nil {
				t.Errorf("%s: %v", m[1], err)
			}
			file, titles[m[1]] = m[1], strings.ReplaceAll(string(body), `\'`, `'`)
		case m[2] != "":
			if !tests[m[2]] {
				t.Errorf("%s is no test", m[2])
			}
		case !strings.Contains(titles[file], "test('"+m[3]):
			t.Errorf("%s has no test whose title begins with %q", file, m[3])
		default:
			seen++
		}
	}
	if seen < 20 {
		t.Errorf("only %d titles were looked for", seen)
	}
}
