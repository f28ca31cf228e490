package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SortKey gives a string whose plain byte order is Vietnamese alphabetical
// order: a ă â b c d đ e ê … o ô ơ … u ư …, tones only between otherwise
// equal texts (ngang, huyền, hỏi, ngã, sắc, nặng), numbers by value ("Quý 2"
// before "Quý 10"), case and punctuation ignored, khóa and khoá equal.
//
// The key is made of 0-9 and a-z alone, so a database sorts it alike under
// any collation. Layout: two characters for each letter (the base letter,
// then 0, 1 or 2 for its own mark), "01" between words, "1", a length and
// the digits for a number; then "00" and one tone digit for each word.
func SortKey(s string) string {
	k := sortKey{tone: '1'}
	for _, r := range norm.NFD.String(strings.ToValidUTF8(s, " ")) {
		k.put(unicode.ToLower(r))
	}
	k.endNumber()
	k.endWord()
	return k.letters.String() + "00" + strings.TrimRight(k.tones.String(), "1")
}

type sortKey struct {
	letters strings.Builder
	tones   strings.Builder
	pending byte            // base letter waiting for its marks, 0 if none
	variant byte            // mark of the pending letter
	tone    byte            // tone of the word so far
	inWord  bool            // the word has at least one letter
	gap     bool            // a word break is due before the next letter
	number  strings.Builder // digits of the number being read
}

func (k *sortKey) put(r rune) {
	if k.mark(r) {
		return
	}
	k.endLetter()
	if r >= '0' && r <= '9' {
		if k.number.Len() == 0 {
			k.open()
		}
		k.number.WriteByte(byte(r))
		return
	}
	k.endNumber()
	switch {
	case r >= 'a' && r <= 'z':
		k.open()
		k.inWord, k.pending, k.variant = true, byte(r), '0'
	case r == 'đ':
		k.open()
		k.inWord, k.pending, k.variant = true, 'd', '1'
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		k.open()
		k.inWord = true
		fmt.Fprintf(&k.letters, "zz%06x", r)
	case unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r):
	default:
		k.endWord()
		k.gap = true
	}
}

// mark takes a combining mark into the letter or the word it belongs to.
func (k *sortKey) mark(r rune) bool {
	switch r {
	case '\u0306': // breve: ă
		k.setVariant("a", '1')
	case '\u0302': // circumflex: â ê ô
		k.setVariant("eo", '1')
		k.setVariant("a", '2')
	case '\u031b': // horn: ơ ư
		k.setVariant("u", '1')
		k.setVariant("o", '2')
	case '\u0300':
		k.tone = '2'
	case '\u0309':
		k.tone = '3'
	case '\u0303':
		k.tone = '4'
	case '\u0301':
		k.tone = '5'
	case '\u0323':
		k.tone = '6'
	default:
		return false
	}
	return true
}

func (k *sortKey) setVariant(bases string, variant byte) {
	if k.pending != 0 && strings.IndexByte(bases, k.pending) >= 0 {
		k.variant = variant
	}
}

// open writes the due word break before a letter or a number begins.
func (k *sortKey) open() {
	if k.gap && k.letters.Len() > 0 {
		k.letters.WriteString("01")
	}
	k.gap = false
}

func (k *sortKey) endLetter() {
	if k.pending != 0 {
		k.letters.WriteByte(k.pending)
		k.letters.WriteByte(k.variant)
		k.pending = 0
	}
}

func (k *sortKey) endNumber() {
	if k.number.Len() == 0 {
		return
	}
	digits := strings.TrimLeft(k.number.String(), "0")
	k.number.Reset()
	k.letters.WriteByte('1')
	if len(digits) < 35 {
		k.letters.WriteString(strconv.FormatInt(int64(len(digits)), 36))
	} else {
		fmt.Fprintf(&k.letters, "z%012d", len(digits))
	}
	k.letters.WriteString(digits)
}

func (k *sortKey) endWord() {
	k.endLetter()
	if k.inWord {
		k.tones.WriteByte(k.tone)
	}
	k.inWord, k.tone = false, '1'
}
