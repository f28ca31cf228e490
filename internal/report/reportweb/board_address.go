package reportweb

import (
	"giaoban/internal/ident"
	"giaoban/internal/web"
)

// boardOf reads of which board a page is: the request, the unit (0: the highest that the reader may look at) and the edition (0: what stands now).
func boardOf(c *web.Ctx) (request, unit ident.ID, edition int64, err error) {
	if request, err = c.ID("request"); err != nil {
		return 0, 0, 0, err
	}
	if unit, err = c.QueryID("unit", 0); err != nil {
		return 0, 0, 0, err
	}
	edition, err = editionOf(c)
	return request, unit, edition, err
}
