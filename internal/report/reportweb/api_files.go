package reportweb

import (
	"net/http"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/report"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// fileOperations are the files of reports that go out and come in.
func (x API) fileOperations(a *api.API) {
	api.Upload(a, api.Op{ID: "sendFilingPDF", Method: http.MethodPost, Tag: tagFilings, Path: "/filings/{filing}/send/pdf", Person: true, Most: pdfLimit, Summary: "Send a signed report with its signed PDF",
		Text: "Like sendFiling, with the PDF as body, at most 20 MB. A PDF or number that bears a mark of secrecy is refused: of marked reports only number, date and kind are recorded."}, []string{api.PDF}, x.sendPDF)
	api.Download(a, api.Op{ID: "getDraftWorkbook", Method: http.MethodGet, Tag: tagFilings, Path: "/filings/{filing}/workbook", Scope: actor.WriteDrafts, Summary: "Download the draft as a workbook",
		Text: "With the figures of the period before and of a year ago beside."}, x.draftWorkbook, api.XLSX)
	api.Upload(a, api.Op{ID: "readDraftWorkbook", Method: http.MethodPost, Tag: tagFilings, Path: "/filings/{filing}/workbook", Scope: actor.WriteDrafts, Most: sheet.MaxBytes, Summary: "Read a workbook against the draft",
		Text: "Tells what it would change and stores nothing: send fields with saveDraft on the version that is given. What forbids it is refused with the cell."}, []string{api.XLSX}, x.readWorkbook)
	api.Download(a, api.Op{ID: "getBoardWorkbook", Method: http.MethodGet, Tag: tagRequests, Path: "/requests/{request}/workbook", Scope: actor.ReadReports, Summary: "Download the board as a workbook",
		Text: "Units by indicators, and beside it how many reports stand behind each figure; the sheets say of which layer, edition or moment."}, x.boardWorkbook, api.XLSX)
	api.Download(a, api.Op{ID: "getFormWorkbook", Method: http.MethodGet, Tag: tagRequests, Path: "/forms/{form}/workbook", Scope: actor.ReadReports, Summary: "Download a form as a workbook",
		Text: "Its indicators and checks, as importForm takes them."}, x.formWorkbook, api.XLSX)
}

func (x API) sendPDF(c *web.Ctx, in *struct {
	FilingIn
	Number string `query:"number" required:"true" maxLength:"60" doc:"Of the official report."`
	Dated  string `query:"dated" required:"true" format:"date"`
	Name   string `query:"name" maxLength:"200" default:"bao-cao.pdf" doc:"Of the file."`
}, body []byte) (*api.Answer[apiFiling], error) {
	dated, err := api.Day("dated", in.Dated)
	if err != nil {
		return nil, err
	}
	return x.done(c, in.Filing.Ident(), x.Report.File(c.Context(), c.Actor, in.Filing.Ident(), report.Official{Number: in.Number, Dated: dated, FileName: in.Name, File: body, Key: c.Key()}))
}

func (x API) draftWorkbook(c *web.Ctx, in *FilingIn) (*api.File, error) {
	r, d, err := x.writable(c, in)
	if err != nil {
		return nil, err
	}
	name, data, err := draftBook(c, x.Report, r, d, sheet.Book)
	if err != nil {
		return nil, err
	}
	return api.Made(name+".xlsx", api.XLSX, data), nil
}

func (x API) writable(c *web.Ctx, in *FilingIn) (report.Report, report.Draft, error) {
	r, err := x.Report.Report(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return r, report.Draft{}, err
	}
	return writable(c, x.Report, r)
}

type apiCell struct {
	Field string `json:"field"`
	Cell  string `json:"cell" doc:"As the spreadsheet names it."`
	Was   string `json:"was" doc:"In the draft."`
	Text  string `json:"text" doc:"In the workbook."`
}

type apiBook struct {
	Version int64             `json:"version" doc:"Of the draft that it was held against: base of saveDraft."`
	Changes []apiCell         `json:"changes" doc:"Where they differ."`
	Fields  map[string]string `json:"fields" doc:"The same as saveDraft takes it."`
}

func (x API) readWorkbook(c *web.Ctx, in *FilingIn, body []byte) (*api.Answer[apiBook], error) {
	r, d, err := x.writable(c, in)
	if err != nil {
		return nil, err
	}
	book, err := sheet.ReadPages(body)
	if err != nil {
		return nil, err
	}
	changes, faults := report.ReadBook(r, d, book)
	if err := faults.Or(); err != nil {
		return nil, err
	}
	out := apiBook{Version: d.Version, Changes: []apiCell{}, Fields: map[string]string{}}
	for _, one := range changes {
		out.Changes = append(out.Changes, apiCell{one.Field, one.Cell, one.Was, one.Text})
		out.Fields[one.Field] = one.Text
	}
	return &api.Answer[apiBook]{ETag: api.Tag(draftVersion(d.Version)), Body: out}, nil
}

func (x API) boardWorkbook(c *web.Ctx, in *struct {
	RequestIn
	Unit    api.ID `query:"unit" doc:"The highest that the caller may look at by default."`
	Layer   string `query:"layer" enum:"filed,accepted" default:"filed"`
	Edition int64  `query:"edition" minimum:"0" doc:"0: what stands now."`
}) (*api.File, error) {
	name, body, err := boardFile(c, x.Report, in.Request.Ident(), in.Unit.Ident(), in.Edition, in.Layer == acceptedLayer, ".xlsx")
	if err != nil {
		return nil, err
	}
	return api.Made(name, api.XLSX, body), nil
}

func (x API) formWorkbook(c *web.Ctx, in *struct {
	Form    string `path:"form" maxLength:"40"`
	Version int    `query:"version" minimum:"0" doc:"The newest by default."`
}) (*api.File, error) {
	file, err := x.Report.FormFile(c.Context(), c.Actor, in.Form)
	if err != nil {
		return nil, err
	}
	f, err := file.At(in.Version)
	if err != nil {
		return nil, err
	}
	body, err := report.FormBook(f, c.T)
	if err != nil {
		return nil, err
	}
	return api.Made(fileWord(file.Code)+"-"+strconv.Itoa(f.Version)+".xlsx", api.XLSX, body), nil
}
