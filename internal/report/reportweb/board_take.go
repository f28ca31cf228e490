package reportweb

import (
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// pickUnwarned is the parameter of a board's address that ticks every waiting report without a warning.
const pickUnwarned = "unwarned"

// picked is the value of a box: the report and the version of it that stands on the page.
func picked(a report.Arrived) string { return a.Filing.String() + "." + num64(a.Version) }

// parsePicked reads the ticked boxes. What is malformed is nobody's report.
func parsePicked(values []string) map[ident.ID]int64 {
	versions := map[ident.ID]int64{}
	for _, text := range values {
		id, version, _ := strings.Cut(text, ".")
		filing, err1 := ident.Parse(id)
		n, err2 := strconv.ParseInt(version, 10, 64)
		if err1 == nil && err2 == nil {
			versions[filing] = n
		}
	}
	return versions
}

// apart tells whether a report differs from the shorter periods of its own unit.
func (v boardView) apart(a report.Arrived) bool {
	return slices.ContainsFunc(v.Gaps, func(g report.Gaps) bool { return g.Filing == a.Filing })
}

// warned tells whether somebody should look before accepting: the unit had to give reasons, or its figures differ from its months.
func (v boardView) warned(a report.Arrived) bool { return a.Explained > 0 || v.apart(a) }

func (v boardView) unwarned() (n int) {
	for _, a := range v.Waiting {
		if !v.warned(a) {
			n++
		}
	}
	return n
}

func (v boardView) ticked(a report.Arrived) bool {
	if v.Taking.Values.Get("pick") == pickUnwarned {
		return !v.warned(a)
	}
	return v.Taking.Has("filings", picked(a))
}

// acceptAll accepts the reports that are ticked on a board.
func (p *pages) acceptAll(c *web.Ctx) error {
	request, unit, _, err := boardOf(c)
	if err != nil {
		return err
	}
	accepted, left, err := p.report.AcceptAll(c.Context(), c.Actor, request, parsePicked(c.Form()["filings"]), c.Key())
	if faults, again := web.Refused(err); again {
		return p.showBoard(c, boardAsked{Request: request, Unit: unit, Taking: shell.Form{Values: c.Form(), Faults: faults}})
	}
	if err != nil {
		return err
	}
	if len(left) == 0 {
		c.Flash("report.accepted_many", "n", accepted)
	} else {
		c.Warn("report.accepted_some", "n", accepted, "left", len(left), "names", untaken(c, left))
	}
	return c.SeeOther(c.Next(boardPath(request, unit)))
}

// untaken names the reports that could not be accepted, each with why.
func untaken(c *web.Ctx, left []report.Untaken) string {
	const most = 8 // the sentence waits for the next page
	var parts []string
	for i, one := range left {
		if i == most {
			parts = append(parts, c.T("report.and_more", "n", len(left)-most))
			break
		}
		why := fault.All(one.Why)[0]
		parts = append(parts, one.Unit.Short()+" ("+strings.TrimSuffix(c.T(why.Key, why.Args...), ".")+")")
	}
	return strings.Join(parts, "; ")
}
