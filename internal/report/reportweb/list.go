package reportweb

import (
	"cmp"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
)

// listing is what the page of all reports shows of one unit.
type listing struct {
	Owed       []report.Asked // to be written, signed, sent or mended
	Filed      []report.Asked
	Opened     []report.Opened
	MayAsk     bool
	MayContact bool
	MayComply  bool // sees who kept which deadline
	Names      func(ident.ID) string
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
	l := listing{Opened: opened, MayAsk: c.Actor.HasAt(actor.OpenRequest, unit), MayContact: c.Actor.HasAt(actor.DraftFiling, unit) || c.Actor.HasAt(actor.OpenRequest, unit),
		MayComply: c.Actor.HasOver(actor.ReadFiled, unit, tree) || c.Actor.HasAt(actor.DraftFiling, unit) || c.Actor.HasAt(actor.SignFiling, unit), Names: tree.Name}
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
