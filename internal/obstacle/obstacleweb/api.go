package obstacleweb

import (
	"net/http"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/obstacle"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// API is the operations of obstacles for other programs.
type API struct{ Obstacle *obstacle.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	op := func(id, method, path string, scope actor.Scope, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Obstacles", Path: path, Scope: scope, Summary: summary, Text: text}
	}
	api.Register(a, op("listObstacles", http.MethodGet, "/units/{unit}/obstacles", actor.ReadTasks, "List the obstacles of a unit", "Raised by it, routed to it, or raised by it and the units below. What waits longest comes first."), x.list)
	api.Register(a, op("countObstacles", http.MethodGet, "/units/{unit}/obstacle-counts", actor.ReadTasks, "Count obstacles by unit", "Of the unit and the units below; withdrawn ones are left out, and so are units without any."), x.counts)
	api.Register(a, op("listCountedObstacles", http.MethodGet, "/units/{unit}/counted-obstacles", actor.ReadTasks, "List the obstacles behind a figure", "Those that make up the unit's share of resolved obstacles over some days: what it raised itself and what was pending then. Withdrawn ones do not count. A report whose form counts from the register holds their numbers as of its signature."), x.counted)
	api.Register(a, op("raiseObstacle", http.MethodPost, "/units/{unit}/obstacles", actor.WriteTasks, "Raise an obstacle", "In the name of the unit, about its work at large or one of its tasks. That it is solved only people of the unit can say."), x.raise)
	api.Register(a, op("getObstacle", http.MethodGet, "/obstacles/{obstacle}", actor.ReadTasks, "Read an obstacle with its way", "Every hop, answer and word, the oldest first."), x.one)
	x.actOperations(a)
}

type apiObstacle struct {
	ID       string   `json:"id"`
	Unit     string   `json:"unit" doc:"Unit that raised it."`
	Text     string   `json:"text"`
	Proposal string   `json:"proposal,omitempty" doc:"Absent: none was made."`
	Subject  string   `json:"subject,omitempty"`
	Kind     string   `json:"about_kind,omitempty" enum:"report,task,site" doc:"Absent: the work at large."`
	About    string   `json:"about,omitempty" doc:"The filing, task or site."`
	Section  string   `json:"about_section,omitempty"`
	Label    api.Text `json:"about_label" doc:"What it is about, as it was called when it was raised."`
	Holder   string   `json:"holder" doc:"Unit that must settle it."`
	State    string   `json:"state" enum:"open,answered,solved,withdrawn"`
	Days     int      `json:"days" doc:"Since it was raised, until it ended."`
	RaisedAt string   `json:"raised_at" format:"date-time"`
	EndedAt  string   `json:"ended_at,omitempty" format:"date-time"`

	Change *apiDocumentChange `json:"change,omitempty" doc:"The newest to which an answer leads."`
}

type apiDocumentChange struct {
	Act      string `json:"act" enum:"amend,issue"`
	Title    string `json:"title,omitempty" maxLength:"300" doc:"Number and title; empty on the way in: those of the document."`
	Document string `json:"document,omitempty" doc:"Of the register. Absent where there is none or the caller may not see it, and in lists."`
	Planned  string `json:"planned" format:"date" doc:"Day by which it is to be done."`
}

func showChange(c obstacle.Change) *apiDocumentChange {
	if c.None() {
		return nil
	}
	out := &apiDocumentChange{Act: string(c.Act), Title: c.Title, Planned: c.Planned.String()}
	if !c.Document.Zero() {
		out.Document = c.Document.String()
	}
	return out
}

func readAPIChange(in *apiDocumentChange) obstacle.Change {
	if in == nil {
		return obstacle.Change{}
	}
	planned, _ := time.Parse(time.DateOnly, in.Planned) // the frame has judged the format
	day, _ := when.NewDate(planned.Year(), int(planned.Month()), planned.Day())
	return obstacle.Change{Act: obstacle.ChangeAct(in.Act), Title: in.Title, Document: api.MaybeID(in.Document), Planned: day}
}

func show(c *web.Ctx, o obstacle.Obstacle) apiObstacle {
	out := apiObstacle{ID: o.ID.String(), Unit: o.Unit.String(), Text: o.Body, Proposal: o.Proposal, Subject: o.Tag, Kind: string(o.About.Kind), Section: o.About.Part,
		Label: api.TextOf(o.About.Label), Holder: o.Holder.String(), State: string(o.State), Days: o.Days(c.Today), RaisedAt: o.RaisedAt.ISO()}
	if !o.About.ID.Zero() {
		out.About = o.About.ID.String()
	}
	out.Change = showChange(o.Change)
	if !o.EndedAt.Zero() {
		out.EndedAt = o.EndedAt.ISO()
	}
	return out
}

func (x API) list(c *web.Ctx, in *struct {
	api.Paging
	Unit  api.ID `path:"unit"`
	List  string `query:"list" enum:"raised,routed,below" default:"raised"`
	Which string `query:"which" enum:"waiting,pending,ended" doc:"waiting: the unit itself must do something. All by default."`
	Text  string `query:"q" maxLength:"200" doc:"Words, without regard to accents."`
	Tag   string `query:"subject" maxLength:"60" doc:"Without regard to accents."`
	By    api.ID `query:"by" doc:"Only what this unit must settle or has answered."`
}) (*api.List[apiObstacle], error) {
	list, err := x.Obstacle.List(c.Context(), c.Actor, in.Unit.Ident(), obstacle.Filter{Part: obstacle.Part(in.List), Which: obstacle.Which(in.Which), Text: in.Text, Tag: in.Tag, By: in.By.Ident()})
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(o obstacle.Obstacle) string { return o.ID.String() }, func(o obstacle.Obstacle) apiObstacle { return show(c, o) })
}

