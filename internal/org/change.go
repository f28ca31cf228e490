package org

import (
	"context"
	"errors"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// Topic is the hub's topic that says that the tree changed.
const Topic = "units"

// changing is exclusive over all processes: one change or load at a time. A load works in several pieces, with no change in between.
const changing = "org.changing"

// change is one change of the tree inside its piece: it loads, authorises,
// collects what to write and writes it at the end.
type change struct {
	*Service
	w        *db.Write
	who      actor.Actor
	decree   Decree
	kind     string
	versions map[ident.ID][]Unit // as they will be; loaded when first asked for
	before   map[ident.ID][]Unit // as they were when loaded
	touched  []ident.ID          // units that begin or stand elsewhere
	ended    []ident.ID
	levels   []Level
	from, to []ident.ID
	err      error // first failure of reading behind of()
}

// apply runs a change in one piece, once for each key of its decree.
func (s *Service) apply(ctx context.Context, who actor.Actor, kind string, d Decree, run func(ctx context.Context, c *change) (ident.ID, error)) (ident.ID, error) {
	if err := who.SignedIn(); err != nil {
		return 0, err
	}
	d.Act, d.Note = tidy(d.Act), strings.TrimSpace(d.Note)
	var result string
	err := s.db.Exclusive(ctx, changing, func(ctx context.Context) (err error) {
		result, err = s.change(ctx, who, kind, d, run)
		return err
	})
	if err != nil {
		return 0, err
	}
	return ident.Parse(result)
}

func (s *Service) change(ctx context.Context, who actor.Actor, kind string, d Decree, run func(ctx context.Context, c *change) (ident.ID, error)) (string, error) {
	result, _, err := s.db.Once(ctx, d.Key, "org."+kind, func(ctx context.Context, w *db.Write) (string, error) {
		c := &change{Service: s, w: w, who: who, decree: d, kind: kind, versions: make(map[ident.ID][]Unit), before: make(map[ident.ID][]Unit)}
		var err error
		if c.levels, err = loadLevels(ctx, w); err != nil {
			return "", err
		}
		subject, err := run(ctx, c)
		if c.err != nil {
			return "", c.err
		}
		if err != nil {
			return "", err
		}
		if d.dry == nil {
			return subject.String(), c.save(ctx, subject)
		}
		if err := c.settled(ctx); err != nil {
			return "", err
		}
		if err := c.tried(ctx); err != nil {
			return "", err
		}
		return "", errDry
	})
	return result, err
}

// of gives the versions of a unit as this change will leave them.
func (c *change) of(ctx context.Context) lives {
	return func(id ident.ID) []Unit {
		if list, ok := c.versions[id]; ok {
			return list
		}
		list, err := loadVersions(ctx, c.w, []ident.ID{id})
		if err != nil && c.err == nil {
			c.err = err
		}
		c.versions[id], c.before[id] = list, list
		return list
	}
}

// newest gives a unit's last version.
func (c *change) newest(ctx context.Context, id ident.ID) (Unit, error) {
	list := c.of(ctx)(id)
	if c.err != nil {
		return Unit{}, c.err
	}
	if len(list) == 0 {
		return Unit{}, fault.NotFound("org.no_such_unit")
	}
	return list[len(list)-1], nil
}

// mayKeep asks for the right over a unit on today's tree; of a unit that is yet
// to begin, on the tree of its first day.
func (c *change) mayKeep(ctx context.Context, unit ident.ID) error {
	if c.who.Kind == actor.System {
		return nil
	}
	day := when.Today(c.clock)
	if list := c.of(ctx)(unit); len(list) > 0 && list[0].From > day {
		day = list[0].From
	}
	above, err := loadAbove(ctx, c.w, unit, day)
	if err != nil {
		return err
	}
	return c.who.Over(actor.KeepUnits, unit, line{unit: unit, above: above})
}

// mayKeepAbove asks for the right over a unit's parent: nobody renames or ends
// the unit at the top of the own rights, except at the very top.
func (c *change) mayKeepAbove(ctx context.Context, v Unit) error {
	if v.Parent == 0 {
		return c.mayKeep(ctx, v.ID)
	}
	return c.mayKeep(ctx, v.Parent)
}

// line is the units above one, as far as rights need them.
type line struct {
	unit  ident.ID
	above []ident.ID
}

// Contains implements actor.Reach for the one unit.
func (l line) Contains(above, below ident.ID) bool {
	return below == l.unit && slices.Contains(l.above, above)
}

// put changes a unit from the decree's day on: a new version, or the version
// that begins that very day.
func (c *change) put(ctx context.Context, v Unit) error {
	list := c.of(ctx)(v.ID)
	old := list[len(list)-1]
	v = withSortKey(v)
	v.From, v.To = c.decree.Date, 0
	c.touched = append(c.touched, v.ID)
	if old.From == v.From {
		c.versions[v.ID] = append(slices.Clone(list[:len(list)-1]), v)
		return updateVersion(ctx, c.w, v)
	}
	if err := endVersion(ctx, c.w, v.ID, old.From, v.From.AddDays(-1)); err != nil {
		return err
	}
	old.To = v.From.AddDays(-1)
	c.versions[v.ID] = append(append(slices.Clone(list[:len(list)-1]), old), v)
	return insertVersions(ctx, c.w, []Unit{v})
}

// finish ends a unit on the day before the decree's.
func (c *change) finish(ctx context.Context, v Unit) error {
	list := slices.Clone(c.of(ctx)(v.ID))
	list[len(list)-1].To = c.decree.Date.AddDays(-1)
	c.versions[v.ID] = list
	c.ended = append(c.ended, v.ID)
	return endVersion(ctx, c.w, v.ID, v.From, c.decree.Date.AddDays(-1))
}

// start begins a unit on the decree's day.
func (c *change) start(ctx context.Context, n NewUnit) (Unit, error) {
	n.Name, n.ShortName, n.Code = tidy(n.Name), tidy(n.ShortName), tidy(n.Code)
	fs := checkNames(n.Name, n.ShortName)
	if n.Code != "" && !codePattern.MatchString(n.Code) {
		fs = append(fs, fault.Invalid("code", "org.code_bad"))
	}
	var parentLevel string
	if n.Parent != 0 {
		parent, err := c.newest(ctx, n.Parent)
		if err != nil {
			return Unit{}, fault.Invalid("parent", "org.no_such_parent").Because(err)
		}
		parentLevel = parent.Level
	}
	if f := checkLevel(c.levels, n.Level, parentLevel); f != nil {
		fs = append(fs, f)
	}
	id := c.ids.New()
	if n.Code == "" {
		n.Code = id.String()
	}
	u := withSortKey(Unit{
		ID: id, Parent: n.Parent, Code: n.Code, Name: n.Name, ShortName: n.ShortName, Kind: n.Kind, Level: n.Level,
		From: c.decree.Date, TileCol: -1, TileRow: -1, Invented: n.Invented,
	})
	if len(fs) == 0 {
		if f := checkPlace(u, c.of(ctx)); f != nil {
			fs = append(fs, f)
		}
	}
	if err := fs.Or(); err != nil {
		return Unit{}, err
	}
	if err := insertUnits(ctx, c.w, []Unit{u}); err != nil {
		if errors.Is(err, db.ErrUnique) {
			return Unit{}, fault.Invalid("code", "org.code_taken", "code", n.Code).Because(err)
		}
		return Unit{}, err
	}
	if err := insertVersions(ctx, c.w, []Unit{u}); err != nil {
		return Unit{}, err
	}
	c.versions[id] = []Unit{u}
	c.touched = append(c.touched, id)
	return u, c.join(ctx, id, n.Groups)
}

// join puts a unit into groups.
func (c *change) join(ctx context.Context, id ident.ID, codes []string) error {
	if len(codes) == 0 {
		return nil
	}
	groups, err := loadGroups(ctx, c.w)
	if err != nil {
		return err
	}
	for _, code := range codes {
		i := slices.IndexFunc(groups, func(g Group) bool { return g.Code == code })
		if i < 0 {
			return fault.Invalid("groups", "org.no_such_group", "group", code)
		}
		if err := insertMember(ctx, c.w, id, groups[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// settled looks at every touched unit once all is done: a unit above may have ended by the same change.
func (c *change) settled(ctx context.Context) error {
	for _, id := range c.touched {
		list := c.of(ctx)(id)
		if f := checkPlace(list[len(list)-1], c.of(ctx)); f != nil {
			return f
		}
	}
	return c.err
}

// save writes the change itself and its journal entry, and drops the trees after the commit.
func (c *change) save(ctx context.Context, subject ident.ID) error {
	if err := c.settled(ctx); err != nil {
		return err
	}
	id := c.ids.New()
	err := insertChanges(ctx, c.w, []plannedChange{{
		id: id, date: c.decree.Date, kind: c.kind, act: c.decree.Act, note: c.decree.Note, mark: id.String(), from: c.from, to: c.to,
	}})
	if err != nil {
		return err
	}
	type told struct {
		Date when.Date  `json:"date"`
		Act  string     `json:"act"`
		From []ident.ID `json:"from,omitempty"`
		To   []ident.ID `json:"to,omitempty"`
	}
	seq, err := journal.Append(ctx, c.w, journal.Entry{
		At: when.Present(c.clock), Actor: c.who, Kind: "unit." + past(c.kind), Subject: subject, Unit: subject,
		After: told{c.decree.Date, c.decree.Act, c.from, c.to}, Note: c.decree.Note,
	})
	if err != nil {
		return err
	}
	c.changed(c.w, seq)
	return nil
}

// changed drops the trees after the commit, then tells everybody.
func (s *Service) changed(w *db.Write, seq int64) {
	w.After(s.trees.drop)
	if s.hub != nil {
		s.hub.Tell(w, seq, Topic)
	}
}

// Heard drops the trees where another process has changed them.
func (s *Service) Heard(topic string) {
	if topic == Topic {
		s.trees.drop()
	}
}

func past(kind string) string {
	switch kind {
	case ChangeSplit:
		return "split"
	case ChangeCreate, ChangeRename, ChangeMove, ChangeMerge, ChangeDissolve:
		return kind + "d"
	}
	return kind
}

func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }
