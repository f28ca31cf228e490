package reportweb

import (
	"strconv"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// complianceView is the table of who kept which deadline.
type complianceView struct {
	report.Compliance
	regime  ident.ID
	regimes []shell.Tab
	forms   int // different forms among the columns
}

// explained tells whether anybody owed an explanation: only then there is a column of them.
func (v complianceView) explained() bool {
	return v.Explain.N > 0 || v.Own != nil && v.Own.Explain.N > 0
}

func compliancePath(unit, regime ident.ID) string {
	text := ""
	if regime != 0 {
		text = regime.String()
	}
	return "/reports/compliance" + query("unit", unit.String(), "regime", text)
}

func boardUnitPath(request, unit ident.ID) string {
	return "/reports/" + request.String() + "/units/" + unit.String()
}

func (p *pages) compliance(c *web.Ctx) error {
	unit, err := c.QueryID("unit", 0)
	if err != nil {
		return err
	}
	if unit == 0 {
		unit = c.Actor.Unit
	}
	var regime ident.ID
	if text := c.Query("regime"); text != "" {
		if regime, err = ident.Parse(text); err != nil {
			return fault.NotFound("calendar.no_such_regime").Because(err)
		}
	}
	v := complianceView{regime: regime}
	if v.Compliance, err = p.report.Compliance(c.Context(), c.Actor, unit, regime); err != nil {
		return err
	}
	list, err := p.report.Calendar.Regimes(c.Context())
	if err != nil {
		return err
	}
	v.regimes = append(v.regimes, shell.Tab{Text: c.T("report.all_regimes"), Href: compliancePath(unit, 0), On: regime == 0})
	for _, g := range list {
		v.regimes = append(v.regimes, shell.Tab{Text: g.Title(c.Lang), Href: compliancePath(unit, g.ID), On: regime == g.ID})
	}
	forms := map[string]bool{}
	for _, r := range v.Requests {
		forms[r.FormCode] = true
	}
	v.forms = len(forms)
	b := c.Base("reports", "report.compliance").WithSub(v.Unit.Name)
	if unit != c.Actor.Unit {
		b = b.WithCrumbs(shell.Crumb{Text: c.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: c.T("report.compliance"), Href: compliancePath(c.Actor.Unit, regime)})
	}
	places, err := p.places(c, "/reports/compliance")
	if err != nil {
		return err
	}
	return c.Render(compliancePage(b.WithActions(complianceActions(b, v)), v, places))
}

// rate is an on-time rate with its parts: "3/4, 75,0%"; "–" where nothing was due.
func rate(b shell.Base, o report.OnTime) string {
	if o.N == 0 {
		return "–"
	}
	return b.Of(o.M, o.N) + ", " + b.Percent(o.M, o.N)
}

func keptState(k report.Keeping) shell.State {
	switch k {
	case report.KeptTime:
		return shell.StateDone
	case report.KeptLate:
		return shell.StateLate
	case report.KeptMissed:
		return shell.StateOverdue
	}
	return shell.StateNotStarted
}

// takeParts writes what the shorter periods come to into the draft.
func (p *pages) takeParts(c *web.Ctx) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	base, _ := strconv.ParseInt(c.Form().Get("base"), 10, 64) // malformed: 0, so that what stands in the draft comes back as a clash
	saved, err := p.report.TakeParts(c.Context(), c.Actor, r.Filing.ID, base, c.Key())
	if err != nil {
		return err
	}
	if n := len(saved.Conflicts); n > 0 {
		c.Warn("report.parts_clash", "n", n)
	} else {
		c.Flash("report.parts_taken")
	}
	return c.SeeOther(path(r))
}

type apiKept struct {
	Unit    string            `json:"unit"`
	Name    string            `json:"name"`
	Reports map[string]string `json:"reports" doc:"By request: on_time, late, missing or open (not due yet)."`
	OnTime  int64             `json:"on_time"`
	Due     int64             `json:"due" doc:"Reports that were due: filed, or overdue."`

	ExplainedOnTime int64 `json:"explained_on_time" doc:"Explanations of figures that came in time; no part of on_time."`
	ExplanationsDue int64 `json:"explanations_due" doc:"Explanations of figures that were due: given, or overdue."`
}

func (x API) compliance(c *web.Ctx, in *struct {
	api.Paging
	Unit   api.ID `query:"unit" doc:"The caller's own unit by default."`
	Regime api.ID `query:"regime" doc:"Only requests opened under this regime."`
}) (*api.List[apiKept], error) {
	k, err := x.Report.Compliance(c.Context(), c.Actor, ownUnit(c, in.Unit), in.Regime.Ident())
	if err != nil {
		return nil, err
	}
	rows := k.Rows
	if k.Own != nil {
		rows = append([]report.ComplianceRow{*k.Own}, rows...)
	}
	return api.Cut(c, in.Paging, rows, func(r report.ComplianceRow) string { return r.Unit.ID.String() }, func(r report.ComplianceRow) apiKept {
		one := apiKept{Unit: r.Unit.ID.String(), Name: r.Unit.Name, Reports: map[string]string{}, OnTime: r.Sum.M, Due: r.Sum.N,
			ExplainedOnTime: r.Explain.M, ExplanationsDue: r.Explain.N}
		for i, cell := range r.Cells {
			if cell.Kept != report.KeptNot {
				one.Reports[k.Requests[i].ID.String()] = string(cell.Kept)
			}
		}
		return one
	})
}

type apiSeries struct {
	Period string            `json:"period" doc:"In the language of the call."`
	N      int               `json:"n"`
	Within map[string]string `json:"within,omitempty" doc:"Figures of the period alone, by slot; absent where an earlier report of the year is missing."`
	ToDate map[string]string `json:"to_date,omitempty" doc:"Figures from the start of the year."`
}

type apiYear struct {
	Periods []apiSeries `json:"periods"`
}

func (x API) yearOf(c *web.Ctx, in *FilingIn) (*api.Answer[apiYear], error) {
	list, err := x.Report.YearOf(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return nil, err
	}
	r, err := x.Report.Report(c.Context(), c.Actor, in.Filing.Ident())
	if err != nil {
		return nil, err
	}
	out := &api.Answer[apiYear]{Body: apiYear{Periods: []apiSeries{}}}
	for _, s := range list {
		out.Body.Periods = append(out.Body.Periods, apiSeries{Period: s.Name.Title(c.Lang), N: s.Name.N, Within: figuresText(r.Form, s.Within), ToDate: figuresText(r.Form, s.ToDate)})
	}
	return out, nil
}

// figuresText writes figures as decimal texts by slot, nil for none.
func figuresText(f report.Form, v report.Figures) map[string]string {
	if v == nil {
		return nil
	}
	texts := map[string]string{}
	for _, s := range f.Slots() {
		if n, ok := v[s.Code]; ok {
			texts[s.Code] = api.Decimal(n, s.Scale)
		}
	}
	return texts
}
