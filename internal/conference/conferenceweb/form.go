package conferenceweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/conference"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

const (
	seatRows   = 4   // chairs offered at once
	blankItems = 3   // empty agenda rows at the end
	maxUnits   = 400 // units offered in one list
)

// formView is the form of a conference with everything one may choose from.
type formView struct {
	ID      ident.ID // 0 on creation
	Called  bool     // scope and first host stand
	Version int
	Form    shell.Form
	Hosts   []shell.Option
	CoHosts []shell.Option
	Scopes  []shell.Option
	Units   []shell.Option
	Events  []shell.Option
	People  []shell.Option
	Seats   int
	Items   int
	Sites   string // live count, in words
	Periods []string
}

func (p *pages) newForm(c *web.Ctx) error {
	if err := c.Actor.At(actor.CallConference, c.Actor.Unit); err != nil {
		return err
	}
	tree, err := p.s.Org.Today(c.Context())
	if err != nil {
		return err
	}
	values := url.Values{
		"host": {c.Actor.Unit.String()}, "kind": {string(conference.Review)}, "mode": {string(conference.Online)},
		"part": {string(conference.Afternoon)}, "start": {"14:00"}, "scope": {org.ScopeAll}, "under": {c.Actor.Unit.String()},
	}
	if below := tree.Children(c.Actor.Unit); len(below) > 0 { // the level right below, not thousands of communes
		values.Set("scope", org.ScopeLevel+":"+below[0].Level)
	}
	for i, kind := range []conference.ItemKind{conference.ItemOpening, conference.ItemReport, conference.ItemDiscussion, conference.ItemConcluding} {
		at := strconv.Itoa(i)
		values.Set("agenda-kind-"+at, string(kind))
		values.Set("agenda-title-"+at, c.T("conference.item_"+string(kind)))
	}
	return p.showForm(c, http.StatusOK, 0, values, nil)
}

func (p *pages) editForm(c *web.Ctx) error {
	f, err := p.runnable(c)
	if err != nil {
		return err
	}
	items, err := p.s.Agenda(c.Context(), c.Actor, f.ID)
	if err != nil {
		return err
	}
	return p.showForm(c, http.StatusOK, f.ID, formValues(c, f, items), nil)
}

// runnable loads the conference of the path for who may change its call.
func (p *pages) runnable(c *web.Ctx) (conference.Facts, error) {
	id, err := c.ID("id")
	if err != nil {
		return conference.Facts{}, err
	}
	f, err := p.s.ByID(c.Context(), c.Actor, id)
	if err == nil && !conference.CanCall(c.Actor, f.Conference) {
		err = fault.Forbidden("actor.forbidden_call_conference")
	}
	return f, err
}

// formValues writes a conference as its form would have been filled in.
func formValues(c *web.Ctx, f conference.Facts, items []conference.AgendaItem) url.Values {
	v := url.Values{
		"title": {f.Title}, "kind": {string(f.Kind)}, "mode": {string(f.Mode)}, "part": {string(f.Part)}, "place": {f.Place},
		"date": {f.Date.Full(c.Lang)}, "start": {when.TimeOfDay(f.Start)}, "host": {idOf(f.Hosts, 0)}, "version": {strconv.Itoa(f.Version)},
		"scope": {scopeValue(f.Scope)}, "under": {f.Scope.Under.String()},
	}
	for _, h := range f.Hosts[min(1, len(f.Hosts)):] {
		v.Add("cohost", h.String())
	}
	for _, u := range f.Scope.Units {
		v.Add("units", u.String())
	}
	if !f.Review.Zero() {
		v.Set("review", f.ReviewPeriod.Title(c.Lang))
	}
	if !f.PlanPeriod.EndEvent.Zero() && f.PlanPeriod.From == f.Date { // chosen from the list: it begins with the conference
		v.Set("plan_event", f.PlanPeriod.EndEvent.String())
	} else if !f.Plan.Zero() {
		v.Set("plan", f.PlanPeriod.Title(c.Lang))
	}
	for i, p := range f.Chairs {
		v.Set("chair-"+strconv.Itoa(i), p.Person.String())
	}
	if len(f.Secretaries) > 0 {
		v.Set("secretary", f.Secretaries[0].Person.String())
	}
	setItems(v, items)
	return v
}

func setItems(v url.Values, items []conference.AgendaItem) {
	for i, a := range items {
		at := strconv.Itoa(i)
		v.Set("agenda-id-"+at, a.ID.String())
		v.Set("agenda-title-"+at, a.Title)
		v.Set("agenda-kind-"+at, string(a.Kind))
		v.Set("agenda-presenter-"+at, a.Presenter)
		if a.Minutes > 0 {
			v.Set("agenda-minutes-"+at, strconv.Itoa(a.Minutes))
		}
	}
}

