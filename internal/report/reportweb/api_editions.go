package reportweb

import (
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// editionOperations are the freezing of figures, what changed between two editions, and the consolidated report.
func (x API) editionOperations(a *api.API) {
	read := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "Editions", Path: path, Summary: summary, Text: text, Scope: actor.ReadReports}
	}
	api.Register(a, read("compareEditions", "/requests/{request}/edition-difference", "Tell what changed between two editions", "Or between one and now: totals, units, who signed and why."), x.compareEditions)
	api.Register(a, read("getConsolidated", "/requests/{request}/consolidated", "Read the consolidated report", "The texts of the units below, and, for the unit's own desks, what its office made of them."), x.consolidated)
	person := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Editions", Path: path, Summary: summary, Text: text, Person: true}
	}
	api.Register(a, person(http.MethodGet, "previewEdition", "/requests/{request}/freezable", "Preview: freeze figures", "What the head would sign now, and the totals that disagree: each needs a written explanation."), x.freezable)
	api.Register(a, person(http.MethodPost, "freezeEdition", "/requests/{request}/editions", "Freeze and sign figures", "By the head of the unit that asked; seen is what the preview called it."), x.freeze)
	api.Register(a, person(http.MethodPut, "saveConsolidated", "/requests/{request}/consolidated/{section}", "Write a section of the consolidated report", "By the unit's own desks. Where another desk saved meanwhile, its text comes back as the clash and nothing is kept."), x.saveConsolidated)
}

type apiDisagreement struct {
	Field string `json:"field" doc:"Under which its explanation is sent."`
	Text  string `json:"text" doc:"What differs, with both numbers."`
}

type apiFreezable struct {
	Edition       int64             `json:"edition" doc:"The number that it would get."`
	Seen          string            `json:"seen" doc:"Names the state that is shown: send it with freezeEdition."`
	Same          bool              `json:"same" doc:"Nothing changed since the last edition: there is nothing to sign."`
	Signer        string            `json:"signer"`
	Title         string            `json:"title"`
	Disagreements []apiDisagreement `json:"disagreements"`
}

func (x API) freezable(c *web.Ctx, in *RequestIn) (*api.Answer[apiFreezable], error) {
	f, err := x.Report.Freezable(c.Context(), c.Actor, in.Request.Ident())
	if err != nil {
		return nil, err
	}
	out := apiFreezable{Edition: f.N, Seen: f.Seen, Same: f.Same, Signer: f.Name, Title: f.Title, Disagreements: []apiDisagreement{}}
	for _, d := range f.Disagreements {
		out.Disagreements = append(out.Disagreements, apiDisagreement{d.Field, c.T(d.Found.Key, d.Found.Args...)})
	}
	return &api.Answer[apiFreezable]{Body: out}, nil
}

func (x API) freeze(c *web.Ctx, in *struct {
	RequestIn
	Body struct {
		Capacity     string            `json:"capacity" enum:"head,kt,tl,tm,tuq,q,pt"`
		Seen         string            `json:"seen" maxLength:"200"`
		Reason       string            `json:"reason,omitempty" maxLength:"4000" doc:"Of a correction."`
		Explanations map[string]string `json:"explanations,omitempty" doc:"By field of a disagreement."`
	}
}) (*api.List[apiEdition], error) {
	_, err := x.Report.Freeze(c.Context(), c.Actor, in.Request.Ident(), report.Freezing{Capacity: actor.Capacity(in.Body.Capacity), Seen: in.Body.Seen, Reason: in.Body.Reason,
		Explanations: in.Body.Explanations, Key: c.Key()})
	if err != nil {
		return nil, err
	}
	return x.editions(c, &struct {
		api.Paging
		RequestIn
	}{api.Paging{Limit: 200}, in.RequestIn})
}

type apiFigureChange struct {
	Indicator string  `json:"indicator"`
	Before    apiSeen `json:"before"`
	After     apiSeen `json:"after"`
}

func showChanges(c *web.Ctx, list []report.FigureChange) []apiFigureChange {
	out := []apiFigureChange{}
	for _, f := range list {
		out = append(out, apiFigureChange{f.Indicator.Code, showSeen(f.Before, c.Lang), showSeen(f.After, c.Lang)})
	}
	return out
}

type apiUnitChange struct {
	Unit    apiUnitRef        `json:"unit"`
	Filing  string            `json:"filing"`
	Before  int64             `json:"before" doc:"Version, 0: not in."`
	After   int64             `json:"after"`
	Figures []apiFigureChange `json:"figures"`
	Signer  string            `json:"signer,omitempty" doc:"Of the new version."`
	Why     []apiRemark       `json:"why" doc:"Why the old one was opened again or returned."`
}

type apiEditionDiff struct {
	Unit   apiUnitRef        `json:"unit"`
	Older  int64             `json:"older"`
	Newer  int64             `json:"newer" doc:"0: what stands now."`
	Totals []apiFigureChange `json:"totals" doc:"Only those that differ."`
	Units  []apiUnitChange   `json:"units" doc:"Whose report is another; at most 200."`
	More   int               `json:"more" doc:"Units beyond those."`
}

