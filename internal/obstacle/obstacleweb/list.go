package obstacleweb

import (
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/obstacle"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

const pageSize = 50

// groupsPart is the list of groups and published answers, beside the domain's own parts.
const groupsPart obstacle.Part = "groups"

// listView is what the list shows.
type listView struct {
	Part      obstacle.Part
	Which     obstacle.Which
	Tag, Text string
	List      []obstacle.Obstacle
	Pager     shell.PagerSpec
	Tags      []string
	Counts    []obstacle.Count
	Groups    []obstacle.Group
	Published []obstacle.Group

	Settle, Say  int // open ones routed to us; answered ones of ours
	Mine, Solved int
	SeesBelow    bool
	MayRaise     bool
	MayGroup     bool
	Form         shell.Form // of the group
}

func (p *pages) list(c *web.Ctx) error { return p.showList(c, shell.Form{}) }

func (p *pages) showList(c *web.Ctx, form shell.Form) error {
	ctx, unit := c.Context(), c.Actor.Unit
	tree, err := p.units.Today(ctx)
	if err != nil {
		return err
	}
	v := listView{Part: partOf(c.Query("list")), Which: whichOf(c.Query("which")), Tag: c.Query("tag"), Text: strings.TrimSpace(c.Query("q")), Form: form,
		MayRaise: c.Actor.HasAt(actor.RaiseObstacle, unit), SeesBelow: c.Actor.HasOver(actor.ReadTask, unit, tree) && !tree.Leaf(unit)}
	if len(form.Faults) > 0 {
		v.Part = obstacle.Routed
	}
	mine, err := p.obstacles.List(ctx, c.Actor, unit, obstacle.Filter{})
	if err != nil {
		return err
	}
	routed, err := p.obstacles.List(ctx, c.Actor, unit, obstacle.Filter{Part: obstacle.Routed})
	if err != nil {
		return err
	}
	v.count(mine, routed, c)
	if v.Tags, err = p.obstacles.Tags(ctx, c.Actor, unit); err != nil {
		return err
	}
	switch v.Part {
	case groupsPart:
		if v.Groups, err = p.obstacles.Groups(ctx, c.Actor, unit); err == nil {
			v.Published, err = p.obstacles.Published(ctx, c.Actor, unit)
		}
	default:
		v.List, err = p.obstacles.List(ctx, c.Actor, unit, obstacle.Filter{Part: v.Part, Which: v.Which, Tag: v.Tag, Text: v.Text})
		if err == nil && v.Part == obstacle.Below {
			v.Counts, err = p.obstacles.Counts(ctx, c.Actor, unit)
		}
	}
	if err != nil {
		return err
	}
	v.MayGroup = v.Part == obstacle.Routed && c.Actor.HasAt(actor.SettleObstacle, unit) && v.Which != obstacle.Ended
	v.Pager = shell.PagerSpec{Path: v.href(v.Part, v.Which), Page: c.QueryPage("page"), Size: pageSize, Total: len(v.List)}
	v.List = shell.Leaf(v.List, &v.Pager.Page, pageSize)
	b := c.Base("tasks", "obstacle.title").WithCrumbs(shell.Crumb{Text: c.T("obstacle.tasks"), Href: "/tasks"})
	if v.MayRaise {
		b = b.WithActions(shell.MainLink("/obstacles/new", "plus", c.T("obstacle.raise")))
	}
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	return c.RenderStatus(status, listPage(b, v, p.names(c, tree)))
}

func (v *listView) count(mine, routed []obstacle.Obstacle, c *web.Ctx) {
	for _, o := range mine {
		if o.State == obstacle.Answered {
			v.Say++
		}
		if o.State == obstacle.Solved {
			v.Solved++
		}
		if o.State != obstacle.Withdrawn {
			v.Mine++
		}
	}
	for _, o := range routed {
		if o.State == obstacle.Open && o.Holder == c.Actor.Unit {
			v.Settle++
		}
	}
	if c.Query("list") == "" && len(mine) == 0 && len(routed) > 0 && v.Part == obstacle.Raised {
		v.Part = obstacle.Routed // who is asked more than it asks
	}
}

func partOf(s string) obstacle.Part {
	switch p := obstacle.Part(s); p {
	case obstacle.Routed, obstacle.Below, groupsPart:
		return p
	}
	return obstacle.Raised
}

func whichOf(s string) obstacle.Which {
	switch w := obstacle.Which(s); w {
	case obstacle.Waiting, obstacle.Ended:
		return w
	case "all":
		return obstacle.All
	}
	return obstacle.Pending
}

// href keeps the other choices of the list.
func (v listView) href(part obstacle.Part, which obstacle.Which) string {
	q := url.Values{}
	q.Set("list", string(part))
	switch which {
	case obstacle.All:
		q.Set("which", "all")
	case obstacle.Pending:
	default:
		q.Set("which", string(which))
	}
	if v.Text != "" {
		q.Set("q", v.Text)
	}
	if v.Tag != "" {
		q.Set("tag", v.Tag)
	}
	return "/obstacles?" + q.Encode()
}

func (v listView) whichText() string {
	if v.Which == obstacle.All {
		return "all"
	}
	return string(v.Which)
}

func (v listView) parts(b shell.Base) []shell.Tab {
	tab := func(part obstacle.Part, key string, n int) shell.Tab {
		t := shell.Tab{Text: b.T(key), Href: listView{}.plain(part), On: v.Part == part}
		if n > 0 {
			t.Count = strconv.Itoa(n)
		}
		return t
	}
	tabs := []shell.Tab{tab(obstacle.Raised, "obstacle.part_raised", v.Say), tab(obstacle.Routed, "obstacle.part_routed", v.Settle)}
	if v.SeesBelow {
		tabs = append(tabs, tab(obstacle.Below, "obstacle.part_below", 0))
	}
	return append(tabs, tab(groupsPart, "obstacle.part_groups", 0))
}

func (listView) plain(part obstacle.Part) string { return "/obstacles?list=" + string(part) }

func (v listView) whiches(b shell.Base) []shell.Tab {
	var tabs []shell.Tab
	for _, one := range []struct {
		which obstacle.Which
		key   string
	}{{obstacle.Pending, "pending"}, {obstacle.Waiting, "waiting"}, {obstacle.Ended, "ended"}, {obstacle.All, "all"}} {
		tabs = append(tabs, shell.Tab{Text: b.T("obstacle.which_" + one.key), Href: v.href(v.Part, one.which), On: v.Which == one.which})
	}
	return tabs
}

// makeGroup puts the ticked obstacles of the list together.
func (p *pages) makeGroup(c *web.Ctx) error {
	f := c.Form()
	ids, err := idsOf(f["obstacle"])
	if err != nil {
		return err
	}
	id, err := p.obstacles.MakeGroup(c.Context(), c.Actor, c.Actor.Unit, f.Get("title"), ids, c.Key())
	if faults, refused := web.Refused(err); refused {
		return p.showList(c, shell.Form{Values: f, Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash("obstacle.done_grouped")
	return c.SeeOther(groupPath(id))
}

func (p *pages) group(c *web.Ctx) error { return p.showGroup(c, "", shell.Form{}) }

func (p *pages) showGroup(c *web.Ctx, name string, form shell.Form) error {
	id, err := c.ID("group")
	if err != nil {
		return err
	}
	g, err := p.obstacles.Group(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	b := c.Base("tasks", "").WithTitle(g.Title).WithCrumbs(append(crumbs(c), shell.Crumb{Text: c.T("obstacle.part_groups"), Href: listView{}.plain(groupsPart)})...)
	b = b.WithActions(shell.PrintButton(b))
	status := 200
	if len(form.Faults) > 0 {
		status = web.RefusedStatus(form.Faults)
	}
	beside, err := p.beside.Card(c.Context(), c.Actor, b, id, 0)
	if err != nil {
		return err
	}
	v := groupView{GroupPage: g, Beside: beside, Form: form, FormName: name}
	if g.MayKeep {
		if v.Documents, err = p.documents(c); err != nil {
			return err
		}
	}
	return c.RenderStatus(status, groupPage(b, v, p.names(c, tree)))
}

func (p *pages) changeGroup(c *web.Ctx) error {
	id, err := c.ID("group")
	if err != nil {
		return err
	}
	f := c.Form()
	add, err := idsOf(f["add"])
	if err != nil {
		return err
	}
	out, err := idsOf(f["out"])
	if err != nil {
		return err
	}
	err = p.obstacles.ChangeGroup(c.Context(), c.Actor, id, f.Get("title"), add, out, c.Key())
	return p.answerGroupAct(c, "change", "obstacle.done_regrouped", err)
}

func (p *pages) answerGroup(c *web.Ctx) error {
	id, err := c.ID("group")
	if err != nil {
		return err
	}
	f := c.Form()
	change, wrong := readChange(c, f)
	if len(wrong) > 0 {
		return p.answerGroupAct(c, "answer", "", wrong)
	}
	err = p.obstacles.AnswerGroup(c.Context(), c.Actor, id, f.Get("answer"), f.Get("publish") == "1", change, c.Key())
	return p.answerGroupAct(c, "answer", "obstacle.done_group_answered", err)
}

func (p *pages) answerGroupAct(c *web.Ctx, name, done string, err error) error {
	if faults, refused := web.Refused(err); refused {
		return p.showGroup(c, name, shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	return c.SeeOther("/obstacle-groups/" + c.Path("group"))
}
