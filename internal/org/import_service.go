package org

import (
	"context"
	"encoding/json"
	"slices"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/sheet"
	"giaoban/internal/when"
)

// ImportState is how far an import has come.
type ImportState string

// The states. A running or undoing one was interrupted and is carried on by asking again.
const (
	ImportDraft   ImportState = "draft"
	ImportRunning ImportState = "running"
	ImportDone    ImportState = "done"
	ImportUndoing ImportState = "undoing"
	ImportUndone  ImportState = "undone"
)

// Import is a file of units that somebody has brought.
type Import struct {
	ID        ident.ID
	At        when.Instant
	Account   ident.ID
	Actor     string
	Unit      ident.ID
	File      string
	State     ImportState
	Fresh     int // units that it made
	Altered   int
	ChangedAt when.Instant
	lines     string
}

const importColumns = `id, at, account, actor, unit, file, state, fresh, altered, changed_at`

func scanImport(s db.Scanner, i *Import) error {
	return s.Scan(&i.ID, &i.At, &i.Account, &i.Actor, &i.Unit, &i.File, &i.State, &i.Fresh, &i.Altered, &i.ChangedAt)
}

// importPiece is the number of units in one piece of recording or taking back: below 50 ms.
const importPiece = 100

// mayImport asks whether the actor keeps units anywhere; each line is judged by itself.
func (s *Service) mayImport(ctx context.Context, who actor.Actor) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return err
	}
	if who.Kind == actor.System || slices.ContainsFunc(who.Units(), func(id ident.ID) bool { return who.HasOver(actor.KeepUnits, id, today) }) {
		return nil
	}
	return who.Over(actor.KeepUnits, who.Unit, today)
}

