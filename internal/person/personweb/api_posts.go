package personweb

import (
	"net/http"

	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// postOperations keep the official posts of a unit and who holds them.
func (x API) postOperations(a *api.API) {
	op := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodPost, Tag: "People", Path: path, Person: true, Summary: summary, Text: text}
	}
	posts := op("listPosts", "/units/{unit}/posts", "List the posts of a unit", "In protocol order, held or not.")
	posts.Method, posts.Person = http.MethodGet, false
	api.Register(a, posts, x.posts)
	api.Register(a, op("createPost", "/units/{unit}/posts", "Create a post in a unit", ""), x.createPost)
	api.Register(a, op("appoint", "/posts/{post}/appoint", "Appoint somebody to a post", "On a decision. A person who is not known yet is entered by name; see whether it is a namesake."), x.appoint)
	api.Register(a, op("endAppointment", "/appointments/{appointment}/end", "End an appointment", "With the last day and the decision."), x.end)
}

type apiPosition struct {
	ID     string `json:"id"`
	Unit   string `json:"unit"`
	Title  string `json:"title"`
	Abbrev string `json:"abbrev,omitempty"`
	Rank   int    `json:"rank" doc:"In protocol order, the lowest first."`
	Single bool   `json:"single" doc:"One holder at a time."`
}

func showPost(p person.Position) apiPosition {
	return apiPosition{ID: p.ID.String(), Unit: p.Unit.String(), Title: p.Title, Abbrev: p.Abbrev, Rank: p.Rank, Single: p.Single}
}

func (x API) posts(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
}) (*api.List[apiPosition], error) {
	list, err := x.Person.Positions(c.Context(), in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(p person.Position) string { return p.ID.String() }, showPost)
}

func (x API) createPost(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Title  string `json:"title" maxLength:"200"`
		Abbrev string `json:"abbrev,omitempty" maxLength:"40"`
		Rank   int    `json:"rank,omitempty" minimum:"0" maximum:"1000"`
		Single bool   `json:"single,omitempty"`
	}
}) (*api.Answer[apiPosition], error) {
	p, err := x.Person.CreatePosition(c.Context(), c.Actor, person.NewPosition{Unit: in.Unit.Ident(), Title: in.Body.Title, Abbrev: in.Body.Abbrev, Rank: in.Body.Rank, Single: in.Body.Single})
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiPosition]{Body: showPost(p)}, nil
}

func (x API) appoint(c *web.Ctx, in *struct {
	Post api.ID `path:"post"`
	Body struct {
		Person   string `json:"person,omitempty" maxLength:"40"`
		Name     string `json:"name,omitempty" maxLength:"200" doc:"Of a person who is not known yet."`
		From     string `json:"from" format:"date"`
		To       string `json:"to,omitempty" format:"date"`
		Decision string `json:"decision,omitempty" maxLength:"200"`
	}
}) (*api.Answer[apiHolder], error) {
	n := person.NewAppointment{Position: in.Post.Ident(), Name: in.Body.Name, Decision: in.Body.Decision, Key: c.Key()}
	n.Person = api.MaybeID(in.Body.Person)
	span, err := api.Span(in.Body.From, in.Body.To)
	if err != nil {
		return nil, err
	}
	n.From, n.To = span.From, span.To
	h, err := x.Person.Appoint(c.Context(), c.Actor, n)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiHolder]{Body: showHolder(h)}, nil
}

func (x API) end(c *web.Ctx, in *struct {
	Appointment api.ID `path:"appointment"`
	Body        struct {
		Last     string `json:"last" format:"date"`
		Decision string `json:"decision,omitempty" maxLength:"200"`
	}
}) (*struct{}, error) {
	last, err := api.Day("last", in.Body.Last)
	if err != nil {
		return nil, err
	}
	return nil, x.Person.End(c.Context(), c.Actor, in.Appointment.Ident(), last, in.Body.Decision)
}
