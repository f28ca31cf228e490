package account

import (
	"giaoban/internal/actor"
	"giaoban/internal/when"
)

// File describes accounts in plain JSON, units by their codes, people by their
// codes of the same installation. An account whose login is there already is
// left as it is, so that loading a file again changes nothing.
type File struct {
	// Hash is the hash of a password shared by all accounts that give none of
	// their own (see Hash): a demo of thousands of accounts is hashed once.
	Hash     string        `json:"hash,omitempty"`
	Accounts []FileAccount `json:"accounts"`
}

// FileAccount is an account.
type FileAccount struct {
	Login    string      `json:"login"`
	Name     string      `json:"name"`
	Person   string      `json:"person,omitempty"`   // code
	Password string      `json:"password,omitempty"` // plain: takes 20 ms each to hash
	Hash     string      `json:"hash,omitempty"`
	Lang     string      `json:"lang,omitempty"`
	Grants   []FileGrant `json:"grants,omitempty"`
	Demo     *FileDemo   `json:"demo,omitempty"`
}

// FileGrant is a role on a unit.
type FileGrant struct {
	Role     actor.Role `json:"role"`
	Unit     string     `json:"unit"` // code
	From     when.Date  `json:"from,omitempty"`
	To       when.Date  `json:"to,omitempty"`
	Decision string     `json:"decision,omitempty"`
}

// FileDemo puts the account on the sign-in page of a demo.
type FileDemo struct {
	Order   int    `json:"order"` // from 1
	Label   string `json:"label"` // the desk, Vietnamese
	LabelEN string `json:"label_en,omitempty"`
	AboutVI string `json:"about_vi"`
	AboutEN string `json:"about_en,omitempty"`
}
