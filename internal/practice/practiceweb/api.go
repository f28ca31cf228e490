package practiceweb

import (
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/practice"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of good practices for other programs.
type API struct{ Practice *practice.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	api.Register(a, api.Op{ID: "listPractices", Method: http.MethodGet, Tag: "Practices", Path: "/practices", Scope: actor.ReadTasks, Summary: "List good practices",
		Text: "What units share: endorsed ones first, then the most adopted."}, x.list)
	api.Register(a, api.Op{ID: "getPractice", Method: http.MethodGet, Tag: "Practices", Path: "/practices/{practice}", Scope: actor.ReadTasks, Summary: "Read a good practice with its adopters", Text: ""}, x.one)
	x.shareOperations(a)
}

type apiPractice struct {
	ID         string `json:"id"`
	Unit       string `json:"unit"`
	Subject    string `json:"subject,omitempty"`
	Title      string `json:"title"`
	Summary    string `json:"summary"`
	Body       string `json:"body,omitempty"`
	State      string `json:"state" enum:"shared,withdrawn"`
	SharedAt   string `json:"shared_at" format:"date-time"`
	EndorsedAt string `json:"endorsed_at,omitempty" format:"date-time"`
	Endorser   string `json:"endorser,omitempty" doc:"Unit that vouches for it."`
	Adopters   int    `json:"adopters"`
}

func show(p practice.Practice) apiPractice {
	out := apiPractice{ID: p.ID.String(), Unit: p.Unit.String(), Subject: p.Subject, Title: p.Title, Summary: p.Summary, Body: p.Body, State: string(p.State), SharedAt: p.SharedAt.ISO(), Adopters: p.Adopters}
	if !p.EndorsedAt.Zero() {
		out.EndorsedAt, out.Endorser = p.EndorsedAt.ISO(), p.Endorser.String()
	}
	return out
}

func (x API) list(c *web.Ctx, in *struct {
	api.Paging
	Subject string `query:"subject" maxLength:"60"`
	Text    string `query:"q" maxLength:"200" doc:"Words, without regard to accents."`
}) (*api.List[apiPractice], error) {
	list, err := x.Practice.List(c.Context(), c.Actor, practice.Filter{Subject: in.Subject, Text: in.Text})
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(p practice.Practice) string { return p.ID.String() }, show)
}

type apiAdopter struct {
	Unit string `json:"unit"`
	At   string `json:"at" format:"date-time"`
	Note string `json:"note,omitempty"`
}

type apiPracticeFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	MIME string `json:"mime"`
	Size int64  `json:"size" doc:"Bytes."`
}

type apiPracticePage struct {
	Practice  apiPractice       `json:"practice"`
	Files     []apiPracticeFile `json:"files"`
	AdoptedBy []apiAdopter      `json:"adopted_by"`
}

func (x API) one(c *web.Ctx, in *PracticeIn) (*api.Answer[apiPracticePage], error) {
	return x.read(c, in.Practice.Ident())
}

func (x API) read(c *web.Ctx, id ident.ID) (*api.Answer[apiPracticePage], error) {
	p, err := x.Practice.ByID(c.Context(), c.Actor, id)
	if err != nil {
		return nil, err
	}
	out := apiPracticePage{Practice: show(p.Practice), Files: []apiPracticeFile{}, AdoptedBy: []apiAdopter{}}
	for _, f := range p.Files {
		out.Files = append(out.Files, apiPracticeFile{f.ID.String(), f.Name, f.MIME, f.Size})
	}
	for _, a := range p.AdoptedBy {
		out.AdoptedBy = append(out.AdoptedBy, apiAdopter{Unit: a.Unit.String(), At: a.At.ISO(), Note: a.Note})
	}
	return &api.Answer[apiPracticePage]{Body: out}, nil
}
