package accountweb

import (
	"net/http"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// officeOperations are what stands on a decision of a unit: who signs for its head, the devices of its halls, and what is kept on people.
func (x API) officeOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Accounts", Path: path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodGet, "listDelegations", "/units/{unit}/delegations", "List who signs for a unit's head", "Today or later, in what capacity and for which days."), x.delegations)
	api.Register(a, op(http.MethodPost, "makeDelegation", "/units/{unit}/delegations", "Let somebody sign for a unit's head", "By the head, who acts as head, or who keeps the unit's accounts. It ends by itself after its last day."), x.delegate)
	api.Register(a, op(http.MethodPost, "endDelegation", "/delegations/{grant}/end", "End a delegation", "Nothing is signed under it from now on."), x.endDelegation)
	api.Register(a, op(http.MethodGet, "listDevices", "/units/{unit}/devices", "List the devices of a unit's halls", "To who keeps its accounts."), x.devices)
	api.Register(a, op(http.MethodPost, "addDevice", "/units/{unit}/devices", "Register a device of a hall", "The code that is entered on it is told here once; a retry gives another, and the first is worth nothing."), x.addDevice)
	api.Register(a, op(http.MethodPost, "renewDevice", "/devices/{device}/renew", "Give a device a new code", "What it had until then stops working at once."), x.renewDevice)
	api.Register(a, op(http.MethodPost, "revokeDevice", "/devices/{device}/revoke", "Cut a device off", "At once and for good. Revoking it again changes nothing."), x.revokeDevice)
	api.Register(a, op(http.MethodGet, "listCorrections", "/units/{unit}/corrections", "List what people ask to be corrected of what is kept on them", "To who keeps the accounts of the unit; open ones first."), x.corrections)
	api.Register(a, op(http.MethodPost, "answerCorrection", "/corrections/{correction}/answer", "Answer a wish for correction", "That it is done, or why not."), x.answerCorrection)
}

type apiDelegation struct {
	Grant    string `json:"grant"`
	Deputy   string `json:"deputy" doc:"Account."`
	Name     string `json:"name"`
	Capacity string `json:"capacity" enum:"kt,tl,tm,tuq,q,pt"`
	From     string `json:"from" format:"date"`
	To       string `json:"to,omitempty" format:"date"`
	Decision string `json:"decision"`
}

func showDelegation(d account.Delegation) apiDelegation {
	g := d.Grant
	return apiDelegation{Grant: g.ID.String(), Deputy: g.Account.String(), Name: d.Name, Capacity: string(g.Capacity), From: g.From.String(), To: g.To.String(), Decision: g.Decision}
}

func (x API) delegations(c *web.Ctx, in *UnitIn) (*api.List[apiDelegation], error) {
	list, err := x.Account.Delegations(c.Context(), c.Actor, in.Unit.Ident(), c.Today)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(d account.Delegation) string { return d.Grant.ID.String() }, showDelegation)
}

func (x API) delegate(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Deputy   string `json:"deputy" maxLength:"40" doc:"Account of somebody who works in the unit and holds a post."`
		Capacity string `json:"capacity" enum:"kt,tl,tuq,q,pt"`
		From     string `json:"from" format:"date"`
		To       string `json:"to,omitempty" format:"date" doc:"Its last day; open only for q and pt."`
		Decision string `json:"decision" maxLength:"200" doc:"Number of the decision."`
	}
}) (*api.Answer[apiDelegation], error) {
	n := account.NewDelegation{Unit: in.Unit.Ident(), Account: api.ParseID(in.Body.Deputy).Ident(), Capacity: actor.Capacity(in.Body.Capacity), Decision: in.Body.Decision, Key: c.Key()}
	span, err := api.Span(in.Body.From, in.Body.To)
	if err != nil {
		return nil, err
	}
	n.From, n.To = span.From, span.To
	if _, err = x.Account.Delegate(c.Context(), c.Actor, n); err != nil {
		return nil, err
	}
	list, err := x.Account.Delegations(c.Context(), c.Actor, n.Unit, n.From)
	if err != nil {
		return nil, err
	}
	for _, d := range list { // a retry finds what the first call made; nobody is delegated twice for the same days
		if g := d.Grant; g.Account == n.Account && g.Capacity == n.Capacity && g.From == n.From {
			return &api.Answer[apiDelegation]{Body: showDelegation(d)}, nil
		}
	}
	return nil, fault.NotFound("web.not_found") // ended since
}

