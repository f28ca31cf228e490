package reportweb

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/report/expression"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

const formUpload = 2 << 20

func formRoutes(m *web.Mux, p *pages) {
	m.Page("GET /forms", p.formList)
	m.Do("POST /forms", p.newForm)
	m.Page("GET /forms/{form}", p.formPage)
	m.Page("GET /forms/{form}/edit", p.designPage)
	m.Do("POST /forms/{form}/edit", p.design)
	m.Page("GET /forms/{form}/try", p.tryFormula)
	m.Page("GET /forms/{form}/preview", p.previewForm)
	m.Page("GET /forms/{form}/publish", p.publishPage)
	m.Do("POST /forms/{form}/publish", p.publish)
	m.Page("GET /forms/{form}/form.json", p.formJSON)
	m.Page("GET /forms/{form}/form.xlsx", p.formBook)
	m.Upload("POST /forms/{form}/import", formUpload, p.importForm)
}

// formsView is the list of forms.
type formsView struct {
	Files  []report.FormFile
	Owners map[string]string
	MayNew bool
	Form   shell.Form
}

func (p *pages) formList(c *web.Ctx) error { return p.showForms(c, shell.Form{}, 200) }

func (p *pages) showForms(c *web.Ctx, form shell.Form, status int) error {
	files, err := p.report.FormFiles(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := formsView{Files: files, Owners: map[string]string{}, MayNew: c.Actor.HasAt(actor.OpenRequest, c.Actor.Unit), Form: form}
	for _, f := range files {
		v.Owners[f.Code] = tree.Name(f.Owner)
	}
	places, err := p.places(c, "/forms")
	if err != nil {
		return err
	}
	return c.RenderStatus(status, formsPage(c.Base("reports", "report.forms"), v, places))
}

// newForm begins a form: an empty one, or out of another one or a file of its JSON.
func (p *pages) newForm(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	in := c.Form()
	f := emptyForm()
	if from := in.Get("from"); from != "" {
		file, err := p.report.FormFile(c.Context(), c.Actor, from)
		if err != nil {
			return err
		}
		if newest, ok := file.Newest(); ok {
			f = newest
		}
	}
	f.Code, f.Title = strings.TrimSpace(in.Get("code")), i18n.Text{VI: strings.TrimSpace(in.Get("title")), EN: strings.TrimSpace(in.Get("title_en"))}
	if err := p.report.NewForm(c.Context(), c.Actor, c.Actor.Unit, f, c.Key()); err != nil {
		if faults, again := web.Refused(err); again {
			return p.showForms(c, shell.Form{Values: in, Faults: faults}, web.RefusedStatus(faults))
		}
		return err
	}
	return c.SeeOther(formPath(f.Code, "edit"))
}

// emptyForm is what a form begins with.
func emptyForm() report.Form {
	return report.Form{Sections: []report.Section{{Code: "A", Title: i18n.Text{VI: "Số liệu", EN: "Figures"}}}, Indicators: []report.Indicator{}, Narratives: []report.Narrative{}, Checks: []report.Check{}}
}

func formPath(code string, rest ...string) string {
	return "/forms/" + strings.Join(append([]string{url.PathEscape(code)}, rest...), "/")
}

// formView is one form with its versions.
type formView struct {
	File   report.FormFile
	Owner  string
	Asked  map[string]int64 // requests by version
	Newest report.Form
	Has    bool
	Older  []report.Request // still due, with an earlier version
}

func (p *pages) formPage(c *web.Ctx) error {
	file, err := p.report.FormFile(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	asked, err := p.report.FormsAsked(c.Context(), c.Actor, file.Code)
	if err != nil {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	v := formView{File: file, Owner: tree.Name(file.Owner), Asked: map[string]int64{}}
	for id, n := range asked {
		v.Asked[id.String()] = n
	}
	v.Newest, v.Has = file.Newest()
	if !v.Has {
		v.Newest = file.Draft.Form
	}
	if file.MayKeep {
		if v.Older, err = p.report.OlderRequests(c.Context(), c.Actor, file.Code); err != nil {
			return err
		}
	}
	b := formBase(c, v.Newest, v.Newest.Title.In(c.Lang), "")
	return c.Render(formFilePage(b, v))
}

func formBase(c *web.Ctx, f report.Form, title, above string) shell.Base {
	crumbs := []shell.Crumb{{Text: c.T("report.reports"), Href: "/reports"}, {Text: c.T("report.forms"), Href: "/forms"}}
	if above != "" {
		crumbs = append(crumbs, shell.Crumb{Text: f.Title.In(c.Lang), Href: above})
	}
	return c.Base("reports", "report.forms").WithTitle(title).WithCrumbs(crumbs...)
}

// designView is a draft on its editing page.
type designView struct {
	File    report.FormFile
	Draft   report.FormDraft
	Form    report.Form
	Faults  fault.Faults // of the whole draft
	Edit    string       // "", "indicator", "narrative", "check"
	Values  shell.Form
	New     bool
	Reading string // of a formula or check, in words
	Told    fault.Faults
}

func (p *pages) designPage(c *web.Ctx) error {
	file, d, err := p.report.DesignedForm(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	v := designView{File: file, Draft: d, Form: d.Form}
	switch {
	case c.R.URL.Query().Has("indicator"):
		code := c.Query("indicator")
		ind, ok := d.Form.Indicator(code)
		if !ok {
			ind = report.Indicator{Section: c.Query("section"), Kind: report.Int, Across: report.Sum, Basis: report.Flow}
		}
		v.Edit, v.New, v.Values = "indicator", !ok, shell.Form{Values: indicatorValues(ind)}
	case c.R.URL.Query().Has("narrative"):
		code := c.Query("narrative")
		i := slices.IndexFunc(d.Form.Narratives, func(n report.Narrative) bool { return n.Code == code })
		var n report.Narrative
		if i >= 0 {
			n = d.Form.Narratives[i]
		}
		v.Edit, v.New, v.Values = "narrative", i < 0, shell.Form{Values: narrativeValues(n)}
	case c.R.URL.Query().Has("check"):
		n, _ := strconv.Atoi(c.Query("check")) // malformed: a new one
		check := report.Check{Test: report.ExprTest}
		v.New = n < 1 || n > len(d.Form.Checks)
		if !v.New {
			check = d.Form.Checks[n-1]
		}
		v.Edit, v.Values = "check", shell.Form{Values: checkValues(n, check)}
	}
	return p.showDesign(c, v, 200)
}

func (p *pages) showDesign(c *web.Ctx, v designView, status int) error {
	if err := v.Form.Validate(); err != nil {
		v.Faults = fault.All(err)
	}
	if v.Values.Values == nil {
		v.Values.Values = url.Values{}
	}
	switch v.Edit {
	case "indicator":
		v.Values.Faults = append(v.Values.Faults, faultsAt(v.Faults, "indicators."+v.Values.Value("code")+".")...)
		v.Reading, _ = readBack(c, v.Form, v.Values.Value("formula"), false)
	case "narrative":
		v.Values.Faults = append(v.Values.Faults, faultsAt(v.Faults, "narratives."+v.Values.Value("code")+".")...)
	case "check":
		v.Values.Faults = append(v.Values.Faults, faultsAt(v.Faults, "checks."+v.Values.Value("at")+".")...)
		if v.Values.Value("expr") != "" {
			v.Reading, _ = readBack(c, v.Form, v.Values.Value("expr"), true)
		}
	}
	b := formBase(c, v.Form, c.T("report.design_title", "title", v.Form.Title, "n", v.Form.Version), formPath(v.Form.Code))
	return c.RenderStatus(status, designForm(b, v))
}

// faultsAt gives the faults below a place, at the fields of the page.
func faultsAt(all fault.Faults, prefix string) fault.Faults {
	var list fault.Faults
	for _, f := range all {
		if field, ok := strings.CutPrefix(f.Field, prefix); ok {
			one := *f
			if slices.Contains([]string{"name", "title", "short", "unit", "help", "num_name", "den_name", "say"}, field) {
				field += "_vi"
			}
			one.Field = field
			list = append(list, &one)
		}
	}
	return list
}

// design takes one act on the draft: op says which.
func (p *pages) design(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	in, code := c.Form(), c.Path("form")
	if in.Get("op") == "begin" {
		if err := p.report.EditForm(c.Context(), c.Actor, code, c.Key()); err != nil {
			return err
		}
		return c.SeeOther(formPath(code, "edit"))
	}
	base, _ := strconv.ParseInt(in.Get("base"), 10, 64) // malformed: refused as moved
	switch in.Get("op") {
	case "drop":
		if err := p.report.DropForm(c.Context(), c.Actor, code, base, c.Key()); err != nil {
			return err
		}
		return c.SeeOther("/forms")
	case "different":
		if err := p.report.SayDifferent(c.Context(), c.Actor, code, in.Get("pair"), in.Get("why"), base, c.Key()); err != nil {
			return err
		}
		return c.SeeOther(formPath(code, "publish") + "#burden")
	}
	file, d, err := p.report.DesignedForm(c.Context(), c.Actor, code)
	if err != nil {
		return err
	}
	f, to, faults := apply(d.Form, in)
	v := designView{File: file, Draft: d, Form: f, Values: shell.Form{Values: in, Faults: faults}}
	if op := in.Get("op"); op == "indicator" || op == "narrative" || op == "check" {
		v.Edit, v.New = op, in.Get("was") == ""
	}
	if len(faults) > 0 {
		return p.showDesign(c, v, 422)
	}
	if err := p.report.SaveForm(c.Context(), c.Actor, f, base, c.Key()); err != nil {
		return err
	}
	if v.Edit == "indicator" || v.Edit == "narrative" { // kept, and what is wrong with it is told at once
		at := strings.TrimSpace(in.Get("code"))
		if err := f.Validate(); err != nil && len(faultsAt(fault.All(err), v.Edit+"s."+at+".")) > 0 {
			to = "?" + v.Edit + "=" + url.QueryEscape(at)
		}
	}
	c.Flash("report.form_saved")
	return c.SeeOther(formPath(code, "edit") + to)
}

// tryFormula answers while somebody types a formula: how it reads, or what is wrong with it.
func (p *pages) tryFormula(c *web.Ctx) error {
	_, d, err := p.report.DesignedForm(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	text, check := c.Query("formula"), c.R.URL.Query().Has("expr")
	if check {
		text = c.Query("expr")
	}
	words, bad := readBack(c, d.Form, text, check)
	return c.Render(formulaSays(words, bad))
}

// readBack says a formula in words, or what is wrong with it.
func readBack(c *web.Ctx, f report.Form, source string, check bool) (words, bad string) {
	if strings.TrimSpace(source) == "" {
		return "", ""
	}
	names := map[string]string{}
	for _, s := range f.Slots() {
		names[s.Code] = s.Name.In(c.Lang)
	}
	for _, ind := range f.Indicators {
		if ind.Kind == report.Pct && !ind.OnTime {
			names[ind.Code] = ind.Name.In(c.Lang)
		}
	}
	parse := expression.Amount
	if check {
		parse = expression.Condition
	}
	tree, problem := parse(source, func(code string) bool { _, ok := names[code]; return ok })
	if problem != nil {
		one := problem.Fault("")
		return "", c.T(one.Key, one.Args...)
	}
	decimal := ","
	if c.Lang == i18n.EN {
		decimal = "."
	}
	return tree.Read(expression.Words{Name: func(code string) string { return code + " (" + names[code] + ")" }, Prev: c.T("report.say_prev"), Same: c.T("report.say_same"),
		Given: c.T("report.say_given"), And: c.T("report.say_and"), Or: c.T("report.say_or"), Not: c.T("report.say_not"), If: c.T("report.say_if"),
		Min: c.T("report.say_min"), Max: c.T("report.say_max"), Abs: c.T("report.say_abs"), Sum: c.T("report.say_sum"), Decimal: decimal, Between: "; "}), ""
}

// previewView is a form as a unit sees it.
type previewView struct {
	Form  report.Form
	Entry entry
}

func (p *pages) previewForm(c *web.Ctx) error {
	f, err := p.shownForm(c)
	if err != nil {
		return err
	}
	b := formBase(c, f, c.T("report.preview_title", "title", f.Title), formPath(f.Code)).WithScripts("entry.js")
	v := previewView{Form: f}
	v.Entry.Grid = buildGrid(b, source{form: f, figures: report.Figures{}, entries: report.Entries{}})
	v.Entry.Spec = newSpec(b, report.Report{Form: f}, report.Draft{}, report.Compared{})
	v.Entry.Spec.Preview = true
	return c.Render(previewPage(b, v))
}

// shownForm is the draft for who keeps it, else the newest version.
func (p *pages) shownForm(c *web.Ctx) (report.Form, error) {
	file, err := p.report.FormFile(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return report.Form{}, err
	}
	newest, ok := file.Newest()
	if file.Draft != nil && (!ok || c.Query("draft") != "") {
		return file.Draft.Form, nil
	}
	return newest, nil
}

func (p *pages) formJSON(c *web.Ctx) error {
	f, err := p.shownForm(c)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+f.Code+`-`+strconv.Itoa(f.Version)+`.json"`)
	return c.Bytes(200, "application/json; charset=utf-8", append(body, '\n'))
}

func (p *pages) formBook(c *web.Ctx) error {
	f, err := p.shownForm(c)
	if err != nil {
		return err
	}
	body, err := report.FormBook(f, c.T)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+f.Code+`-`+strconv.Itoa(f.Version)+`.xlsx"`)
	return c.Bytes(200, api.XLSX, body)
}

// importForm replaces the draft by what a file holds. Nothing is kept where it cannot be read whole.
func (p *pages) importForm(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	file, d, err := p.report.DesignedForm(c.Context(), c.Actor, c.Path("form"))
	if err != nil {
		return err
	}
	base, _ := strconv.ParseInt(c.Form().Get("base"), 10, 64) // malformed: refused as moved
	up, ok, err := c.File("file")
	if err == nil && !ok {
		err = fault.Invalid("file", "report.form_file_missing")
	}
	var f report.Form
	if err == nil {
		f, err = report.ReadFormFile(up.Data, d.Form)
	}
	if err == nil {
		f.Code = file.Code
		err = p.report.SaveForm(c.Context(), c.Actor, f, base, c.Key())
	}
	if faults, again := web.Refused(err); again {
		return p.showDesign(c, designView{File: file, Draft: d, Form: d.Form, Told: faults}, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.form_saved")
	return c.SeeOther(formPath(file.Code, "edit"))
}
