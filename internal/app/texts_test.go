package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giaoban/internal/i18n"
)

// Every text stands in both languages with the same arguments.
func TestTextsAreComplete(t *testing.T) {
	t.Parallel()
	c, err := i18n.New(Texts()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys() {
		text := c.Text(key)
		if strings.TrimSpace(text.VI) == "" || strings.TrimSpace(text.EN) == "" {
			t.Errorf("%s: a language is missing: %q / %q", key, text.VI, text.EN)
		}
		if !slices.Equal(slices.Compact(i18n.Placeholders(text.VI)), slices.Compact(i18n.Placeholders(text.EN))) {
			t.Errorf("%s: arguments differ: %v / %v", key, i18n.Placeholders(text.VI), i18n.Placeholders(text.EN))
		}
		for _, m := range regexp.MustCompile(`\{([^{}|]*):([^{}|]*)\|([^{}|]*)\}`).FindAllStringSubmatch(text.VI+text.EN, -1) { // the two forms of a word belong to a number of the text
			if !slices.Contains(i18n.Placeholders(text.EN), m[1]) || m[2] == m[3] {
				t.Errorf("%s: no number for %s", key, m[0])
			}
		}
		if said := i18n.Fill(i18n.EN, text.EN, numbered(text.EN)...); strings.Contains(said, "{") {
			t.Errorf("%s: %q is not closed", key, said)
		}
		// "1 sites": an English word of many after a number has its form for one beside it.
		for _, m := range regexp.MustCompile(`\{(n|count|total)\} ((?:further |more |key |unused |lead |late |good |access |news )?[a-z]+[a-rt-z]s|people)\b`).FindAllStringSubmatch(text.EN, -1) {
			if !strings.Contains(text.EN, "{"+m[1]+":") && !slices.Contains(neverOne, key) {
				t.Errorf("%s: write {%s} {%s:…|%s}: the number may be 1", key, m[1], m[1], m[2])
			}
		}
		if strings.Contains(text.VI, "!") {
			t.Errorf("%s: no exclamation marks", key)
		}
	}
}

// neverOne are the texts whose number is never 1, or whose word is an abbreviation.
var neverOne = []string{"accountweb.wait_seconds", "conference.r_num_fps", "report.points"}

// numbered gives every argument of a text a number.
func numbered(text string) (args []any) {
	for _, name := range i18n.Placeholders(text) {
		args = append(args, name, 2)
	}
	return args
}

// Every key that the code names exists, and every text is named somewhere: by
// its key, or by a prefix that the code completes ("conference.kind_").
func TestKeysExistAndAreUsed(t *testing.T) {
	t.Parallel()
	c, err := i18n.New(Texts()...)
	if err != nil {
		t.Fatal(err)
	}
	domains := map[string]bool{}
	for _, key := range c.Keys() {
		domains[key[:strings.IndexByte(key, '.')]] = true
	}
	literal := regexp.MustCompile("[\"`]([a-z][a-z0-9]*)\\.([a-z][a-z0-9_]*)[\"`]")
	called := regexp.MustCompile(`(?:\bT\(|\.say\([^,"]*,? ?|fault\.(?:Invalid|TooLarge)\([^,]+, ?|fault\.(?:Conflict|Forbidden|NotFound|Unauthenticated|RateLimited|Unavailable|Unconfirmed)\(|Flash\(|Warn\(|Base\([^,]+, ?)"([a-z][a-z0-9]*\.[a-z][a-z0-9_]*)"`)
	named, prefixes := map[string]bool{}, map[string]bool{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return err
		}
		switch filepath.Ext(path) {
		case ".go", ".templ", ".ts":
		default:
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		own := strings.HasSuffix(path, "messages.go") || strings.HasSuffix(path, "texts.go")
		for _, line := range strings.Split(string(body), "\n") {
			if own && strings.HasPrefix(strings.TrimSpace(line), `"`) {
				continue // the definition itself
			}
			for _, m := range literal.FindAllStringSubmatch(line, -1) {
				key := m[1] + "." + m[2]
				if !domains[m[1]] {
					continue
				}
				named[key] = true
				if strings.HasSuffix(key, "_") {
					prefixes[key] = true
				}
			}
			for _, m := range called.FindAllStringSubmatch(line, -1) {
				if key := m[1]; !strings.HasSuffix(key, "_") && !c.Has(key) {
					t.Errorf("%s names the text %s, which does not exist", path, key)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range c.Keys() {
		if named[key] || named[strings.TrimSuffix(key, "_short")] { // the phone's form of a name
			continue
		}
		byPrefix := false
		for p := range prefixes {
			byPrefix = byPrefix || strings.HasPrefix(key, p)
		}
		if !byPrefix {
			t.Errorf("the text %s is used nowhere", key)
		}
	}
}