type apiObstacleCount struct {
	Unit     string `json:"unit"`
	Open     int    `json:"open"`
	Answered int    `json:"answered"`
	Solved   int    `json:"solved"`
	Total    int    `json:"total"`
	Oldest   string `json:"oldest,omitempty" format:"date-time" doc:"When the oldest that has not ended was raised."`
}

func (x API) counts(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
}) (*api.List[apiObstacleCount], error) {
	list, err := x.Obstacle.Counts(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(n obstacle.Count) string { return n.Unit.String() }, func(n obstacle.Count) apiObstacleCount {
		out := apiObstacleCount{Unit: n.Unit.String(), Open: n.Open, Answered: n.Answered, Solved: n.Solved, Total: n.Total()}
		if !n.Oldest.Zero() {
			out.Oldest = n.Oldest.ISO()
		}
		return out
	})
}

type apiCounted struct {
	Obstacle apiObstacle `json:"obstacle" doc:"As it stands now."`
	Settled  bool        `json:"settled" doc:"It counts as resolved: its raiser called it solved within the days. Else it counts as pending, whatever became of it since."`
}

func (x API) counted(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID    `path:"unit"`
	From string    `query:"from" format:"date" doc:"First day; the first of the current quarter by default."`
	To   string    `query:"to" format:"date" doc:"Last day; the last of the current quarter by default."`
	At   time.Time `query:"at" doc:"As the register stood then, such as at the signature of a report; now by default."`
}) (*api.List[apiCounted], error) {
	span, err := api.Span(in.From, in.To)
	if err != nil {
		return nil, err
	}
	quarter := when.Naming(when.Quarter, c.Today).Span()
	if span.From.Zero() {
		span.From = quarter.From
	}
	if span.To.Zero() {
		span.To = quarter.To
	}
	count := obstacle.Counting{Unit: in.Unit.Ident(), Span: span}
	if !in.At.IsZero() {
		count.At = when.InstantOf(in.At)
	}
	list, err := x.Obstacle.Counted(c.Context(), c.Actor, count)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(o obstacle.Counted) string { return o.ID.String() }, func(o obstacle.Counted) apiCounted {
		return apiCounted{show(c, o.Obstacle), o.Settled}
	})
}

func (x API) raise(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Text     string `json:"text"`
		Proposal string `json:"proposal,omitempty"`
		Subject  string `json:"subject,omitempty"`
		Task     string `json:"task,omitempty" doc:"A task that the unit leads or co-ordinates; empty: the work at large."`
		Holder   string `json:"holder,omitempty" doc:"Unit that must settle it; empty: the unit above."`
	}
}) (*api.Answer[apiWay], error) {
	n := obstacle.New{Unit: in.Unit.Ident(), Body: in.Body.Text, Proposal: in.Body.Proposal, Tag: in.Body.Subject, Key: c.Key()}
	if in.Body.Task != "" {
		n.About = obstacle.Ref{Kind: obstacle.AboutTask, ID: api.ParseID(in.Body.Task).Ident()}
	}
	n.Holder = api.MaybeID(in.Body.Holder)
	id, err := x.Obstacle.Raise(c.Context(), c.Actor, n)
	if err != nil {
		return nil, err
	}
	p, err := x.Obstacle.ByID(c.Context(), c.Actor, id)
	return answer(c, p, err)
}

type apiObstacleEntry struct {
	At     string `json:"at" format:"date-time"`
	By     string `json:"by"`
	Unit   string `json:"unit"`
	Kind   string `json:"kind" enum:"raised,proposed,passed,answered,reopened,solved,withdrawn"`
	Target string `json:"target,omitempty" doc:"Unit that must settle it from then on."`
	Text   string `json:"text,omitempty"`
	Group  string `json:"group,omitempty" doc:"Answered with all of this group."`

	Change *apiDocumentChange `json:"change,omitempty" doc:"To which the answer leads."`
}

type apiWay struct {
	Obstacle apiObstacle        `json:"obstacle"`
	History  []apiObstacleEntry `json:"history"`
}

func answer(c *web.Ctx, p obstacle.Page, err error) (*api.Answer[apiWay], error) {
	if err != nil {
		return nil, err
	}
	out := apiWay{Obstacle: show(c, p.Obstacle), History: []apiObstacleEntry{}}
	for _, e := range p.History {
		one := apiObstacleEntry{At: e.At.ISO(), By: e.Actor, Unit: e.Unit.String(), Kind: e.Kind, Text: e.Text, Group: e.Group.String(), Change: showChange(e.Change)}
		if !e.Target.Zero() {
			one.Target = e.Target.String()
		}
		out.History = append(out.History, one)
	}
	return &api.Answer[apiWay]{Body: out}, nil
}

func (x API) one(c *web.Ctx, in *struct {
	Obstacle api.ID `path:"obstacle"`
}) (*api.Answer[apiWay], error) {
	p, err := x.Obstacle.ByID(c.Context(), c.Actor, in.Obstacle.Ident())
	return answer(c, p, err)
}
