package conference

import (
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// ItemKind is what happens in an agenda item.
type ItemKind string

// The kinds of agenda item.
const (
	ItemOpening    ItemKind = "opening"
	ItemReport     ItemKind = "report"
	ItemTasks      ItemKind = "tasks" // unfinished tasks of earlier periods, put there by the call itself
	ItemDiscussion ItemKind = "discussion"
	ItemDirecting  ItemKind = "directing"
	ItemConcluding ItemKind = "concluding"
	ItemOther      ItemKind = "other"
)

// AgendaItem is one line of the agenda.
type AgendaItem struct {
	ID         ident.ID
	Conference ident.ID
	Order      int
	Title      string
	Kind       ItemKind
	Presenter  string
	Minutes    int // planned, 0 = not said
	StartedAt  when.Instant
	EndedAt    when.Instant
	Tasks      []ident.ID // of an item of kind tasks
}

// Running tells whether the item is being heard.
func (a AgendaItem) Running() bool { return !a.StartedAt.Zero() && a.EndedAt.Zero() }

// Paper is a file for the conference or one of its items.
type Paper struct {
	ID         ident.ID
	Conference ident.ID
	Item       ident.ID // 0 = the whole conference
	Title      string
	File       string
	Blob       string
	MIME       string
	Size       int64
	Version    int
	UploadedAt when.Instant
	UploadedBy string
	ReleasedAt when.Instant // 0 = seen by the hosts alone
}
