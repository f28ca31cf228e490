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
	"giaoban/internal/org"
	"giaoban/internal/when"
)

const loadPiece = 200 // accounts of one piece: well under 50 ms

// Load brings in the accounts of a file and gives their identifiers by login.
// people gives the identifiers of persons by their codes (person.Load returns
// it); nil looks none up. An account whose login is there already is left as it
// is. Only the program itself and administrators of the root may load.
func (s *Service) Load(ctx context.Context, who actor.Actor, f File, people map[string]ident.ID) (map[string]ident.ID, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.KeepAccounts, tree.Root().ID, tree); err != nil {
		return nil, err
	}
	entries, err := s.prepare(ctx, f, tree, people)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]ident.ID, len(entries))
	loaded := 0
	for from := 0; from < len(entries); from += loadPiece {
		piece := entries[from:min(from+loadPiece, len(entries))]
		var found map[string]ident.ID
		var fresh int
		err := s.d.DB.Do(ctx, "account.load", func(ctx context.Context, w *db.Write) error {
			found, fresh = make(map[string]ident.ID, len(piece)), 0
			for _, e := range piece {
				id, isNew, err := s.loadOne(ctx, w, e)
				if err != nil {
					return err
				}
				found[e.Login] = id
				if isNew {
					fresh++
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for login, id := range found {
			ids[login] = id
		}
		loaded += fresh
	}
	if loaded == 0 {
		return ids, nil
	}
	return ids, s.d.DB.Do(ctx, "account.loaded", func(ctx context.Context, w *db.Write) error {
		_, err := journal.Append(ctx, w, journal.Entry{At: when.Present(s.d.Clock), Actor: who, Kind: "account.loaded", Unit: tree.Root().ID, Note: strconv.Itoa(loaded)})
		return err
	})
}

type entry struct {
	row
	grants []Grant
}

// prepare checks the whole file before anything is written.
func (s *Service) prepare(ctx context.Context, f File, tree *org.Tree, people map[string]ident.ID) ([]entry, error) {
	units := make(map[string]ident.ID, tree.Len())
	for pos := range tree.Len() {
		u := tree.At(pos)
		units[u.Code] = u.ID
	}
	var faults fault.Faults
	entries := make([]entry, 0, len(f.Accounts))
	now := s.now()
	for _, a := range f.Accounts {
		if err := faults.Add(checkLogin(a.Login)); err != nil {
			return nil, err
		}
		e := entry{row: row{
			Account: Account{ID: s.d.IDs.New(), Login: a.Login, Name: a.Name, Lang: a.Lang, PasswordAt: now},
			key:     loginKey(a.Login), sortKey: i18n.SortKey(a.Name), hash: a.Hash,
		}}
		if a.Demo != nil {
			e.demo = *a.Demo
		}
		if a.Person != "" {
			id, ok := people[a.Person]
			if !ok {
				_ = faults.Add(fault.Invalid("person", "account.load_unknown_person", "code", a.Person)) // a fault is always taken
			}
			e.Person = id
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
		var err error
		switch {
		case e.hash != "":
		case a.Password != "":
			e.hash, err = s.hash.hash(ctx, a.Password)
		default:
			e.hash = f.Hash
		}
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, faults.Or()
}

func (s *Service) loadOne(ctx context.Context, w *db.Write, e entry) (ident.ID, bool, error) {
	if known, err := db.Int(ctx, w, `select id from account where login_key = $1`, e.key); err != nil || known != 0 {
		return ident.ID(known), false, err
	}
	if err := insertAccount(ctx, w, e.row); err != nil {
		return 0, false, err
	}
	for _, g := range e.grants {
		if err := insertGrant(ctx, w, g); err != nil {
			return 0, false, err
		}
	}
	return e.ID, true, nil
}
