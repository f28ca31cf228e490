package orgweb

import (
	"context"
	"net/url"

	"giaoban/internal/actor"
	"giaoban/internal/org"
	"giaoban/internal/web/search"
)

// Find finds units of today by name, short name or code.
type Find struct{ Org *org.Service }

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, err := f.Org.Search(ctx, who, q.Text, maxFound+1)
	if err != nil {
		return search.Group{}, err
	}
	tree, err := f.Org.Today(ctx)
	if err != nil {
		return search.Group{}, err
	}
	g := search.Group{Total: len(list), Href: "/units?q=" + url.QueryEscape(q.Text)}
	if len(list) > maxFound {
		g.Total, g.More = 0, true
	}
	for _, u := range list[:min(q.Limit, len(list))] {
		g.Hits = append(g.Hits, search.Hit{Title: u.Name, Sub: pathTo(tree, u.ID), Href: "/units/" + u.ID.String()})
	}
	return g, nil
}
