package practiceweb

import (
	"context"
	"net/url"

	"giaoban/internal/actor"
	"giaoban/internal/org"
	"giaoban/internal/practice"
	"giaoban/internal/web/search"
)

// Find finds good practices that are shared.
type Find struct {
	Practice *practice.Service
	Org      *org.Service
}

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, err := f.Practice.List(ctx, who, practice.Filter{Text: q.Text})
	if err != nil {
		return search.Group{}, err
	}
	tree, err := f.Org.Today(ctx)
	if err != nil {
		return search.Group{}, err
	}
	g := search.Group{Total: len(list), Href: "/practices?q=" + url.QueryEscape(q.Text)}
	for _, p := range list[:min(q.Limit, len(list))] {
		g.Hits = append(g.Hits, search.Hit{Title: p.Title, Sub: tree.Name(p.Unit) + " · " + p.SharedAt.Date().Full(q.Lang), Href: path(p.ID)})
	}
	return g, nil
}
