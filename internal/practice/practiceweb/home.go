package practiceweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/practice"
	"giaoban/internal/web/home"
	"giaoban/internal/when"
)

// Home is the practices' part of the day's page: letters about what was endorsed lately and about adopters of our own.
type Home struct {
	Practice *practice.Service
	Org      *org.Service
	Clock    when.Clock
	Texts    *i18n.Catalog
}

var (
	_ home.Source = Home{}
	_ home.Inbox  = Home{}
)

const (
	newDays       = 14
	lettersAtMost = 3
)

// Waiting is nothing: nobody has to do anything about a practice.
func (h Home) Waiting(context.Context, actor.Actor, ident.ID, i18n.Lang) ([]home.Item, error) {
	return nil, nil
}

// Arrived tells of practices endorsed within two weeks, and of our own that others adopted.
func (h Home) Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Letter, error) {
	list, err := h.Practice.List(ctx, who, practice.Filter{})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	tree, err := h.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	today := when.Today(h.Clock)
	var letters []home.Letter
	for _, p := range list {
		switch {
		case len(letters) == lettersAtMost:
			return letters, nil
		case p.Unit == unit && p.Adopters > 0:
			letters = append(letters, home.Letter{From: tree.Name(p.Unit), Text: h.Texts.T(lang, "practice.letter_adopted", "n", p.Adopters, "title", p.Title), At: p.SharedAt, Href: path(p.ID)})
		case !p.EndorsedAt.Zero() && today.Sub(p.EndorsedAt.Date()) <= newDays:
			letters = append(letters, home.Letter{From: tree.Name(p.Unit), Text: h.Texts.T(lang, "practice.letter_endorsed", "title", p.Title), At: p.EndorsedAt, Href: path(p.ID)})
		}
	}
	return letters, nil
}
