package obstacleweb

import (
	"net/url"
	"strconv"

	"giaoban/internal/obstacle"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// countedView is the obstacles behind a figure of a unit's report.
type countedView struct {
	obstacle.Counting
	List    []obstacle.Counted
	Settled int
	Pager   shell.PagerSpec
}

// counted lists what makes up a unit's share of settled obstacles: over which days and as of which moment, the address says.
func (p *pages) counted(c *web.Ctx) error {
	unit, err := c.QueryID("unit", c.Actor.Unit)
	if err != nil {
		return err
	}
	v := countedView{Counting: obstacle.Counting{Unit: unit, Span: when.Span{From: dayOf(c.Query("from")), To: dayOf(c.Query("to"))}}}
	if !v.Span.From.Valid() || !v.Span.To.Valid() || v.Span.To < v.Span.From {
		v.Span = when.Naming(when.Quarter, c.Today).Span()
	}
	at, _ := strconv.ParseInt(c.Query("at"), 10, 64) // malformed: now
	b := c.Base("tasks", "obstacle.counted_title")
	if v.At = when.Instant(at); v.At <= 0 || v.At > b.Now {
		v.At = b.Now
	}
	if v.List, err = p.obstacles.Counted(c.Context(), c.Actor, v.Counting); err != nil {
		return err
	}
	for _, o := range v.List {
		if o.Settled {
			v.Settled++
		}
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	q := url.Values{"unit": {v.Unit.String()}, "from": {strconv.Itoa(int(v.Span.From))}, "to": {strconv.Itoa(int(v.Span.To))}, "at": {strconv.FormatInt(int64(v.At), 10)}}
	v.Pager = shell.PagerSpec{Path: "/obstacles/counted?" + q.Encode(), Page: c.QueryPage("page"), Size: pageSize, Total: len(v.List)}
	v.List = shell.Leaf(v.List, &v.Pager.Page, pageSize)
	n := p.names(c, tree)
	b = b.WithSub(n.of(v.Unit, v.At)).WithCrumbs(crumbs(c)...)
	return c.Render(countedPage(b.WithActions(shell.PrintButton(b)), v, n))
}

// dayOf reads a day of an address, 0 where there is none.
func dayOf(text string) when.Date {
	n, _ := strconv.Atoi(text) // malformed: no day
	return when.Date(n)
}

// share is the percentage that is counted, "–" where there is nothing to count.
func share(b shell.Base, v countedView) string {
	if v.Pager.Total == 0 {
		return "–"
	}
	return b.Percent(int64(v.Settled), int64(v.Pager.Total))
}

// fate says what counts of an obstacle, and what became of it since.
func (v countedView) fate(b shell.Base, o obstacle.Counted) (text, since string) {
	switch day := o.EndedAt.Date(); {
	case o.Settled:
		return b.T("obstacle.counted_settled", "date", b.Date(day)), ""
	case o.State == obstacle.Solved:
		return b.T("obstacle.counted_pending"), b.T("obstacle.counted_solved_since", "date", b.Date(day))
	case o.State == obstacle.Withdrawn:
		return b.T("obstacle.counted_pending"), b.T("obstacle.counted_withdrawn_since", "date", b.Date(day))
	}
	return b.T("obstacle.counted_pending"), ""
}
