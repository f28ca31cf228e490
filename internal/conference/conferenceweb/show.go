package conferenceweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// view is a conference with what its page shows.
type view struct {
	conference.Facts
	Sites       []conference.Site
	Agenda      []conference.AgendaItem
	Carried     []task.Task
	Papers      []conference.Paper
	Conclusions []conference.Conclusion
	Tests       map[ident.ID]conference.LineTest // the latest of each site
	Names       func(ident.ID) string            // units of the conference's day

	// Of the reader; a live part has none.
	MayCall, MayRun bool
	MayWrite        bool // news
	Own             conference.Site
	Form            shell.Form // of the act that was refused
	Act             string     // which
	Units           []shell.Option
	Topics          conference.Topics // for who prepares it
}

// load asks everything that all who see the conference see alike.
func (p *pages) load(ctx context.Context, who actor.Actor, id ident.ID) (view, error) {
	var v view
	var err error
	if v.Facts, err = p.s.ByID(ctx, who, id); err != nil {
		return v, err
	}
	if v.Sites, err = p.s.Sites(ctx, who, id); err != nil {
		return v, err
	}
	if v.Tests, err = p.s.LineTests(ctx, who, id); err != nil {
		return v, err
	}
	if v.Agenda, err = p.s.Agenda(ctx, who, id); err != nil {
		return v, err
	}
	if v.Carried, err = p.s.CarriedTasks(ctx, who, id, 0); err != nil {
		return v, err
	}
	if v.Conclusions, err = p.s.Conclusions(ctx, who, id); err != nil {
		return v, err
	}
	tree, err := p.s.Org.Tree(ctx, v.Date)
	if err != nil {
		return v, err
	}
	v.Names = tree.Name
	return v, nil
}

func (p *pages) show(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return p.showWith(c, id, http.StatusOK, "", shell.Form{})
}

