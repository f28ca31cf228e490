package home

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

const (
	stripDays    = 21
	firstItems   = 12 // shown before "more"
	firstLetters = 6
	soonDays     = 7
)

// sortItems puts late ones first, then by due day, those without a day last.
func sortItems(items []Item) {
	due := func(i Item) when.Date {
		if d := i.due(); !d.Zero() {
			return d
		}
		return 99991231
	}
	slices.SortStableFunc(items, func(a, b Item) int {
		if a.Late != b.Late {
			if a.Late {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(due(a), due(b)), cmp.Compare(a.DueAt, b.DueAt))
	})
}

func (i Item) due() when.Date {
	if !i.Due.Zero() {
		return i.Due
	}
	return i.DueAt.Date()
}

// tone is the colour of the item's day: bad when late, soon within a week.
func (i Item) tone(today when.Date) string {
	d := i.due()
	switch {
	case i.Late || !d.Zero() && d.Before(today):
		return "bad"
	case !d.Zero() && d.Sub(today) <= soonDays:
		return "late"
	}
	return ""
}

// counts gives how many are late, and how many more are due within a week.
func counts(items []Item, today when.Date) (late, soon int) {
	for _, i := range items {
		switch i.tone(today) {
		case "bad":
			late++
		case "late":
			soon++
		}
	}
	return late, soon
}

// monday is the first day of the strip: the Monday of today's week.
func monday(today when.Date) when.Date {
	return today.AddDays(-(int(today.Weekday()+6) % 7))
}

// strip lays marks on three weeks. Where a conference stands on it, days are
// counted to it: K−13 … K … K+4.
func strip(marks []Mark, today when.Date) []shell.Day {
	first := monday(today)
	var k when.Date
	for _, m := range marks {
		if m.Conference && !m.Date.Before(today) && (k.Zero() || m.Date.Before(k)) {
			k = m.Date
		}
	}
	days := make([]shell.Day, stripDays)
	for i := range days {
		d := &days[i]
		d.Date = first.AddDays(i)
		if !k.Zero() && !k.After(first.AddDays(stripDays-1)) {
			d.Anchor, d.AnchorDay = distance(d.Date.Sub(k)), d.Date == k
		}
		for _, m := range marks {
			if m.Date == d.Date {
				d.Marks = append(d.Marks, shell.DayMark{Text: m.Text, Href: m.Href, Kind: m.look()})
				d.Href = "/?day=" + d.Date.String()
			}
		}
	}
	return days
}

func (m Mark) look() string {
	switch m.Kind {
	case MarkDeadline:
		return "late"
	case MarkMeeting:
		return "ok"
	}
	return ""
}

// distance is "K−13", "K", "K+4"; the sign is a minus, not a hyphen.
func distance(days int) string {
	switch {
	case days < 0:
		return "K−" + strconv.Itoa(-days)
	case days > 0:
		return "K+" + strconv.Itoa(days)
	}
	return "K"
}

// stripSpan is the three weeks, for sources.
func stripSpan(today when.Date) when.Span {
	return when.Span{From: monday(today), To: monday(today).AddDays(stripDays - 1)}
}

// onDay keeps the items due on a day.
func onDay(items []Item, day when.Date) []Item {
	return slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return i.due() != day })
}

func sortLetters(list []Letter) {
	slices.SortStableFunc(list, func(a, b Letter) int { return cmp.Compare(b.At, a.At) })
}

func unread(list []Letter) int {
	n := 0
	for _, l := range list {
		if l.New {
			n++
		}
	}
	return n
}

// parseDay reads yyyy-mm-dd of the filter, 0 for anything else.
func parseDay(s string) when.Date {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0
	}
	d, _ := when.NewDate(t.Year(), int(t.Month()), t.Day())
	return d
}
