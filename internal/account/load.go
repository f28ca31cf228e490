package account

import (
	"context"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

const loadPiece = 200 // accounts of one piece: well under 50 ms

// Load brings in the accounts of a file. An account whose login is there
// already is left as it is, so that an interrupted load is completed by the same
// file. Only the program itself and administrators of the root may load.
func (s *Service) Load(ctx context.Context, who actor.Actor, f File) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	if err := who.Over(actor.KeepAccounts, tree.Root().ID, tree); err != nil {
		return err
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return err
	}
	entries, err := s.prepare(ctx, f)
	if err != nil {
		return err
	}
	loaded := 0
	for from := 0; from < len(entries); from += loadPiece {
		piece := entries[from:min(from+loadPiece, len(entries))]
		fresh := 0
		err := s.d.DB.Do(ctx, "account.load", func(ctx context.Context, w *db.Write) error {
			fresh = 0
			for _, e := range piece {
				isNew, err := s.loadOne(ctx, w, e)
				if err != nil {
					return err
				}
				if isNew {
					fresh++
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		loaded += fresh
	}
	if loaded == 0 {
		return nil
	}
	return s.d.DB.Do(ctx, "account.loaded", func(ctx context.Context, w *db.Write) error {
		_, err := journal.Append(ctx, w, journal.Entry{At: when.Present(s.d.Clock), Actor: who, Kind: "account.loaded", Unit: tree.Root().ID, Note: strconv.Itoa(loaded)})
		return err
	})
}

type entry struct {
	row
	grants []Grant
}

// prepare checks the whole file before anything is written.
func (s *Service) prepare(ctx context.Context, f File) ([]entry, error) {
	units, err := s.d.Org.ByCodes(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.peopleOf(ctx, f)
	if err != nil {
		return nil, err
	}
	var faults fault.Faults
	entries := make([]entry, 0, len(f.Accounts))
	now := s.now()
	for _, a := range f.Accounts {
		if err := faults.Add(checkLogin(a.Login)); err != nil {
			return nil, err
		}
		e := entry{row: row{
			Account: Account{ID: s.d.IDs.New(), Login: a.Login, Name: a.Name, Lang: a.Lang, Person: people[a.Person], PasswordAt: now},
			key:     loginKey(a.Login), sortKey: i18n.SortKey(a.Name),
		}}
		if a.Demo != nil {
			e.demo = *a.Demo
		}
		if a.Person != "" && e.Person == 0 {
			_ = faults.Add(fault.Invalid("person", "account.load_unknown_person", "code", a.Person)) // a fault is always taken
		}
		for _, g := range a.Grants {
			unit, ok := units[g.Unit]
			if !ok {
				_ = faults.Add(fault.Invalid("unit", "account.load_unknown_unit", "code", g.Unit))
				continue
			}
			if err := faults.Add(checkGrant(NewGrant{Role: g.Role, Unit: unit, From: g.From, To: g.To})); err != nil {
				return nil, err
			}
			e.grants = append(e.grants, Grant{ID: s.d.IDs.New(), Account: e.ID, Role: g.Role, Unit: unit, From: g.From, To: g.To, Decision: g.Decision})
		}
		if e.hash, err = s.hashFor(ctx, a, f.Hash); err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, faults.Or()
}

// hashFor takes an account's own hash, else hashes its password, else takes the shared hash.
func (s *Service) hashFor(ctx context.Context, a FileAccount, shared string) (string, error) {
	switch {
	case a.Hash != "":
		return a.Hash, nil
	case a.Password != "":
		return s.hash.hash(ctx, urgently(), a.Password)
	}
	return shared, nil // "" is no password: nobody signs in with it
}

// peopleOf finds the officials that the file names.
func (s *Service) peopleOf(ctx context.Context, f File) (map[string]ident.ID, error) {
	people := make(map[string]ident.ID)
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, a := range f.Accounts {
			if a.Person == "" || people[a.Person] != 0 {
				continue
			}
			id, err := personByCode(ctx, r, a.Person)
			if err != nil {
				return err
			}
			people[a.Person] = id
		}
		return nil
	})
	return people, err
}

func (s *Service) loadOne(ctx context.Context, w *db.Write, e entry) (bool, error) {
	known, err := db.Int(ctx, w, `select id from account where login_key = $1`, e.key)
	if err != nil || known != 0 {
		return false, err
	}
	if err := insertAccount(ctx, w, e.row); err != nil {
		return false, err
	}
	for _, g := range e.grants {
		if err := insertGrant(ctx, w, g); err != nil {
			return false, err
		}
	}
	return true, nil
}
