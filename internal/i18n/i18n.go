// Package i18n holds the texts that a reader sees, in Vietnamese and English,
// and the ways in which Vietnamese names, numbers and searches are written.
//
// A domain keeps its texts in messages.go: both languages of one text on one
// line, so that neither is forgotten. Keys are "<domain>.<name>". Arguments
// stand in braces, "{unit}", and must be the same in both languages. A word that
// follows a number has its two forms beside the number's name: "{n} {n:unit|units}".
// The text is chosen at the surface, never in a domain: a domain hands out a key and
// its arguments (package fault).
package i18n

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
)

// Lang is a language of the interface.
type Lang string

// The two languages of the interface; Vietnamese is the default everywhere.
const (
	VI Lang = "vi"
	EN Lang = "en"
)

// ParseLang gives the language for a code, Vietnamese for anything unknown.
func ParseLang(s string) Lang {
	if Lang(s) == EN {
		return EN
	}
	return VI
}

// Text is one text in both languages.
type Text struct{ VI, EN string }

// In gives the text in lang, falling back to Vietnamese where the English is empty.
func (t Text) In(lang Lang) string {
	if lang == EN && t.EN != "" {
		return t.EN
	}
	return t.VI
}

// Messages are the texts of one domain by key.
type Messages map[string]Text

// Localized is implemented by argument values that print differently by language
// (dates, periods, percentages).
type Localized interface{ In(lang Lang) string }

// Catalog is the union of all domains' messages. It is read-only after New.
type Catalog struct{ texts map[string]Text }

// New joins the domains' messages. A key that occurs twice is a mistake of ours
// and is reported, because one of the two texts would silently never be seen.
func New(tables ...Messages) (*Catalog, error) {
	c := &Catalog{texts: make(map[string]Text)}
	for _, table := range tables {
		for key, text := range table {
			if _, twice := c.texts[key]; twice {
				return nil, fmt.Errorf("i18n: message %q is defined twice", key)
			}
			c.texts[key] = text
		}
	}
	return c, nil
}

// With gives the catalog with some texts said in another way. A key that does not exist, or a text whose arguments are not
// those of the one it replaces, is a mistake in what was handed in.
func (c *Catalog) With(own Messages) (*Catalog, error) {
	if len(own) == 0 {
		return c, nil
	}
	texts := maps.Clone(c.texts)
	var wrong []error
	for _, key := range slices.Sorted(maps.Keys(own)) {
		was, known := c.texts[key]
		is := own[key]
		switch {
		case !known:
			wrong = append(wrong, fmt.Errorf("there is no text %q", key))
		case is.VI == "":
			wrong = append(wrong, fmt.Errorf("the text %q says nothing in Vietnamese", key))
		case !sameArguments(was.VI, is.VI) || is.EN != "" && !sameArguments(was.VI, is.EN):
			wrong = append(wrong, fmt.Errorf("the text %q takes the arguments %v", key, Placeholders(was.VI)))
		default:
			texts[key] = is
		}
	}
	return &Catalog{texts: texts}, errors.Join(wrong...)
}

func sameArguments(a, b string) bool {
	return slices.Equal(slices.Compact(Placeholders(a)), slices.Compact(Placeholders(b)))
}

// T gives the text for key in lang with its arguments filled in. args are pairs
// of name and value. An unknown key gives the key itself in brackets: visible,
// and caught by the test that looks every key up.
func (c *Catalog) T(lang Lang, key string, args ...any) string {
	text, ok := c.texts[key]
	if !ok {
		return "[" + key + "]"
	}
	return Fill(lang, text.In(lang), args...)
}

// Has tells whether key exists.
func (c *Catalog) Has(key string) bool { _, ok := c.texts[key]; return ok }

// Text gives both languages of a key.
func (c *Catalog) Text(key string) Text { return c.texts[key] }

// Keys lists all keys in order, for tests.
func (c *Catalog) Keys() []string {
	keys := make([]string, 0, len(c.texts))
	for key := range c.texts {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Fill replaces {name} in text by the values of args (pairs of name and value).
func Fill(lang Lang, text string, args ...any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		name, value := fmt.Sprint(args[i]), show(lang, args[i+1])
		pairs = append(pairs, "{"+name+"}", value)
		text = choose(text, name, value == "1")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// choose puts one of the two forms of every word that follows the number of a name: the first for one, the second for all others.
func choose(text, name string, one bool) string {
	for open := "{" + name + ":"; ; {
		before, rest, found := strings.Cut(text, open)
		if !found {
			return text
		}
		single, rest, found := strings.Cut(rest, "|")
		many, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return text
		}
		if one {
			many = single
		}
		text = before + many + after
	}
}

func show(lang Lang, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case Localized:
		return v.In(lang)
	case int:
		return Int(lang, int64(v))
	case int64:
		return Int(lang, v)
	case int32:
		return Int(lang, int64(v))
	}
	return fmt.Sprint(v)
}

// Placeholders lists the {names} in a text, for the test that compares languages. The forms of words, "{n:unit|units}", are no names.
func Placeholders(text string) []string {
	var names []string
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		if name := text[open+1 : open+end]; !strings.Contains(name, ":") {
			names = append(names, name)
		}
		text = text[open+end+1:]
	}
	sort.Strings(names)
	return names
}
