package personweb

import (
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// formView is what a form about a post shows.
type formView struct {
	unit      org.Unit
	post      person.Position
	holder    person.Holder
	form      shell.Form
	namesakes []shell.Option
}

// open authorises and reads the unit of the address. The service judges again.
func (p *Pages) open(c *web.Ctx) (formView, error) {
	var v formView
	id, err := c.ID("unit")
	if err != nil {
		return v, err
	}
	versions, err := p.org.Versions(c.Context(), id)
	if err != nil {
		return v, err
	}
	v.unit = versions[len(versions)-1]
	may, err := p.person.MayKeep(c.Context(), c.Actor, id)
	if err == nil && !may {
		err = fault.Forbidden("person.forbidden")
	}
	return v, err
}

// openPost is open with the post of the address, which must be the unit's.
func (p *Pages) openPost(c *web.Ctx) (formView, error) {
	v, err := p.open(c)
	if err != nil {
		return v, err
	}
	id, err := c.ID("post")
	if err != nil {
		return v, err
	}
	if v.post, err = p.person.Position(c.Context(), id); err == nil && v.post.Unit != v.unit.ID {
		err = fault.NotFound("person.no_such_position")
	}
	return v, err
}

// openHolder is open with the appointment of the address, which must be the unit's.
func (p *Pages) openHolder(c *web.Ctx) (formView, error) {
	v, err := p.open(c)
	if err != nil {
		return v, err
	}
	id, err := c.ID("appointment")
	if err != nil {
		return v, err
	}
	if v.holder, err = p.person.Appointment(c.Context(), id); err == nil && v.holder.Position.Unit != v.unit.ID {
		err = fault.NotFound("person.no_such_appointment")
	}
	v.post = v.holder.Position
	return v, err
}

func (p *Pages) base(c *web.Ctx, v formView, key string) shell.Base {
	return c.Base("units", key).WithSub(v.unit.Name).WithCrumbs(
		shell.Crumb{Text: c.T("person.units"), Href: "/units"},
		shell.Crumb{Text: v.unit.Short(), Href: "/units/" + v.unit.ID.String()},
	)
}

func (p *Pages) newPost(c *web.Ctx) error {
	v, err := p.open(c)
	if err != nil {
		return err
	}
	v.form.Values = url.Values{"rank": {"100"}}
	return c.Render(postPage(p.base(c, v, "person.add_post"), v))
}

func (p *Pages) addPost(c *web.Ctx) error {
	v, err := p.open(c)
	if err != nil {
		return err
	}
	f := c.Form()
	rank, err := strconv.Atoi(strings.TrimSpace(f.Get("rank")))
	if err != nil {
		rank = 0 // refused by the rule, with the other fields
	}
	_, err = p.person.CreatePosition(c.Context(), c.Actor, person.NewPosition{
		Unit: v.unit.ID, Title: f.Get("title"), Abbrev: f.Get("abbrev"), Rank: rank, Single: f.Get("many") == "",
	})
	return p.answer(c, v, err, "person.post_added", func(v formView) error {
		return c.RenderStatus(web.RefusedStatus(v.form.Faults), postPage(p.base(c, v, "person.add_post"), v))
	})
}

func (p *Pages) newAppointment(c *web.Ctx) error {
	v, err := p.openPost(c)
	if err != nil {
		return err
	}
	v.form.Values = url.Values{"from": {c.Today.Full(c.Lang)}}
	return c.Render(appointPage(p.base(c, v, "person.appoint"), v))
}

func (p *Pages) appoint(c *web.Ctx) error {
	v, err := p.openPost(c)
	if err != nil {
		return err
	}
	f := c.Form()
	var faults fault.Faults
	n := person.NewAppointment{Position: v.post.ID, Name: f.Get("name"), Decision: f.Get("decision"), Key: c.Key()}
	n.From = readDay(c, "from", &faults)
	n.To = readDay(c, "to", &faults)
	if err := p.whom(c, &v, &n, &faults); err != nil {
		return err
	}
	if err = faults.Or(); err == nil {
		_, err = p.person.Appoint(c.Context(), c.Actor, n)
	}
	return p.answer(c, v, err, "person.appointed", func(v formView) error {
		return c.RenderStatus(web.RefusedStatus(v.form.Faults), appointPage(p.base(c, v, "person.appoint"), v))
	})
}

// whom decides between a person who is on record and a new one: where somebody
// of that name is, the reader says which.
func (p *Pages) whom(c *web.Ctx, v *formView, n *person.NewAppointment, faults *fault.Faults) error {
	if strings.TrimSpace(n.Name) == "" {
		return nil
	}
	list, err := p.person.Namesakes(c.Context(), c.Actor, n.Name, c.Today)
	if err != nil || len(list) == 0 {
		return err
	}
	for _, one := range list {
		label := one.Person.Name
		if one.Titles != "" {
			label += ", " + one.Titles
		}
		v.namesakes = append(v.namesakes, shell.Option{Value: one.Person.ID.String(), Label: label})
	}
	v.namesakes = append(v.namesakes, shell.Option{Value: "new", Label: c.T("person.somebody_else")})
	switch chosen := c.Form().Get("person"); chosen {
	case "new":
	case "":
		*faults = append(*faults, fault.Invalid("person", "person.namesakes", "name", n.Name))
	default:
		id, err := ident.Parse(chosen)
		if err != nil {
			*faults = append(*faults, fault.Invalid("person", "person.no_such_person"))
			return nil
		}
		n.Person, n.Name = id, ""
	}
	return nil
}

func (p *Pages) newEnd(c *web.Ctx) error {
	v, err := p.openHolder(c)
	if err != nil {
		return err
	}
	v.form.Values = url.Values{"to": {c.Today.Full(c.Lang)}}
	return c.Render(endPage(p.base(c, v, "person.end_title"), v))
}

func (p *Pages) end(c *web.Ctx) error {
	v, err := p.openHolder(c)
	if err != nil {
		return err
	}
	var faults fault.Faults
	to := readDay(c, "to", &faults)
	if err = faults.Or(); err == nil {
		err = p.person.End(c.Context(), c.Actor, v.holder.ID, to, c.Form().Get("decision"))
	}
	return p.answer(c, v, err, "person.ended", func(v formView) error {
		return c.RenderStatus(web.RefusedStatus(v.form.Faults), endPage(p.base(c, v, "person.end_title"), v))
	})
}

// answer goes back to the unit, or shows the form again with what was refused.
func (p *Pages) answer(c *web.Ctx, v formView, err error, done string, again func(formView) error) error {
	if err == nil {
		c.Flash(done)
		return c.SeeOther("/units/" + v.unit.ID.String() + "#posts")
	}
	faults, refused := web.Refused(err)
	if !refused {
		return err
	}
	v.form = shell.Form{Values: c.Form(), Faults: faults}
	return again(v)
}

// readDay reads a day; an empty field is 0, which the rules judge.
func readDay(c *web.Ctx, field string, faults *fault.Faults) when.Date {
	text := strings.TrimSpace(c.Form().Get(field))
	if text == "" {
		return 0
	}
	read, err := when.ParseDate(text, c.Today)
	if err != nil {
		for _, f := range fault.All(err) {
			*faults = append(*faults, f.On(field))
		}
	}
	return read.Date
}
