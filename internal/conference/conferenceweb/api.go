package conferenceweb

import (
	"net/http"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// API is the operations of conferences for other programs. Tokens read; what prepares, runs and concludes a conference, and its
// papers, is for the people who answer for it.
type API struct {
	Conference *conference.Service
	Room       *conference.Room // its record of what was said
}

// Register adds the operations.
func (x API) Register(a *api.API) {
	read := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "Conferences", Path: path, Scope: actor.ReadConferences, Summary: summary, Text: text}
	}
	api.Register(a, read("listConferences", "/conferences", "List conferences", "Those that concern one of the caller's units, the newest day first."), x.list)
	api.RegisterPath(a, read("getConference", "/conferences/{conference}", "Read a conference", ""), x.one)
	api.Register(a, read("listAgenda", "/conferences/{conference}/agenda", "Read the agenda", ""), x.agenda)
	api.Register(a, read("listSites", "/conferences/{conference}/sites", "List the sites", "With who chairs each and how many people are there."), x.sites)
	api.Register(a, read("listConclusions", "/conferences/{conference}/conclusions", "Read the conclusions", "In their order. The missing are never invented: compare with declared."), x.conclusions)
	x.paperOperations(a)
	x.callOperations(a)
	x.siteOperations(a)
	x.conclusionOperations(a)
	x.noticeOperations(a)
}

// act is an operation for the people of a conference; reading is for tokens, too.
func act(method, id, path, summary, text string) api.Op {
	op := api.Op{ID: id, Method: method, Tag: "Conferences", Path: "/conferences" + path, Summary: summary, Text: text, Person: true}
	if method == http.MethodGet {
		op.Person, op.Scope = false, actor.ReadConferences
	}
	return op
}

type apiConference struct {
	ID        string   `json:"id"`
	Number    int      `json:"number" doc:"0 before the call."`
	Title     string   `json:"title"`
	Kind      string   `json:"kind" enum:"review,interim_review,final_review,thematic,consultation"`
	Mode      string   `json:"mode" enum:"online,in_person,hybrid"`
	Status    string   `json:"status" enum:"draft,called,open,closed,concluded,postponed,cancelled"`
	Date      string   `json:"date" format:"date"`
	Start     string   `json:"start" doc:"Time of day."`
	Part      string   `json:"part" enum:"morning,afternoon,evening,all_day"`
	Place     string   `json:"place,omitempty"`
	Hosts     []string `json:"hosts" doc:"Units; the first leads."`
	Sites     int      `json:"sites"`
	Confirmed int      `json:"confirmed" doc:"Sites that confirmed."`
	Declared  int      `json:"declared" doc:"Conclusions that the chair announced, 0: not said."`
	Entered   int      `json:"entered" doc:"Conclusions written down."`
	Notice    string   `json:"notice,omitempty" doc:"The document with the conclusions."`
	Reason    string   `json:"reason,omitempty" doc:"Of a postponement or cancellation."`

	Scope     apiScope         `json:"scope"`
	Review    string           `json:"review,omitempty" doc:"Period that is reviewed, as it is called."`
	Plan      string           `json:"plan,omitempty" doc:"Period that is planned."`
	PlanEvent string           `json:"plan_event,omitempty" doc:"Event at which the planned period ends."`
	Chairs    []apiParticipant `json:"chairs"`
	Secretary *apiParticipant  `json:"secretary,omitempty"`
	Author    string           `json:"author,omitempty" doc:"The chair (id among chairs) whose conclusions they are."`
	Approved  string           `json:"approved_at,omitempty" format:"date-time" doc:"When a chair approved the conclusions as they stand."`
	Version   int              `json:"version"`
}

// apiScope says which units are called.
type apiScope struct {
	Kind  string   `json:"kind" enum:"all,level,group,kind,subtree,list"`
	Value string   `json:"value,omitempty" maxLength:"100" doc:"Code of the level, group or kind."`
	Under string   `json:"under,omitempty" maxLength:"40" doc:"Only units of the subtree of this one; all by default."`
	Units []string `json:"units,omitempty" maxItems:"2000" nullable:"false" doc:"Of a list."`
}

type apiParticipant struct {
	ID     string `json:"id" doc:"In this conference."`
	Person string `json:"person"`
	Name   string `json:"name"`
	Title  string `json:"title" doc:"As on the day of the conference."`
	Unit   string `json:"unit" doc:"Represented."`
}

func showParticipant(p conference.Participant) apiParticipant {
	return apiParticipant{ID: p.ID.String(), Person: p.Person.String(), Name: p.Name, Title: p.Title, Unit: p.Unit.String()}
}

func showConference(c *web.Ctx, f conference.Facts) apiConference {
	out := apiConference{ID: f.ID.String(), Number: f.Number, Title: f.Title, Kind: string(f.Kind), Mode: string(f.Mode), Status: string(f.Status), Date: f.Date.String(),
		Start: when.TimeOfDay(f.Start), Place: f.Place, Hosts: []string{}, Sites: f.Sites, Confirmed: f.Confirmed, Declared: f.Declared, Entered: f.Entered,
		Notice: f.Notice.String(), Reason: f.Reason, Part: string(f.Part), Scope: apiScope{Kind: f.Scope.Kind, Value: f.Scope.Value, Under: f.Scope.Under.String()},
		PlanEvent: f.PlanPeriod.EndEvent.String(), Chairs: []apiParticipant{}, Author: f.Author.String(), Version: f.Version}
	for _, h := range f.Hosts {
		out.Hosts = append(out.Hosts, h.String())
	}
	for _, u := range f.Scope.Units {
		out.Scope.Units = append(out.Scope.Units, u.String())
	}
	if !f.Review.Zero() {
		out.Review = f.ReviewPeriod.Title(c.Lang)
	}
	if !f.Plan.Zero() {
		out.Plan = f.PlanPeriod.Title(c.Lang)
	}
	for _, p := range f.Chairs {
		out.Chairs = append(out.Chairs, showParticipant(p))
	}
	if len(f.Secretaries) > 0 {
		one := showParticipant(f.Secretaries[0])
		out.Secretary = &one
	}
	if f.Approved() {
		out.Approved = f.ApprovedAt.ISO()
	}
	return out
}

