package reportweb

import (
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of reports for other programs.
type API struct{ Report *report.Service }

const (
	tagRequests = "Report requests"
	tagFilings  = "Filings"
)

// Register adds the operations.
func (x API) Register(a *api.API) {
	x.explainOperations(a)
	read := func(id, tag, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: tag, Path: path, Summary: summary, Text: text, Scope: actor.ReadReports}
	}
	api.Register(a, read("listForms", tagRequests, "/forms", "List the forms", "The newest version of every form, without its indicators: see getForm."), x.forms)
	api.Register(a, read("getFormVersions", tagRequests, "/forms/{form}", "Read a form", "Its published versions and one of them whole, by the form's code."), x.formFile)
	api.Register(a, read("listRequests", tagRequests, "/requests", "List report requests", "The requests that a unit opened and those in which reports come to it, the newest first."), x.requests)
	api.Register(a, read("listCompliance", tagRequests, "/compliance", "List how deadlines were kept", "The units that report to one, with the last requests: in time, late, missing."), x.compliance)
	api.Register(a, read("getYear", tagFilings, "/filings/{filing}/year", "Read a year of filings", "What the unit filed with the form for the periods of the same kind in the year, within the period and from the start of the year, each derived from the other."), x.yearOf)
	api.Register(a, read("getGaps", tagFilings, "/filings/{filing}/gaps", "Hold a filing against its shorter periods", "Where the newest version says something else than the months (quarters, halves) that the unit filed come to, with the unit's reason. Nothing is compared while one of them is missing."), x.gapsOf)
	api.Register(a, read("getRequest", tagRequests, "/requests/{request}", "Read a report request", ""), x.request)
	api.Register(a, read("listChased", tagRequests, "/requests/{request}/chase", "List who is missing or late", "Of the units whose reports the caller receives, the highest level first."), x.chaseList)
	api.Register(a, read("getForm", tagRequests, "/requests/{request}/form", "Read the form of a request", "Sections, indicators, texts and the slots that a draft fills."), x.form)
	api.Register(a, read("getProgress", tagRequests, "/requests/{request}/progress", "Count how many reports are in", "Counters of a unit's subtree and the state of each unit that reports to it."), x.progress)
	api.Ready[apiGrid](a, read("getFigures", tagRequests, "/requests/{request}/figures", "Read all totals of a request",
		"Every indicator over a unit and over each unit that reports to it: for each unit lists of values and of their coverage, in the order of indicators. "+
			"No figure without its coverage: have of of (m/n). It is answered from memory and knows its version: send If-None-Match."), x.figures(a))
	api.Register(a, read("explainFigure", tagRequests, "/requests/{request}/figures/{indicator}", "Open one total", "The units behind a total, the lowest figure first and the missing last."), x.explain)
	api.Register(a, read("listAnswers", tagRequests, "/requests/{request}/answers", "Read what units answered in words", "In one field, by unit, in the order of the tree; texts are never merged. Only reports that came in."), x.said)
	api.Register(a, read("listEditions", tagRequests, "/requests/{request}/editions", "List the editions of a request",
		"A request's figures frozen and signed, the newest first. getFigures, getProgress and explainFigure take ?edition= and then quote it for ever."), x.editions)
	api.Register(a, read("getEditionProof", tagRequests, "/requests/{request}/editions/{edition}/proof", "Prove that an edition is in the transparency log", "The edition itself is in it for who reads the whole."), x.editionProof)
	api.Register(a, read("listFilings", tagFilings, "/units/{unit}/filings", "List what a unit owes and has filed", "The newest deadline first."), x.filings)
	api.Register(a, read("getFiling", tagFilings, "/filings/{filing}", "Read a filing", "Its state and what was filed, version by version. A draft is never part of it."), x.filing)
	api.Download(a, read("getFiledPDF", tagFilings, "/filings/{filing}/versions/{version}/pdf", "Download the signed PDF of a version", ""), x.pdf)
	api.Register(a, read("getFilingProof", tagFilings, "/filings/{filing}/versions/{version}/proof", "Prove that a version is in the transparency log",
		"Everything that `giaoban verify` needs, without network: the version, its line of the log, the way to the signed root."), x.proof)

	api.Register(a, read("listCalls", tagFilings, "/filings/{filing}/calls", "List the telephone calls of a filing", "Calls with which the level above typed for a unit that phoned: who typed, on whose word, and what became of it. Only people type so, no token."), x.calls)
	drafts := api.Op{ID: "getDraft", Method: http.MethodGet, Tag: tagFilings, Path: "/filings/{filing}/draft", Scope: actor.WriteDrafts, Summary: "Read the unit's own draft",
		Text: "What was typed, and what the checks say about it. Only the unit's own desks and tokens; for anyone else the filing does not exist."}
	api.Register(a, drafts, x.draft)
	api.Register(a, api.Op{ID: "saveDraft", Method: http.MethodPatch, Tag: tagFilings, Path: "/filings/{filing}/draft", Scope: actor.WriteDrafts, Summary: "Write in the unit's draft",
		Text: "Keeps the fields that are sent, right or wrong; getDraft tells what the checks find. With If-Match the whole change is refused where the draft has moved. " +
			"Without it, base names the version that was read; fields that a desk changed since come back as conflicts and stay as they are."}, x.saveDraft)

	act := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodPost, Tag: tagFilings, Path: path, Summary: summary, Text: text, Person: true}
	}
	api.Register(a, act("openRequest", "/requests", "Ask units for reports", "The office of a unit opens a form for a period and the units below."), x.open)
	api.Register(a, act("signFiling", "/filings/{filing}/sign", "Sign a draft", "The unit's head signs the draft version that was read. All checks run."), x.sign)
	api.Register(a, act("unsignFiling", "/filings/{filing}/unsign", "Take a signature back", "Before the report is sent."), x.unsign)
	api.Register(a, act("sendFiling", "/filings/{filing}/send", "Send a signed report", "With number and day of the official document. With its signed PDF: sendFilingPDF."), x.send)
	api.Register(a, act("acceptFiling", "/filings/{filing}/accept", "Accept a filed version", "The office above takes the version over that it has read."), x.accept)
	api.Register(a, act("returnFiling", "/filings/{filing}/return", "Return a filed version", "With remarks, in general or at fields."), x.giveBack)
	x.fileOperations(a)
	x.phoneOperations(a)
	x.actOperations(a)
	x.editionOperations(a)
	x.formOperations(a)
}

