package accountweb

import (
	"net/http"
	"strconv"

	"giaoban/internal/account"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

const journalText = "Who did what, when, to which record, the newest first: of the units whose accounts the caller keeps, and of the caller. Bodies are not part of it: what stood in a record is read at the record. " +
	"Each hash is SHA-256, in hexadecimal, over the hash before it and the entry's own fields joined by zero bytes: hash before, seq, at_ms, account, actor, unit, kind, subject (numbers in decimal), body_hash; " +
	"who reads the whole can follow the chain. A call looks at so many entries at most: a page may be shorter than limit, or empty, and still have a next."

// journalOperation reads the journal. No token does: it tells of everybody's acts (ADR 0037).
func (x API) journalOperation(a *api.API) {
	api.Register(a, api.Op{ID: "listJournal", Method: http.MethodGet, Tag: "Journal", Path: "/journal", Person: true, Summary: "Read the journal", Text: journalText}, x.journal)
}

type apiJournalEntry struct {
	Seq      int64  `json:"seq" doc:"Without gaps, in the order of the commits."`
	At       string `json:"at" format:"date-time"`
	AtMS     int64  `json:"at_ms" doc:"The same in milliseconds since 1970, as the hash covers it."`
	Account  string `json:"account,omitempty" doc:"Who acted: an account or an access token; absent: the program itself."`
	Actor    string `json:"actor"`
	Unit     string `json:"unit,omitempty" doc:"Whose affair it is."`
	Kind     string `json:"kind" doc:"filing.filed, unit.merged, …"`
	Subject  string `json:"subject,omitempty" doc:"The record."`
	BodyHash string `json:"body_hash"`
	Hash     string `json:"hash"`

	Numbers []string `json:"numbers" doc:"account, unit and subject as decimal numbers, as the hash covers them."`
}

func (x API) journal(c *web.Ctx, in *struct {
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items at most."`
	Cursor  string `query:"cursor" maxLength:"20" doc:"Where to go on: next of the page before."`
	Unit    api.ID `query:"unit" doc:"Whose affair it is."`
	Subject api.ID `query:"subject" doc:"The record."`
	Account api.ID `query:"account" doc:"Who acted."`
	Kind    string `query:"kind" maxLength:"60" doc:"Begins with: filing, or filing.filed."`
	From    string `query:"from" format:"date"`
	To      string `query:"to" format:"date" doc:"Included."`
}) (*api.List[apiJournalEntry], error) {
	q := account.JournalQuery{Unit: in.Unit.Ident(), Subject: in.Subject.Ident(), Account: in.Account.Ident(), Kind: in.Kind, Limit: in.Limit}
	span, err := api.Span(in.From, in.To)
	if err != nil {
		return nil, err
	}
	q.From, q.To = span.From, span.To
	if in.Cursor != "" {
		if q.Before, err = strconv.ParseInt(in.Cursor, 10, 64); err != nil || q.Before < 1 {
			return nil, fault.Invalid("cursor", "api.bad_cursor")
		}
	}
	page, next, err := x.Account.Journal(c.Context(), c.Actor, q)
	if err != nil {
		return nil, err
	}
	out := &api.List[apiJournalEntry]{Body: api.Page[apiJournalEntry]{Items: []apiJournalEntry{}}}
	for _, r := range page {
		one := apiJournalEntry{Seq: r.Seq, At: r.At.ISO(), AtMS: int64(r.At), Account: r.Account.String(), Actor: r.Actor, Unit: r.Unit.String(), Kind: r.Kind, Subject: r.Subject.String(), BodyHash: r.BodyHash, Hash: r.Hash}
		for _, id := range []ident.ID{r.Account, r.Unit, r.Subject} {
			one.Numbers = append(one.Numbers, strconv.FormatInt(int64(id), 10))
		}
		out.Body.Items = append(out.Body.Items, one)
	}
	if next > 0 {
		out.Body.Next = strconv.FormatInt(next, 10)
		out.Link = api.NextLink(c, out.Body.Next)
	}
	return out, nil
}
