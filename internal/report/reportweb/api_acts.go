package reportweb

import (
	"net/http"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/when"
)

// actOperations are what people do with reports beside signing and receiving them.
func (x API) actOperations(a *api.API) {
	op := func(method, id, tag, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: tag, Path: path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodPost, "submitFiling", tagFilings, "/filings/{filing}/submit", "Submit a draft to the head", "Until the head signs or gives it back, or the desk takes it back, nobody writes in it."), x.submit)
	api.Register(a, op(http.MethodPost, "takeBackFiling", tagFilings, "/filings/{filing}/take-back", "Take a submitted draft back", ""), x.takeBack)
	api.Register(a, op(http.MethodPost, "handBackFiling", tagFilings, "/filings/{filing}/hand-back", "Give a submitted draft back to the desk", "With what is to be mended."), x.handBack)
	parts := op(http.MethodPost, "takeParts", tagFilings, "/filings/{filing}/draft/parts", "Take over what shorter periods come to", "Writes into the draft the sums of what the unit filed for the months of the quarter, or the like.")
	parts.Person, parts.Scope = false, actor.WriteDrafts
	api.Register(a, parts, x.takeParts)
	api.Register(a, op(http.MethodPost, "reopenFiling", tagFilings, "/filings/{filing}/reopen", "Open an accepted report again", "By who received it, with the reason; the next edition tells what changed."), x.reopen)
	api.Register(a, op(http.MethodPost, "askCorrection", tagFilings, "/filings/{filing}/ask-correction", "Ask to correct an accepted report", "By the unit, with the reason."), x.askCorrection)
	api.Register(a, op(http.MethodPost, "chaseUnits", tagRequests, "/requests/{request}/chase", "Remind units that are missing", "Noted at each filing."), x.chaseNow)
	api.Register(a, op(http.MethodGet, "getOfficeContact", tagRequests, "/units/{unit}/office-contact", "Read whom to call about a unit's reports", ""), x.contact)
	api.Register(a, op(http.MethodPut, "setOfficeContact", tagRequests, "/units/{unit}/office-contact", "Say whom to call about the unit's reports", ""), x.setContact)

	api.Register(a, op(http.MethodPost, "askExplanation", "Reports", "/requests/{request}/explanations", "Ask why a figure is so", "By a chair, head or office above, with a deadline."), x.askExplanation)
	explain := func(id, word, summary, text string, do func(c *web.Ctx, explanation ident.ID, text string) error) {
		api.Register(a, op(http.MethodPost, id, "Reports", "/explanations/{explanation}/"+word, summary, text), func(c *web.Ctx, in *struct {
			Explanation api.ID `path:"explanation"`
			Body        struct {
				Text string `json:"text,omitempty" maxLength:"10000"`
			}
		}) (*api.Answer[apiExplanation], error) {
			return x.explained(c, in.Explanation.Ident(), do(c, in.Explanation.Ident(), in.Body.Text))
		})
	}
	explain("answerExplanation", "answer", "Answer for the unit", "By its head or office.", func(c *web.Ctx, id ident.ID, text string) error {
		return x.Report.SendExplanation(c.Context(), c.Actor, id, text, c.Key())
	})
	explain("takeExplanation", "take", "Take an answer", "By who asked.", func(c *web.Ctx, id ident.ID, _ string) error {
		return x.Report.TakeExplanation(c.Context(), c.Actor, id, c.Key())
	})
	explain("withdrawExplanation", "withdraw", "Withdraw a question", "With the reason.", func(c *web.Ctx, id ident.ID, text string) error {
		return x.Report.WithdrawExplanation(c.Context(), c.Actor, id, text, c.Key())
	})
	api.Register(a, op(http.MethodPost, "askAgain", "Reports", "/explanations/{explanation}/again", "Ask again", "With a new deadline."), x.askAgain)
}

func (x API) submit(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Draft int64  `json:"draft" minimum:"1" doc:"Draft version that was read."`
		Note  string `json:"note,omitempty" maxLength:"4000" doc:"To the head."`
	}
}) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.Submit(c.Context(), c.Actor, in.Filing.Ident(), in.Body.Draft, in.Body.Note, c.Key()))
}

func (x API) takeBack(c *web.Ctx, in *FilingIn) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.TakeBack(c.Context(), c.Actor, in.Filing.Ident(), c.Key()))
}

func (x API) handBack(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Remark string `json:"remark" maxLength:"4000"`
	}
}) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.HandBack(c.Context(), c.Actor, in.Filing.Ident(), in.Body.Remark, c.Key()))
}

func (x API) takeParts(c *web.Ctx, in *struct {
	FilingIn
	Body struct {
		Base int64 `json:"base" minimum:"0" doc:"Draft version that was read."`
	}
}) (*api.Answer[apiSaved], error) {
	saved, err := x.Report.TakeParts(c.Context(), c.Actor, in.Filing.Ident(), in.Body.Base, c.Key())
	if err != nil {
		return nil, err
	}
	return answerSaved(saved), nil
}

