package conferenceweb

import (
	"net/http"

	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// paperKinds are the files that a conference keeps.
func paperKinds() []string {
	return []string{api.PDF,
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document", api.XLSX, "application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.presentation", "application/x-ole-storage"}
}

// paperOperations are the files of a conference that go out and come in.
func (x API) paperOperations(a *api.API) {
	const papers = "/{conference}/papers"
	api.Register(a, act(http.MethodGet, "listPapers", papers, "List the papers", "The newest version of each that the caller may see: the host's people all, sites those released."), x.papers)
	api.Download(a, act(http.MethodGet, "getPaper", papers+"/{paper}", "Download a paper", ""), x.paper, paperKinds()...)
	add := act(http.MethodPost, "addPaper", papers, "Add a paper", "At most 30 MB: PDF, Office or OpenDocument, told by the content. One of the same title at the same item is a new version. "+
		"Say its degree of secrecy: a marked paper is refused, it belongs on paper and in the register.")
	add.Most = conference.MaxPaper
	api.Upload(a, add, paperKinds(), x.addPaper)
	api.RegisterPath(a, act(http.MethodPost, "releasePapers", papers+"/release", "Let the sites see the papers", "All that are kept so far."), x.releasePapers)
	api.RegisterPath(a, act(http.MethodDelete, "removePaper", papers+"/{paper}", "Take a paper back", "One that was not released yet."), x.removePaper)
}

type apiPaper struct {
	ID         string `json:"id"`
	Item       string `json:"item,omitempty" doc:"Of the agenda; absent: the whole conference."`
	Title      string `json:"title"`
	File       string `json:"file"`
	MIME       string `json:"mime"`
	Size       int64  `json:"size" doc:"Bytes."`
	Version    int64  `json:"version"`
	UploadedAt string `json:"uploaded_at" format:"date-time"`
	UploadedBy string `json:"uploaded_by"`
	ReleasedAt string `json:"released_at,omitempty" format:"date-time"`
}

func showPaper(p conference.Paper) apiPaper {
	out := apiPaper{ID: p.ID.String(), Item: p.Item.String(), Title: p.Title, File: p.File, MIME: p.MIME, Size: p.Size, Version: int64(p.Version), UploadedAt: p.UploadedAt.ISO(),
		UploadedBy: p.UploadedBy}
	if !p.ReleasedAt.Zero() {
		out.ReleasedAt = p.ReleasedAt.ISO()
	}
	return out
}

func (x API) papers(c *web.Ctx, in *ConferenceList) (*api.List[apiPaper], error) {
	list, err := x.Conference.Papers(c.Context(), c.Actor, in.Conference.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return api.Cut(c, in.Paging, list, func(p conference.Paper) string { return p.ID.String() }, showPaper)
}

// PaperIn is the path of a paper.
type PaperIn struct {
	ConferenceIn
	Paper api.ID `path:"paper"`
}

func (x API) paper(c *web.Ctx, in *PaperIn) (*api.File, error) {
	body, p, err := x.Conference.OpenPaper(c.Context(), c.Actor, in.Conference.Ident(), in.Paper.Ident())
	if err != nil {
		return nil, hiddenConference(err)
	}
	return &api.File{Name: p.File, MIME: p.MIME, Tag: p.Blob, At: p.UploadedAt, Content: body}, nil
}

func (x API) addPaper(c *web.Ctx, in *struct {
	ConferenceIn
	Name    string `query:"name" required:"true" maxLength:"200" doc:"Of the file."`
	Title   string `query:"title" maxLength:"300" doc:"The file's name by default."`
	Item    api.ID `query:"item" doc:"Of the agenda; the whole conference by default."`
	Secrecy string `query:"secrecy" required:"true" enum:"ordinary,confidential,secret,top_secret" doc:"Only ordinary ones are kept."`
	Release bool   `query:"release" doc:"The sites see it at once."`
}, body []byte) (*api.List[apiPaper], error) {
	_, err := x.Conference.AddPaper(c.Context(), c.Actor, in.Conference.Ident(), conference.NewPaper{Item: in.Item.Ident(), Secrecy: document.Secrecy(in.Secrecy), Title: in.Title,
		File: in.Name, Data: body, Release: in.Release}, c.Key())
	return x.papersNow(c, in.ConferenceIn, err)
}

// papersNow answers an act with the papers as they then are.
func (x API) papersNow(c *web.Ctx, in ConferenceIn, err error) (*api.List[apiPaper], error) {
	if err != nil {
		return nil, err
	}
	return x.papers(c, &ConferenceList{Paging: api.Paging{Limit: 200}, ConferenceIn: in})
}

func (x API) releasePapers(c *web.Ctx, in *ConferenceIn) (*api.List[apiPaper], error) {
	return x.papersNow(c, *in, x.Conference.ReleasePapers(c.Context(), c.Actor, in.Conference.Ident(), c.Key()))
}

func (x API) removePaper(c *web.Ctx, in *PaperIn) (*api.List[apiPaper], error) {
	return x.papersNow(c, in.ConferenceIn, x.Conference.RemovePaper(c.Context(), c.Actor, in.Conference.Ident(), in.Paper.Ident(), c.Key()))
}
