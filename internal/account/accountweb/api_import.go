package accountweb

import (
	"net/http"

	"giaoban/internal/account"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// importOperations take files of accounts over, after a preview of every line.
func (x API) importOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Accounts", Path: "/account-imports" + path, Person: true, Summary: summary, Text: text}
	}
	bring := op(http.MethodPost, "bringAccountImport", "", "Bring a file of accounts", "In the columns of the page's template; it becomes the caller's draft, in place of one that was not taken over. Tells what becomes of every line and makes nothing yet.")
	bring.Most = sheet.MaxBytes
	api.Upload(a, bring, []string{api.XLSX, "text/csv"}, x.bringImport)
	api.Register(a, op(http.MethodGet, "listAccountImports", "", "List the files of accounts", "The caller's own and those of the units whose accounts it keeps, the newest first."), x.imports)
	api.Register(a, op(http.MethodGet, "getAccountImport", "/{import}", "Preview a file of accounts", "Every line judged on what is there now, the wrong ones first; of one that was taken over, the accounts that it made."), x.oneImport)
	api.Register(a, op(http.MethodPost, "takeAccountImport", "/{import}/take", "Take a file of accounts over", "One wrong line refuses the whole. The activation codes are told here once. Interrupted, it goes on with the next call; what is done is done once."), x.takeImport)
	api.Register(a, op(http.MethodPost, "issueImportSlips", "/{import}/slips", "Give the accounts of a file new activation codes", "Those that nobody has activated."), x.importSlips)
	api.Register(a, op(http.MethodPost, "dropAccountImport", "/{import}/drop", "Forget a file that was not taken over", ""), x.dropImport)
}

// APIAccountImport is a file of accounts.
type APIAccountImport struct {
	ID    string `json:"id"`
	File  string `json:"file"`
	State string `json:"state" enum:"draft,running,done" doc:"running: interrupted, take it over again."`
	At    string `json:"at" format:"date-time"`
	By    string `json:"by"`
	Unit  string `json:"unit,omitempty"`
	Made  int    `json:"made" doc:"Accounts."`
}

func showImport(i account.Import) APIAccountImport {
	return APIAccountImport{ID: i.ID.String(), File: i.File, State: string(i.State), At: i.At.ISO(), By: i.Actor, Unit: i.Unit.String(), Made: i.Fresh}
}

type apiAccountLine struct {
	Line     int             `json:"line"`
	Outcome  string          `json:"outcome" enum:"new,same,wrong"`
	Unit     string          `json:"unit,omitempty"`
	Name     string          `json:"name"`
	Login    string          `json:"login,omitempty"`
	Proposed bool            `json:"proposed,omitempty" doc:"The login was made from the name."`
	Roles    []string        `json:"roles"`
	Account  string          `json:"account,omitempty" doc:"That is there already, or that this file made."`
	Faults   []api.LineFault `json:"faults"`
}

type apiAccountImportFull struct {
	APIAccountImport
	Waits  int              `json:"waits" doc:"Of the accounts that it made, those that nobody has activated."`
	Counts map[string]int   `json:"counts" doc:"Lines by outcome."`
	Lines  []apiAccountLine `json:"lines"`
}

func (x API) bringImport(c *web.Ctx, in *api.FileIn, body []byte) (*api.Answer[apiAccountImportFull], error) {
	i, err := x.Account.BringImport(c.Context(), c.Actor, in.Name, body, roleWords(c))
	if err != nil {
		return nil, err
	}
	return x.oneImport(c, &api.ImportIn{Import: api.IDOf(i.ID)})
}

func (x API) imports(c *web.Ctx, in *struct{ api.Paging }) (*api.List[APIAccountImport], error) {
	list, err := x.Account.Imports(c.Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(i account.Import) string { return i.ID.String() }, showImport)
}

func (x API) oneImport(c *web.Ctx, in *api.ImportIn) (*api.Answer[apiAccountImportFull], error) {
	i, lines, err := x.Account.Import(c.Context(), c.Actor, in.Import.Ident())
	if err != nil {
		return nil, err
	}
	out := apiAccountImportFull{APIAccountImport: showImport(i), Waits: i.Waits, Counts: map[string]int{string(org.LineNew): 0, string(org.LineSame): 0, string(org.LineWrong): 0}, Lines: []apiAccountLine{}}
	for _, l := range lines {
		one := apiAccountLine{Line: l.Line, Outcome: string(l.Outcome), Unit: l.UnitID.String(), Name: l.Name, Login: l.Login, Proposed: l.Proposed, Roles: []string{}, Account: l.Account.String(),
			Faults: []api.LineFault{}}
		for _, role := range l.Roles {
			one.Roles = append(one.Roles, string(role))
		}
		for _, f := range l.Faults {
			one.Faults = append(one.Faults, api.LineFault{f.Cell, f.Key, c.T(f.Key, f.Args...)})
		}
		out.Counts[one.Outcome]++
		out.Lines = append(out.Lines, one)
	}
	return &api.Answer[apiAccountImportFull]{Body: out}, nil
}

type apiSlips struct {
	Slips []apiSlip `json:"slips"`
}

func answerSlips(list []account.Slip, err error) (*api.Answer[apiSlips], error) {
	if err != nil {
		return nil, err
	}
	out := apiSlips{Slips: []apiSlip{}}
	for _, s := range list {
		out.Slips = append(out.Slips, showSlip(s).Body)
	}
	return &api.Answer[apiSlips]{Body: out}, nil
}

func (x API) takeImport(c *web.Ctx, in *api.ImportIn) (*api.Answer[apiSlips], error) {
	return answerSlips(x.Account.TakeImport(c.Context(), c.Actor, in.Import.Ident()))
}

func (x API) importSlips(c *web.Ctx, in *api.ImportIn) (*api.Answer[apiSlips], error) {
	return answerSlips(x.Account.ImportSlips(c.Context(), c.Actor, in.Import.Ident()))
}

func (x API) dropImport(c *web.Ctx, in *api.ImportIn) (*struct{}, error) {
	return nil, x.Account.DropImport(c.Context(), c.Actor, in.Import.Ident())
}
