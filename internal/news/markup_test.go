package news_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"giaoban/internal/news"
)

func TestMarks(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs", "Một\n\nHai\nhai", "<p>Một</p><p>Hai<br/>hai</p>"},
		{"windows lines", "Một\r\n\r\nHai", "<p>Một</p><p>Hai</p>"},
		{"headings", "## Kết quả\n### Chỉ tiêu\nĐạt", "<h2>Kết quả</h2><h3>Chỉ tiêu</h3><p>Đạt</p>"},
		{"bullets", "- một\n- **hai**", "<ul><li>một</li><li><strong>hai</strong></li></ul>"},
		{"numbers", "1. một\n2. hai", "<ol><li>một</li><li>hai</li></ol>"},
		{"numbers go on after a blank line", "1. một\n\n2. hai\n\nrồi", "<ol><li>một</li><li>hai</li></ol><p>rồi</p>"},
		{"a year is no list", "2021. Năm đầu nhiệm kỳ", "<p>2021. Năm đầu nhiệm kỳ</p>"},
		{"two lists", "1. một\n\n1. lại một", "<ol><li>một</li></ol><ol><li>lại một</li></ol>"},
		{"quotation", "> Làm ngay\n> làm tốt", "<blockquote><p>Làm ngay<br/>làm tốt</p></blockquote>"},
		{"link", "Xem [nghị quyết](https://example.vn/a?b=1&c=2).", `<p>Xem <a href="https://example.vn/a?b=1&amp;c=2" rel="noreferrer noopener" target="_blank">nghị quyết</a>.</p>`},
		{"a link to a script is words", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"},
		{"signs", `5 < 6 & "7" > 2 * 3 * 1`, "<p>5 &lt; 6 &amp; &#34;7&#34; &gt; 2 * 3 * 1</p>"},
		{"emphasis", "rất *quan trọng*", "<p>rất <em>quan trọng</em></p>"},
		{"nothing", " \n\n ", ""},
	} {
		source, body, err := news.Written(c.in)
		if err != nil || body != c.want {
			t.Errorf("%s:\n got %s\nwant %s (%v)", c.name, body, c.want, err)
		}
		if again, body2, _ := news.Written(source); again != source || body2 != body {
			t.Errorf("%s: saving again changes it to %q, %s", c.name, again, body2)
		}
	}
}

