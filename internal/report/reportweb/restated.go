package reportweb

import (
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// restatedView is a request on today's tree.
type restatedView struct {
	report.Restated
	Accepted bool
	Explain  report.Indicator // whose shares are open, no code for none
	Most     int64
}

// restated shows GET /reports/{request}/board?tree=today.
func (p *pages) restated(c *web.Ctx, request, unit ident.ID) error {
	code := c.Query("indicator")
	r, err := p.report.Restated(c.Context(), c.Actor, request, unit, code)
	if err != nil {
		return err
	}
	v := restatedView{Restated: r, Accepted: c.Query("layer") == "accepted"}
	v.Explain, _ = r.Form.Indicator(code)
	for _, s := range r.Shares {
		v.Most = max(v.Most, s.Figure.Value)
	}
	b := c.Base("reports", "report.restated")
	b = b.WithSub(r.Request.Heading(b.Lang) + " · " + r.Unit.Name)
	crumbs := []shell.Crumb{{Text: b.T("report.reports"), Href: "/reports"}}
	for _, u := range r.Above {
		crumbs = append(crumbs, shell.Crumb{Text: u.Name, Href: restatedPath(request, u.ID)})
	}
	b = b.WithCrumbs(append(crumbs, shell.Crumb{Text: r.Unit.Name})...)
	return c.Render(restatedPage(b.WithActions(restatedActions(b, v)), v))
}

func restatedPath(request, unit ident.ID) string {
	at := ""
	if unit != 0 {
		at = unit.String()
	}
	return "/reports/" + request.String() + "/board" + query("tree", "today", "unit", at)
}

func (v restatedView) link(pairs ...string) string {
	layer := ""
	if v.Accepted {
		layer = "accepted"
	}
	return "/reports/" + v.Request.ID.String() + "/board" + query(append([]string{"tree", "today", "unit", v.Unit.ID.String(), "layer", layer}, pairs...)...)
}

func (v restatedView) figure(t report.RestatedTotal) report.Figure {
	if v.Accepted {
		return t.Accepted
	}
	return t.Filed
}

func (v restatedView) estimated() bool {
	for _, t := range v.Totals {
		if t.Estimated {
			return true
		}
	}
	return false
}

func formerNames(b shell.Base, l report.RestatedLine) string {
	var names []string
	for _, u := range l.Former {
		names = append(names, u.Short())
	}
	if len(names) == 0 {
		return b.T("report.former_same")
	}
	return strings.Join(names, ", ")
}

type jsonRestatedUnit struct {
	ID       ident.ID   `json:"id"`
	Name     string     `json:"name"`
	Former   []jsonUnit `json:"former"` // empty: the same unit
	Coverage coverOf    `json:"coverage"`
}

type jsonRestatedTotal struct {
	jsonTotal
	Estimated bool `json:"estimated"` // holds part of a figure that was divided between units
}

type jsonRestated struct {
	Request  ident.ID            `json:"request"`
	Title    string              `json:"title"`
	Tree     string              `json:"tree"` // always "today"
	Date     string              `json:"date"`
	Unit     jsonUnit            `json:"unit"`
	Coverage coverOf             `json:"coverage"`
	Units    []jsonRestatedUnit  `json:"units"`
	Totals   []jsonRestatedTotal `json:"totals"`
	Unplaced int                 `json:"unplaced_units"`
}

func restatedJSON(v report.Restated, lang i18n.Lang) jsonRestated {
	out := jsonRestated{Request: v.Request.ID, Title: v.Request.Heading(lang), Tree: "today", Date: v.Today.String(), Unit: jsonUnit{ID: v.Unit.ID, Name: v.Unit.Name},
		Coverage: coverOf{int64(v.Counters.In()), int64(v.Counters.Expected)}, Units: []jsonRestatedUnit{}, Unplaced: v.Unplaced}
	for _, l := range v.Lines {
		u := jsonRestatedUnit{ID: l.Unit.ID, Name: l.Unit.Name, Former: []jsonUnit{}, Coverage: coverOf{int64(l.Counters.In()), int64(l.Counters.Expected)}}
		for _, f := range l.Former {
			u.Former = append(u.Former, jsonUnit{ID: f.ID, Name: f.Name})
		}
		out.Units = append(out.Units, u)
	}
	for _, t := range v.Totals {
		out.Totals = append(out.Totals, jsonRestatedTotal{jsonTotal{Code: t.Indicator.Code, Name: t.Indicator.Name.In(lang), Unit: t.Indicator.Unit.In(lang),
			Filed: figureJSON(t.Filed, lang), Accepted: figureJSON(t.Accepted, lang)}, t.Estimated})
	}
	return out
}
