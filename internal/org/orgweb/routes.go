package orgweb

import (
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Panel is what another domain puts on a unit's page, as of a day. A nil
// component is left out.
type Panel interface {
	UnitPanel(c *web.Ctx, b shell.Base, unit org.Unit, on when.Date) (templ.Component, error)
}

type pages struct {
	org    *org.Service
	panels []Panel
}

// Routes registers the pages of units.
func Routes(m *web.Mux, svc *org.Service, panels ...Panel) {
	p := &pages{org: svc, panels: panels}
	m.Page("GET /units", p.tree)
	m.Page("GET /units/{unit}/rows", p.rows)
	m.Page("GET /units/left", p.left)
	m.Page("GET /units/{unit}", p.unit)
	p.importRoutes(m)
	for _, kind := range []string{"new", "rename", "move", "merge", "split", "dissolve"} {
		form := form{pages: p, kind: kind}
		m.Page("GET /units/{unit}/"+kind, form.show)
		m.Do("POST /units/{unit}/"+kind, form.send)
	}
}

// day reads the day "as it was on" out of the address: today where there is none.
// A text that is no day gives today and a fault.
func day(c *web.Ctx) (when.Date, string, fault.Faults) {
	text := strings.TrimSpace(c.Query("date"))
	if text == "" {
		return c.Today, "", nil
	}
	read, err := when.ParseDate(text, c.Today)
	if err != nil {
		return c.Today, text, onField(err, "date")
	}
	return read.Date, text, nil
}

// onField puts the faults of a value on its field.
func onField(err error, field string) fault.Faults {
	all := fault.All(err)
	for _, f := range all {
		f.Field = field
	}
	return all
}

// keeps tells whether the reader may change what stands under a unit, and the unit itself.
func keeps(who actor.Actor, today *org.Tree, u org.Unit) (below, itself bool) {
	below = who.HasOver(actor.KeepUnits, u.ID, today)
	if u.Parent == 0 {
		return below, below
	}
	return below, who.HasOver(actor.KeepUnits, u.Parent, today)
}
