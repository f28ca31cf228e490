package reportweb

import (
	"path/filepath"

	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// saidShown bounds the answers on the page; the files hold all.
const saidShown = 300

// saidView is what units answered in one text field, listed by unit.
type saidView struct {
	report.Answers
	Fields []shell.Tab
}

func saidPath(request, unit ident.ID, field, file string) string {
	return "/reports/" + request.String() + "/answers" + file + query("unit", unit.String(), "field", field)
}

func (p *pages) said(c *web.Ctx) error {
	a, err := p.answers(c)
	if err != nil {
		return err
	}
	v := saidView{Answers: a}
	request, unit := a.Board.Request.ID, a.Board.Unit.ID
	for _, f := range a.Board.Form.TextFields() {
		v.Fields = append(v.Fields, shell.Tab{Text: f.Name.In(c.Lang), Href: saidPath(request, unit, f.Code, ""), On: f.Code == a.Field.Code})
	}
	b := requestBase(c, a.Board.Request, "report.answers_by_unit")
	b = b.WithSub(a.Board.Request.Heading(b.Lang) + " · " + a.Board.Unit.Name)
	return c.Render(saidPage(b.WithActions(saidActions(b, v)), v))
}

func (p *pages) answers(c *web.Ctx) (report.Answers, error) {
	request, err := c.ID("request")
	if err != nil {
		return report.Answers{}, err
	}
	unit, err := c.QueryID("unit", 0)
	if err != nil {
		return report.Answers{}, err
	}
	return p.report.Answers(c.Context(), c.Actor, request, unit, c.Query("field"))
}

// saidFile sends all answers as CSV or as a workbook.
func (p *pages) saidFile(c *web.Ctx) error {
	a, err := p.answers(c)
	if err != nil {
		return err
	}
	table := [][]string{{c.T("report.unit"), c.T("report.unit_code"), c.T("report.unit_above"), a.Field.Name.In(c.Lang), c.T("report.signer"), c.T("report.filed_at")}}
	for _, one := range a.List {
		table = append(table, []string{one.Unit.Name, one.Unit.Code, one.Way, a.Words(c.Lang, one), one.Signer, one.FiledAt.Stamp(c.Lang)})
	}
	kind, mime := filepath.Ext(c.R.URL.Path), "text/csv; charset=utf-8"
	var data []byte
	if kind == ".csv" {
		data, err = sheet.CSV(table)
	} else {
		mime = api.XLSX
		data, err = sheet.XLSX(c.T("report.answers_by_unit"), []float64{36, 14, 30, 70, 36, 20}, table)
	}
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Disposition", `attachment; filename="giaoban-`+a.Board.Request.ID.String()+`-`+fileWord(a.Field.Code)+kind+`"`)
	return c.Bytes(200, mime, data)
}
