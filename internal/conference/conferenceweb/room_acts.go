package conferenceweb

import (
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
)

func (p *roomPages) raise(c *web.Ctx, id ident.ID) error {
	site, err := siteID(c.Form().Get("site"))
	if err != nil {
		return err
	}
	speaker, err := c.FormID("speaker")
	if err != nil {
		return err
	}
	minutes, err := number(c, "minutes", 0)
	if err != nil {
		return err
	}
	return p.r.RaiseHand(c.Context(), c.Actor, id, conference.HandEntry{Site: site, Speaker: speaker, Topic: c.Form().Get("topic"), Minutes: minutes}, c.Key())
}

// atSite is an act about one site and nothing else.
func (p *roomPages) atSite(c *web.Ctx, do func(site ident.ID) error) error {
	site, err := siteID(c.Form().Get("site"))
	if err != nil {
		return err
	}
	return do(site)
}

func (p *roomPages) withdraw(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error { return p.r.WithdrawHand(c.Context(), c.Actor, id, site, c.Key()) })
}

func (p *roomPages) yield(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error { return p.r.Yield(c.Context(), c.Actor, id, site, c.Key()) })
}

func (p *roomPages) leave(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error { return p.r.Leave(c.Context(), c.Actor, id, site, c.Key()) })
}

func (p *roomPages) decline(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error { return p.r.DeclineHand(c.Context(), c.Actor, id, site, c.Key()) })
}

func (p *roomPages) remove(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error { return p.r.RemoveSite(c.Context(), c.Actor, id, site, c.Key()) })
}

func (p *roomPages) admit(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error { return p.r.AdmitSite(c.Context(), c.Actor, id, site, c.Key()) })
}

func (p *roomPages) headcount(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error {
		n, err := number(c, "present", -1)
		if err != nil {
			return err
		}
		return p.r.ReportHeadcount(c.Context(), c.Actor, id, site, n, c.Key())
	})
}

func (p *roomPages) answerRoll(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error {
		var all fault.Faults
		counts := make([]int, 3)
		for i, field := range []string{"present", "excused", "unexcused"} {
			otherwise := 0
			if i == 0 {
				otherwise = -1
			}
			n, err := number(c, field, otherwise)
			if err := all.Add(err); err != nil {
				return err
			}
			counts[i] = n
		}
		if err := all.Or(); err != nil {
			return err
		}
		return p.r.AnswerRoll(c.Context(), c.Actor, id, site, counts[0], counts[1], counts[2], c.Key())
	})
}

func (p *roomPages) grant(c *web.Ctx, id ident.ID) error {
	return p.atSite(c, func(site ident.ID) error {
		if site.Zero() {
			return fault.Invalid("site", "conference.choose")
		}
		minutes, err := number(c, "minutes", 0)
		if err != nil {
			return err
		}
		return p.r.Grant(c.Context(), c.Actor, id, conference.GrantEntry{
			Site: site, Minutes: minutes, Kind: conference.RemarkKind(c.Form().Get("kind")),
		}, c.Key())
	})
}

func (p *roomPages) extend(c *web.Ctx, id ident.ID) error {
	n, err := number(c, "minutes", 1)
	if err != nil {
		return err
	}
	return p.r.Extend(c.Context(), c.Actor, id, n, c.Key())
}

func (p *roomPages) remind(c *web.Ctx, id ident.ID) error {
	return p.r.Remind(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) takeBack(c *web.Ctx, id ident.ID) error {
	return p.r.TakeBack(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) next(c *web.Ctx, id ident.ID) error {
	return p.r.NextItem(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) back(c *web.Ctx, id ident.ID) error {
	return p.r.PreviousItem(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) pause(c *web.Ctx, id ident.ID) error {
	return p.r.Pause(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) resume(c *web.Ctx, id ident.ID) error {
	return p.r.Resume(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) open(c *web.Ctx, id ident.ID) error {
	return p.r.OpenMeeting(c.Context(), c.Actor, id, c.Form().Get("confirm") == "1", c.Key())
}

func (p *roomPages) close(c *web.Ctx, id ident.ID) error {
	return p.r.CloseMeeting(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) callRoll(c *web.Ctx, id ident.ID) error {
	return p.r.CallRoll(c.Context(), c.Actor, id, c.Key())
}

func (p *roomPages) closeRoll(c *web.Ctx, id ident.ID) error {
	return p.r.CloseRoll(c.Context(), c.Actor, id, c.Key())
}
