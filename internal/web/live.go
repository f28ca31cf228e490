package web

import (
	"context"
	"maps"
	"slices"

	"github.com/a-h/templ"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
)

// LiveTopic is something that many watch and that changes: a board, an agenda,
// the floor. Browsers listen at /live/{Name}/{key}.
type LiveTopic struct {
	Name string // part of the address
	// Topic gives the hub topic that tells of changes.
	Topic func(key string) string
	// May judges the right to listen, when a stream opens and again while it is
	// open. A key that does not exist is NotFound.
	May func(ctx context.Context, who actor.Actor, key string) error
	// HTML gives the parts as they stand now, alike for all listeners of one
	// language. See Mux.Fragment for a Base to render with. Of the parts those
	// that changed are sent: what changes alone is a part alone.
	HTML func(ctx context.Context, key string, lang i18n.Lang) ([]Part, error)
	// Both stands for HTML where a topic has figures too: the texts, in the
	// language's notation, of the elements with data-cell="0", "1" …
	Both func(ctx context.Context, key string, lang i18n.Lang) (parts []Part, cells []string, err error)
	// Rights gives a further hub topic after whose changes May is asked again,
	// such as a conference's membership. It may be nil.
	Rights func(key string) string
	// Public lets listeners in who are not signed in; May still judges.
	Public bool
}

// Part is a fragment that stands in the page under an id.
type Part struct {
	ID        string
	Component templ.Component
	// From is all that the part is made of, as a comparable value: where it equals that of the frame before, the part is taken
	// over and not rendered. nil: rendered each time.
	From any
}

// Topics lists the registered live topics, for tests that listen to every one.
func (m *Mux) Topics() []string { return slices.Sorted(maps.Keys(m.live.topics)) }

// Live registers a topic.
func (m *Mux) Live(t LiveTopic) { m.live.register(t) }
