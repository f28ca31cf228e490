package reportweb

import (
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// offered adds to a row the figure that somebody else knows for it.
func (s source) offered(b shell.Base, r *row, slot report.Slot) {
	for _, o := range s.offers {
		if o.Field != slot.Code {
			continue
		}
		r.OfferText = i18n.Fixed(b.Lang, o.Value, slot.Scale)
		now, known := s.figures[slot.Code]
		r.OfferShown = !known || now != o.Value
		if o.Source == report.FromObstacles {
			r.Offer, r.OfferHref = b.T("report.offer_obstacles", "n", r.OfferText), "/obstacles"
			return
		}
		r.Offer, r.OfferHref = b.T("report.offer_below", "n", r.OfferText, "of", b.Of(o.Have, o.Of)), boardPath(o.Request, 0)
		return
	}
}

// useOffer writes an offered figure into what a page without script sends.
func (p *pages) useOffer(c *web.Ctx, r report.Report, fields map[string]string, field string) error {
	offers, err := p.report.Offers(c.Context(), c.Actor, r.Filing.ID)
	if err != nil {
		return err
	}
	for _, o := range offers {
		if o.Field == field {
			fields[field] = i18n.Fixed(i18n.VI, o.Value, o.Scale)
			return nil
		}
	}
	return fault.Conflict("report.offer_gone")
}
