package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

type pages struct {
	units *org.Service
	parts []Part
}

// Routes registers the search. Who is not signed in finds what is public.
func Routes(m *web.Mux, units *org.Service, parts ...Part) {
	p := &pages{units, parts}
	m.Public("GET /search", p.search)
}

// view is what the page shows.
type view struct {
	Text   string
	Typed  bool
	Short  bool // too short to look for
	Cut    bool // only the beginning was looked for
	Groups []found
}

func (p *pages) search(c *web.Ctx) error {
	var v view
	v.Text, v.Cut = clip(c.Query("q"))
	v.Typed, v.Short = v.Text != "", v.Text != "" && letters(v.Text) < fewest
	if v.Typed && !v.Short {
		var err error
		if v.Groups, err = ask(c.Context(), p.parts, c.Actor, Query{Text: v.Text, Lang: c.Lang, Limit: perGroup}); err != nil {
			return err
		}
	}
	b := c.Base("search", "search.title")
	if b.SignedIn() {
		return c.Render(page(b, v))
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	b.Site = shell.Site{Href: "/news", Places: []shell.Place{{Section: "news", Href: "/news", Key: "shell.place_news"}}}
	if tree.Len() > 0 {
		b.Site.Name = tree.Root().Name
	}
	return c.Render(publicPage(b, v))
}

// clip tidies what was typed and cuts what is endless.
func clip(text string) (string, bool) {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", " "), " ")), " ")
	if utf8.RuneCountInString(text) <= i18n.MaxLook {
		return text, false
	}
	return string([]rune(text)[:i18n.MaxLook]), true
}

// letters counts what of a search can be found: letters and figures.
func letters(text string) int {
	n := 0
	for _, r := range i18n.Fold(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
