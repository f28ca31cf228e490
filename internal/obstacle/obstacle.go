package obstacle

import (
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// State is where an obstacle stands.
type State string

// The states. See the package comment for the ways between them.
const (
	Open      State = "open"
	Answered  State = "answered"
	Solved    State = "solved"
	Withdrawn State = "withdrawn"
)

// Pending tells whether somebody still has to do something.
func (s State) Pending() bool { return s == Open || s == Answered }

// Key is the message key of the state in words.
func (s State) Key() string { return "obstacle.state_" + string(s) }

// Kind is what sort of record an obstacle is about.
type Kind string

// The kinds of record; AboutNothing is an obstacle of the unit's work at large.
const (
	AboutNothing Kind = ""
	AboutReport  Kind = "report" // a filing; Part is the section
	AboutTask    Kind = "task"
	AboutSite    Kind = "site"
)

// Ref names the record that an obstacle is about.
type Ref struct {
	Kind   Kind
	ID     ident.ID
	Parent ident.ID // of a site: its conference; of a report: its request, found by itself
	Part   string   // of a report: the section's code, "" for the whole
}

// About is that record in words, as it was called when the obstacle was raised.
type About struct {
	Ref
	Label i18n.Text
	Parts []Section // of a report: what may be named more closely; only while an obstacle is raised
}

// Section is a part of a record.
type Section struct {
	Code  string
	Title i18n.Text
}

// New is what a unit raises.
type New struct {
	Unit     ident.ID
	Body     string
	Proposal string
	Tag      string
	About    Ref
	Holder   ident.ID // who must settle it; 0 = the unit above
	Key      string
}

// Obstacle is one as it stands.
type Obstacle struct {
	ID        ident.ID
	Unit      ident.ID
	Body      string
	Proposal  string
	Tag       string
	About     About
	Holder    ident.ID
	State     State
	RaisedAt  when.Instant
	RaisedBy  string
	ChangedAt when.Instant
	EndedAt   when.Instant
	Change    Change // the newest to which an answer leads
}

const headlineRunes = 120

// Headline is the first line, cut at a word.
func (o Obstacle) Headline() string { return cut(o.Body, headlineRunes) }

// Days counts the days since it was raised, until it ended.
func (o Obstacle) Days(today when.Date) int {
	if !o.EndedAt.Zero() {
		today = o.EndedAt.Date()
	}
	return max(today.Sub(o.RaisedAt.Date()), 0)
}

func cut(s string, most int) string {
	line, _, more := strings.Cut(strings.TrimSpace(s), "\n")
	line = strings.TrimSpace(line)
	runes := []rune(line)
	if len(runes) <= most {
		if more {
			return line + " …"
		}
		return line
	}
	short := string(runes[:most])
	if at := strings.LastIndexByte(short, ' '); at > 0 {
		short = short[:at]
	}
	return short + "…"
}

// Entry is one line of an obstacle's history.
type Entry struct {
	ID     ident.ID
	At     when.Instant
	Actor  string
	Unit   ident.ID
	Kind   string   // raised, proposed, passed, answered, reopened, solved, withdrawn
	Target ident.ID // of raised and passed: who must settle it from then on
	Text   string
	Group  ident.ID // answered with the whole group
	Change Change   // of answered: the document to which it leads
}

// Page is an obstacle with all that its reader may see and do.
type Page struct {
	Obstacle
	History []Entry // oldest first
	Groups  []Group // those that its reader may see

	MayClose   bool // accept, reopen, withdraw, complete
	MayAnswer  bool
	MayPass    bool
	MayPropose bool // its proposal is still missing
}

// Answers gives the answers, oldest first.
func (p Page) Answers() []Entry {
	var list []Entry
	for _, e := range p.History {
		if e.Kind == "answered" {
			list = append(list, e)
		}
	}
	return list
}

// Part is which obstacles of a unit a list holds.
type Part string

// The parts.
const (
	Raised Part = "raised" // by the unit
	Routed Part = "routed" // to it, now or before
	Below  Part = "below"  // raised by it and the units below
)

// Which says in what state.
type Which string

// The choices. Waiting: the unit itself must do something.
const (
	All     Which = ""
	Waiting Which = "waiting"
	Pending Which = "pending"
	Ended   Which = "ended"
)

// Filter narrows a list.
type Filter struct {
	Part  Part // "" = Raised
	Which Which
	Tag   string
	Text  string   // words, without regard to accents
	By    ident.ID // the unit that must settle it or has answered it; 0: any
}

// Count is how the obstacles of one unit stand.
type Count struct {
	Unit     ident.ID
	Open     int
	Answered int
	Solved   int
	Oldest   when.Instant // of those not ended, 0 for none
}

// Total counts all that were not withdrawn.
func (c Count) Total() int { return c.Open + c.Answered + c.Solved }

// Group is several obstacles of the same matter.
type Group struct {
	ID          ident.ID
	Owner       ident.ID
	Title       string
	Answer      string
	AnsweredAt  when.Instant
	AnsweredBy  string
	Change      Change // to which the answer leads
	PublishedAt when.Instant
	CreatedAt   when.Instant
	CreatedBy   string
	Count       int // obstacles in it
	Ended       int // of them solved or withdrawn
}

// Waits tells whether not all of its obstacles have ended.
func (g Group) Waits() bool { return g.Ended < g.Count }

// GroupPage is a group with what its reader may see of it.
type GroupPage struct {
	Group
	Obstacles []Obstacle // of who put them together and above; of a raiser: its own
	Near      []Obstacle // that could still be put in; for who keeps the group
	MayKeep   bool
}
