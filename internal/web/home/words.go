package home

import (
	"github.com/a-h/templ"

	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

func icon(i Item) string {
	if i.Icon == "" {
		return "list-checks"
	}
	return i.Icon
}

func barTone(i Item, today when.Date) string {
	if i.tone(today) == "bad" {
		return "late"
	}
	return "ok"
}

func buttonKind(i Item) shell.ButtonKind {
	if i.Main {
		return shell.Main
	}
	return shell.Plain
}

func chipKind(tone string) shell.ChipKind {
	switch tone {
	case "jade":
		return shell.ChipOK
	case "gold":
		return shell.ChipLate
	case "lacquer":
		return shell.ChipBad
	}
	return shell.ChipPlain
}

func waitingNote(b shell.Base, v view) string {
	if v.Total == 0 {
		return ""
	}
	return b.T("home.n_items", "n", v.Total)
}

func askingTitle(b shell.Base, a Asking) string {
	if a.Title != "" {
		return a.Title
	}
	return b.T("home.asking", "day", b.DateShort(a.Date))
}

func toConference(b shell.Base, a Asking) string {
	if a.Date.Zero() {
		return ""
	}
	return b.T("home.asking_open", "left", b.Left(a.Date))
}

func askingFoot(a Asking) templ.Component {
	if a.Link == "" {
		return nil
	}
	return askingLink(a)
}
