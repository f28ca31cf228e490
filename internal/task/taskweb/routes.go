// Package taskweb is the pages of tasks: what a unit leads, co-ordinates and
// gave; one task with its history; and the task's part of the day's page.
package taskweb

import (
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

type pages struct {
	tasks  *task.Service
	units  *org.Service
	beside shell.Beside // the obstacles about a task
}

// Routes registers the pages of tasks. beside draws a card of another domain beside a task, nil for none.
func Routes(m *web.Mux, tasks *task.Service, units *org.Service, beside shell.Beside) {
	p := &pages{tasks, units, beside}
	m.Page("GET /tasks", p.list)
	m.Page("GET /tasks/{task}", p.one)
	m.Do("POST /tasks/{task}/progress", p.progress)
	m.Do("POST /tasks/{task}/note", p.note)
	m.Do("POST /tasks/{task}/withdraw", p.withdraw)
	m.Do("POST /tasks/{task}/lead", p.lead)
	m.Do("POST /tasks/{task}/reopen", p.reopen)
}

// list shows the tasks of the unit in which the account works.
func (p *pages) list(c *web.Ctx) error {
	tree, err := p.units.Today(c.Context())
	if err != nil {
		return err
	}
	v := listView{Part: partOf(c.Query("part")), Which: whichOf(c.Query("which")), Text: strings.TrimSpace(c.Query("q"))}
	names := p.names(c, tree)
	all, err := p.tasks.ForUnit(c.Context(), c.Actor, c.Actor.Unit, task.Filter{})
	if err != nil {
		return err
	}
	given, err := p.tasks.Given(c.Context(), c.Actor, c.Actor.Unit, task.Filter{})
	if err != nil {
		return err
	}
	v.count(all, given, c.Today)
	if v.Part == task.AsAssigner {
		groups, err := p.tasks.Given(c.Context(), c.Actor, c.Actor.Unit, task.Filter{Text: v.Text})
		if err != nil {
			return err
		}
		v.Groups = whichGroups(groups, v.Which, c.Today)
	} else {
		list, err := p.tasks.ForUnit(c.Context(), c.Actor, c.Actor.Unit, task.Filter{Which: v.Which, Text: v.Text})
		if err != nil {
			return err
		}
		for _, t := range list { // what we led before stands with what we lead
			if (t.As == task.AsCoordinating) == (v.Part == task.AsCoordinating) {
				v.Tasks = append(v.Tasks, t)
			}
		}
	}
	b := c.Base("tasks", "task.title")
	return c.Render(listPage(b.WithActions(listActions(b)), v, names))
}

// one shows a task.
func (p *pages) one(c *web.Ctx) error {
	id, err := c.ID("task")
	if err != nil {
		return err
	}
	return p.show(c, id, "", shell.Form{})
}

// show renders a task; form is what was refused in the form of that name.
func (p *pages) show(c *web.Ctx, id ident.ID, name string, form shell.Form) error {
	ctx := c.Context()
	t, err := p.tasks.ByID(ctx, c.Actor, id)
	if err != nil {
		return err
	}
	tree, err := p.units.Today(ctx)
	if err != nil {
		return err
	}
	v := taskView{Task: t, Form: form, FormName: name}
	if v.History, err = p.tasks.History(ctx, c.Actor, id); err != nil {
		return err
	}
	if v.Copies, err = p.tasks.Copies(ctx, c.Actor, t); err != nil {
		return err
	}
	v.decide(c.Actor, p.tasks.MayAssign(c.Actor, t))
	names := p.names(c, tree)
	if v.MayReport {
		v.Blockers = blockers(tree, t, names)
	}
	if v.MayMove {
		v.Leads = leads(tree, t)
	}
	b := c.Base("tasks", "").WithTitle(t.Title).WithCrumbs(shell.Crumb{Text: c.T("task.title"), Href: "/tasks"})
	if t.Origin.Label != "" {
		b.Crumbs = append(b.Crumbs, shell.Crumb{Text: t.Origin.Label})
	}
	b = b.WithActions(shell.PrintButton(b))
	if v.Beside, err = p.beside.Card(ctx, c.Actor, b, id, 0); err != nil {
		return err
	}
	if len(form.Faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(form.Faults), taskPage(b, v, names))
	}
	return c.Render(taskPage(b, v, names))
}

// answer redirects after a form that was done, or shows it again with what is wrong.
func (p *pages) answer(c *web.Ctx, id ident.ID, name, done string, err error) error {
	if faults, refused := web.Refused(err); refused {
		return p.show(c, id, name, shell.Form{Values: c.Form(), Faults: faults})
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	return c.SeeOther("/tasks/" + id.String())
}

func (p *pages) progress(c *web.Ctx) error {
	id, err := c.ID("task")
	if err != nil {
		return err
	}
	u, err := readUpdate(c.Form())
	if err == nil {
		_, err = p.tasks.Update(c.Context(), c.Actor, id, u, c.Key())
	}
	done := "task.saved"
	if u.State == task.Done {
		done = "task.saved_done"
	}
	return p.answer(c, id, "progress", done, err)
}

// readUpdate reads the form; a quick button's percent goes before the field's.
func readUpdate(f url.Values) (task.Update, error) {
	u := task.Update{State: task.State(f.Get("state")), Note: f.Get("note"), Blocked: f.Get("blocked"), Result: f.Get("result")}
	text := f.Get("quick")
	if text == "" {
		text = f.Get("percent")
	}
	var fs fault.Faults
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if err != nil {
		fs = append(fs, fault.Invalid("percent", "task.percent_number"))
	}
	u.Percent = n
	if text := f.Get("blocker"); text != "" {
		if u.Blocker, err = ident.Parse(text); err != nil {
			fs = append(fs, fault.Invalid("blocker", "task.choose_from_list"))
		}
	}
	return u, fs.Or()
}

func (p *pages) note(c *web.Ctx) error {
	id, err := c.ID("task")
	if err != nil {
		return err
	}
	_, err = p.tasks.Note(c.Context(), c.Actor, id, c.Actor.Unit, c.Form().Get("note"), c.Key())
	return p.answer(c, id, "note", "task.saved_note", err)
}

func (p *pages) withdraw(c *web.Ctx) error {
	id, err := c.ID("task")
	if err != nil {
		return err
	}
	_, err = p.tasks.Withdraw(c.Context(), c.Actor, id, c.Form().Get("reason"))
	return p.answer(c, id, "withdraw", "task.saved_withdrawn", err)
}

func (p *pages) lead(c *web.Ctx) error {
	id, err := c.ID("task")
	if err != nil {
		return err
	}
	lead, err := c.FormID("lead")
	if err == nil {
		_, err = p.tasks.ChangeLead(c.Context(), c.Actor, id, lead, c.Form().Get("reason"))
	}
	return p.answer(c, id, "lead", "task.saved_lead", err)
}

func (p *pages) reopen(c *web.Ctx) error {
	id, err := c.ID("task")
	if err != nil {
		return err
	}
	_, err = p.tasks.Reopen(c.Context(), c.Actor, id, c.Form().Get("reason"), c.Key())
	return p.answer(c, id, "reopen", "task.saved_reopened", err)
}
