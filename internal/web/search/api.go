package search

import (
	"net/http"

	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the search for other programs.
type API struct{ Parts []Part }

// Register adds the operation.
func (x API) Register(a *api.API) {
	api.Register(a, api.Op{ID: "searchAll", Method: http.MethodGet, Tag: "Search", Path: "/search", Person: true, Summary: "Search everything",
		Text: "What the caller may see, by words without accents and across short forms (HĐND, T.Ư): the first of each kind. Lists of a kind have a search of their own."}, x.search)
}

type apiSearchHit struct {
	Title string `json:"title"`
	About string `json:"about,omitempty" doc:"Of whom, when, how it stands; in the language that was asked for."`
	Path  string `json:"path" doc:"Of its page."`
}

type apiSearchGroup struct {
	Kind  string         `json:"kind" enum:"units,reports,conferences,tasks,documents,obstacles,practices,news,forms"`
	Hits  []apiSearchHit `json:"hits"`
	Total int            `json:"total,omitempty" doc:"How many there are; absent: not counted."`
	More  bool           `json:"more" doc:"There are others than these."`
}

type apiSearchAnswer struct {
	Groups []apiSearchGroup `json:"groups" doc:"Kinds of which nothing was found are left out."`
}

func (x API) search(c *web.Ctx, in *struct {
	Text  string `query:"q" required:"true" maxLength:"200" doc:"At least two letters or figures; what follows the first 100 is left out."`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"6" doc:"Hits of each kind at most."`
}) (*api.Answer[apiSearchAnswer], error) {
	text, _ := clip(in.Text)
	if letters(text) < fewest {
		return nil, fault.Invalid("q", "search.short")
	}
	groups, err := ask(c.Context(), x.Parts, c.Actor, Query{Text: text, Lang: c.Lang, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := apiSearchAnswer{Groups: []apiSearchGroup{}}
	for _, g := range groups {
		one := apiSearchGroup{Kind: string(g.Kind), Total: g.Total, More: g.More, Hits: []apiSearchHit{}}
		for _, h := range g.Hits {
			one.Hits = append(one.Hits, apiSearchHit{Title: h.Title, About: h.Sub, Path: h.Href})
		}
		out.Groups = append(out.Groups, one)
	}
	return &api.Answer[apiSearchAnswer]{Body: out}, nil
}
