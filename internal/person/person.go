package person

import (
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Person is somebody who holds, held or will hold an official post.
type Person struct {
	ID      ident.ID
	Name    string
	SortKey string
}

// Position is a post in a unit. Rank is the protocol order across the whole
// installation, 1 the most senior. Single posts have one holder at a time.
type Position struct {
	ID     ident.ID
	Unit   ident.ID
	Title  string
	Abbrev string
	Rank   int
	Single bool
}

// Holder is a person in a post from a day to a day, both included, 0 open.
type Holder struct {
	ID       ident.ID // of the appointment
	Person   Person
	Position Position
	From, To when.Date
	Decision string // number of the decision
}

// Span is the days of the appointment.
func (h Holder) Span() when.Span { return when.Span{From: h.From, To: h.To} }

// NewPosition describes a post to be created.
type NewPosition struct {
	Unit   ident.ID
	Title  string
	Abbrev string
	Rank   int
	Single bool
}

// NewAppointment describes who takes a post. To 0 is open. Person 0 with a Name
// enters a new person with the appointment.
type NewAppointment struct {
	Person   ident.ID
	Name     string
	Position ident.ID
	From, To when.Date
	Decision string
	Key      string // makes a retried request come in once
}

// File describes people, posts and appointments in plain JSON, units by their
// codes. Loading the same file again changes nothing.
type File struct {
	People    []FilePerson   `json:"people,omitempty"`
	Positions []FilePosition `json:"positions,omitempty"`
}

// FilePerson is a person; Code is for life and unique in the installation.
type FilePerson struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// FilePosition is a post with its holders in order of time.
type FilePosition struct {
	Unit    string       `json:"unit"` // code of the unit
	Title   string       `json:"title"`
	Abbrev  string       `json:"abbrev,omitempty"`
	Rank    int          `json:"rank"`
	Many    bool         `json:"many,omitempty"` // several holders at a time
	Holders []FileHolder `json:"holders,omitempty"`
}

// FileHolder is one who holds or held the post.
type FileHolder struct {
	Person   string    `json:"person"` // code in the file
	From     when.Date `json:"from,omitempty"`
	To       when.Date `json:"to,omitempty"`
	Decision string    `json:"decision,omitempty"`
}
