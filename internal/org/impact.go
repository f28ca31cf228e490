package org

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Impact is what a change does to the tree on its day.
type Impact struct {
	Kind    string
	Date    when.Date
	Ends    []Unit  // as they were the day before
	Begins  []Unit  // new ones
	Alters  []Alter // renamed, or under another unit
	Follows int     // units below those that move: they go along unchanged
	Heirs   []Unit  // who carries on the affairs of those that end
}

// Alter is a unit before and after a change.
type Alter struct{ Before, After Unit }

// Moved tells whether the unit stands elsewhere afterwards.
func (a Alter) Moved() bool { return a.Before.Parent != a.After.Parent }

// Ended gives the identifiers of the units that end.
func (i Impact) Ended() []ident.ID {
	ids := make([]ident.ID, len(i.Ends))
	for at, u := range i.Ends {
		ids[at] = u.ID
	}
	return ids
}

// Named finds a unit that ends.
func (i Impact) Named(id ident.ID) Unit {
	at := slices.IndexFunc(i.Ends, func(u Unit) bool { return u.ID == id })
	if at < 0 {
		return Unit{}
	}
	return i.Ends[at]
}

// Source is a domain right of this one that is asked what hangs on units.
type Source interface {
	// Affected tells what an impact touches: what ends by itself and what needs another holder.
	Affected(ctx context.Context, q db.Querier, who actor.Actor, i Impact) ([]Affected, error)
	// Uses counts everything, past and present, that names units: what forbids to take them back as if they had never been.
	Uses(ctx context.Context, q db.Querier, who actor.Actor, units []ident.ID) ([]Use, error)
}

// Affected is a sort of things that a change touches.
type Affected struct {
	Title  string // message key with {count}
	Advice string // message key: what to do about them, "" for nothing
	Place  string // where it is done, "" where every thing has its own
	Ends   bool   // they end with the unit by themselves; the others wait for somebody
	Things []Thing
}

// Plain is a text that is the same in both languages.
type Plain string

// In gives the text.
func (p Plain) In(i18n.Lang) string { return string(p) }

// Thing is one of them.
type Thing struct {
	Unit ident.ID // on which it hangs
	Text i18n.Localized
	Note i18n.Localized // nil for none
	Href string         // "" for no page
}

// Use is a sort of records that name a unit.
type Use struct {
	Key   string // message key with {count}
	Count int64
	Unit  ident.ID // one of the units, as an example
}

// Consult names the domains that are asked before a change. Call it before the service is used.
func (s *Service) Consult(sources ...Source) { s.sources = append(s.sources, sources...) }

// Preview is what a change would do, and what hangs on the units that end.
type Preview struct {
	Impact
	Affected []Affected
	Print    string // of all that is shown: another one means that something has changed since
}

// errDry ends the piece of a change that is only tried.
var errDry = errors.New("org: only tried")

// Preview tells what a change would do and stores nothing: do makes the change
// with the decree that it is given, in a piece that is rolled back, so that what
// is shown follows the same rules as what is done.
func (s *Service) Preview(ctx context.Context, who actor.Actor, d Decree, do func(ctx context.Context, d Decree) error) (Preview, error) {
	if err := who.SignedIn(); err != nil {
		return Preview{}, err
	}
	var p Preview
	d.dry, d.Key = &p.Impact, ""
	switch err := do(ctx, d); {
	case err == nil:
		return p, errors.New("org: the change was not tried")
	case !errors.Is(err, errDry):
		return p, err
	}
	eve, err := s.Tree(ctx, d.Date.AddDays(-1))
	if err != nil {
		return p, err
	}
	for _, a := range p.Alters {
		if a.Moved() {
			lo, hi := eve.Range(a.After.ID)
			p.Follows += max(0, hi-lo-1)
		}
	}
	p.Affected, err = s.affected(ctx, who, p.Impact)
	if err != nil {
		return p, err
	}
	p.Print, err = p.print()
	return p, err
}

func (s *Service) affected(ctx context.Context, who actor.Actor, i Impact) ([]Affected, error) {
	if len(i.Ends) == 0 {
		return nil, nil
	}
	var list []Affected
	err := s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, source := range append([]Source{memberships{}}, s.sources...) {
			part, err := source.Affected(ctx, r, who, i)
			if err != nil {
				return err
			}
			list = append(list, slices.DeleteFunc(part, func(a Affected) bool { return len(a.Things) == 0 })...)
		}
		return nil
	})
	return list, err
}

// print is a fingerprint of what is shown, in one language.
func (p Preview) print() (string, error) {
	type line struct{ Title, Text, Note string }
	var lines []line
	for _, a := range p.Affected {
		for _, t := range a.Things {
			l := line{Title: a.Title, Text: t.Text.In(i18n.VI)}
			if t.Note != nil {
				l.Note = t.Note.In(i18n.VI)
			}
			lines = append(lines, l)
		}
	}
	shown := p.Impact
	shown.Begins, shown.Alters = slices.Clone(shown.Begins), slices.Clone(shown.Alters)
	fresh := make(map[ident.ID]bool) // a new unit gets another identifier at every try
	for i := range shown.Begins {
		u := &shown.Begins[i]
		if fresh[u.ID] = true; u.Code == u.ID.String() {
			u.Code = ""
		}
		u.ID = 0
	}
	for i := range shown.Alters {
		if u := &shown.Alters[i].After; fresh[u.Parent] {
			u.Parent = 0
		}
	}
	shown.Heirs = nil
	text, err := json.Marshal([]any{shown, lines})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), nil
}

