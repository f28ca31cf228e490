package newsweb

import (
	"context"
	"net/url"

	"giaoban/internal/actor"
	"giaoban/internal/news"
	"giaoban/internal/web/search"
)

// Find finds published items, for anyone.
type Find struct{ News *news.Service }

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, total, err := f.News.List(ctx, who, news.Filter{Text: q.Text, Size: q.Limit})
	g := search.Group{Total: total, Href: "/news?q=" + url.QueryEscape(q.Text)}
	for _, i := range list {
		g.Hits = append(g.Hits, search.Hit{Title: i.Title, Sub: i.UnitName + " · " + i.PublishedAt.Date().Full(q.Lang), Href: storyPath(i.ID)})
	}
	return g, err
}
