package webtest

import (
	"regexp"
	"strings"
	"testing"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
)

var (
	missingText = regexp.MustCompile(`\[[a-z]+\.[a-z0-9_]+\]|\{[a-z_]+\}`)
	missingKey  = regexp.MustCompile(`\[[a-z]+\.[a-z0-9_]+\]`)
)

// EveryPage opens pages in both languages and checks what holds for all of them.
func EveryPage(t testing.TB, s *Site, who actor.Actor, paths ...string) {
	t.Helper()
	for _, path := range paths {
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			Check(t, s.As(who).In(lang).Get(path).Want(200), lang)
		}
	}
}

// Check looks at one page: language, one title, every text there, a label for
// every field, unique ids, no inline script or style, pictures with words, tables
// with a name, and buttons of rows that say of which row they are.
func Check(t testing.TB, p *Page, lang i18n.Lang) {
	t.Helper()
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s (%s): "+format, append([]any{p.Path, lang}, args...)...)
	}
	if got := p.One("html").Attr("lang"); got != string(lang) {
		bad("lang is %q", got)
	}
	if n := len(p.All("h1")); n != 1 {
		bad("%d h1, want one", n)
	}
	if title := p.One("title").Text(); title == "" {
		bad("no title")
	}
	for _, found := range missingText.FindAllString(p.Root().Text(), -1) {
		bad("missing text or argument %s", found)
	}
	ids := map[string]bool{}
	for _, n := range p.All("[id]") {
		if ids[n.Attr("id")] {
			bad("id %q stands twice", n.Attr("id"))
		}
		ids[n.Attr("id")] = true
	}
	acts := map[string]string{}
	for _, n := range p.All("*") {
		checkElement(n, ids, bad)
		checkRowButton(n, acts, bad)
	}
}

// checkRowButton finds buttons of rows that sound alike and do different things: who hears the list of a page's buttons
// cannot tell them apart. Buttons that a script answers are not looked at.
func checkRowButton(n *Node, acts map[string]string, bad func(string, ...any)) {
	if n.Tag() != "button" || n.Attr("type") != "submit" {
		return
	}
	row, form := false, (*Node)(nil)
	for p := n.node.Parent; p != nil; p = p.Parent {
		switch p.Data {
		case "dialog":
			return // open for one row at a time
		case "tr", "li":
			row = true
		case "form":
			form = &Node{page: n.page, node: p}
		}
	}
	if !row || form == nil {
		return
	}
	name := n.Attr("aria-label")
	if name == "" {
		name = n.Text()
	}
	act := form.Attr("action") + " " + n.Attr("formaction") + " " + n.Attr("name") + "=" + n.Attr("value")
	for _, field := range form.All(`input[type="hidden"]`) {
		if field.Attr("name") != "key" {
			act += " " + field.Attr("name") + "=" + field.Attr("value")
		}
	}
	if before, ok := acts[name]; ok && before != act {
		bad("the button %q stands in several rows and does not say of which", name)
	}
	acts[name] = act
}

func checkElement(n *Node, ids map[string]bool, bad func(string, ...any)) {
	for _, a := range n.node.Attr {
		switch {
		case a.Key == "style", len(a.Key) > 2 && a.Key[:2] == "on":
			bad("<%s> has the inline attribute %s", n.Tag(), a.Key)
		case missingKey.MatchString(a.Val) && a.Key != "href":
			bad("<%s %s> shows %s", n.Tag(), a.Key, missingKey.FindString(a.Val))
		}
	}
	switch n.Tag() {
	case "style":
		bad("inline style")
	case "script":
		if !n.Has("src") && n.Attr("type") != "application/json" {
			bad("inline script")
		}
	case "table":
		if n.Attr("aria-label") == "" && n.Attr("aria-labelledby") == "" && n.Find("caption") == nil {
			bad("a table without a name: %.60s", n.Text())
		}
	case "th":
		if n.Text() == "" && n.Attr("aria-label") == "" && n.Find("input") == nil {
			bad("a head of a table without words")
		}
	case "img":
		if !n.Has("alt") {
			bad("<img src=%q> has no alt", n.Attr("src"))
		}
	case "form":
		if m := n.Attr("method"); m != "" && m != "get" && m != "post" && m != "dialog" {
			bad("form method %q", m)
		}
	case "input", "select", "textarea":
		if !labelled(n) {
			bad("<%s name=%q> has no label", n.Tag(), n.Attr("name"))
		}
		for _, id := range []string{n.Attr("aria-describedby")} {
			for _, one := range splitOutside(id, ' ') {
				if one != "" && !ids[one] {
					bad("<%s name=%q> is described by %q, which is not there", n.Tag(), n.Attr("name"), one)
				}
			}
		}
	case "button":
		if n.Text() == "" && n.Attr("aria-label") == "" {
			bad("a button without words")
		}
		// Who speaks to the computer says what is to be read on the button.
		if seen, said := n.Text(), n.Attr("aria-label"); said != "" && n.Find(".sr") == nil && !strings.Contains(strings.ToLower(said), strings.ToLower(seen)) {
			bad("the button %q is called %q: its words must be in its name", seen, said)
		}
	case "a":
		if n.Has("href") && n.Text() == "" && n.Attr("aria-label") == "" {
			bad("a link to %q without words", n.Attr("href"))
		}
	}
}

func labelled(n *Node) bool {
	switch n.Attr("type") {
	case "hidden", "submit", "button":
		return true
	}
	if n.Attr("aria-label") != "" || n.Attr("aria-labelledby") != "" {
		return true
	}
	for p := n.node.Parent; p != nil; p = p.Parent {
		if p.Data == "label" {
			return true
		}
	}
	id := n.Attr("id")
	for _, label := range n.page.All("label") {
		if id != "" && label.Attr("for") == id {
			return true
		}
	}
	return false
}