// CorrectionIn is a version that was read and why it must be another.
type CorrectionIn struct {
	FilingIn
	Body struct {
		Version int64  `json:"version" minimum:"1" doc:"The version that was read."`
		Reason  string `json:"reason" maxLength:"4000"`
	}
}

func (x API) reopen(c *web.Ctx, in *CorrectionIn) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.Reopen(c.Context(), c.Actor, in.Filing.Ident(), in.Body.Version, in.Body.Reason, c.Key()))
}

func (x API) askCorrection(c *web.Ctx, in *CorrectionIn) (*api.Answer[apiFiling], error) {
	return x.done(c, in.Filing.Ident(), x.Report.AskCorrection(c.Context(), c.Actor, in.Filing.Ident(), in.Body.Version, in.Body.Reason, c.Key()))
}

type apiReminded struct {
	Reminded int `json:"reminded" doc:"Units."`
}

func (x API) chaseNow(c *web.Ctx, in *struct {
	RequestIn
	Body struct {
		Filings []string `json:"filings" minItems:"1" maxItems:"5000"`
		Text    string   `json:"text,omitempty" maxLength:"4000"`
	}
}) (*api.Answer[apiReminded], error) {
	n, err := x.Report.Chase(c.Context(), c.Actor, in.Request.Ident(), api.IDs(in.Body.Filings), in.Body.Text, c.Key())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiReminded]{Body: apiReminded{n}}, nil
}

// APIContact is whom to call about a unit's reports.
type APIContact struct {
	Name  string `json:"name,omitempty" maxLength:"200"`
	Phone string `json:"phone,omitempty" maxLength:"60"`
	Email string `json:"email,omitempty" maxLength:"200"`
}

func (x API) contact(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
}) (*api.Answer[APIContact], error) {
	return x.contactNow(c, in.Unit.Ident(), nil)
}

func (x API) contactNow(c *web.Ctx, unit ident.ID, err error) (*api.Answer[APIContact], error) {
	if err != nil {
		return nil, err
	}
	k, err := x.Report.OfficeContact(c.Context(), c.Actor, unit)
	if err != nil {
		return nil, err
	}
	return &api.Answer[APIContact]{Body: APIContact{k.Name, k.Phone, k.Email}}, nil
}

func (x API) setContact(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body APIContact
}) (*api.Answer[APIContact], error) {
	return x.contactNow(c, in.Unit.Ident(), x.Report.SetOfficeContact(c.Context(), c.Actor, report.Contact{Unit: in.Unit.Ident(), Name: in.Body.Name, Phone: in.Body.Phone, Email: in.Body.Email}))
}

func moment(field, text string) (when.Instant, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0, fault.Invalid(field, "api.bad_day").Because(err)
	}
	return when.InstantOf(at), nil
}

// explained answers an act with the question as it then stands.
func (x API) explained(c *web.Ctx, id ident.ID, err error) (*api.Answer[apiExplanation], error) {
	if err != nil {
		return nil, err
	}
	p, err := x.Report.Explanation(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiExplanation]{Body: showExplanation(c, p.Explanation)}, nil
}

func (x API) askExplanation(c *web.Ctx, in *struct {
	RequestIn
	Body struct {
		Unit      string `json:"unit" maxLength:"40" doc:"That explains."`
		Indicator string `json:"indicator" maxLength:"60"`
		Whole     bool   `json:"whole,omitempty" doc:"About the total of the unit and all below; else its own figure."`
		Question  string `json:"question" maxLength:"10000"`
		Due       string `json:"due" format:"date-time"`
	}
}) (*api.Answer[apiExplanation], error) {
	due, err := moment("due", in.Body.Due)
	if err != nil {
		return nil, err
	}
	id, err := x.Report.AskExplanation(c.Context(), c.Actor, report.Asking{Request: in.Request.Ident(), Unit: api.ParseID(in.Body.Unit).Ident(), Indicator: in.Body.Indicator, Whole: in.Body.Whole,
		Question: in.Body.Question, Due: due, Key: c.Key()})
	return x.explained(c, id, err)
}

func (x API) askAgain(c *web.Ctx, in *struct {
	Explanation api.ID `path:"explanation"`
	Body        struct {
		Question string `json:"question" maxLength:"10000"`
		Due      string `json:"due" format:"date-time"`
	}
}) (*api.Answer[apiExplanation], error) {
	due, err := moment("due", in.Body.Due)
	if err != nil {
		return nil, err
	}
	id := in.Explanation.Ident()
	return x.explained(c, id, x.Report.AskAgain(c.Context(), c.Actor, id, in.Body.Question, due, c.Key()))
}
