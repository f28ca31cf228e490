package obstacleweb

import (
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// actOperations are what people of units do with obstacles, and the groups with their shared answers.
func (x API) actOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Obstacles", Path: path, Person: true, Summary: summary, Text: text}
	}
	act := func(id, word, summary, text string, do func(c *web.Ctx, obstacle ident.ID, text string) error) {
		api.Register(a, op(http.MethodPost, id, "/obstacles/{obstacle}/"+word, summary, text), func(c *web.Ctx, in *textIn) (*api.Answer[apiWay], error) {
			return x.done(c, in.Obstacle.Ident(), do(c, in.Obstacle.Ident(), in.Body.Text))
		})
	}
	act("proposeObstacle", "propose", "Add what the unit proposes", "By who raised it.", func(c *web.Ctx, id ident.ID, text string) error {
		return x.Obstacle.Propose(c.Context(), c.Actor, id, text, c.Key())
	})
	api.Register(a, op(http.MethodPost, "answerObstacle", "/obstacles/{obstacle}/answer", "Answer an obstacle", "By the unit that must settle it; with the document that is to be amended or issued, where there is one."), x.answer)
	act("acceptAnswer", "accept", "Say that it is solved", "The raiser's word alone.", func(c *web.Ctx, id ident.ID, text string) error {
		return x.Obstacle.Accept(c.Context(), c.Actor, id, text, c.Key())
	})
	act("reopenObstacle", "reopen", "Say that it is not solved", "With what is missing.", func(c *web.Ctx, id ident.ID, text string) error {
		return x.Obstacle.Reopen(c.Context(), c.Actor, id, text, c.Key())
	})
	act("withdrawObstacle", "withdraw", "Withdraw an obstacle", "With the reason.", func(c *web.Ctx, id ident.ID, text string) error {
		return x.Obstacle.Withdraw(c.Context(), c.Actor, id, text, c.Key())
	})
	api.Register(a, op(http.MethodPost, "passObstacle", "/obstacles/{obstacle}/pass", "Pass an obstacle on", "To the unit that can settle it, with the reason."), x.pass)

	groups := op(http.MethodGet, "listObstacleGroups", "/units/{unit}/obstacle-groups", "List groups of obstacles with their answers", "Kept by the unit, or published to it: those are title and answer alone. The newest first.")
	groups.Person, groups.Scope = false, actor.ReadTasks
	api.Register(a, groups, x.groups)
	one := op(http.MethodGet, "getObstacleGroup", "/obstacle-groups/{group}", "Read a group of obstacles", "Of a raiser's own part of it, to the raiser; of the title and answer alone, to all units in the remit where it was published.")
	one.Person, one.Scope = false, actor.ReadTasks
	api.Register(a, one, x.group)
	api.Register(a, op(http.MethodPost, "makeObstacleGroup", "/units/{unit}/obstacle-groups", "Put obstacles together", "Of those that the unit must settle."), x.makeGroup)
	api.Register(a, op(http.MethodPatch, "changeObstacleGroup", "/obstacle-groups/{group}", "Change a group", "Its title, and what is in it."), x.changeGroup)
	api.Register(a, op(http.MethodPost, "answerObstacleGroup", "/obstacle-groups/{group}/answer", "Answer all of a group", "Each obstacle in it that waits is answered; published, title and answer go to all units in the remit."), x.answerGroup)
}

type textIn struct {
	Obstacle api.ID `path:"obstacle"`
	Body     struct {
		Text string `json:"text,omitempty" maxLength:"10000"`
	}
}

// done answers an act with the obstacle as it then is.
func (x API) done(c *web.Ctx, id ident.ID, err error) (*api.Answer[apiWay], error) {
	if err != nil {
		return nil, err
	}
	p, err := x.Obstacle.ByID(c.Context(), c.Actor, id)
	return answer(c, p, err)
}

func (x API) pass(c *web.Ctx, in *struct {
	Obstacle api.ID `path:"obstacle"`
	Body     struct {
		To     string `json:"to" maxLength:"40" doc:"Unit."`
		Reason string `json:"reason" maxLength:"4000"`
	}
}) (*api.Answer[apiWay], error) {
	id := in.Obstacle.Ident()
	return x.done(c, id, x.Obstacle.PassOn(c.Context(), c.Actor, id, api.ParseID(in.Body.To).Ident(), in.Body.Reason, c.Key()))
}

