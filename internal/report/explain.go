package report

import (
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// ExplanationState is where a request for an explanation stands:
//
//	asked ──send, head or office──▶ answered ──take, the asker──▶ taken
//	  ▲                               │
//	  └──────── again (a new deadline)┘      asked, answered ──withdraw, the asker──▶ withdrawn
//
// Question, answer and what was seen stay with the figure for ever. Only what is
// drafted belongs to the unit's own desks.
type ExplanationState string

// The states.
const (
	ExplanationAsked     ExplanationState = "asked"
	ExplanationAnswered  ExplanationState = "answered"
	ExplanationTaken     ExplanationState = "taken"
	ExplanationWithdrawn ExplanationState = "withdrawn"
)

// Pending tells whether somebody still has to do something.
func (s ExplanationState) Pending() bool {
	return s == ExplanationAsked || s == ExplanationAnswered
}

// Key is the message key of the state in words.
func (s ExplanationState) Key() string { return "report.explanation_" + string(s) }

// Asking is what is asked about a figure.
type Asking struct {
	Request   ident.ID
	Unit      ident.ID // that explains
	Indicator string
	Whole     bool // the total of the unit and all below; else its own figure
	Question  string
	Due       when.Instant
	Key       string
}

// Explanation is a question about a figure, and what became of it.
type Explanation struct {
	ID         ident.ID
	Request    ident.ID
	Unit       ident.ID
	Asker      ident.ID
	Indicator  string
	Whole      bool
	Version    int64  // of the unit's report that was seen, 0: it has none of its own
	Seen       Figure // as it stood when it was asked
	Question   string // the newest
	Due        when.Instant
	State      ExplanationState
	Draft      string // to the unit's own desks alone
	DraftedBy  string
	Answer     string // the newest
	Late       bool   // its first answer came after the deadline
	AskedAt    when.Instant
	AskedBy    string
	ChangedAt  when.Instant
	AnsweredAt when.Instant

	Name      i18n.Text       // of the indicator
	Title     i18n.Text       // of the form
	Period    calendar.Period // of the request
	UnitName  string          // on the request's tree
	AskerName string
}

// DraftMark names what the unit's desks have drafted, "-" where nothing is.
func (e Explanation) DraftMark() string {
	if e.Draft == "" {
		return "-"
	}
	return hashed([]byte(e.Draft))[:16]
}

// Overdue tells whether the unit owes an answer whose deadline has passed.
func (e Explanation) Overdue(now when.Instant) bool {
	return e.State == ExplanationAsked && now.After(e.Due)
}

// kept judges how the unit kept the deadline: by its first answer, and by what it owes now where it was asked again.
func (e Explanation) kept(now when.Instant) Keeping {
	switch {
	case e.State == ExplanationWithdrawn:
		return KeptNot
	case e.Overdue(now):
		return KeptMissed
	case e.AnsweredAt.Zero():
		return KeptOpen
	case e.Late:
		return KeptLate
	}
	return KeptTime
}

// ExplanationEntry is one line of its history.
type ExplanationEntry struct {
	At    when.Instant
	Actor string
	Unit  ident.ID
	Kind  string // asked, answered, again, taken, withdrawn
	Text  string
	Due   when.Instant // of asked and again
}

// ExplanationPage is an explanation with all that its reader may see and do.
type ExplanationPage struct {
	Explanation
	History  []ExplanationEntry // oldest first
	Now      Figure             // the figure as it stands today
	MayDraft bool
	MaySend  bool
	MayJudge bool // take, ask again, withdraw
}

const maxExplanation = 5000

// checkAsking refuses a question that cannot be asked.
func checkAsking(question string, due, now when.Instant) fault.Faults {
	var fs fault.Faults
	switch {
	case question == "":
		fs = append(fs, fault.Invalid("question", "report.question_missing"))
	case utf8.RuneCountInString(question) > maxExplanation:
		fs = append(fs, fault.TooLarge("question", "report.too_long", "most", maxExplanation))
	}
	switch {
	case due.Zero():
		fs = append(fs, fault.Invalid("due", "report.due_missing"))
	case !due.After(now):
		fs = append(fs, fault.Invalid("due", "report.due_past", "due", due))
	}
	return fs
}

func checkAnswer(text string) error {
	switch {
	case text == "":
		return fault.Invalid("answer", "report.explanation_missing")
	case utf8.RuneCountInString(text) > maxExplanation:
		return fault.TooLarge("answer", "report.too_long", "most", maxExplanation)
	}
	return nil
}

// trimmed trims what was typed and takes over only one sort of line end.
func trimmed(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// explains tells whether the actor works on the unit's explanations.
func explains(who actor.Actor, unit ident.ID) bool {
	return who.HasAt(actor.DraftFiling, unit) || who.HasAt(actor.SendExplanation, unit)
}
