package home

import (
	"context"
	"crypto/rand"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// pages are the handlers over what the domains hand in.
type pages struct{ sources []Source }

// Routes registers the day's page and its live hint. A source that also
// implements Dated, Inbox or Asks is asked for those too.
func Routes(m *web.Mux, sources ...Source) {
	p := &pages{sources: sources}
	m.Page("GET /{$}", p.today)
	m.Live(web.LiveTopic{
		Name:  "home",
		Topic: func(key string) string { return "home:" + key },
		May:   mayListen,
		HTML: func(context.Context, string, i18n.Lang) ([]web.Part, error) {
			return []web.Part{{ID: "home-hint", Component: hint(rand.Text())}}, nil
		},
	})
}

// mayListen: the hint tells nothing but that something changed, and it is told to the unit alone.
func mayListen(_ context.Context, who actor.Actor, key string) error {
	unit, err := ident.Parse(key)
	if err != nil {
		return fault.NotFound("web.not_found").Because(err)
	}
	if err := who.SignedIn(); err != nil {
		return err
	}
	for _, mine := range who.Units() {
		if mine == unit {
			return nil
		}
	}
	return fault.NotFound("web.not_found")
}

func (p *pages) today(c *web.Ctx) error {
	v, main, err := p.gather(c)
	if err != nil {
		return err
	}
	b := c.Base("today", "home.title")
	if c.Query("part") == "desk" {
		return c.Render(desk(b, v))
	}
	b = b.WithCrumbs(shell.Crumb{Text: dayAndRole(b)})
	if main.MainText != "" {
		b = b.WithActions(actions(b, main))
	}
	b.Lean = true
	c.KeepPage()
	return c.Render(page(b, v))
}

// gather asks every source. main is the first item that wants the button beside the title.
func (p *pages) gather(c *web.Ctx) (v view, main Item, err error) {
	ctx, unit := c.Context(), c.Actor.Unit
	span := stripSpan(c.Today)
	var marks []Mark
	for _, s := range p.sources {
		items, err := s.Waiting(ctx, c.Actor, unit, c.Lang)
		if err != nil {
			return view{}, Item{}, err
		}
		v.Items = append(v.Items, items...)
		if d, ok := s.(Dated); ok {
			more, err := d.Days(ctx, c.Actor, unit, span, c.Lang)
			if err != nil {
				return view{}, Item{}, err
			}
			marks = append(marks, more...)
		}
		if in, ok := s.(Inbox); ok {
			letters, err := in.Arrived(ctx, c.Actor, unit, c.Lang)
			if err != nil {
				return view{}, Item{}, err
			}
			v.Letters = append(v.Letters, letters...)
		}
		if a, ok := s.(Asks); ok && !v.Asks {
			if v.Asking, v.Asks, err = a.Asked(ctx, c.Actor, unit, c.Lang); err != nil {
				return view{}, Item{}, err
			}
		}
	}
	sortItems(v.Items)
	sortLetters(v.Letters)
	v.Late, v.Soon = counts(v.Items, c.Today)
	v.Total, v.Unread = len(v.Items), unread(v.Letters)
	for _, i := range v.Items {
		if i.MainText != "" {
			main = i
			break
		}
	}
	v.Days = strip(marks, c.Today)
	v.Live = "/live/home/" + unit.String()
	v.narrow(parseDay(c.Query("day")), c.Query("all") != "")
	return v, main, nil
}

// narrow filters by a day and shortens long lists.
func (v *view) narrow(day when.Date, all bool) {
	if !day.Zero() {
		v.Day, v.Items = day, onDay(v.Items, day)
	}
	if !all && len(v.Items) > firstItems+1 {
		v.More = len(v.Items) - firstItems
		v.Items = v.Items[:firstItems]
	}
	if len(v.Letters) > firstLetters {
		v.Letters = v.Letters[:firstLetters]
	}
}

// dayAndRole is the line over the title: "Thứ năm, 18/6/2026 · Chuyên viên tổng hợp Hoàng Thu Trang".
func dayAndRole(b shell.Base) string {
	line := capital(b.DateLong(b.Today)) + " · "
	switch {
	case strings.Contains(b.Role, ","): // several roles are a list of their own, after the name
		return line + b.Actor.Name + " · " + b.Role
	case b.Role != "":
		return line + b.Role + " " + b.Actor.Name
	}
	return line + b.Actor.Name
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
