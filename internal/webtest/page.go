package webtest

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is an answer.
type Page struct {
	T      testing.TB
	Path   string
	Status int
	Header http.Header
	Body   []byte
	root   *html.Node
}

// Want fails the test unless the answer has this status.
func (p *Page) Want(status int) *Page {
	p.T.Helper()
	if p.Status != status {
		p.T.Fatalf("%s: status %d, want %d\n%s", p.Path, p.Status, status, p.excerpt())
	}
	return p
}

// WantRedirect fails unless the answer leads to this address.
func (p *Page) WantRedirect(to string) *Page {
	p.T.Helper()
	if p.Status != http.StatusSeeOther || p.Header.Get("Location") != to {
		p.T.Fatalf("%s: status %d to %q, want 303 to %q\n%s", p.Path, p.Status, p.Header.Get("Location"), to, p.excerpt())
	}
	return p
}

func (p *Page) excerpt() string {
	text := strings.Join(strings.Fields(string(p.Body)), " ")
	if node := p.Find("main"); node != nil {
		text = node.Text()
	}
	return text[:min(len(text), 600)]
}

// JSON reads the answer into v.
func (p *Page) JSON(v any) {
	p.T.Helper()
	if err := json.Unmarshal(p.Body, v); err != nil {
		p.T.Fatalf("%s: %v in %s", p.Path, err, p.excerpt())
	}
}

// WordXML gives the text part of a DOCX, marks included.
func (p *Page) WordXML() string {
	p.T.Helper()
	zr, err := zip.NewReader(bytes.NewReader(p.Body), int64(len(p.Body)))
	if err != nil {
		p.T.Fatalf("%s: %v", p.Path, err)
	}
	f, err := zr.Open("word/document.xml")
	if err != nil {
		p.T.Fatalf("%s: %v", p.Path, err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		p.T.Fatalf("%s: %v", p.Path, err)
	}
	return string(body)
}

// Root gives the document.
func (p *Page) Root() *Node {
	if p.root == nil {
		root, err := html.Parse(bytes.NewReader(p.Body))
		if err != nil {
			p.T.Fatalf("%s: %v", p.Path, err)
		}
		p.root = root
	}
	return &Node{page: p, node: p.root}
}

// All gives the elements that match a selector.
func (p *Page) All(selector string) []*Node { return p.Root().All(selector) }

// Find gives the first element that matches, nil if none does.
func (p *Page) Find(selector string) *Node { return p.Root().Find(selector) }

// One gives the only element that matches, and fails the test if there is none or several.
func (p *Page) One(selector string) *Node { p.T.Helper(); return p.Root().One(selector) }

// None fails the test if anything matches.
func (p *Page) None(selector string) *Page {
	p.T.Helper()
	if n := len(p.All(selector)); n > 0 {
		p.T.Errorf("%s: %d elements match %q, want none", p.Path, n, selector)
	}
	return p
}

// HasText fails the test unless the page's text contains this.
func (p *Page) HasText(text string) *Page {
	p.T.Helper()
	p.Root().HasText(text)
	return p
}

// NoText fails the test if the page's text contains this.
func (p *Page) NoText(text string) *Page {
	p.T.Helper()
	if strings.Contains(p.Root().Text(), text) {
		p.T.Errorf("%s: contains %q", p.Path, text)
	}
	return p
}

// Node is an element.
type Node struct {
	page *Page
	node *html.Node
}

// All gives the elements inside that match.
func (n *Node) All(selector string) []*Node {
	sel, err := parseSelector(selector)
	if err != nil {
		n.page.T.Fatalf("selector %q: %v", selector, err)
	}
	var list []*Node
	walk(n.node, func(one *html.Node) {
		if one.Type == html.ElementNode && one != n.node && sel.matches(one) {
			list = append(list, &Node{page: n.page, node: one})
		}
	})
	return list
}

// Find gives the first element inside that matches, nil if none does.
func (n *Node) Find(selector string) *Node {
	if list := n.All(selector); len(list) > 0 {
		return list[0]
	}
	return nil
}

// One gives the only element inside that matches, and fails the test otherwise.
func (n *Node) One(selector string) *Node {
	n.page.T.Helper()
	list := n.All(selector)
	if len(list) != 1 {
		n.page.T.Fatalf("%s: %d elements match %q, want one", n.page.Path, len(list), selector)
	}
	return list[0]
}

// Attr gives an attribute, "" where it is missing.
func (n *Node) Attr(name string) string { v, _ := attr(n.node, name); return v }

// Has tells whether the element has an attribute.
func (n *Node) Has(name string) bool { _, ok := attr(n.node, name); return ok }

// Tag gives the element's name.
func (n *Node) Tag() string { return n.node.Data }

// Text gives the text inside with its white space collapsed, without scripts and styles.
func (n *Node) Text() string {
	var b strings.Builder
	walk(n.node, func(one *html.Node) {
		if one.Type == html.TextNode && (one.Parent == nil || one.Parent.Data != "script" && one.Parent.Data != "style") {
			b.WriteString(one.Data)
			b.WriteByte(' ')
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// HasText fails the test unless the text inside contains this.
func (n *Node) HasText(text string) *Node {
	n.page.T.Helper()
	if all := n.Text(); !strings.Contains(all, text) {
		n.page.T.Errorf("%s: %q does not contain %q", n.page.Path, all[:min(len(all), 400)], text)
	}
	return n
}

func walk(n *html.Node, visit func(*html.Node)) {
	visit(n)
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		walk(child, visit)
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}
