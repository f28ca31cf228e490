package conferenceweb

import (
	"net/http"

	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// callOperations prepare a conference, call it and lead it through its states.
func (x API) callOperations(a *api.API) {
	api.RegisterBody(a, act(http.MethodPost, "createConference", "", "Prepare a conference", "A draft, which the hosts' offices see alone until it is called."), x.create)
	api.RegisterBody(a, act(http.MethodPut, "changeConference", "/{conference}", "Change what the call says", "The whole of it, also the agenda: lines keep their id, what is not sent is taken out. Until the conference opens; "+
		"once called, scope and first host stay. With version it is refused where somebody else changed it meanwhile."), x.change)
	api.RegisterPath(a, act(http.MethodPost, "callConference", "/{conference}/call", "Call a conference", "It gets its number and a site for every unit of the scope."), x.call)
	api.RegisterBody(a, act(http.MethodPost, "openConference", "/{conference}/open", "Open a conference", "Titles are fixed as of the day. Sites without a chair refuse it (confirm) until that is confirmed."), x.open)
	api.RegisterPath(a, act(http.MethodPost, "closeConference", "/{conference}/close", "Close the meeting", "What runs ends. Conclusions are still written, approved and issued."), x.close)
	api.RegisterBody(a, act(http.MethodPost, "postponeConference", "/{conference}/postpone", "Put a conference off", "With the reason that the sites read."), x.postpone)
	api.RegisterBody(a, act(http.MethodPost, "cancelConference", "/{conference}/cancel", "Cancel a conference", "With the reason that the sites read."), x.cancel)
	api.RegisterBody(a, act(http.MethodPost, "rescheduleConference", "/{conference}/reschedule", "Call a postponed conference for a new day", "Sites keep what they entered."), x.reschedule)
}

// NoneIn is the path of an operation that names no record.
type NoneIn struct{}

type apiConferenceEntry struct {
	Title     string          `json:"title" maxLength:"300"`
	Kind      string          `json:"kind" enum:"review,interim_review,final_review,thematic,consultation"`
	Mode      string          `json:"mode" enum:"online,in_person,hybrid"`
	Date      string          `json:"date" format:"date"`
	Start     string          `json:"start" maxLength:"20" doc:"Time of day, 14:00; it lies in the part of the day."`
	Part      string          `json:"part" enum:"morning,afternoon,evening,all_day"`
	Place     string          `json:"place,omitempty" maxLength:"2000"`
	Hosts     []string        `json:"hosts" maxItems:"50" nullable:"false" doc:"Units; the first leads."`
	Scope     apiScope        `json:"scope"`
	Review    string          `json:"review,omitempty" maxLength:"100" doc:"Period that is reviewed: \"quý I/2026\"."`
	Plan      string          `json:"plan,omitempty" maxLength:"100" doc:"Period that is planned."`
	PlanEvent string          `json:"plan_event,omitempty" maxLength:"40" doc:"Plan from the day to this event, instead of plan."`
	Chairs    []string        `json:"chairs" maxItems:"20" nullable:"false" doc:"Persons, in their order."`
	Secretary string          `json:"secretary,omitempty" maxLength:"40" doc:"Person."`
	Agenda    []apiAgendaLine `json:"agenda" maxItems:"200" nullable:"false"`
	Version   int             `json:"version,omitempty" minimum:"0" doc:"Of the conference that was read; 0 or absent: whatever it is now."`
}

type apiAgendaLine struct {
	ID        string `json:"id,omitempty" maxLength:"40" doc:"Of a line that stands already."`
	Title     string `json:"title" maxLength:"2000"`
	Kind      string `json:"kind" enum:"opening,report,tasks,discussion,directing,concluding,other"`
	Presenter string `json:"presenter,omitempty" maxLength:"2000"`
	Minutes   int    `json:"minutes,omitempty" minimum:"0" doc:"Planned, 0: not said."`
}

func (e apiConferenceEntry) details() conference.Details {
	d := conference.Details{Title: e.Title, Kind: conference.Kind(e.Kind), Mode: conference.Mode(e.Mode), Part: conference.PartOfDay(e.Part), Date: e.Date, Start: e.Start, Place: e.Place,
		Scope: org.Scope{Kind: e.Scope.Kind, Value: e.Scope.Value, Under: api.MaybeID(e.Scope.Under), Units: api.IDs(e.Scope.Units)}, Hosts: api.IDs(e.Hosts), Review: e.Review, Plan: e.Plan,
		PlanEvent: api.MaybeID(e.PlanEvent), Secretary: api.MaybeID(e.Secretary), Version: e.Version}
	for _, person := range api.IDs(e.Chairs) {
		d.Chairs = append(d.Chairs, conference.Seat{Person: person})
	}
	for _, line := range e.Agenda {
		d.Agenda = append(d.Agenda, conference.AgendaItem{ID: api.MaybeID(line.ID), Title: line.Title, Kind: conference.ItemKind(line.Kind), Presenter: line.Presenter, Minutes: line.Minutes})
	}
	return d
}

// now answers an act with the conference as it then is.
func (x API) now(c *web.Ctx, id ident.ID, err error) (*api.Answer[apiConference], error) {
	if err != nil {
		return nil, err
	}
	f, err := x.Conference.ByID(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiConference]{Body: showConference(c, f)}, nil
}

func (x API) create(c *web.Ctx, _ *NoneIn, body *apiConferenceEntry) (*api.Answer[apiConference], error) {
	id, err := x.Conference.Create(c.Context(), c.Actor, body.details(), c.Key())
	return x.now(c, id, err)
}

// mayCall is judged first, as the page does: who has no right is not told what is wrong with the body.
func (x API) mayCall(c *web.Ctx, id ident.ID) error {
	f, err := x.Conference.ByID(c.Context(), c.Actor, id)
	if err == nil && !conference.CanCall(c.Actor, f.Conference) {
		err = fault.Forbidden("actor.forbidden_call_conference")
	}
	return err
}

func (x API) change(c *web.Ctx, in *ConferenceIn, body *apiConferenceEntry) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	if err := x.mayCall(c, id); err != nil {
		return nil, err
	}
	return x.now(c, id, x.Conference.Change(c.Context(), c.Actor, id, body.details(), c.Key()))
}

