package org

import (
	"giaoban/internal/i18n"
	"giaoban/internal/when"
)

// File describes an organisation, or a change of one, in plain JSON. Units are
// named by their codes, days are numbers yyyymmdd, 0 is open. Loading the same
// file again changes nothing; a later file may carry on an earlier one's units.
type File struct {
	Levels  []FileLevel  `json:"levels,omitempty"`
	Kinds   []FileKind   `json:"kinds,omitempty"`
	Groups  []FileGroup  `json:"groups,omitempty"`
	Units   []FileUnit   `json:"units,omitempty"`
	Changes []FileChange `json:"changes,omitempty"`

	// Labels are texts of the program, by key, as this organisation says them.
	Labels map[string]i18n.Text `json:"labels,omitempty"`
}

// FileLevel is a level; the order of the list is the order of the rungs unless Order says so.
type FileLevel struct {
	Code  string `json:"code"`
	Order int    `json:"order,omitempty"`
	VI    string `json:"vi"`
	EN    string `json:"en,omitempty"`
}

// FileKind says what units of a kind are called.
type FileKind struct {
	Code string `json:"code"`
	VI   string `json:"vi"`
	EN   string `json:"en,omitempty"`
}

// FileGroup is a group of units.
type FileGroup struct {
	Code string `json:"code"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// FileUnit is a unit. To may be left open where a change of the file ends the
// unit, From where a change begins it: the change's day then counts. Of a unit
// that is already there only Then and Groups are taken.
type FileUnit struct {
	Code     string        `json:"code"`
	Parent   string        `json:"parent,omitempty"`
	Name     string        `json:"name"`
	Short    string        `json:"short,omitempty"`
	Kind     string        `json:"kind,omitempty"`
	Level    string        `json:"level"`
	From     when.Date     `json:"from,omitempty"`
	To       when.Date     `json:"to,omitempty"`
	Tile     *[2]int       `json:"tile,omitempty"` // column, row
	Groups   []string      `json:"groups,omitempty"`
	Invented bool          `json:"invented,omitempty"`
	Then     []FileVersion `json:"then,omitempty"` // what it became later, in order of days
}

// FileVersion is what changes in a unit on a day; empty fields stay as they were.
type FileVersion struct {
	From   when.Date `json:"from"`
	Parent string    `json:"parent,omitempty"`
	Name   string    `json:"name,omitempty"`
	Short  string    `json:"short,omitempty"`
	Kind   string    `json:"kind,omitempty"`
	Level  string    `json:"level,omitempty"`
}

// FileChange is a change with the units before and after it. A merge into a
// unit that was there before names that unit on both sides.
type FileChange struct {
	Date when.Date `json:"date"`
	Kind string    `json:"kind"`
	Act  string    `json:"act"`
	Note string    `json:"note,omitempty"`
	From []string  `json:"from,omitempty"`
	To   []string  `json:"to,omitempty"`
}
