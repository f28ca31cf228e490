package report

import (
	"giaoban/internal/actor"
	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
	"giaoban/internal/when"
)

// State is where a filing stands.
type State string

// The states. See the package comment for the ways between them.
const (
	StateDraft    State = "draft"
	StateSigned   State = "signed"
	StateFiled    State = "filed"
	StateReturned State = "returned"
	StateAccepted State = "accepted"
)

// Editable tells whether the unit may write in its draft.
func (s State) Editable() bool { return s == StateDraft || s == StateReturned }

// Filing is what is asked of one unit, and how far it has come.
type Filing struct {
	ID           ident.ID
	Request      ident.ID
	Unit         ident.ID
	Receiver     ident.ID // the unit above that accepts or returns
	State        State
	DraftVersion int64 // grows with every saved change, 0: nothing written yet
	Current      int64 // newest filed version, 0: never filed
	Late         bool  // the first version came after the unit's deadline
	FirstFiledAt when.Instant
	ChangedAt    when.Instant // of the state, or of the draft
	Deadline     when.Instant // of this unit
	Submission   Submission
	Level        string // of the unit on the request's tree, "" where that was not kept
	signed       string
}

// In tells whether the report is in and usable.
func (f Filing) In() bool { return f.State == StateFiled || f.State == StateAccepted }

// Overdue tells whether the report is owed although its deadline has passed.
func (f Filing) Overdue(now when.Instant) bool { return !f.In() && now.After(f.Deadline) }

// DaysLeft counts the days until the unit's deadline, negative when it has passed.
func (f Filing) DaysLeft(today when.Date) int { return f.Deadline.Date().Sub(today) }

// Stage is the state as the roll-up counts it: a draft nobody began is open.
func (f Filing) Stage() rollup.Stage {
	switch f.State {
	case StateSigned:
		return rollup.Signed
	case StateFiled:
		return rollup.Filed
	case StateReturned:
		return rollup.Returned
	case StateAccepted:
		return rollup.Accepted
	}
	if f.DraftVersion == 0 {
		return rollup.Open
	}
	return rollup.Draft
}

// StateKey is the message key of the state in words.
func (f Filing) StateKey() string { return StageKey(f.Stage()) }

// StageKey is the message key of a stage in words.
func StageKey(s rollup.Stage) string {
	return "report.state_" + [...]string{"open", "open", "draft", "signed", "filed", "returned", "accepted"}[s]
}

// AsHead is the capacity of the head itself.
const AsHead = actor.AsHead

// Signature is who signed what, frozen on that day.
type Signature struct {
	Account  ident.ID       `json:"account"`
	Person   ident.ID       `json:"person"`
	Name     string         `json:"name"`
	Title    string         `json:"title"` // all titles held on the day
	Capacity actor.Capacity `json:"capacity"`
	At       when.Instant   `json:"at"`
	Drafters []string       `json:"drafters"` // who wrote, by name
	Same     bool           `json:"same"`     // one person wrote all and signed
	Draft    int64          `json:"draft"`    // the draft version that was signed
	ByPhone  []ByPhone      `json:"by_phone,omitempty"`
}

// Line is the signature as one line: "K/T Trưởng Ban, Phó Trưởng Ban · Hoàng Văn Lâm".
func (s Signature) Line() string {
	line := s.Name
	if s.Title != "" {
		line = s.Capacity.Titled(s.Title) + " " + line
	}
	if p := s.Capacity.Prefix(); p != "" {
		line = p + " · " + line
	}
	return line
}

// Version is a filing as it was sent once; it never changes.
type Version struct {
	Filing    ident.ID
	Version   int64
	Content   Content
	Signature Signature
	Number    string // of the official report
	Dated     when.Date
	File      string // blob of the signed PDF, "" for none
	FileName  string
	FileSize  int64
	FiledAt   when.Instant
	FiledBy   string
	Late      bool
	Hash      string // SHA-256 of the version's canonical JSON
	Remarks   []Remark
}

// The verdicts on a version.
const (
	VerdictAccepted = "accepted"
	VerdictReturned = "returned"
)

// Remark is what the level above said about a version, as a whole or at a field.
type Remark struct {
	Verdict string
	Field   string // "" for the whole
	Text    string
	Name    string
	Unit    ident.ID
	At      when.Instant
}

// Typed is a field of a draft: what stands there, since which draft version, by whom.
type Typed struct {
	Field   string
	Text    string
	Version int64
	Account ident.ID
	Name    string
	At      when.Instant
	Call    ident.ID // the telephone call with which the level above typed it, 0: the unit's own desk
}

// Draft is what a unit is writing. It is shown to the unit's own desks only.
type Draft struct {
	Version int64
	At      when.Instant // of which registers are counted
	Fields  map[string]Typed
	Reading Reading
	Parts   Parts
	Before  map[string]int64 // year to date before this period, where earlier filings tell it
	Earlier Earlier          // the same and all else that they tell
}

// Save is a part of a draft that was changed somewhere.
type Save struct {
	Base   int64            // the draft version on which the change was made
	Bases  map[string]int64 // by field, where they were last seen on different versions; Base for the others
	Fields map[string]string
	Force  bool // take over what another desk wrote meanwhile: the writer has seen it
	Only   bool // on the base alone: where the draft has moved, nothing is kept
	Key    string
}

// Saved is the answer: the fields that were not taken because another desk changed them meanwhile.
type Saved struct {
	Version   int64        `json:"version"`
	At        when.Instant `json:"at"`
	Conflicts []Clash      `json:"conflicts,omitempty"`
}

// Clash is a field that two desks changed.
type Clash struct {
	Field string       `json:"field"`
	Text  string       `json:"text"` // what stands there now
	Name  string       `json:"name"` // who wrote it
	At    when.Instant `json:"at"`
}

// Signing asks for a signature on a draft version that the signer has seen.
type Signing struct {
	Capacity actor.Capacity
	Draft    int64
	Sourced  string // Draft.SourcedText that the signer has seen; "" is not compared
	Seen     string // Draft.Seen of what the signer has seen; "" is not compared
	Key      string
}

// Official is what is asked when a signed report is sent.
type Official struct {
	Number   string
	Dated    when.Date
	FileName string
	File     []byte // the signed PDF, nil for none
	Key      string
}

// Return sends a version back.
type Return struct {
	Version int64 // the version that was looked at
	General string
	Fields  map[string]string // remark by field
	Key     string
}
