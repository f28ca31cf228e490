package calendarweb

import (
	"net/http"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// API is the operations of the calendar for other programs.
type API struct {
	Calendar *calendar.Service
	Org      *org.Service
}

// Register adds the operations.
func (x API) Register(a *api.API) {
	read := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "Calendar", Path: path, Summary: summary, Text: text}
	}
	api.Register(a, read("listEvents", "/events", "List events", "The days that others refer to, in order."), x.events)
	api.Register(a, read("listDaysOff", "/days-off", "List days off", "Weekdays on which offices do not work, and weekend days on which they do to make up for one, in order."), x.daysOff)
	api.Register(a, read("listRegimes", "/regimes", "List reporting regimes", "Which periods each has, when it closes them, how many working days later each level files; and every version."), x.regimes)
	api.Register(a, read("listWindows", "/regimes/{regime}/windows", "List windows of a regime", "The periods of a kind in a year under a regime: first and last day, and when each level must have filed."), x.windows)
	api.Register(a, read("listTerms", "/terms", "List terms of office", "The latest first."), x.terms)
	x.keepOperations(a)
	x.regimeOperations(a)
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
	span, err := api.Span(in.From, in.To)
	if err != nil {
		return nil, err
	}
	list, err := x.Calendar.Events(c.Context(), span)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(e calendar.Event) string { return e.ID.String() }, showEvent)
}

func showEvent(e calendar.Event) apiEvent {
	return apiEvent{ID: e.ID.String(), Code: e.Code, Name: e.Name, Kind: e.Kind, Date: e.Date.String(), Provisional: e.Provisional, Unit: e.Unit.String()}
}

type apiTerm struct {
	ID      string `json:"id"`
	Body    string `json:"body"`
	Title   string `json:"title" doc:"In the language of the call."`
	Ordinal int    `json:"ordinal,omitempty" doc:"0 where the body does not count its terms."`
	From    int    `json:"from" doc:"Year."`
	To      int    `json:"to" doc:"Year."`
}

func (x API) terms(c *web.Ctx, in *struct{ api.Paging }) (*api.List[apiTerm], error) {
	list, err := x.Calendar.Terms(c.Context())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(t calendar.Term) string { return t.ID.String() }, func(t calendar.Term) apiTerm { return showTerm(c, t) })
}

func showTerm(c *web.Ctx, t calendar.Term) apiTerm {
	return apiTerm{ID: t.ID.String(), Body: t.Body, Title: t.Title(c.Lang), Ordinal: t.Ordinal, From: t.From, To: t.To}
}

type apiDayOff struct {
	Date   string `json:"date" format:"date"`
	Name   string `json:"name" doc:"In the language of the call."`
	Worked bool   `json:"worked" doc:"A weekend day that is worked to make up for one."`
}

func (x API) daysOff(c *web.Ctx, in *struct {
	api.Paging
	From string `query:"from" format:"date" doc:"First day."`
	To   string `query:"to" format:"date" doc:"Last day."`
}) (*api.List[apiDayOff], error) {
	span, err := api.Span(in.From, in.To)
	if err != nil {
		return nil, err
	}
	list, err := x.Calendar.Holidays(c.Context(), span)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(h calendar.Holiday) string { return h.Date.String() }, func(h calendar.Holiday) apiDayOff {
		return apiDayOff{Date: h.Date.String(), Name: h.Title(c.Lang), Worked: h.Worked}
	})
}

type apiRegime struct {
	ID       string             `json:"id"`
	Code     string             `json:"code"`
	Name     string             `json:"name" doc:"In the language of the call."`
	Retired  bool               `json:"retired" doc:"Offered no more for new requests."`
	Versions []apiRegimeVersion `json:"versions" doc:"The first first; each holds until the next begins."`
}

