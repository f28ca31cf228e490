package conferenceweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// conclusionsView is the page on which conclusions become a notice and tasks.
type conclusionsView struct {
	conference.Facts
	List     []conference.Conclusion
	Tasks    map[ident.ID][]task.Task // by conclusion
	Headings []string
	Names    func(ident.ID) string
	At       conference.Conclusion // chosen; zero for none
	Task     task.Task             // being changed; zero for a new one
	Runs     bool                  // whatever the state
	MayRun   bool                  // and conclusions can be written
	MayIssue bool
	Approves bool // the reader is a chair of this conference
	Act      string
	Form     shell.Form // of the act that was refused
	Editor   shell.Form // of the task
	Units    []shell.Option
	Givers   []shell.Option
	Events   []shell.Option
	Revision conference.Revision
	Revised  bool             // a revision waits
	Groups   []obstacle.Group // that a conclusion may answer, for who writes
}

// mayApprove says that the reader is the chair whose approval the conclusions wait for.
func (v conclusionsView) mayApprove() bool {
	return v.Status == conference.Closed && v.Approves && !v.Approved() && v.Entered > 0
}

func (p *pages) conclusionRoutes(m *web.Mux) {
	m.Page("GET /conferences/{id}/conclusions", p.conclusions)
	m.Do("POST /conferences/{id}/conclusions", p.addConclusion)
	m.Do("POST /conferences/{id}/declared", p.declare)
	m.Do("POST /conferences/{id}/speaker", p.speak)
	m.Do("POST /conferences/{id}/conclusions/{conclusion}", p.changeConclusion)
	m.Do("POST /conferences/{id}/conclusions/{conclusion}/remove", p.removeConclusion)
	m.Do("POST /conferences/{id}/conclusions/{conclusion}/move", p.moveConclusion)
	m.API("POST /conferences/{id}/conclusions/{conclusion}/typed", p.typed)
	m.Do("POST /conferences/{id}/conclusions/{conclusion}/tasks", p.prepareTasks)
	m.Do("POST /conferences/{id}/conclusions/{conclusion}/tasks/{task}", p.changeTask)
	m.Do("POST /conferences/{id}/conclusions/{conclusion}/tasks/{task}/drop", p.dropTask)
	m.Do("POST /conferences/{id}/approve", p.approve)
	m.Page("GET /conferences/{id}/notice", p.noticePreview)
	m.Do("POST /conferences/{id}/issue", p.issue)
	m.Page("GET /conferences/{id}/revision", p.revision)
	m.Do("POST /conferences/{id}/revision", p.draftRevision)
	m.Do("POST /conferences/{id}/revision/{revision}/approve", p.approveRevision)
}

// loadConclusions asks what stands on the page for this reader.
func (p *pages) loadConclusions(ctx context.Context, who actor.Actor, id ident.ID) (conclusionsView, error) {
	var v conclusionsView
	var err error
	if v.Facts, err = p.s.ByID(ctx, who, id); err != nil {
		return v, err
	}
	if v.List, err = p.s.Conclusions(ctx, who, id); err != nil {
		return v, err
	}
	if v.Tasks, err = p.s.TasksOf(ctx, who, id); err != nil {
		return v, err
	}
	for _, one := range v.List {
		if one.Heading != "" && !slices.Contains(v.Headings, one.Heading) {
			v.Headings = append(v.Headings, one.Heading)
		}
	}
	tree, err := p.s.Org.Today(ctx)
	if err != nil {
		return v, err
	}
	v.Names = tree.Name
	v.Runs = conference.CanRun(who, v.Conference)
	v.MayRun = v.Runs && (v.Status == conference.Open || v.Status == conference.Closed)
	v.MayIssue = v.MayRun && slices.ContainsFunc(v.Hosts, func(h ident.ID) bool { return who.HasAt(actor.RunConference, h) })
	v.Approves = conference.CanApprove(who, v.Conference)
	return v, nil
}

