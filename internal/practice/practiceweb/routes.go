package practiceweb

import (
	"mime"
	"net/http"
	"net/url"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/practice"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

type pages struct {
	practices *practice.Service
	units     *org.Service
}

const (
	fileRows    = 3 // offered by the form
	uploadLimit = fileRows*practice.MaxFile + 1<<20
)

// Routes registers the pages of good practices.
func Routes(m *web.Mux, practices *practice.Service, units *org.Service) {
	p := &pages{practices, units}
	m.Page("GET /practices", p.list)
	m.Page("GET /practices/new", p.newForm)
	m.Upload("POST /practices", uploadLimit, p.share)
	m.Page("GET /practices/{practice}", p.one)
	m.Page("GET /practices/{practice}/files/{file}", p.file)
	m.Do("POST /practices/{practice}/adopt", p.act("adopt", "practice.done_adopted", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return practices.Adopt(c.Context(), c.Actor, id, f.Get("note"), c.Key())
	}))
	m.Do("POST /practices/{practice}/endorse", p.act("endorse", "practice.done_endorsed", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return practices.Endorse(c.Context(), c.Actor, id, f.Get("word"), c.Key())
	}))
	m.Do("POST /practices/{practice}/withdraw", p.act("withdraw", "practice.done_withdrawn", func(c *web.Ctx, id ident.ID, f url.Values) error {
		return practices.Withdraw(c.Context(), c.Actor, id, f.Get("reason"), c.Key())
	}))
}

func path(id ident.ID) string { return "/practices/" + id.String() }

// listView is what the list shows.
type listView struct {
	List     []practice.Practice
	Subjects []string
	Subject  string
	Text     string
	Ours     bool
	MayShare bool
}

func (v listView) href(subject string, ours bool) string {
	q := url.Values{}
	if subject != "" {
		q.Set("subject", subject)
	}
	if ours {
		q.Set("whose", "ours")
	}
	if len(q) == 0 {
		return "/practices"
	}
	return "/practices?" + q.Encode()
}

func (p *pages) list(c *web.Ctx) error {
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	v := listView{Subject: c.Query("subject"), Text: strings.TrimSpace(c.Query("q")), Ours: c.Query("whose") == "ours", MayShare: c.Actor.HasAt(actor.SharePractice, c.Actor.Unit)}
	f := practice.Filter{Subject: v.Subject, Text: v.Text}
	if v.Ours {
		f.Unit = c.Actor.Unit
	}
	if v.List, err = p.practices.List(c.Context(), c.Actor, f); err != nil {
		return err
	}
	if v.Subjects, err = p.practices.Subjects(c.Context(), c.Actor); err != nil {
		return err
	}
	b := c.Base("tasks", "practice.title").WithCrumbs(shell.Crumb{Text: c.T("practice.tasks"), Href: "/tasks"})
	if v.MayShare {
		b = b.WithActions(shell.MainLink("/practices/new", "plus", c.T("practice.share")))
	}
	return c.Render(listPage(b, v, p.names(c, tree)))
}

func (p *pages) names(c *web.Ctx, tree *org.Tree) func(ident.ID, when.Instant) string {
	return func(id ident.ID, on when.Instant) string {
		if name := tree.Name(id); name != "" {
			return name
		}
		if then, err := p.units.Tree(c.Context(), on.Date()); err == nil {
			return then.Name(id)
		}
		return ""
	}
}

// newForm begins with the text of a report's section where the address names one.
func (p *pages) newForm(c *web.Ctx) error {
	v := url.Values{}
	if text := c.Query("filing"); text != "" {
		id, err := ident.Parse(text)
		if err != nil {
			return fault.NotFound("practice.no_such_report").Because(err)
		}
		section, err := p.practices.Section(c.Context(), c.Actor, id, c.Query("section"))
		if err != nil {
			return err
		}
		v.Set("filing", text)
		v.Set("body", section)
		first, _, _ := strings.Cut(strings.TrimSpace(section), "\n")
		if r := []rune(first); len(r) > 160 {
			first = string(r[:160]) + "…"
		}
		v.Set("title", first)
	}
	return p.showNew(c, shell.Form{Values: v})
}

func (p *pages) showNew(c *web.Ctx, form shell.Form) error {
	if err := c.Actor.At(actor.SharePractice, c.Actor.Unit); err != nil {
		return err
	}
	subjects, err := p.practices.Subjects(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	b := c.Base("tasks", "practice.new_title").WithCrumbs(shell.Crumb{Text: c.T("practice.tasks"), Href: "/tasks"}, shell.Crumb{Text: c.T("practice.title"), Href: "/practices"})
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	return c.RenderStatus(status, newPage(b, form, subjects))
}

func (p *pages) share(c *web.Ctx) error {
	if err := c.FormErr(); err != nil {
		return err
	}
	f := c.Form()
	n := practice.New{Unit: c.Actor.Unit, Subject: f.Get("subject"), Title: f.Get("title"), Summary: f.Get("summary"), Body: f.Get("body"), Key: c.Key()}
	var err error
	if n.Filing, err = c.FormID("filing"); err != nil {
		return err
	}
	for _, name := range fileNames() {
		file, ok, err := c.File(name)
		if err != nil {
			return err
		}
		if ok {
			n.Files = append(n.Files, practice.Upload{Name: file.Name, Data: file.Data})
		}
	}
	id, err := p.practices.Share(c.Context(), c.Actor, n)
	if faults, refused := web.Refused(err); refused {
		return p.showNew(c, shell.Form{Values: f, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("practice.done_shared")
	return c.SeeOther(path(id))
}

func fileNames() []string { return []string{"files", "files2", "files3"} }

// oneView is the page of a practice.
type oneView struct {
	practice.Page
	Form     shell.Form
	FormName string
}

func (v oneView) form(name string) shell.Form {
	if v.FormName == name {
		return v.Form
	}
	return shell.Form{Values: url.Values{}}
}

func (p *pages) one(c *web.Ctx) error {
	id, err := c.ID("practice")
	if err != nil {
		return err
	}
	return p.show(c, id, "", shell.Form{})
}

func (p *pages) show(c *web.Ctx, id ident.ID, name string, form shell.Form) error {
	one, err := p.practices.ByID(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	b := c.Base("tasks", "").WithTitle(one.Title).WithCrumbs(shell.Crumb{Text: c.T("practice.tasks"), Href: "/tasks"}, shell.Crumb{Text: c.T("practice.title"), Href: "/practices"})
	b = b.WithActions(shell.PrintButton(b))
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	return c.RenderStatus(status, onePage(b, oneView{one, form, name}, p.names(c, tree)))
}

// act runs one act of a practice's page and shows the page again where it is refused.
func (p *pages) act(name, done string, do func(c *web.Ctx, id ident.ID, f url.Values) error) web.Handler {
	return func(c *web.Ctx) error {
		id, err := c.ID("practice")
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

// file gives a file of a practice to keep; nothing is shown inside the program's own pages.
func (p *pages) file(c *web.Ctx) error {
	id, err := c.ID("practice")
	if err != nil {
		return err
	}
	file, err := c.ID("file")
	if err != nil {
		return err
	}
	body, f, err := p.practices.OpenFile(c.Context(), c.Actor, id, file)
	if err != nil {
		return err
	}
	defer body.Close()
	h := c.W.Header()
	h.Set("Content-Type", f.MIME)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(c.W, c.R, "", when.Instant(0).Time(), body)
	return nil
}
