package conference

import (
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Conclusion is one numbered conclusion of the chair.
type Conclusion struct {
	ID         ident.ID
	Conference ident.ID
	Order      int    // from 1, through all groups
	Heading    string // of its group, "" for none
	Text       string
	Addressee  string
	Answers    ident.ID // the group of obstacles that it answers once its notice is issued, 0: none
	Version    int
	ChangedAt  when.Instant
	ChangedBy  string
}

// Revision is a correction of issued conclusions that waits for a chair, or is in force.
type Revision struct {
	ID         ident.ID
	Conference ident.ID
	Reason     string
	Texts      map[ident.ID]string // by conclusion
	DraftedAt  when.Instant
	DraftedBy  string
	ApprovedAt when.Instant
	ApprovedBy ident.ID
}
