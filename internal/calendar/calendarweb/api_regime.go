package calendarweb

import (
	"net/http"
	"strings"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// regimeOperations keep the reporting regimes.
func (x API) regimeOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Calendar", Path: path, Person: true, Summary: summary, Text: text}
	}
	one := op(http.MethodGet, "getRegime", "/regimes/{regime}", "Read a reporting regime", "With every version.")
	one.Person = false
	api.Register(a, one, x.regime)
	api.Register(a, op(http.MethodPost, "createRegime", "/regimes", "Create a reporting regime", "With its first version, which may hold since a day in the past: for the whole organisation where the caller keeps that, else for the caller's unit."), x.createRegime)
	api.Register(a, op(http.MethodPut, "setRegimeVersion", "/regimes/{regime}/versions/{date}", "Set a version of a regime", "From a day that has not come. One that is to begin on that day is replaced; what has taken effect stays."), x.setVersion)
	api.Register(a, op(http.MethodDelete, "removeRegimeVersion", "/regimes/{regime}/versions/{date}", "Take a version of a regime back", "One that has not begun."), x.removeVersion)
	api.Register(a, op(http.MethodPost, "retireRegime", "/regimes/{regime}/retire", "Offer a regime no more", "For new requests; those that are open stay under it."), x.retire(true))
	api.Register(a, op(http.MethodPost, "offerRegime", "/regimes/{regime}/offer", "Offer a regime again", ""), x.retire(false))
}

func showRule(v calendar.RegimeVersion) APIRule {
	out := APIRule{Act: v.Act, Basis: string(v.Rule.Basis), Close: map[string]int{}, Days: v.Rule.Days, Levels: v.Rule.Levels, Time: when.TimeOfDay(v.Rule.Hour)}
	for _, k := range v.Rule.Kinds {
		out.Close[string(k.Kind)] = k.Close
	}
	if r := v.Rule.Remind; r.OnDay || len(r.Before)+len(r.After) > 0 {
		out.Remind = &apiRemind{Before: r.Before, OnDay: r.OnDay, After: r.After}
	}
	return out
}

// version reads a version that begins on a day.
func (r APIRule) version(c *web.Ctx, field, from string) (calendar.NewVersion, error) {
	n := calendar.NewVersion{Act: r.Act, Key: c.Key(), Rule: calendar.Rule{Basis: calendar.Basis(r.Basis), Days: r.Days, Levels: r.Levels}}
	if r.Remind != nil {
		n.Rule.Remind = calendar.Remind{Before: r.Remind.Before, OnDay: r.Remind.OnDay, After: r.Remind.After}
	}
	for kind, day := range r.Close {
		n.Rule.Kinds = append(n.Rule.Kinds, calendar.KindRule{Kind: when.PeriodKind(kind), Close: day})
	}
	var err error
	if n.From, err = api.Day(field, from); err != nil {
		return n, err
	}
	if n.Rule.Hour, err = when.ParseTime(r.Time); err != nil {
		return n, fault.All(err)[0].On("time")
	}
	return n, nil
}

// named puts refusals at the fields of the operation; the page's form has one for every kind of period and level.
func named(err error) error {
	faults, ok := web.Refused(err)
	if !ok {
		return err
	}
	for _, f := range faults {
		switch {
		case f.Field == "hour":
			f.Field = "time"
		case f.Field == "kinds", strings.HasPrefix(f.Field, "close-"):
			f.Field = "close"
		case strings.HasPrefix(f.Field, "days-"):
			f.Field = "levels"
		case f.Field == "before", f.Field == "after":
			f.Field = "remind"
		case f.Field == "name_en":
			f.Field = "name"
		}
	}
	return err
}

// regimeNow answers an act with the regime as it then is.
func (x API) regimeNow(c *web.Ctx, id ident.ID, err error) (*api.Answer[apiRegime], error) {
	if err != nil {
		return nil, named(err)
	}
	g, err := x.Calendar.Regime(c.Context(), id)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiRegime]{Body: showRegime(c, g)}, nil
}

func (x API) createRegime(c *web.Ctx, in *struct {
	Body struct {
		Code string   `json:"code" maxLength:"40" doc:"Small letters, digits and strokes; for life."`
		Name api.Text `json:"name"`
		From string   `json:"from" format:"date" doc:"First day of the first version."`
		APIRule
	}
}) (*api.Answer[apiRegime], error) {
	unit, may, err := keeps(c, x.Calendar)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, fault.Forbidden("calendar.forbidden_regime")
	}
	v, err := in.Body.version(c, "from", in.Body.From)
	if err != nil {
		return nil, err
	}
	g, err := x.Calendar.CreateRegime(c.Context(), c.Actor, calendar.NewRegime{Code: in.Body.Code, Name: i18n.Text{VI: in.Body.Name.VI, EN: in.Body.Name.EN}, Unit: unit, Version: v, Key: c.Key()})
	return x.regimeNow(c, g.ID, err)
}

// RegimeIn is the path of a regime.
type RegimeIn struct {
	Regime api.ID `path:"regime"`
}

func (x API) regime(c *web.Ctx, in *RegimeIn) (*api.Answer[apiRegime], error) {
	return x.regimeNow(c, in.Regime.Ident(), nil)
}

// kept refuses who does not keep a regime, before what was sent is looked at.
func (x API) kept(c *web.Ctx, id ident.ID) error {
	g, err := x.Calendar.Regime(c.Context(), id)
	if err != nil {
		return err
	}
	may, err := x.Calendar.MayKeepRegime(c.Context(), c.Actor, g.Unit)
	if err == nil && !may {
		err = fault.Forbidden("calendar.forbidden_regime")
	}
	return err
}

// VersionIn is the path of a version of a regime.
type VersionIn struct {
	RegimeIn
	DayIn
}

func (x API) setVersion(c *web.Ctx, in *struct {
	VersionIn
	Body APIRule
}) (*api.Answer[apiRegime], error) {
	if err := x.kept(c, in.Regime.Ident()); err != nil {
		return nil, err
	}
	v, err := in.Body.version(c, "date", in.Date)
	if err != nil {
		return nil, err
	}
	return x.regimeNow(c, in.Regime.Ident(), x.Calendar.SetVersion(c.Context(), c.Actor, in.Regime.Ident(), v))
}

func (x API) removeVersion(c *web.Ctx, in *VersionIn) (*api.Answer[apiRegime], error) {
	day, err := api.Day("date", in.Date)
	if err != nil {
		return nil, err
	}
	return x.regimeNow(c, in.Regime.Ident(), x.Calendar.RemoveVersion(c.Context(), c.Actor, in.Regime.Ident(), day, c.Key()))
}

func (x API) retire(retired bool) func(c *web.Ctx, in *RegimeIn) (*api.Answer[apiRegime], error) {
	return func(c *web.Ctx, in *RegimeIn) (*api.Answer[apiRegime], error) {
		return x.regimeNow(c, in.Regime.Ident(), x.Calendar.RetireRegime(c.Context(), c.Actor, in.Regime.Ident(), retired, c.Key()))
	}
}
