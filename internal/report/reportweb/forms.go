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
	m.Page("GET /forms/{form}/built-in", p.builtInPage)
	m.Do("POST /forms/{form}/built-in", p.builtIn)
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
	Offers []report.FormOffer // newer versions that came with the program, of forms that the reader keeps
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
	if v.Offers, err = p.report.FormOffers(c.Context(), c.Actor); err != nil {
		return err
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
	Offer  *report.FormOffer
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
		if v.Offer, err = p.report.FormOffer(c.Context(), c.Actor, file.Code); err != nil {
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
	Reading spoken // of a formula or check
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
		values := indicatorValues(ind)
		if !ok {
			values = newIndicator(d.Form, c.Query("section"), c.Query("after"), c.Query("copy"))
		}
		v.Edit, v.New, v.Values = "indicator", !ok, shell.Form{Values: values}
	case c.R.URL.Query().Has("narrative"):
		code := c.Query("narrative")
		i := slices.IndexFunc(d.Form.Narratives, func(n report.Narrative) bool { return n.Code == code })
		var n report.Narrative
		if i >= 0 {
			n = d.Form.Narratives[i]
		}
		v.Edit, v.New, v.Values = "narrative", i < 0, shell.Form{Values: narrativeValues(n)}
		if v.New {
			v.Values.Values.Set("code", d.Form.NextText())
		}
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
		v.Reading = readBack(c, v.Form, v.Values.Value("formula"), false)
		v.told("formula")
	case "narrative":
		v.Values.Faults = append(v.Values.Faults, faultsAt(v.Faults, "narratives."+v.Values.Value("code")+".")...)
	case "check":
		v.Values.Faults = append(v.Values.Faults, faultsAt(v.Faults, "checks."+v.Values.Value("at")+".")...)
		v.Reading = readBack(c, v.Form, v.Values.Value("expr"), true)
		v.told("expr")
	}
	b := formBase(c, v.Form, c.T("report.design_title", "title", v.Form.Title, "n", v.Form.Version), formPath(v.Form.Code))
	return c.RenderStatus(status, designForm(b.WithScripts("design.js"), v))
}

// told leaves the sentence of a wrong expression to the field that says it already.
func (v *designView) told(field string) {
	if slices.ContainsFunc(v.Values.Faults, func(f *fault.Fault) bool { return f.Field == field }) {
		v.Reading.Bad = ""
	}
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
	if in.Get("then") == "columns" { // more rows for columns, nothing is kept
		in.Set("column_rows", strconv.Itoa(columnCount(in)+3))
		return p.showDesign(c, designView{File: file, Draft: d, Form: d.Form, Edit: "indicator", New: in.Get("was") == "", Values: shell.Form{Values: in}}, 200)
	}
	f, to, faults := apply(d.Form, in)
	v := designView{File: file, Draft: d, Form: f, Values: shell.Form{Values: in, Faults: faults}}
	if op := in.Get("op"); op == "indicator" || op == "narrative" || op == "check" {
		v.Edit, v.New = op, in.Get("was") == ""
	}
	if len(faults) > 0 {
		return p.showDesign(c, v, 422)
	}
	err = p.report.SaveForm(c.Context(), c.Actor, f, base, c.Key())
	if faults, again := web.Refused(err); again && fault.KindOf(err) == fault.KindInvalid { // more of anything than a form holds
		v.Form, v.Told = d.Form, faults
		return p.showDesign(c, v, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	if part, query := partOf(v.Edit, in, f); part != "" { // kept, and what is wrong with it is told at once
		switch err := f.Validate(); {
		case err != nil && len(faultsAt(fault.All(err), part)) > 0:
			to = query
		case in.Get("then") == "another":
			c.Flash("report.form_saved_another")
			return c.SeeOther(formPath(code, "edit") + another(v.Edit, in))
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
	return c.Render(formulaSays(c.Base("reports", ""), readBack(c, d.Form, text, check)))
}

// partOf gives the place of the faults of the part that a page keeps, and the address at which it is changed again; "" for acts on the whole.
func partOf(edit string, in url.Values, f report.Form) (place, query string) {
	switch edit {
	case "indicator", "narrative":
		at := strings.TrimSpace(in.Get("code"))
		return edit + "s." + at + ".", "?" + edit + "=" + url.QueryEscape(at)
	case "check":
		n, _ := strconv.Atoi(in.Get("at")) // malformed: a new one, which is the last
		if n < 1 || n > len(f.Checks) {
			n = len(f.Checks)
		}
		return "checks." + strconv.Itoa(n) + ".", "?check=" + strconv.Itoa(n)
	}
	return "", ""
}

// another is the page of a further part like the one that was kept, in its first field.
func another(edit string, in url.Values) string {
	switch edit {
	case "indicator":
		return "?indicator=&section=" + url.QueryEscape(in.Get("section")) + "&after=" + url.QueryEscape(strings.TrimSpace(in.Get("code"))) + "#f-name_vi"
	case "narrative":
		return "?narrative=#f-title_vi"
	}
	return "?check=new#f-test"
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