func TestSanitiser(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"script", `<p>a<script>alert(1)</script>b</p>`, "<p>ab</p>"},
		{"script in capitals with a space", `<p>a<SCRIPT >alert(1)</SCRIPT >b</p>`, "<p>ab</p>"},
		{"script inside a script", `<p>a<scr<script>ipt>alert(1)</scr</script>ipt>b</p>`, ""},
		{"handler", `<p onclick="alert(1)" onmouseover=alert(2)>a</p>`, "<p>a</p>"},
		{"image with handler", `<p>a<img src=x onerror=alert(1)></p>`, "<p>a</p>"},
		{"javascript link", `<p><a href="javascript:alert(1)">a</a></p>`, "<p>a</p>"},
		{"javascript link in disguise", "<p><a href=\" java\tscript&#58;alert(1)\">a</a></p>", "<p>a</p>"},
		{"vbscript, file, ftp", `<p><a href="vbscript:x">a</a><a href="file:///etc/passwd">b</a><a href="ftp://x/y">c</a></p>`, "<p>abc</p>"},
		{"data link", `<p><a href="data:text/html,<script>alert(1)</script>">a</a></p>`, "<p>a</p>"},
		{"data image", `<p>a<img src="data:image/svg+xml;base64,PHN2Zz4="></p>`, "<p>a</p>"},
		{"svg", `<p>a</p><svg onload=alert(1)><script>alert(1)</script><text>x</text></svg>`, "<p>a</p>"},
		{"svg breaking out of style", `<svg><style><img src=x onerror=alert(1)></style></svg><p>a</p>`, "<p>a</p>"},
		{"math and a mutation", `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></style></math><p>a</p>`, ""},
		{"iframe", `<p>a</p><iframe src="https://example.com/embed"></iframe>`, "<p>a</p>"},
		{"iframe with content", `<p>a</p><iframe srcdoc="<script>alert(1)</script>">x</iframe>`, "<p>a</p>"},
		{"object, embed", `<p>a</p><object data=x><p>b</p></object><embed src=x>`, "<p>a</p>"},
		{"form and fields", `<p>a</p><form action=//x><input name=q><button>go</button></form>`, "<p>a</p>"},
		{"style element", `<style>body{display:none}</style><p>a</p>`, "<p>a</p>"},
		{"style attribute and class", `<p style="background:url(javascript:alert(1))" class="card" id="main">a</p>`, "<p>a</p>"},
		{"base, meta, link", `<base href=//x><meta http-equiv=refresh content=0><link rel=stylesheet href=//x><p>a</p>`, "<p>a</p>"},
		{"comment", `<p>a<!-- <script>alert(1)</script> -->b</p>`, "<p>ab</p>"},
		{"conditional comment", `<p>a<!--[if IE]><script>alert(1)</script><![endif]-->b</p>`, "<p>ab</p>"},
		{"template", `<p>a</p><template><script>alert(1)</script></template>`, "<p>a</p>"},
		{"unclosed", `<blockquote><p>a`, "<blockquote><p>a</p></blockquote>"},
		{"closed too often", `<p>a</p></div></article></main><p>b</p>`, "<p>a</p><p>b</p>"},
		{"custom elements of ours", `<p>a</p><copy-button data-text="x"><button>b</button></copy-button>`, "<p>a</p>"},
		{"picture from elsewhere", `<p>a</p><picture><source srcset=//x><img src=//x></picture>`, "<p>a</p>"},
		{"formatting stays", `<h2>A</h2><p>b <strong>c</strong> <em>d</em><br>e</p><ul><li>f</li></ul><ol><li>g</li></ol><blockquote><p>h</p></blockquote><h3>i</h3>`,
			"<h2>A</h2><p>b <strong>c</strong> <em>d</em><br/>e</p><ul><li>f</li></ul><ol><li>g</li></ol><blockquote><p>h</p></blockquote><h3>i</h3>"},
		{"a word processor's names", `<h1>A</h1><div>b <b>c</b> <i>d</i></div><h5>e</h5>`, "<h2>A</h2><p>b <strong>c</strong> <em>d</em></p><h3>e</h3>"},
		{"link", `<p><a href="https://example.vn/x" onclick=alert(1) style="x" target="_top">a</a></p>`, `<p><a href="https://example.vn/x" rel="noreferrer noopener" target="_blank">a</a></p>`},
		{"inline tags keep paragraphs", "một <b>hai</b>\n\nba", "<p>một <strong>hai</strong></p><p>ba</p>"},
	} {
		source, body, err := news.Written(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.want != "" && body != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, body, c.want)
		}
		harmless(t, body)
		harmless(t, source)
	}
}

// harmless parses what is stored as a browser would and looks at every element and attribute.
func harmless(t *testing.T, body string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.CommentNode {
			t.Errorf("a comment in %s", body)
		}
		if n.Type == html.ElementNode {
			if !slices.Contains(strings.Fields("p br strong em ul ol li blockquote h2 h3 a"), n.Data) || n.Namespace != "" {
				t.Errorf("<%s> in %s", n.Data, body)
			}
			for _, a := range n.Attr {
				if n.Data != "a" || !slices.Contains([]string{"href", "rel", "target"}, a.Key) {
					t.Errorf("%s=%q in %s", a.Key, a.Val, body)
				}
				if u, err := url.Parse(a.Val); a.Key == "href" && (err != nil || u.Scheme != "http" && u.Scheme != "https") {
					t.Errorf("a link to %q in %s", a.Val, body)
				}
				if a.Key == "target" && !strings.Contains(body, "noopener") {
					t.Errorf("a link without noopener in %s", body)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
}

func FuzzSanitiser(f *testing.F) {
	for _, s := range []string{
		"Một\n\n- hai", "<p onclick=x>a<script>b</script>", `<svg><style><img src=x onerror=alert(1)>`, `<a href="java&#10;script:alert(1)">x</a>`,
		"<math><mi><table><mglyph><style><!--", "[a](https://x.vn/?<b>)", "**a*b**c*", "1. a\n\n2. b\n\n## c\n> d", "<b>x\n\ny</b>", "\x00<p\x00>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		source, body, err := news.Written(text)
		if err != nil {
			return
		}
		harmless(t, body)
		if strings.Contains(source, "<") && strings.ContainsAny(source, ">") && source != strings.TrimSpace(text) {
			harmless(t, source)
		}
		if _, again, err := news.Written(body); err == nil && strings.Contains(body, "<p>") {
			harmless(t, again)
		}
	})
}
