package accountweb

import (
	"strings"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// linesShown is the number of lines on a page of a file.
const linesShown = 100

type importsView struct {
	Form    shell.Form
	Imports []account.Import
	Roles   string // all roles by their names, as they are written into the file
}

// importView is one file with a page of its lines.
type importView struct {
	account.Import
	Form    shell.Form
	Counts  map[org.Outcome]int
	Total   int
	Lines   []account.JudgedLine
	Pager   shell.PagerSpec
	Confirm bool // a second factor comes before new accounts
}

func (p pages) importRoutes(m *web.Mux) {
	m.Page("GET /account-imports", p.showImports)
	m.Upload("POST /account-imports", sheet.MaxBytes, p.bringImport)
	m.Page("GET /account-template/{kind}", p.importTemplate)
	m.Page("GET /account-imports/{import}", p.oneImport)
	m.Do("POST /account-imports/{import}/take", p.takeImport)
	m.Do("POST /account-imports/{import}/slips", p.importSlips)
	m.Do("POST /account-imports/{import}/drop", p.dropImport)
}

func importsBase(c *web.Ctx) shell.Base {
	return c.Base("", "accountweb.import").WithSub(c.T("accountweb.import_sub")).WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts"})
}

func (p pages) showImports(c *web.Ctx) error { return p.renderImports(c, shell.Form{}) }

func (p pages) renderImports(c *web.Ctx, form shell.Form) error {
	list, err := p.svc.Imports(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	v := importsView{Form: form, Imports: list}
	var names []string
	for _, option := range roleOptions(c) {
		names = append(names, option.Label)
	}
	v.Roles = strings.Join(names, ", ")
	b := importsBase(c)
	b.Path = "/account-imports"
	if len(form.Faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(form.Faults), importsPage(b, v))
	}
	return c.Render(importsPage(b, v))
}

// roleWords are the names of the roles in both languages, as this organisation calls them.
func roleWords(c *web.Ctx) account.RoleWords {
	words := account.RoleWords{}
	for _, role := range account.Roles() {
		for _, lang := range []i18n.Lang{i18n.VI, i18n.EN} {
			words[i18n.Fold(c.TIn(lang, "actor.role_"+string(role)))] = role
		}
	}
	return words
}

func (p pages) bringImport(c *web.Ctx) error {
	file, ok, err := c.File("file")
	if err == nil && !ok {
		err = fault.Invalid("file", "accountweb.import_no_file")
	}
	var i account.Import
	if err == nil {
		i, err = p.svc.BringImport(c.Context(), c.Actor, file.Name, file.Data, roleWords(c))
	}
	if err == nil {
		return c.SeeOther(importHref(i.ID, ""))
	}
	faults, refused := web.Refused(err)
	if !refused {
		return err
	}
	for _, f := range faults {
		f.Field = "file"
	}
	return p.renderImports(c, shell.Form{Faults: faults})
}

func (p pages) oneImport(c *web.Ctx) error { return p.renderImport(c, nil) }

func (p pages) renderImport(c *web.Ctx, faults fault.Faults) error {
	id, err := c.ID("import")
	if err != nil {
		return err
	}
	i, lines, err := p.svc.Import(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := importView{Import: i, Form: shell.Form{Faults: faults}, Counts: map[org.Outcome]int{}, Total: len(lines), Confirm: c.Actor.StepUp(actor.StepAccounts) != nil}
	for _, l := range lines {
		v.Counts[l.Outcome]++
	}
	v.Pager = shell.PagerSpec{Path: importHref(id, ""), Page: c.QueryPage("page"), Size: linesShown, Total: len(lines)}
	v.Lines = shell.Leaf(lines, &v.Pager.Page, linesShown)
	b := importsBase(c).WithTitle(i.File).WithSub(c.T("accountweb.import_by", "name", i.Actor, "when", i.At)).
		WithCrumbs(shell.Crumb{Text: c.T("accountweb.accounts"), Href: "/accounts"}, shell.Crumb{Text: c.T("accountweb.import"), Href: "/account-imports"})
	b.Path = importHref(id, "")
	if len(faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(faults), importPage(b, v))
	}
	return c.Render(importPage(b, v))
}

// takeImport makes the accounts and answers with all their slips for the printer.
func (p pages) takeImport(c *web.Ctx) error {
	id, err := c.ID("import")
	if err != nil {
		return err
	}
	slips, err := p.svc.TakeImport(c.Context(), c.Actor, id)
	return p.importPrinted(c, id, slips, err, "accountweb.import_taken")
}

// importSlips prints the slips of those who have not activated their accounts, with new codes.
func (p pages) importSlips(c *web.Ctx) error {
	id, err := c.ID("import")
	if err != nil {
		return err
	}
	slips, err := p.svc.ImportSlips(c.Context(), c.Actor, id)
	return p.importPrinted(c, id, slips, err, "accountweb.nobody_waits")
}

func (p pages) importPrinted(c *web.Ctx, id ident.ID, slips []account.Slip, err error, none string) error {
	if faults, refused := web.Refused(err); refused {
		return p.renderImport(c, faults)
	}
	if err != nil {
		return err
	}
	if len(slips) == 0 {
		c.Warn(none)
		return c.SeeOther(importHref(id, ""))
	}
	return p.printSlips(c, slips, 0, importHref(id, ""))
}

func (p pages) dropImport(c *web.Ctx) error {
	id, err := c.ID("import")
	if err != nil {
		return err
	}
	if err := p.svc.DropImport(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("accountweb.import_dropped")
	return c.SeeOther("/account-imports")
}

// importTemplate answers with the headings and two lines to go by, in the reader's language.
func (p pages) importTemplate(c *web.Ctx) error {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	unit, _ := tree.Unit(p.firstKept(c.Actor))
	var head []string
	for _, column := range account.ImportColumns() {
		head = append(head, c.T("accountweb.column_"+column))
	}
	role := func(r actor.Role) string { return c.T("actor.role_" + string(r)) }
	table := [][]string{head,
		{unit.Code, c.T("accountweb.sample_name"), "", role(actor.Specialist), "", ""},
		{unit.Code, c.T("accountweb.sample_other"), c.T("accountweb.sample_login"), role(actor.Office) + ", " + role(actor.Technician), "", c.T("accountweb.sample_decision")}}
	kind, mime := c.Path("kind"), "text/csv; charset=utf-8"
	var data []byte
	switch kind {
	case "csv":
		data, err = sheet.CSV(table)
	case "xlsx":
		mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		data, err = sheet.XLSX(c.T("accountweb.accounts"), []float64{14, 30, 22, 34, 34, 22}, table)
	default:
		return fault.NotFound("web.not_found")
	}
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="tai-khoan-mau.`+kind+`"`)
	return c.Bytes(200, mime, data)
}

func importHref(id ident.ID, act string) string { return "/account-imports/" + id.String() + act }

func importChip(b shell.Base, s account.ImportState) (shell.ChipKind, string, string) {
	text := b.T("accountweb.import_state_" + string(s))
	switch s {
	case account.ImportDone:
		return shell.ChipOK, "circle-check", text
	case account.ImportRunning:
		return shell.ChipLate, "clock-alert", text
	}
	return shell.ChipWait, "pen-line", text
}

func lineChip(b shell.Base, v importView, l account.JudgedLine) (shell.ChipKind, string, string) {
	switch {
	case l.Outcome == org.LineWrong:
		return shell.ChipBad, "triangle-alert", b.T("accountweb.line_wrong")
	case l.Outcome == org.LineNew:
		return shell.ChipOK, "plus", b.T("accountweb.line_new")
	case v.State != account.ImportDraft:
		return shell.ChipOK, "circle-check", b.T("accountweb.line_made")
	}
	return shell.ChipPlain, "", b.T("accountweb.line_same")
}

func lineRoles(b shell.Base, l account.JudgedLine) string {
	var names []string
	for _, role := range l.Roles {
		names = append(names, b.T("actor.role_"+string(role)))
	}
	return strings.Join(names, ", ")
}

// unitOf is the unit's name, or what stands in its place in the file.
func unitOf(l account.JudgedLine) string {
	if l.UnitName != "" {
		return l.UnitName
	}
	return l.Unit
}
