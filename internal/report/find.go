package report

import (
	"context"
	"slices"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

const (
	findAmong = 300 // requests that a search looks through, the newest first
	findUnits = 60  // units of one name
)

// Finding is a report, or with Unit 0 a request with its board, that a search found.
type Finding struct {
	Request Request
	Unit    org.Unit // as it was at the end of the period
	Filing  Filing
}

// Find gives reports by words of form, period and unit, in any order ("quý I an giao"), the newest period first; more
// tells whether there are others. A reader finds the reports of the own unit, those of other units that were ever filed
// and that it may read, and the boards that it may look at. What is only being written is its unit's alone.
func (s *Service) Find(ctx context.Context, who actor.Actor, text string, limit int) (list []Finding, more bool, err error) {
	if err := who.SignedIn(); err != nil {
		return nil, false, err
	}
	look := i18n.LookFor(text)
	if look.Empty() || who.Kind != actor.System && len(who.Grants) == 0 {
		return nil, false, nil
	}
	var all []Request
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		known := regimeNames{}
		var err error
		if all, err = db.All(ctx, r, scanRequest, `select `+requestColumns+` from report_request r order by r.period_to desc, r.opened_at desc, r.id desc limit $1`, findAmong); err != nil {
			return err
		}
		for i := range all {
			f, err := s.form(ctx, r, all[i].Form, all[i].Basis)
			if err != nil {
				return err
			}
			if err := s.name(ctx, r, &all[i], f, known); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	f := finder{s: s, who: who, named: map[naming][]ident.ID{}}
	for _, r := range all {
		if len(list) > limit {
			break
		}
		found, err := f.in(ctx, r, look)
		if err != nil {
			return nil, false, err
		}
		list = append(list, found...)
	}
	return list[:min(limit, len(list))], len(list) > limit, nil
}

// finder keeps, during one search, which units have a name.
type finder struct {
	s     *Service
	who   actor.Actor
	named map[naming][]ident.ID
}

// naming is a name in a tree: a unit may have had another one at the end of a period.
type naming struct {
	tree *org.Tree
	text string
}

// called gives the units that a tree knows by a name.
func (f *finder) called(n naming) []ident.ID {
	ids, known := f.named[n]
	if !known {
		for _, u := range n.tree.Search(n.text, findUnits) {
			ids = append(ids, u.ID)
		}
		f.named[n] = ids
	}
	return ids
}

// in gives what a request has of what is looked for.
func (f *finder) in(ctx context.Context, r Request, look i18n.Look) ([]Finding, error) {
	today, then, err := f.s.trees(ctx, r)
	if err != nil {
		return nil, err
	}
	if !f.concerned(r, today, then) {
		return nil, nil
	}
	var units []ident.ID // as they are called today or were at the end of the period
	var out []Finding
	for _, left := range look.Beside(findText(r)) {
		if left == "" { // form and period say it all: the own report, and the board
			units = []ident.ID{f.who.Unit}
			if mayRead(f.who, r.Opener, today, then) || mayRead(f.who, f.who.Unit, today, then) && !then.Leaf(f.who.Unit) {
				out = append(out, Finding{Request: r})
			}
			break
		}
		units = append(units, f.called(naming{today, left})...)
		if then != today {
			units = append(units, f.called(naming{then, left})...)
		}
	}
	slices.Sort(units)
	units = slices.Compact(units)
	readable := func(u ident.ID) bool { return desk(f.who, u) || mayRead(f.who, u, today, then) }
	units = slices.DeleteFunc(units, func(u ident.ID) bool { return u.Zero() || !readable(u) })
	if len(units) == 0 {
		return out, nil
	}
	var filed []Finding
	err = f.s.DB.View(ctx, func(ctx context.Context, q *db.Read) error {
		filed = nil
		rows, err := db.All(ctx, q, scanFiling, `select `+filingColumns+` from filing f where f.request = $1 and f.unit in (`+db.In(2, len(units))+`) order by f.unit`,
			append([]any{r.ID}, db.Args(units)...)...)
		for _, one := range rows {
			if one.Current == 0 && !desk(f.who, one.Unit) {
				continue
			}
			one.signed = ""
			u, ok := then.Unit(one.Unit)
			if !ok {
				u, _ = today.Unit(one.Unit)
			}
			filed = append(filed, Finding{Request: r, Unit: u, Filing: one})
		}
		return err
	})
	return append(out, filed...), err
}

// concerned tells whether a request is any of the reader's business, as readableRequest does.
func (f *finder) concerned(r Request, today, then *org.Tree) bool {
	return f.who.Kind == actor.System || slices.ContainsFunc(f.who.Units(), func(unit ident.ID) bool {
		return then.Contains(r.Opener, unit) || today.Contains(r.Opener, unit) || mayRead(f.who, r.Opener, today, then)
	})
}

// findText is what a request is found by: its heading in both languages, and its period as people also write it.
func findText(r Request) string {
	text := r.Heading(i18n.VI) + " " + r.Heading(i18n.EN) + " " + r.FormCode
	if r.Period.Year > 0 {
		text += " năm " + strconv.Itoa(r.Period.Year)
	}
	if r.Period.N > 0 {
		text += " " + strconv.Itoa(r.Period.N)
	}
	return i18n.Fold(text)
}
