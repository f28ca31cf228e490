package practice

import (
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// State is where a practice stands.
type State string

// The states.
const (
	Shared    State = "shared"
	Withdrawn State = "withdrawn"
)

// MaxFile bounds one file, maxFiles their number.
const (
	MaxFile  = 20 << 20
	maxFiles = 5
)

// Upload is a file to keep with a practice.
type Upload struct {
	Name string
	Data []byte
}

// New is what a unit shares.
type New struct {
	Unit    ident.ID
	Subject string
	Title   string
	Summary string
	Body    string
	Filing  ident.ID // the report that it comes from, 0: none
	Files   []Upload
	Key     string
}

// Practice is one as it stands.
type Practice struct {
	ID         ident.ID
	Unit       ident.ID
	Subject    string
	Title      string
	Summary    string
	Body       string
	Filing     ident.ID
	State      State
	SharedAt   when.Instant
	SharedBy   string
	EndorsedAt when.Instant // 0: not endorsed
	Endorser   ident.ID
	EndorsedBy string
	Word       string // what the endorser said
	Reason     string // why withdrawn
	Adopters   int
}

// File is a file of a practice.
type File struct {
	ID   ident.ID
	Name string
	MIME string
	Blob string
	Size int64
}

// Adopter is a unit that took a practice over.
type Adopter struct {
	Unit ident.ID
	At   when.Instant
	By   string
	Note string
}

// Page is a practice with all that its reader may see and do.
type Page struct {
	Practice
	Files       []File
	AdoptedBy   []Adopter // the newest first
	MayAdopt    bool
	MayEndorse  bool
	MayWithdraw bool
}

// Filter narrows the list.
type Filter struct {
	Unit     ident.ID // its own alone, 0: all
	Subject  string
	Text     string // words, without regard to accents
	Endorsed bool
}
