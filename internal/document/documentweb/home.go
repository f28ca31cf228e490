package documentweb

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/document"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/web/home"
)

// Home is the documents' part of the day's page: what waits to be acknowledged,
// and what arrived.
type Home struct {
	docs  *document.Service
	units *org.Service
	texts i18n.Messages
}

var (
	_ home.Source = (*Home)(nil)
	_ home.Inbox  = (*Home)(nil)
)

// NewHome makes it.
func NewHome(docs *document.Service, units *org.Service) *Home {
	return &Home{docs, units, Messages()}
}

const lettersAtMost = 8

func (h *Home) say(lang i18n.Lang, key string, args ...any) string {
	return i18n.Fill(lang, h.texts[key].In(lang), args...)
}

func (h *Home) inbox(ctx context.Context, who actor.Actor, unit ident.ID) ([]document.Receipt, names, error) {
	tree, err := h.units.Today(ctx)
	if err != nil {
		return nil, names{}, err
	}
	list, err := h.docs.Inbox(ctx, who, unit)
	if err != nil && fault.KindOf(err) == fault.KindForbidden {
		return nil, names{}, nil
	}
	return list, names{ctx, h.units, tree}, err
}

// Waiting lists the documents that the unit has not acknowledged, for those who may.
func (h *Home) Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Item, error) {
	if !who.HasAt(actor.Acknowledge, unit) {
		return nil, nil
	}
	list, n, err := h.inbox(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	var items []home.Item
	for _, r := range list {
		if !r.Waits() {
			continue
		}
		d := r.Document
		i := home.Item{
			Title: h.say(lang, "document.home_title", "document", d.NumberText), Sub: d.Title,
			Icon: "file-text", From: n.of(d.Issuer, d.Issued), Href: "/documents/" + d.ID.String(), Action: h.say(lang, "document.home_acknowledge"),
		}
		if r.New() {
			i.Icon = "mail"
		}
		items = append(items, i)
	}
	return items, nil
}

// Arrived lists the newest documents.
func (h *Home) Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]home.Letter, error) {
	list, n, err := h.inbox(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	var letters []home.Letter
	for _, r := range list {
		d := r.Document
		letters = append(letters, home.Letter{
			From: n.of(d.Issuer, d.Issued), Text: h.say(lang, "document.kind_number_"+string(d.Kind), "number", d.NumberText) + ": " + d.Title,
			At: r.Sent, Href: "/documents/" + d.ID.String(), New: r.New(),
		})
		if len(letters) == lettersAtMost {
			break
		}
	}
	return letters, nil
}
