package orgweb

import (
	"net/http"

	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of units for other programs.
type API struct{ Org *org.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	read := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "Units", Path: path, Summary: summary, Text: text}
	}
	api.Register(a, read("listUnits", "/units", "List units", "The units of a day in the order of the tree, or those that fit a search."), x.list)
	api.Register(a, read("getUnit", "/units/{unit}", "Read a unit", "As it is on a day, with the way up."), x.one)
	api.Register(a, read("listUnitChanges", "/units/{unit}/changes", "List what happened to a unit", "Renamings, moves, merges and splits with their legal acts, the newest first."), x.changes)
	api.Register(a, read("listLevels", "/levels", "List the levels of the tree", "From the top."), x.levels)
	api.Register(a, read("listGroups", "/groups", "List the groups of units", "Regions, sectors, functions."), x.groups)
	x.changeOperations(a)
	x.importOperations(a)
}

// APIUnit is a unit as it is on a day.
type APIUnit struct {
	ID        string `json:"id"`
	Parent    string `json:"parent,omitempty"`
	Code      string `json:"code" doc:"For life."`
	Name      string `json:"name"`
	ShortName string `json:"short_name,omitempty"`
	Kind      string `json:"kind,omitempty"`
	Level     string `json:"level"`
	From      string `json:"from,omitempty" format:"date" doc:"First day of this name and place; absent: always."`
	To        string `json:"to,omitempty" format:"date"`
}

func showUnit(u org.Unit) APIUnit {
	return APIUnit{ID: u.ID.String(), Parent: u.Parent.String(), Code: u.Code, Name: u.Name, ShortName: u.ShortName, Kind: u.Kind, Level: u.Level, From: u.From.String(), To: u.To.String()}
}

// OnDay is a day of the tree.
type OnDay struct {
	Date string `query:"date" format:"date" doc:"The tree of this day; today by default."`
}

func (x API) tree(c *web.Ctx, on OnDay) (*org.Tree, error) {
	day, err := api.Day("date", on.Date)
	if err != nil {
		return nil, err
	}
	if day.Zero() {
		day = c.Today
	}
	return x.Org.Tree(c.Context(), day)
}

func (x API) list(c *web.Ctx, in *struct {
	api.Paging
	OnDay
	Under  api.ID `query:"under" doc:"This unit and all below it."`
	Parent api.ID `query:"parent" doc:"The units directly below this one."`
	Level  string `query:"level" maxLength:"60" doc:"Code of a level."`
	Code   string `query:"code" maxLength:"60" doc:"The unit with this code."`
	Search string `query:"q" maxLength:"200" doc:"Words of the name, without regard to accents; the best 200."`
}) (*api.List[APIUnit], error) {
	tree, err := x.tree(c, in.OnDay)
	if err != nil {
		return nil, err
	}
	var all []org.Unit
	switch {
	case in.Search != "":
		all = tree.Search(in.Search, 200)
	case in.Parent.Ident() != 0:
		all = tree.Children(in.Parent.Ident())
	case in.Under.Ident() != 0:
		all = tree.Subtree(in.Under.Ident())
	default:
		for pos := range tree.Len() {
			all = append(all, tree.At(pos))
		}
	}
	if in.Level != "" || in.Code != "" || in.Search != "" {
		var fit []org.Unit
		for _, u := range all {
			inside := in.Under.Ident() == 0 || tree.Contains(in.Under.Ident(), u.ID)
			if inside && (in.Level == "" || u.Level == in.Level) && (in.Code == "" || u.Code == in.Code) {
				fit = append(fit, u)
			}
		}
		all = fit
	}
	return api.Cut(c, in.Paging, all, func(u org.Unit) string { return u.ID.String() }, showUnit)
}

type apiUnitFull struct {
	APIUnit
	Above  []APIUnit  `json:"above" doc:"The way up, the nearest first."`
	Groups []apiGroup `json:"groups"`
}

func (x API) one(c *web.Ctx, in *struct {
	OnDay
	Unit api.ID `path:"unit"`
}) (*api.Answer[apiUnitFull], error) {
	tree, err := x.tree(c, in.OnDay)
	if err != nil {
		return nil, err
	}
	u, ok := tree.Unit(in.Unit.Ident())
	if !ok {
		return nil, fault.NotFound("web.not_found")
	}
	out := apiUnitFull{APIUnit: showUnit(u), Above: []APIUnit{}, Groups: []apiGroup{}}
	for _, above := range tree.Ancestors(u.ID) {
		out.Above = append(out.Above, showUnit(above))
	}
	for _, g := range tree.GroupsOf(u.ID) {
		out.Groups = append(out.Groups, apiGroup{g.Code, g.Kind, g.Name})
	}
	return &api.Answer[apiUnitFull]{Body: out}, nil
}

type apiChange struct {
	ID   string    `json:"id"`
	Date string    `json:"date" format:"date"`
	Kind string    `json:"kind" enum:"create,rename,move,merge,split,dissolve"`
	Act  string    `json:"act" doc:"The deciding document."`
	Note string    `json:"note,omitempty"`
	From []APIUnit `json:"from" doc:"As they were the day before."`
	To   []APIUnit `json:"to" doc:"As they are from that day on."`
}

func (x API) changes(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
}) (*api.List[apiChange], error) {
	list, err := x.Org.Changes(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(ch org.Change) string { return ch.ID.String() }, func(ch org.Change) apiChange {
		out := apiChange{ID: ch.ID.String(), Date: ch.Date.String(), Kind: ch.Kind, Act: ch.Act, Note: ch.Note, From: []APIUnit{}, To: []APIUnit{}}
		for _, u := range ch.From {
			out.From = append(out.From, showUnit(u))
		}
		for _, u := range ch.To {
			out.To = append(out.To, showUnit(u))
		}
		return out
	})
}

type apiLevel struct {
	Code  string   `json:"code"`
	Order int      `json:"order" doc:"1 is the top."`
	Name  api.Text `json:"name"`
}

func (x API) levels(c *web.Ctx, in *struct {
	api.Paging
	OnDay
}) (*api.List[apiLevel], error) {
	tree, err := x.tree(c, in.OnDay)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, tree.Levels(), func(l org.Level) string { return l.Code }, func(l org.Level) apiLevel {
		return apiLevel{Code: l.Code, Order: l.Order, Name: api.TextOf(l.Name)}
	})
}

type apiGroup struct {
	Code string `json:"code"`
	Kind string `json:"kind" doc:"region, sector, function"`
	Name string `json:"name"`
}

func (x API) groups(c *web.Ctx, in *struct {
	api.Paging
	OnDay
}) (*api.List[apiGroup], error) {
	tree, err := x.tree(c, in.OnDay)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, tree.Groups(), func(g org.Group) string { return g.Code }, func(g org.Group) apiGroup { return apiGroup{g.Code, g.Kind, g.Name} })
}
