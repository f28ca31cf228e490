package obstacleweb

import (
	"net/url"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

type pages struct {
	obstacles *obstacle.Service
	units     *org.Service
	docs      *document.Service // the register, for answers that lead to a document; nil: none
	beside    shell.Beside      // the conferences that take up a group
}

// Routes registers the pages of obstacles. Answers may lead to documents of docs, nil for none; beside draws a card of
// another domain beside a group, nil for none.
func Routes(m *web.Mux, obstacles *obstacle.Service, units *org.Service, docs *document.Service, beside shell.Beside) {
	p := &pages{obstacles, units, docs, beside}
	m.Page("GET /obstacles", p.list)
	m.Page("GET /obstacles/new", p.newForm)
	m.Do("POST /obstacles", p.raise)
	m.Page("GET /obstacles/counted", p.counted)
	m.Page("GET /obstacles/{obstacle}", p.one)
	m.Do("POST /obstacles/{obstacle}/propose", p.act("propose", "obstacle.done_proposed", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return obstacles.Propose(c.Context(), c.Actor, id, f.Get("proposal"), c.Key())
	}))
	m.Do("POST /obstacles/{obstacle}/pass", p.act("pass", "obstacle.done_passed", func(c *web.Ctx, id ident.ID, f url.Values) error {
		to, err := c.FormID("holder")
		if err != nil {
			return err
		}
		return obstacles.PassOn(c.Context(), c.Actor, id, to, f.Get("reason"), c.Key())
	}))
	m.Do("POST /obstacles/{obstacle}/answer", p.act("answer", "obstacle.done_answered", func(c *web.Ctx, id ident.ID, f url.Values) error {
		change, wrong := readChange(c, f)
		if len(wrong) > 0 {
			return wrong
		}
		return obstacles.Answer(c.Context(), c.Actor, id, f.Get("answer"), change, c.Key())
	}))
	m.Do("POST /obstacles/{obstacle}/accept", p.act("accept", "obstacle.done_solved", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return obstacles.Accept(c.Context(), c.Actor, id, f.Get("note"), c.Key())
	}))
	m.Do("POST /obstacles/{obstacle}/reopen", p.act("reopen", "obstacle.done_reopened", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return obstacles.Reopen(c.Context(), c.Actor, id, f.Get("missing"), c.Key())
	}))
	m.Do("POST /obstacles/{obstacle}/withdraw", p.act("withdraw", "obstacle.done_withdrawn", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return obstacles.Withdraw(c.Context(), c.Actor, id, f.Get("reason"), c.Key())
	}))
	m.Do("POST /obstacle-groups", p.makeGroup)
	m.Page("GET /obstacle-groups/{group}", p.group)
	m.Do("POST /obstacle-groups/{group}", p.changeGroup)
	m.Do("POST /obstacle-groups/{group}/answer", p.answerGroup)
}

func path(id ident.ID) string { return "/obstacles/" + id.String() }

func groupPath(id ident.ID) string { return "/obstacle-groups/" + id.String() }

func crumbs(c *web.Ctx) []shell.Crumb {
	return []shell.Crumb{{Text: c.T("obstacle.tasks"), Href: "/tasks"}, {Text: c.T("obstacle.title"), Href: "/obstacles"}}
}

// refOf reads what an obstacle is about out of an address or a form.
func refOf(get func(string) string) obstacle.Ref {
	ref := obstacle.Ref{Kind: obstacle.Kind(get("kind")), Part: get("section")}
	ref.ID, _ = ident.Parse(get("id"))         // malformed: names nothing, and so is not found
	ref.Parent, _ = ident.Parse(get("parent")) // likewise
	return ref
}

func (p *pages) newForm(c *web.Ctx) error {
	form := shell.Form{Values: url.Values{}}
	ref := refOf(c.Query)
	form.Values.Set("section", ref.Part)
	return p.showNew(c, ref, form)
}

func (p *pages) showNew(c *web.Ctx, ref obstacle.Ref, form shell.Form) error {
	if err := c.Actor.At(actor.RaiseObstacle, c.Actor.Unit); err != nil {
		return err
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	v := newView{Form: form, Ref: ref, Holders: holders(tree, c.Actor.Unit)}
	if v.About, err = p.obstacles.Subject(c.Context(), c.Actor, c.Actor.Unit, ref); err != nil {
		return err
	}
	if v.Tags, err = p.obstacles.Tags(c.Context(), c.Actor, c.Actor.Unit); err != nil {
		return err
	}
	if !v.Form.Values.Has("holder") && len(v.Holders) > 0 {
		v.Form.Values.Set("holder", v.Holders[0].Value)
	}
	b := c.Base("tasks", "obstacle.new_title").WithCrumbs(crumbs(c)...)
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	return c.RenderStatus(status, newPage(b, v))
}

func (p *pages) raise(c *web.Ctx) error {
	f := c.Form()
	ref := refOf(f.Get)
	n := obstacle.New{Unit: c.Actor.Unit, Body: f.Get("body"), Proposal: f.Get("proposal"), Tag: f.Get("tag"), About: ref, Key: c.Key()}
	var err error
	if n.Holder, err = c.FormID("holder"); err != nil {
		return err
	}
	id, err := p.obstacles.Raise(c.Context(), c.Actor, n)
	if faults, refused := web.Refused(err); refused {
		return p.showNew(c, ref, shell.Form{Values: f, Faults: faults})
	}
	if err != nil {
		return err
	}
	if strings.TrimSpace(n.Proposal) == "" {
		c.Warn("obstacle.done_raised_bare")
	} else {
		c.Flash("obstacle.done_raised")
	}
	return c.SeeOther(path(id))
}

func (p *pages) one(c *web.Ctx) error {
	id, err := c.ID("obstacle")
	if err != nil {
		return err
	}
	return p.show(c, id, "", shell.Form{})
}

// show renders an obstacle; form is what was refused in the form of that name.
func (p *pages) show(c *web.Ctx, id ident.ID, name string, form shell.Form) error {
	one, err := p.obstacles.ByID(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	v := oneView{Page: one, Form: form, FormName: name}
	if one.MayPass {
		v.Holders = passTo(tree, one)
	}
	if one.MayAnswer {
		if v.Documents, err = p.documents(c); err != nil {
			return err
		}
	}
	b := c.Base("tasks", "").WithTitle(one.Headline()).WithCrumbs(crumbs(c)...)
	b = b.WithActions(shell.PrintButton(b))
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	return c.RenderStatus(status, onePage(b, v, p.names(c, tree)))
}

// act runs one act of an obstacle's page and shows the page again where it is refused.
func (p *pages) act(name, done string, do func(c *web.Ctx, id ident.ID, f url.Values) error) web.Handler {
	return func(c *web.Ctx) error {
		id, err := c.ID("obstacle")
		if err != nil {
			return err
		}
		err = do(c, id, c.Form())
		if faults, refused := web.Refused(err); refused {
			return p.show(c, id, name, shell.Form{Values: c.Form(), Faults: faults})
		}
		if err != nil {
			return err
		}
		c.Flash(done)
		return c.SeeOther(path(id))
	}
}