func (x API) call(c *web.Ctx, in *ConferenceIn) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Call(c.Context(), c.Actor, id, c.Key()))
}

type apiOpening struct {
	Confirm bool `json:"confirm,omitempty" doc:"Also with sites that have no chair."`
}

func (x API) open(c *web.Ctx, in *ConferenceIn, body *apiOpening) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Open(c.Context(), c.Actor, id, body.Confirm, c.Key()))
}

func (x API) close(c *web.Ctx, in *ConferenceIn) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Close(c.Context(), c.Actor, id, c.Key()))
}

type apiStopping struct {
	Reason string `json:"reason" maxLength:"4000"`
}

func (x API) postpone(c *web.Ctx, in *ConferenceIn, body *apiStopping) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Postpone(c.Context(), c.Actor, id, body.Reason, c.Key()))
}

func (x API) cancel(c *web.Ctx, in *ConferenceIn, body *apiStopping) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	return x.now(c, id, x.Conference.Cancel(c.Context(), c.Actor, id, body.Reason, c.Key()))
}

type apiNewDay struct {
	Date  string `json:"date" format:"date"`
	Start string `json:"start" maxLength:"20" doc:"Time of day."`
	Part  string `json:"part" enum:"morning,afternoon,evening,all_day"`
}

func (x API) reschedule(c *web.Ctx, in *ConferenceIn, body *apiNewDay) (*api.Answer[apiConference], error) {
	id := in.Conference.Ident()
	if err := x.mayCall(c, id); err != nil {
		return nil, err
	}
	return x.now(c, id, x.Conference.Reschedule(c.Context(), c.Actor, id, body.Date, body.Start, conference.PartOfDay(body.Part), c.Key()))
}