type apiObstacleGroup struct {
	ID          string `json:"id"`
	Owner       string `json:"owner" doc:"Unit that put them together."`
	Title       string `json:"title"`
	Answer      string `json:"answer,omitempty"`
	AnsweredAt  string `json:"answered_at,omitempty" format:"date-time"`
	PublishedAt string `json:"published_at,omitempty" format:"date-time"`
	Count       int    `json:"count" doc:"Obstacles in it."`
	Ended       int    `json:"ended" doc:"Of them solved or withdrawn."`

	Change *apiDocumentChange `json:"change,omitempty" doc:"The document to which the answer leads."`
}

func showGroup(g obstacle.Group) apiObstacleGroup {
	out := apiObstacleGroup{ID: g.ID.String(), Owner: g.Owner.String(), Title: g.Title, Answer: g.Answer, Count: g.Count, Ended: g.Ended, Change: showChange(g.Change)}
	if !g.AnsweredAt.Zero() {
		out.AnsweredAt = g.AnsweredAt.ISO()
	}
	if !g.PublishedAt.Zero() {
		out.PublishedAt = g.PublishedAt.ISO()
	}
	return out
}

func (x API) groups(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
	List string `query:"list" enum:"kept,published" default:"kept" doc:"published: answered by a unit for all in its remit, where this unit is."`
}) (*api.List[apiObstacleGroup], error) {
	read := x.Obstacle.Groups
	if in.List == "published" {
		read = x.Obstacle.Published
	}
	list, err := read(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(g obstacle.Group) string { return g.ID.String() }, showGroup)
}

type apiObstacleGroupPage struct {
	Group     apiObstacleGroup `json:"group"`
	Obstacles []apiObstacle    `json:"obstacles" doc:"That the caller may see."`
}

// GroupIn is the path of a group.
type GroupIn struct {
	Group api.ID `path:"group"`
}

func (x API) group(c *web.Ctx, in *GroupIn) (*api.Answer[apiObstacleGroupPage], error) {
	return x.groupNow(c, in.Group.Ident(), nil)
}

func (x API) groupNow(c *web.Ctx, id ident.ID, err error) (*api.Answer[apiObstacleGroupPage], error) {
	if err != nil {
		return nil, err
	}
	p, err := x.Obstacle.Group(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	out := apiObstacleGroupPage{Group: showGroup(p.Group), Obstacles: []apiObstacle{}}
	for _, o := range p.Obstacles {
		out.Obstacles = append(out.Obstacles, show(c, o))
	}
	return &api.Answer[apiObstacleGroupPage]{Body: out}, nil
}

func (x API) makeGroup(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Title     string   `json:"title" maxLength:"300"`
		Obstacles []string `json:"obstacles" minItems:"1" maxItems:"500"`
	}
}) (*api.Answer[apiObstacleGroupPage], error) {
	id, err := x.Obstacle.MakeGroup(c.Context(), c.Actor, in.Unit.Ident(), in.Body.Title, api.IDs(in.Body.Obstacles), c.Key())
	return x.groupNow(c, id, err)
}

func (x API) changeGroup(c *web.Ctx, in *struct {
	GroupIn
	Body struct {
		Title   string   `json:"title" maxLength:"300"`
		Add     []string `json:"add,omitempty" maxItems:"500"`
		TakeOut []string `json:"take_out,omitempty" maxItems:"500"`
	}
}) (*api.Answer[apiObstacleGroupPage], error) {
	id := in.Group.Ident()
	return x.groupNow(c, id, x.Obstacle.ChangeGroup(c.Context(), c.Actor, id, in.Body.Title, api.IDs(in.Body.Add), api.IDs(in.Body.TakeOut), c.Key()))
}

func (x API) answerGroup(c *web.Ctx, in *struct {
	GroupIn
	Body struct {
		Answer  string `json:"answer" maxLength:"10000"`
		Publish bool   `json:"publish,omitempty"`

		Change *apiDocumentChange `json:"change,omitempty" doc:"The document to which the answer leads."`
	}
}) (*api.Answer[apiObstacleGroupPage], error) {
	id := in.Group.Ident()
	return x.groupNow(c, id, x.Obstacle.AnswerGroup(c.Context(), c.Actor, id, in.Body.Answer, in.Body.Publish, readAPIChange(in.Body.Change), c.Key()))
}

func (x API) answer(c *web.Ctx, in *struct {
	Obstacle api.ID `path:"obstacle"`
	Body     struct {
		Text   string             `json:"text,omitempty" maxLength:"10000"`
		Change *apiDocumentChange `json:"change,omitempty" doc:"The document to which the answer leads."`
	}
}) (*api.Answer[apiWay], error) {
	id := in.Obstacle.Ident()
	return x.done(c, id, x.Obstacle.Answer(c.Context(), c.Actor, id, in.Body.Text, readAPIChange(in.Body.Change), c.Key()))
}