func (p *pages) liveConclusions(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
	id, err := parse(key)
	if err != nil {
		return nil, err
	}
	v, err := p.loadConclusions(ctx, actor.SystemActor("live"), id)
	if err != nil {
		return nil, err
	}
	b := p.m.Fragment(lang)
	return []web.Part{{ID: "conclusions-figures", Component: conclusionFigures(b, v)}, {ID: "conclusions-list", Component: writingRows(b, v)}}, nil
}

func (p *pages) conclusions(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	at, _ := ident.Parse(c.Query("at"))
	one, _ := ident.Parse(c.Query("task"))
	return p.showConclusions(c, id, at, one, http.StatusOK, "", shell.Form{})
}

// showConclusions shows the page with a conclusion chosen, and the act that was refused with what was entered.
func (p *pages) showConclusions(c *web.Ctx, id, at, taskID ident.ID, status int, act string, form shell.Form) error {
	v, err := p.loadConclusions(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v.Act, v.Form = act, form
	if v.Form.Values == nil {
		v.Form.Values = url.Values{}
	}
	for _, one := range v.List {
		if one.ID == at {
			v.At = one
		}
	}
	for _, t := range v.Tasks[v.At.ID] {
		if t.ID == taskID && t.State == task.Prepared {
			v.Task = t
		}
	}
	if v.MayRun {
		if err := p.editor(c, &v); err != nil {
			return err
		}
	}
	if v.Status == conference.Concluded && v.Runs {
		if v.Revision, v.Revised, err = p.s.PendingRevision(c.Context(), c.Actor, id); err != nil {
			return err
		}
	}
	b := c.Base("conferences", "conference.conclusions_title").WithScripts("conference.js").
		WithCrumbs(shell.Crumb{Text: c.T("conference.list_title"), Href: "/conferences"}, shell.Crumb{Text: v.Title, Href: path(id, "")}).
		WithLead(shell.Steps(c.Base("", ""), steps(c.Base("", ""), v)))
	return c.RenderStatus(status, conclusionsPage(b.WithActions(conclusionActions(b, v)), v))
}

// editor prepares the task editor: what one may choose, and what stands in it.
func (p *pages) editor(c *web.Ctx, v *conclusionsView) error {
	tree, err := p.s.Org.Today(c.Context())
	if err != nil {
		return err
	}
	sites, err := p.s.Sites(c.Context(), c.Actor, v.ID)
	if err != nil {
		return err
	}
	v.Units = leadOptions(c, tree, v.Conference, sites)
	v.Givers = giverOptions(tree, v.Conference)
	events, err := p.s.Calendar.Events(c.Context(), when.Span{From: c.Today})
	if err != nil {
		return err
	}
	v.Events = eventOptions(c, events)
	t, err := p.s.Topics(c.Context(), c.Actor, v.ID)
	if err != nil {
		return err
	}
	v.Groups = t.GroupsAll()
	if v.Act == "task" {
		v.Editor = v.Form
		return nil
	}
	v.Editor.Values = url.Values{"assigner": {v.Host().String()}, "priority": {string(task.Key)}, "title": {v.At.Text}}
	if !v.Task.ID.Zero() {
		v.Editor.Values = taskValues(c, v.Task)
	}
	return nil
}

func taskValues(c *web.Ctx, t task.Task) url.Values {
	values := url.Values{"title": {t.Title}, "assigner": {t.Assigner.String()}, "leads": {t.Lead.String()}, "priority": {string(t.Priority)},
		"due": {t.Due.Date.Full(c.Lang)}, "event": {t.Due.Event.String()}, "product": {t.Product}}
	for _, u := range t.Coordinating {
		values.Add("coordinating", u.String())
	}
	return values
}

// leadOptions offers the sites first, then units near the host.
func leadOptions(c *web.Ctx, tree *org.Tree, v conference.Conference, sites []conference.Site) []shell.Option {
	var list []shell.Option
	has := make(map[string]bool)
	add := func(o shell.Option, group string) {
		if o.Label != "" && !has[o.Value] && len(list) < maxUnits {
			has[o.Value], o.Group = true, group
			list = append(list, o)
		}
	}
	for _, s := range sites {
		add(unitOption(tree, s.Unit), c.T("conference.sites"))
	}
	for _, o := range nearUnits(tree, v.Host()) {
		add(o, c.T("conference.other_units"))
	}
	for _, u := range tree.Children(v.Host()) {
		add(unitOption(tree, u.ID), c.T("conference.other_units"))
	}
	return list
}

// giverOptions offers who may have given the task: the hosts and the units above them.
func giverOptions(tree *org.Tree, c conference.Conference) []shell.Option {
	var list []shell.Option
	for _, h := range c.Hosts {
		list = append(list, unitOption(tree, h))
		for _, u := range tree.Ancestors(h) {
			if o := unitOption(tree, u.ID); !slices.Contains(list, o) {
				list = append(list, o)
			}
		}
	}
	return slices.DeleteFunc(list, func(o shell.Option) bool { return o.Label == "" })
}

// on runs one act on the page. to is the conclusion shown afterwards.
func (p *pages) on(c *web.Ctx, act, flash string, do func(id, conclusion ident.ID, v url.Values) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var at ident.ID
	if c.Path("conclusion") != "" {
		if at, err = c.ID("conclusion"); err != nil {
			return err
		}
	}
	taskID, _ := ident.Parse(c.Path("task"))
	back := path(id, "/conclusions")
	if !at.Zero() && act != "remove" {
		back += "?at=" + at.String()
	}
	return done(c, do(id, at, c.Form()), back, flash, func(faults fault.Faults) error {
		return p.showConclusions(c, id, at, taskID, web.RefusedStatus(faults), act, shell.Form{Values: c.Form(), Faults: faults})
	})
}

func entryOf(v url.Values) conference.ConclusionEntry {
	e := conference.ConclusionEntry{Heading: v.Get("heading"), Text: v.Get("text"), Addressee: v.Get("addressee"), Raise: v.Get("raise") == "1"}
	e.Version, _ = strconv.Atoi(v.Get("version"))
	e.Answers, _ = ident.Parse(v.Get("answers")) // malformed or empty: none
	return e
}

func (p *pages) addConclusion(c *web.Ctx) error {
	return p.on(c, "add", "conference.conclusion_added", func(id, _ ident.ID, v url.Values) error {
		_, err := p.s.AddConclusion(c.Context(), c.Actor, id, entryOf(v), c.Key())
		return err
	})
}

func (p *pages) declare(c *web.Ctx) error {
	return p.on(c, "declare", "conference.declared_done", func(id, _ ident.ID, v url.Values) error {
		return p.s.Declare(c.Context(), c.Actor, id, v.Get("declared"), c.Key())
	})
}

func (p *pages) speak(c *web.Ctx) error {
	return p.on(c, "speaker", "conference.saved", func(id, _ ident.ID, v url.Values) error {
		who, _ := ident.Parse(v.Get("author"))
		return p.s.Speak(c.Context(), c.Actor, id, who, c.Key())
	})
}

func (p *pages) changeConclusion(c *web.Ctx) error {
	return p.on(c, "change", "conference.saved", func(id, at ident.ID, v url.Values) error {
		return p.s.ChangeConclusion(c.Context(), c.Actor, id, at, entryOf(v), c.Key())
	})
}

func (p *pages) removeConclusion(c *web.Ctx) error {
	return p.on(c, "remove", "conference.conclusion_removed", func(id, at ident.ID, _ url.Values) error {
		return p.s.RemoveConclusion(c.Context(), c.Actor, id, at, c.Key())
	})
}

func (p *pages) moveConclusion(c *web.Ctx) error {
	return p.on(c, "move", "", func(id, at ident.ID, v url.Values) error {
		return p.s.MoveConclusion(c.Context(), c.Actor, id, at, v.Get("to") == "up", c.Key())
	})
}

// typed keeps what is being typed, as JSON {"text": "…"}.
func (p *pages) typed(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	at, err := c.ID("conclusion")
	if err != nil {
		return err
	}
	var in struct {
		Text string `json:"text"`
	}
	if err := c.Decode(&in); err != nil {
		return err
	}
	if err := p.s.Type(c.Context(), c.Actor, id, at, in.Text); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"time": c.Now.ClockSeconds()})
}

