package newsweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// listView is the public list with its filter.
type listView struct {
	Items      []news.Listed
	Total      int
	Filter     news.Filter
	Categories []shell.Option
	Units      []shell.Option
	UnitName   string // of the filter
	Path       string // with the filter, without the page
	Feed       string
}

func filterOf(c *web.Ctx) news.Filter {
	f := news.Filter{Category: c.Query("category"), Text: strings.TrimSpace(c.Query("q")), Page: c.QueryPage("page")}
	f.Unit, _ = ident.Parse(c.Query("unit")) // anything else is all units
	return f
}

// query writes a filter back into an address.
func query(f news.Filter) string {
	q := url.Values{}
	if !f.Unit.Zero() {
		q.Set("unit", f.Unit.String())
	}
	if f.Category != "" {
		q.Set("category", f.Category)
	}
	if f.Text != "" {
		q.Set("q", f.Text)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (p *pages) list(c *web.Ctx) error {
	v := listView{Filter: filterOf(c)}
	var err error
	if v.Items, v.Total, err = p.news.List(c.Context(), c.Actor, v.Filter); err != nil {
		return err
	}
	publishers, err := p.news.Publishers(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	for _, one := range publishers {
		v.Units = append(v.Units, shell.Option{Value: one.Unit.String(), Label: one.Name, Sub: c.T("news.n_items", "n", one.Items)})
		if one.Unit == v.Filter.Unit {
			v.UnitName = one.Name
		}
	}
	categories, err := p.news.Categories(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	for _, one := range categories {
		label := one.Name.In(c.Lang)
		if one.Parent != "" {
			label = "– " + label
		}
		v.Categories = append(v.Categories, shell.Option{Value: one.Code, Label: label})
	}
	v.Path, v.Feed = "/news"+query(v.Filter), "/news/feed.xml"+query(v.Filter)
	b := c.Base("news", "news.list")
	if v.UnitName != "" {
		b.Title = c.T("news.list_of", "unit", v.UnitName)
	}
	if b.Site, err = p.site(c, v.Filter.Unit); err != nil {
		return err
	}
	b.Description, b.Canonical, b.Feed = c.T("news.list_about"), c.Origin()+v.Path, v.Feed
	return c.Render(listPage(b, v))
}

// storyView is an item as the public reads it.
type storyView struct {
	news.Story
	URL     string // for good, with scheme and host
	Preview bool   // an editor looks at what is not public yet
}

func (p *pages) story(c *web.Ctx) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	// An editor, too, sees here what anyone sees; drafts have their preview on the desk.
	st, err := p.news.Story(c.Context(), actor.Actor{}, id)
	if err != nil {
		return err
	}
	if st.Status == news.Withdrawn {
		b := c.Base("news", "news.withdrawn_title")
		if b.Site, err = p.site(c, st.Unit); err != nil {
			return err
		}
		return c.RenderStatus(http.StatusGone, withdrawnPage(b, st))
	}
	return p.show(c, storyView{Story: st})
}

func (p *pages) show(c *web.Ctx, v storyView) error {
	v.URL = c.Origin() + storyPath(v.ID)
	b := c.Base("news", "").WithTitle(v.Title)
	var err error
	if b.Site, err = p.site(c, v.Unit); err != nil {
		return err
	}
	b.Description, b.Canonical, b.Feed = v.Summary(200), v.URL, "/news/feed.xml?unit="+v.Unit.String()
	if len(v.Photos) > 0 {
		b.Image = c.Origin() + photoPath(v.Photos[0], nearest(v.Photos[0], 960).Width)
	}
	return c.Render(storyPage(b, v))
}

// site is the header of public pages: the publishing unit's name, else the installation's.
func (p *pages) site(c *web.Ctx, unit ident.ID) (shell.Site, error) {
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return shell.Site{}, err
	}
	s := shell.Site{Href: "/news", Search: "/news", Places: []shell.Place{{Section: "news", Href: "/news", Key: "shell.place_news"}}}
	if unit.Zero() {
		if tree.Len() > 0 {
			s.Name = tree.Root().Name
		}
		return s, nil
	}
	s.Href = "/news?unit=" + unit.String()
	s.Over, s.Name = nameOf(tree, unit)
	if s.Name != "" {
		s.Foot = c.T("news.answers", "unit", strings.TrimSpace(s.Over+" "+s.Name))
	}
	return s, nil
}

// nameOf splits a unit's name for the header: what it is, and of where. "Ban Tổ chức Tỉnh ủy" over "Thái Nguyên".
func nameOf(tree *org.Tree, unit ident.ID) (over, name string) {
	u, ok := tree.Unit(unit)
	if !ok {
		return "", ""
	}
	for _, above := range tree.Ancestors(unit) {
		for _, place := range []string{above.Short(), above.Name} {
			if before, found := strings.CutSuffix(u.Name, " "+place); found && before != "" {
				return before, place
			}
		}
	}
	return "", u.Name
}

// photo serves one width. Files never change; the right to see them may, so browsers ask again after a while.
func (p *pages) photo(c *web.Ctx) error {
	id, err := c.ID("item")
	if err != nil {
		return err
	}
	photo, err := c.ID("photo")
	if err != nil {
		return err
	}
	width, err := strconv.Atoi(c.Path("width"))
	if err != nil {
		return fault.NotFound("news.photo_not_found").Because(err)
	}
	body, file, err := p.news.OpenPhoto(c.Context(), c.Actor, id, photo, width)
	if err != nil {
		return err
	}
	defer body.Close()
	h := c.W.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("ETag", `"`+file.Blob[:32]+`"`)
	h.Set("Cache-Control", "private, max-age=300")
	h.Set("Content-Disposition", "inline")
	http.ServeContent(c.W, c.R, "", when.Instant(0).Time(), body) // the ETag says it all
	return nil
}
