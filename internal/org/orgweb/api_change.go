package orgweb

import (
	"context"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

const changeText = "On a day and by a deciding document. See its preview first and send back what it calls seen: where the consequences have changed meanwhile, nothing is done (409)."

// changeOperations are the changes of the tree, each with the preview that comes before it.
func (x API) changeOperations(a *api.API) {
	change[createIn](x, a, "createUnit", "new", "Create a unit", "Below this one.")
	change[renameIn](x, a, "renameUnit", "rename", "Rename a unit", "")
	change[moveIn](x, a, "moveUnit", "move", "Move a unit", "With all below it, under another unit.")
	change[mergeIn](x, a, "mergeUnits", "merge", "Merge units", "The unit and those beside it that are named end; one of them, or a new one, carries on.")
	change[splitIn](x, a, "splitUnit", "split", "Split a unit", "It ends; new ones begin in its place.")
	change[dissolveIn](x, a, "dissolveUnit", "dissolve", "Dissolve a unit", "Its grants end that day; successors are given rights, never inherit them.")
	api.Register(a, api.Op{ID: "listLeftovers", Method: http.MethodGet, Tag: "Units", Path: "/units/{unit}/left", Person: true, Summary: "List what a unit that ended left over",
		Text: "What still waits for somebody, as far as the caller kept the unit: nothing vanishes with a unit."}, x.left)
}

// doing makes a change with the decree that it is given, or tries it, and names the unit that it is about.
type doing func(ctx context.Context, d org.Decree) (ident.ID, error)

// body is what a kind of change asks for beside its decree.
type body interface {
	decree() APIDecree
	doing(x API, c *web.Ctx, unit ident.ID) (doing, error)
}

// change registers an operation and its preview.
func change[B body](x API, a *api.API, id, word, summary, text string) {
	type input struct {
		Unit api.ID `path:"unit"`
		Body B
	}
	op := api.Op{ID: id, Method: http.MethodPost, Tag: "Units", Path: "/units/{unit}/" + word, Person: true, Summary: summary, Text: text + " " + changeText}
	trial := op
	trial.ID, trial.Path, trial.Summary = "preview"+string(id[0]-'a'+'A')+id[1:], op.Path+"/preview", "Preview: "+summary
	trial.Text = "What it would do to the tree and to everything that hangs on the units that end: reports, grants, tasks, conferences. Nothing is stored."
	api.Register(a, trial, func(c *web.Ctx, in *input) (*api.Answer[apiPreview], error) {
		d, do, err := x.prepare(c, in.Unit.Ident(), in.Body)
		if err != nil {
			return nil, err
		}
		p, err := x.preview(c, d, do)
		if err != nil {
			return nil, err
		}
		return &api.Answer[apiPreview]{Body: showPreview(c, p)}, nil
	})
	api.Register(a, op, func(c *web.Ctx, in *input) (*api.Answer[APIUnit], error) {
		d, do, err := x.prepare(c, in.Unit.Ident(), in.Body)
		if err != nil {
			return nil, err
		}
		return x.carryOut(c, d, in.Body.decree().Seen, do)
	})
}

func (x API) prepare(c *web.Ctx, unit ident.ID, b body) (org.Decree, doing, error) {
	today, err := x.Org.Today(c.Context())
	if err != nil {
		return org.Decree{}, nil, err
	}
	if !keepsAny(c.Actor, today) { // before anything is looked up; over which units, the service judges
		return org.Decree{}, nil, c.Actor.Over(actor.KeepUnits, unit, today)
	}
	in := b.decree()
	day, err := api.Day("date", in.Date)
	if err != nil {
		return org.Decree{}, nil, err
	}
	do, err := b.doing(x, c, unit)
	return org.Decree{Date: day, Act: in.Act, Note: in.Note, Key: c.Key()}, do, err
}

func (x API) preview(c *web.Ctx, d org.Decree, do doing) (org.Preview, error) {
	return x.Org.Preview(c.Context(), c.Actor, d, func(ctx context.Context, d org.Decree) error {
		_, err := do(ctx, d)
		return err
	})
}

// carryOut does what was seen. A preview that is refused may be of this very change, sent twice: then the key answers.
func (x API) carryOut(c *web.Ctx, d org.Decree, seen string, do doing) (*api.Answer[APIUnit], error) {
	p, err := x.preview(c, d, do)
	if err != nil && seen == "" {
		return nil, err
	}
	if err == nil && p.Print != seen {
		return nil, fault.Conflict("org.preview_changed").On("seen")
	}
	unit, err := do(c.Context(), d)
	if err != nil {
		return nil, err
	}
	versions, err := x.Org.Versions(c.Context(), unit)
	if err != nil {
		return nil, err
	}
	return &api.Answer[APIUnit]{Body: showUnit(versions[len(versions)-1])}, nil
}

// APIDecree is the day and the deciding document of a change.
type APIDecree struct {
	Date string `json:"date" format:"date" doc:"First day on which it holds."`
	Act  string `json:"act" maxLength:"200" doc:"The deciding document."`
	Note string `json:"note,omitempty" maxLength:"2000"`
	Seen string `json:"seen,omitempty" maxLength:"100" doc:"Of the preview whose consequences were read; the preview itself takes none."`
}

func (d APIDecree) decree() APIDecree { return d }

// APINewUnit describes a unit that begins.
type APINewUnit struct {
	Name      string   `json:"name" maxLength:"300"`
	ShortName string   `json:"short_name,omitempty" maxLength:"100"`
	Code      string   `json:"code,omitempty" maxLength:"40" doc:"For life; drawn where none is given."`
	Groups    []string `json:"groups,omitempty" maxItems:"50" doc:"Codes of groups."`
}

func (n APINewUnit) beside(like org.Unit) org.NewUnit {
	return org.NewUnit{Parent: like.Parent, Level: like.Level, Kind: like.Kind, Name: n.Name, ShortName: n.ShortName, Code: n.Code, Groups: n.Groups}
}

// newest gives a unit as it is in its last version.
func (x API) newest(c *web.Ctx, unit ident.ID) (org.Unit, error) {
	versions, err := x.Org.Versions(c.Context(), unit)
	if err != nil {
		return org.Unit{}, err
	}
	return versions[len(versions)-1], nil
}

type createIn struct {
	APIDecree
	APINewUnit
	Level string `json:"level" maxLength:"60" doc:"Code of a level."`
	Kind  string `json:"kind,omitempty" maxLength:"60" doc:"By default that of its neighbours of the same level."`
}

func (b createIn) doing(x API, c *web.Ctx, unit ident.ID) (doing, error) {
	n := org.NewUnit{Parent: unit, Code: b.Code, Name: b.Name, ShortName: b.ShortName, Level: b.Level, Kind: b.Kind, Groups: b.Groups}
	if n.Kind == "" {
		today, err := x.Org.Today(c.Context())
		if err != nil {
			return nil, err
		}
		n.Kind = kindBeside(today, unit, b.Level)
	}
	return func(ctx context.Context, d org.Decree) (ident.ID, error) {
		u, err := x.Org.Create(ctx, c.Actor, n, d)
		return u.ID, err
	}, nil
}

type renameIn struct {
	APIDecree
	Name      string `json:"name" maxLength:"300"`
	ShortName string `json:"short_name,omitempty" maxLength:"100"`
}

func (b renameIn) doing(x API, c *web.Ctx, unit ident.ID) (doing, error) {
	return func(ctx context.Context, d org.Decree) (ident.ID, error) {
		return unit, x.Org.Rename(ctx, c.Actor, unit, b.Name, b.ShortName, d)
	}, nil
}

type moveIn struct {
	APIDecree
	Parent string `json:"parent" maxLength:"40" doc:"The unit under which it stands from then on."`
}

func (b moveIn) doing(x API, c *web.Ctx, unit ident.ID) (doing, error) {
	parents, err := x.existing(c, "parent", "org.no_such_parent", b.Parent)
	if err != nil {
		return nil, err
	}
	parent := parents[0]
	return func(ctx context.Context, d org.Decree) (ident.ID, error) {
		return unit, x.Org.Move(ctx, c.Actor, unit, parent, d)
	}, nil
}

type mergeIn struct {
	APIDecree
	With []string    `json:"with" minItems:"1" maxItems:"200" doc:"The other units."`
	Into string      `json:"into,omitempty" maxLength:"40" doc:"Which of them carries on; absent: a new one does."`
	New  *APINewUnit `json:"new,omitempty" doc:"The new one, of the same level and under the same unit."`
}

func (b mergeIn) doing(x API, c *web.Ctx, unit ident.ID) (doing, error) {
	like, err := x.newest(c, unit)
	if err != nil {
		return nil, err
	}
	var n org.NewUnit
	var into ident.ID
	switch {
	case b.Into != "":
		into = api.ParseID(b.Into).Ident()
	case b.New != nil:
		n = b.New.beside(like)
	default:
		return nil, fault.Invalid("new", "api.missing")
	}
	with, err := x.existing(c, "with", "org.no_such_unit", b.With...)
	if err != nil {
		return nil, err
	}
	from := append([]ident.ID{unit}, with...)
	return func(ctx context.Context, d org.Decree) (ident.ID, error) {
		u, err := x.Org.Merge(ctx, c.Actor, from, into, n, d)
		return u.ID, err
	}, nil
}

type splitIn struct {
	APIDecree
	Into []APINewUnit `json:"into" minItems:"1" maxItems:"200" doc:"The new ones, of the same level and under the same unit."`
}

func (b splitIn) doing(x API, c *web.Ctx, unit ident.ID) (doing, error) {
	like, err := x.newest(c, unit)
	if err != nil {
		return nil, err
	}
	var into []org.NewUnit
	for _, n := range b.Into {
		into = append(into, n.beside(like))
	}
	return func(ctx context.Context, d org.Decree) (ident.ID, error) {
		_, err := x.Org.Split(ctx, c.Actor, unit, into, d)
		return unit, err
	}, nil
}

type dissolveIn struct {
	APIDecree
	Into []string `json:"into,omitempty" maxItems:"200" doc:"The units that carry its affairs on."`
}

func (b dissolveIn) doing(x API, c *web.Ctx, unit ident.ID) (doing, error) {
	successors, err := x.existing(c, "into", "org.no_such_unit", b.Into...)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, d org.Decree) (ident.ID, error) {
		return unit, x.Org.Dissolve(ctx, c.Actor, unit, successors, d)
	}, nil
}

