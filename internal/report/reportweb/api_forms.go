package reportweb

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// formOperations are the making of forms. The design of a form goes in and out as the file that the page exports and imports.
func (x API) formOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Forms", Path: path, Person: true, Summary: summary, Text: text}
	}
	whole := op(http.MethodGet, "getFormJSON", "/forms/{form}/json", "Download a form as JSON", "Whole, as saveFormDraft takes it.")
	whole.Person, whole.Scope = false, actor.ReadReports
	api.Download(a, whole, x.formJSON, "application/json")
	api.Register(a, op(http.MethodPost, "createForm", "/forms", "Begin a form", "Kept by the caller's unit; empty, or like another."), x.createForm)
	api.Register(a, op(http.MethodPost, "editForm", "/forms/{form}/draft", "Begin the next version of a form", ""), x.editForm)
	api.Register(a, op(http.MethodGet, "getFormDraft", "/forms/{form}/draft", "Read what is wrong with the next version", "The version of the draft, and what forbids publishing it. Its design: getFormJSON with draft."), x.formDraft)
	save := op(http.MethodPut, "saveFormDraft", "/forms/{form}/draft", "Replace the next version", "JSON of a whole form, or the workbook of its indicators and checks, at most 2 MB. Nothing is kept where it cannot be read whole.")
	save.Most = formUpload
	api.Upload(a, save, []string{"application/json", api.XLSX}, x.saveForm)
	api.Register(a, op(http.MethodDelete, "dropFormDraft", "/forms/{form}/draft", "Throw the next version away", ""), x.dropForm)
	api.Register(a, op(http.MethodPost, "sayDifferent", "/forms/{form}/draft/different", "Say why an indicator is not what another form collects", ""), x.different)
	api.Register(a, op(http.MethodPost, "publishForm", "/forms/{form}/publish", "Publish the next version", "It never changes again."), x.publishForm)
	x.builtInOperations(a, op)
}

// FormIn is the path of a form.
type FormIn struct {
	Form string `path:"form" maxLength:"40" doc:"Code."`
}

type apiFormDraft struct {
	Code      string            `json:"code"`
	Version   int64             `json:"version" doc:"Of the draft, grows with every save: base of what comes next."`
	Next      int               `json:"next" doc:"The version of the form that it would become."`
	Findings  []apiFinding      `json:"findings" doc:"What forbids publishing."`
	Different map[string]string `json:"different" doc:"Why an indicator is not what another form collects, by indicator=form.indicator."`
}

// drafted answers an act with the draft as it then is.
func (x API) drafted(c *web.Ctx, code string, err error) (*api.Answer[apiFormDraft], error) {
	if err != nil {
		return nil, err
	}
	_, d, err := x.Report.DesignedForm(c.Context(), c.Actor, code)
	if err != nil {
		return nil, err
	}
	out := apiFormDraft{Code: code, Version: d.Version, Next: d.Form.Version, Findings: []apiFinding{}, Different: map[string]string{}}
	if err := d.Form.Validate(); err != nil {
		out.Findings = findings(c, fault.All(err))
	}
	for pair, why := range d.Different {
		out.Different[pair] = why
	}
	return &api.Answer[apiFormDraft]{Body: out}, nil
}

func (x API) formDraft(c *web.Ctx, in *FormIn) (*api.Answer[apiFormDraft], error) {
	return x.drafted(c, in.Form, nil)
}

func (x API) formJSON(c *web.Ctx, in *struct {
	FormIn
	Version int  `query:"version" minimum:"0" doc:"The newest by default."`
	Draft   bool `query:"draft" doc:"The next version while it is made; to who keeps the form."`
}) (*api.File, error) {
	file, err := x.Report.FormFile(c.Context(), c.Actor, in.Form)
	if err != nil {
		return nil, err
	}
	f, err := file.At(in.Version)
	if in.Draft {
		if file.Draft == nil {
			return nil, fault.NotFound("report.no_such_form")
		}
		f, err = file.Draft.Form, nil
	}
	if err != nil {
		return nil, err
	}
	body, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, err
	}
	return api.Made(fileWord(f.Code)+"-"+strconv.Itoa(f.Version)+".json", "application/json", append(body, '\n')), nil
}

func (x API) createForm(c *web.Ctx, in *struct {
	Body struct {
		Code  string   `json:"code" maxLength:"40"`
		Title api.Text `json:"title"`
		Like  string   `json:"like,omitempty" maxLength:"40" doc:"Code of a form to begin with."`
	}
}) (*api.Answer[apiFormDraft], error) {
	f := emptyForm()
	if in.Body.Like != "" {
		file, err := x.Report.FormFile(c.Context(), c.Actor, in.Body.Like)
		if err != nil {
			return nil, err
		}
		if newest, ok := file.Newest(); ok {
			f = newest
		}
	}
	f.Code, f.Title = strings.TrimSpace(in.Body.Code), i18n.Text{VI: strings.TrimSpace(in.Body.Title.VI), EN: strings.TrimSpace(in.Body.Title.EN)}
	return x.drafted(c, f.Code, x.Report.NewForm(c.Context(), c.Actor, c.Actor.Unit, f, c.Key()))
}

func (x API) editForm(c *web.Ctx, in *FormIn) (*api.Answer[apiFormDraft], error) {
	return x.drafted(c, in.Form, x.Report.EditForm(c.Context(), c.Actor, in.Form, c.Key()))
}

// BaseIn is a form's draft as it was read.
type BaseIn struct {
	FormIn
	Base int64 `query:"base" minimum:"0" required:"true" doc:"Version of the draft that was read."`
}

func (x API) saveForm(c *web.Ctx, in *BaseIn, body []byte) (*api.Answer[apiFormDraft], error) {
	file, d, err := x.Report.DesignedForm(c.Context(), c.Actor, in.Form)
	if err != nil {
		return nil, err
	}
	f, err := report.ReadFormFile(body, d.Form)
	if err != nil {
		return nil, err
	}
	f.Code = file.Code
	return x.drafted(c, in.Form, x.Report.SaveForm(c.Context(), c.Actor, f, in.Base, c.Key()))
}

func (x API) dropForm(c *web.Ctx, in *BaseIn) (*struct{}, error) {
	return nil, x.Report.DropForm(c.Context(), c.Actor, in.Form, in.Base, c.Key())
}

func (x API) different(c *web.Ctx, in *struct {
	FormIn
	Body struct {
		Base int64  `json:"base" minimum:"0" doc:"Version of the draft that was read."`
		Pair string `json:"pair" maxLength:"200" doc:"indicator=form.indicator"`
		Why  string `json:"why" maxLength:"4000"`
	}
}) (*api.Answer[apiFormDraft], error) {
	return x.drafted(c, in.Form, x.Report.SayDifferent(c.Context(), c.Actor, in.Form, in.Body.Pair, in.Body.Why, in.Body.Base, c.Key()))
}

func (x API) publishForm(c *web.Ctx, in *struct {
	FormIn
	Body struct {
		Base int64 `json:"base" minimum:"0" doc:"Version of the draft that was read."`
	}
}) (*api.Answer[apiFormFile], error) {
	if err := x.Report.PublishForm(c.Context(), c.Actor, in.Form, in.Body.Base, c.Key()); err != nil {
		return nil, err
	}
	return x.formFile(c, &struct {
		Form    string `path:"form" maxLength:"40"`
		Version int    `query:"version" minimum:"0" doc:"The newest by default."`
	}{Form: in.Form})
}