func taskEntry(v url.Values) conference.TaskEntry {
	e := conference.TaskEntry{Title: v.Get("title"), Leads: ids(v["leads"]), AllSites: v.Get("all_sites") == "1", Coordinating: ids(v["coordinating"]),
		Due: v.Get("due"), Priority: task.Priority(v.Get("priority")), Product: v.Get("product")}
	e.Assigner, _ = ident.Parse(v.Get("assigner"))
	e.Event, _ = ident.Parse(v.Get("event"))
	return e
}

func (p *pages) prepareTasks(c *web.Ctx) error {
	return p.on(c, "task", "conference.task_added", func(id, at ident.ID, v url.Values) error {
		return leadField(p.s.PrepareTasks(c.Context(), c.Actor, id, at, taskEntry(v), c.Key()))
	})
}

func (p *pages) changeTask(c *web.Ctx) error {
	return p.on(c, "task", "conference.saved", func(id, at ident.ID, v url.Values) error {
		one, err := c.ID("task")
		if err != nil {
			return err
		}
		return leadField(p.s.ChangeTask(c.Context(), c.Actor, id, at, one, taskEntry(v), c.Key()))
	})
}

// leadField puts refusals of a task's one lead at our field of several.
func leadField(err error) error {
	if err == nil {
		return nil
	}
	for _, f := range fault.All(err) {
		if f.Field == "lead" {
			f.Field = "leads"
		}
	}
	return err
}

