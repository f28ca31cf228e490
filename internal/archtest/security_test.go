package archtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// docs/security.md answers every requirement of levels 1 and 2 once, and what it names exists.
func TestSecurityTrace(t *testing.T) {
	text, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	states := []string{"yes", "partly", "operator", "no", "not used"}
	answered := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| (V[0-9.]+) \| ([^|]*) \| (.*) \|$`).FindAllStringSubmatch(string(text), -1) {
		if answered[row[1]] {
			t.Errorf("%s is answered twice", row[1])
		}
		answered[row[1]] = true
		if !slices.Contains(states, row[2]) || row[3] == "" {
			t.Errorf("%s: state %q, %q", row[1], row[2], row[3])
		}
	}
	tests := testNames(t)
	for _, named := range regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`").FindAllStringSubmatch(string(text), -1) {
		if !tests[named[1]] {
			t.Errorf("docs/security.md names %s, which is no test", named[1])
		}
	}

	data := os.Getenv("GIAOBAN_DATA")
	if data == "" {
		t.Skip("GIAOBAN_DATA is not set: the standard's list is not compared")
	}
	list, err := os.ReadFile(filepath.Join(data, "asvs-5.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	var standard struct {
		Requirements []struct {
			ID    string `json:"req_id"`
			Level string `json:"L"`
		}
	}
	if err := json.Unmarshal(list, &standard); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, r := range standard.Requirements {
		if r.Level == "3" {
			continue
		}
		asked++
		if !answered[r.ID] {
			t.Errorf("%s is not answered in docs/security.md", r.ID)
		}
	}
	if asked == 0 || len(answered) != asked {
		t.Errorf("%d answers to %d requirements", len(answered), asked)
	}
}

// testNames are the tests and fuzz targets of all packages.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	pattern := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9_]+)\(`)
	for _, root := range []string{"../../internal", "../../e2e", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !regexp.MustCompile(`_test\.go$`).MatchString(path) {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range pattern.FindAllSubmatch(text, -1) {
				names[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}
