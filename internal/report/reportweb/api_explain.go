package reportweb

import (
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// explainOperations are what other programs read of questions about figures, and the draft that they may write.
func (x API) explainOperations(a *api.API) {
	api.Register(a, api.Op{ID: "listExplanations", Method: http.MethodGet, Tag: "Reports", Path: "/requests/{request}/explanations", Scope: actor.ReadReports,
		Summary: "List what was asked about figures", Text: "Of a unit and the units below, what waits first. Question, answer and the figure as it was seen stay for ever."}, x.explanations)
	api.Register(a, api.Op{ID: "getExplanation", Method: http.MethodGet, Tag: "Reports", Path: "/explanations/{explanation}", Scope: actor.ReadReports,
		Summary: "Read a question about a figure with its answer", Text: ""}, x.explanation)
	api.Register(a, api.Op{ID: "draftExplanation", Method: http.MethodPut, Tag: "Reports", Path: "/explanations/{explanation}/draft", Scope: actor.WriteDrafts,
		Summary: "Draft the explanation of a figure", Text: "Seen by the unit's own desks alone. Its head or office sends it; no token does."}, x.draftExplanation)
}

type apiSeen struct {
	Value   string `json:"value,omitempty" doc:"Decimal; absent: no figure."`
	Text    string `json:"text"`
	Percent bool   `json:"percent"`
	Have    int64  `json:"have" doc:"Units behind it."`
	Of      int64  `json:"of"`
}

func showSeen(f report.Figure, lang i18n.Lang) apiSeen {
	s := apiSeen{Text: f.Text(lang), Percent: f.Pct, Have: f.Have, Of: f.Of}
	if f.Known {
		s.Value = api.Decimal(f.Value, f.Scale)
	}
	return s
}

type apiExplanation struct {
	ID         string  `json:"id"`
	Request    string  `json:"request"`
	Unit       string  `json:"unit" doc:"That explains."`
	Asker      string  `json:"asker" doc:"Unit that asks."`
	Indicator  string  `json:"indicator"`
	Whole      bool    `json:"whole" doc:"About the total of the unit and all below; else its own figure."`
	Version    int64   `json:"version" doc:"Of the unit's report that was seen."`
	Seen       apiSeen `json:"seen" doc:"The figure as it stood when it was asked."`
	Question   string  `json:"question"`
	Due        string  `json:"due" format:"date-time"`
	State      string  `json:"state" enum:"asked,answered,taken,withdrawn"`
	Overdue    bool    `json:"overdue"`
	Late       bool    `json:"late" doc:"Its first answer came after the deadline."`
	Answer     string  `json:"answer,omitempty"`
	AskedAt    string  `json:"asked_at" format:"date-time"`
	AnsweredAt string  `json:"answered_at,omitempty" format:"date-time"`
}

func showExplanation(c *web.Ctx, e report.Explanation) apiExplanation {
	out := apiExplanation{ID: e.ID.String(), Request: e.Request.String(), Unit: e.Unit.String(), Asker: e.Asker.String(), Indicator: e.Indicator, Whole: e.Whole, Version: e.Version,
		Seen: showSeen(e.Seen, c.Lang), Question: e.Question, Due: e.Due.ISO(), State: string(e.State), Overdue: e.Overdue(c.Now), Late: e.Late, Answer: e.Answer, AskedAt: e.AskedAt.ISO()}
	if !e.AnsweredAt.Zero() {
		out.AnsweredAt = e.AnsweredAt.ISO()
	}
	return out
}

func (x API) explanations(c *web.Ctx, in *struct {
	api.Paging
	Request api.ID `path:"request"`
	Unit    api.ID `query:"unit" doc:"By default the request's opener, or the own unit where that may not be read."`
}) (*api.List[apiExplanation], error) {
	list, err := x.Report.Explanations(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), false)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(e report.Explanation) string { return e.ID.String() }, func(e report.Explanation) apiExplanation { return showExplanation(c, e) })
}

func (x API) explanation(c *web.Ctx, in *struct {
	Explanation api.ID `path:"explanation"`
}) (*api.Answer[apiExplanation], error) {
	p, err := x.Report.Explanation(c.Context(), c.Actor, in.Explanation.Ident())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiExplanation]{Body: showExplanation(c, p.Explanation)}, nil
}

func (x API) draftExplanation(c *web.Ctx, in *struct {
	Explanation api.ID `path:"explanation"`
	Body        struct {
		Text string `json:"text"`
	}
}) (*api.Answer[apiExplanation], error) {
	if err := x.Report.DraftExplanation(c.Context(), c.Actor, in.Explanation.Ident(), in.Body.Text, "", c.Key()); err != nil {
		return nil, err
	}
	p, err := x.Report.Explanation(c.Context(), c.Actor, in.Explanation.Ident())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiExplanation]{Body: showExplanation(c, p.Explanation)}, nil
}
