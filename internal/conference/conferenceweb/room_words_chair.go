package conferenceweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"giaoban/internal/conference"
	"giaoban/internal/conference/floor"
	"giaoban/internal/web/shell"
)

func join(names []string) string { return strings.Join(names, ", ") }

// firstNames names at most five sites.
func firstNames(list []conference.Site) string {
	var names []string
	for i, s := range list {
		if i == 5 {
			return join(names) + ", …"
		}
		names = append(names, s.UnitName)
	}
	return join(names)
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// share is n of total as a length of 100.
func share(n, total int) string {
	if total == 0 {
		return "0"
	}
	return strconv.FormatFloat(100*float64(min(n, total))/float64(total), 'f', 2, 64)
}

// rollCount is how many sites count as present: those that answered with heads, before the first roll call those connected.
func rollCount(v conference.RoomView) int {
	n := 0
	for _, s := range v.Voices() {
		if v.Roll.ID.Zero() {
			if s.Status == conference.Connected {
				n++
			}
			continue
		}
		if a, ok := v.Roll.Answer(s.ID); ok && a.Present > 0 {
			n++
		}
	}
	return n
}

func unanswered(v conference.RoomView) []conference.Site {
	var list []conference.Site
	for _, s := range v.Voices() {
		if _, ok := v.Roll.Answer(s.ID); !ok {
			list = append(list, s)
		}
	}
	return list
}

// nextText is what the button to the next item says; after the last one it ends the agenda.
func nextText(b shell.Base, next conference.AgendaItem, more bool) string {
	if !more {
		return b.T("conference.r_item_end")
	}
	return b.T("conference.r_item_next", "n", next.Order)
}

// inviteKind makes the button of who waits longest the main one.
func inviteKind(i int) shell.ButtonKind {
	if i == 0 {
		return shell.Main
	}
	return shell.Plain
}

func inviteKey(b shell.Base, v conference.RoomView, i int, h floor.Hand) templ.Attributes {
	words := b.T("conference.r_invite_site", "site", nameOf(v, h.Site), "n", h.Minutes)
	attrs := templ.Attributes{"aria-label": words, "title": words}
	if i < 9 {
		attrs["data-key"] = strconv.Itoa(i + 1)
		attrs["aria-keyshortcuts"] = strconv.Itoa(i + 1)
	}
	return attrs
}

func lineState(v conference.RoomView, s conference.Site) shell.State {
	switch {
	case v.Removed[s.ID]:
		return shell.StateWithdrawn
	case s.Status == conference.Lost:
		return shell.StateLost
	case v.Floor.Speaks(s.ID):
		return shell.StateLive
	case s.Status == conference.Connected:
		return shell.StateDone
	}
	return shell.StateNotStarted
}

// worstFirst puts lost sites at the top, then who speaks, who is connected, who is not here; else the order stays.
func worstFirst(v conference.RoomView) []conference.Site {
	rank := func(s conference.Site) int {
		switch {
		case s.Status == conference.Lost:
			return 0
		case v.Floor.Speaks(s.ID):
			return 1
		case s.Status == conference.Connected:
			return 2
		}
		return 3
	}
	list := slices.Clone(v.Sites)
	slices.SortStableFunc(list, func(a, b conference.Site) int { return rank(a) - rank(b) })
	return list
}
