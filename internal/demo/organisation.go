package demo

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"giaoban/internal/account"
	"giaoban/internal/actor"
	"giaoban/internal/calendar"
	"giaoban/internal/document"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/person"
	"giaoban/internal/report"
	"giaoban/internal/when"
)

//go:embed organisations
var samples embed.FS

// Organisation describes an organisation in plain JSON: units, people in their
// posts, events, accounts. Loading the same file again changes nothing.
type Organisation struct {
	Name     string                `json:"name"`
	Org      org.File              `json:"org"`
	People   person.File           `json:"people"`
	Events   []FileEvent           `json:"events"`
	Forms    []report.Form         `json:"forms"` // none: the built-in "Báo cáo quý"
	Layouts  []FileLayout          `json:"layouts"`
	Accounts []account.FileAccount `json:"accounts"`

	// Sample marks the files that the program brings along: their passwords are known to everybody.
	Sample bool `json:"-"`
}

// FileLayout is the letterhead of a unit's documents.
type FileLayout struct {
	Unit string `json:"unit"` // code
	document.Layout
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

// Root is the code of the unit at the top, "" where there is none.
func (o Organisation) Root() string {
	for _, u := range o.Org.Units {
		if u.Parent == "" {
			return u.Code
		}
	}
	return ""
}

// Administered tells whether somebody of the file can sign in and keep accounts at the top.
func (o Organisation) Administered() bool {
	for _, a := range o.Accounts {
		for _, g := range a.Grants {
			if g.Role == actor.Admin && g.Unit == o.Root() && (a.Password != "" || a.Hash != "") {
				return true
			}
		}
	}
	return false
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

// Samples names the organisation files that the program brings along.
func Samples() []string {
	var names []string
	entries, _ := samples.ReadDir("organisations") // embedded: it is there
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

// SampleFile gives one of them as it is written, to start one's own from; false where there is none of that name.
func SampleFile(name string) ([]byte, bool) {
	if name == "veterans" {
		name = "cuu-chien-binh"
	}
	body, err := samples.ReadFile("organisations/" + name + ".json")
	return body, err == nil
}

// OpenOrganisation reads the sample of a name, or the file of a path.
func OpenOrganisation(nameOrPath string) (Organisation, error) {
	if body, ok := SampleFile(nameOrPath); ok {
		o, err := ReadOrganisation(bytes.NewReader(body))
		o.Sample = true
		return o, err
	}
	in, err := os.Open(nameOrPath)
	if errors.Is(err, fs.ErrNotExist) {
		return Organisation{}, fmt.Errorf("there is no file %s; samples that come with the program: %s", nameOrPath, strings.Join(Samples(), ", "))
	}
	if err != nil {
		return Organisation{}, err
	}
	o, err := ReadOrganisation(in)
	if err := errors.Join(err, in.Close()); err != nil {
		return o, fmt.Errorf("%s: %w", nameOrPath, err)
	}
	return o, nil
}

func (l *Loader) loadOrganisation(ctx context.Context, who actor.Actor, o Organisation) error {
	if err := l.Org.Load(ctx, who, o.Org); err != nil {
		return fmt.Errorf("load the units: %w", err)
	}
	for _, f := range o.Forms {
		if _, err := l.Report.EnsureForm(ctx, who, f); err != nil {
			return fmt.Errorf("load the form %s: %w", f.Code, err)
		}
	}
	if _, err := l.Person.Load(ctx, who, o.People); err != nil {
		return fmt.Errorf("load the people: %w", err)
	}
	units, err := l.codes(ctx)
	if err != nil {
		return err
	}
	for _, one := range o.Layouts {
		if units[one.Unit].Zero() {
			return fmt.Errorf("load the letterheads: there is no unit with the code %q", one.Unit)
		}
		if err := l.Document.SetLayout(ctx, who, units[one.Unit], one.Layout); err != nil {
			return fmt.Errorf("load the letterhead of %s: %w", one.Unit, err)
		}
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
