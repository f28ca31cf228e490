// Package search is the one search of a desk: units, reports, conferences, tasks,
// documents, obstacles, practices, news and forms by the same words, without
// accents and across short forms.
//
// It knows no domain. Each domain's pages hand it a Source, which asks its own
// service in the name of the reader: what the reader may not see is not found.
package search

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
)

// Kind is what sort of thing was found.
type Kind string

// The kinds, in the order in which they are shown.
const (
	Units       Kind = "units"
	Reports     Kind = "reports"
	Conferences Kind = "conferences"
	Tasks       Kind = "tasks"
	Documents   Kind = "documents"
	Obstacles   Kind = "obstacles"
	Practices   Kind = "practices"
	News        Kind = "news"
	Forms       Kind = "forms"
)

// Query is what a reader looks for.
type Query struct {
	Text  string
	Lang  i18n.Lang
	Limit int // hits of a group at most
}

// Hit is one thing found.
type Hit struct {
	Title string
	Sub   string // one line: of whom, when, how it stands
	Href  string
}

// Group is what was found of one kind, the best or newest first.
type Group struct {
	Hits  []Hit
	Total int    // how many there are, 0: not counted
	More  bool   // there are others than Hits
	Href  string // the list's own search for the same words, "" for none
}

// Source finds things of one kind for who may see them.
type Source interface {
	Find(ctx context.Context, who actor.Actor, q Query) (Group, error)
}

// Part is a kind with its source.
type Part struct {
	Kind   Kind
	Source Source
}

const (
	perGroup = 6
	fewest   = 2 // letters or figures of a search
)

// found is a group with its kind.
type found struct {
	Kind Kind
	Group
}

// ask asks every source. One to which the reader has no right finds nothing; groups without a hit are left out.
func ask(ctx context.Context, parts []Part, who actor.Actor, q Query) ([]found, error) {
	var out []found
	for _, p := range parts {
		g, err := p.Source.Find(ctx, who, q)
		if kind := fault.KindOf(err); err != nil && (kind == fault.KindForbidden || kind == fault.KindUnauthenticated) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(g.Hits) > q.Limit {
			g.Hits, g.More = g.Hits[:q.Limit], true
		}
		g.More = g.More || g.Total > len(g.Hits)
		if len(g.Hits) > 0 {
			out = append(out, found{p.Kind, g})
		}
	}
	return out, nil
}