func scopeValue(s org.Scope) string {
	if s.Value == "" {
		return s.Kind
	}
	return s.Kind + ":" + s.Value
}

func readScope(v url.Values) org.Scope {
	kind, value, _ := strings.Cut(v.Get("scope"), ":")
	s := org.Scope{Kind: kind, Value: value}
	s.Under, _ = ident.Parse(v.Get("under"))
	if kind == org.ScopeList {
		s.Units = ids(v["units"])
	}
	return s
}

// ids reads identifiers out of a field of several values; what is none is left out.
func ids(texts []string) []ident.ID {
	var list []ident.ID
	for _, text := range texts {
		if id, err := ident.Parse(text); err == nil {
			list = append(list, id)
		}
	}
	return list
}

// readDetails reads the posted form. Agenda rows are sorted by the number typed in front and closed up, and written
// back so, so that a refusal stands at the row that is shown.
func readDetails(v url.Values) conference.Details {
	d := conference.Details{
		Title: v.Get("title"), Kind: conference.Kind(v.Get("kind")), Mode: conference.Mode(v.Get("mode")), Part: conference.PartOfDay(v.Get("part")),
		Date: v.Get("date"), Start: v.Get("start"), Place: v.Get("place"), Scope: readScope(v), Review: shell.PeriodText(v, "review"), Plan: shell.PeriodText(v, "plan"),
	}
	d.Hosts = ids(append([]string{v.Get("host")}, v["cohost"]...))
	d.PlanEvent, _ = ident.Parse(v.Get("plan_event"))
	d.Secretary, _ = ident.Parse(v.Get("secretary"))
	d.Version, _ = strconv.Atoi(v.Get("version"))
	for i := range 20 {
		if person, err := ident.Parse(v.Get("chair-" + strconv.Itoa(i))); err == nil {
			d.Chairs = append(d.Chairs, conference.Seat{Person: person})
		}
	}
	d.Agenda = readItems(v)
	return d
}

func readItems(v url.Values) []conference.AgendaItem {
	type line struct {
		conference.AgendaItem
		order, row int
	}
	var lines []line
	for i := 0; ; i++ {
		at := strconv.Itoa(i)
		if !v.Has("agenda-title-" + at) {
			break
		}
		a := line{row: i, order: i + 1}
		a.ID, _ = ident.Parse(v.Get("agenda-id-" + at))
		a.Title, a.Kind, a.Presenter = strings.TrimSpace(v.Get("agenda-title-"+at)), conference.ItemKind(v.Get("agenda-kind-"+at)), v.Get("agenda-presenter-"+at)
		minutes := strings.TrimSpace(v.Get("agenda-minutes-" + at))
		var err error
		if a.Minutes, err = strconv.Atoi(minutes); err != nil && minutes != "" {
			a.Minutes = -1
		}
		if n, err := strconv.Atoi(strings.TrimSpace(v.Get("agenda-order-" + at))); err == nil {
			a.order = n
		}
		if a.Title == "" && minutes == "" && strings.TrimSpace(a.Presenter) == "" {
			continue
		}
		lines = append(lines, a)
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.order - b.order })
	items := make([]conference.AgendaItem, len(lines))
	typed := make([]string, len(lines))
	for i, l := range lines {
		items[i], typed[i] = l.AgendaItem, v.Get("agenda-minutes-"+strconv.Itoa(l.row))
	}
	for i := 0; v.Has("agenda-title-" + strconv.Itoa(i)); i++ {
		for _, name := range []string{"id", "title", "kind", "presenter", "minutes", "order"} {
			v.Del("agenda-" + name + "-" + strconv.Itoa(i))
		}
	}
	setItems(v, items)
	for i, text := range typed {
		v.Set("agenda-minutes-"+strconv.Itoa(i), text)
	}
	return items
}

func (p *pages) create(c *web.Ctx) error {
	v := c.Form()
	d := readDetails(v)
	if v.Get("act") != "" {
		return p.showForm(c, http.StatusOK, 0, v, nil)
	}
	id, err := p.s.Create(c.Context(), c.Actor, d, c.Key())
	return done(c, err, path(id, "/call"), "conference.saved_draft", func(faults fault.Faults) error {
		return p.showForm(c, web.RefusedStatus(faults), 0, v, faults)
	})
}

