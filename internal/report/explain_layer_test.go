package report_test

import (
	"testing"

	"giaoban/internal/org"
	"giaoban/internal/report"
)

// A total of what was accepted is opened into what was accepted: its shares add up to it, a report that only was filed is not among them.
func TestSharesAreOfTheLayerOfTheirTotal(t *testing.T) {
	w := newWorld(t)
	n := w.boards()
	n.Scope = org.Scope{Kind: org.ScopeList, Units: nil}
	for _, u := range []org.Unit{w.pob, w.pobB, w.xa} {
		n.Scope.Units = append(n.Scope.Units, u.ID)
	}
	r := w.open(n)
	w.filed(r, w.xa, w.clerk, w.clerk)
	own := w.filed(r, w.pob, w.specialist, w.head)
	w.filed(r, w.pobB, w.specialistB, w.headB)
	must(t, w.report.Accept(t.Context(), w.office, w.filing(r, w.pobB).ID, 1, ""))
	look := func(unit org.Unit, accepted bool, want int) {
		t.Helper()
		k := report.Seek{Request: r.ID, Unit: unit.ID, Indicator: "B1", Accepted: accepted}
		total, shares, err := w.report.ExplainOf(t.Context(), system(), k)
		must(t, err)
		o, err := w.report.Origin(t.Context(), system(), k)
		must(t, err)
		figure := total.Filed
		if accepted {
			figure = total.Accepted
		}
		for name, list := range map[string][]report.Share{"drawer": shares, "page": o.Shares} {
			var sum int64
			have := 0
			for _, s := range list {
				if s.Figure.Known {
					sum += s.Figure.Value
					have += int(s.Figure.Have)
				}
			}
			if sum != figure.Value || have != want || int(figure.Have) != want || o.Count != want {
				t.Errorf("%s of %s, accepted %v: shares %d of %d reports, total %d of %d, %d leaves, want %d", name, unit.Code, accepted, sum, have, figure.Value, figure.Have, o.Count, want)
			}
		}
	}
	look(w.coc, false, 3)
	look(w.coc, true, 1)
	look(w.pob, false, 2)
	look(w.pob, true, 0)
	must(t, w.report.Accept(t.Context(), w.office, own.ID, 1, ""))
	look(w.pob, true, 1)
	look(w.coc, true, 2)
}
