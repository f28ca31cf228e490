package app

import (
	"regexp"
	"strings"
	"testing"

	"giaoban/internal/i18n"
	"giaoban/internal/web/guide"
)

// Every label that the guide names is a text of the program in that language. One that ends in "…" goes on with a name or a number there.
func TestGuideNamesWhatIsThere(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
		said := map[string]bool{}
		for _, messages := range Texts() {
			for _, m := range messages {
				text := m.In(lang)
				said[text] = true
				if before, _, ok := strings.Cut(text, "{"); ok {
					said[strings.TrimSpace(before)+" …"] = true
				}
			}
		}
		labels := regexp.MustCompile(`\*([^*]+)\*`).FindAllStringSubmatch(guide.Source(lang), -1)
		if len(labels) < 80 {
			t.Errorf("%s: only %d labels", lang, len(labels))
		}
		for _, l := range labels {
			if !said[l[1]] {
				t.Errorf("%s: the guide names %q, which the program does not say", lang, l[1])
			}
		}
	}
}
