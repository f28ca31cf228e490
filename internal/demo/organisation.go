package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/when"
)

// Organisation describes an organisation in plain JSON: units, people in their
// posts, events, accounts. Loading the same file again changes nothing.
type Organisation struct {
	Name     string                `json:"name"`
	Org      org.File              `json:"org"`
	People   person.File           `json:"people"`
	Events   []FileEvent           `json:"events"`
	Accounts []account.FileAccount `json:"accounts"`
}

// FileEvent is an event that others may anchor to.
type FileEvent struct {
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Kind        string    `json:"kind"`
	Date        when.Date `json:"date"`
	Provisional bool      `json:"provisional,omitempty"`
	Unit        string    `json:"unit"` // code of the unit that keeps it
}

// ReadOrganisation reads an organisation file; a field that it does not know is
// a mistake in the file and is reported, not passed over.
func ReadOrganisation(r io.Reader) (Organisation, error) {
	var o Organisation
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o); err != nil {
		return o, fmt.Errorf("organisation file: %w", err)
	}
	return o, nil
}

func (l *Loader) loadOrganisation(ctx context.Context, who actor.Actor, o Organisation) error {
	if err := l.Org.Load(ctx, who, o.Org); err != nil {
		return fmt.Errorf("load the units: %w", err)
	}
	if _, err := l.Person.Load(ctx, who, o.People); err != nil {
		return fmt.Errorf("load the people: %w", err)
	}
	units, err := l.codes(ctx)
	if err != nil {
		return err
	}
	for _, e := range o.Events {
		if _, err := l.Calendar.CreateEvent(ctx, who, calendar.NewEvent{Code: e.Code, Name: e.Name, Kind: e.Kind, Date: e.Date,
			Provisional: e.Provisional, Unit: units[e.Unit], Key: "organisation-file/" + e.Code}); err != nil {
			return fmt.Errorf("load the event %s: %w", e.Code, err)
		}
	}
	if err := l.Account.Load(ctx, who, account.File{Accounts: o.Accounts}); err != nil {
		return fmt.Errorf("load the accounts: %w", err)
	}
	return nil
}

// codes gives the identifiers of today's units by their codes.
func (l *Loader) codes(ctx context.Context) (map[string]ident.ID, error) {
	tree, err := l.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	byCode := make(map[string]ident.ID, tree.Len())
	for pos := range tree.Len() {
		u := tree.At(pos)
		byCode[u.Code] = u.ID
	}
	return byCode, nil
}
