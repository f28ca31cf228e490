package i18n

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// MaxLook is how many letters of a search are read; what follows is left out.
	MaxLook  = 100
	maxWords = 12
)

// Look is what a reader looks for, ready to be compared with folded texts:
// without accents, across khoá/khóa and kì/kỳ, and across the short forms that
// officials write (T.Ư, HĐND). The zero Look finds everything.
type Look struct{ ways []way }

// way is one way to write what is looked for: all of it must be there. A typed
// word may stand inside a longer one ("tinh" in "tinhuy"). A single letter, figure or
// Roman number stands by itself, or "quý I" would find every quarter; so does what was
// put in the place of words, or KH for "kế hoạch" would be found in every "khi".
type way struct{ words, names []string }

// LookFor reads what was typed.
func LookFor(text string) Look {
	if r := []rune(text); len(r) > MaxLook {
		text = string(r[:MaxLook])
	}
	all := Expand(Fold(text))
	if len(all) == 0 {
		return Look{}
	}
	typed := strings.Fields(all[0])
	typed = typed[:min(len(typed), maxWords)]
	l := Look{ways: []way{{words: typed}}}
	for _, other := range all[1:] {
		var w way
		var name []string
		end := func() {
			w.names, name = append(w.names, apart(name)...), nil
		}
		words := strings.Fields(other)
		for _, word := range words[:min(len(words), maxWords)] {
			switch {
			case slices.Contains(typed, word):
				end()
				w.words = append(w.words, word)
			case word == "quy" && slices.Contains(typed, "qui"): // still being typed: "quyết"
				end()
				w.words = append(w.words, word)
			default:
				name = append(name, word)
			}
		}
		end()
		l.ways = append(l.ways, w)
	}
	return l
}

// apart cuts words that were put in the place of others into the names they are.
func apart(words []string) []string {
	var names []string
	for len(words) > 0 {
		n := 1
		for _, group := range synonyms() {
			for _, name := range group {
				if k := len(strings.Fields(name)); k > n && k <= len(words) && strings.Join(words[:k], " ") == name {
					n = k
				}
			}
		}
		names, words = append(names, strings.Join(words[:n], " ")), words[n:]
	}
	return names
}

// Empty tells whether nothing is looked for.
func (l Look) Empty() bool { return len(l.ways) == 0 }

// In tells whether a folded text has all that is looked for, in one of its ways.
func (l Look) In(folded string) bool {
	if l.Empty() {
		return true
	}
	return slices.ContainsFunc(l.ways, func(w way) bool {
		return len(w.left(folded)) == 0 && !slices.ContainsFunc(w.names, func(n string) bool { return !stands(folded, n) })
	})
}

func (w way) left(folded string) []string {
	var left []string
	for _, word := range w.words {
		if !strings.Contains(folded, word) || numeral(word) && !stands(folded, word) {
			left = append(left, word)
		}
	}
	return left
}

// Beside gives, for each way, what a folded text does not have of it, as one
// text: "" where it has all. Another text may have the rest: of "quý I lâm đồng"
// the report says the first half, its unit the second.
func (l Look) Beside(folded string) []string {
	out := make([]string, 0, len(l.ways))
	for _, w := range l.ways {
		left := w.left(folded)
		for _, n := range w.names {
			if !stands(folded, n) {
				left = append(left, n)
			}
		}
		out = append(out, strings.Join(left, " "))
	}
	return out
}

// Parts gives, for each way, texts that all stand somewhere in what In finds.
// A database narrows by them what In then judges.
func (l Look) Parts() [][]string {
	out := make([][]string, len(l.ways))
	for i, w := range l.ways {
		out[i] = slices.Concat(w.words, w.names)
	}
	return out
}

// stands tells whether a name is in s by itself, not inside a word. A full stop
// ends a word ("HĐND."); one that is part of the name goes on ("TP.Hà Nội").
func stands(s, name string) bool {
	for from := 0; ; {
		at := strings.Index(s[from:], name)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(name)
		if (at == 0 || !letter(s[at-1])) && (end == len(s) || name[len(name)-1] == '.' || !letter(s[end])) {
			return true
		}
		from = at + 1
	}
}

func letter(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'z' || c >= 0x80 }

// numeral tells a single sign and Roman numbers from words.
func numeral(word string) bool {
	return utf8.RuneCountInString(word) == 1 || len(word) <= 4 && strings.Trim(word, "ivx") == ""
}
