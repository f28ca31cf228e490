package newsweb

import (
	"bytes"
	"encoding/xml"
	"net/http"

	"giaoban/internal/news"
	"giaoban/internal/web"
	"giaoban/internal/when"
)

// The Atom syndication format, RFC 4287: what we use of it.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string         `xml:"title"`
	ID        string         `xml:"id"`
	Link      atomLink       `xml:"link"`
	Published string         `xml:"published"`
	Updated   string         `xml:"updated"`
	Author    atomAuthor     `xml:"author"`
	Category  []atomCategory `xml:"category"`
	Summary   string         `xml:"summary"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

const pageSize = 20

// feed is the list for programs that follow news, with the list's own filters.
func (p *pages) feed(c *web.Ctx) error {
	f := filterOf(c)
	f.Size, f.Page = 2*pageSize, 1
	items, _, err := p.news.List(c.Context(), c.Actor, f)
	if err != nil {
		return err
	}
	site, err := p.site(c, f.Unit)
	if err != nil {
		return err
	}
	title := c.T("news.list")
	if site.Name != "" {
		title = c.T("news.list_of", "unit", site.Name)
	}
	self := c.Origin() + "/news/feed.xml" + query(f)
	out := atomFeed{Lang: "vi", Title: title, ID: self, Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: self}, {Rel: "alternate", Type: "text/html", Href: c.Origin() + "/news" + query(f)}}}
	newest := when.Instant(0)
	for _, one := range items {
		changed := one.PublishedAt
		if one.Status == news.Corrected {
			changed = one.UpdatedAt
		}
		newest = max(newest, changed)
		url := c.Origin() + storyPath(one.ID)
		e := atomEntry{Title: one.Title, ID: url, Link: atomLink{Rel: "alternate", Type: "text/html", Href: url},
			Published: one.PublishedAt.ISO(), Updated: changed.ISO(), Author: atomAuthor{one.UnitName}, Summary: one.Summary(400)}
		if one.Path.Category.Code != "" {
			e.Category = []atomCategory{{one.Path.Category.Code, one.Path.In(c.Lang)}}
		}
		out.Entries = append(out.Entries, e)
	}
	if newest.Zero() {
		newest = c.Now
	}
	out.Updated = newest.ISO()
	var body bytes.Buffer
	body.WriteString(xml.Header)
	if err := xml.NewEncoder(&body).Encode(out); err != nil {
		return err
	}
	return c.Bytes(http.StatusOK, "application/atom+xml; charset=utf-8", body.Bytes())
}
