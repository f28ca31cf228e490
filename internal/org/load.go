package org

import (
	"context"
	"maps"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// loadPiece is the number of units in one piece: some 10 ms of the writer's time.
const loadPiece = 250

// Load brings a file in. All of it is checked first; then it is written in short
// pieces, so that others can work in between. An interrupted load is completed by
// loading the same file again. It needs the right to keep units over the whole
// tree; only the program itself loads into an empty one.
func (s *Service) Load(ctx context.Context, who actor.Actor, f File) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	return s.db.Exclusive(ctx, changing, func(ctx context.Context) error {
		if s.db.Shared() {
			s.trees.drop() // another process may have loaded just now, and word of it is still on the way
		}
		return s.load(ctx, who, f)
	})
}

func (s *Service) load(ctx context.Context, who actor.Actor, f File) error {
	tree, err := s.Today(ctx)
	if err != nil {
		return err
	}
	roots := tree.Roots()
	if len(roots) == 0 {
		roots = []Unit{{}}
	}
	for _, root := range roots {
		if err := who.Over(actor.KeepUnits, root.ID, tree); err != nil {
			return err
		}
	}
	was, err := s.present(ctx)
	if err != nil {
		return err
	}
	p, err := planFile(f, was, s.ids.New)
	if err != nil {
		return err
	}
	defer s.trees.drop() // also where the load was interrupted
	return s.write(ctx, who, p)
}

// Labels gives the program's texts that the organisation says in its own way, by key. They stand on every page, so there
// is no actor.
func (s *Service) Labels(ctx context.Context) (labels i18n.Messages, err error) {
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		labels, err = loadTexts(ctx, r, `select key, vi, en from label`)
		return err
	})
	return labels, err
}

