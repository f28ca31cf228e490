package obstacleweb

import (
	"context"
	"net/url"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/web/search"
)

// Find finds obstacles that the reader's unit raised or that came to it, and for who reads them those of the units below.
type Find struct {
	Obstacle *obstacle.Service
	Org      *org.Service
	Texts    *i18n.Catalog
}

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	if err := who.SignedIn(); err != nil || who.Unit.Zero() {
		return search.Group{}, err
	}
	tree, err := f.Org.Today(ctx)
	if err != nil {
		return search.Group{}, err
	}
	parts := []obstacle.Part{obstacle.Raised, obstacle.Routed}
	if who.HasOver(actor.ReadTask, who.Unit, tree) {
		parts = append(parts, obstacle.Below)
	}
	var g search.Group
	seen, most := map[ident.ID]bool{}, 0
	for _, part := range parts {
		list, err := f.Obstacle.List(ctx, who, who.Unit, obstacle.Filter{Part: part, Text: q.Text})
		if err != nil {
			return search.Group{}, err
		}
		if len(list) > most { // the list that has most of them
			most, g.Href = len(list), "/obstacles?list="+string(part)+"&which=all&q="+url.QueryEscape(q.Text)
		}
		for _, o := range list {
			if seen[o.ID] {
				continue
			}
			seen[o.ID] = true
			if g.Total++; len(g.Hits) < q.Limit {
				g.Hits = append(g.Hits, search.Hit{Title: o.Headline(), Sub: tree.Name(o.Unit) + " · " + o.RaisedAt.Date().Full(q.Lang) + " · " + f.Texts.T(q.Lang, o.State.Key()), Href: path(o.ID)})
			}
		}
	}
	return g, nil
}
