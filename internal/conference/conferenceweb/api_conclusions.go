package conferenceweb

import (
	"net/http"
	"slices"
	"strconv"

	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// conclusionOperations write the conclusions and the tasks that they become.
func (x API) conclusionOperations(a *api.API) {
	const one = "/{conference}/conclusions/{conclusion}"
	api.RegisterBody(a, act(http.MethodPut, "declareConclusions", "/{conference}/declared", "Say how many conclusions the chair announced", "Not fewer than are written."), x.declare)
	api.RegisterBody(a, act(http.MethodPut, "nameSpeaker", "/{conference}/speaker", "Name the chair whose conclusions they are", "An approval given before falls away."), x.speak)
	api.RegisterBody(a, act(http.MethodPost, "addConclusion", "/{conference}/conclusions", "Write down a conclusion", "The last one. One more than declared is refused until raise is chosen."), x.addConclusion)
	api.RegisterBody(a, act(http.MethodPut, "changeConclusion", one, "Change a conclusion", "An approval given before falls away. With version it is refused where somebody else changed it meanwhile."), x.changeConclusion)
	api.RegisterPath(a, act(http.MethodDelete, "removeConclusion", one, "Take a conclusion out", "With the tasks prepared for it; those after it move up."), x.removeConclusion)
	api.RegisterPath(a, act(http.MethodPost, "moveConclusionUp", one+"/up", "Move a conclusion up", "At the edge nothing happens."), x.up)
	api.RegisterPath(a, act(http.MethodPost, "moveConclusionDown", one+"/down", "Move a conclusion down", "At the edge nothing happens."), x.down)
	tasks := act(http.MethodGet, "listConclusionTasks", one+"/tasks", "List the tasks of a conclusion", "Those prepared are for who runs the conference; once the notice is issued, each unit sees its own.")
	tasks.Person, tasks.Scope = true, "" // a token reads tasks with a scope of their own
	api.Register(a, tasks, x.conclusionTasks)
	api.RegisterBody(a, act(http.MethodPost, "prepareTasks", one+"/tasks", "Prepare the tasks of a conclusion", "One copy for each lead. They go out with the notice."), x.prepareTasks)
	api.RegisterBody(a, act(http.MethodPut, "changePreparedTask", one+"/tasks/{task}", "Change a prepared task", "One lead."), x.changeTask)
	api.RegisterBody(a, act(http.MethodPost, "dropPreparedTask", one+"/tasks/{task}/drop", "Drop a prepared task", "Alone, or with all its copies."), x.dropTask)
}

type apiDeclared struct {
	Declared int `json:"declared" minimum:"1" maximum:"1000"`
}

func (x API) declare(c *web.Ctx, in *ConferenceIn, body *apiDeclared) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Declare(c.Context(), c.Actor, id, strconv.Itoa(body.Declared), c.Key()))
}

type apiSpeaker struct {
	Author string `json:"author" maxLength:"40" doc:"Id among the conference's chairs."`
}

func (x API) speak(c *web.Ctx, in *ConferenceIn, body *apiSpeaker) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Speak(c.Context(), c.Actor, id, api.ParseID(body.Author).Ident(), c.Key()))
}

type apiConclusionEntry struct {
	Heading   string `json:"heading,omitempty" maxLength:"2000" doc:"Of its group."`
	Text      string `json:"text"`
	Addressee string `json:"addressee,omitempty" maxLength:"2000"`
	Answers   string `json:"answers,omitempty" maxLength:"40" doc:"Group of obstacles that it answers once its notice is issued."`
	Raise     bool   `json:"raise,omitempty" doc:"Raise the declared number where this one is more than declared."`
	Version   int    `json:"version,omitempty" minimum:"0" doc:"Of the conclusion that was read; 0 or absent: whatever it is now."`
}

func (e apiConclusionEntry) entry() conference.ConclusionEntry {
	return conference.ConclusionEntry{Heading: e.Heading, Text: e.Text, Addressee: e.Addressee, Answers: api.MaybeID(e.Answers), Raise: e.Raise, Version: e.Version}
}

// ConclusionIn is the path of a conclusion.
type ConclusionIn struct {
	ConferenceIn
	Conclusion api.ID `path:"conclusion"`
}

// conclusionNow answers an act with the conclusion as it then is.
func (x API) conclusionNow(c *web.Ctx, id, conclusion ident.ID, err error) (*api.Answer[apiConclusion], error) {
	if err != nil {
		return nil, err
	}
	list, err := x.Conference.Conclusions(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(k conference.Conclusion) bool { return k.ID == conclusion })
	if i < 0 { // moved at the edge of nothing: there is no such conclusion
		return nil, fault.NotFound("web.not_found")
	}
	return &api.Answer[apiConclusion]{Body: showConclusion(list[i])}, nil
}

func (x API) addConclusion(c *web.Ctx, in *ConferenceIn, body *apiConclusionEntry) (*api.Answer[apiConclusion], error) {
	id := in.Conference.Ident()
	fresh, err := x.Conference.AddConclusion(c.Context(), c.Actor, id, body.entry(), c.Key())
	return x.conclusionNow(c, id, fresh, err)
}

func (x API) changeConclusion(c *web.Ctx, in *ConclusionIn, body *apiConclusionEntry) (*api.Answer[apiConclusion], error) {
	id, at := in.Conference.Ident(), in.Conclusion.Ident()
	return x.conclusionNow(c, id, at, x.Conference.ChangeConclusion(c.Context(), c.Actor, id, at, body.entry(), c.Key()))
}

func (x API) removeConclusion(c *web.Ctx, in *ConclusionIn) (*struct{}, error) {
	return nil, x.Conference.RemoveConclusion(c.Context(), c.Actor, in.Conference.Ident(), in.Conclusion.Ident(), c.Key())
}