func (s *Service) present(ctx context.Context) (present, error) {
	var was present
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		var err error
		if was.levels, err = loadLevels(ctx, r); err != nil {
			return err
		}
		if was.groups, err = loadGroups(ctx, r); err != nil {
			return err
		}
		if was.codes, err = loadCodes(ctx, r); err != nil {
			return err
		}
		versions, err := db.All(ctx, r, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit order by v.unit, v.valid_from`)
		if err != nil {
			return err
		}
		was.versions = make(map[ident.ID][]Unit, len(was.codes))
		for _, v := range versions {
			was.versions[v.ID] = append(was.versions[v.ID], v)
		}
		marks, err := db.All(ctx, r, db.ScanText, `select mark from unit_change`)
		was.marks = make(map[string]bool, len(marks))
		for _, m := range marks {
			was.marks[m] = true
		}
		return err
	})
	return was, err
}

// write brings a plan in, piece by piece: first what others refer to, then new
// units with the parents first, then what changes in old ones, last the story.
func (s *Service) write(ctx context.Context, who actor.Actor, p plan) error {
	groups := make(map[string]ident.ID, len(p.groups))
	err := s.db.Do(ctx, "org.load_groups", func(ctx context.Context, w *db.Write) error {
		for _, l := range p.levels {
			if _, err := w.Exec(ctx, `insert into unit_level (code, rank, name_vi, name_en) values ($1, $2, $3, $4)
				on conflict (code) do update set rank = excluded.rank, name_vi = excluded.name_vi, name_en = excluded.name_en`,
				l.Code, l.Order, l.Name.VI, l.Name.EN); err != nil {
				return err
			}
		}
		for _, k := range p.kinds {
			if _, err := w.Exec(ctx, `insert into unit_kind (code, name_vi, name_en) values ($1, $2, $3)
				on conflict (code) do update set name_vi = excluded.name_vi, name_en = excluded.name_en`, k.Code, k.VI, k.EN); err != nil {
				return err
			}
		}
		for _, key := range slices.Sorted(maps.Keys(p.labels)) {
			if _, err := w.Exec(ctx, `insert into label (key, vi, en) values ($1, $2, $3)
				on conflict (key) do update set vi = excluded.vi, en = excluded.en`, key, p.labels[key].VI, p.labels[key].EN); err != nil {
				return err
			}
		}
		for _, g := range p.groups {
			if _, err := w.Exec(ctx, `insert into unit_group (id, code, kind, name, sort_key) values ($1, $2, $3, $4, $5)
				on conflict (code) do update set kind = excluded.kind, name = excluded.name, sort_key = excluded.sort_key`,
				int64(s.ids.New()), g.Code, g.Kind, g.Name, i18n.SortKey(g.Name)); err != nil {
				return err
			}
		}
		known, err := loadGroups(ctx, w)
		for _, g := range known {
			groups[g.Code] = g.ID
		}
		return err
	})
	if err != nil {
		return err
	}
	// A unit and all its versions stand in one piece: begin and first have the same order.
	versions := p.first
	for units := range slices.Chunk(p.begin, loadPiece) {
		n := 0
		for n < len(versions) && slices.ContainsFunc(units, func(u Unit) bool { return u.ID == versions[n].ID }) {
			n++
		}
		now := versions[:n]
		versions = versions[n:]
		if err := s.piece(ctx, func(ctx context.Context, w *db.Write) error {
			if err := insertUnits(ctx, w, units); err != nil {
				return err
			}
			return insertVersions(ctx, w, now)
		}); err != nil {
			return err
		}
	}
	if err := s.writeFurther(ctx, p.further); err != nil {
		return err
	}
	for members := range slices.Chunk(p.members, loadPiece*2) {
		if err := s.piece(ctx, func(ctx context.Context, w *db.Write) error {
			for _, m := range members {
				if err := insertMember(ctx, w, m.unit, groups[m.group]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return s.writeChanges(ctx, who, p)
}

// writeFurther keeps the steps of one unit in one piece: they come one behind the other.
func (s *Service) writeFurther(ctx context.Context, steps []step) error {
	for len(steps) > 0 {
		n := min(len(steps), loadPiece)
		for n < len(steps) && steps[n].version.ID == steps[n-1].version.ID {
			n++
		}
		now := steps[:n]
		steps = steps[n:]
		if err := s.piece(ctx, func(ctx context.Context, w *db.Write) error {
			type days struct{ from, to when.Date }
			ends := make(map[days][]ident.ID)
			var begins []Unit
			for _, st := range now {
				if st.to == 0 {
					begins = append(begins, st.version)
					continue
				}
				d := days{st.version.From, st.to}
				ends[d] = append(ends[d], st.version.ID)
			}
			for d, units := range ends {
				if err := endVersions(ctx, w, units, d.from, d.to); err != nil {
					return err
				}
			}
			return insertVersions(ctx, w, begins)
		}); err != nil {
			return err
		}
	}
	return nil
}

// writeChanges tells the story, and in the last piece the journal.
func (s *Service) writeChanges(ctx context.Context, who actor.Actor, p plan) error {
	for changes := range slices.Chunk(p.changes, loadPiece) {
		if err := s.piece(ctx, func(ctx context.Context, w *db.Write) error {
			return insertChanges(ctx, w, changes)
		}); err != nil {
			return err
		}
	}
	if len(p.begin)+len(p.further)+len(p.changes) == 0 {
		return nil
	}
	return s.piece(ctx, func(ctx context.Context, w *db.Write) error {
		seq, err := journal.Append(ctx, w, journal.Entry{
			At: when.Present(s.clock), Actor: who, Kind: "unit.loaded", Unit: who.Unit,
			After: map[string]int{"units": len(p.begin), "changed": len(p.further), "changes": len(p.changes)},
		})
		s.changed(w, seq)
		return err
	})
}

func (s *Service) piece(ctx context.Context, run func(ctx context.Context, w *db.Write) error) error {
	return s.db.Do(ctx, "org.load", run)
}