// APIRule is what a version of a regime rules.
type APIRule struct {
	Act    string         `json:"act,omitempty" maxLength:"200" doc:"The decision that rules it."`
	Basis  string         `json:"basis" doc:"in_period or year_to_date"`
	Close  map[string]int `json:"close" doc:"By kind of period, the day of the month on which figures are closed; 0 is the end of the month."`
	Days   int            `json:"days" doc:"Working days after the closing day by which a unit files."`
	Levels map[string]int `json:"levels,omitempty" doc:"Other numbers of days, by code of a level."`
	Time   string         `json:"time" maxLength:"10" doc:"Of the day of filing."`
	Remind *apiRemind     `json:"remind,omitempty" doc:"When a unit that has not filed is reminded by itself; absent: never."`
}

type apiRemind struct {
	Before []int `json:"before,omitempty" maxItems:"50" doc:"Working days before the day of filing."`
	OnDay  bool  `json:"on_day,omitempty"`
	After  []int `json:"after,omitempty" maxItems:"50" doc:"Working days after it."`
}

type apiRegimeVersion struct {
	From string `json:"from" format:"date"`
	APIRule
}

func (x API) regimes(c *web.Ctx, in *struct{ api.Paging }) (*api.List[apiRegime], error) {
	list, err := x.Calendar.Regimes(c.Context())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(g calendar.Regime) string { return g.ID.String() }, func(g calendar.Regime) apiRegime { return showRegime(c, g) })
}

func showRegime(c *web.Ctx, g calendar.Regime) apiRegime {
	one := apiRegime{ID: g.ID.String(), Code: g.Code, Name: g.Title(c.Lang), Retired: g.Retired}
	for _, v := range g.Versions {
		one.Versions = append(one.Versions, apiRegimeVersion{v.From.String(), showRule(v)})
	}
	return one
}

type apiWindow struct {
	Period    string            `json:"period" doc:"In the language of the call."`
	Kind      string            `json:"kind"`
	Year      int               `json:"year"`
	N         int               `json:"n" doc:"Of the month, quarter or half; 0 for nine months and a year."`
	From      string            `json:"from" format:"date"`
	To        string            `json:"to" format:"date"`
	Deadlines map[string]string `json:"deadlines" doc:"By code of a level."`
}

func (x API) windows(c *web.Ctx, in *struct {
	api.Paging
	Regime string `path:"regime"`
	Kind   string `query:"kind" enum:"month,quarter,half,nine_months,year" default:"month" doc:"Kind of period."`
	Year   int    `query:"year" minimum:"1900" maximum:"9998" doc:"Default: this year."`
}) (*api.List[apiWindow], error) {
	id, err := ident.Parse(in.Regime)
	if err != nil {
		return nil, fault.NotFound("calendar.no_such_regime").Because(err)
	}
	g, err := x.Calendar.Regime(c.Context(), id)
	if err != nil {
		return nil, err
	}
	work, err := x.Calendar.WorkDays(c.Context())
	if err != nil {
		return nil, err
	}
	tree, err := x.Org.Today(c.Context())
	if err != nil {
		return nil, err
	}
	year := in.Year
	if year == 0 {
		year = c.Today.Year()
	}
	name := when.PeriodName{Kind: when.PeriodKind(in.Kind), Year: year, N: 1}
	if name.Kind == when.NineMonths || name.Kind == when.Year {
		name.N = 0
	}
	var list []apiWindow
	for ; name.Valid() && name.Year == year; name = name.Next() {
		p := calendar.Period{Kind: name.Kind, Year: name.Year, N: name.N}
		under, err := g.Under(p)
		if err != nil {
			return nil, err
		}
		one := apiWindow{Period: name.Title(c.Lang), Kind: string(name.Kind), Year: name.Year, N: name.N, From: under.From.String(), To: under.To.String(), Deadlines: map[string]string{}}
		for _, l := range tree.Levels() {
			one.Deadlines[l.Code] = g.RuleOf(p).Deadline(under.To, l.Code, work).ISO()
		}
		list = append(list, one)
	}
	return api.Cut(c, in.Paging, list, func(w apiWindow) string { return w.From }, func(w apiWindow) apiWindow { return w })
}