// APIForm names a form.
type APIForm struct {
	ID      string   `json:"id"`
	Code    string   `json:"code"`
	Version int      `json:"version,omitempty"`
	Title   api.Text `json:"title"`
}

type apiPeriod struct {
	ID    string `json:"id"`
	Kind  string `json:"kind" enum:"month,quarter,half,nine_months,year,term,adhoc"`
	Title string `json:"title" doc:"In the language of the call."`
	From  string `json:"from" format:"date"`
	To    string `json:"to" format:"date"`
}

type apiRequest struct {
	ID       string    `json:"id"`
	Form     APIForm   `json:"form"`
	Period   apiPeriod `json:"period"`
	Opener   string    `json:"opener" doc:"The unit that asked."`
	Deadline string    `json:"deadline" format:"date-time" doc:"The last of its units' deadlines."`
	OpenedAt string    `json:"opened_at" format:"date-time"`
	Note     string    `json:"note,omitempty"`

	Regime    string            `json:"regime,omitempty" doc:"The reporting regime under which it was opened."`
	Basis     string            `json:"basis,omitempty" doc:"in_period or year_to_date; without it, as the form says."`
	PartOf    string            `json:"part_of,omitempty" doc:"The period of which its own is a part."`
	Deadlines map[string]string `json:"deadlines,omitempty" doc:"By code of a level, where they differ."`
}

func showPeriod(c *web.Ctx, p calendar.Period) apiPeriod {
	return apiPeriod{ID: p.ID.String(), Kind: string(p.Kind), Title: p.Title(c.Lang), From: p.From.String(), To: p.To.String()}
}

func showRequest(c *web.Ctx, r report.Request) apiRequest {
	out := apiRequest{
		ID: r.ID.String(), Form: APIForm{ID: r.Form.String(), Code: r.FormCode, Title: api.TextOf(r.Title)}, Opener: r.Opener.String(),
		Period:   showPeriod(c, r.Period),
		Deadline: r.Deadline.ISO(), OpenedAt: r.OpenedAt.ISO(), Note: r.Note, Basis: string(r.Basis),
	}
	if r.Regime != 0 {
		out.Regime = r.Regime.String()
	}
	if r.Parent != 0 {
		out.PartOf = r.Parent.String()
	}
	for _, d := range r.Deadlines {
		if out.Deadlines == nil {
			out.Deadlines = map[string]string{}
		}
		out.Deadlines[d.Level] = d.At.ISO()
	}
	return out
}

