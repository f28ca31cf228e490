package conference

import (
	"giaoban/internal/calendar"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Kind is what a conference is for.
type Kind string

// The kinds of conference.
const (
	Review        Kind = "review"         // giao ban
	InterimReview Kind = "interim_review" // sơ kết
	FinalReview   Kind = "final_review"   // tổng kết
	Thematic      Kind = "thematic"       // chuyên đề, cán bộ chủ chốt
	Consultation  Kind = "consultation"   // lấy ý kiến
)

// Mode is how the units meet.
type Mode string

// The modes of meeting.
const (
	Online   Mode = "online"
	InPerson Mode = "in_person"
	Hybrid   Mode = "hybrid"
)

// PartOfDay is the part of the day of the call; the start must lie in it.
type PartOfDay string

// The parts of the day.
const (
	Morning   PartOfDay = "morning"   // 00:00-11:59
	Afternoon PartOfDay = "afternoon" // 12:00-17:59
	Evening   PartOfDay = "evening"   // 18:00-23:59
	AllDay    PartOfDay = "all_day"   // starts in the morning
)

// Status is where a conference stands; doc.go has the transitions.
type Status string

// The states of a conference.
const (
	Draft     Status = "draft"
	Called    Status = "called"
	Open      Status = "open"
	Closed    Status = "closed"
	Concluded Status = "concluded" // its notice is issued
	Postponed Status = "postponed"
	Cancelled Status = "cancelled"
)

// Conference is one conference with its hosts and chairs.
type Conference struct {
	ID          ident.ID
	Number      int // 0 before the call
	Year        int // of the number
	Title       string
	Kind        Kind
	Mode        Mode
	Part        PartOfDay
	Date        when.Date
	Start       int // minutes after midnight
	Place       string
	Scope       org.Scope
	Hosts       []ident.ID // the first leads
	Review      ident.ID   // reviewed period, 0 for none
	Plan        ident.ID   // planned period, 0 for none
	Status      Status
	Reason      string // of a postponement or cancellation
	Declared    int    // conclusions the chair announced, 0 = not said
	Author      ident.ID
	Chairs      []Participant
	Secretaries []Participant
	CalledAt    when.Instant
	OpenedAt    when.Instant
	ClosedAt    when.Instant
	ApprovedAt  when.Instant
	ApprovedBy  ident.ID // participant
	ConcludedAt when.Instant
	Notice      ident.ID // document, 0 before it is issued
	Version     int
}

// Host is the first host, which leads and issues the notice.
func (c Conference) Host() ident.ID {
	if len(c.Hosts) == 0 {
		return 0
	}
	return c.Hosts[0]
}

// HostedBy tells whether unit is one of the hosts.
func (c Conference) HostedBy(unit ident.ID) bool {
	for _, h := range c.Hosts {
		if h == unit {
			return true
		}
	}
	return false
}

// StartsAt is the moment of the call.
func (c Conference) StartsAt() when.Instant { return when.At(c.Date, c.Start) }

// Approved tells whether a chair has approved the conclusions as they stand.
func (c Conference) Approved() bool { return !c.ApprovedAt.Zero() }

// ChairedBy gives the participant of a person who chairs this conference.
func (c Conference) ChairedBy(person ident.ID) (Participant, bool) {
	for _, p := range c.Chairs {
		if p.Person == person && !person.Zero() {
			return p, true
		}
	}
	return Participant{}, false
}

// Speaker is the chair whose conclusions they are: the one named, else the first.
func (c Conference) Speaker() (Participant, bool) {
	for _, p := range c.Chairs {
		if p.ID == c.Author {
			return p, true
		}
	}
	if len(c.Chairs) == 0 {
		return Participant{}, false
	}
	return c.Chairs[0], true
}

// Running tells whether sites may still change what concerns the day itself.
func (c Conference) Running() bool { return c.Status == Called || c.Status == Open }

// Role is what a participant of the whole conference does there.
type Role string

// The roles of participants.
const (
	RoleChair     Role = "chair"
	RoleSecretary Role = "secretary"
)

// Participant is a chair or secretary. Name and title are as on the day of the conference.
type Participant struct {
	ID         ident.ID
	Conference ident.ID
	Role       Role
	Order      int
	Person     ident.ID
	Name       string
	Title      string
	Unit       ident.ID // represented
}

// Facts is a conference with what a page says beside it.
type Facts struct {
	Conference
	ReviewPeriod calendar.Period
	PlanPeriod   calendar.Period
	HostNames    []string
	Sites        int
	Confirmed    int
	WithChair    int
	Entered      int // conclusions
}
