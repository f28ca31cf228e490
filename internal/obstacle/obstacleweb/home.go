package obstacleweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/obstacle"
	"giaoban/internal/org"
	"giaoban/internal/web/home"
	"giaoban/internal/when"
)

// Home is the obstacles' part of the day's page: what the unit must settle, what
// it must say of answers, and what arrived.
type Home struct {
	obstacles *obstacle.Service
	units     *org.Service
	clock     when.Clock
	texts     i18n.Messages
}

var (
	_ home.Source = (*Home)(nil)
	_ home.Inbox  = (*Home)(nil)
)

// NewHome makes it. clock is the domain clock.
func NewHome(obstacles *obstacle.Service, units *org.Service, clock when.Clock) *Home {
	texts := Messages()
	for key, text := range obstacle.Messages() {
		texts[key] = text
	}
	return &Home{obstacles, units, clock, texts}
}

const (
	oneByOne      = 4 // more than that are one line that leads to the list
	lettersAtMost = 6
)

func (h *Home) say(lang i18n.Lang, key string, args ...any) string {
	return i18n.Fill(lang, h.texts[key].In(lang), args...)
}

// Waiting lists what was routed to the unit and is open, and answers on which it has to say its word.
func (h *Home) Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	var items []home.Item
	if who.HasAt(actor.SettleObstacle, unit) {
		more, err := h.part(ctx, who, unit, lang, obstacle.Routed, "settle")
		if err != nil {
			return nil, err
		}
		items = more
	}
	if who.HasAt(actor.CloseObstacle, unit) {
		more, err := h.part(ctx, who, unit, lang, obstacle.Raised, "say")
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	return items, nil
}

func (h *Home) part(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang, part obstacle.Part, key string) ([]home.Item, error) {
	list, err := h.obstacles.List(ctx, who, unit, obstacle.Filter{Part: part, Which: obstacle.Waiting})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	tree, err := h.units.Today(ctx)
	if err != nil {
		return nil, err
	}
	today, n := when.Today(h.clock), names{ctx, h.units, tree}
	if len(list) > oneByOne {
		return []home.Item{{Title: h.say(lang, "obstacle.home_"+key+"_many", "n", len(list)), Icon: "triangle-alert",
			Sub:    h.say(lang, "obstacle.home_oldest", "n", list[0].Days(today)),
			Action: h.say(lang, "obstacle.home_"+key+"_action"), Href: "/obstacles?list=" + string(part) + "&which=waiting"}}, nil
	}
	var items []home.Item
	for _, o := range list {
		from := o.Unit
		if part == obstacle.Raised {
			from = o.Holder
		}
		items = append(items, home.Item{Title: h.say(lang, "obstacle.home_"+key, "text", o.Headline()), Icon: "triangle-alert", From: n.of(from, o.RaisedAt),
			Sub: h.say(lang, "obstacle.days_waits", "n", o.Days(today)), Action: h.say(lang, "obstacle.home_"+key+"_action"), Href: path(o.ID)})
	}
	return items, nil
}

// Arrived lists the newest obstacles routed to the unit and the newest answers to its own.
func (h *Home) Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Letter, error) {
	if !who.HasAt(actor.RaiseObstacle, unit) && !who.HasAt(actor.ReadTask, unit) {
		return nil, nil
	}
	tree, err := h.units.Today(ctx)
	if err != nil {
		return nil, err
	}
	n := names{ctx, h.units, tree}
	var letters []home.Letter
	for _, part := range []obstacle.Part{obstacle.Routed, obstacle.Raised} {
		list, err := h.obstacles.List(ctx, who, unit, obstacle.Filter{Part: part, Which: obstacle.Waiting})
		if err != nil {
			return nil, err
		}
		for _, o := range list[max(0, len(list)-lettersAtMost):] {
			l := home.Letter{From: n.of(o.Unit, o.RaisedAt), Text: h.say(lang, "obstacle.letter_raised", "text", o.Headline()), At: o.ChangedAt, Href: path(o.ID), New: true}
			if part == obstacle.Raised {
				l.From, l.Text = n.of(o.Holder, o.RaisedAt), h.say(lang, "obstacle.letter_answered", "text", o.Headline())
			}
			letters = append(letters, l)
		}
	}
	return letters, nil
}
