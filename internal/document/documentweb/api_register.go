package documentweb

import (
	"net/http"

	"giaoban/internal/document"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// registerOperations keep a unit's register of documents handled on paper.
func (x API) registerOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Documents", Path: "/units/{unit}/register" + path, Person: true, Summary: summary, Text: text}
	}
	api.Register(a, op(http.MethodGet, "listRegister", "", "List the paper register", "Documents handled outside the program, to the unit's own desks."), x.register)
	api.Register(a, op(http.MethodPost, "recordDocument", "", "Put a document on record", "Of a marked document only number, date, kind and degree of secrecy: a title is refused."), x.record)
	api.Register(a, op(http.MethodDelete, "strikeDocument", "/{entry}", "Strike a line of the register", ""), x.strike)
}

// APIRegisterLine is a document as it stands in the paper register.
type APIRegisterLine struct {
	Direction string `json:"direction" enum:"in,out"`
	Kind      string `json:"kind" maxLength:"40" doc:"resolution, decision, directive, conclusion, regulation, guidance, plan, report, submission, notice, letter, other"`
	Number    string `json:"number" maxLength:"100" doc:"As it stands on the document."`
	Date      string `json:"date" format:"date"`
	Secrecy   string `json:"secrecy" enum:"ordinary,confidential,secret,top_secret"`
	Title     string `json:"title,omitempty" maxLength:"500" doc:"Of an ordinary document alone."`
}

type apiRegisterEntry struct {
	APIRegisterLine
	ID         string `json:"id"`
	RecordedAt string `json:"recorded_at" format:"date-time"`
	RecordedBy string `json:"recorded_by"`
}

func showEntry(e document.Entry) apiRegisterEntry {
	return apiRegisterEntry{ID: e.ID.String(), RecordedAt: e.Recorded.ISO(), RecordedBy: e.RecordedBy, APIRegisterLine: APIRegisterLine{Direction: string(e.Direction), Kind: string(e.Kind), Number: e.Number,
		Date: e.Date.String(), Secrecy: string(e.Secrecy), Title: e.Title}}
}

func (x API) register(c *web.Ctx, in *UnitIn) (*api.List[apiRegisterEntry], error) {
	list, err := x.Document.Entries(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(e document.Entry) string { return e.ID.String() }, showEntry)
}

func (x API) record(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body APIRegisterLine
}) (*api.Answer[apiRegisterEntry], error) {
	day, err := api.Day("date", in.Body.Date)
	if err != nil {
		return nil, err
	}
	e, err := x.Document.Record(c.Context(), c.Actor, in.Unit.Ident(), document.NewEntry{Direction: document.Direction(in.Body.Direction), Kind: document.Kind(in.Body.Kind), Number: in.Body.Number,
		Date: day, Secrecy: document.Secrecy(in.Body.Secrecy), Title: in.Body.Title}, c.Key())
	if err != nil {
		return nil, err
	}
	return &api.Answer[apiRegisterEntry]{Body: showEntry(e)}, nil
}

func (x API) strike(c *web.Ctx, in *struct {
	Unit  api.ID `path:"unit"`
	Entry api.ID `path:"entry"`
}) (*struct{}, error) {
	return nil, x.Document.Strike(c.Context(), c.Actor, in.Unit.Ident(), in.Entry.Ident(), c.Key())
}