func (x API) forms(c *web.Ctx, in *struct{ api.Paging }) (*api.List[APIForm], error) {
	list, err := x.Report.Forms(c.Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(f report.Form) string { return f.Code }, func(f report.Form) APIForm {
		return APIForm{ID: f.ID.String(), Code: f.Code, Version: f.Version, Title: api.TextOf(f.Title)}
	})
}

type apiOpened struct {
	Request  apiRequest `json:"request"`
	Mine     bool       `json:"mine" doc:"The unit opened it; else it only receives the reports of the units below."`
	Expected int64      `json:"expected" doc:"Reports that come straight to the unit."`
	In       int64      `json:"in" doc:"Filed or accepted."`
	Waiting  int64      `json:"waiting" doc:"Filed, to be accepted or returned."`
	Returned int64      `json:"returned"`
}

func (x API) requests(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `query:"unit" doc:"The caller's own unit by default."`
}) (*api.List[apiOpened], error) {
	list, err := x.Report.Received(c.Context(), c.Actor, ownUnit(c, in.Unit))
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(o report.Opened) string { return o.Request.ID.String() }, func(o report.Opened) apiOpened {
		return apiOpened{Request: showRequest(c, o.Request), Mine: o.Mine, Expected: o.Expected, In: o.In, Waiting: o.Waiting, Returned: o.Returned}
	})
}

// ownUnit is the unit that was asked for, else the caller's own.
func ownUnit(c *web.Ctx, asked api.ID) ident.ID {
	if asked.Ident() != 0 {
		return asked.Ident()
	}
	return c.Actor.Unit
}

// RequestIn is the path of a request.
type RequestIn struct {
	Request api.ID `path:"request"`
}

func (x API) request(c *web.Ctx, in *RequestIn) (*api.Answer[apiRequest], error) {
	r, err := x.Report.Request(c.Context(), c.Actor, in.Request.Ident())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiRequest]{Body: showRequest(c, r)}, nil
}

type apiIndicator struct {
	Code     string   `json:"code"`
	Section  string   `json:"section"`
	Name     api.Text `json:"name"`
	Unit     api.Text `json:"unit"`
	Kind     string   `json:"kind" enum:"int,dec,pct,yesno,choice,text,table"`
	Decimals int      `json:"decimals" doc:"Decimal places of the figure as it is typed."`
	Across   string   `json:"across" enum:"sum,max,mean,ratio,own,totals" doc:"How figures of units become one."`
	Basis    string   `json:"basis" enum:"flow,stock,target,computed"`
	PartOf   string   `json:"part_of,omitempty"`

	AcrossTime string      `json:"across_time" enum:"sum,last,max,mean,ratio,none" doc:"How the figures of shorter periods become that of a longer one."`
	Help       *api.Text   `json:"help,omitempty"`
	Formula    string      `json:"formula,omitempty" doc:"Computed, of a total from the totals."`
	Options    []apiOption `json:"options,omitempty" doc:"Of a choice: what is kept is the code."`
	Columns    []apiColumn `json:"columns,omitempty" doc:"Of a table: its cells are the fields code.row.column of the draft."`
	Rows       int         `json:"rows,omitempty" doc:"Of a table: the largest number of rows."`
}

type apiOption struct {
	Code string   `json:"code"`
	Name api.Text `json:"name"`
}

type apiColumn struct {
	Code     string   `json:"code"`
	Name     api.Text `json:"name"`
	Unit     api.Text `json:"unit"`
	Kind     string   `json:"kind" enum:"int,dec,text"`
	Decimals int      `json:"decimals"`
	Required bool     `json:"required" doc:"In every row that is begun."`
}

