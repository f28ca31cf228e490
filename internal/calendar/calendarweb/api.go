package calendarweb

import (
	"net/http"

	"giaoban/internal/calendar"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// API is the operations of the calendar for other programs.
type API struct{ Calendar *calendar.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	read := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "Calendar", Path: path, Summary: summary, Text: text}
	}
	api.Register(a, read("listEvents", "/events", "List events", "The days that others refer to, in order."), x.events)
	api.Register(a, read("listTerms", "/terms", "List terms of office", "The latest first."), x.terms)
}

type apiEvent struct {
	ID          string `json:"id"`
	Code        string `json:"code,omitempty"`
	Name        string `json:"name"`
	Kind        string `json:"kind" doc:"milestone, election, congress, session, deadline, holiday, other"`
	Date        string `json:"date" format:"date"`
	Provisional bool   `json:"provisional" doc:"The day is not settled yet."`
	Unit        string `json:"unit,omitempty"`
}

func (x API) events(c *web.Ctx, in *struct {
	api.Paging
	From string `query:"from" format:"date" doc:"First day."`
	To   string `query:"to" format:"date" doc:"Last day."`
}) (*api.List[apiEvent], error) {
	from, err := api.Day("from", in.From)
	if err != nil {
		return nil, err
	}
	to, err := api.Day("to", in.To)
	if err != nil {
		return nil, err
	}
	list, err := x.Calendar.Events(c.Context(), when.Span{From: from, To: to})
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(e calendar.Event) string { return e.ID.String() }, func(e calendar.Event) apiEvent {
		return apiEvent{ID: e.ID.String(), Code: e.Code, Name: e.Name, Kind: e.Kind, Date: e.Date.String(), Provisional: e.Provisional, Unit: e.Unit.String()}
	})
}

type apiTerm struct {
	ID    string `json:"id"`
	Body  string `json:"body"`
	Title string `json:"title" doc:"In the language of the call."`
	From  int    `json:"from" doc:"Year."`
	To    int    `json:"to" doc:"Year."`
}

func (x API) terms(c *web.Ctx, in *struct{ api.Paging }) (*api.List[apiTerm], error) {
	list, err := x.Calendar.Terms(c.Context())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(t calendar.Term) string { return t.ID.String() }, func(t calendar.Term) apiTerm {
		return apiTerm{ID: t.ID.String(), Body: t.Body, Title: t.Title(c.Lang), From: t.From, To: t.To}
	})
}
