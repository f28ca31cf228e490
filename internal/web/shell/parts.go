package shell

import (
	"cmp"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"giaoban/internal/i18n"
)

// ChipKind is the colour of a chip; its icon and word carry the meaning.
type ChipKind string

// The kinds of chip.
const (
	ChipOK    ChipKind = "ok"    // jade: done, live
	ChipWait  ChipKind = "wait"  // jade on paper: waiting for somebody
	ChipLate  ChipKind = "late"  // gold: late, due soon, undecided
	ChipBad   ChipKind = "bad"   // lacquer: missing, wrong, overdue and blocking
	ChipPlain ChipKind = "plain" // grey: a fact
	ChipLine  ChipKind = "line"  // outline: a property
	ChipGap   ChipKind = "gap"   // dashed: declared, not named
)

// State is a state that looks the same all over the program.
type State string

// The states.
const (
	StateDone       State = "done"
	StateWaiting    State = "waiting"
	StateWriting    State = "writing"
	StateNotStarted State = "not_started"
	StateLate       State = "late"
	StateOverdue    State = "overdue" // late, and others wait for it
	StateReturned   State = "returned"
	StateWrong      State = "wrong"
	StateUnnamed    State = "unnamed"
	StateLost       State = "lost"
	StateWeak       State = "weak"
	StateLive       State = "live"
	StateHand       State = "hand"
	StateOpen       State = "open"  // can still change
	StateFixed      State = "fixed" // cannot
	StateWithdrawn  State = "withdrawn"
)

type look struct {
	kind ChipKind
	icon string
}

func (s State) look() look {
	switch s {
	case StateDone:
		return look{ChipOK, "circle-check"}
	case StateWaiting:
		return look{ChipWait, "circle-dot"}
	case StateWriting:
		return look{ChipPlain, "pen-line"}
	case StateLate:
		return look{ChipLate, "clock-alert"}
	case StateOverdue:
		return look{ChipBad, "clock-alert"}
	case StateReturned:
		return look{ChipBad, "undo-2"}
	case StateWrong:
		return look{ChipBad, "triangle-alert"}
	case StateUnnamed:
		return look{ChipGap, "circle-dashed"}
	case StateLost:
		return look{ChipBad, "wifi-off"}
	case StateWeak:
		return look{ChipLate, "signal"}
	case StateLive:
		return look{ChipOK, "radio"}
	case StateHand:
		return look{ChipLate, "hand"}
	case StateOpen:
		return look{ChipLate, "arrow-left-right"}
	case StateFixed:
		return look{ChipPlain, "lock"}
	case StateWithdrawn:
		return look{ChipPlain, "ban"}
	default:
		return look{ChipPlain, "circle"}
	}
}

// Kind gives the chip of a state.
func (s State) Kind() ChipKind { return s.look().kind }

// Icon gives the icon of a state.
func (s State) Icon() string { return s.look().icon }

// ButtonKind is the weight of a button.
type ButtonKind string

// The kinds of button. One Main in a view.
const (
	Plain  ButtonKind = ""
	Main   ButtonKind = "main"   // jade
	Ink    ButtonKind = "ink"    // urgent, not an error: "Thu lời"
	Danger ButtonKind = "danger" // cannot be taken back
	Quiet  ButtonKind = "quiet"  // no border
)

// ButtonSpec describes a button.
type ButtonSpec struct {
	Text     string
	Of       string // what it acts on, where the page has several of the kind: heard after the text
	Icon     string
	Kind     ButtonKind
	Href     string // a link instead of a button
	Type     string // "submit" by default
	Name     string
	Value    string
	Small    bool
	Wide     bool // all the width
	IconOnly bool // Text becomes the label for screen readers and the tooltip
	After    bool // icon behind the text
	Class    string
	Attrs    templ.Attributes
}

func (s ButtonSpec) classes() templ.CSSClasses {
	return templ.Classes("button", templ.KV("button-"+string(s.Kind), s.Kind != Plain), templ.KV("small", s.Small),
		templ.KV("wide", s.Wide), templ.KV("only-icon", s.IconOnly), templ.KV("icon-after", s.After), templ.KV(s.Class, s.Class != ""))
}

func (s ButtonSpec) buttonType() string {
	if s.Type == "" {
		return "submit"
	}
	return s.Type
}

func (s ButtonSpec) attrs() templ.Attributes {
	attrs := s.linkAttrs()
	if s.Name != "" {
		attrs["name"], attrs["value"] = s.Name, s.Value
	}
	if s.IconOnly {
		attrs["title"] = s.Text
	}
	return attrs
}

// linkAttrs are the attributes that a link has as well.
func (s ButtonSpec) linkAttrs() templ.Attributes {
	attrs := templ.Attributes{}
	for key, value := range s.Attrs {
		attrs[key] = value
	}
	if s.Of != "" {
		attrs["aria-label"] = s.Text + ": " + s.Of
	}
	return attrs
}

// CardSpec describes a card.
type CardSpec struct {
	Title    string
	Over     string // small line over the title
	Note     string // at the right of the head
	NoteHref string
	Chips    templ.Component // beside the title
	Side     templ.Component // at the right of the head: buttons, segment
	Foot     templ.Component
	ID       string
	Class    string
	Drawer   bool // jade edge at the left: what was opened beside a list
}

// PagerSpec describes where in a list the page stands. Path keeps the other parameters.
type PagerSpec struct {
	Path  string // path and query; the page is set in it
	Name  string // of the parameter, where a page has several lists; "" is "page"
	Page  int    // from 1
	Size  int    // rows on a page
	Total int
}

// Leaf cuts a page of some size out of a list; a page beyond the last is the last.
func Leaf[T any](list []T, page *int, size int) []T {
	*page = max(1, min(*page, PagerSpec{Size: size, Total: len(list)}.Pages()))
	from := (*page - 1) * size
	return list[from:min(from+size, len(list))]
}

// Pages gives the number of pages.
func (s PagerSpec) Pages() int {
	if s.Size <= 0 {
		return 1
	}
	return (s.Total + s.Size - 1) / s.Size
}

func (s PagerSpec) from() int { return (s.Page-1)*s.Size + 1 }
func (s PagerSpec) to() int   { return min(s.Page*s.Size, s.Total) }

func (s PagerSpec) href(page int) string {
	u, err := url.Parse(s.Path)
	if err != nil {
		return s.Path
	}
	q := u.Query()
	q.Set(cmp.Or(s.Name, "page"), strconv.Itoa(page))
	u.RawQuery = q.Encode()
	return u.String()
}

// Tab is one of several views.
type Tab struct {
	Text, Href string
	Count      string // "71/88"
	On         bool
}

// Step is one of several steps of a piece of work.
type Step struct {
	Text, Href string
	Done, Now  bool
}

func (s Step) state() string {
	switch {
	case s.Now:
		return "now"
	case s.Done:
		return "done"
	}
	return "next"
}

// ErrorSpec describes an error page. Ref is also in the log.
type ErrorSpec struct {
	Status int
	Title  string
	Text   string
	Ref    string
	Link   string // a place that helps
}

func initials(name string) string { return i18n.Initials(name) }

// avatarGround spreads names over six muted grounds, the same for the same name.
func avatarGround(name string) string {
	sum := 0
	for _, r := range name {
		sum = (sum*31 + int(r)) % 9973
	}
	return strconv.Itoa(sum % 6)
}

// current marks the entry of a navigation on which the reader is.
func current(on bool) templ.Attributes {
	if on {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}
