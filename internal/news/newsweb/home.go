package newsweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/news"
	"giaoban/internal/web/home"
	"giaoban/internal/when"
)

// Home is the news' part of the day's page, for editors: drafts that wait, and
// conferences of these days that nothing is written about yet.
type Home struct {
	news  *news.Service
	clock when.Clock
	texts i18n.Messages
}

var _ home.Source = (*Home)(nil)

// NewHome makes it. clock is the domain clock.
func NewHome(items *news.Service, clock when.Clock) *Home { return &Home{items, clock, Messages()} }

const freshDays = 3 // after a conference its news is no news

// Waiting lists what an editor of the unit has to write or to publish.
func (h *Home) Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	if !who.HasAt(actor.WriteNews, unit) {
		return nil, nil
	}
	d, err := h.news.Desk(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	say := func(key string, args ...any) string { return i18n.Fill(lang, h.texts[key].In(lang), args...) }
	now := when.Present(h.clock)
	var list []home.Item
	for _, i := range d.Items {
		if i.Status == news.Draft && now.Date().Sub(i.UpdatedAt.Date()) <= 10*freshDays {
			list = append(list, home.Item{Title: say("news.home_publish", "title", i.Title), Sub: say("news.home_publish_sub"), Icon: "newspaper",
				Action: say("news.home_open"), Href: deskPath(i.ID)})
		}
	}
	for _, one := range d.Conferences {
		if one.Items > 0 || one.StartsAt().After(now) || now.Date().Sub(one.Date) > freshDays {
			continue
		}
		list = append(list, home.Item{Title: say("news.home_write", "title", one.Title), Sub: say("news.home_write_sub"), Icon: "newspaper", Due: one.Date,
			Action: say("news.write"), Href: "/news/desk/new?conference=" + one.ID.String()})
	}
	return list, nil
}
