package documentweb

import (
	"net/http"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// API is the operations of documents for other programs.
type API struct{ Document *document.Service }

// Register adds the operations.
func (x API) Register(a *api.API) {
	read := func(id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: http.MethodGet, Tag: "Documents", Path: path, Scope: actor.ReadDocuments, Summary: summary, Text: text}
	}
	api.Register(a, read("listInbox", "/units/{unit}/inbox", "List the documents that a unit received", "The newest first. Reading them here does not mark them as opened."), x.inbox)
	api.Register(a, read("listIssued", "/units/{unit}/issued", "List the documents that a unit issued", "With how many units opened and acknowledged them."), x.issued)
	api.Register(a, read("getDocument", "/documents/{document}", "Read a document", "The version in force, or an earlier one."), x.one)
	api.Register(a, read("listReceipts", "/documents/{document}/receipts", "List the receipts of a document", "All for the issuer and its superiors; a recipient sees its own."), x.receipts)
	api.Register(a, api.Op{ID: "acknowledge", Method: http.MethodPost, Tag: "Documents", Path: "/documents/{document}/acknowledge", Scope: actor.WriteReceipts,
		Summary: "Acknowledge a document", Text: "For the caller's unit, and the version that was read."}, x.acknowledge)
	x.correctOperation(a)
	x.registerOperations(a)
}

// APIDocument is a document without its text.
type APIDocument struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind" doc:"notice, call …"`
	Name    api.Text `json:"name" doc:"Of the kind."`
	Number  string   `json:"number"`
	Date    string   `json:"date" format:"date"`
	Title   string   `json:"title"`
	Issuer  string   `json:"issuer"`
	Version int      `json:"version"`
	Newest  int      `json:"newest" doc:"The version in force."`
	Issued  string   `json:"issued_at,omitempty" format:"date-time"`
}

func showDocument(d document.Document) APIDocument {
	return APIDocument{ID: d.ID.String(), Kind: string(d.Kind), Name: api.TextOf(d.Kind.Title()), Number: d.NumberText, Date: d.Date.String(), Title: d.Title, Issuer: d.Issuer.String(),
		Version: d.Version, Newest: d.Newest, Issued: d.Issued.ISO()}
}

type apiReceipt struct {
	Document       APIDocument `json:"document"`
	Unit           string      `json:"unit"`
	Version        int         `json:"version"`
	Sent           string      `json:"sent_at" format:"date-time"`
	Opened         string      `json:"opened_at,omitempty" format:"date-time"`
	Acknowledged   string      `json:"acknowledged_at,omitempty" format:"date-time"`
	AcknowledgedBy string      `json:"acknowledged_by,omitempty"`
}

func showReceipt(r document.Receipt) apiReceipt {
	return apiReceipt{Document: showDocument(r.Document), Unit: r.Unit.String(), Version: r.Version, Sent: r.Sent.ISO(), Opened: r.Opened.ISO(), Acknowledged: r.Acknowledged.ISO(), AcknowledgedBy: r.AcknowledgedBy}
}

func receiptKey(r document.Receipt) string {
	return r.Document.ID.String() + "." + r.Unit.String() + "." + strconv.Itoa(r.Version)
}

// UnitIn is a page of a unit's list.
type UnitIn struct {
	api.Paging
	Unit api.ID `path:"unit"`
}

func (x API) inbox(c *web.Ctx, in *UnitIn) (*api.List[apiReceipt], error) {
	list, err := x.Document.Inbox(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, receiptKey, showReceipt)
}

type apiIssued struct {
	Document     APIDocument `json:"document"`
	Recipients   int         `json:"recipients"`
	Opened       int         `json:"opened"`
	Acknowledged int         `json:"acknowledged"`
}

func (x API) issued(c *web.Ctx, in *UnitIn) (*api.List[apiIssued], error) {
	list, err := x.Document.Issued(c.Context(), c.Actor, in.Unit.Ident())
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(i document.Issued) string { return i.Document.ID.String() }, func(i document.Issued) apiIssued {
		return apiIssued{Document: showDocument(i.Document), Recipients: i.Recipients, Opened: i.Opened, Acknowledged: i.Acknowledged}
	})
}

type apiBlock struct {
	Kind string `json:"kind" enum:"heading,paragraph,numbered"`
	Text string `json:"text"`
}

type apiDocumentFull struct {
	APIDocument
	Intro       string     `json:"intro,omitempty"`
	Body        []apiBlock `json:"body"`
	Closing     string     `json:"closing,omitempty"`
	Recipients  []string   `json:"recipients"`
	Signer      string     `json:"signer"`
	SignerTitle string     `json:"signer_title"`
	Reason      string     `json:"reason,omitempty" doc:"Why this version replaced the one before."`
}

// DocumentIn is the path of a document.
type DocumentIn struct {
	Document api.ID `path:"document"`
}

func (x API) one(c *web.Ctx, in *struct {
	DocumentIn
	Version int `query:"version" minimum:"0" doc:"0: the one in force."`
}) (*api.Answer[apiDocumentFull], error) {
	return answerDocument(x.Document.ByID(c.Context(), c.Actor, in.Document.Ident(), in.Version))
}

func answerDocument(d document.Document, err error) (*api.Answer[apiDocumentFull], error) {
	if err != nil {
		return nil, hidden(err)
	}
	out := apiDocumentFull{APIDocument: showDocument(d), Intro: d.Content.Intro, Body: []apiBlock{}, Closing: d.Content.Closing, Recipients: []string{},
		Signer: d.Content.Signer.Name, SignerTitle: d.Content.Signer.Title, Reason: d.Reason}
	for _, b := range d.Content.Body {
		out.Body = append(out.Body, apiBlock{string(b.Kind), b.Text})
	}
	for _, unit := range d.Content.Recipients {
		out.Recipients = append(out.Recipients, unit.String())
	}
	return &api.Answer[apiDocumentFull]{Body: out}, nil
}

// hidden makes a document that the caller may not see one that does not exist.
func hidden(err error) error {
	if err != nil && fault.KindOf(err) == fault.KindForbidden {
		return fault.NotFound("web.not_found").Because(err)
	}
	return err
}

func (x API) receipts(c *web.Ctx, in *struct {
	api.Paging
	DocumentIn
}) (*api.List[apiReceipt], error) {
	list, err := x.Document.Receipts(c.Context(), c.Actor, in.Document.Ident())
	if err != nil {
		return nil, hidden(err)
	}
	return api.Cut(c, in.Paging, list, receiptKey, showReceipt)
}

type apiAcknowledged struct {
	Document       string `json:"document"`
	Unit           string `json:"unit"`
	Version        int    `json:"version"`
	Acknowledged   string `json:"acknowledged_at" format:"date-time"`
	AcknowledgedBy string `json:"acknowledged_by"`
}

func (x API) acknowledge(c *web.Ctx, in *struct {
	DocumentIn
	Body struct {
		Version int `json:"version" minimum:"1" doc:"The version that was read."`
	}
}) (*api.Answer[apiAcknowledged], error) {
	r, err := x.Document.AcknowledgeVersion(c.Context(), c.Actor, in.Document.Ident(), c.Actor.Unit, in.Body.Version, c.Key())
	if err != nil {
		return nil, hidden(err)
	}
	return &api.Answer[apiAcknowledged]{Body: apiAcknowledged{Document: in.Document.Ident().String(), Unit: c.Actor.Unit.String(), Version: in.Body.Version,
		Acknowledged: r.Acknowledged.ISO(), AcknowledgedBy: r.AcknowledgedBy}}, nil
}
