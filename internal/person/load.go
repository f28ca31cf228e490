package person

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// loadPiece is the number of posts in one piece.
const loadPiece = 100

// Load brings people, posts and holders in, and gives the identifiers of the
// file's people by their codes. What came in before is left alone, so an
// interrupted load is completed by the same file. It needs the right to keep
// units over every unit the file names.
func (s *Service) Load(ctx context.Context, who actor.Actor, f File) (map[string]ident.ID, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	units, err := s.org.ByCodes(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := s.org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkFile(f, units); err != nil {
		return nil, err
	}
	if len(f.Positions) == 0 && who.Kind != actor.System {
		if err := who.Over(actor.KeepUnits, tree.Root().ID, tree); err != nil {
			return nil, err
		}
	}
	for _, p := range f.Positions {
		if err := who.Over(actor.KeepUnits, units[p.Unit], tree); err != nil {
			return nil, err
		}
	}
	people := make(map[string]ident.ID, len(f.People))
	for part := range slices.Chunk(f.People, loadPiece*2) {
		var ids map[string]ident.ID
		err := s.db.Do(ctx, "person.load", func(ctx context.Context, w *db.Write) error {
			var err error
			ids, err = s.loadPeople(ctx, w, part)
			return err
		})
		if err != nil {
			return nil, err
		}
		for code, id := range ids {
			people[code] = id
		}
	}
	for part := range slices.Chunk(f.Positions, loadPiece) {
		err := s.db.Do(ctx, "person.load", func(ctx context.Context, w *db.Write) error {
			for _, p := range part {
				if err := s.loadPost(ctx, w, p, units[p.Unit], people); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return people, s.db.Do(ctx, "person.load", func(ctx context.Context, w *db.Write) error {
		_, err := journal.Append(ctx, w, journal.Entry{
			At: when.Present(s.clock), Actor: who, Kind: "person.loaded", Unit: who.Unit,
			After: map[string]int{"people": len(f.People), "positions": len(f.Positions)},
		})
		return err
	})
}

func checkFile(f File, units map[string]ident.ID) error {
	var fs fault.Faults
	codes := make(map[string]bool, len(f.People))
	for _, p := range f.People {
		if _, wrong := newPerson(p.Name); wrong != nil || p.Code == "" || codes[p.Code] {
			fs = append(fs, fault.Invalid("file", "person.file_bad_person", "code", p.Code, "name", p.Name))
		}
		codes[p.Code] = true
	}
	for _, p := range f.Positions {
		if units[p.Unit] == 0 {
			fs = append(fs, fault.Invalid("file", "person.file_no_unit", "code", p.Unit, "title", p.Title))
		}
		if checkPosition(NewPosition{Title: tidy(p.Title), Abbrev: tidy(p.Abbrev), Rank: p.Rank}) != nil {
			fs = append(fs, fault.Invalid("file", "person.file_bad_position", "code", p.Unit, "title", p.Title))
		}
		for _, h := range p.Holders {
			if !codes[h.Person] {
				fs = append(fs, fault.Invalid("file", "person.file_no_person", "code", h.Person, "title", p.Title))
			}
		}
	}
	return fs.Or()
}

func (s *Service) loadPeople(ctx context.Context, w *db.Write, people []FilePerson) (map[string]ident.ID, error) {
	ids := make(map[string]ident.ID, len(people))
	for _, fp := range people {
		known, err := db.Int(ctx, w, `select id from person where code = $1`, fp.Code)
		if err != nil {
			return nil, err
		}
		if known != 0 {
			ids[fp.Code] = ident.ID(known)
			continue
		}
		p, f := newPerson(fp.Name)
		if f != nil {
			return nil, f
		}
		p.ID = s.ids.New()
		if err := insertPerson(ctx, w, p, fp.Code); err != nil {
			return nil, err
		}
		ids[fp.Code] = p.ID
	}
	return ids, nil
}

// loadPost brings a post and its holders in, under the same rules as by hand.
func (s *Service) loadPost(ctx context.Context, w *db.Write, fp FilePosition, unit ident.ID, people map[string]ident.ID) error {
	title := tidy(fp.Title)
	p, known, err := db.One(ctx, w, scanPosition, `select `+positionColumns+` from position o where o.unit = $1 and o.title = $2`, int64(unit), title)
	if err != nil {
		return err
	}
	if !known {
		p = Position{ID: s.ids.New(), Unit: unit, Title: title, Abbrev: tidy(fp.Abbrev), Rank: fp.Rank, Single: !fp.Many}
		if err := insertPosition(ctx, w, p); err != nil {
			return err
		}
	}
	for _, fh := range fp.Holders {
		n := NewAppointment{Person: people[fh.Person], Position: p.ID, From: fh.From, To: fh.To, Decision: tidy(fh.Decision)}
		had, err := db.Int(ctx, w, `select count(*) from appointment where person = $1 and position = $2 and valid_from = $3`, int64(n.Person), int64(p.ID), int64(n.From))
		if err != nil {
			return err
		}
		if had > 0 {
			continue
		}
		h, err := s.appointable(ctx, w, n, p)
		if err != nil {
			return err
		}
		h.ID = s.ids.New()
		if err := insertAppointment(ctx, w, h); err != nil {
			return err
		}
	}
	return nil
}