// showWith shows the page with the act that was refused and what was entered in it.
func (p *pages) showWith(c *web.Ctx, id ident.ID, status int, act string, form shell.Form) error {
	v, err := p.load(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if v.Papers, err = p.s.Papers(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.Status != conference.Draft {
		if v.Own, _, err = p.s.SiteOf(c.Context(), c.Actor, id, c.Actor.Unit); err != nil {
			return err
		}
	}
	v.MayCall, v.MayRun = conference.CanCall(c.Actor, v.Conference), conference.CanRun(c.Actor, v.Conference)
	v.MayWrite = c.Actor.HasAt(actor.WriteNews, c.Actor.Unit) && (!v.Own.ID.Zero() || v.HostedBy(c.Actor.Unit))
	if v.MayRun {
		if v.Topics, err = p.s.Topics(c.Context(), c.Actor, id); err != nil {
			return err
		}
	}
	v.Act, v.Form = act, form
	if v.Form.Values == nil {
		v.Form.Values = url.Values{}
	}
	if v.MayCall && v.Running() {
		tree, err := p.s.Org.Tree(c.Context(), v.Date)
		if err != nil {
			return err
		}
		v.Units = p.addable(tree, v)
	}
	b := c.Base("conferences", "").WithTitle(v.Title).WithSub(numberText(c.Base("", ""), v.Conference) + " · " + whenText(c.Base("", ""), v.Conference)).
		WithCrumbs(shell.Crumb{Text: c.T("conference.list_title"), Href: "/conferences"}).WithScripts("conference.js")
	return c.RenderStatus(status, showPage(b.WithActions(showActions(b, v)), v))
}

// addable offers units that have no site yet, near the host.
func (p *pages) addable(tree *org.Tree, v view) []shell.Option {
	has := make(map[string]bool, len(v.Sites))
	for _, s := range v.Sites {
		has[s.Unit.String()] = true
	}
	var list []shell.Option
	for _, o := range nearUnits(tree, v.Host()) {
		if !has[o.Value] {
			list = append(list, o)
		}
	}
	return list
}

// boardRows bounds the live board: it is sent again to everybody with each change.
const boardRows = 120

// urgent gives the sites for the board: all of them, or of a great many those that need somebody first.
func urgent(sites []conference.Site) []conference.Site {
	if len(sites) <= boardRows {
		return sites
	}
	need := func(s conference.Site) int {
		switch {
		case s.Kind == conference.MainSite:
			return 0
		case s.Status == conference.Lost:
			return 1
		case notConfirmed(s), noChair(s):
			return 2
		}
		return 3
	}
	list := slices.Clone(sites)
	slices.SortStableFunc(list, func(a, b conference.Site) int { return need(a) - need(b) })
	return list[:boardRows]
}

// allSites is the whole list in pages.
func (p *pages) allSites(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var v view
	if v.Facts, err = p.s.ByID(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.Sites, err = p.s.Sites(c.Context(), c.Actor, id); err != nil {
		return err
	}
	if v.Tests, err = p.s.LineTests(c.Context(), c.Actor, id); err != nil {
		return err
	}
	pager := shell.PagerSpec{Path: path(id, "/sites"), Page: c.QueryPage("page"), Size: 100, Total: len(v.Sites)}
	sites := shell.Leaf(v.Sites, &pager.Page, pager.Size)
	b := c.Base("conferences", "conference.sites").WithCrumbs(shell.Crumb{Text: c.T("conference.list_title"), Href: "/conferences"}, shell.Crumb{Text: v.Title, Href: path(id, "")})
	return c.Render(sitesPage(b, v, sites, pager))
}

// missing names the sites for which is holds, for the sentence under the board.
func missing(sites []conference.Site, is func(conference.Site) bool) (string, int) {
	var names []string
	for _, s := range sites {
		if s.Kind != conference.Observer && is(s) {
			names = append(names, s.UnitName)
		}
	}
	n := len(names)
	if n > 12 {
		names = append(names[:12], "…")
	}
	return strings.Join(names, ", "), n
}

func notConfirmed(s conference.Site) bool {
	return s.ConfirmedAt.Zero() && s.Status == conference.NotConfirmed
}
func noChair(s conference.Site) bool { return !s.HasChair() }

// heads adds up what the sites say; said counts those that said something.
func heads(sites []conference.Site, of func(conference.Site) int) (total, said int) {
	for _, s := range sites {
		if n := of(s); n >= 0 {
			total += n
			said++
		}
	}
	return total, said
}

func (p *pages) callPreview(c *web.Ctx) error {
	f, err := p.runnable(c)
	if err != nil {
		return err
	}
	return p.showCall(c, f, http.StatusOK, nil)
}

func (p *pages) showCall(c *web.Ctx, f conference.Facts, status int, faults fault.Faults) error {
	if f.Status != conference.Draft {
		return c.SeeOther(path(f.ID, ""))
	}
	items, err := p.s.Agenda(c.Context(), c.Actor, f.ID)
	if err != nil {
		return err
	}
	sites, err := p.s.Preview(c.Context(), c.Actor, f.Conference)
	if refused, ok := web.Refused(err); ok {
		if faults == nil {
			faults = refused
		}
	} else if err != nil {
		return err
	}
	v := view{Facts: f, Sites: sites, Agenda: items, Form: shell.Form{Faults: faults}}
	b := c.Base("conferences", "conference.preview_title").WithCrumbs(shell.Crumb{Text: c.T("conference.list_title"), Href: "/conferences"}, shell.Crumb{Text: f.Title, Href: path(f.ID, "")})
	return c.RenderStatus(status, callPage(b.WithSub(f.Title).WithActions(callActions(b, v)), v))
}

func (p *pages) call(c *web.Ctx) error {
	f, err := p.runnable(c)
	if err != nil {
		return err
	}
	return done(c, p.s.Call(c.Context(), c.Actor, f.ID, c.Key()), path(f.ID, ""), "conference.called_done", func(faults fault.Faults) error {
		return p.showCall(c, f, web.RefusedStatus(faults), faults)
	})
}

// act runs one act of the conference's page and shows the page again where it is refused.
func (p *pages) act(c *web.Ctx, name, flash string, do func(id ident.ID, v url.Values) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if err := c.FormErr(); err != nil {
		if _, ok := web.Refused(err); !ok {
			return err
		}
	}
	return done(c, do(id, c.Form()), path(id, ""), flash, func(faults fault.Faults) error {
		return p.showWith(c, id, web.RefusedStatus(faults), name, shell.Form{Values: c.Form(), Faults: faults})
	})
}

func (p *pages) open(c *web.Ctx) error {
	return p.act(c, "open", "conference.opened_done", func(id ident.ID, v url.Values) error {
		return p.s.Open(c.Context(), c.Actor, id, v.Get("confirm") == "1", c.Key())
	})
}

func (p *pages) close(c *web.Ctx) error {
	return p.act(c, "close", "conference.closed_done", func(id ident.ID, _ url.Values) error {
		return p.s.Close(c.Context(), c.Actor, id, c.Key())
	})
}

func (p *pages) postpone(c *web.Ctx) error {
	return p.act(c, "postpone", "conference.postponed_done", func(id ident.ID, v url.Values) error {
		return p.s.Postpone(c.Context(), c.Actor, id, v.Get("reason"), c.Key())
	})
}

func (p *pages) cancel(c *web.Ctx) error {
	return p.act(c, "cancel", "conference.cancelled_done", func(id ident.ID, v url.Values) error {
		return p.s.Cancel(c.Context(), c.Actor, id, v.Get("reason"), c.Key())
	})
}

func (p *pages) reschedule(c *web.Ctx) error {
	return p.act(c, "reschedule", "conference.rescheduled_done", func(id ident.ID, v url.Values) error {
		return p.s.Reschedule(c.Context(), c.Actor, id, v.Get("date"), v.Get("start"), conference.PartOfDay(v.Get("part")), c.Key())
	})
}

func (p *pages) addSite(c *web.Ctx) error {
	return p.act(c, "site", "conference.site_added", func(id ident.ID, v url.Values) error {
		unit, _ := ident.Parse(v.Get("unit"))
		_, err := p.s.AddSite(c.Context(), c.Actor, id, unit, conference.SiteKind(v.Get("kind")), c.Key())
		return err
	})
}

func (p *pages) addPaper(c *web.Ctx) error {
	return p.act(c, "paper", "conference.paper_added", func(id ident.ID, v url.Values) error {
		file, _, err := c.File("file")
		if err != nil {
			return err
		}
		item, _ := ident.Parse(v.Get("item"))
		_, err = p.s.AddPaper(c.Context(), c.Actor, id, conference.NewPaper{Item: item, Secrecy: document.Secrecy(v.Get("secrecy")), Title: v.Get("title"), File: file.Name, Data: file.Data,
			Release: v.Get("release") == "1"}, c.Key())
		return err
	})
}

func (p *pages) releasePapers(c *web.Ctx) error {
	return p.act(c, "paper", "conference.papers_released", func(id ident.ID, _ url.Values) error {
		return p.s.ReleasePapers(c.Context(), c.Actor, id, c.Key())
	})
}

func (p *pages) removePaper(c *web.Ctx) error {
	return p.act(c, "paper", "conference.paper_removed", func(id ident.ID, _ url.Values) error {
		paper, err := c.ID("paper")
		if err != nil {
			return err
		}
		return p.s.RemovePaper(c.Context(), c.Actor, id, paper, c.Key())
	})
}

// paper hands a file out as a download: it came from outside and is never shown inside a page of ours.
func (p *pages) paper(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	paper, err := c.ID("paper")
	if err != nil {
		return err
	}
	file, meta, err := p.s.OpenPaper(c.Context(), c.Actor, id, paper)
	if err != nil {
		return err
	}
	defer file.Close()
	h := c.W.Header()
	h.Set("Content-Type", meta.MIME)
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(meta.File))
	h.Set("Cache-Control", "private, no-cache")
	http.ServeContent(c.W, c.R, "", meta.UploadedAt.Time(), file)
	return nil
}

// sizeText is the size of a file in kilobytes or megabytes.
func sizeText(b shell.Base, bytes int64) string {
	if bytes < 1<<20 {
		return b.T("conference.kilobytes", "n", (bytes+1023)>>10)
	}
	return b.T("conference.megabytes", "n", b.Fixed(bytes*10>>20, 1))
}
