package calendarweb

import (
	"context"
	"net/url"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/home"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

type pages struct {
	calendar *calendar.Service
	org      *org.Service
}

// Routes registers the pages of the calendar.
func Routes(m *web.Mux, svc *calendar.Service, units *org.Service) {
	p := &pages{calendar: svc, org: units}
	m.Page("GET /calendar", p.list)
	m.Page("GET /calendar/new", p.newEvent)
	m.Do("POST /calendar/new", p.create)
	m.Page("GET /calendar/{event}", p.event)
	m.Page("GET /calendar/{event}/move", p.newMove)
	m.Do("POST /calendar/{event}/move", p.move)
	m.Page("GET /calendar/{event}/remove", p.newRemoval)
	m.Do("POST /calendar/{event}/remove", p.remove)
	m.Page("GET /days-off", p.daysOff)
	m.Do("POST /days-off", p.setDayOff)
	m.Do("POST /days-off/remove", p.removeDayOff)
	m.Page("GET /terms", p.terms)
	m.Do("POST /terms", p.enterTerm)
	m.Do("POST /terms/{term}/remove", p.removeTerm)
	m.Page("GET /regimes", p.regimes)
	m.Page("GET /regimes/new", p.newRegime)
	m.Do("POST /regimes", p.createRegime)
	m.Page("GET /regimes/{regime}", p.regime)
	m.Page("GET /regimes/{regime}/version", p.newVersion)
	m.Do("POST /regimes/{regime}/version", p.setVersion)
	m.Do("POST /regimes/{regime}/version/remove", p.removeVersion)
	m.Do("POST /regimes/{regime}/retire", p.retireRegime)
}

// Home gives the marks of events for the page of today.
type Home struct{ Calendar *calendar.Service }

var (
	_ home.Source = Home{}
	_ home.Dated  = Home{}
)

// Waiting gives nothing: a calendar asks nothing of a unit, it only says when.
func (h Home) Waiting(context.Context, actor.Actor, ident.ID, i18n.Lang) ([]home.Item, error) {
	return nil, nil
}

// Days implements home.Dated.
func (h Home) Days(ctx context.Context, who actor.Actor, _ ident.ID, span when.Span, _ i18n.Lang) ([]home.Mark, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	events, err := h.Calendar.Events(ctx, span)
	marks := make([]home.Mark, 0, len(events))
	for _, e := range events {
		kind := home.MarkPlain
		if e.Kind == "deadline" {
			kind = home.MarkDeadline
		}
		marks = append(marks, home.Mark{Date: e.Date, Text: e.Name, Href: "/calendar/" + e.ID.String(), Kind: kind})
	}
	return marks, err
}

// listView is the calendar: months with their events.
type listView struct {
	past   bool
	months []month
	may    bool
}

type month struct {
	title  string
	events []eventRow
}

type eventRow struct {
	calendar.Event
	unit string
}

// list shows GET /calendar: from this month on, or with past=1 what was before.
func (p *pages) list(c *web.Ctx) error {
	v := listView{past: c.Query("past") != ""}
	first := c.Today.AddDays(1 - c.Today.Day())
	span := when.Span{From: first}
	if v.past {
		span = when.Span{From: first.AddMonths(-60), To: first.AddDays(-1)}
	}
	events, err := p.calendar.Events(c.Context(), span)
	if err != nil {
		return err
	}
	today, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	for _, e := range events {
		title := when.PeriodName{Kind: when.Month, Year: e.Date.Year(), N: e.Date.Month()}.Title(c.Lang)
		if n := len(v.months); n == 0 || v.months[n-1].title != title {
			v.months = append(v.months, month{title: title})
		}
		m := &v.months[len(v.months)-1]
		m.events = append(m.events, eventRow{e, today.Name(e.Unit)})
	}
	if v.past { // the latest month first
		for i, j := 0, len(v.months)-1; i < j; i, j = i+1, j-1 {
			v.months[i], v.months[j] = v.months[j], v.months[i]
		}
	}
	if v.may, err = p.calendar.MayKeep(c.Context(), c.Actor, c.Actor.Unit); err != nil {
		return err
	}
	b := c.Base("today", "calendar.page_calendar")
	if v.may {
		b = b.WithActions(addButton(b))
	}
	return c.Render(listPage(b, v))
}

// eventView is an event, or a form about it.
type eventView struct {
	event   calendar.Event
	unit    string
	anchors []calendar.Anchor
	moves   []calendar.Move
	may     bool
	form    shell.Form
}

func (p *pages) open(c *web.Ctx) (eventView, error) {
	var v eventView
	id, err := c.ID("event")
	if err != nil {
		return v, err
	}
	if v.event, err = p.calendar.Event(c.Context(), id); err != nil {
		return v, err
	}
	today, err := p.org.Today(c.Context())
	if err != nil {
		return v, err
	}
	v.unit = today.Name(v.event.Unit)
	if v.may, err = p.calendar.MayKeep(c.Context(), c.Actor, v.event.Unit); err != nil {
		return v, err
	}
	if v.anchors, err = p.calendar.Anchors(c.Context(), c.Actor, id); err != nil {
		return v, err
	}
	v.moves, err = p.calendar.Moves(c.Context(), c.Actor, id)
	return v, err
}

// openForm is open for those who may change the event. The service judges again.
func (p *pages) openForm(c *web.Ctx) (eventView, error) {
	v, err := p.open(c)
	if err == nil && !v.may {
		err = fault.Forbidden("calendar.forbidden")
	}
	return v, err
}

func (p *pages) event(c *web.Ctx) error {
	v, err := p.open(c)
	if err != nil {
		return err
	}
	b := c.Base("today", "").WithTitle(v.event.Name).WithSub(v.event.Date.Long(c.Lang)).WithCrumbs(shell.Crumb{Text: c.T("calendar.page_calendar"), Href: "/calendar"})
	if v.may {
		b = b.WithActions(eventActions(b, v))
	}
	return c.Render(eventPage(b, v))
}

func (p *pages) base(c *web.Ctx, v eventView, key string) shell.Base {
	b := c.Base("today", key).WithCrumbs(shell.Crumb{Text: c.T("calendar.page_calendar"), Href: "/calendar"})
	if v.event.ID != 0 {
		b = b.WithSub(v.event.Name)
	}
	return b
}

func (p *pages) newEvent(c *web.Ctx) error {
	may, err := p.calendar.MayKeep(c.Context(), c.Actor, c.Actor.Unit)
	if err != nil {
		return err
	}
	if !may {
		return fault.Forbidden("calendar.forbidden")
	}
	return c.Render(createPage(p.base(c, eventView{}, "calendar.add"), eventView{form: shell.Form{Values: url.Values{"kind": {"milestone"}}}}))
}

func (p *pages) create(c *web.Ctx) error {
	f := c.Form()
	date, faults := readDay(c)
	n := calendar.NewEvent{Name: f.Get("name"), Kind: f.Get("kind"), Date: date, Provisional: f.Get("provisional") != "", Unit: c.Actor.Unit, Key: c.Key()}
	err := faults.Or()
	if err == nil {
		var e calendar.Event
		if e, err = p.calendar.CreateEvent(c.Context(), c.Actor, n); err == nil {
			c.Flash("calendar.added", "name", e.Name, "date", e.Date)
			return c.SeeOther("/calendar/" + e.ID.String())
		}
	}
	return p.again(c, eventView{}, err, func(v eventView) error {
		return c.RenderStatus(web.RefusedStatus(v.form.Faults), createPage(p.base(c, v, "calendar.add"), v))
	})
}

func (p *pages) newMove(c *web.Ctx) error {
	v, err := p.openForm(c)
	if err != nil {
		return err
	}
	v.form.Values = url.Values{"date": {v.event.Date.Full(c.Lang)}}
	if v.event.Provisional {
		v.form.Values.Set("provisional", "1")
	}
	return c.Render(movePage(p.base(c, v, "calendar.move"), v))
}

func (p *pages) move(c *web.Ctx) error {
	v, err := p.openForm(c)
	if err != nil {
		return err
	}
	date, faults := readDay(c)
	if err = faults.Or(); err == nil {
		_, err = p.calendar.SettleEvent(c.Context(), c.Actor, v.event.ID, date, c.Form().Get("provisional") != "", c.Form().Get("reason"), c.Key())
	}
	if err == nil {
		c.Flash("calendar.moved", "date", date)
		return c.SeeOther("/calendar/" + v.event.ID.String())
	}
	return p.again(c, v, err, func(v eventView) error {
		return c.RenderStatus(web.RefusedStatus(v.form.Faults), movePage(p.base(c, v, "calendar.move"), v))
	})
}

func (p *pages) newRemoval(c *web.Ctx) error {
	v, err := p.openForm(c)
	if err != nil {
		return err
	}
	return c.Render(removePage(p.base(c, v, "calendar.remove"), v))
}

func (p *pages) remove(c *web.Ctx) error {
	id, err := c.ID("event")
	if err != nil {
		return err
	}
	gone, err := p.calendar.RemoveEvent(c.Context(), c.Actor, id, c.Form().Get("reason"), c.Key())
	if err == nil {
		c.Flash("calendar.removed", "name", gone.Name)
		return c.SeeOther("/calendar")
	}
	v, cannot := p.openForm(c)
	if cannot != nil {
		return cannot
	}
	return p.again(c, v, err, func(v eventView) error {
		return c.RenderStatus(web.RefusedStatus(v.form.Faults), removePage(p.base(c, v, "calendar.remove"), v))
	})
}

// again shows a form with what was entered and refused; other errors go up.
func (p *pages) again(c *web.Ctx, v eventView, err error, show func(eventView) error) error {
	faults, refused := web.Refused(err)
	if !refused {
		return err
	}
	v.form = shell.Form{Values: c.Form(), Faults: faults}
	return show(v)
}

// readDay reads the field "date"; empty is 0, which the rules judge.
func readDay(c *web.Ctx) (when.Date, fault.Faults) {
	text := strings.TrimSpace(c.Form().Get("date"))
	if text == "" {
		return 0, nil
	}
	read, err := when.ParseDate(text, c.Today)
	if err == nil {
		return read.Date, nil
	}
	all := fault.All(err)
	for _, f := range all {
		f.Field = "date"
	}
	return 0, all
}

// kinds offers the kinds of event.
func kinds(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, k := range calendar.Kinds() {
		list = append(list, shell.Option{Value: k, Label: b.T("calendar.kind_" + k)})
	}
	return list
}
