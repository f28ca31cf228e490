package webtest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A selector is what tests need of CSS: lists by comma, descendants and
// children (>), and of one element its name, #id, .class, [attr], [attr="v"],
// [attr^="v"], [attr$="v"], [attr*="v"].
type selector []chain

// chain is read from the right: the last step is the element, the others stand above it.
type chain []step

type step struct {
	child bool // directly below the step before
	name  string
	tests []test
}

type test struct {
	attr, op, value string // op: "", "=", "^=", "$=", "*=", "~=" (one of the words)
}

func parseSelector(text string) (selector, error) {
	var sel selector
	for _, part := range splitOutside(text, ',') {
		c, err := parseChain(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		sel = append(sel, c)
	}
	return sel, nil
}

func parseChain(text string) (chain, error) {
	var c chain
	child := false
	for _, word := range splitOutside(text, ' ') {
		switch word {
		case "":
		case ">":
			child = true
		default:
			s, err := parseStep(word)
			if err != nil {
				return nil, err
			}
			s.child, child = child, false
			c = append(c, s)
		}
	}
	if len(c) == 0 {
		return nil, fmt.Errorf("empty selector")
	}
	return c, nil
}

func parseStep(word string) (step, error) {
	var s step
	end := strings.IndexAny(word, "#.[")
	if end < 0 {
		end = len(word)
	}
	s.name = strings.ToLower(word[:end])
	for rest := word[end:]; rest != ""; {
		switch rest[0] {
		case '#', '.':
			end := strings.IndexAny(rest[1:], "#.[")
			if end < 0 {
				end = len(rest) - 1
			}
			value := rest[1 : end+1]
			if rest[0] == '#' {
				s.tests = append(s.tests, test{"id", "=", value})
			} else {
				s.tests = append(s.tests, test{"class", "~=", value})
			}
			rest = rest[end+1:]
		case '[':
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				return s, fmt.Errorf("no ] in %q", rest)
			}
			s.tests = append(s.tests, parseTest(rest[1:end]))
			rest = rest[end+1:]
		default:
			return s, fmt.Errorf("cannot read %q", rest)
		}
	}
	return s, nil
}

func parseTest(text string) test {
	for _, op := range []string{"^=", "$=", "*=", "~=", "="} {
		if name, value, ok := strings.Cut(text, op); ok {
			return test{name, op, strings.Trim(value, `"'`)}
		}
	}
	return test{attr: text}
}

// splitOutside splits at sep outside of brackets.
func splitOutside(text string, sep byte) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
		case sep:
			if depth == 0 {
				parts = append(parts, text[from:i])
				from = i + 1
			}
		}
	}
	return append(parts, text[from:])
}

func (sel selector) matches(n *html.Node) bool {
	return slices.ContainsFunc(sel, func(c chain) bool { return c.matches(n) })
}

func (c chain) matches(n *html.Node) bool {
	last := c[len(c)-1]
	if !last.matches(n) {
		return false
	}
	if len(c) == 1 {
		return true
	}
	above := c[:len(c)-1]
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && above.matches(p) {
			return true
		}
		if last.child {
			return false
		}
	}
	return false
}

func (s step) matches(n *html.Node) bool {
	if s.name != "" && s.name != "*" && s.name != n.Data {
		return false
	}
	for _, t := range s.tests {
		v, ok := attr(n, t.attr)
		switch {
		case !ok,
			t.op == "=" && v != t.value,
			t.op == "^=" && !strings.HasPrefix(v, t.value),
			t.op == "$=" && !strings.HasSuffix(v, t.value),
			t.op == "*=" && !strings.Contains(v, t.value),
			t.op == "~=" && !slices.Contains(strings.Fields(v), t.value):
			return false
		}
	}
	return true
}
