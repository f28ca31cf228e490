// Package actor says who acts, in which unit, and what that allows.
//
// A grant gives a role on a unit. It is judged in one of two ways: At, for acts
// that a unit does for itself (writing its report, managing its site), where the
// grant must stand on that very unit; Over, for acts of a superior on the units
// below (accepting, calling, reading what was filed), where the grant stands on
// the unit or on one above it in today's tree. A right to act over a unit never
// implies a right to see its drafts.
package actor

import (
	"slices"

	"giaoban/internal/fault"
	"giaoban/internal/ident"
)

// Role is what a grant gives. Roles are the desks of an office, not ranks.
type Role string

// The roles.
const (
	Specialist Role = "specialist" // chuyên viên: drafts the unit's reports, keeps its tasks and site
	Head       Role = "head"       // thủ trưởng: signs, files, takes part as the unit's head
	Office     Role = "office"     // văn phòng: opens requests, receives reports, calls conferences, keeps units below
	Secretary  Role = "secretary"  // thư ký hội nghị: runs agenda, conclusions, notices of the unit's conferences
	Chair      Role = "chair"      // lãnh đạo có thể chủ trì: sees all that was filed below; approves only where named chair
	Editor     Role = "editor"     // biên tập viên: news of the unit
	Technician Role = "technician" // kỹ thuật: the site's line test and room
	Admin      Role = "admin"      // quản trị: accounts and units
	Deputy     Role = "deputy"     // người được giao ký: signs the unit's reports for its head; given by delegation only
)

// Action is something a role may do.
type Action string

// The actions. Each is used in exactly one way, At or Over, as said behind it.
const (
	ReadFiled      Action = "read_filed"      // over: see filed reports, totals, progress
	DraftFiling    Action = "draft_filing"    // at: see and write the unit's own draft
	SignFiling     Action = "sign_filing"     // at
	OpenRequest    Action = "open_request"    // at: open a form for a period and the units below
	ReceiveFiling  Action = "receive_filing"  // over: accept or return
	EnterByPhone   Action = "enter_by_phone"  // at: type for a unit straight below that phones
	CallConference Action = "call_conference" // at: create, call, change a conference the unit hosts
	RunConference  Action = "run_conference"  // at: agenda, conclusions, roll call, notice of a hosted conference
	KeepSite       Action = "keep_site"       // at: confirm, chair, delegates, headcount
	JoinRoom       Action = "join_room"       // at: enter the room for the unit's site, raise its hand, test its line
	AssignTask     Action = "assign_task"     // at: assign from this unit
	KeepTask       Action = "keep_task"       // at: report progress of the unit's tasks
	ReadTask       Action = "read_task"       // over
	Acknowledge    Action = "acknowledge"     // at: acknowledge documents sent to the unit
	WriteNews      Action = "write_news"      // at
	KeepUnits      Action = "keep_units"      // over
	KeepAccounts   Action = "keep_accounts"   // over

	RaiseObstacle   Action = "raise_obstacle"   // at: say what hinders the unit
	CloseObstacle   Action = "close_obstacle"   // at: the raiser's word that it is solved, or not; withdraw
	SharePractice   Action = "share_practice"   // at: show what works, adopt what others show
	EndorsePractice Action = "endorse_practice" // over: vouch for a practice of a unit below
	AskExplanation  Action = "ask_explanation"  // over: mark a figure that a unit below filed, and ask why
	SendExplanation Action = "send_explanation" // at: answer for the unit; drafting is DraftFiling
	SettleObstacle  Action = "settle_obstacle"  // at: answer what was routed to the unit, pass it on, group it
)

// allowed is the whole policy on one screen.
func allowed(r Role, a Action) bool {
	switch a {
	case ReadFiled, ReadTask:
		return r == Office || r == Chair || r == Head || r == Specialist || r == Secretary || r == Admin || r == Deputy
	case DraftFiling:
		return r == Specialist || r == Head || r == Office || r == Deputy
	case SignFiling:
		return r == Head || r == Deputy
	case OpenRequest, ReceiveFiling, CallConference:
		return r == Office
	case EnterByPhone:
		return r == Office || r == Specialist
	case RunConference:
		return r == Secretary || r == Office
	case KeepSite:
		return r == Specialist || r == Head || r == Technician || r == Office
	case JoinRoom:
		return r == Specialist || r == Head || r == Technician || r == Office || r == Chair || r == Secretary
	case AssignTask:
		return r == Office || r == Secretary || r == Head
	case KeepTask, Acknowledge:
		return r == Specialist || r == Head || r == Office
	case WriteNews:
		return r == Editor
	case KeepUnits, KeepAccounts:
		return r == Admin
	case EndorsePractice:
		return r == Office || r == Head || r == Chair
	case RaiseObstacle, CloseObstacle, SharePractice:
		return r == Specialist || r == Head || r == Office
	case AskExplanation:
		return r == Chair || r == Office || r == Head
	case SendExplanation:
		return r == Head || r == Office || r == Deputy
	case SettleObstacle:
		return r == Head || r == Office
	}
	return false
}

// Grant is a role on a unit. Dates were judged when the Actor was made.
type Grant struct {
	Role     Role
	Unit     ident.ID
	Capacity Capacity // of one who stands in for the head, "" for the head and every other desk
}

// Capacity says in what capacity somebody signs for a unit.
type Capacity string