func (x API) up(c *web.Ctx, in *ConclusionIn) (*api.Answer[apiConclusion], error) {
	return x.move(c, in, true)
}

func (x API) down(c *web.Ctx, in *ConclusionIn) (*api.Answer[apiConclusion], error) {
	return x.move(c, in, false)
}

func (x API) move(c *web.Ctx, in *ConclusionIn, up bool) (*api.Answer[apiConclusion], error) {
	id, at := in.Conference.Ident(), in.Conclusion.Ident()
	return x.conclusionNow(c, id, at, x.Conference.MoveConclusion(c.Context(), c.Actor, id, at, up, c.Key()))
}

type apiConclusionTask struct {
	ID           string   `json:"id"`
	Title        string   `json:"title"`
	Assigner     string   `json:"assigner" doc:"Unit that gives it."`
	Lead         string   `json:"lead" doc:"Unit that leads it."`
	Coordinating []string `json:"coordinating"`
	Due          string   `json:"due,omitempty" format:"date" doc:"The day, or the day of its event as it stands now."`
	DueEvent     string   `json:"due_event,omitempty"`
	Priority     string   `json:"priority" enum:"key,breakthrough,regular"`
	Product      string   `json:"product,omitempty"`
	Fanout       string   `json:"fanout,omitempty" doc:"Shared by the copies of several leads."`
	State        string   `json:"state" enum:"prepared,issued,in_progress,done,withdrawn"`
}

func showConclusionTask(t task.Task) apiConclusionTask {
	out := apiConclusionTask{ID: t.ID.String(), Title: t.Title, Assigner: t.Assigner.String(), Lead: t.Lead.String(), Coordinating: []string{}, Due: t.DueOn.String(), DueEvent: t.DueEvent.ID.String(),
		Priority: string(t.Priority), Product: t.Product, Fanout: t.Fanout.String(), State: string(t.State)}
	for _, unit := range t.Coordinating {
		out.Coordinating = append(out.Coordinating, unit.String())
	}
	return out
}

// ConclusionList is a page of a conclusion's list.
type ConclusionList struct {
	api.Paging
	ConclusionIn
}

func (x API) conclusionTasks(c *web.Ctx, in *ConclusionList) (*api.List[apiConclusionTask], error) {
	all, err := x.Conference.TasksOf(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return api.Cut(c, in.Paging, all[in.Conclusion.Ident()], func(t task.Task) string { return t.ID.String() }, showConclusionTask)
}

type apiAssignment struct {
	Title        string   `json:"title,omitempty" maxLength:"4000" doc:"The conclusion's text by default."`
	Assigner     string   `json:"assigner,omitempty" maxLength:"40" doc:"Unit that gives it; the first host by default."`
	Leads        []string `json:"leads,omitempty" maxItems:"2000" nullable:"false" doc:"Units."`
	AllSites     bool     `json:"all_sites,omitempty" doc:"One copy for every site but observers and the assigner."`
	Coordinating []string `json:"coordinating,omitempty" maxItems:"2000" nullable:"false"`
	Due          string   `json:"due,omitempty" format:"date"`
	Event        string   `json:"event,omitempty" maxLength:"40" doc:"Due at this event, instead of a day."`
	Priority     string   `json:"priority,omitempty" enum:"key,breakthrough,regular"`
	Product      string   `json:"product,omitempty" maxLength:"4000" doc:"What must be there at the end."`
}

func (e apiAssignment) entry() conference.TaskEntry {
	return conference.TaskEntry{Title: e.Title, Assigner: api.MaybeID(e.Assigner), Leads: api.IDs(e.Leads), AllSites: e.AllSites, Coordinating: api.IDs(e.Coordinating), Due: e.Due, Event: api.MaybeID(e.Event),
		Priority: task.Priority(e.Priority), Product: e.Product}
}

func (x API) prepareTasks(c *web.Ctx, in *ConclusionIn, body *apiAssignment) (*api.List[apiConclusionTask], error) {
	if err := leadField(x.Conference.PrepareTasks(c.Context(), c.Actor, in.Conference.Ident(), in.Conclusion.Ident(), body.entry(), c.Key())); err != nil {
		return nil, err
	}
	return x.conclusionTasks(c, &ConclusionList{Paging: api.Paging{Limit: 200}, ConclusionIn: *in})
}

// PreparedIn is the path of a prepared task.
type PreparedIn struct {
	ConclusionIn
	Task api.ID `path:"task"`
}

func (x API) changeTask(c *web.Ctx, in *PreparedIn, body *apiAssignment) (*api.Answer[apiConclusionTask], error) {
	id, at, one := in.Conference.Ident(), in.Conclusion.Ident(), in.Task.Ident()
	if err := leadField(x.Conference.ChangeTask(c.Context(), c.Actor, id, at, one, body.entry(), c.Key())); err != nil {
		return nil, err
	}
	all, err := x.Conference.TasksOf(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all[at], func(t task.Task) bool { return t.ID == one })
	if i < 0 { // a retry after it was dropped
		return nil, fault.NotFound("task.not_found")
	}
	return &api.Answer[apiConclusionTask]{Body: showConclusionTask(all[at][i])}, nil
}

type apiDropping struct {
	All bool `json:"all,omitempty" doc:"With all its copies."`
}

func (x API) dropTask(c *web.Ctx, in *PreparedIn, body *apiDropping) (*struct{}, error) {
	return nil, x.Conference.DropTask(c.Context(), c.Actor, in.Conference.Ident(), in.Conclusion.Ident(), in.Task.Ident(), body.All, c.Key())
}
