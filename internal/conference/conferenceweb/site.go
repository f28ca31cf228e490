package conferenceweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

const blankDelegates = 3

// siteView is a site's page.
type siteView struct {
	conference.Facts
	Site    conference.SiteFacts
	Papers  []conference.Paper
	People  []shell.Option // holders of posts in the unit on the conference's day
	Form    shell.Form
	Named   int // rows of people
	Groups  int // rows of groups
	MayKeep bool
	MayLine bool
	Beside  templ.Component // card of another domain
	Edit    bool            // the form is open: it may be kept and the site still changes
}

func (p *pages) siteOf(c *web.Ctx) (conference.Facts, conference.SiteFacts, error) {
	id, err := c.ID("id")
	if err != nil {
		return conference.Facts{}, conference.SiteFacts{}, err
	}
	site, err := c.ID("site")
	if err != nil {
		return conference.Facts{}, conference.SiteFacts{}, err
	}
	f, err := p.s.ByID(c.Context(), c.Actor, id)
	if err != nil {
		return f, conference.SiteFacts{}, err
	}
	s, err := p.s.Site(c.Context(), c.Actor, id, site)
	return f, s, err
}

func (p *pages) site(c *web.Ctx) error {
	f, s, err := p.siteOf(c)
	if err != nil {
		return err
	}
	return p.showSite(c, f, s, http.StatusOK, siteValues(s), nil)
}

// siteValues writes a site as its form would have been filled in. Rows are numbered through: people first, then groups.
func siteValues(s conference.SiteFacts) url.Values {
	v := url.Values{
		"place": {s.Place}, "contact_name": {s.ContactName}, "contact_phone": {s.ContactPhone}, "version": {strconv.Itoa(s.Version)},
		"planned": {countValue(s.Planned)}, "actual": {countValue(s.Actual)},
	}
	if s.HasChair() {
		v.Set("chair", s.Chair.String())
	}
	var rows []conference.DelegateEntry
	for _, group := range []bool{false, true} {
		for _, d := range s.Delegates {
			if d.Group() != group {
				continue
			}
			rows = append(rows, conference.DelegateEntry{Person: d.Person, Name: d.Name, Title: d.Title, Label: d.Label, Count: countValue(d.Count), Attendance: d.Attendance, Reason: d.Reason})
		}
	}
	setRows(v, rows)
	return v
}

