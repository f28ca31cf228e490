package reportweb

import (
	"net/http"

	"giaoban/internal/fault"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// builtInOperations are what becomes of newer versions of forms that come with the program.
func (x API) builtInOperations(a *api.API, op func(method, id, path, summary, text string) api.Op) {
	api.Register(a, op(http.MethodGet, "getBuiltInForm", "/forms/{form}/built-in", "See what a newer version that came with the program changes", "404 where there is none, or it is a draft or published already."), x.builtIn)
	api.Register(a, op(http.MethodPost, "decideBuiltInForm", "/forms/{form}/built-in", "Take such a version as a draft, or leave it", "Nothing is published by it."), x.decideBuiltIn)
}

type apiBuiltIn struct {
	Version int      `json:"version" doc:"Among the program's versions of the form."`
	Next    int      `json:"next" doc:"The version of the form that it would become here."`
	Changes []string `json:"changes" doc:"From the current version to the program's."`
	Own     bool     `json:"own" doc:"The office has changed the form; taken whole, its changes are lost."`
	Merging []string `json:"merging" doc:"Of an own form: what changes where only the program's changes are taken."`
	Kept    []string `json:"kept" doc:"What both changed, which then stays as the office has it."`
	Left    bool     `json:"left" doc:"The office decided to do without it."`
	Draft   bool     `json:"draft" doc:"There is a draft, to be published or thrown away first."`
}

func (x API) builtIn(c *web.Ctx, in *FormIn) (*api.Answer[apiBuiltIn], error) {
	o, err := x.Report.FormOffer(c.Context(), c.Actor, in.Form)
	if err == nil && o == nil {
		err = fault.NotFound("report.no_form_offer")
	}
	if err != nil {
		return nil, err
	}
	say := func(changes []report.FormChange) []string {
		list := make([]string, 0, len(changes))
		for _, one := range changes {
			list = append(list, c.T(one.Key, one.Args...))
		}
		return list
	}
	out := apiBuiltIn{Version: o.Version, Next: o.Form.Version, Changes: say(o.Changes), Own: o.Own, Merging: say(o.Merging), Kept: []string{}, Left: o.Aside, Draft: o.Draft}
	b := c.Base("reports", "")
	for _, part := range o.Kept {
		out.Kept = append(out.Kept, partName(b, part))
	}
	return &api.Answer[apiBuiltIn]{Body: out}, nil
}

func (x API) decideBuiltIn(c *web.Ctx, in *struct {
	FormIn
	Body struct {
		Version int    `json:"version" minimum:"1" doc:"As read."`
		Do      string `json:"do" enum:"whole,merge,leave" doc:"whole: the draft is the program's version; merge: only what the program changed; leave: go on without it."`
	}
}) (*struct{}, error) {
	if in.Body.Do == "leave" {
		return nil, x.Report.LeaveBuiltIn(c.Context(), c.Actor, in.Form, in.Body.Version, c.Key())
	}
	return nil, x.Report.TakeBuiltIn(c.Context(), c.Actor, in.Form, in.Body.Version, in.Body.Do == "merge", c.Key())
}
