package taskweb

import (
	"net/http"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// API is the operations of tasks for other programs.
type API struct{ Task *task.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	op := func(id, method, path string, scope actor.Scope, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Tasks", Path: path, Scope: scope, Summary: summary, Text: text}
	}
	api.Register(a, op("listTasks", http.MethodGet, "/units/{unit}/tasks", actor.ReadTasks, "List the tasks of a unit", "Those it leads, co-ordinates, or led before. Open ones first, by due day."), x.list)
	api.Register(a, op("listGivenTasks", http.MethodGet, "/units/{unit}/given-tasks", actor.ReadTasks, "List the tasks that a unit gave", "Each copy of a task with several leads by itself; copies share fanout."), x.given)
	api.Register(a, op("getTask", http.MethodGet, "/tasks/{task}", actor.ReadTasks, "Read a task", ""), x.one)
	api.Register(a, op("listTaskHistory", http.MethodGet, "/tasks/{task}/history", actor.ReadTasks, "Read what happened to a task", "The newest first."), x.history)
	api.Register(a, op("reportProgress", http.MethodPost, "/tasks/{task}/progress", actor.WriteTasks, "Report progress on a task", "The lead's report: how far, what blocks it, or that it is done. With If-Match it is refused where the task has changed."), x.progress)
	api.Register(a, op("addTaskNote", http.MethodPost, "/tasks/{task}/notes", actor.WriteTasks, "Add a note to a task", "Of the lead or a co-ordinating unit. It does not touch the progress."), x.note)
	x.assignOperations(a)
}

type apiTask struct {
	ID           string   `json:"id"`
	Title        string   `json:"title"`
	Assigner     string   `json:"assigner" doc:"Unit that gave it."`
	Lead         string   `json:"lead" doc:"Unit that leads it."`
	Coordinating []string `json:"coordinating"`
	Due          string   `json:"due,omitempty" format:"date" doc:"The day, or the day of its event as it stands now."`
	DueEvent     string   `json:"due_event,omitempty"`
	Priority     string   `json:"priority" enum:"key,breakthrough,regular"`
	Product      string   `json:"product,omitempty" doc:"What must be there at the end."`
	Origin       string   `json:"origin,omitempty" doc:"Where it comes from, as the assigner writes it."`
	Fanout       string   `json:"fanout,omitempty" doc:"Shared by the copies of several leads."`
	State        string   `json:"state" enum:"prepared,issued,in_progress,done,withdrawn"`
	Late         bool     `json:"late"`
	Percent      int      `json:"percent"`
	Note         string   `json:"note,omitempty"`
	Blocked      string   `json:"blocked,omitempty"`
	Blocker      string   `json:"blocker,omitempty" doc:"Unit that must settle what blocks it."`
	Result       string   `json:"result,omitempty"`
	Reason       string   `json:"reason,omitempty" doc:"Why withdrawn, or why the lead changed."`
	As           string   `json:"as,omitempty" doc:"Part of the unit that was asked for: lead, coordinating, former_lead."`
	UpdatedAt    string   `json:"updated_at,omitempty" format:"date-time"`
}

func showTask(c *web.Ctx, t task.Task) apiTask {
	out := apiTask{ID: t.ID.String(), Title: t.Title, Assigner: t.Assigner.String(), Lead: t.Lead.String(), Coordinating: []string{}, Due: t.DueOn.String(), DueEvent: t.DueEvent.ID.String(),
		Priority: string(t.Priority), Product: t.Product, Origin: t.Origin.Label, Fanout: t.Fanout.String(), State: string(t.State), Late: t.Late(c.Today), Percent: t.Percent,
		Note: t.Note, Blocked: t.Blocked, Blocker: t.Blocker.String(), Result: t.Result, Reason: t.Reason, As: string(t.As), UpdatedAt: t.UpdatedAt.ISO()}
	for _, unit := range t.Coordinating {
		out.Coordinating = append(out.Coordinating, unit.String())
	}
	return out
}

func taskTag(t task.Task) string { return api.Tag("t" + strconv.FormatInt(int64(t.UpdatedAt), 10)) }

func answerTask(c *web.Ctx, t task.Task, err error) (*api.Answer[apiTask], error) {
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiTask]{ETag: taskTag(t), Body: showTask(c, t)}, nil
}

// TasksIn is which tasks of a unit are asked for.
type TasksIn struct {
	api.Paging
	Unit  api.ID `path:"unit"`
	Which string `query:"which" enum:"open,late,done" doc:"All by default."`
	Text  string `query:"q" maxLength:"200" doc:"Words of the title, without regard to accents."`
}

