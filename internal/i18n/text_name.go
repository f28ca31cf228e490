package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Initials gives the letters shown in place of a portrait: of the family name
// and of the given name, tones dropped ("Hoàng Thu Trang" is HT).
func Initials(name string) string {
	var letters []string
	for _, word := range strings.Fields(norm.NFC.String(strings.ToValidUTF8(name, " "))) {
		for _, r := range word {
			if unicode.IsLetter(r) {
				letters = append(letters, initial(r))
				break
			}
		}
	}
	switch len(letters) {
	case 0:
		return ""
	case 1:
		return letters[0]
	}
	return letters[0] + letters[len(letters)-1]
}

func initial(r rune) string {
	bare := strings.Map(func(r rune) rune {
		switch r {
		case '\u0300', '\u0309', '\u0303', '\u0301', '\u0323':
			return -1
		}
		return r
	}, norm.NFD.String(string(unicode.ToUpper(r))))
	return norm.NFC.String(bare)
}
