package conferenceweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/web/search"
)

// Find finds conferences by title or day.
type Find struct {
	Conference *conference.Service
	Org        *org.Service
	Texts      *i18n.Catalog
}

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, total, err := f.Conference.Find(ctx, who, q.Text, q.Limit)
	if err != nil {
		return search.Group{}, err
	}
	g := search.Group{Total: total}
	for _, one := range list {
		then, err := f.Org.Tree(ctx, one.Date) // hosts are called as on the conference's day
		if err != nil {
			return search.Group{}, err
		}
		g.Hits = append(g.Hits, search.Hit{Title: one.Title, Sub: one.Date.Full(q.Lang) + " · " + then.Name(one.Host()) + " · " + f.Texts.T(q.Lang, "conference.status_"+string(one.Status)), Href: path(one.ID, "")})
	}
	return g, nil
}
