package org

import (
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Unit is a unit as it is on one day: From and To are the first and last day of
// this version, 0 where open.
type Unit struct {
	ID, Parent ident.ID
	Code       string // for life, unique in the installation
	Name       string
	ShortName  string // "" where none is used; see Short
	Kind       string // what sort of unit, as the organisation calls it: "city", "ward", "bloc"
	Level      string // code of its Level
	From, To   when.Date
	SortKey    string // of the name, for order by byte comparison
	TileCol    int    // place in the grid of tiles, -1 for none
	TileRow    int
	Invented   bool // made up for a demo or a rehearsal
}

// Short gives the short name, or the name where there is none.
func (u Unit) Short() string {
	if u.ShortName != "" {
		return u.ShortName
	}
	return u.Name
}

// Span is the days of this version.
func (u Unit) Span() when.Span { return when.Span{From: u.From, To: u.To} }

// Level is a rung of the tree. Order 1 is the top.
type Level struct {
	Code  string
	Order int
	Name  i18n.Text
}

// Group is a set of units across the tree: a region, a sector, a function.
type Group struct {
	ID   ident.ID
	Code string
	Kind string // region, sector, function
	Name string
}

// The kinds of change.
const (
	ChangeCreate   = "create"
	ChangeRename   = "rename"
	ChangeMove     = "move"
	ChangeMerge    = "merge"
	ChangeSplit    = "split"
	ChangeDissolve = "dissolve"
)

// Change is what happened to units on a day, by a legal act. From are the units
// as they were the day before, To as they are from that day on.
type Change struct {
	ID   ident.ID
	Date when.Date
	Kind string
	Act  string // the deciding document, "Nghị quyết số 202/2025/QH15"
	Note string
	From []Unit
	To   []Unit
}

// Decree is the frame of a change: the first day on which it holds, the legal
// act, a note, and the key that makes a retried request come in once ("" for none).
type Decree struct {
	Date when.Date
	Act  string
	Note string
	Key  string
	dry  *Impact // tried only: what it would do is written here
}

// NewUnit describes a unit to be created. An empty Code is drawn from the identifier.
type NewUnit struct {
	Parent    ident.ID
	Code      string
	Name      string
	ShortName string
	Kind      string
	Level     string
	Groups    []string // codes
	Invented  bool
}
