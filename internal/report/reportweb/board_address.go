package reportweb

import (
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
)

// boardOf reads of which board a page is: the request, the unit (0: the highest that the reader may look at) and the edition (0: what stands now).
func boardOf(c *web.Ctx) (request, unit ident.ID, edition int64, err error) {
	if request, err = c.ID("request"); err != nil {
		return 0, 0, 0, err
	}
	if unit, err = unitOf(c); err != nil {
		return 0, 0, 0, err
	}
	edition, err = editionOf(c)
	return request, unit, edition, err
}

// unitOf reads the unit of a board; 0 where the address names none.
func unitOf(c *web.Ctx) (ident.ID, error) {
	text := c.Query("unit")
	if text == "" {
		return 0, nil
	}
	id, err := ident.Parse(text)
	if err != nil {
		return 0, fault.NotFound("web.not_found").Because(err)
	}
	return id, nil
}
