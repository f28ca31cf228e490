package documentweb

import (
	"net/http"

	"giaoban/internal/document"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// correctOperation issues a correction of what a unit issued.
func (x API) correctOperation(a *api.API) {
	api.Register(a, api.Op{ID: "correctDocument", Method: http.MethodPost, Tag: "Documents", Path: "/documents/{document}/correct", Person: true, Summary: "Correct an issued document",
		Text: "A new version with the whole text and the reason goes to every recipient; the one before stays readable. What a conference's chair approved is corrected there."}, x.correct)
}

func (x API) correct(c *web.Ctx, in *struct {
	DocumentIn
	Body struct {
		Version int        `json:"version" minimum:"1" doc:"The version that was read."`
		Title   string     `json:"title" maxLength:"1000"`
		Date    string     `json:"date,omitempty" format:"date" doc:"Today by default."`
		Intro   string     `json:"intro,omitempty" maxLength:"20000"`
		Body    []apiBlock `json:"body" minItems:"1" maxItems:"200"`
		Closing string     `json:"closing,omitempty" maxLength:"20000"`
		Reason  string     `json:"reason" maxLength:"4000"`
	}
}) (*api.Answer[apiDocumentFull], error) {
	day, err := api.Day("date", in.Body.Date)
	if err != nil {
		return nil, err
	}
	if _, err := x.Document.ByID(c.Context(), c.Actor, in.Document.Ident(), 0); err != nil {
		return nil, hidden(err)
	}
	n := document.Correction{Title: in.Body.Title, Date: day, Intro: in.Body.Intro, Close: in.Body.Closing, Reason: in.Body.Reason, From: in.Body.Version}
	for _, b := range in.Body.Body {
		n.Body = append(n.Body, document.Block{Kind: document.BlockKind(b.Kind), Text: b.Text})
	}
	d, err := x.Document.Revise(c.Context(), c.Actor, in.Document.Ident(), n, c.Key())
	if err != nil {
		return nil, err // who reads it knows of it
	}
	return answerDocument(d, nil)
}
