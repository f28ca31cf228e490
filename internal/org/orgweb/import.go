package orgweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// linesShown is the number of lines on a page of an import.
const linesShown = 100

type importsView struct {
	form    shell.Form
	imports []org.Import
}

// importView is one import with a page of its lines.
type importView struct {
	org.Import
	form   shell.Form
	counts map[org.Outcome]int
	total  int
	lines  []org.Judged
	pager  shell.PagerSpec
}

func (p *pages) importRoutes(m *web.Mux) {
	m.Page("GET /unit-imports", p.imports)
	m.Upload("POST /unit-imports", sheet.MaxBytes, p.bring)
	m.Page("GET /unit-template/{kind}", p.template)
	m.Page("GET /unit-imports/{import}", p.oneImport)
	m.Do("POST /unit-imports/{import}/take", p.importAct((*org.Service).TakeOver, "org.import_taken"))
	m.Do("POST /unit-imports/{import}/undo", p.importAct((*org.Service).Undo, "org.import_undone"))
	m.Do("POST /unit-imports/{import}/drop", p.dropImport)
	m.Page("GET /unit-export/{kind}", p.export)
}

func importsBase(c *web.Ctx) shell.Base {
	return c.Base("units", "org.import").WithSub(c.T("org.import_sub")).WithCrumbs(shell.Crumb{Text: c.T("org.page_units"), Href: "/units"})
}

// imports shows GET /unit-imports.
func (p *pages) imports(c *web.Ctx) error { return p.showImports(c, shell.Form{}) }

func (p *pages) showImports(c *web.Ctx, f shell.Form) error {
	list, err := p.org.Imports(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	v := importsView{form: f, imports: list}
	if len(f.Faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(f.Faults), importsPage(importsBase(c), v))
	}
	return c.Render(importsPage(importsBase(c), v))
}

// bring answers POST /unit-imports.
func (p *pages) bring(c *web.Ctx) error {
	file, ok, err := c.File("file")
	if err == nil && !ok {
		err = fault.Invalid("file", "org.import_no_file")
	}
	var i org.Import
	if err == nil {
		i, err = p.org.BringImport(c.Context(), c.Actor, file.Name, file.Data)
	}
	if err == nil {
		return c.SeeOther("/unit-imports/" + i.ID.String())
	}
	faults, refused := web.Refused(err)
	if !refused {
		return err
	}
	for _, f := range faults {
		f.Field = "file"
	}
	return p.showImports(c, shell.Form{Faults: faults})
}

// oneImport shows GET /unit-imports/{import}.
func (p *pages) oneImport(c *web.Ctx) error { return p.showImport(c, nil) }

func (p *pages) showImport(c *web.Ctx, faults fault.Faults) error {
	id, err := c.ID("import")
	if err != nil {
		return err
	}
	i, lines, counts, err := p.org.Import(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := importView{Import: i, form: shell.Form{Faults: faults}, counts: counts, total: len(lines)}
	v.pager = shell.PagerSpec{Path: "/unit-imports/" + id.String(), Page: c.QueryPage("page"), Size: linesShown, Total: len(lines)}
	v.lines = shell.Leaf(lines, &v.pager.Page, linesShown)
	b := importsBase(c).WithTitle(i.File).WithSub(c.T("org.import_by", "name", i.Actor, "when", i.At)).
		WithCrumbs(shell.Crumb{Text: c.T("org.page_units"), Href: "/units"}, shell.Crumb{Text: c.T("org.import"), Href: "/unit-imports"})
	if len(faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(faults), importPage(b, v))
	}
	return c.Render(importPage(b, v))
}

// importAct does one of the acts of an import and shows it again.
func (p *pages) importAct(act importService, done string) web.Handler {
	return func(c *web.Ctx) error {
		id, err := c.ID("import")
		if err != nil {
			return err
		}
		if err := act(p.org, c.Context(), c.Actor, id); err != nil {
			faults, refused := web.Refused(err)
			if !refused {
				return err
			}
			return p.showImport(c, faults)
		}
		c.Flash(done)
		return c.SeeOther("/unit-imports/" + id.String())
	}
}

