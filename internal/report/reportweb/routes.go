package reportweb

import (
	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/sheet"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

const pdfLimit = 20 << 20

type pages struct {
	report *report.Service
	org    *org.Service
	docs   *document.Service
	mux    *web.Mux
	beside shell.Beside // the obstacles about a report
}

// Routes registers the pages, acts and live boards of reports. beside draws a card of another domain beside a report, nil for none.
func Routes(m *web.Mux, svc *report.Service, units *org.Service, docs *document.Service, beside shell.Beside) {
	p := &pages{report: svc, org: units, docs: docs, mux: m, beside: beside}
	formRoutes(m, p)
	m.Page("GET /reports", p.list)
	m.Page("GET /reports/new", p.newRequest)
	m.Do("POST /reports", p.openRequest)
	m.API("GET /reports/kept", p.kept)
	m.Page("GET /reports/compliance", p.compliance)
	m.Page("GET /reports/contact", p.contact)
	m.Do("POST /reports/contact", p.setContact)
	m.Page("GET /reports/{request}", p.request)
	m.Page("GET /reports/{request}/chase", p.chase)
	m.Do("POST /reports/{request}/chase", p.chaseNow)
	m.Page("GET /reports/{request}/board", p.board)
	m.Do("POST /reports/{request}/accept", p.acceptAll)
	m.API("GET /reports/{request}/totals.json", p.totals)
	m.Page("GET /reports/{request}/indicators/{indicator}", p.origin)

	m.Page("GET /reports/{request}/units/{unit}", p.filing)
	m.Do("POST /reports/{request}/units/{unit}/draft", p.saveForm)
	m.Do("POST /reports/{request}/units/{unit}/parts", p.takeParts)
	m.API("POST /reports/{request}/units/{unit}/fields", p.saveFields)
	m.Page("GET /reports/{request}/units/{unit}/workbook", p.workbook)
	m.Page("GET /reports/{request}/units/{unit}/workbook.xlsx", p.workbookFile)
	m.Page("GET /reports/{request}/units/{unit}/workbook.csv", p.workbookFile)
	m.Upload("POST /reports/{request}/units/{unit}/workbook", sheet.MaxBytes, p.readWorkbook)
	m.Page("GET /reports/{request}/units/{unit}/sign", p.signPage)
	m.Do("POST /reports/{request}/units/{unit}/sign", p.sign)
	m.Do("POST /reports/{request}/units/{unit}/submit", p.submit)
	m.Do("POST /reports/{request}/units/{unit}/take-back", p.takeBack)
	m.Do("POST /reports/{request}/units/{unit}/hand-back", p.handBack)
	m.Do("POST /reports/{request}/units/{unit}/unsign", p.unsign)
	m.Page("GET /reports/{request}/units/{unit}/file", p.filePage)
	m.Upload("POST /reports/{request}/units/{unit}/file", pdfLimit, p.file)
	m.Do("POST /reports/{request}/units/{unit}/accept", p.accept)
	m.Do("POST /reports/{request}/units/{unit}/return", p.giveBack)
	m.Page("GET /reports/{request}/units/{unit}/print", p.print)
	m.Page("GET /reports/{request}/units/{unit}/report.docx", p.wordFile)
	m.Page("GET /reports/{request}/units/{unit}/pdf/{version}", p.pdf)
	m.Page("GET /reports/{request}/units/{unit}/proof/{version}", p.proof)
	p.explainRoutes(m)
	p.phoneRoutes(m)
	m.Do("POST /reports/{request}/units/{unit}/reopen", p.reopen)
	m.Do("POST /reports/{request}/units/{unit}/ask-correction", p.askCorrection)
	m.Page("GET /reports/{request}/board.xlsx", p.boardFile)
	m.Page("GET /reports/{request}/board.csv", p.boardFile)
	m.Page("GET /reports/{request}/answers", p.said)
	m.Page("GET /reports/{request}/answers.csv", p.saidFile)
	m.Page("GET /reports/{request}/answers.xlsx", p.saidFile)
	m.Page("GET /reports/{request}/consolidated", p.consolidated)
	m.Do("POST /reports/{request}/consolidated", p.saveConsolidated)
	m.Page("GET /reports/{request}/consolidated.docx", p.consolidatedFile)
	m.Page("GET /reports/{request}/consolidated/print", p.printConsolidated)
	m.Page("GET /reports/{request}/editions", p.editions)
	m.Page("GET /reports/{request}/editions/new", p.freezePage)
	m.Do("POST /reports/{request}/editions", p.freeze)
	m.Page("GET /reports/{request}/editions/{edition}", p.edition)
	m.Page("GET /reports/{request}/editions/{edition}/proof", p.editionProof)
	m.Live(p.liveBoard())
	m.Live(p.liveNested())
	p.presenceRoutes(m)
}

// ids reads the request and the unit out of the path.
func ids(c *web.Ctx) (request, unit ident.ID, err error) {
	if request, err = c.ID("request"); err != nil {
		return 0, 0, err
	}
	unit, err = c.ID("unit")
	return request, unit, err
}

// find gives the report that the path names.
func (p *pages) find(c *web.Ctx) (report.Report, error) {
	request, unit, err := ids(c)
	if err != nil {
		return report.Report{}, err
	}
	return p.report.ReportOf(c.Context(), c.Actor, request, unit)
}

func path(r report.Report) string {
	return "/reports/" + r.Request.ID.String() + "/units/" + r.Unit.ID.String()
}

func boardPath(request, unit ident.ID) string {
	s := "/reports/" + request.String() + "/board"
	if unit != 0 {
		s += "?unit=" + unit.String()
	}
	return s
}

// request leads to where the reader's work is: the unit's own report, else the board.
func (p *pages) request(c *web.Ctx) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	if r, err := p.report.ReportOf(c.Context(), c.Actor, id, c.Actor.Unit); err == nil && r.Own() {
		return c.SeeOther(path(r))
	}
	return c.SeeOther(boardPath(id, 0))
}

// ownDesk refuses pages of the unit's own work to everybody else, without telling that they exist.
func ownDesk(r report.Report) error {
	if !r.Own() {
		return fault.NotFound("report.no_such_filing")
	}
	return nil
}

func system() actor.Actor { return actor.SystemActor("live board") }
