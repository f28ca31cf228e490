package taskweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/web/search"
)

// Find finds tasks of the reader's unit by words of their title.
type Find struct {
	Task  *task.Service
	Org   *org.Service
	Texts *i18n.Catalog
}

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, total, err := f.Task.Find(ctx, who, q.Text, q.Limit)
	if err != nil {
		return search.Group{}, err
	}
	tree, err := f.Org.Today(ctx)
	if err != nil {
		return search.Group{}, err
	}
	g := search.Group{Total: total}
	for _, t := range list {
		sub := f.Texts.T(q.Lang, "task.state_"+string(t.State))
		if name := tree.Name(t.Lead); name != "" && t.Fanout.Zero() {
			sub = name + " · " + sub
		}
		if !t.DueOn.Zero() {
			sub += " · " + t.DueOn.Full(q.Lang)
		}
		g.Hits = append(g.Hits, search.Hit{Title: t.Title, Sub: sub, Href: "/tasks/" + t.ID.String()})
	}
	return g, nil
}
