package conferenceweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// pages are the handlers; they hold what they ask.
type pages struct {
	s      *conference.Service
	m      *web.Mux
	beside shell.Beside // the obstacles about a site
}

// Routes registers the pages of conferences. beside draws a card of another domain beside a site, nil for none.
func Routes(m *web.Mux, s *conference.Service, beside shell.Beside) {
	p := &pages{s: s, m: m, beside: beside}
	m.Page("GET /conferences", p.list)
	m.Page("GET /conferences/new", p.newForm)
	m.Do("POST /conferences", p.create)
	m.API("GET /conferences/scope", p.scopeCount)
	m.Page("GET /conferences/{id}", p.show)
	m.Page("GET /conferences/{id}/edit", p.editForm)
	m.Do("POST /conferences/{id}/edit", p.change)
	m.Page("GET /conferences/{id}/call", p.callPreview)
	m.Do("POST /conferences/{id}/call", p.call)
	m.Do("POST /conferences/{id}/open", p.open)
	m.Do("POST /conferences/{id}/close", p.close)
	m.Do("POST /conferences/{id}/postpone", p.postpone)
	m.Do("POST /conferences/{id}/cancel", p.cancel)
	m.Do("POST /conferences/{id}/reschedule", p.reschedule)
	m.Page("GET /conferences/{id}/sites", p.allSites)
	m.Do("POST /conferences/{id}/sites", p.addSite)
	m.Upload("POST /conferences/{id}/papers", conference.MaxPaper, p.addPaper)
	m.Do("POST /conferences/{id}/papers/release", p.releasePapers)
	m.Do("POST /conferences/{id}/papers/{paper}/remove", p.removePaper)
	m.Page("GET /conferences/{id}/papers/{paper}", p.paper)
	m.Page("GET /conferences/{id}/sites/{site}", p.site)
	m.Do("POST /conferences/{id}/sites/{site}", p.saveSite)
	m.Do("POST /conferences/{id}/sites/{site}/confirm", p.confirmSite)
	m.Do("POST /conferences/{id}/sites/{site}/line", p.markLine)
	m.Do("POST /conferences/{id}/topics", p.takeUp)
	m.Do("POST /conferences/{id}/topics/paper", p.groupPaper)
	p.conclusionRoutes(m)
	m.Live(web.LiveTopic{Name: "conference", Topic: topic, May: p.maySee, HTML: p.liveParts})
	m.Live(web.LiveTopic{Name: "conclusions", Topic: topic, May: p.mayRun, HTML: p.liveConclusions})
}

func topic(key string) string { return "room:" + key }

func parse(key string) (ident.ID, error) {
	id, err := ident.Parse(key)
	if err != nil {
		return 0, fault.NotFound("conference.not_found").Because(err)
	}
	return id, nil
}

func (p *pages) maySee(ctx context.Context, who actor.Actor, key string) error {
	id, err := parse(key)
	if err == nil {
		_, err = p.s.ByID(ctx, who, id)
	}
	return err
}

func (p *pages) mayRun(ctx context.Context, who actor.Actor, key string) error {
	id, err := parse(key)
	if err != nil {
		return err
	}
	f, err := p.s.ByID(ctx, who, id)
	if err == nil && !conference.CanRun(who, f.Conference) {
		err = fault.Forbidden("actor.forbidden_run_conference")
	}
	return err
}

// liveParts are the parts of a conference's page, alike for all who see it: who listens was judged when the stream opened.
func (p *pages) liveParts(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
	id, err := parse(key)
	if err != nil {
		return nil, err
	}
	v, err := p.load(ctx, actor.SystemActor("live"), id)
	if err != nil {
		return nil, err
	}
	b := p.m.Fragment(lang)
	return []web.Part{
		{ID: "conference-figures", Component: figures(b, v)},
		{ID: "conference-sites", Component: sitesBoard(b, v)},
		{ID: "conference-agenda", Component: agendaCard(b, v)},
		{ID: "conference-conclusions", Component: conclusionsCard(b, v)},
	}, nil
}

func path(id ident.ID, rest string) string { return "/conferences/" + id.String() + rest }

// done answers an act: a refusal goes to again, which shows the page with it; success tells and goes back.
func done(c *web.Ctx, err error, to, flash string, again func(fault.Faults) error) error {
	if faults, ok := web.Refused(err); ok {
		return again(faults)
	}
	if err != nil {
		return err
	}
	if flash != "" {
		c.Flash(flash)
	}
	return c.SeeOther(to)
}
