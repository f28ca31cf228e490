package taskweb

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/task"
	"giaoban/internal/web/home"
	"giaoban/internal/when"
)

// Home is the task's part of the day's page: what we lead, what others wait for
// us to settle, due days on the strip, newly given tasks as letters.
type Home struct {
	tasks *task.Service
	units *org.Service
	clock when.Clock
	texts i18n.Messages
}

var (
	_ home.Source = (*Home)(nil)
	_ home.Dated  = (*Home)(nil)
	_ home.Inbox  = (*Home)(nil)
)

// NewHome makes it. clock is the domain clock.
func NewHome(tasks *task.Service, units *org.Service, clock when.Clock) *Home {
	return &Home{tasks, units, clock, Messages()}
}

const (
	lettersAtMost = 8
	markRunes     = 22 // of a mark on the strip
)

func (h *Home) say(lang i18n.Lang, key string, args ...any) string {
	return i18n.Fill(lang, h.texts[key].In(lang), args...)
}

// Waiting lists the open tasks we lead, and what we must settle for others.
func (h *Home) Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	if !who.HasAt(actor.KeepTask, unit) && !who.HasAt(actor.ReadTask, unit) {
		return nil, nil
	}
	tree, err := h.units.Today(ctx)
	if err != nil {
		return nil, err
	}
	n := names{ctx, h.units, tree}
	today := when.Today(h.clock)
	led, err := h.tasks.ForUnit(ctx, who, unit, task.Filter{Part: task.AsLead, Which: task.OnlyNow})
	if err != nil {
		return nil, err
	}
	var items []home.Item
	for _, t := range led {
		i := home.Item{
			Title: t.Title, Sub: h.sub(lang, t), Icon: "list-checks", From: n.of(t.Assigner, t.IssuedAt), Due: t.DueOn, DueText: t.DueEvent.Name,
			Blocked: t.Blocked, BlockBy: n.of(t.Blocker, t.IssuedAt), Done: int64(t.Percent), Total: 100, Percent: true,
			Href: "/tasks/" + t.ID.String(), Late: t.Late(today),
		}
		if who.HasAt(actor.KeepTask, unit) {
			i.Action = h.say(lang, "task.home_update")
		} else {
			i.Action = h.say(lang, "task.open")
		}
		items = append(items, i)
	}
	wait, err := h.tasks.Blocking(ctx, who, unit)
	if fault.KindOf(err) == fault.KindForbidden {
		return items, nil
	}
	if err != nil {
		return nil, err
	}
	for _, t := range wait {
		items = append(items, home.Item{
			Title: h.say(lang, "task.home_settle_title", "unit", n.of(t.Lead, t.IssuedAt), "text", t.Blocked), Sub: t.Title,
			Icon: "triangle-alert", From: n.of(t.Lead, t.IssuedAt), Due: t.DueOn, DueText: t.DueEvent.Name,
			Href: "/tasks/" + t.ID.String(), Action: h.say(lang, "task.home_settle"), Late: t.Late(today),
		})
	}
	return items, nil
}

func (h *Home) sub(lang i18n.Lang, t task.Task) string {
	line := h.say(lang, "task.priority_"+string(t.Priority))
	if t.Origin.Label != "" {
		line += " · " + t.Origin.Label
	}
	return line
}

// Days marks the due days of tasks we lead; several of one day become one mark.
// A task that is due at an event stands under the event's own mark.
func (h *Home) Days(ctx context.Context, who actor.Actor, unit ident.ID, span when.Span, lang i18n.Lang) ([]home.Mark, error) {
	if !who.HasAt(actor.KeepTask, unit) && !who.HasAt(actor.ReadTask, unit) {
		return nil, nil
	}
	led, err := h.tasks.ForUnit(ctx, who, unit, task.Filter{Part: task.AsLead, Which: task.OnlyNow})
	if err != nil {
		return nil, err
	}
	byDay := make(map[when.Date][]task.Task)
	for _, t := range led {
		if span.Contains(t.DueOn) && t.Due.Event.Zero() {
			byDay[t.DueOn] = append(byDay[t.DueOn], t)
		}
	}
	var marks []home.Mark
	for day := span.From; !day.After(span.To); day = day.AddDays(1) {
		switch list := byDay[day]; len(list) {
		case 0:
		case 1:
			marks = append(marks, home.Mark{Date: day, Text: short(list[0].Title), Href: "/tasks/" + list[0].ID.String(), Kind: home.MarkDeadline})
		default:
			marks = append(marks, home.Mark{Date: day, Text: h.say(lang, "task.home_due_many", "n", len(list)), Kind: home.MarkDeadline})
		}
	}
	return marks, nil
}

// Arrived lists the newest tasks given to us; new until their first update.
func (h *Home) Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Letter, error) {
	if !who.HasAt(actor.KeepTask, unit) && !who.HasAt(actor.ReadTask, unit) {
		return nil, nil
	}
	tree, err := h.units.Today(ctx)
	if err != nil {
		return nil, err
	}
	n := names{ctx, h.units, tree}
	led, err := h.tasks.ForUnit(ctx, who, unit, task.Filter{Part: task.AsLead, Which: task.OnlyNow})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(led, func(a, b task.Task) int { return cmp.Compare(b.IssuedAt, a.IssuedAt) })
	var letters []home.Letter
	for _, t := range led {
		if t.IssuedAt.Zero() {
			continue
		}
		letters = append(letters, home.Letter{
			From: n.of(t.Assigner, t.IssuedAt), Text: h.say(lang, "task.home_letter", "title", t.Title), At: t.IssuedAt,
			Href: "/tasks/" + t.ID.String(), New: t.State == task.Given,
		})
		if len(letters) == lettersAtMost {
			break
		}
	}
	return letters, nil
}

// short cuts a text for a narrow place, at a word.
func short(s string) string {
	if utf8.RuneCountInString(s) <= markRunes {
		return s
	}
	cut, last := 0, 0
	for i, r := range s {
		if cut == markRunes {
			break
		}
		if r == ' ' {
			last = i
		}
		cut++
	}
	if last == 0 {
		return string([]rune(s)[:markRunes]) + "…"
	}
	return s[:last] + "…"
}
