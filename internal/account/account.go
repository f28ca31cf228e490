package account

import (
	"giaoban/internal/actor"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Account is somebody who may sign in.
type Account struct {
	ID         ident.ID
	Login      string
	Name       string   // as shown
	Person     ident.ID // the official behind it, 0 for none
	Lang       string   // chosen language, "" for the browser's
	Closed     bool
	Leaves     when.Date    // last day of somebody who leaves, 0 for none
	PasswordAt when.Instant // real time of the last change of the password
	SignedInAt when.Instant // real time of the last sign-in, 0 for never
}

// gone tells whether nobody acts with the account on that day any more.
func (a Account) gone(today when.Date) bool {
	return a.Closed || !a.Leaves.Zero() && a.Leaves.Before(today)
}

// Grant is a role on a unit from a day to a day, both included; 0 is open.
type Grant struct {
	ID       ident.ID
	Account  ident.ID
	Role     actor.Role
	Unit     ident.ID
	From, To when.Date
	Decision string         // number of the decision that gives it, "" for none
	Capacity actor.Capacity // in which a deputy signs, "" for a grant in its own right
}

// Span is the days of the grant.
func (g Grant) Span() when.Span { return when.Span{From: g.From, To: g.To} }

// NewGrant describes a grant to be given. Account is not looked at inside NewAccount.
type NewGrant struct {
	Account  ident.ID
	Role     actor.Role
	Unit     ident.ID
	From, To when.Date
	Decision string
}

// NewAccount describes an account to be created. Its first grants come with it,
// because whoever creates an account does so for a unit.
type NewAccount struct {
	Login    string
	Name     string
	Person   ident.ID
	Password string // "": a slip is issued, with whose code the account sets its own
	Lang     string
	Grants   []NewGrant
	Key      string // makes a retried request come in once
}

// Demo is an account that stands on the sign-in page of a demo.
type Demo struct {
	Account ident.ID
	Name    string    // of the account, for its initials
	Label   i18n.Text // the desk: "Chuyên viên tổng hợp"
	About   i18n.Text // what there is to see with it
	Unit    string    // name of the unit in which it begins
	Order   int
}

// Session is a sign-in of an account on one device.
type Session struct {
	Ref     string       // names it in forms; no secret
	Since   when.Instant // real time
	Seen    when.Instant // real time, to the minute
	Expires when.Instant
	Address string
	Agent   string // what the browser calls itself
	Demo    bool   // came from the sign-in page's cards
}
