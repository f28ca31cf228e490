// Package datebook writes the deadlines and conferences of a person's units as an
// iCalendar file (RFC 5545): once as a download, and at an address with a secret
// that a calendar program reads by itself, without a session.
//
// It knows no domain. Each domain's pages hand it a Source. A date keeps its UID for
// ever; one that moved has a higher SEQUENCE, one that is off stays with STATUS:CANCELLED,
// so that calendars which took it over once change it instead of showing it twice.
package datebook

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Entry is one date.
type Entry struct {
	Kind      string   // with ID the stable name of the date
	ID        ident.ID // of what is due
	At        when.Instant
	Until     when.Instant // 0: a moment, such as a deadline
	Title     string
	Text      string
	Place     string
	Href      string // path of the page behind it
	Changed   when.Instant
	Sequence  int // grows when At, Until, Place or Cancelled change
	Cancelled bool
	Alarms    []when.Instant // before At
}

// Source gives the dates of a unit to who may see them, nothing where the account has no desk there.
type Source interface {
	Entries(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]Entry, error)
}