// BringImport reads a file of units and keeps its lines as a draft: nothing of it is in the tree yet.
func (s *Service) BringImport(ctx context.Context, who actor.Actor, name string, data []byte) (Import, error) {
	if err := s.mayImport(ctx, who); err != nil {
		return Import{}, err
	}
	rows, err := sheet.Read(data)
	if err != nil {
		return Import{}, err
	}
	lines, err := readLines(rows, when.Today(s.clock))
	if err != nil {
		return Import{}, err
	}
	text, err := json.Marshal(lines)
	if err != nil {
		return Import{}, err
	}
	if name = tidy(name); utf8.RuneCountInString(name) > maxName {
		name = string([]rune(name)[:maxName])
	}
	now := when.Present(s.clock)
	i := Import{ID: s.ids.New(), At: now, Account: who.Account, Actor: who.Name, Unit: who.Unit, File: name, State: ImportDraft, ChangedAt: now}
	err = s.db.Do(ctx, "org.bring_import", func(ctx context.Context, w *db.Write) error {
		if _, err := w.Exec(ctx, `delete from unit_import where state = 'draft' and account = $1`, int64(who.Account)); err != nil {
			return err // one draft at a time
		}
		_, err := w.Exec(ctx, `insert into unit_import (id, at, account, actor, unit, file, state, lines, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			int64(i.ID), int64(i.At), int64(i.Account), i.Actor, int64(i.Unit), i.File, string(i.State), string(text), int64(now))
		return err
	})
	return i, err
}

// Imports lists the imports that the actor may see, newest first.
func (s *Service) Imports(ctx context.Context, who actor.Actor) ([]Import, error) {
	if err := s.mayImport(ctx, who); err != nil {
		return nil, err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	var list []Import
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, scanImport, `select `+importColumns+` from unit_import order by id desc limit 200`)
		return err
	})
	return slices.DeleteFunc(list, func(i Import) bool { return !seesImport(who, i, today) }), err
}

// seesImport: one's own, or one from a unit over which one keeps units.
func seesImport(who actor.Actor, i Import, today *Tree) bool {
	return i.Account == who.Account && who.Account != 0 || who.HasOver(actor.KeepUnits, i.Unit, today)
}

// Import gives an import with its lines judged on the tree as it is now, the wrong ones first.
func (s *Service) Import(ctx context.Context, who actor.Actor, id ident.ID) (Import, []Judged, map[Outcome]int, error) {
	i, _, list, _, err := s.judged(ctx, who, id)
	if err != nil {
		return i, nil, nil, err
	}
	counts := counted(list)
	wrongFirst(list)
	return i, list, counts, nil
}

func (s *Service) judged(ctx context.Context, who actor.Actor, id ident.ID) (i Import, was present, list []Judged, f File, err error) {
	if err = s.mayImport(ctx, who); err != nil {
		return
	}
	today, err := s.Today(ctx)
	if err != nil {
		return
	}
	var lines []ImportLine
	own := make(map[ident.ID]bool)
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var ok bool
		var err error
		i, ok, err = db.One(ctx, r, func(s db.Scanner, i *Import) error {
			return s.Scan(&i.ID, &i.At, &i.Account, &i.Actor, &i.Unit, &i.File, &i.State, &i.Fresh, &i.Altered, &i.ChangedAt, &i.lines)
		}, `select `+importColumns+`, lines from unit_import where id = $1`, int64(id))
		if err != nil {
			return err
		}
		if !ok || !seesImport(who, i, today) {
			return fault.NotFound("org.no_such_import")
		}
		if err := json.Unmarshal([]byte(i.lines), &lines); err != nil {
			return err
		}
		parts, err := loadImportParts(ctx, r, id)
		for _, p := range parts {
			if p.fresh && i.State == ImportRunning {
				own[p.unit] = true
			}
		}
		return err
	})
	if err != nil {
		return
	}
	if was, err = s.present(ctx); err != nil {
		return
	}
	list, f = judge(lines, was, own, s.keeper(who, today, was))
	return
}

// keeper judges the right over a unit on today's tree; of a unit that is yet to begin or has ended, over the nearest above that lives.
func (s *Service) keeper(who actor.Actor, today *Tree, was present) func(ident.ID) bool {
	return func(unit ident.ID) bool {
		for range 100 {
			if _, lives := today.Unit(unit); lives {
				return who.HasOver(actor.KeepUnits, unit, today)
			}
			list := was.versions[unit]
			if len(list) == 0 || list[0].Parent == 0 {
				return who.Kind == actor.System
			}
			unit = list[len(list)-1].Parent
		}
		return false
	}
}

// TakeOver puts an import into the tree, in short pieces. A wrong line refuses
// the whole. Interrupted, it is carried on by asking again; done, it stays done.
func (s *Service) TakeOver(ctx context.Context, who actor.Actor, id ident.ID) error {
	if err := s.mayImport(ctx, who); err != nil {
		return err
	}
	return s.db.Exclusive(ctx, changing, func(ctx context.Context) error {
		s.trees.drop()
		i, was, list, f, err := s.judged(ctx, who, id)
		if err != nil {
			return err
		}
		switch i.State {
		case ImportDone:
			return nil
		case ImportDraft, ImportRunning:
		default:
			return fault.Conflict("org.import_taken_back")
		}
		if n := counted(list)[LineWrong]; n > 0 {
			return fault.Conflict("org.import_wrong_lines", "count", n)
		}
		p, err := planFile(f, was, s.ids.New)
		if err != nil {
			return err
		}
		defer s.trees.drop()
		if err := s.recordImport(ctx, id, p); err != nil {
			return err
		}
		if err := s.write(ctx, who, p); err != nil {
			return err
		}
		return s.settleImport(ctx, who, id, ImportDone, "unit.imported")
	})
}

type importPart struct {
	unit  ident.ID
	from  when.Date
	fresh bool
}

func loadImportParts(ctx context.Context, q db.Querier, id ident.ID) ([]importPart, error) {
	return db.All(ctx, q, func(s db.Scanner, p *importPart) error {
		var fresh int64
		err := s.Scan(&p.unit, &p.from, &fresh)
		p.fresh = fresh != 0
		return err
	}, `select unit, valid_from, fresh from unit_import_part where import = $1 order by unit`, int64(id))
}

// recordImport writes down what is about to be made, before it is: what is interrupted can be taken back too.
func (s *Service) recordImport(ctx context.Context, id ident.ID, p plan) error {
	var parts []importPart
	for _, u := range p.begin {
		parts = append(parts, importPart{u.ID, u.From, true})
	}
	for _, st := range p.further {
		if st.to == 0 {
			parts = append(parts, importPart{st.version.ID, st.version.From, false})
		}
	}
	err := s.db.Do(ctx, "org.import_begins", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update unit_import set state = 'running', changed_at = $1 where id = $2`, int64(when.Present(s.clock)), int64(id))
		return err
	})
	for piece := range slices.Chunk(parts, importPiece) {
		if err != nil {
			return err
		}
		err = s.db.Do(ctx, "org.import_records", func(ctx context.Context, w *db.Write) error {
			return insertRows(ctx, w, `insert into unit_import_part (import, unit, valid_from, fresh) values `, 4, piece, func(p importPart) []any {
				return []any{int64(id), int64(p.unit), int64(p.from), db.Bool(p.fresh)}
			})
		})
	}
	return err
}

func (s *Service) settleImport(ctx context.Context, who actor.Actor, id ident.ID, state ImportState, kind string) error {
	return s.db.Do(ctx, "org.import_settles", func(ctx context.Context, w *db.Write) error {
		now := when.Present(s.clock)
		fresh, err := db.Int(ctx, w, `select count(*) from unit_import_part p where p.import = $1 and p.fresh = 1`, int64(id))
		if err != nil {
			return err
		}
		altered, err := db.Int(ctx, w, `select count(*) from unit_import_part p where p.import = $1 and p.fresh = 0`, int64(id))
		if err != nil {
			return err
		}
		if _, err := w.Exec(ctx, `update unit_import set state = $1, fresh = $2, altered = $3, changed_at = $4 where id = $5`,
			string(state), fresh, altered, int64(now), int64(id)); err != nil {
			return err
		}
		seq, err := journal.Append(ctx, w, journal.Entry{At: now, Actor: who, Kind: kind, Subject: id, Unit: who.Unit,
			After: map[string]int64{"units": fresh, "changed": altered}})
		if err != nil {
			return err
		}
		s.changed(w, seq)
		return nil
	})
}

// DropImport forgets a draft.
func (s *Service) DropImport(ctx context.Context, who actor.Actor, id ident.ID) error {
	i, _, _, _, err := s.judged(ctx, who, id)
	if err != nil {
		return err
	}
	if i.State != ImportDraft {
		return fault.Conflict("org.import_not_draft")
	}
	return s.db.Do(ctx, "org.drop_import", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `delete from unit_import where id = $1 and state = 'draft'`, int64(id))
		return err
	})
}