func (p *pages) change(c *web.Ctx) error {
	f, err := p.runnable(c)
	if err != nil {
		return err
	}
	v := c.Form()
	d := readDetails(v)
	if v.Get("act") != "" {
		return p.showForm(c, http.StatusOK, f.ID, v, nil)
	}
	to := path(f.ID, "")
	if f.Status == conference.Draft {
		to = path(f.ID, "/call")
	}
	return done(c, p.s.Change(c.Context(), c.Actor, f.ID, d, c.Key()), to, "conference.saved", func(faults fault.Faults) error {
		return p.showForm(c, web.RefusedStatus(faults), f.ID, v, faults)
	})
}

// showForm lays the form out around what was entered.
func (p *pages) showForm(c *web.Ctx, status int, id ident.ID, values url.Values, faults fault.Faults) error {
	tree, err := p.s.Org.Today(c.Context())
	if err != nil {
		return err
	}
	v := formView{ID: id, Form: shell.Form{Values: values, Faults: renamed(faults)}, Seats: seatRows}
	title := "conference.form_new"
	if !id.Zero() {
		f, err := p.s.ByID(c.Context(), c.Actor, id)
		if err != nil {
			return err
		}
		v.Called = f.Status != conference.Draft
		title = "conference.form_edit"
	}
	v.Version, _ = strconv.Atoi(values.Get("version"))
	for _, u := range c.Actor.Units() {
		if c.Actor.HasAt(actor.CallConference, u) {
			v.Hosts = append(v.Hosts, unitOption(tree, u))
		}
	}
	if now, err := ident.Parse(values.Get("host")); err == nil && !slices.ContainsFunc(v.Hosts, func(o shell.Option) bool { return o.Value == now.String() }) {
		v.Hosts = append(v.Hosts, unitOption(tree, now)) // a co-host's office changes what the first host called
	}
	v.CoHosts = topUnits(c, tree)
	v.Units = nearUnits(tree, c.Actor.Unit)
	for _, chosen := range append(ids(values["cohost"]), ids(values["units"])...) {
		for _, list := range []*[]shell.Option{&v.CoHosts, &v.Units} {
			if o := unitOption(tree, chosen); o.Label != "" && !slices.ContainsFunc(*list, func(x shell.Option) bool { return x.Value == o.Value }) {
				*list = append(*list, o)
			}
		}
	}
	v.Scopes = scopes(c, tree)
	events, err := p.s.Calendar.Events(c.Context(), when.Span{From: c.Today})
	if err != nil {
		return err
	}
	v.Events = eventOptions(c, events)
	if v.Periods, err = p.s.Calendar.Offered(c.Context(), c.Today, c.Lang); err != nil {
		return err
	}
	if chosen, err := ident.Parse(values.Get("plan_event")); err == nil && !slices.ContainsFunc(v.Events, func(o shell.Option) bool { return o.Value == chosen.String() }) {
		if e, err := p.s.Calendar.Event(c.Context(), chosen); err == nil { // it has passed, and the call keeps it
			v.Events = append(v.Events, eventOptions(c, []calendar.Event{e})...)
		}
	}
	if v.People, err = p.people(c, values); err != nil {
		return err
	}
	for v.Items = 0; values.Has("agenda-title-" + strconv.Itoa(v.Items)); v.Items++ {
	}
	v.Items += blankItems
	for values.Get("chair-"+strconv.Itoa(v.Seats-1)) != "" && v.Seats < 20 {
		v.Seats += 2
	}
	v.Sites = p.countText(c, values)
	b := c.Base("conferences", title).WithCrumbs(shell.Crumb{Text: c.T("conference.list_title"), Href: "/conferences"}).WithScripts("conference.js")
	return c.RenderStatus(status, formPage(b, v))
}

// renamed puts faults on the form's own fields: the service knows hosts and chairs, the form a field for each.
func renamed(faults fault.Faults) fault.Faults {
	for _, f := range faults {
		switch f.Field {
		case "hosts":
			f.Field = "host"
		case "chairs":
			f.Field = "chair-0"
		}
	}
	return faults
}

// countText says how many sites the scope would make on the day.
func (p *pages) countText(c *web.Ctx, values url.Values) string {
	day := c.Today
	if d, err := when.ParseDate(values.Get("date"), c.Today); err == nil {
		day = d.Date
	}
	hosts := ids(append([]string{values.Get("host")}, values["cohost"]...))
	sites, err := p.s.Preview(c.Context(), c.Actor, conference.Conference{Date: day, Scope: readScope(values), Hosts: hosts})
	if err != nil {
		return c.T("conference.count_none")
	}
	return c.T("conference.count_sites", "n", len(sites))
}

// scopeCount is the live count while a scope is chosen.
func (p *pages) scopeCount(c *web.Ctx) error {
	return c.JSON(http.StatusOK, map[string]string{"text": p.countText(c, c.R.URL.Query())})
}
