package calendarweb

import (
	"net/http"

	"giaoban/internal/calendar"
	"giaoban/internal/i18n"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// keepOperations keep the days that others refer to, and the days off.
func (x API) keepOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Calendar", Path: path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodPost, "createEvent", "/events", "Create an event", "In the name of the caller's unit."), x.createEvent)
	api.Register(a, op(http.MethodPost, "moveEvent", "/events/{event}/move", "Move an event", "With the reason: what refers to its day moves along."), x.moveEvent)
	api.Register(a, op(http.MethodPost, "removeEvent", "/events/{event}/remove", "Remove an event", "One to which nothing refers."), x.removeEvent)
	api.Register(a, op(http.MethodPost, "enterTerm", "/terms", "Enter a term of office", "Of a body, with its number where it counts its terms."), x.enterTerm)
	api.Register(a, op(http.MethodDelete, "removeTerm", "/terms/{term}", "Take a term of office off", "One that was entered by mistake."), x.removeTerm)
	api.Register(a, op(http.MethodPut, "setDayOff", "/days-off/{date}", "Set a day off", "Or a weekend day that is worked to make up for one."), x.setDayOff)
	api.Register(a, op(http.MethodDelete, "removeDayOff", "/days-off/{date}", "Take a day off back", ""), x.removeDayOff)
}

func answerEvent(e calendar.Event, err error) (*api.Answer[apiEvent], error) {
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiEvent]{Body: showEvent(e)}, nil
}

func (x API) createEvent(c *web.Ctx, in *struct {
	Body struct {
		Name        string `json:"name" maxLength:"300"`
		Kind        string `json:"kind" enum:"milestone,congress,election,session,plenum,deadline,holiday,other"`
		Date        string `json:"date" format:"date"`
		Provisional bool   `json:"provisional,omitempty" doc:"The day is not settled yet."`
	}
}) (*api.Answer[apiEvent], error) {
	day, err := api.Day("date", in.Body.Date)
	if err != nil {
		return nil, err
	}
	return answerEvent(x.Calendar.CreateEvent(c.Context(), c.Actor, calendar.NewEvent{Name: in.Body.Name, Kind: in.Body.Kind, Date: day, Provisional: in.Body.Provisional, Unit: c.Actor.Unit, Key: c.Key()}))
}

func (x API) moveEvent(c *web.Ctx, in *struct {
	Event api.ID `path:"event"`
	Body  struct {
		Date        string `json:"date" format:"date"`
		Provisional bool   `json:"provisional,omitempty" doc:"The day is not settled yet."`
		Reason      string `json:"reason" maxLength:"2000"`
	}
}) (*api.Answer[apiEvent], error) {
	day, err := api.Day("date", in.Body.Date)
	if err != nil {
		return nil, err
	}
	return answerEvent(x.Calendar.SettleEvent(c.Context(), c.Actor, in.Event.Ident(), day, in.Body.Provisional, in.Body.Reason, c.Key()))
}

func (x API) removeEvent(c *web.Ctx, in *struct {
	Event api.ID `path:"event"`
	Body  struct {
		Reason string `json:"reason" maxLength:"2000"`
	}
}) (*struct{}, error) {
	_, err := x.Calendar.RemoveEvent(c.Context(), c.Actor, in.Event.Ident(), in.Body.Reason, c.Key())
	return nil, err
}

// DayIn is a day in the path.
type DayIn struct {
	Date string `path:"date" format:"date"`
}

func (x API) setDayOff(c *web.Ctx, in *struct {
	DayIn
	Body struct {
		Name   api.Text `json:"name"`
		Worked bool     `json:"worked,omitempty" doc:"A weekend day that is worked to make up for one."`
	}
}) (*struct{}, error) {
	day, err := api.Day("date", in.Date)
	if err != nil {
		return nil, err
	}
	return nil, x.Calendar.SetHoliday(c.Context(), c.Actor, calendar.Holiday{Date: day, Worked: in.Body.Worked, Name: i18n.Text{VI: in.Body.Name.VI, EN: in.Body.Name.EN}}, c.Key())
}

func (x API) removeDayOff(c *web.Ctx, in *DayIn) (*struct{}, error) {
	day, err := api.Day("date", in.Date)
	if err != nil {
		return nil, err
	}
	return nil, x.Calendar.RemoveHoliday(c.Context(), c.Actor, day, c.Key())
}

func (x API) enterTerm(c *web.Ctx, in *struct {
	Body struct {
		Body    string `json:"body" maxLength:"200"`
		Ordinal int    `json:"ordinal,omitempty" minimum:"0" maximum:"3999" doc:"0 or absent where the body does not count its terms."`
		From    int    `json:"from" minimum:"1000" maximum:"9998" doc:"Year."`
		To      int    `json:"to" minimum:"1000" maximum:"9999" doc:"Year."`
	}
}) (*api.Answer[apiTerm], error) {
	t, err := x.Calendar.EnterTerm(c.Context(), c.Actor, calendar.Term{Body: in.Body.Body, Ordinal: in.Body.Ordinal, From: in.Body.From, To: in.Body.To}, c.Key())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiTerm]{Body: showTerm(c, t)}, nil
}

func (x API) removeTerm(c *web.Ctx, in *struct {
	Term api.ID `path:"term"`
}) (*struct{}, error) {
	return nil, x.Calendar.RemoveTerm(c.Context(), c.Actor, in.Term.Ident(), c.Key())
}
