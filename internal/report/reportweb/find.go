package reportweb

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/search"
)

// Find finds reports by form, period and unit.
type Find struct {
	Report *report.Service
	Texts  *i18n.Catalog
}

// Find implements search.Source.
func (f Find) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, more, err := f.Report.Find(ctx, who, q.Text, q.Limit)
	g := search.Group{More: more}
	for _, one := range list {
		h := search.Hit{Title: one.Request.Heading(q.Lang), Sub: f.Texts.T(q.Lang, "report.find_board"), Href: "/reports/" + one.Request.ID.String() + "/board"}
		if !one.Filing.ID.Zero() {
			h.Sub = one.Unit.Name + " · " + f.Texts.T(q.Lang, one.Filing.StateKey())
			h.Href = "/reports/" + one.Request.ID.String() + "/units/" + one.Filing.Unit.String()
		}
		g.Hits = append(g.Hits, h)
	}
	return g, err
}

// FindForms finds published forms by title or code.
type FindForms struct{ Report *report.Service }

// Find implements search.Source.
func (f FindForms) Find(ctx context.Context, who actor.Actor, q search.Query) (search.Group, error) {
	list, err := f.Report.FormFiles(ctx, who)
	if err != nil {
		return search.Group{}, err
	}
	look := i18n.LookFor(q.Text)
	var g search.Group
	for _, file := range list {
		form, ok := file.Newest()
		if !ok || look.Empty() || !look.In(formText(form)) {
			continue
		}
		if g.Total++; len(g.Hits) < q.Limit {
			g.Hits = append(g.Hits, search.Hit{Title: form.Title.In(q.Lang), Sub: form.Code, Href: formPath(form.Code)})
		}
	}
	return g, nil
}

// formText is what a form is found by: its title and code, and its indicators by code and name.
func formText(f report.Form) string {
	var b strings.Builder
	b.WriteString(f.Code + " | " + f.Title.VI + " | " + f.Title.EN)
	for _, i := range f.Indicators {
		b.WriteString(" | " + i.Code + " " + i.Name.VI + " | " + i.Name.EN)
	}
	return i18n.Fold(b.String())
}