func (x API) endDelegation(c *web.Ctx, in *struct {
	Grant api.ID `path:"grant"`
}) (*struct{}, error) {
	return nil, x.Account.EndDelegation(c.Context(), c.Actor, in.Grant.Ident(), "")
}

// APIDevice is a computer of a hall.
type APIDevice struct {
	ID       string `json:"id"`
	Unit     string `json:"unit"`
	Name     string `json:"name"`
	Waits    string `json:"waits_until,omitempty" format:"date-time" doc:"Until when its code may be entered."`
	Enrolled string `json:"enrolled_at,omitempty" format:"date-time"`
	Revoked  string `json:"revoked_at,omitempty" format:"date-time"`
	Seen     string `json:"seen_at,omitempty" format:"date-time"`
}

func showDevice(d account.Device) APIDevice {
	return APIDevice{ID: d.Account.String(), Unit: d.Unit.String(), Name: d.Name, Waits: d.Waits.ISO(), Enrolled: d.Enrolled.ISO(), Revoked: d.Revoked.ISO(), Seen: d.Seen.ISO()}
}

type apiEnrolment struct {
	APIDevice
	Code    string `json:"code" doc:"To be entered on the device, at /enrol. Told once."`
	Expires string `json:"expires" format:"date-time"`
}

func answerEnrolment(e account.Enrolment, err error) (*api.Answer[apiEnrolment], error) {
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiEnrolment]{Body: apiEnrolment{showDevice(e.Device), e.Code, e.Expires.ISO()}}, nil
}

func (x API) devices(c *web.Ctx, in *UnitIn) (*api.List[APIDevice], error) {
	list, err := x.Account.Devices(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(d account.Device) string { return d.Account.String() }, showDevice)
}

func (x API) addDevice(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Name string `json:"name" maxLength:"100"`
	}
}) (*api.Answer[apiEnrolment], error) {
	return answerEnrolment(x.Account.AddDevice(c.Context(), c.Actor, in.Unit.Ident(), in.Body.Name, c.Key()))
}

// DeviceIn is the path of a device.
type DeviceIn struct {
	Device api.ID `path:"device"`
}

func (x API) renewDevice(c *web.Ctx, in *DeviceIn) (*api.Answer[apiEnrolment], error) {
	return answerEnrolment(x.Account.RenewDevice(c.Context(), c.Actor, in.Device.Ident()))
}

func (x API) revokeDevice(c *web.Ctx, in *DeviceIn) (*struct{}, error) {
	return nil, x.Account.RevokeDevice(c.Context(), c.Actor, in.Device.Ident())
}

type apiWish struct {
	ID         string `json:"id"`
	Account    string `json:"account"`
	Name       string `json:"name" doc:"Of who asks."`
	Unit       string `json:"unit"`
	Wish       string `json:"wish"`
	State      string `json:"state" enum:"open,done,refused"`
	Asked      string `json:"asked_at" format:"date-time"`
	Answer     string `json:"answer,omitempty"`
	AnsweredBy string `json:"answered_by,omitempty"`
	Answered   string `json:"answered_at,omitempty" format:"date-time"`
}

func (x API) corrections(c *web.Ctx, in *UnitIn) (*api.List[apiWish], error) {
	list, err := x.Account.Corrections(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(w account.Correction) string { return w.ID.String() }, func(w account.Correction) apiWish {
		return apiWish{ID: w.ID.String(), Account: w.Account.String(), Name: w.Name, Unit: w.Unit.String(), Wish: w.Wish, State: w.State, Asked: w.Asked.ISO(), Answer: w.Answer,
			AnsweredBy: w.AnsweredBy, Answered: w.Answered.ISO()}
	})
}

func (x API) answerCorrection(c *web.Ctx, in *struct {
	Correction api.ID `path:"correction"`
	Body       struct {
		Done   bool   `json:"done" doc:"It was corrected; false: it is not, and the answer says why."`
		Answer string `json:"answer" maxLength:"1000"`
	}
}) (*struct{}, error) {
	return nil, x.Account.AnswerCorrection(c.Context(), c.Actor, in.Correction.Ident(), in.Body.Done, in.Body.Answer)
}
