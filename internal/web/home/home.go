// Package home is the page "Việc hôm nay": what is asked of the unit, by whom,
// by when, what blocks it, and what the next conference will ask.
//
// It knows no domain. Each domain's pages hand it a Source; one that also has
// days for the strip, letters for the inbox card or questions of the next
// conference implements Dated, Inbox or Asks as well.
package home

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Item is one piece of work that waits for the unit.
type Item struct {
	Title    string
	Sub      string // one line under the title
	Icon     string // lucide name
	From     string // who asks; "" = the unit itself
	Due      when.Date
	DueAt    when.Instant // with its hour, where there is one
	DueText  string       // instead of the day: "Ngày bầu cử"; shown with the days left
	Blocked  string       // what blocks it, "" = nothing
	BlockBy  string       // who must settle that
	Done     int64        // progress as m/n; n 0 = none
	Total    int64
	Percent  bool   // Done is a percentage, Total is 100, and it is written so
	Action   string // the next step: "Nhập tiếp"
	Href     string
	Main     bool   // its button stands out in the list
	MainText string // whole words of the button beside the page title, "" = none: "Nhập tiếp báo cáo quý I"
	Late     bool
	Asks     bool // the next conference will ask it
}

// Source tells what waits for a unit. The account works in that unit; the
// source judges the right again.
type Source interface {
	Waiting(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]Item, error)
}

// Mark is one mark on a day of the three-week strip.
type Mark struct {
	Date       when.Date
	Text       string
	Href       string
	Kind       MarkKind
	Conference bool // a conference of ours: days are counted K−n to it
}

// MarkKind is how a mark looks.
type MarkKind string

// The kinds of mark.
const (
	MarkPlain    MarkKind = ""
	MarkDeadline MarkKind = "deadline"
	MarkMeeting  MarkKind = "meeting"
)

// Dated gives marks for the strip.
type Dated interface {
	Days(ctx context.Context, who actor.Actor, unit ident.ID, span when.Span, lang i18n.Lang) ([]Mark, error)
}

// Letter is something that arrived.
type Letter struct {
	From string
	Text string
	At   when.Instant
	Href string
	New  bool
}

// Inbox gives what arrived, in any order.
type Inbox interface {
	Arrived(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) ([]Letter, error)
}

// Asking is what the next conference will ask the unit.
type Asking struct {
	Title     string // "Hội nghị 1/7 sẽ hỏi ta"; "" = the page's own words
	Date      when.Date
	Href      string // the conference
	Link      string // text of a link under the questions, "" = none
	LinkHref  string
	Questions []Question
}

// Question is one thing that will be asked.
type Question struct {
	Text  string
	Sub   string
	Href  string
	State string // in words: "Đang làm"
	Icon  string // of the state
	Tone  string // of the state's chip: jade, gold, lacquer or ""
}

// Asks gives the questions of the next conference of the unit, false where none is near.
type Asks interface {
	Asked(ctx context.Context, who actor.Actor, unit ident.ID, lang i18n.Lang) (Asking, bool, error)
}