func showIndicator(f report.Form, i report.Indicator) apiIndicator {
	out := apiIndicator{Code: i.Code, Section: i.Section, Name: api.TextOf(i.Name), Unit: api.TextOf(i.Unit), Kind: string(i.Kind), Decimals: i.Scale,
		Across: string(i.Across), Basis: string(i.Basis), PartOf: i.PartOf, AcrossTime: string(f.OverTime(i)), Formula: i.Formula}
	if i.Help.VI != "" {
		help := api.TextOf(i.Help)
		out.Help = &help
	}
	for _, o := range i.Options {
		out.Options = append(out.Options, apiOption{o.Code, api.TextOf(o.Name)})
	}
	for _, c := range i.Columns {
		out.Columns = append(out.Columns, apiColumn{c.Code, api.TextOf(c.Name), api.TextOf(c.Unit), string(c.Kind), c.Scale, c.Required})
	}
	if i.Kind == report.Table {
		out.Rows = i.MaxRows()
	}
	return out
}

type apiSlot struct {
	Code      string   `json:"code" doc:"Field of the draft."`
	Indicator string   `json:"indicator"`
	Name      api.Text `json:"name"`
	Decimals  int      `json:"decimals"`
	Typed     bool     `json:"typed" doc:"False: computed from others, or counted from a register."`
	Source    string   `json:"source,omitempty" enum:"obstacles" doc:"The register of the program from which it is counted."`
	Required  bool     `json:"required"`
}

type apiNarrative struct {
	Code     string   `json:"code" doc:"Field of the draft."`
	Title    api.Text `json:"title"`
	Required bool     `json:"required"`
}

type apiSection struct {
	Code  string   `json:"code"`
	Title api.Text `json:"title"`
}

type apiFormFull struct {
	APIForm
	Sections   []apiSection   `json:"sections"`
	Indicators []apiIndicator `json:"indicators"`
	Slots      []apiSlot      `json:"slots"`
	Narratives []apiNarrative `json:"narratives"`
}

func (x API) form(c *web.Ctx, in *RequestIn) (*api.Answer[apiFormFull], error) {
	f, err := x.Report.FormOf(c.Context(), c.Actor, in.Request.Ident())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiFormFull]{Body: showForm(f)}, nil
}

func showForm(f report.Form) apiFormFull {
	out := apiFormFull{APIForm: APIForm{ID: f.ID.String(), Code: f.Code, Version: f.Version, Title: api.TextOf(f.Title)},
		Sections: []apiSection{}, Indicators: []apiIndicator{}, Slots: []apiSlot{}, Narratives: []apiNarrative{}}
	for _, s := range f.Sections {
		out.Sections = append(out.Sections, apiSection{s.Code, api.TextOf(s.Title)})
	}
	for _, i := range f.Indicators {
		out.Indicators = append(out.Indicators, showIndicator(f, i))
	}
	for _, s := range f.Slots() {
		out.Slots = append(out.Slots, apiSlot{Code: s.Code, Indicator: s.Indicator, Name: api.TextOf(s.Name), Decimals: s.Scale, Typed: s.Typed(), Source: string(s.Source), Required: s.Required})
	}
	for _, n := range f.Narratives {
		out.Narratives = append(out.Narratives, apiNarrative{Code: n.Code, Title: api.TextOf(n.Title), Required: n.Required})
	}
	return out
}

type apiFormVersion struct {
	Version     int    `json:"version"`
	PublishedAt string `json:"published_at" format:"date-time"`
	PublishedBy string `json:"published_by,omitempty"`
}

type apiFormFile struct {
	Owner    string           `json:"owner" doc:"The unit that keeps the form."`
	Versions []apiFormVersion `json:"versions" doc:"Newest first."`
	Form     apiFormFull      `json:"form" doc:"The version that was asked for."`
}

func (x API) formFile(c *web.Ctx, in *struct {
	Form    string `path:"form" maxLength:"40"`
	Version int    `query:"version" minimum:"0" doc:"The newest by default."`
}) (*api.Answer[apiFormFile], error) {
	file, err := x.Report.FormFile(c.Context(), c.Actor, in.Form)
	if err != nil {
		return nil, err
	}
	f, err := file.At(in.Version)
	if err != nil {
		return nil, err
	}
	out := apiFormFile{Owner: file.Owner.String(), Versions: []apiFormVersion{}, Form: showForm(f)}
	for _, v := range file.Versions {
		out.Versions = append(out.Versions, apiFormVersion{v.Form.Version, v.At.ISO(), v.By})
	}
	return &api.Answer[apiFormFile]{Body: out}, nil
}