func (p *pages) dropTask(c *web.Ctx) error {
	return p.on(c, "drop", "conference.task_dropped", func(id, at ident.ID, v url.Values) error {
		one, err := c.ID("task")
		if err != nil {
			return err
		}
		return p.s.DropTask(c.Context(), c.Actor, id, at, one, v.Get("all") == "1", c.Key())
	})
}

func (p *pages) approve(c *web.Ctx) error {
	return p.on(c, "approve", "conference.approved_done", func(id, _ ident.ID, _ url.Values) error {
		return p.s.Approve(c.Context(), c.Actor, id, c.Key())
	})
}

// steps are the five steps from the chair's words to the notice.
func steps(b shell.Base, v conclusionsView) []shell.Step {
	written := v.Entered > 0 && v.Entered >= v.Declared && v.Status != conference.Open
	given := v.Entered > 0 && withoutTask(v) == 0
	issued := v.Status == conference.Concluded
	list := []shell.Step{
		{Text: b.T("conference.step_write"), Done: written || v.Approved()},
		{Text: b.T("conference.step_approve"), Done: v.Approved()},
		{Text: b.T("conference.step_assign"), Done: given || issued},
		{Text: b.T("conference.step_number"), Done: issued},
		{Text: b.T("conference.step_issue"), Done: issued},
	}
	for i := range list {
		if !list[i].Done {
			list[i].Now = true
			break
		}
	}
	if v.Approved() && !issued {
		list[3].Href = path(v.ID, "/notice")
	}
	return list
}

func withoutTask(v conclusionsView) int {
	n := 0
	for _, one := range v.List {
		if len(v.Tasks[one.ID]) == 0 {
			n++
		}
	}
	return n
}

func issueEntry(v url.Values) conference.IssueEntry {
	return conference.IssueEntry{Date: v.Get("date"), Capacity: document.Capacity(v.Get("capacity")), For: v.Get("for"), Closing: v.Get("closing")}
}
