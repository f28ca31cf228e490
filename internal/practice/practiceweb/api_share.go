package practiceweb

import (
	"net/http"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/practice"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// shareOperations are what people of units do with good practices, and their files.
func (x API) shareOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Practices", Path: path, Person: true, Summary: summary, Text: text}
	}
	share := op(http.MethodPost, "sharePractice", "/units/{unit}/practices", "Share a good practice", "In the name of the unit. Files come in the body, in base64: at most five, each at most 20 MB and all together about 60 MB. They are PDF, pictures or Office packages, told by their content; one whose name bears a mark of secrecy is refused.")
	share.Most = uploadLimit/3*4 + 1<<20 // base64
	api.Register(a, share, x.share)
	api.Register(a, op(http.MethodPost, "adoptPractice", "/practices/{practice}/adopt", "Adopt a practice of another unit", ""), x.adopt)
	api.Register(a, op(http.MethodPost, "endorsePractice", "/practices/{practice}/endorse", "Vouch for a practice", "By a unit above the one that shares it."), x.endorse)
	api.Register(a, op(http.MethodPost, "withdrawPractice", "/practices/{practice}/withdraw", "Withdraw a practice", "By the unit that shared it."), x.withdraw)
	api.Download(a, api.Op{ID: "getPracticeFile", Method: http.MethodGet, Tag: "Practices", Path: "/practices/{practice}/files/{file}", Scope: actor.ReadTasks, Summary: "Download a file of a practice", Text: ""},
		x.file, api.PDF, "image/png", "image/jpeg", "application/zip")
}

// APIPracticeUpload is a file in a body.
type APIPracticeUpload struct {
	Name string `json:"name" maxLength:"200"`
	Data []byte `json:"data" doc:"Base64."`
}

func (x API) share(c *web.Ctx, in *struct {
	Unit api.ID `path:"unit"`
	Body struct {
		Subject string              `json:"subject,omitempty" maxLength:"100"`
		Title   string              `json:"title" maxLength:"400"`
		Summary string              `json:"summary" maxLength:"2000"`
		Text    string              `json:"body,omitempty" maxLength:"40000"`
		Filing  string              `json:"filing,omitempty" maxLength:"40" doc:"The unit's report that it comes from."`
		Files   []APIPracticeUpload `json:"files,omitempty" maxItems:"5"`
	}
}) (*api.Answer[apiPracticePage], error) {
	n := practice.New{Unit: in.Unit.Ident(), Subject: in.Body.Subject, Title: in.Body.Title, Summary: in.Body.Summary, Body: in.Body.Text, Key: c.Key()}
	n.Filing = api.MaybeID(in.Body.Filing)
	for _, f := range in.Body.Files {
		n.Files = append(n.Files, practice.Upload{Name: f.Name, Data: f.Data})
	}
	id, err := x.Practice.Share(c.Context(), c.Actor, n)
	return x.now(c, id, err)
}

// PracticeIn is the path of a practice.
type PracticeIn struct {
	Practice api.ID `path:"practice"`
}

// now answers an act with the practice as it then is.
func (x API) now(c *web.Ctx, id ident.ID, err error) (*api.Answer[apiPracticePage], error) {
	if err != nil {
		return nil, err
	}
	return x.read(c, id)
}

func (x API) adopt(c *web.Ctx, in *struct {
	PracticeIn
	Body struct {
		Note string `json:"note,omitempty" maxLength:"4000"`
	}
}) (*api.Answer[apiPracticePage], error) {
	id := in.Practice.Ident()
	return x.now(c, id, x.Practice.Adopt(c.Context(), c.Actor, id, in.Body.Note, c.Key()))
}

func (x API) endorse(c *web.Ctx, in *struct {
	PracticeIn
	Body struct {
		Word string `json:"word,omitempty" maxLength:"4000" doc:"What the unit above says about it."`
	}
}) (*api.Answer[apiPracticePage], error) {
	id := in.Practice.Ident()
	return x.now(c, id, x.Practice.Endorse(c.Context(), c.Actor, id, in.Body.Word, c.Key()))
}

func (x API) withdraw(c *web.Ctx, in *struct {
	PracticeIn
	Body struct {
		Reason string `json:"reason" maxLength:"4000"`
	}
}) (*api.Answer[apiPracticePage], error) {
	id := in.Practice.Ident()
	return x.now(c, id, x.Practice.Withdraw(c.Context(), c.Actor, id, in.Body.Reason, c.Key()))
}

func (x API) file(c *web.Ctx, in *struct {
	PracticeIn
	File api.ID `path:"file"`
}) (*api.File, error) {
	body, f, err := x.Practice.OpenFile(c.Context(), c.Actor, in.Practice.Ident(), in.File.Ident())
	if err != nil {
		return nil, err
	}
	return &api.File{Name: f.Name, MIME: f.MIME, Tag: f.Blob, Content: body}, nil
}
