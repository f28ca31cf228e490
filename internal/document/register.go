package document

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Direction tells what came to a unit from what left it.
type Direction string

// The directions.
const (
	In  Direction = "in"  // văn bản đến
	Out Direction = "out" // văn bản đi

	maxEntryNumber = 40
)

// EntryKinds lists the kinds that a register names, in the order in which they are offered.
func EntryKinds() []Kind {
	return []Kind{"resolution", "decision", "directive", "conclusion", "regulation", "guidance", "plan", "report", "submission", Notice, "letter", "other"}
}

// NewEntry is a document handled outside the program, as it is put on record.
type NewEntry struct {
	Direction Direction
	Kind      Kind
	Number    string // as it stands on the document: "12-BC/TU"
	Date      when.Date
	Secrecy   Secrecy
	Title     string // of an ordinary document alone
}

// Entry is a line of a unit's paper register.
type Entry struct {
	NewEntry
	ID         ident.ID
	Unit       ident.ID
	Recorded   when.Instant
	RecordedBy string
}

// checkEntry refuses what must not stand in the register. All faults come together.
func checkEntry(n NewEntry, today when.Date) error {
	var fs fault.Faults
	if n.Direction != In && n.Direction != Out {
		fs = append(fs, fault.Invalid("direction", "document.direction_missing"))
	}
	if !slices.Contains(EntryKinds(), n.Kind) {
		fs = append(fs, fault.Invalid("kind", "document.kind_unknown"))
	}
	switch {
	case !plainNumber(n.Number):
		fs = append(fs, fault.Invalid("number", "document.entry_number", "max", maxEntryNumber))
	case n.Secrecy == Ordinary && MarkedNumber(n.Number):
		fs = append(fs, fault.Invalid("secrecy", "document.entry_marked_number"))
	}
	switch {
	case !n.Date.Valid():
		fs = append(fs, fault.Invalid("date", "document.date_missing"))
	case n.Date > today:
		fs = append(fs, fault.Invalid("date", "document.entry_future"))
	}
	if !n.Secrecy.Known() {
		fs = append(fs, fault.Invalid("secrecy", "document.secrecy_missing"))
	}
	if utf8.RuneCountInString(n.Title) > maxTitle {
		fs = append(fs, fault.TooLarge("title", "document.title_long", "max", maxTitle))
	}
	if err := fs.Add(n.Secrecy.Check(Carried{Title: n.Title})); err != nil {
		return err
	}
	if n.Secrecy == Ordinary && n.Title == "" {
		fs = append(fs, fault.Invalid("title", "document.title_missing"))
	}
	return fs.Or()
}

// plainNumber: short, with a digit, and only the signs that numbers are written in, so that nothing else is told in it.
func plainNumber(s string) bool {
	return utf8.RuneCountInString(s) <= maxEntryNumber && strings.ContainsFunc(s, unicode.IsDigit) &&
		!strings.ContainsFunc(s, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-–/.() ", r)
		})
}

// Record puts a document that is handled outside the program into the unit's
// paper register. Of a marked one it keeps number, date and kind alone.
func (s *Service) Record(ctx context.Context, who actor.Actor, unit ident.ID, n NewEntry, key string) (Entry, error) {
	if err := who.At(actor.Acknowledge, unit); err != nil {
		return Entry{}, err
	}
	n.Number, n.Title = oneLine(n.Number), oneLine(n.Title)
	now := when.Present(s.clock)
	if err := checkEntry(n, now.Date()); err != nil {
		return Entry{}, err
	}
	e := Entry{NewEntry: n, ID: s.ids.New(), Unit: unit, Recorded: now, RecordedBy: who.Name}
	_, _, err := s.db.Once(ctx, key, "document.record", func(ctx context.Context, w *db.Write) (string, error) {
		if err := insertEntry(ctx, w, e, who.Account); err != nil {
			return "", err
		}
		_, err := journal.Append(ctx, w, journal.Entry{At: now, Actor: who, Kind: "document.recorded", Subject: e.ID, Unit: unit, After: e})
		return e.ID.String(), err
	})
	return e, err
}

// Entries lists a unit's paper register, the newest document first, for those who keep it.
func (s *Service) Entries(ctx context.Context, who actor.Actor, unit ident.ID) ([]Entry, error) {
	if err := who.At(actor.Acknowledge, unit); err != nil {
		return nil, err
	}
	var list []Entry
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = loadEntries(ctx, r, unit, listLimit)
		return err
	})
	return list, err
}

// Strike takes a line that was written by mistake out of the unit's paper register. The journal keeps it.
func (s *Service) Strike(ctx context.Context, who actor.Actor, unit, entry ident.ID, key string) error {
	if err := who.At(actor.Acknowledge, unit); err != nil {
		return err
	}
	_, _, err := s.db.Once(ctx, key, "document.strike", func(ctx context.Context, w *db.Write) (string, error) {
		e, found, err := loadEntry(ctx, w, unit, entry)
		if err != nil {
			return "", err
		}
		if !found {
			return "", fault.NotFound("document.entry_not_found")
		}
		if err := deleteEntry(ctx, w, entry); err != nil {
			return "", err
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: when.Present(s.clock), Actor: who, Kind: "document.struck", Subject: entry, Unit: unit, Before: e})
		return entry.String(), err
	})
	return err
}

const entryColumns = `id, unit, direction, kind, number_text, date, secrecy, title, recorded_at, recorded_by`

func scanEntry(s db.Scanner, e *Entry) error {
	return s.Scan(&e.ID, &e.Unit, &e.Direction, &e.Kind, &e.Number, &e.Date, &e.Secrecy, &e.Title, &e.Recorded, &e.RecordedBy)
}

func loadEntries(ctx context.Context, q db.Querier, unit ident.ID, limit int) ([]Entry, error) {
	return db.All(ctx, q, scanEntry, `select `+entryColumns+` from document_entry where unit = $1 order by date desc, id desc limit $2`, int64(unit), limit)
}

func loadEntry(ctx context.Context, q db.Querier, unit, id ident.ID) (Entry, bool, error) {
	return db.One(ctx, q, scanEntry, `select `+entryColumns+` from document_entry where unit = $1 and id = $2`, int64(unit), int64(id))
}

func insertEntry(ctx context.Context, w *db.Write, e Entry, account ident.ID) error {
	_, err := w.Exec(ctx, `insert into document_entry (`+entryColumns+`, account) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		int64(e.ID), int64(e.Unit), string(e.Direction), string(e.Kind), e.Number, int64(e.Date), string(e.Secrecy), e.Title, int64(e.Recorded), e.RecordedBy, int64(account))
	return err
}

func deleteEntry(ctx context.Context, w *db.Write, id ident.ID) error {
	_, err := w.Exec(ctx, `delete from document_entry where id = $1`, int64(id))
	return err
}
