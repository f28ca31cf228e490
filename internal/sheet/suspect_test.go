package sheet

import (
	"regexp"
	"testing"
)

// FuzzMaySuspect: whatever the exact expressions would refuse is suspected.
func FuzzMaySuspect(f *testing.F) {
	for _, text := range []string{`<c r="A1">`, `<c r="XFD3">`, `<x:c t="s" r = 'xfd3'>`, `<f>1+1</f>`, `<x:f/>`, `<c r="ABCDE1">`, `=`, `<c r="IW`, `<c r=" IW1">`, "<c \n r\f=\r'IW1'"} {
		f.Add(text)
	}
	formula := regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?f[\s>/]`)
	address := regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,8})["']`)
	f.Fuzz(func(t *testing.T, text string) {
		bad := formula.MatchString(text)
		for _, m := range address.FindAllStringSubmatch(text, -1) {
			bad = bad || column(upper(m[1])) >= MaxColumns
		}
		if bad && !maySuspect([]byte(text)) {
			t.Errorf("not suspected: %q", text)
		}
	})
}

func upper(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] >= 'a' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}