// tried fills the impact of a change that is rolled back.
func (c *change) tried(ctx context.Context) error {
	i := c.decree.dry
	*i = Impact{Kind: c.kind, Date: c.decree.Date} // a piece may run twice
	before := make(map[ident.ID]Unit, len(c.before))
	for id, list := range c.before {
		if len(list) > 0 {
			before[id] = list[len(list)-1]
		}
	}
	seen := make(map[ident.ID]bool)
	for _, id := range c.touched {
		list := c.of(ctx)(id)
		after := list[len(list)-1]
		old, was := before[id]
		switch {
		case seen[id]:
		case !was:
			i.Begins = append(i.Begins, after)
		case old.Name != after.Name || old.ShortName != after.ShortName || old.Parent != after.Parent || old.Level != after.Level:
			i.Alters = append(i.Alters, Alter{old, after})
		}
		seen[id] = true
	}
	for _, id := range c.ended {
		i.Ends = append(i.Ends, before[id])
	}
	for _, id := range c.to {
		list := c.of(ctx)(id)
		if len(c.ended) > 0 {
			i.Heirs = append(i.Heirs, list[len(list)-1])
		}
	}
	return c.err
}

// memberships are the groups of the units that end, as a Source of this domain itself.
type memberships struct{}

func (memberships) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i Impact) ([]Affected, error) {
	a := Affected{Title: "org.after_groups", Advice: "org.after_groups_advice", Ends: true}
	for ids := range slices.Chunk(i.Ended(), 100) {
		type row struct {
			unit       ident.ID
			name, code string
		}
		rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.unit, &r.name, &r.code) },
			`select m.unit, g.name, g.code from unit_group_member m join unit_group g on g.id = m.unit_group
			where m.unit in (`+db.In(1, len(ids))+`) order by g.sort_key, g.code, m.unit`, db.Args(ids)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			a.Things = append(a.Things, Thing{Unit: r.unit, Text: Plain(r.name), Note: Plain(i.Named(r.unit).Name), Href: "/units?group=" + r.code})
		}
	}
	return []Affected{a}, nil
}

func (memberships) Uses(context.Context, db.Querier, actor.Actor, []ident.ID) ([]Use, error) {
	return nil, nil // a membership goes with its unit
}

// CountUses counts the rows that name units: each text is a query of the count and
// the lowest unit that ends in "in ", behind which the units are put.
func CountUses(ctx context.Context, q db.Querier, key string, units []ident.ID, texts ...string) ([]Use, error) {
	type row struct {
		n    int64
		unit *int64
	}
	list := make([]Use, len(texts))
	for at, text := range texts {
		u := Use{Key: key}
		for ids := range slices.Chunk(units, 100) {
			r, _, err := db.One(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.n, &r.unit) }, text+`(`+db.In(1, len(ids))+`)`, db.Args(ids)...)
			if err != nil {
				return nil, err
			}
			if u.Count += r.n; u.Unit == 0 && r.unit != nil {
				u.Unit = ident.ID(*r.unit)
			}
		}
		list[at] = u
	}
	return list, nil
}

// Leftovers tells what still waits for somebody in units that have ended, as far
// as the actor keeps the units where they stood: nothing vanishes with a unit.
// With a unit it is asked for that one alone.
func (s *Service) Leftovers(ctx context.Context, who actor.Actor, unit ident.ID) ([]Affected, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	i := Impact{Kind: ChangeDissolve, Date: today.Date()}
	err = s.db.View(ctx, func(ctx context.Context, r *db.Read) error {
		ended, err := db.All(ctx, r, scanUnit, `select `+unitColumns+` from unit_version v join unit u on u.id = v.unit
			where v.valid_to <> 0 and v.valid_to < $1 and not exists (select 1 from unit_version n where n.unit = v.unit and n.valid_from > v.valid_from)
			order by v.sort_key, v.unit`, int64(today.Date()))
		if err != nil {
			return err
		}
		last := make(map[ident.ID]Unit, len(ended))
		for _, u := range ended {
			last[u.ID] = u
		}
		for _, u := range ended {
			if (unit == 0 || unit == u.ID) && who.HasOver(actor.KeepUnits, livingAbove(u, last), today) {
				i.Ends = append(i.Ends, u)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list, err := s.affected(ctx, who, i)
	return slices.DeleteFunc(list, func(a Affected) bool { return a.Ends }), err
}

// livingAbove gives the nearest unit above an ended one that has not ended itself.
func livingAbove(u Unit, ended map[ident.ID]Unit) ident.ID {
	for range len(ended) + 1 {
		above, gone := ended[u.Parent]
		if !gone {
			return u.Parent
		}
		u = above
	}
	return 0
}