func countValue(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// setRows writes the rows, each kind with empty ones at its end.
func setRows(v url.Values, rows []conference.DelegateEntry) {
	named := 0
	for i, d := range rows {
		at := "-" + strconv.Itoa(i)
		if d.Label != "" || d.Name == "" && d.Person.Zero() {
			v.Set("label"+at, d.Label)
			v.Set("count"+at, d.Count)
		} else {
			named++
			if !d.Person.Zero() {
				v.Set("person"+at, d.Person.String())
			} else {
				v.Set("name"+at, d.Name)
				v.Set("title"+at, d.Title)
			}
		}
		v.Set("attendance"+at, string(d.Attendance))
		v.Set("reason"+at, d.Reason)
	}
	v.Set("named", strconv.Itoa(named))
	v.Set("rows", strconv.Itoa(len(rows)))
}

// readSite reads the posted form. Its rows are closed up, people before groups, and written back so: a refusal of the
// service names the row by that number.
func readSite(v url.Values) conference.SiteEntry {
	e := conference.SiteEntry{Place: v.Get("place"), ContactName: v.Get("contact_name"), ContactPhone: v.Get("contact_phone"),
		Planned: v.Get("planned"), Actual: v.Get("actual"), Confirm: v.Get("confirm") == "1"}
	e.Chair, _ = ident.Parse(v.Get("chair"))
	e.Version, _ = strconv.Atoi(v.Get("version"))
	total, _ := strconv.Atoi(v.Get("total"))
	var people, groups []conference.DelegateEntry
	for i := range min(total, 400) {
		at := "-" + strconv.Itoa(i)
		d := conference.DelegateEntry{Name: strings.TrimSpace(v.Get("name" + at)), Title: v.Get("title" + at), Label: strings.TrimSpace(v.Get("label" + at)),
			Count: strings.TrimSpace(v.Get("count" + at)), Attendance: conference.Attendance(v.Get("attendance" + at)), Reason: v.Get("reason" + at)}
		d.Person, _ = ident.Parse(v.Get("person" + at))
		if !d.Person.Zero() {
			d.Name, d.Title = "", ""
		}
		if d.Person.Zero() && d.Name == "" && d.Label == "" && d.Count == "" {
			continue
		}
		if d.Person.Zero() && d.Name == "" {
			groups = append(groups, d)
		} else {
			d.Label, d.Count = "", ""
			people = append(people, d)
		}
	}
	rows := append(people, groups...)
	for i := range min(total, 400) {
		for _, name := range []string{"person", "name", "title", "label", "count", "attendance", "reason"} {
			v.Del(name + "-" + strconv.Itoa(i))
		}
	}
	setRows(v, rows)
	e.Delegates = rows
	return e
}

func (p *pages) saveSite(c *web.Ctx) error {
	f, s, err := p.siteOf(c)
	if err != nil {
		return err
	}
	v := c.Form()
	e := readSite(v)
	if v.Get("act") == "rows" {
		return p.showSite(c, f, s, http.StatusOK, v, nil)
	}
	return done(c, p.s.SaveSite(c.Context(), c.Actor, s.ID, e, c.Key()), path(f.ID, "/sites/"+s.ID.String()), "conference.site_saved", func(faults fault.Faults) error {
		return p.showSite(c, f, s, web.RefusedStatus(faults), v, faults)
	})
}

func (p *pages) confirmSite(c *web.Ctx) error {
	f, s, err := p.siteOf(c)
	if err != nil {
		return err
	}
	return done(c, p.s.Confirm(c.Context(), c.Actor, s.ID, c.Key()), path(f.ID, "/sites/"+s.ID.String()), "conference.site_confirmed", func(faults fault.Faults) error {
		return p.showSite(c, f, s, web.RefusedStatus(faults), siteValues(s), faults)
	})
}

func (p *pages) markLine(c *web.Ctx) error {
	f, s, err := p.siteOf(c)
	if err != nil {
		return err
	}
	to := conference.SiteStatus(c.Form().Get("line"))
	return done(c, p.s.MarkLine(c.Context(), c.Actor, s.ID, to, c.Form().Get("note"), c.Key()), path(f.ID, "/sites/"+s.ID.String()), "conference.line_marked", func(faults fault.Faults) error {
		return p.showSite(c, f, s, web.RefusedStatus(faults), siteValues(s), faults)
	})
}

func (p *pages) showSite(c *web.Ctx, f conference.Facts, s conference.SiteFacts, status int, values url.Values, faults fault.Faults) error {
	v := siteView{Facts: f, Site: s, Form: shell.Form{Values: values, Faults: faults}}
	v.MayKeep = c.Actor.HasAt(actor.KeepSite, s.Unit)
	v.MayLine = (c.Actor.HasAt(actor.JoinRoom, s.Unit) || conference.CanRun(c.Actor, f.Conference)) && f.Running()
	v.Edit = v.MayKeep && f.Running()
	var err error
	if v.Papers, err = p.s.Papers(c.Context(), c.Actor, f.ID); err != nil {
		return err
	}
	if v.Edit {
		choices, err := p.s.ChairChoices(c.Context(), c.Actor, s.Unit, f.Date)
		if err != nil {
			return err
		}
		for _, one := range choices {
			v.People = append(v.People, shell.Option{Value: one.Person.String(), Label: one.Name, Sub: one.Title})
		}
		v.People = withChosen(v.People, s)
	}
	rows, _ := strconv.Atoi(values.Get("rows"))
	v.Named, _ = strconv.Atoi(values.Get("named"))
	v.Groups = rows - v.Named
	values.Set("total", strconv.Itoa(rows+2*blankDelegates))
	b := c.Base("conferences", "conference.site_title", "unit", s.UnitName)
	b = b.WithSub(f.Title+" · "+whenText(b, f.Conference)).WithScripts("conference.js").
		WithCrumbs(shell.Crumb{Text: c.T("conference.list_title"), Href: "/conferences"}, shell.Crumb{Text: f.Title, Href: path(f.ID, "")})
	if v.Beside, err = p.beside.Card(c.Context(), c.Actor, b, s.ID, f.ID); err != nil {
		return err
	}
	return c.RenderStatus(status, sitePage(b.WithActions(siteActions(b, v)), v))
}

// withChosen keeps people selectable who are chosen already and hold no post in the unit on the day.
func withChosen(list []shell.Option, s conference.SiteFacts) []shell.Option {
	has := make(map[string]bool)
	for _, o := range list {
		has[o.Value] = true
	}
	add := func(id ident.ID, name, title string) {
		if !id.Zero() && !has[id.String()] {
			has[id.String()] = true
			list = append(list, shell.Option{Value: id.String(), Label: name, Sub: title})
		}
	}
	add(s.Chair, s.ChairName, s.ChairTitle)
	for _, d := range s.Delegates {
		add(d.Person, d.Name, d.Title)
	}
	return list
}

// namedRows and groupRows are the numbers of the rows as the page shows them.
func (v siteView) namedRows() []int {
	rows := numbers(0, v.Named)
	return append(rows, numbers(v.Named+v.Groups, blankDelegates)...)
}

func (v siteView) groupRows() []int {
	rows := numbers(v.Named, v.Groups)
	return append(rows, numbers(v.Named+v.Groups+blankDelegates, blankDelegates)...)
}

func numbers(from, n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = from + i
	}
	return list
}
