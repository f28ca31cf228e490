package reportweb

import (
	"cmp"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// listing is what the page of all reports shows of one unit.
type listing struct {
	Owed   []report.Asked // to be written, signed, sent or mended
	Filed  []report.Asked
	Opened []report.Opened
	MayAsk bool
	Gaps   map[ident.ID]report.Gaps // by filing: what differs from the shorter periods
	Places []shell.Tab
	Names  func(ident.ID) string
}

// places are the pages under Reports that the reader has, as tabs; on is the address of the one that is shown.
func (p *pages) places(c *web.Ctx, on string) ([]shell.Tab, error) {
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return nil, err
	}
	unit := c.Actor.Unit
	writes, signs, asks := c.Actor.HasAt(actor.DraftFiling, unit), c.Actor.HasAt(actor.SignFiling, unit), c.Actor.HasAt(actor.OpenRequest, unit)
	var tabs []shell.Tab
	for _, one := range []struct {
		href, text string
		may        bool
	}{
		{"/reports", "report.to_requests", true},
		{"/explanations", "report.to_explanations", true},
		{"/reports/compliance", "report.to_compliance", writes || signs || c.Actor.HasOver(actor.ReadFiled, unit, tree)},
		{"/regimes", "report.to_regimes", true},
		{"/reports/contact", "report.contact", writes || asks},
		{"/forms", "report.forms", asks},
	} {
		if one.may {
			tabs = append(tabs, shell.Tab{Text: c.T(one.text), Href: one.href, On: one.href == on})
		}
	}
	return tabs, nil
}

func (p *pages) list(c *web.Ctx) error {
	unit := c.Actor.Unit
	asked, err := p.report.ForUnit(c.Context(), c.Actor, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	opened, err := p.report.Received(c.Context(), c.Actor, unit)
	if err != nil && fault.KindOf(err) != fault.KindForbidden {
		return err
	}
	tree, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	l := listing{Opened: opened, MayAsk: c.Actor.HasAt(actor.OpenRequest, unit), Names: tree.Name}
	if l.Places, err = p.places(c, "/reports"); err != nil {
		return err
	}
	if len(asked) > 0 {
		if l.Gaps, err = p.report.UnitGaps(c.Context(), c.Actor, unit); err != nil {
			return err
		}
	}
	for _, a := range asked {
		switch a.Filing.State {
		case report.StateFiled, report.StateAccepted:
			l.Filed = append(l.Filed, a)
		default:
			l.Owed = append(l.Owed, a)
		}
	}
	slices.SortStableFunc(l.Owed, func(a, b report.Asked) int { return cmp.Compare(a.Filing.Deadline, b.Filing.Deadline) })
	b := c.Base("reports", "report.reports")
	c.KeepPage()
	return c.Render(listPage(b.WithActions(listActions(b, l)), l))
}