func (x API) list(c *web.Ctx, in *struct {
	api.Paging
	Unit  api.ID `query:"unit" doc:"One of the caller's units; all of them by default."`
	Group api.ID `query:"obstacle_group" doc:"Only those that take this group of obstacles up or answer it: see answers of their conclusions."`
}) (*api.List[apiConference], error) {
	list, err := x.ofGroup(c, in.Group.Ident(), in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(f conference.Facts) string { return f.ID.String() },
		func(f conference.Facts) apiConference { return showConference(c, f) })
}

// ofGroup lists conferences; group and unit may be 0.
func (x API) ofGroup(c *web.Ctx, group, unit ident.ID) ([]conference.Facts, error) {
	if group.Zero() {
		return x.Conference.List(c.Context(), c.Actor, unit)
	}
	list, err := x.Conference.Having(c.Context(), c.Actor, group)
	if err != nil || unit.Zero() {
		return list, err
	}
	concern, err := x.Conference.List(c.Context(), c.Actor, unit)
	return slices.DeleteFunc(list, func(f conference.Facts) bool {
		return !slices.ContainsFunc(concern, func(one conference.Facts) bool { return one.ID == f.ID })
	}), err
}

// hiddenConference makes a conference that the caller may not see one that does not exist.
func hiddenConference(err error) error {
	if err != nil && fault.KindOf(err) == fault.KindForbidden {
		return fault.NotFound("web.not_found").Because(err)
	}
	return err
}

// ConferenceIn is the path of a conference.
type ConferenceIn struct {
	Conference api.ID `path:"conference"`
}

// ConferenceList is a page of a conference's list.
type ConferenceList struct {
	api.Paging
	ConferenceIn
}

func (x API) one(c *web.Ctx, in *ConferenceIn) (*api.Answer[apiConference], error) {
	f, err := x.Conference.ByID(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return &api.Answer[apiConference]{Body: showConference(c, f)}, nil
}

type apiAgendaItem struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Kind      string `json:"kind" enum:"opening,report,tasks,discussion,directing,concluding,other"`
	Presenter string `json:"presenter,omitempty"`
	Minutes   int    `json:"minutes" doc:"Planned, 0: not said."`
	StartedAt string `json:"started_at,omitempty" format:"date-time"`
	EndedAt   string `json:"ended_at,omitempty" format:"date-time"`
}

func (x API) agenda(c *web.Ctx, in *ConferenceList) (*api.List[apiAgendaItem], error) {
	list, err := x.Conference.Agenda(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return api.Cut(c, in.Paging, list, func(i conference.AgendaItem) string { return i.ID.String() }, func(i conference.AgendaItem) apiAgendaItem {
		return apiAgendaItem{ID: i.ID.String(), Title: i.Title, Kind: string(i.Kind), Presenter: i.Presenter, Minutes: i.Minutes, StartedAt: i.StartedAt.ISO(), EndedAt: i.EndedAt.ISO()}
	})
}

type apiSite struct {
	ID         string `json:"id"`
	Unit       string `json:"unit"`
	Name       string `json:"name" doc:"Of the unit on the day of the conference."`
	Kind       string `json:"kind" enum:"main,sub,observer"`
	Status     string `json:"status" enum:"not_confirmed,confirmed,connected,lost,left"`
	Chair      string `json:"chair,omitempty"`
	ChairTitle string `json:"chair_title,omitempty"`
	Place      string `json:"place,omitempty"`
	Planned    int    `json:"planned" doc:"People expected, -1: not said."`
	Actual     int    `json:"actual" doc:"People present, -1: not said."`
}

func (x API) sites(c *web.Ctx, in *ConferenceList) (*api.List[apiSite], error) {
	list, err := x.Conference.Sites(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return api.Cut(c, in.Paging, list, func(s conference.Site) string { return s.ID.String() }, showSite)
}

func showSite(s conference.Site) apiSite {
	return apiSite{ID: s.ID.String(), Unit: s.Unit.String(), Name: s.UnitName, Kind: string(s.Kind), Status: string(s.Status), Chair: s.ChairName, ChairTitle: s.ChairTitle,
		Place: s.Place, Planned: s.Planned, Actual: s.Actual}
}

type apiConclusion struct {
	ID        string `json:"id"`
	Order     int    `json:"order"`
	Heading   string `json:"heading,omitempty"`
	Text      string `json:"text"`
	Addressee string `json:"addressee,omitempty"`
	Answers   string `json:"answers,omitempty" doc:"The group of obstacles that it answers once its notice is issued."`
	Version   int    `json:"version"`
}

func (x API) conclusions(c *web.Ctx, in *ConferenceList) (*api.List[apiConclusion], error) {
	list, err := x.Conference.Conclusions(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return api.Cut(c, in.Paging, list, func(k conference.Conclusion) string { return k.ID.String() }, showConclusion)
}

func showConclusion(k conference.Conclusion) apiConclusion {
	return apiConclusion{ID: k.ID.String(), Order: k.Order, Heading: k.Heading, Text: k.Text, Addressee: k.Addressee, Answers: k.Answers.String(), Version: k.Version}
}
