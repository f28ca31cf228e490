package conferenceweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// roomPages are the room of a site, the chair's console, the record of remarks and the line test.
type roomPages struct {
	r *conference.Room
	s *conference.Service
	m *web.Mux
}

// RoomRoutes registers the pages of the room.
func RoomRoutes(m *web.Mux, r *conference.Room) {
	p := &roomPages{r: r, s: r.Service(), m: m}
	m.Page("GET /conferences/{id}/room", p.room)
	m.Page("GET /conferences/{id}/room/mine", p.mine)
	m.Page("GET /conferences/{id}/chair", p.chair)
	m.Page("GET /conferences/{id}/remarks", p.remarks)
	m.API("POST /conferences/{id}/media-token", p.mediaToken)
	m.API("POST /conferences/{id}/presence", p.presence)
	for name, do := range map[string]func(*web.Ctx, ident.ID) error{
		"hand": p.raise, "hand/withdraw": p.withdraw, "floor/yield": p.yield, "headcount": p.headcount, "roll/answer": p.answerRoll, "leave": p.leave,
		"floor": p.grant, "floor/extend": p.extend, "floor/remind": p.remind, "floor/take-back": p.takeBack, "hand/decline": p.decline,
		"agenda/next": p.next, "agenda/back": p.back, "pause": p.pause, "resume": p.resume, "open": p.open, "close": p.close,
		"roll": p.callRoll, "roll/close": p.closeRoll, "remove": p.remove, "admit": p.admit,
	} {
		m.Do("POST /conferences/{id}/room/"+name, p.act(do))
	}
	m.Do("POST /conferences/{id}/remarks/{remark}", p.summarise)
	p.lineTestRoutes(m)
	m.Live(web.LiveTopic{Name: "room", Topic: topic, May: p.maySee, HTML: p.roomParts})
	m.Live(web.LiveTopic{Name: "chair", Topic: topic, May: p.mayRun, HTML: p.chairParts})
}

func (p *roomPages) maySee(ctx context.Context, who actor.Actor, key string) error {
	id, err := parse(key)
	if err != nil {
		return err
	}
	return p.r.MaySee(ctx, who, id)
}

func (p *roomPages) mayRun(ctx context.Context, who actor.Actor, key string) error {
	id, err := parse(key)
	if err != nil {
		return err
	}
	return p.r.MayRun(ctx, who, id)
}

// roomParts are what all in the room see alike; who listens was judged when the stream opened.
func (p *roomPages) roomParts(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
	b, v, err := p.liveView(ctx, key, lang)
	if err != nil {
		return nil, err
	}
	return []web.Part{
		{ID: "meeting", Component: meetingPart(b, v)}, {ID: "floor", Component: floorPart(b, v)}, {ID: "agenda", Component: agendaPart(b, v)},
		{ID: "queue", Component: queuePart(b, v)}, {ID: "conclusions", Component: conclusionsPart(b, v)}, {ID: "wall-state", Component: wallState(b, v)},
	}, nil
}

func (p *roomPages) chairParts(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
	b, v, err := p.liveView(ctx, key, lang)
	if err != nil {
		return nil, err
	}
	return []web.Part{
		{ID: "meeting", Component: meetingPart(b, v)}, {ID: "floor", Component: consoleFloor(b, v)}, {ID: "agenda", Component: consoleAgenda(b, v)},
		{ID: "queue", Component: consoleQueue(b, v)}, {ID: "conclusions", Component: consoleConclusions(b, v)}, {ID: "roll", Component: consoleRoll(b, v)},
		{ID: "sites", Component: consoleSites(b, v)}, {ID: "invite", Component: invitePart(b, v)}, {ID: "steps", Component: consoleSteps(b, v)},
		{ID: "warn", Component: consoleWarn(b, v)},
	}, nil
}

func (p *roomPages) liveView(ctx context.Context, key string, lang i18n.Lang) (shell.Base, conference.RoomView, error) {
	b := p.m.Fragment(lang)
	id, err := parse(key)
	if err != nil {
		return b, conference.RoomView{}, err
	}
	v, err := p.r.View(ctx, actor.SystemActor("live"), id)
	return b, v, err
}

// room is a site's room, or the room of somebody who only watches.
func (p *roomPages) room(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return p.showRoom(c, http.StatusOK, id, c.Query("site"), shell.Form{})
}

