package conference

import (
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// SiteKind tells the host's own site from the others.
type SiteKind string

// The kinds of site.
const (
	MainSite SiteKind = "main"
	SubSite  SiteKind = "sub"
	Observer SiteKind = "observer" // listens; outside the scope
)

// SiteStatus is how far a site is.
type SiteStatus string

// The states of a site.
const (
	NotConfirmed SiteStatus = "not_confirmed"
	Confirmed    SiteStatus = "confirmed"
	Connected    SiteStatus = "connected"
	Lost         SiteStatus = "lost" // its line
	Left         SiteStatus = "left"
)

// Site is a place from which one unit takes part (điểm cầu).
type Site struct {
	ID           ident.ID
	Conference   ident.ID
	Unit         ident.ID
	UnitName     string // as on the day of the conference
	Order        int
	Kind         SiteKind
	Chair        ident.ID // person, 0 while none is named
	ChairName    string
	ChairTitle   string // as on the day of the conference
	Place        string
	ContactName  string
	ContactPhone string
	Planned      int // heads expected, -1 = not said
	Actual       int // heads present, -1 = not said
	Status       SiteStatus
	StatusAt     when.Instant
	ConfirmedAt  when.Instant
	ConfirmedBy  string
	Version      int
}

// HasChair tells whether a chair of the site is named.
func (s Site) HasChair() bool { return !s.Chair.Zero() }

// SiteState is one line of a site's history.
type SiteState struct {
	Status SiteStatus
	At     when.Instant
	By     string
	Note   string
}

// Attendance is whether a delegate came.
type Attendance string

// The kinds of attendance.
const (
	Expected Attendance = "expected"
	Present  Attendance = "present"
	Absent   Attendance = "absent"
)

// Delegate is a person by name, or a group by its label.
type Delegate struct {
	ID         ident.ID
	Site       ident.ID
	Order      int
	Person     ident.ID // 0 for a name that is no record here, and for groups
	Name       string
	Title      string // as on the day of the conference
	Label      string // of a group, "" for a person
	Count      int    // of a group, -1 = not known; 1 for a person
	Attendance Attendance
	Reason     string // of an absence
}

// Group tells whether this row stands for several people.
func (d Delegate) Group() bool { return d.Label != "" }
