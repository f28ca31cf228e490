package personweb

import (
	"net/url"

	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

const maxFound = 50

type peopleView struct {
	form  shell.Form
	asked bool
	found []found
	more  bool
}

type found struct {
	person.Holder
	unit string
}

// people shows GET /people: officials by name, title or abbreviation.
func (p *Pages) people(c *web.Ctx) error {
	q := c.Query("q")
	v := peopleView{form: shell.Form{Values: url.Values{"q": {q}}}, asked: q != ""}
	list, err := p.person.Search(c.Context(), c.Actor, q, 0, maxFound+1)
	if err != nil {
		return err
	}
	today, err := p.org.Today(c.Context())
	if err != nil {
		return err
	}
	if v.more = len(list) > maxFound; v.more {
		list = list[:maxFound]
	}
	for _, h := range list {
		v.found = append(v.found, found{h, today.Name(h.Position.Unit)})
	}
	b := c.Base("units", "person.page_people").WithCrumbs(shell.Crumb{Text: c.T("person.units"), Href: "/units"})
	return c.Render(peoplePage(b, v))
}