func (p *roomPages) showRoom(c *web.Ctx, status int, id ident.ID, wanted string, f shell.Form) error {
	mine, err := p.mineOf(c, id, wanted)
	if err != nil {
		return err
	}
	v, err := p.r.View(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	b := c.Base("conferences", "").WithTitle(v.Title).WithScripts("room.js").
		WithCrumbs(shell.Crumb{Text: v.Title, Href: path(id, "")})
	if mine.Sits() {
		b = b.WithSub(c.T("conference.r_site_of", "site", mine.Site.UnitName))
	} else {
		b = b.WithSub(c.T("conference.r_watching"))
	}
	b = b.WithLead(roomLead(b, v)).WithActions(roomActions(b, v, mine, conference.CanRun(c.Actor, v.Conference)))
	return c.RenderStatus(status, roomPage(b, v, mine, f, p.media()))
}

func (p *roomPages) mineOf(c *web.Ctx, id ident.ID, wanted string) (conference.Mine, error) {
	asked, err := siteID(wanted)
	if err != nil {
		return conference.Mine{}, err
	}
	site, err := p.r.SiteFor(c.Context(), c.Actor, id, asked)
	if err != nil || site.ID.Zero() {
		return conference.Mine{}, err
	}
	return p.r.Mine(c.Context(), c.Actor, id, site.ID)
}

// siteID reads a site out of a query or form; "" is none.
func siteID(text string) (ident.ID, error) {
	if text == "" {
		return 0, nil
	}
	id, err := ident.Parse(text)
	if err != nil {
		return 0, fault.NotFound("conference.site_not_found").Because(err)
	}
	return id, nil
}

// mine is the part of the room that differs by site; the page asks for it again when the room changes.
func (p *roomPages) mine(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	mine, err := p.mineOf(c, id, c.Query("site"))
	if err != nil {
		return err
	}
	return c.Render(minePart(p.m.Fragment(c.Lang), id, mine, shell.Form{}))
}

// chair is the console of the chair and of the secretary, who acts for the chair.
func (p *roomPages) chair(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return p.showChair(c, http.StatusOK, id, shell.Form{})
}

func (p *roomPages) showChair(c *web.Ctx, status int, id ident.ID, f shell.Form) error {
	if err := p.r.MayRun(c.Context(), c.Actor, id); err != nil {
		return err
	}
	v, err := p.r.View(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	own := ident.ID(0) // the site whose devices this console may use
	if site, ok := v.ChairSite(); ok && c.Actor.HasAt(actor.JoinRoom, site.Unit) {
		own = site.ID
	}
	b := c.Base("conferences", "conference.r_console").WithScripts("chair.js").WithCrumbs(shell.Crumb{Text: v.Title, Href: path(id, "")})
	b = b.WithSub(consoleSub(b, v)).WithLead(roomLead(b, v)).WithActions(consoleSteps(b, v))
	topics, err := p.s.Topics(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.RenderStatus(status, chairPage(b, v, own, topics, f, p.media()))
}

// media tells the page's script where sound and picture are, nothing where they cannot be had.
func (p *roomPages) media() templ.Attributes {
	url, ok := p.r.MediaAddress()
	if !ok {
		return nil
	}
	return templ.Attributes{"data-media": url}
}

// mediaToken admits the page to sound and picture. It is never logged: answers are not, and the address holds nothing.
func (p *roomPages) mediaToken(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	site, err := siteID(c.Form().Get("site"))
	if err != nil {
		return err
	}
	var ticket conference.Ticket
	if site.Zero() {
		ticket, err = p.r.WatchToken(c.Context(), c.Actor, id)
	} else {
		ticket, err = p.r.MediaToken(c.Context(), c.Actor, id, site)
	}
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"token": ticket.Token, "identity": ticket.Identity, "url": ticket.URL})
}

// presence is the sign of life that a site's page gives every ten seconds.
func (p *roomPages) presence(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	site, err := siteID(c.Form().Get("site"))
	if err != nil {
		return err
	}
	status, err := p.r.Present(c.Context(), c.Actor, id, site)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"status": string(status)})
}

// act turns an act of the room into a handler. A page that runs its script asks with X-Room and gets a short answer, so that
// sound and picture go on; without script the page is shown again.
func (p *roomPages) act(do func(c *web.Ctx, id ident.ID) error) web.Handler {
	return func(c *web.Ctx) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		if err := c.FormErr(); err != nil {
			return err
		}
		return p.answer(c, id, do(c, id))
	}
}

func (p *roomPages) answer(c *web.Ctx, id ident.ID, err error) error {
	scripted := c.R.Header.Get("X-Room") != ""
	switch {
	case err == nil && scripted:
		return c.JSON(http.StatusOK, map[string]any{})
	case err == nil:
		return c.SeeOther(backTo(c, id))
	case scripted && fault.KindOf(err) != fault.KindInternal && fault.KindOf(err) != fault.KindUnauthenticated:
		var said []map[string]string
		for _, f := range fault.All(err) {
			said = append(said, map[string]string{"field": f.Field, "text": c.T(f.Key, f.Args...)})
		}
		return c.JSON(fault.KindOf(err).Status(), map[string]any{"faults": said})
	}
	faults, ok := web.Refused(err)
	if !ok {
		return err
	}
	f := shell.Form{Values: c.Form(), Faults: faults}
	if c.Form().Get("from") == "chair" {
		return p.showChair(c, web.RefusedStatus(faults), id, f)
	}
	return p.showRoom(c, web.RefusedStatus(faults), id, c.Form().Get("site"), f)
}

// backTo is the page from which a form was posted.
func backTo(c *web.Ctx, id ident.ID) string {
	switch c.Form().Get("from") {
	case "chair":
		return path(id, "/chair")
	case "left":
		return path(id, "")
	}
	if site := c.Form().Get("site"); site != "" {
		return path(id, "/room?"+url.Values{"site": {site}}.Encode())
	}
	return path(id, "/room")
}

// number reads a whole number; "" is otherwise.
func number(c *web.Ctx, field string, otherwise int) (int, error) {
	text := strings.TrimSpace(c.Form().Get(field))
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(strings.Replace(text, "−", "-", 1))
	if err != nil {
		return 0, fault.Invalid(field, "conference.r_not_number", "text", text[:min(len(text), 20)]).Because(err)
	}
	return n, nil
}