func (x API) compareEditions(c *web.Ctx, in *struct {
	RequestIn
	Unit  api.ID `query:"unit" doc:"The unit that asked by default."`
	Older int64  `query:"older" minimum:"1" required:"true"`
	Newer int64  `query:"newer" minimum:"0" doc:"0: what stands now."`
}) (*api.Answer[apiEditionDiff], error) {
	d, err := x.Report.CompareEditions(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), in.Older, in.Newer)
	if err != nil {
		return nil, err
	}
	out := apiEditionDiff{Unit: showUnitRef(d.Unit), Older: d.Older.N, Newer: d.Newer.N, Totals: showChanges(c, d.Totals), Units: []apiUnitChange{}, More: d.More}
	for _, u := range d.Units {
		one := apiUnitChange{Unit: showUnitRef(u.Unit), Filing: u.Filing.String(), Before: u.Before, After: u.After, Figures: showChanges(c, u.Figures), Why: []apiRemark{}}
		if u.Signature != nil {
			one.Signer = u.Signature.Name
		}
		for _, m := range u.Why {
			one.Why = append(one.Why, apiRemark{Field: m.Field, Text: m.Text, Name: m.Name, At: m.At.ISO()})
		}
		out.Units = append(out.Units, one)
	}
	return &api.Answer[apiEditionDiff]{Body: out}, nil
}

type apiSource struct {
	Unit    string `json:"unit"`
	Name    string `json:"name"`
	Filing  string `json:"filing"`
	Version int64  `json:"version"`
	Text    string `json:"text"`
	Signer  string `json:"signer"`
}

type apiMadeSection struct {
	Section string      `json:"section"`
	Title   api.Text    `json:"title"`
	Count   int         `json:"count" doc:"Units that wrote something here."`
	Sources []apiSource `json:"sources" doc:"In the order of the board: all, or what most, section and from leave."`
	Text    string      `json:"text,omitempty" doc:"What the office made of it."`
	Version int64       `json:"version" doc:"Of the office's text, 0: none."`
	Name    string      `json:"name,omitempty" doc:"Who wrote it."`
	Changed []string    `json:"changed" doc:"Units whose report is another since the text was written."`
}

type apiConsolidated struct {
	Unit     apiUnitRef       `json:"unit"`
	MayWrite bool             `json:"may_write"`
	Sections []apiMadeSection `json:"sections"`
}

func (x API) consolidated(c *web.Ctx, in *struct {
	RequestIn
	Unit    api.ID `query:"unit" doc:"The highest that the caller may look at by default."`
	Edition int64  `query:"edition" minimum:"0" doc:"0: what stands now."`
	Most    int    `query:"most" minimum:"0" maximum:"10000" doc:"Sources of each section that are given; 0: all."`
	Section string `query:"section" maxLength:"60" doc:"The section whose sources go on from from."`
	From    int    `query:"from" minimum:"0" maximum:"1000000" doc:"Its sources before this one are left out."`
}) (*api.Answer[apiConsolidated], error) {
	v, err := x.Report.ConsolidatedPart(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), in.Edition, report.Shown{Most: in.Most, Section: in.Section, From: in.From})
	if err != nil {
		return nil, err
	}
	out := apiConsolidated{Unit: showUnitRef(v.Board.Unit), MayWrite: v.MayWrite, Sections: []apiMadeSection{}}
	for _, s := range v.Sections {
		one := apiMadeSection{Section: s.Narrative.Code, Title: api.TextOf(s.Narrative.Title), Count: s.Count, Sources: []apiSource{}, Text: s.Text, Version: s.Version, Name: s.Name, Changed: append([]string{}, s.Changed...)}
		for _, from := range s.Sources {
			one.Sources = append(one.Sources, apiSource{from.Unit.String(), from.Name, from.Filing.String(), from.Version, from.Text, from.Signer})
		}
		out.Sections = append(out.Sections, one)
	}
	return &api.Answer[apiConsolidated]{Body: out}, nil
}

type apiMade struct {
	Clash *apiClash `json:"clash,omitempty" doc:"Another desk's text; then nothing was kept."`
}

func (x API) saveConsolidated(c *web.Ctx, in *struct {
	RequestIn
	Section string `path:"section" maxLength:"60"`
	Unit    api.ID `query:"unit" doc:"The unit that asked by default."`
	Body    struct {
		Base  int64  `json:"base" minimum:"0" doc:"Version of the office's text that was read."`
		Text  string `json:"text"`
		Force bool   `json:"force,omitempty" doc:"Over what another desk wrote meanwhile."`
	}
}) (*api.Answer[apiMade], error) {
	clash, err := x.Report.SaveConsolidated(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), report.MadeText{Section: in.Section, Base: in.Body.Base, Text: in.Body.Text, Force: in.Body.Force, Key: c.Key()})
	if err != nil {
		return nil, err
	}
	var out apiMade
	if clash != nil {
		out.Clash = &apiClash{clash.Field, clash.Text, clash.Name}
	}
	return &api.Answer[apiMade]{Body: out}, nil
}