func (in TasksIn) filter() task.Filter {
	return task.Filter{Which: task.Which(in.Which), Text: strings.TrimSpace(in.Text)}
}

func taskKey(t task.Task) string { return t.ID.String() + string(t.As) }

func (x API) list(c *web.Ctx, in *TasksIn) (*api.List[apiTask], error) {
	list, err := x.Task.ForUnit(c.Context(), c.Actor, in.Unit.Ident(), in.filter())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, taskKey, func(t task.Task) apiTask { return showTask(c, t) })
}

func (x API) given(c *web.Ctx, in *TasksIn) (*api.List[apiTask], error) {
	groups, err := x.Task.Given(c.Context(), c.Actor, in.Unit.Ident(), in.filter())
	if err != nil {
		return nil, err
	}
	var list []task.Task
	for _, g := range groups {
		list = append(list, g.Tasks...)
	}
	return api.Cut(c, in.Paging, list, taskKey, func(t task.Task) apiTask { return showTask(c, t) })
}

// TaskIn is the path of a task.
type TaskIn struct {
	Task api.ID `path:"task"`
}

func (x API) one(c *web.Ctx, in *TaskIn) (*api.Answer[apiTask], error) {
	t, err := x.Task.ByID(c.Context(), c.Actor, in.Task.Ident())
	return answerTask(c, t, hidden(err))
}

// hidden makes a task that the caller may not see one that does not exist: identifiers are not to be tried out.
func hidden(err error) error {
	if err != nil && fault.KindOf(err) == fault.KindForbidden {
		return fault.NotFound("task.not_found").Because(err)
	}
	return err
}

type apiTaskEntry struct {
	ID      string `json:"id"`
	At      string `json:"at" format:"date-time"`
	By      string `json:"by"`
	Unit    string `json:"unit"`
	Kind    string `json:"kind"`
	State   string `json:"state"`
	Percent int    `json:"percent"`
	Note    string `json:"note,omitempty"`
	Blocked string `json:"blocked,omitempty"`
}

func (x API) history(c *web.Ctx, in *struct {
	api.Paging
	TaskIn
}) (*api.List[apiTaskEntry], error) {
	list, err := x.Task.History(c.Context(), c.Actor, in.Task.Ident())
	if err != nil {
		return nil, hidden(err)
	}
	return api.Cut(c, in.Paging, list, func(e task.Entry) string { return e.ID.String() }, func(e task.Entry) apiTaskEntry {
		return apiTaskEntry{ID: e.ID.String(), At: e.At.ISO(), By: e.Actor, Unit: e.Unit.String(), Kind: e.Kind, State: string(e.State), Percent: e.Percent, Note: e.Note, Blocked: e.Blocked}
	})
}

func (x API) progress(c *web.Ctx, in *struct {
	TaskIn
	Match string `header:"If-Match" maxLength:"60" doc:"ETag of the task that was read."`
	Body  struct {
		Percent int    `json:"percent" minimum:"0" maximum:"100"`
		Done    bool   `json:"done,omitempty" doc:"The work is finished."`
		Note    string `json:"note,omitempty"`
		Blocked string `json:"blocked,omitempty" doc:"What blocks it; empty: nothing."`
		Blocker string `json:"blocker,omitempty" doc:"Unit that must settle what blocks it."`
		Result  string `json:"result,omitempty" doc:"Product or result; needed where a product is asked."`
	}
}) (*api.Answer[apiTask], error) {
	u := task.Update{Percent: in.Body.Percent, State: task.InProgress, Note: in.Body.Note, Blocked: in.Body.Blocked, Result: in.Body.Result}
	if in.Body.Done {
		u.State = task.Done
	}
	u.Blocker = api.MaybeID(in.Body.Blocker)
	version, err := api.Matched(in.Match)
	if err != nil {
		return nil, err
	}
	if version != "" {
		n, err := strconv.ParseInt(strings.TrimPrefix(version, "t"), 10, 64)
		if err != nil {
			return nil, fault.Invalid("If-Match", "api.bad_match")
		}
		u.Seen = when.Instant(n)
	}
	t, err := x.Task.Update(c.Context(), c.Actor, in.Task.Ident(), u, c.Key())
	if fault.Is(err, "task.moved") {
		return nil, api.Moved(c)
	}
	return answerTask(c, t, hidden(err))
}

func (x API) note(c *web.Ctx, in *struct {
	TaskIn
	Body struct {
		Text string `json:"text"`
	}
}) (*api.Answer[apiTask], error) {
	t, err := x.Task.Note(c.Context(), c.Actor, in.Task.Ident(), c.Actor.Unit, in.Body.Text, c.Key())
	return answerTask(c, t, hidden(err))
}
