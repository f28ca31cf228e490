package reportweb

import (
	"net/url"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// counting says of which unit, days and moment a report's figures are counted from registers. nil: of none.
type counting struct {
	unit  ident.ID
	span  when.Span
	at    when.Instant
	opens bool // the reader may see the list behind the figures
}

// countingOf gives what stands beside the counted figures of a unit's report, nil where its form has none.
func (p *pages) countingOf(c *web.Ctx, req report.Request, form report.Form, unit ident.ID, at when.Instant) (*counting, error) {
	if len(form.Sourced()) == 0 {
		return nil, nil
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return nil, err
	}
	return &counting{unit: unit, span: form.Counted(req.Period.Span()), at: at, opens: c.Actor.HasDesk(unit) || c.Actor.HasOver(actor.ReadTask, unit, tree)}, nil
}

// text says where the figures come from; all is their whole, 0 where there is nothing of which a share could be told.
func (c *counting) text(b shell.Base, all int64) string {
	switch {
	case c == nil || c.at.Zero():
		return b.T("report.counted")
	case all == 0:
		return b.T("report.counted_none", "when", b.Stamp(c.at))
	}
	return b.T("report.counted_at", "when", b.Stamp(c.at))
}

// href leads to the list behind the figures, "" where the reader may not see it.
func (c *counting) href() string {
	if c == nil || !c.opens || c.at.Zero() {
		return ""
	}
	return "/obstacles/counted?" + url.Values{"unit": {c.unit.String()}, "from": {strconv.Itoa(int(c.span.From))}, "to": {strconv.Itoa(int(c.span.To))}, "at": {strconv.FormatInt(int64(c.at), 10)}}.Encode()
}
