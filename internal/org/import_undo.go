package org

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Against is what stands against taking an import back.
type Against struct {
	Key   string
	Count int64
	Unit  Unit // an example
}

// Undo takes an import back as if it had never been, as long as nothing hangs on
// its units. It works in short pieces, each of which looks again; interrupted, it
// is carried on by asking again.
func (s *Service) Undo(ctx context.Context, who actor.Actor, id ident.ID) error {
	if err := s.mayImport(ctx, who); err != nil {
		return err
	}
	return s.db.Exclusive(ctx, changing, func(ctx context.Context) error {
		s.trees.drop()
		i, was, _, _, err := s.judged(ctx, who, id)
		if err != nil {
			return err
		}
		switch i.State {
		case ImportUndone:
			return nil
		case ImportDone, ImportRunning, ImportUndoing:
		default:
			return fault.Conflict("org.import_not_done")
		}
		today, err := s.Today(ctx)
		if err != nil {
			return err
		}
		mayKeep := s.keeper(who, today, was)
		var parts []importPart
		err = s.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
			if parts, err = loadImportParts(ctx, r, id); err != nil {
				return err
			}
			for _, p := range parts {
				list := was.versions[p.unit]
				if len(list) > 0 && !mayKeep(above(list[len(list)-1])) {
					return fault.Forbidden("actor.forbidden_keep_units")
				}
			}
			against, err := s.against(ctx, r, who, parts)
			return refuseUndo(against, err)
		})
		if err != nil {
			return err
		}
		defer s.trees.drop()
		if err := s.takeBack(ctx, who, id, parts); err != nil {
			return err
		}
		return s.settleImport(ctx, who, id, ImportUndone, "unit.import_undone")
	})
}

func refuseUndo(against []Against, err error) error {
	if err != nil || len(against) == 0 {
		return err
	}
	var faults fault.Faults
	for _, a := range against {
		faults = append(faults, fault.Conflict(a.Key, "count", a.Count, "unit", a.Unit.Name).WithLink("/units/"+a.Unit.ID.String()))
	}
	return faults
}

// against lists what hangs on the units of an import.
func (s *Service) against(ctx context.Context, q db.Querier, who actor.Actor, parts []importPart) ([]Against, error) {
	var fresh, altered []ident.ID
	mine, began := make(map[ident.ID]bool), make(map[ident.ID]importPart)
	for _, p := range parts {
		if began[p.unit] = p; p.fresh {
			fresh, mine[p.unit] = append(fresh, p.unit), true
		} else {
			altered = append(altered, p.unit)
		}
	}
	versions, err := loadVersions(ctx, q, slices.Concat(fresh, altered))
	if err != nil {
		return nil, err
	}
	changed := Against{Key: "org.undo_changed"}
	names := make(map[ident.ID]Unit)
	for _, v := range versions {
		p := began[v.ID]
		names[v.ID] = v
		if v.From > p.from || v.From == p.from && v.To != 0 {
			changed.Count++
			changed.Unit = v
		}
	}
	below := Against{Key: "org.undo_children"}
	story := Against{Key: "org.undo_story"}
	for ids := range slices.Chunk(fresh, importPiece) {
		children, err := db.All(ctx, q, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit where v.parent in (`+db.In(1, len(ids))+`) order by v.unit`, db.Args(ids)...)
		if err != nil {
			return nil, err
		}
		for _, c := range children {
			if !mine[c.ID] {
				below.Count++
				below.Unit = c
			}
		}
		named, err := db.IDs(ctx, q,
			`select p.unit from unit_change_part p join unit_change c on c.id = p.change where c.kind <> 'create' and p.unit in (`+db.In(1, len(ids))+`) order by p.unit`, db.Args(ids)...)
		if err != nil {
			return nil, err
		}
		for _, id := range named {
			story.Count++
			story.Unit = names[id]
		}
	}
	list := slices.DeleteFunc([]Against{changed, below, story}, func(a Against) bool { return a.Count == 0 })
	if len(fresh) == 0 {
		return list, nil
	}
	at := make(map[string]int)
	for _, source := range s.sources {
		uses, err := source.Uses(ctx, q, who, fresh)
		if err != nil {
			return nil, err
		}
		for _, u := range uses {
			if u.Count == 0 {
				continue
			}
			if known, ok := at[u.Key]; ok {
				list[known].Count += u.Count
				continue
			}
			at[u.Key] = len(list)
			list = append(list, Against{Key: u.Key, Count: u.Count, Unit: names[u.Unit]})
		}
	}
	return list, nil
}

// takeBack removes what an import made and opens again what it changed.
func (s *Service) takeBack(ctx context.Context, who actor.Actor, id ident.ID, parts []importPart) error {
	err := s.db.Do(ctx, "org.undo_begins", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update unit_import set state = 'undoing' where id = $1`, int64(id))
		return err
	})
	if err != nil {
		return err
	}
	for piece := range slices.Chunk(parts, importPiece) {
		if err := s.db.Do(ctx, "org.undo", func(ctx context.Context, w *db.Write) error {
			return s.takeBackPiece(ctx, w, who, piece)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) takeBackPiece(ctx context.Context, w *db.Write, who actor.Actor, piece []importPart) error {
	var fresh []ident.ID
	for _, p := range piece {
		if p.fresh {
			fresh = append(fresh, p.unit)
			continue
		}
		if err := s.reopen(ctx, w, p); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	for _, source := range s.sources { // somebody may have been quicker than the pieces
		uses, err := source.Uses(ctx, w, who, fresh)
		if err != nil {
			return err
		}
		for _, u := range uses {
			if u.Count > 0 {
				return fault.Conflict(u.Key, "count", u.Count).WithLink("/units/" + u.Unit.String())
			}
		}
	}
	if err := forgetChanges(ctx, w, fresh, 0); err != nil {
		return err
	}
	for _, text := range []string{`delete from unit_group_member where unit in (`, `delete from unit_version where unit in (`, `delete from unit where id in (`} {
		if _, err := w.Exec(ctx, text+db.In(1, len(fresh))+`)`, db.Args(fresh)...); err != nil {
			return err
		}
	}
	return nil
}

// reopen removes the version that an import added and lets the one before go on.
func (s *Service) reopen(ctx context.Context, w *db.Write, p importPart) error {
	n, err := w.Exec(ctx, `delete from unit_version where unit = $1 and valid_from = $2 and valid_to = 0`, int64(p.unit), int64(p.from))
	if err != nil || n == 0 {
		return err // taken back before the interruption
	}
	if _, err := w.Exec(ctx, `update unit_version set valid_to = 0 where unit = $1 and valid_to = $2`, int64(p.unit), int64(p.from.AddDays(-1))); err != nil {
		return err
	}
	return forgetChanges(ctx, w, []ident.ID{p.unit}, p.from)
}

// forgetChanges removes the story of units; day 0 is all of it.
func forgetChanges(ctx context.Context, w *db.Write, units []ident.ID, day when.Date) error {
	changes, err := db.IDs(ctx, w,
		`select distinct c.id from unit_change c join unit_change_part p on p.change = c.id where c.mark like 'file:%' and (cast($1 as bigint) = 0 or c.day = $1) and p.unit in (`+db.In(2, len(units))+`)`,
		append([]any{int64(day)}, db.Args(units)...)...)
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(changes, importPiece) {
		for _, text := range []string{`delete from unit_change_part where change in (`, `delete from unit_change where id in (`} {
			if _, err := w.Exec(ctx, text+db.In(1, len(ids))+`)`, db.Args(ids)...); err != nil {
				return err
			}
		}
	}
	return nil
}
