package i18n

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces text to the form that search compares: lower case, no marks,
// đ as d, one space between words, plain dashes, years "2021 - 2026" as
// "2021-2026", and the two accepted spellings of a final i sound as one
// (kì/kỳ, quí/quý, lí/lý). Folding twice changes nothing.
func Fold(s string) string {
	joined := joinNumberRanges(foldRunes(s))
	return foldFinalY(strings.Join(strings.Fields(joined), " "))
}

func foldRunes(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(strings.ToValidUTF8(s, " ")) {
		for _, low := range norm.NFD.String(string(unicode.ToLower(r))) {
			switch {
			case unicode.Is(unicode.M, low), unicode.Is(unicode.Cf, low):
			case unicode.IsSpace(low), unicode.IsControl(low):
				b.WriteByte(' ')
			case low == 'đ':
				b.WriteByte('d')
			case unicode.Is(unicode.Pd, low), low == '−':
				b.WriteByte('-')
			case low == '’', low == '‘':
				b.WriteByte('\'')
			case low == '“', low == '”':
				b.WriteByte('"')
			default:
				b.WriteRune(low)
			}
		}
	}
	return b.String()
}

// joinNumberRanges drops the spaces around a dash that stands between digits.
func joinNumberRanges(s string) string {
	if !strings.Contains(s, "-") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '-' {
			before := bytes.TrimRight(out, " ")
			rest := strings.TrimLeft(s[i+1:], " ")
			if len(before) > 0 && rest != "" && isDigit(before[len(before)-1]) && isDigit(rest[0]) {
				out = before
				i = len(s) - len(rest) - 1
			}
			out = append(out, '-')
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// foldFinalY writes i for y in the words where both spellings are accepted:
// y as the only vowel after consonants ("ky", "thy"), and "quy".
func foldFinalY(s string) string {
	out := []byte(s)
	start := 0
	check := func(end int) {
		if end-start < 2 || out[end-1] != 'y' {
			return
		}
		stem := s[start : end-1]
		if stem == "qu" || strings.Trim(stem, "bcdfghjklmnpqrstvwxz") == "" {
			out[end-1] = 'i'
		}
	}
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			check(i)
			start = i + utf8.RuneLen(r)
		}
	}
	check(len(s))
	return string(out)
}
