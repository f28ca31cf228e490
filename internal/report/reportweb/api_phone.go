package reportweb

import (
	"context"
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// phoneOperations are entry by the level above for a unit that phones; listCalls tells both of it.
func (x API) phoneOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: tagFilings, Path: "/filings/{filing}/phone" + path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodGet, "getPhoneDraft", "", "Read what was entered by telephone", "To a desk of the unit to which it reports, as long as the draft is not the unit's own: then why nobody enters it. Of a returned report it is what was filed, until the unit mends it."), x.phone)
	api.Register(a, op(http.MethodPost, "saveByPhone", "", "Enter a report for a unit that phones", "By a desk of the unit to which it reports. The unit sees at once what was entered and on whose word, and signs it itself."), x.savePhone)
	api.Register(a, op(http.MethodPost, "withdrawCalls", "/withdraw", "Take back what was entered by telephone", "By who entered it, with the reason."), x.dropCalls((*report.Service).WithdrawCalls))
	api.Register(a, op(http.MethodPost, "rejectCalls", "/reject", "Throw away what was entered by telephone", "By the unit, with the reason, as long as it has not gone on with the draft itself."), x.dropCalls((*report.Service).RejectCalls))
}

type apiPhoneDraft struct {
	May      bool              `json:"may" doc:"It can be entered now."`
	Why      *apiFinding       `json:"why,omitempty" doc:"Why not."`
	Version  int64             `json:"version" doc:"Of the draft: base of saveByPhone."`
	Fields   map[string]string `json:"fields"`
	Findings []apiFinding      `json:"findings" doc:"What forbids signing."`
	Contact  APIContact        `json:"contact" doc:"Whom the unit wants to be called."`
}

func (x API) phone(c *web.Ctx, in *FilingIn) (*api.Answer[apiPhoneDraft], error) {
	p, err := x.Report.Phone(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return nil, err
	}
	out := apiPhoneDraft{May: p.May, Version: p.Draft.Version, Fields: map[string]string{}, Findings: findings(c, p.Draft.Reading.Faults),
		Contact: APIContact{Name: p.Contact.Name, Phone: p.Contact.Phone, Email: p.Contact.Email}}
	if p.Why != nil {
		_, r := c.Refusal(p.Why)
		out.Why = &apiFinding{Key: r.Key, Message: r.Text}
	}
	for field, t := range p.Draft.Fields {
		out.Fields[field] = t.Text
	}
	return &api.Answer[apiPhoneDraft]{Body: out}, nil
}

func (x API) savePhone(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Caller string            `json:"caller" maxLength:"200" doc:"Who phones for the unit."`
		Title  string            `json:"title,omitempty" maxLength:"200" doc:"Of who phones; this or the number is asked."`
		Phone  string            `json:"phone,omitempty" maxLength:"60" doc:"From where."`
		Called string            `json:"called" format:"date-time" doc:"When."`
		Base   int64             `json:"base" minimum:"0" doc:"Draft version that was read, 0 for none."`
		Fields map[string]string `json:"fields" doc:"As saveDraft takes them."`
	}
}) (*api.Answer[apiSaved], error) {
	called, err := moment("called", in.Body.Called)
	if err != nil {
		return nil, err
	}
	saved, err := x.Report.SaveByPhone(c.Context(), c.Actor, in.Filing.Ident(), report.PhoneSave{Caller: in.Body.Caller, Title: in.Body.Title, Phone: in.Body.Phone, CalledAt: called,
		Save: report.Save{Base: in.Body.Base, Fields: in.Body.Fields, Key: c.Key()}})
	if err != nil {
		return nil, err
	}
	return answerSaved(saved), nil
}

// ReasonIn is why something is done with a filing.
type ReasonIn struct {
	FilingIn
	Body struct {
		Reason string `json:"reason" maxLength:"4000"`
	}
}

func (x API) dropCalls(drop func(s *report.Service, ctx context.Context, who actor.Actor, filing ident.ID, reason, key string) error) func(c *web.Ctx, in *ReasonIn) (*struct{}, error) {
	return func(c *web.Ctx, in *ReasonIn) (*struct{}, error) {
		return nil, drop(x.Report, c.Context(), c.Actor, in.Filing.Ident(), in.Body.Reason, c.Key())
	}
}
