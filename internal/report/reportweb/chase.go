package reportweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// chaseView is who is missing or late, by level.
type chaseView struct {
	request report.Request
	groups  []chaseGroup
	form    shell.Form
}

type chaseGroup struct {
	name    string
	missing int
	rows    []report.Chased
}

// chosen tells whether a unit is ticked: at first those that are overdue.
func (v chaseView) chosen(b shell.Base, r report.Chased) bool {
	if v.form.Values != nil {
		return slices.Contains(v.form.Values["filings"], r.Filing.ID.String())
	}
	return r.Filing.Overdue(b.Now)
}

func chasePath(request ident.ID) string { return "/reports/" + request.String() + "/chase" }

func (p *pages) chase(c *web.Ctx) error { return p.showChase(c, shell.Form{}, 200) }

func (p *pages) showChase(c *web.Ctx, form shell.Form, status int) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	req, list, err := p.report.ChaseList(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := chaseView{request: req, form: form}
	for _, one := range list {
		name := one.Level.Name.In(c.Lang)
		if n := len(v.groups); n == 0 || v.groups[n-1].name != name {
			v.groups = append(v.groups, chaseGroup{name: name})
		}
		g := &v.groups[len(v.groups)-1]
		g.rows = append(g.rows, one)
		if !one.Filing.In() {
			g.missing++
		}
	}
	b := c.Base("reports", "report.chase_list").WithSub(req.Heading(c.Lang)).
		WithCrumbs(shell.Crumb{Text: c.T("report.reports"), Href: "/reports"}, shell.Crumb{Text: c.T("report.board"), Href: boardPath(id, 0)})
	return c.RenderStatus(status, chasePage(b.WithActions(chaseActions(b)), v))
}

func (p *pages) chaseNow(c *web.Ctx) error {
	id, err := c.ID("request")
	if err != nil {
		return err
	}
	var filings []ident.ID
	for _, text := range c.Form()["filings"] {
		if one, err := ident.Parse(text); err == nil {
			filings = append(filings, one)
		}
	}
	n, err := p.report.Chase(c.Context(), c.Actor, id, filings, c.Form().Get("text"), c.Key())
	if faults, again := web.Refused(err); again {
		return p.showChase(c, shell.Form{Values: c.Form(), Faults: faults}, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.chased_now", "n", n)
	return c.SeeOther(chasePath(id))
}

func (p *pages) contact(c *web.Ctx) error {
	contact, err := p.report.OfficeContact(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil {
		return err
	}
	return p.showContact(c, shell.Form{Values: url.Values{"name": {contact.Name}, "phone": {contact.Phone}, "email": {contact.Email}}}, 200)
}

func (p *pages) showContact(c *web.Ctx, form shell.Form, status int) error {
	b := c.Base("reports", "report.contact").WithCrumbs(shell.Crumb{Text: c.T("report.reports"), Href: "/reports"})
	return c.RenderStatus(status, contactPage(b, form))
}

func (p *pages) setContact(c *web.Ctx) error {
	f := c.Form()
	err := p.report.SetOfficeContact(c.Context(), c.Actor, report.Contact{Unit: c.Actor.Unit, Name: f.Get("name"), Phone: f.Get("phone"), Email: f.Get("email")})
	if faults, again := web.Refused(err); again {
		return p.showContact(c, shell.Form{Values: f, Faults: faults}, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash("report.contact_saved")
	return c.SeeOther("/reports")
}

// contactLine is a contact as one line, "" for none.
func contactLine(c report.Contact) string {
	var parts []string
	for _, one := range []string{c.Name, c.Phone, c.Email} {
		if one != "" {
			parts = append(parts, one)
		}
	}
	return strings.Join(parts, " · ")
}

// reminderLine says when and by whom a unit was reminded.
func reminderLine(b shell.Base, r report.Reminder) string {
	if r.Kind == report.RemindChase {
		return b.T("report.reminded_by", "name", r.Name, "when", b.Moment(r.At))
	}
	return b.T("report.reminded_"+r.Kind, "when", b.Moment(r.At))
}

func noteOf(note string) string {
	if note == "" {
		return ""
	}
	return " “" + note + "”"
}

func (p *pages) submit(c *web.Ctx) error {
	draft, _ := strconv.ParseInt(c.Form().Get("draft"), 10, 64) // malformed: 0, which is no draft
	return p.within(c, "report.submitted_now", func(r report.Report) error {
		return p.report.Submit(c.Context(), c.Actor, r.Filing.ID, draft, c.Form().Get("note"), c.Key())
	})
}

func (p *pages) takeBack(c *web.Ctx) error {
	return p.within(c, "report.taken_back", func(r report.Report) error {
		return p.report.TakeBack(c.Context(), c.Actor, r.Filing.ID, c.Key())
	})
}

func (p *pages) handBack(c *web.Ctx) error {
	return p.within(c, "report.handed_now", func(r report.Report) error {
		return p.report.HandBack(c.Context(), c.Actor, r.Filing.ID, c.Form().Get("remark"), c.Key())
	})
}

// within is an act within the unit, on the page of the signature.
func (p *pages) within(c *web.Ctx, done string, act func(report.Report) error) error {
	r, err := p.find(c)
	if err != nil {
		return err
	}
	if err := ownDesk(r); err != nil {
		return err
	}
	err = act(r)
	if faults, again := web.Refused(err); again && r.Filing.State.Editable() {
		return p.showSigning(c, r, faults, web.RefusedStatus(faults))
	}
	if err != nil {
		return err
	}
	c.Flash(done)
	if done == "report.submitted_now" {
		return c.SeeOther(path(r) + "/sign")
	}
	return c.SeeOther(path(r))
}

type apiChased struct {
	Unit     string `json:"unit"`
	Name     string `json:"name"`
	Level    string `json:"level"`
	Filing   string `json:"filing"`
	State    string `json:"state" enum:"draft,signed,filed,returned,accepted"`
	Late     bool   `json:"late" doc:"Filed after its deadline."`
	Overdue  bool   `json:"overdue" doc:"Not in although the deadline has passed."`
	Deadline string `json:"deadline" format:"date-time"`
	Reminded int    `json:"reminded" doc:"How often it was reminded."`
}

func (x API) chaseList(c *web.Ctx, in *struct {
	api.Paging
	RequestIn
}) (*api.List[apiChased], error) {
	_, list, err := x.Report.ChaseList(c.Context(), c.Actor, in.Request.Ident())
	if err != nil {
		return nil, err
	}
	now := c.Now
	return api.Cut(c, in.Paging, list, func(r report.Chased) string { return r.Filing.ID.String() }, func(r report.Chased) apiChased {
		return apiChased{Unit: r.Unit.ID.String(), Name: r.Unit.Name, Level: r.Level.Code, Filing: r.Filing.ID.String(), State: string(r.Filing.State), Late: r.Filing.Late,
			Overdue: r.Filing.Overdue(now), Deadline: r.Filing.Deadline.ISO(), Reminded: len(r.Reminded)}
	})
}
