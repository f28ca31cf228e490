package reportweb

import (
	"cmp"
	"giaoban/internal/calendar"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

type apiAsked struct {
	Filing  APIFilingState `json:"filing"`
	Request apiRequest     `json:"request"`
}

// APIFilingState is how far a unit has come with a report.
type APIFilingState struct {
	ID        string `json:"id"`
	Unit      string `json:"unit"`
	Receiver  string `json:"receiver" doc:"The unit above that accepts or returns."`
	State     string `json:"state" enum:"draft,signed,filed,returned,accepted"`
	Version   int64  `json:"version" doc:"Newest filed version, 0: never filed."`
	Late      bool   `json:"late" doc:"The first version came after the deadline."`
	ChangedAt string `json:"changed_at,omitempty" format:"date-time"`
	Deadline  string `json:"deadline,omitempty" format:"date-time" doc:"Of this unit."`
}

func showFiling(f report.Filing) APIFilingState {
	return APIFilingState{ID: f.ID.String(), Unit: f.Unit.String(), Receiver: f.Receiver.String(), State: string(f.State), Version: f.Current, Late: f.Late, ChangedAt: f.ChangedAt.ISO(), Deadline: f.Deadline.ISO()}
}

func (x API) filings(c *web.Ctx, in *struct {
	api.Paging
	Unit api.ID `path:"unit"`
}) (*api.List[apiAsked], error) {
	list, err := x.Report.ForUnit(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(a report.Asked) string { return a.Filing.ID.String() }, func(a report.Asked) apiAsked {
		return apiAsked{Filing: showFiling(a.Filing), Request: showRequest(c, a.Request)}
	})
}

type apiRemark struct {
	Field string `json:"field,omitempty" doc:"Absent: the whole."`
	Text  string `json:"text"`
	Name  string `json:"name"`
	At    string `json:"at" format:"date-time"`
}

type apiVersion struct {
	Version  int64             `json:"version"`
	Number   string            `json:"number,omitempty" doc:"Of the official report."`
	Dated    string            `json:"dated,omitempty" format:"date"`
	FiledAt  string            `json:"filed_at" format:"date-time"`
	FiledBy  string            `json:"filed_by"`
	Late     bool              `json:"late"`
	Hash     string            `json:"hash" doc:"SHA-256 of the version."`
	PDF      bool              `json:"pdf" doc:"There is a signed PDF: getFiledPDF."`
	Signer   string            `json:"signer"`
	Title    string            `json:"title" doc:"Titles of the signer on that day."`
	Capacity string            `json:"capacity" enum:"head,kt,tl,tm,tuq,q,pt"`
	Figures  map[string]string `json:"figures" doc:"Decimal text by slot; a slot that is absent has no figure."`
	Texts    map[string]string `json:"texts"`
	Remarks  []apiRemark       `json:"remarks"`
}

type apiFiling struct {
	APIFilingState
	Request  apiRequest   `json:"request"`
	Versions []apiVersion `json:"versions" doc:"The newest first."`
	MayDraft bool         `json:"may_draft"`
}

// FilingIn is the path of a filing.
type FilingIn struct {
	Filing api.ID `path:"filing"`
}

func showFull(c *web.Ctx, r report.Report) apiFiling {
	scale := map[string]int{}
	for _, s := range r.Form.Slots() {
		scale[s.Code] = s.Scale
	}
	out := apiFiling{APIFilingState: showFiling(r.Filing), Request: showRequest(c, r.Request), Versions: []apiVersion{}, MayDraft: r.MayDraft}
	for _, v := range r.Versions {
		one := apiVersion{Version: v.Version, Number: v.Number, Dated: v.Dated.String(), FiledAt: v.FiledAt.ISO(), FiledBy: v.FiledBy, Late: v.Late, Hash: v.Hash, PDF: v.File != "",
			Signer: v.Signature.Name, Title: v.Signature.Title, Capacity: string(v.Signature.Capacity), Figures: map[string]string{}, Texts: v.Content.Texts, Remarks: []apiRemark{}}
		if one.Texts == nil {
			one.Texts = map[string]string{}
		}
		for code, n := range v.Content.Figures {
			one.Figures[code] = api.Decimal(n, scale[code])
		}
		for _, m := range v.Remarks {
			one.Remarks = append(one.Remarks, apiRemark{Field: m.Field, Text: m.Text, Name: m.Name, At: m.At.ISO()})
		}
		out.Versions = append(out.Versions, one)
	}
	return out
}

func (x API) filing(c *web.Ctx, in *FilingIn) (*api.Answer[apiFiling], error) {
	r, err := x.Report.Report(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiFiling]{Body: showFull(c, r)}, nil
}

func (x API) pdf(c *web.Ctx, in *struct {
	FilingIn
	Version int64 `path:"version" minimum:"1"`
}) (*api.File, error) {
	body, v, err := x.Report.SignedFile(c.Context(), c.Actor, in.Filing.Ident(), in.Version)
	if err != nil {
		return nil, err
	}
	return &api.File{Name: v.FileName, Tag: v.File, At: v.FiledAt, Content: body}, nil
}

type apiTyped struct {
	Text    string `json:"text"`
	Version int64  `json:"version" doc:"Draft version since which it stands."`
	Name    string `json:"name" doc:"Who wrote it."`
	At      string `json:"at" format:"date-time"`
	Call    string `json:"call,omitempty" doc:"The telephone call with which the level above typed it for the unit."`
}

type apiCall struct {
	ID       string `json:"id"`
	Unit     string `json:"unit" doc:"The level above that typed."`
	Name     string `json:"name" doc:"Who typed."`
	Caller   string `json:"caller" doc:"Who phoned for the unit."`
	Title    string `json:"title,omitempty"`
	Phone    string `json:"phone,omitempty"`
	CalledAt string `json:"called_at" format:"date-time"`
	At       string `json:"at" format:"date-time" doc:"Of the last save."`
	Fields   int    `json:"fields" doc:"How many fields were typed."`
	State    string `json:"state" enum:"open,taken,rejected,withdrawn" doc:"Taken: the unit went on with the draft itself."`
	EndedAt  string `json:"ended_at,omitempty" format:"date-time"`
	EndedBy  string `json:"ended_by,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

type apiCalls struct {
	Items []apiCall `json:"items"`
}

func (x API) calls(c *web.Ctx, in *FilingIn) (*api.Answer[apiCalls], error) {
	list, err := x.Report.Calls(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return nil, err
	}
	out := []apiCall{}
	for _, one := range list {
		call := apiCall{ID: one.ID.String(), Unit: one.Unit.String(), Name: one.Name, Caller: one.Caller, Title: one.Title, Phone: one.Phone, CalledAt: one.CalledAt.ISO(), At: one.At.ISO(),
			Fields: one.Fields, State: string(one.State), EndedBy: one.EndedBy, Reason: one.Reason}
		if !one.EndedAt.Zero() {
			call.EndedAt = one.EndedAt.ISO()
		}
		out = append(out, call)
	}
	return &api.Answer[apiCalls]{Body: apiCalls{out}}, nil
}

type apiFinding struct {
	Field   string `json:"field,omitempty"`
	Key     string `json:"key"`
	Message string `json:"message"`
}

type apiDraft struct {
	Filing   string              `json:"filing"`
	Version  int64               `json:"version"`
	Fields   map[string]apiTyped `json:"fields"`
	Findings []apiFinding        `json:"findings" doc:"What forbids signing."`
	Warnings []apiFinding        `json:"warnings" doc:"What needs a reason: write it in the field's code followed by why."`

	Counted   map[string]int64 `json:"counted,omitempty" doc:"By field, what is counted from registers of the program: it is never typed, follows the register, and is fixed with the signature."`
	CountedAt string           `json:"counted_at,omitempty" format:"date-time" doc:"As the registers stood then."`
}

func draftVersion(n int64) string { return "d" + strconv.FormatInt(n, 10) }

func findings(c *web.Ctx, list fault.Faults) []apiFinding {
	out := []apiFinding{}
	for _, f := range list {
		out = append(out, apiFinding{Field: f.Field, Key: f.Key, Message: c.T(f.Key, f.Args...)})
	}
	return out
}

func (x API) draft(c *web.Ctx, in *FilingIn) (*api.Answer[apiDraft], error) {
	d, err := x.Report.Draft(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return nil, err
	}
	out := apiDraft{Filing: in.Filing.Ident().String(), Version: d.Version, Fields: map[string]apiTyped{}, Findings: findings(c, d.Reading.Faults), Warnings: findings(c, d.Reading.Warnings)}
	if len(d.Earlier.Sourced) > 0 {
		out.Counted, out.CountedAt = d.Earlier.Sourced, d.At.ISO()
	}
	for field, t := range d.Fields {
		one := apiTyped{Text: t.Text, Version: t.Version, Name: t.Name, At: t.At.ISO()}
		if t.Call != 0 {
			one.Call = t.Call.String()
		}
		out.Fields[field] = one
	}
	return &api.Answer[apiDraft]{ETag: api.Tag(draftVersion(d.Version)), Body: out}, nil
}

type apiClash struct {
	Field string `json:"field"`
	Text  string `json:"text" doc:"What stands there now."`
	Name  string `json:"name" doc:"Who wrote it."`
}

type apiSaved struct {
	Version   int64      `json:"version"`
	At        string     `json:"at" format:"date-time"`
	Conflicts []apiClash `json:"conflicts"`
}

func (x API) saveDraft(c *web.Ctx, in *struct {
	FilingIn
	Match string `header:"If-Match" maxLength:"60" doc:"ETag of the draft that was read."`
	Body  struct {
		Base   int64             `json:"base,omitempty" minimum:"0" doc:"Draft version that was read; not needed with If-Match."`
		Fields map[string]string `json:"fields" doc:"Texts by field, as people would type them: figures with a decimal comma or point."`
		Force  bool              `json:"force,omitempty" doc:"Take over what another desk wrote meanwhile."`
	}
}) (*api.Answer[apiSaved], error) {
	save := report.Save{Base: in.Body.Base, Fields: in.Body.Fields, Force: in.Body.Force, Key: c.Key()}
	version, err := api.Matched(in.Match)
	if err != nil {
		return nil, err
	}
	if version != "" {
		base, err := strconv.ParseInt(version[min(1, len(version)):], 10, 64)
		if err != nil || version != draftVersion(base) {
			return nil, fault.Invalid("If-Match", "api.bad_match")
		}
		save.Base, save.Only = base, true
	}
	saved, err := x.Report.SaveDraft(c.Context(), c.Actor, in.Filing.Ident(), save)
	if fault.Is(err, "report.draft_moved") {
		return nil, api.Moved(c)
	}
	if err != nil {
		return nil, err
	}
	return answerSaved(saved), nil
}

func answerSaved(saved report.Saved) *api.Answer[apiSaved] {
	out := apiSaved{Version: saved.Version, At: saved.At.ISO(), Conflicts: []apiClash{}}
	for _, one := range saved.Conflicts {
		out.Conflicts = append(out.Conflicts, apiClash{one.Field, one.Text, one.Name})
	}
	return &api.Answer[apiSaved]{ETag: api.Tag(draftVersion(saved.Version)), Body: out}
}

// done answers an act with the filing as it now stands.
func (x API) done(c *web.Ctx, filing ident.ID, err error) (*api.Answer[apiFiling], error) {
	if err != nil {
		return nil, err
	}
	return x.filing(c, &FilingIn{Filing: api.IDOf(filing)})
}

func (x API) sign(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Capacity string `json:"capacity" enum:"head,kt,tl,tm,tuq,q,pt"`
		Draft    int64  `json:"draft" minimum:"1" doc:"Draft version that the signer has read."`
	}
}) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.Sign(c.Context(), c.Actor, in.Filing.Ident(),
		report.Signing{Capacity: actor.Capacity(in.Body.Capacity), Draft: in.Body.Draft, Key: c.Key()}))
}

func (x API) unsign(c *web.Ctx, in *FilingIn) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.Unsign(c.Context(), c.Actor, in.Filing.Ident(), c.Key()))
}

func (x API) send(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Number string `json:"number" maxLength:"60" doc:"Of the official report."`
		Dated  string `json:"dated" format:"date"`
	}
}) (*api.Answer[apiFiling], error) {
	dated, err := api.Day("dated", in.Body.Dated)
	if err != nil {
		return nil, err
	}
	return x.done(c, in.Filing.Ident(), x.Report.File(c.Context(), c.Actor, in.Filing.Ident(), report.Official{Number: in.Body.Number, Dated: dated, Key: c.Key()}))
}

func (x API) accept(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Version int64 `json:"version" minimum:"1" doc:"The version that was read."`
	}
}) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.Accept(c.Context(), c.Actor, in.Filing.Ident(), in.Body.Version, c.Key()))
}

func (x API) giveBack(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Version int64             `json:"version" minimum:"1" doc:"The version that was read."`
		General string            `json:"general,omitempty"`
		Fields  map[string]string `json:"fields,omitempty" doc:"Remarks by field."`
	}
}) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.ReturnFiling(c.Context(), c.Actor, in.Filing.Ident(),
		report.Return{Version: in.Body.Version, General: in.Body.General, Fields: in.Body.Fields, Key: c.Key()}))
}

func (x API) open(c *web.Ctx, in *struct {
	Body struct {
		Form     string `json:"form" doc:"Code of the form."`
		Period   string `json:"period" doc:"As people write it: quý I/2021, 2026, tháng 6/2026, nhiệm kỳ 2020-2025, 1/3/2021-15/4/2021, từ 30/12/2020 đến and the name of an event."`
		Unit     string `json:"unit,omitempty" doc:"The unit that asks; the caller's own by default."`
		Scope    string `json:"scope" enum:"all,level,group,kind,subtree" doc:"Which units below are asked."`
		Value    string `json:"value,omitempty" doc:"Code of the level, group or kind."`
		Deadline string `json:"deadline,omitempty" format:"date-time" doc:"For every unit; under a regime it may be left out."`
		Note     string `json:"note,omitempty" maxLength:"2000"`

		Regime    string            `json:"regime,omitempty" doc:"Reporting regime: its windows, and its deadlines where none are given."`
		Basis     string            `json:"basis,omitempty" enum:"in_period,year_to_date"`
		PartOf    string            `json:"part_of,omitempty" doc:"The period of which this one is a part, as people write it."`
		Deadlines map[string]string `json:"deadlines,omitempty" doc:"By code of a level, as date and time."`
	}
}) (*api.Answer[apiRequest], error) {
	n := report.NewRequest{FormCode: in.Body.Form, PeriodText: in.Body.Period, Scope: org.Scope{Kind: in.Body.Scope, Value: in.Body.Value}, Note: in.Body.Note,
		Basis: calendar.Basis(in.Body.Basis), ParentText: in.Body.PartOf, Deadlines: map[string]when.Instant{}, Key: c.Key()}
	n.Regime = api.MaybeID(in.Body.Regime)
	var err error
	if in.Body.Deadline != "" {
		if n.Deadline, err = moment("deadline", in.Body.Deadline); err != nil {
			return nil, err
		}
	}
	for level, text := range in.Body.Deadlines {
		if n.Deadlines[level], err = moment("deadline-"+level, text); err != nil {
			return nil, err
		}
	}
	n.Opener = cmp.Or(api.MaybeID(in.Body.Unit), c.Actor.Unit)
	r, err := x.Report.OpenRequest(c.Context(), c.Actor, n)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiRequest]{Body: showRequest(c, r)}, nil
}
