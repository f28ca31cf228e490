package reportweb

import (
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

type apiAnswer struct {
	Unit    string `json:"unit"`
	Name    string `json:"name"`
	Filing  string `json:"filing"`
	Version int64  `json:"version" doc:"Of the filing."`
	Text    string `json:"text"`
	Signer  string `json:"signer" doc:"With title and capacity."`
	FiledAt string `json:"filed_at" format:"date-time"`
}

// apiAnswers is a page of answers with how many units are behind the whole list.
type apiAnswers struct {
	Unit    string      `json:"unit" doc:"The unit above them."`
	Field   string      `json:"field" doc:"Code of the indicator or text; absent where the form asks nothing in words."`
	Label   api.Text    `json:"label"`
	Have    int         `json:"have" doc:"Units that answered."`
	Empty   int         `json:"empty" doc:"Units whose report says nothing there."`
	Missing int         `json:"missing" doc:"Units asked that have not filed."`
	Items   []apiAnswer `json:"items"`
	Next    string      `json:"next,omitempty" doc:"Cursor of the next page; absent on the last one."`
}

// said gives what units answered in one text field; never merged, each with who signed it.
func (x API) said(c *web.Ctx, in *struct {
	api.Paging
	RequestIn
	Unit  api.ID `query:"unit" doc:"The unit above them; the highest that the caller may look at by default."`
	Field string `query:"field" maxLength:"60" doc:"Code of an indicator answered in words, or of a text of the report; the form's first by default."`
}) (*api.Answer[apiAnswers], error) {
	a, err := x.Report.Answers(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), in.Field)
	if err != nil {
		return nil, err
	}
	page, err := api.Cut(c, in.Paging, a.List, func(one report.Answer) string { return one.Filing.String() }, func(one report.Answer) apiAnswer {
		return apiAnswer{Unit: one.Unit.ID.String(), Name: one.Unit.Name, Filing: one.Filing.String(), Version: one.Version, Text: one.Text, Signer: one.Signer, FiledAt: one.FiledAt.ISO()}
	})
	if err != nil {
		return nil, err
	}
	if page.Link != "" {
		c.W.Header().Set("Link", page.Link)
	}
	return &api.Answer[apiAnswers]{Body: apiAnswers{Unit: a.Board.Unit.ID.String(), Field: a.Field.Code, Label: api.TextOf(a.Field.Name), Have: len(a.List), Empty: a.Empty, Missing: a.Missing,
		Items: page.Body.Items, Next: page.Body.Next}}, nil
}