// The capacities of Vietnamese office practice.
const (
	AsHead   Capacity = "head" // thủ trưởng
	AsKT     Capacity = "kt"   // ký thay: a deputy for the head
	AsTL     Capacity = "tl"   // thừa lệnh: by order of the head
	AsTM     Capacity = "tm"   // thay mặt: on behalf of a collective
	AsTUQ    Capacity = "tuq"  // thừa ủy quyền: by written delegation
	AsActing Capacity = "q"    // quyền: acting head
	AsCharge Capacity = "pt"   // phụ trách: a deputy in charge while there is no head
)

// Known tells whether it is one of them.
func (c Capacity) Known() bool {
	return c == AsHead || c == AsCharge || c.Prefix() != ""
}

// Titled is a title as it is printed in this capacity.
func (c Capacity) Titled(title string) string {
	if c == AsCharge && title != "" {
		return title + " phụ trách"
	}
	return title
}

// Prefix stands before the head's title in a signature: "K/T", "" where none does.
func (c Capacity) Prefix() string {
	switch c {
	case AsKT:
		return "K/T"
	case AsTL:
		return "T/L"
	case AsTM:
		return "T/M"
	case AsTUQ:
		return "TUQ"
	case AsActing:
		return "Q."
	}
	return ""
}

// Key is the message key of the capacity.
func (c Capacity) Key() string { return "actor.capacity_" + string(c) }

// SignsAs lists the capacities in which the actor may sign for a unit: those of
// its delegations, or, where it holds the head's own grant, all of a head's.
func (w Actor) SignsAs(unit ident.ID) []Capacity {
	var given []Capacity
	for _, g := range w.Grants {
		switch {
		case g.Unit != unit || !allowed(g.Role, SignFiling):
		case g.Capacity == "":
			return []Capacity{AsHead, AsKT, AsTL, AsTM, AsTUQ}
		case !slices.Contains(given, g.Capacity):
			given = append(given, g.Capacity)
		}
	}
	return given
}

// Kind tells people from the program itself and from the public.
type Kind uint8

// The kinds of actor.
const (
	Public  Kind = iota // not signed in: sees what is published, nothing else
	Person              // an account
	System              // jobs and the demo's loader; may do everything, is named in the journal
	Program             // another program, by an access token of a unit; may do what its scopes say and never signs
)

// Actor is who acts. It is made anew for every request from the session and today's grants.
type Actor struct {
	Kind    Kind
	Account ident.ID // of a Program: the access token
	Person  ident.ID // the official behind the account, where there is one
	Name    string   // as shown
	Unit    ident.ID // the unit in which the account now works (an account may have several)
	Grants  []Grant
	Scopes  []Scope // of a Program: bounds what its grants give

	Assurance Assurance // how surely it is the account's holder; see StepUp
}

// Reach answers whether one unit stands above another (or is it) in today's tree.
type Reach interface {
	Contains(above, below ident.ID) bool
}

// SystemActor acts for the program itself; name says which part, for the journal.
func SystemActor(name string) Actor { return Actor{Kind: System, Name: name} }

// HasAt tells whether the actor may do a at this very unit.
func (w Actor) HasAt(a Action, unit ident.ID) bool {
	if w.Kind == System {
		return true
	}
	for _, g := range w.Grants {
		if g.Unit == unit && allowed(g.Role, a) {
			return w.inScope(a)
		}
	}
	return false
}

// HasDesk tells whether the actor works in this very unit, in whatever role, and so reads what its desks read. The computer
// of a hall works there for the unit's site alone.
func (w Actor) HasDesk(unit ident.ID) bool {
	return w.Kind == System || !unit.Zero() && w.Assurance != ByDevice && slices.ContainsFunc(w.Grants, func(g Grant) bool { return g.Unit == unit })
}

// HasOver tells whether the actor may do a to unit from there or from above.
func (w Actor) HasOver(a Action, unit ident.ID, reach Reach) bool {
	if w.Kind == System {
		return true
	}
	for _, g := range w.Grants {
		if allowed(g.Role, a) && (g.Unit == unit || reach.Contains(g.Unit, unit)) {
			return w.inScope(a)
		}
	}
	return false
}

// At is HasAt as a fault: not signed in, or forbidden.
func (w Actor) At(a Action, unit ident.ID) error {
	if w.HasAt(a, unit) {
		return nil
	}
	return w.refuse(a)
}

// Over is HasOver as a fault.
func (w Actor) Over(a Action, unit ident.ID, reach Reach) error {
	if w.HasOver(a, unit, reach) {
		return nil
	}
	return w.refuse(a)
}

// SignedIn refuses the public.
func (w Actor) SignedIn() error {
	if w.Kind == Public {
		return fault.Unauthenticated("actor.sign_in")
	}
	return nil
}

// InPerson refuses all but people who signed in: what an account does for itself.
func (w Actor) InPerson() error {
	switch w.Assurance {
	case ByToken:
		return fault.Forbidden("actor.not_by_token")
	case ByDevice:
		return fault.Forbidden("actor.not_by_device")
	}
	return w.SignedIn()
}

func (w Actor) refuse(a Action) error {
	if w.Kind == Public {
		return fault.Unauthenticated("actor.sign_in")
	}
	return fault.Forbidden("actor.forbidden_" + string(a))
}

// Units lists the units on which the actor has any grant, in the order of the grants, each once.
func (w Actor) Units() []ident.ID {
	var units []ident.ID
	seen := make(map[ident.ID]bool, len(w.Grants))
	for _, g := range w.Grants {
		if !seen[g.Unit] {
			seen[g.Unit] = true
			units = append(units, g.Unit)
		}
	}
	return units
}
