package actor

import (
	"slices"
	"strings"
)

// Scope bounds what an access token may be used for. No scope gives an act that
// a person answers for: signing, sending, accepting, approving, assigning,
// running a conference, keeping units and accounts.
type Scope string

// The scopes: what a program of a unit may read, and the four things that it may write.
const (
	ReadReports     Scope = "read:reports"
	WriteDrafts     Scope = "write:drafts"
	ReadTasks       Scope = "read:tasks"
	WriteTasks      Scope = "write:tasks"
	ReadDocuments   Scope = "read:documents"
	WriteReceipts   Scope = "write:receipts"
	ReadConferences Scope = "read:conferences"
)

// Scopes lists the scopes in the order in which they are offered.
func Scopes() []Scope {
	return []Scope{ReadReports, WriteDrafts, ReadTasks, WriteTasks, ReadDocuments, WriteReceipts, ReadConferences}
}

// gives tells which action a scope lets through. Lists of a unit's own tasks,
// documents and conferences ask for no action; there the surface asks for the scope.
func (s Scope) gives(a Action) bool {
	switch s {
	case ReadReports:
		return a == ReadFiled
	case WriteDrafts:
		return a == DraftFiling
	case ReadTasks:
		return a == ReadTask
	case WriteTasks:
		return a == KeepTask || a == RaiseObstacle
	case WriteReceipts:
		return a == Acknowledge
	}
	return false
}

func (w Actor) inScope(a Action) bool {
	return w.Kind != Program || slices.ContainsFunc(w.Scopes, func(s Scope) bool { return s.gives(a) })
}

// InScope tells whether the actor may be used for a scope: a person always, a program where its token says so.
func (w Actor) InScope(s Scope) bool { return w.Kind != Program || slices.Contains(w.Scopes, s) }

// TextKey is the message key of the scope in words.
func (s Scope) TextKey() string { return "actor.scope_" + strings.ReplaceAll(string(s), ":", "_") }