func (p *pages) dropImport(c *web.Ctx) error {
	id, err := c.ID("import")
	if err != nil {
		return err
	}
	if err := p.org.DropImport(c.Context(), c.Actor, id); err != nil {
		return err
	}
	c.Flash("org.import_dropped")
	return c.SeeOther("/unit-imports")
}

// headings are the columns in the reader's language.
func headings(c *web.Ctx) []string {
	var list []string
	for _, column := range org.ImportColumns() {
		list = append(list, c.T("org.column_"+column))
	}
	return list
}

// template answers GET /unit-template/{kind}: the headings and two lines to go by.
func (p *pages) template(c *web.Ctx) error {
	t, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	level, code := "", "T01"
	if levels := t.Levels(); len(levels) > 0 {
		level = levels[min(1, len(levels)-1)].Code
	}
	return sendTable(c, "don-vi-mau", [][]string{headings(c),
		{code, c.T("org.sample_province"), c.T("org.sample_short"), "province", level, t.Root().Code, c.Today.String(), c.T("org.sample_act")},
		{code + "-01", c.T("org.sample_commune"), "", "commune", lastLevel(t), code, c.Today.String(), c.T("org.sample_act")}})
}

func lastLevel(t *org.Tree) string {
	if levels := t.Levels(); len(levels) > 0 {
		return levels[len(levels)-1].Code
	}
	return ""
}

// export answers GET /unit-export/{kind}: the units of a day in the columns of the template.
func (p *pages) export(c *web.Ctx) error {
	on, _, faults := day(c)
	if len(faults) > 0 {
		return faults
	}
	t, err := p.org.Tree(c.Context(), on)
	if err != nil {
		return err
	}
	table := [][]string{headings(c)}
	for pos := range t.Len() {
		u := t.At(pos)
		above, _ := t.Unit(u.Parent)
		from := ""
		if u.From != 0 {
			from = u.From.String()
		}
		table = append(table, []string{u.Code, u.Name, u.ShortName, u.Kind, u.Level, above.Code, from, ""})
	}
	return sendTable(c, "don-vi-"+on.String(), table)
}

func sendTable(c *web.Ctx, name string, table [][]string) error {
	kind, mime := c.Path("kind"), "text/csv; charset=utf-8"
	var data []byte
	var err error
	switch kind {
	case "csv":
		data, err = sheet.CSV(table)
	case "xlsx":
		mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		data, err = sheet.XLSX(c.T("org.page_units"), []float64{14, 40, 20, 14, 14, 14, 12, 36}, table)
	default:
		return fault.NotFound("web.not_found")
	}
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+kind+`"`)
	return c.Bytes(200, mime, data)
}

func importChip(b shell.Base, s org.ImportState) (shell.ChipKind, string, string) {
	text := b.T("org.import_state_" + string(s))
	switch s {
	case org.ImportDone:
		return shell.ChipOK, "circle-check", text
	case org.ImportRunning, org.ImportUndoing:
		return shell.ChipLate, "clock-alert", text
	case org.ImportUndone:
		return shell.ChipPlain, "undo-2", text
	}
	return shell.ChipWait, "pen-line", text
}

func outcomeChip(b shell.Base, o org.Outcome) (shell.ChipKind, string, string) {
	text := b.T("org.line_" + string(o))
	switch o {
	case org.LineNew:
		return shell.ChipOK, "plus", text
	case org.LineChanged:
		return shell.ChipLate, "pen-line", text
	case org.LineWrong:
		return shell.ChipBad, "triangle-alert", text
	}
	return shell.ChipPlain, "", text
}

func importHref(id ident.ID, act string) string { return "/unit-imports/" + id.String() + act }

// importService is an act of the service on an import.
type importService = func(s *org.Service, ctx context.Context, who actor.Actor, id ident.ID) error
