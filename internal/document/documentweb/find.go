package documentweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/i18n"
	"giaoban/internal/org"
	"giaoban/internal/web/search"
)

// Find finds documents that the reader's unit received or issued, and lines of its paper register, by title or number.
type Find struct {
	Document *document.Service
	Org      *org.Service
	Texts    *i18n.Catalog
}

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, total, err := f.Document.Find(ctx, who, q.Text, q.Limit)
	if err != nil {
		return search.Group{}, err
	}
	lines, more, err := f.Document.FindEntries(ctx, who, q.Text, q.Limit)
	if err != nil {
		return search.Group{}, err
	}
	tree, err := f.Org.Today(ctx)
	if err != nil {
		return search.Group{}, err
	}
	g := search.Group{Total: total + more}
	names := names{ctx, f.Org, tree}
	for _, d := range list {
		g.Hits = append(g.Hits, search.Hit{Title: d.NumberText + " · " + d.Title, Sub: names.of(d.Issuer, d.Issued) + " · " + d.Date.Full(q.Lang), Href: "/documents/" + d.ID.String()})
	}
	for _, e := range lines {
		h := search.Hit{Title: e.Number, Sub: f.Texts.T(q.Lang, "document.find_register") + " · " + e.Date.Full(q.Lang), Href: "/documents?box=register"}
		if e.Title != "" {
			h.Title += " · " + e.Title
		}
		g.Hits = append(g.Hits, h)
	}
	return g, nil
}
