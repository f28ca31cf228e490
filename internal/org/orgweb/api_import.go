package orgweb

import (
	"net/http"

	"giaoban/internal/org"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

// importOperations take files of units over, after a preview of every line.
func (x API) importOperations(a *api.API) {
	op := func(method, id, path, summary, text string) api.Op {
		return api.Op{ID: id, Method: method, Tag: "Units", Path: "/unit-imports" + path, Person: true, Summary: summary, Text: text}
	}
	bring := op(http.MethodPost, "bringUnitImport", "", "Bring a file of units", "In the columns of the page's template; it becomes the caller's draft, in place of one that was not taken over. Tells what becomes of every line; nothing of it is in the tree yet.")
	bring.Most = sheet.MaxBytes
	api.Upload(a, bring, []string{api.XLSX, "text/csv"}, x.bringImport)
	api.Register(a, op(http.MethodGet, "listUnitImports", "", "List the files of units", "The caller's own and those of the units that it keeps, the newest first."), x.imports)
	api.Register(a, op(http.MethodGet, "getUnitImport", "/{import}", "Preview a file of units", "Every line judged on the tree as it is now, the wrong ones first."), x.oneImport)
	api.Register(a, op(http.MethodPost, "takeUnitImport", "/{import}/take", "Take a file of units over", "One wrong line refuses the whole. Interrupted, it goes on with the next call; done, it stays done."), x.importAct((*org.Service).TakeOver))
	api.Register(a, op(http.MethodPost, "undoUnitImport", "/{import}/undo", "Take a file of units back", "As a whole, as long as nothing hangs on its units."), x.importAct((*org.Service).Undo))
	api.Register(a, op(http.MethodPost, "dropUnitImport", "/{import}/drop", "Forget a file that was not taken over", ""), x.dropImport)
}

// APIUnitImport is a file of units.
type APIUnitImport struct {
	ID      string `json:"id"`
	File    string `json:"file"`
	State   string `json:"state" enum:"draft,running,done,undoing,undone" doc:"running, undoing: interrupted, do it again."`
	At      string `json:"at" format:"date-time"`
	By      string `json:"by"`
	Unit    string `json:"unit,omitempty"`
	Made    int    `json:"made" doc:"Units."`
	Changed int    `json:"changed" doc:"Units."`
}

func showImport(i org.Import) APIUnitImport {
	return APIUnitImport{ID: i.ID.String(), File: i.File, State: string(i.State), At: i.At.ISO(), By: i.Actor, Unit: i.Unit.String(), Made: i.Fresh, Changed: i.Altered}
}

type apiUnitLine struct {
	Line    int             `json:"line"`
	Outcome string          `json:"outcome" enum:"new,changed,same,wrong"`
	Code    string          `json:"code"`
	Name    string          `json:"name"`
	Parent  string          `json:"parent,omitempty" doc:"Code."`
	Level   string          `json:"level,omitempty"`
	From    string          `json:"from,omitempty" format:"date"`
	Act     string          `json:"act,omitempty"`
	Faults  []api.LineFault `json:"faults"`
}

type apiUnitImportFull struct {
	APIUnitImport
	Counts map[string]int `json:"counts" doc:"Lines by outcome."`
	Lines  []apiUnitLine  `json:"lines"`
}

func (x API) bringImport(c *web.Ctx, in *api.FileIn, body []byte) (*api.Answer[apiUnitImportFull], error) {
	i, err := x.Org.BringImport(c.Context(), c.Actor, in.Name, body)
	if err != nil {
		return nil, err
	}
	return x.oneImport(c, &api.ImportIn{Import: api.IDOf(i.ID)})
}

func (x API) imports(c *web.Ctx, in *struct{ api.Paging }) (*api.List[APIUnitImport], error) {
	list, err := x.Org.Imports(c.Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	return api.Cut(c, in.Paging, list, func(i org.Import) string { return i.ID.String() }, showImport)
}

func (x API) oneImport(c *web.Ctx, in *api.ImportIn) (*api.Answer[apiUnitImportFull], error) {
	i, lines, counts, err := x.Org.Import(c.Context(), c.Actor, in.Import.Ident())
	if err != nil {
		return nil, err
	}
	out := apiUnitImportFull{APIUnitImport: showImport(i), Counts: map[string]int{}, Lines: []apiUnitLine{}}
	for _, o := range []org.Outcome{org.LineNew, org.LineChanged, org.LineSame, org.LineWrong} {
		out.Counts[string(o)] = counts[o]
	}
	for _, l := range lines {
		one := apiUnitLine{Line: l.Line, Outcome: string(l.Outcome), Code: l.Code, Name: l.Name, Parent: l.Parent, Level: l.Level, From: l.From.String(), Act: l.Act, Faults: []api.LineFault{}}
		for _, f := range l.Faults {
			one.Faults = append(one.Faults, api.LineFault{f.Cell, f.Key, c.T(f.Key, f.Args...)})
		}
		out.Lines = append(out.Lines, one)
	}
	return &api.Answer[apiUnitImportFull]{Body: out}, nil
}

func (x API) importAct(act importService) func(c *web.Ctx, in *api.ImportIn) (*api.Answer[apiUnitImportFull], error) {
	return func(c *web.Ctx, in *api.ImportIn) (*api.Answer[apiUnitImportFull], error) {
		if err := act(x.Org, c.Context(), c.Actor, in.Import.Ident()); err != nil {
			return nil, err
		}
		return x.oneImport(c, in)
	}
}

func (x API) dropImport(c *web.Ctx, in *api.ImportIn) (*struct{}, error) {
	return nil, x.Org.DropImport(c.Context(), c.Actor, in.Import.Ident())
}
