package personweb

import (
	"github.com/a-h/templ"

	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// Pages are the pages of posts and holders.
type Pages struct {
	person *person.Service
	org    *org.Service
}

// New makes the pages. They are also a panel of the unit's page.
func New(svc *person.Service, units *org.Service) *Pages { return &Pages{person: svc, org: units} }

// Routes registers the pages.
func Routes(m *web.Mux, p *Pages) {
	m.Page("GET /people", p.people)
	m.Page("GET /units/{unit}/posts/new", p.newPost)
	m.Do("POST /units/{unit}/posts/new", p.addPost)
	m.Page("GET /units/{unit}/posts/{post}/appoint", p.newAppointment)
	m.Do("POST /units/{unit}/posts/{post}/appoint", p.appoint)
	m.Page("GET /units/{unit}/appointments/{appointment}/end", p.newEnd)
	m.Do("POST /units/{unit}/appointments/{appointment}/end", p.end)
}

// panelView is the posts of a unit on a day.
type panelView struct {
	unit   ident.ID
	on     when.Date
	posts  []post
	former []person.Holder
	may    bool
}

type post struct {
	person.Position
	holders []person.Holder
}

// UnitPanel shows a unit's posts and their holders on a day.
func (p *Pages) UnitPanel(c *web.Ctx, b shell.Base, unit org.Unit, on when.Date) (templ.Component, error) {
	v := panelView{unit: unit.ID, on: on}
	positions, err := p.person.Positions(c.Context(), unit.ID)
	if err != nil {
		return nil, err
	}
	all, err := p.person.AllHolders(c.Context(), unit.ID)
	if err != nil {
		return nil, err
	}
	if v.may, err = p.person.MayKeep(c.Context(), c.Actor, unit.ID); err != nil {
		return nil, err
	}
	lives := unit.Span().Contains(on)
	v.may = v.may && unit.To == 0
	for _, position := range positions {
		row := post{Position: position}
		for _, h := range all {
			if h.Position.ID == position.ID && lives && h.Span().Contains(on) {
				row.holders = append(row.holders, h)
			}
		}
		v.posts = append(v.posts, row)
	}
	for _, h := range all {
		if h.To != 0 && h.To < on {
			v.former = append(v.former, h)
		}
	}
	return panel(b, v), nil
}