// existing reads units that a field of the body names.
func (x API) existing(c *web.Ctx, field, refusal string, texts ...string) ([]ident.ID, error) {
	list := make([]ident.ID, 0, len(texts))
	for _, text := range texts {
		id := api.ParseID(text).Ident()
		if _, err := x.newest(c, id); err != nil {
			if fault.KindOf(err) == fault.KindNotFound {
				err = fault.Invalid(field, refusal).Because(err)
			}
			return nil, err
		}
		list = append(list, id)
	}
	return list, nil
}

type apiAlter struct {
	Before APIUnit `json:"before"`
	After  APIUnit `json:"after"`
	Moved  bool    `json:"moved"`
}

type apiThing struct {
	Unit string `json:"unit" doc:"On which it hangs."`
	Text string `json:"text"`
	Note string `json:"note,omitempty"`
	Page string `json:"page,omitempty" doc:"Where people see it."`
}

type apiAffected struct {
	Title  string     `json:"title"`
	Advice string     `json:"advice,omitempty" doc:"What to do about them."`
	Ends   bool       `json:"ends" doc:"They end with the unit by themselves; the others wait for somebody."`
	Things []apiThing `json:"things"`
}

type apiPreview struct {
	Seen     string        `json:"seen" doc:"Names these consequences: send it with the change."`
	Kind     string        `json:"kind" enum:"create,rename,move,merge,split,dissolve"`
	Date     string        `json:"date" format:"date"`
	Ends     []APIUnit     `json:"ends" doc:"As they were the day before."`
	Begins   []APIUnit     `json:"begins" doc:"New ones; the change itself gives them other identifiers."`
	Alters   []apiAlter    `json:"alters" doc:"Renamed, or under another unit."`
	Follows  int           `json:"follows" doc:"Units below those that move: they go along."`
	Heirs    []APIUnit     `json:"heirs" doc:"Who carries on the affairs of those that end."`
	Affected []apiAffected `json:"affected" doc:"What hangs on the units that end."`
}

