package accountweb

import (
	"net/http"

	"giaoban/internal/account"
	"giaoban/internal/web"
	"giaoban/internal/web/datebook"
	"giaoban/internal/web/shell"
)

// feedView is the page that takes deadlines into a calendar.
type feedView struct {
	Feed    account.Feed
	Has     bool
	Address string // with its secret: shown this once
	Again   bool   // a repeated request, which gives no secret
}

func (p pages) showFeed(c *web.Ctx) error { return p.renderFeed(c, feedView{}) }

func (p pages) renderFeed(c *web.Ctx, v feedView) error {
	var err error
	if v.Feed, v.Has, err = p.svc.CalendarFeed(c.Context(), c.Actor); err != nil {
		return err
	}
	b := c.Base("", "accountweb.feed")
	b.Path = "/account/calendar"
	b = b.WithCrumbs(shell.Crumb{Text: c.T("accountweb.account"), Href: "/account"})
	return c.RenderStatus(http.StatusOK, feedPage(b, v))
}

func (p pages) makeFeed(c *web.Ctx) error {
	secret, err := p.svc.MakeCalendarFeed(c.Context(), c.Actor, c.Key())
	if err != nil {
		return err
	}
	if secret == "" {
		return p.renderFeed(c, feedView{Again: true})
	}
	return p.renderFeed(c, feedView{Address: c.Origin() + datebook.FeedPath + "?key=" + secret}) // no redirect: the secret is in this answer alone
}

func (p pages) revokeFeed(c *web.Ctx) error {
	if err := p.svc.RevokeCalendarFeed(c.Context(), c.Actor); err != nil {
		return err
	}
	c.Flash("accountweb.feed_revoked")
	return c.SeeOther("/account/calendar")
}
