package news

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	parse "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"giaoban/internal/fault"
)

var (
	anyTag    = regexp.MustCompile(`<[a-zA-Z/!?]`)
	blockTag  = regexp.MustCompile(`(?i)<(p|div|h[1-6]|ul|ol|li|blockquote|table|section|article|br)\b`)
	blankLine = regexp.MustCompile(`\n[ \t]*\n+`)
	heading   = regexp.MustCompile(`(?m)^[ \t]*(#{2,3} [^\n]*)$`)
	bullet    = regexp.MustCompile(`^[-*•–] +`)
	numbered  = regexp.MustCompile(`^(\d{1,3})[.)] +`)
	strong    = regexp.MustCompile(`\*\*(\S(?:[^*\n]*[^*\s])?)\*\*`)
	emphasis  = regexp.MustCompile(`\*(\S(?:[^*\n]*[^*\s])?)\*`)
	link      = regexp.MustCompile(`\[([^\[\]\n]+)\]\((https?://[^\s()<>"'&]+(?:&amp;[^\s()<>"'&]+)*)\)`)
)

// written turns what an editor typed or pasted into the body of an item and the
// source to edit it again. Text without any tag stays the source; everything else
// is edited as the sanitised HTML that it became, so nothing dangerous is ever stored.
func written(text string) (source, body string, err error) {
	text = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.ToValidUTF8(text, "")))
	if !anyTag.MatchString(text) {
		body, err = sanitise(marked(text))
		return text, body, err
	}
	if !blockTag.MatchString(text) {
		var b strings.Builder
		for _, one := range blankLine.Split(text, -1) {
			b.WriteString("<p>" + strings.ReplaceAll(strings.TrimSpace(one), "\n", "<br>") + "</p>")
		}
		text = b.String()
	}
	if body, err = sanitise(text); err != nil {
		return "", "", err
	}
	return spaced(body), body, nil
}

// marked turns plain text with simple marks into HTML: a blank line ends a
// paragraph, "## " is a heading, "- " and "1. " are lists, "> " is a quotation,
// **strong**, *emphasis*, [words](https://address).
func marked(text string) string {
	var b strings.Builder
	items := 0 // of the numbered list that is open: numbers may go on after a blank line
	for _, block := range blankLine.Split(heading.ReplaceAllString(text, "\n$1\n\n"), -1) {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		first := strings.TrimSpace(lines[0])
		if first == "" {
			continue
		}
		if items > 0 && !continues(lines, items) {
			b.WriteString("</ol>")
			items = 0
		}
		level := len(first) - len(strings.TrimLeft(first, "#"))
		switch {
		case continues(lines, items):
			if items == 0 {
				b.WriteString("<ol>")
			}
			list(&b, lines, numbered)
			items += len(lines)
		case heading.MatchString(first):
			tag := "h" + strconv.Itoa(level)
			b.WriteString("<" + tag + ">" + inline(strings.TrimSpace(first[level:])) + "</" + tag + ">")
		case all(lines, bullet.MatchString):
			b.WriteString("<ul>")
			list(&b, lines, bullet)
			b.WriteString("</ul>")
		case all(lines, func(s string) bool { return strings.HasPrefix(s, ">") }):
			b.WriteString("<blockquote>" + paragraph(lines, ">") + "</blockquote>")
		default:
			b.WriteString(paragraph(lines, ""))
		}
	}
	if items > 0 {
		b.WriteString("</ol>")
	}
	return b.String()
}

// paragraph joins lines, without the mark in front of each.
func paragraph(lines []string, mark string) string {
	words := make([]string, len(lines))
	for i, l := range lines {
		words[i] = inline(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l), mark)))
	}
	return "<p>" + strings.Join(words, "<br>") + "</p>"
}

// continues tells whether lines are the next items of a numbered list that has so many.
func continues(lines []string, items int) bool {
	for i, l := range lines {
		m := numbered.FindStringSubmatch(strings.TrimSpace(l))
		if m == nil || m[1] != strconv.Itoa(items+i+1) {
			return false
		}
	}
	return true
}

func all(lines []string, is func(string) bool) bool {
	for _, l := range lines {
		if !is(strings.TrimSpace(l)) {
			return false
		}
	}
	return true
}

func list(b *strings.Builder, lines []string, mark *regexp.Regexp) {
	for _, l := range lines {
		b.WriteString("<li>" + inline(mark.ReplaceAllString(strings.TrimSpace(l), "")) + "</li>")
	}
}

func inline(text string) string {
	text = html.EscapeString(text)
	text = link.ReplaceAllString(text, `<a href="$2">$1</a>`)
	text = strong.ReplaceAllString(text, `<strong>$1</strong>`)
	return emphasis.ReplaceAllString(text, `<em>$1</em>`)
}

// policy is all that a body may hold.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h2", "h3")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.AddTargetBlankToFullyQualifiedLinks(true) // with rel="noopener"
	p.RequireNoReferrerOnLinks(true)
	p.SkipElementsContent("svg", "math", "template", "textarea", "select", "button", "video", "audio", "canvas", "applet", "embed", "head", "xmp", "plaintext")
	return p
}

// sanitise makes HTML of unknown origin fit to stand in our page: first a parser
// balances it and names its elements as the policy does, last the library judges
// what the parser wrote.
func sanitise(text string) (string, error) {
	where := &parse.Node{Type: parse.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := parse.ParseFragment(strings.NewReader(text), where)
	if err != nil {
		return "", fault.Invalid("body", "news.body_malformed").Because(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		rename(n)
		if err := parse.Render(&b, n); err != nil {
			return "", fault.Invalid("body", "news.body_malformed").Because(err)
		}
	}
	return strings.TrimSpace(policy().Sanitize(b.String())), nil
}

// rename maps what word processors and other sites write to what we keep.
func rename(n *parse.Node) {
	if n.Type == parse.ElementNode {
		to := map[string]string{"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}[n.Data]
		if to != "" && n.Namespace == "" {
			n.Data, n.DataAtom = to, atom.Lookup([]byte(to))
		}
		if n.Data == "div" && n.Namespace == "" && !holdsBlocks(n) {
			n.Data, n.DataAtom = "p", atom.P
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		rename(c)
	}
}

func holdsBlocks(n *parse.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != parse.ElementNode {
			continue
		}
		switch c.Data {
		case "strong", "em", "b", "i", "a", "br", "span", "font", "u":
		default:
			return true
		}
	}
	return false
}

// spaced puts each block of a sanitised body on lines of its own, for the editor's eye.
func spaced(body string) string {
	return strings.TrimSpace(strings.NewReplacer("</p>", "</p>\n", "</h2>", "</h2>\n", "</h3>", "</h3>\n", "</ul>", "</ul>\n", "</ol>", "</ol>\n",
		"</li>", "</li>\n", "</blockquote>", "</blockquote>\n", "<ul>", "<ul>\n", "<ol>", "<ol>\n").Replace(body))
}

// plain gives the words of a body.
func plain(body string) string {
	return oneLine(html.UnescapeString(bluemonday.StrictPolicy().Sanitize(strings.NewReplacer("<br>", " ", "</p>", " ", "</li>", " ").Replace(body))))
}

// Preview gives the body as it would stand on the page, for the editor's form.
func Preview(text string) (string, error) {
	if len(text) > 4*maxBody {
		return "", fault.Invalid("body", "news.too_long", "max", maxBody)
	}
	_, body, err := written(text)
	return body, err
}