func showUnits(list []org.Unit) []APIUnit {
	out := make([]APIUnit, 0, len(list))
	for _, u := range list {
		out = append(out, showUnit(u))
	}
	return out
}

func showPreview(c *web.Ctx, p org.Preview) apiPreview {
	out := apiPreview{Seen: p.Print, Kind: p.Kind, Date: p.Date.String(), Ends: showUnits(p.Ends), Begins: showUnits(p.Begins), Alters: []apiAlter{}, Follows: p.Follows,
		Heirs: showUnits(p.Heirs), Affected: showAffected(c, p.Affected)}
	for _, a := range p.Alters {
		out.Alters = append(out.Alters, apiAlter{showUnit(a.Before), showUnit(a.After), a.Moved()})
	}
	return out
}

func showAffected(c *web.Ctx, list []org.Affected) []apiAffected {
	out := make([]apiAffected, 0, len(list))
	for _, a := range list {
		one := apiAffected{Title: c.T(a.Title, "count", len(a.Things)), Ends: a.Ends, Things: []apiThing{}}
		if a.Advice != "" {
			one.Advice = c.T(a.Advice)
		}
		for _, t := range a.Things {
			thing := apiThing{Unit: t.Unit.String(), Text: t.Text.In(c.Lang), Page: t.Href}
			if t.Note != nil {
				thing.Note = t.Note.In(c.Lang)
			}
			one.Things = append(one.Things, thing)
		}
		out = append(out, one)
	}
	return out
}

// left is what a unit that ended left over.
func (x API) left(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
}) (*api.List[apiAffected], error) {
	list, err := x.Org.Leftovers(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, showAffected(c, list), func(a apiAffected) string { return a.Title }, func(a apiAffected) apiAffected { return a })
}
