package report

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Gap is a flow of a report that says something else than what the same unit filed for the shorter periods comes to.
type Gap struct {
	Slot   Slot
	Now    int64  // in fixed point, as Sum
	Sum    int64  // of the parts
	Reason string // "" where none was asked: the last part came after the report was signed
}

// Diff is how much the report says more than its parts.
func (g Gap) Diff() int64 { return g.Now - g.Sum }

// Gaps is a filed report beside the reports of the shorter periods that make up its own: compared as soon as the last of
// them is filed, also where that was after the report itself. Nothing is refused then; who receives it returns it or asks.
type Gaps struct {
	Unit    org.Unit
	Filing  ident.ID
	Request Request
	Parts   Parts
	List    []Gap // empty: the report is the sum of its parts, or a part is missing
}

// Unexplained counts the gaps for which nobody gave a reason.
func (g Gaps) Unexplained() int {
	n := 0
	for _, one := range g.List {
		if one.Reason == "" {
			n++
		}
	}
	return n
}

// At finds the gap of a slot.
func (g Gaps) At(slot string) (Gap, bool) {
	i := slices.IndexFunc(g.List, func(one Gap) bool { return one.Slot.Code == slot })
	if i < 0 {
		return Gap{}, false
	}
	return g.List[i], true
}

// gaps holds figures against what the parts of their period come to, in the order of the form.
func (f Form) gaps(now Figures, p Parts) []Gap {
	sums := f.SumsOfParts(p)
	if len(sums) == 0 {
		return nil
	}
	var list []Gap
	for _, s := range f.Slots() {
		sum, known := sums[s.Code]
		if n, has := now[s.Code]; known && has && n != sum {
			list = append(list, Gap{Slot: s, Now: n, Sum: sum})
		}
	}
	return list
}

// explained is gaps with the reasons that the report gives.
func (f Form) explained(c Content, p Parts) []Gap {
	list := f.gaps(c.Figures, p)
	for i := range list {
		list[i].Reason = c.Reasons[list[i].Slot.Code]
	}
	return list
}

// GapsOf holds a version of a filing against the months (quarters, halves) that its unit filed: to who may read what it
// files, and to its own desks. version 0 is the newest.
func (s *Service) GapsOf(ctx context.Context, who actor.Actor, filing ident.ID, version int64) (Gaps, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Gaps{}, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return Gaps{}, err
	}
	if version == 0 {
		version = sc.filing.Current
	}
	out := Gaps{Unit: sc.unit(sc.filing.Unit), Filing: filing, Request: sc.req}
	if version == 0 {
		return out, nil
	}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		v, ok, err := loadVersion(ctx, r, filing, version)
		if err != nil {
			return err
		}
		if !ok {
			return fault.NotFound("report.no_such_version")
		}
		if out.Parts, err = s.partsOf(ctx, r, sc.kin(), sc.req.Period.PeriodName()); err != nil {
			return err
		}
		out.List = sc.form.explained(v.Content, out.Parts)
		return nil
	})
	return out, err
}

// GapsAbove finds the reports for longer periods, filed by the same unit, that differ from their parts of which this filing
// is one: what a month that comes last does to the quarter filed before it. The shortest period comes first.
func (s *Service) GapsAbove(ctx context.Context, who actor.Actor, filing ident.ID) ([]Gaps, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return nil, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return nil, err
	}
	p := sc.req.Period
	name := p.PeriodName()
	if !sc.filing.In() || !slices.Contains(partKinds(), name.Kind) {
		return nil, nil
	}
	var list []Gaps
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		pairs, err := db.All(ctx, r, scanPair, `select `+filingColumns+`, `+requestColumns+` from filing f join report_request r on r.id = f.request
			where f.unit = $1 and f.state in ('filed', 'accepted') and f.id <> $2 and r.form_code = $3 and r.period_from <= $4 and r.period_to >= $5
			order by r.period_to, r.period_from desc, r.id limit $6`, sc.filing.Unit, filing, sc.req.FormCode, p.From, p.To, listLimit)
		if err != nil {
			return err
		}
		for _, one := range pairs {
			if !slices.Contains(one.r.Period.PeriodName().Parts(name.Kind), name) {
				continue
			}
			g, err := s.gapsOfPair(ctx, r, one)
			if err != nil {
				return err
			}
			if len(g.List) > 0 {
				g.Unit = sc.unit(one.f.Unit)
				list = append(list, g)
			}
		}
		return nil
	})
	return list, err
}

// gapsOfPair holds what a unit filed last against its parts.
func (s *Service) gapsOfPair(ctx context.Context, q db.Querier, p pair) (Gaps, error) {
	form, err := s.form(ctx, q, p.r.Form, p.r.Basis)
	if err != nil {
		return Gaps{}, err
	}
	if err := s.name(ctx, q, &p.r, form, regimeNames{}); err != nil {
		return Gaps{}, err
	}
	out := Gaps{Filing: p.f.ID, Request: p.r}
	if out.Parts, err = s.partsOf(ctx, q, kin{p.f.Unit, p.r.FormCode, p.r.Regime, form}, p.r.Period.PeriodName()); err != nil || out.Parts.Figures == nil {
		return out, err
	}
	v, ok, err := loadVersion(ctx, q, p.f.ID, p.f.Current)
	if ok {
		out.List = form.explained(v.Content, out.Parts)
	}
	return out, err
}

// BoardGaps lists the reports that a board names line by line, as far as they differ from the shorter periods of their own units.
func (s *Service) BoardGaps(ctx context.Context, who actor.Actor, request, unit ident.ID) ([]Gaps, error) {
	v, err := s.view(ctx, who, request, unit, 0)
	if err != nil {
		return nil, err
	}
	lines, err := v.lines()
	if err != nil {
		return nil, err
	}
	var units []ident.ID
	for _, l := range lines {
		if l.In() {
			units = append(units, l.Unit.ID)
		}
	}
	var list []Gaps
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list = nil
		found, err := s.gapsAmong(ctx, r, v.live.req, v.live.lay.form, units)
		for _, l := range lines {
			if g, ok := found[l.Unit.ID]; ok {
				g.Unit = l.Unit
				list = append(list, g)
			}
		}
		return err
	})
	return list, err
}

// partKinds are the kinds of periods that others are made of, the shortest first.
func partKinds() []when.PeriodKind { return []when.PeriodKind{when.Month, when.Quarter, when.Half} }

// gapsAmong finds, of some units that answered a request, those whose report differs from its parts. Where nobody was asked
// for a shorter period with the form, as mostly, it costs one look.
func (s *Service) gapsAmong(ctx context.Context, q db.Querier, req Request, form Form, units []ident.ID) (map[ident.ID]Gaps, error) {
	name := req.Period.PeriodName()
	if form.Cumulative() || len(units) == 0 {
		return nil, nil
	}
	requests, names, err := partRequests(ctx, q, req, name)
	if err != nil || len(requests) == 0 {
		return nil, err
	}
	out := map[ident.ID]Gaps{}
	for part := range slices.Chunk(units, 200) {
		type sent struct{ unit, request ident.ID }
		rows, err := db.All(ctx, q, func(s db.Scanner, x *sent) error { return s.Scan(&x.unit, &x.request) },
			`select unit, request from filing where state in ('filed', 'accepted') and unit in (`+db.In(1, len(part))+`) and request in (`+db.In(1+len(part), len(requests))+`)`,
			db.Args(append(slices.Clone(part), requests...))...)
		if err != nil {
			return nil, err
		}
		have := map[ident.ID]map[when.PeriodName]bool{}
		for _, x := range rows {
			if have[x.unit] == nil {
				have[x.unit] = map[when.PeriodName]bool{}
			}
			have[x.unit][names[x.request]] = true
		}
		for _, unit := range part {
			if !whole(have[unit], name) {
				continue
			}
			p, ok, err := db.One(ctx, q, scanPair, `select `+filingColumns+`, `+requestColumns+` from filing f join report_request r on r.id = f.request where f.request = $1 and f.unit = $2`, req.ID, unit)
			if err != nil {
				return nil, err
			}
			if !ok || !p.f.In() {
				continue
			}
			g, err := s.gapsOfPair(ctx, q, p)
			if err != nil {
				return nil, err
			}
			if len(g.List) > 0 {
				out[unit] = g
			}
		}
	}
	return out, nil
}

// whole tells whether the periods that are there make up one in full.
func whole(have map[when.PeriodName]bool, name when.PeriodName) bool {
	for _, kind := range partKinds() {
		parts := name.Parts(kind)
		if len(parts) > 0 && !slices.ContainsFunc(parts, func(p when.PeriodName) bool { return !have[p] }) {
			return true
		}
	}
	return false
}

// partRequests finds the requests with the same form for the parts of a period.
func partRequests(ctx context.Context, q db.Querier, req Request, name when.PeriodName) ([]ident.ID, map[ident.ID]when.PeriodName, error) {
	type asked struct {
		id   ident.ID
		name when.PeriodName
	}
	wanted := map[when.PeriodName]bool{}
	for _, kind := range partKinds() {
		for _, p := range name.Parts(kind) {
			wanted[p] = true
		}
	}
	if len(wanted) == 0 {
		return nil, nil, nil
	}
	rows, err := db.All(ctx, q, func(s db.Scanner, x *asked) error { return s.Scan(&x.id, &x.name.Kind, &x.name.Year, &x.name.N) },
		`select id, period_kind, period_year, period_n from report_request where form_code = $1 and period_from >= $2 and period_to <= $3 and id <> $4
		order by opened_at desc limit 400`, req.FormCode, req.Period.From, req.Period.To, req.ID)
	if err != nil {
		return nil, nil, err
	}
	var ids []ident.ID
	names := map[ident.ID]when.PeriodName{}
	for _, x := range rows {
		if wanted[x.name] {
			ids, names[x.id] = append(ids, x.id), x.name
		}
	}
	return ids, names, nil
}

// UnitGaps finds, among what a unit filed of late, the reports that differ from their parts, by filing: to its own desks
// and to who may read what it files.
func (s *Service) UnitGaps(ctx context.Context, who actor.Actor, unit ident.ID) (map[ident.ID]Gaps, error) {
	list, err := s.ForUnit(ctx, who, unit)
	if err != nil {
		return nil, err
	}
	have := map[string]map[when.PeriodName]bool{}
	for _, a := range list {
		if a.Filing.In() {
			if have[a.Request.FormCode] == nil {
				have[a.Request.FormCode] = map[when.PeriodName]bool{}
			}
			have[a.Request.FormCode][a.Request.Period.PeriodName()] = true
		}
	}
	since := s.today().AddDays(-400)
	out := map[ident.ID]Gaps{}
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		for _, a := range list {
			if !a.Filing.In() || a.Request.Period.To < since || !whole(have[a.Request.FormCode], a.Request.Period.PeriodName()) {
				continue
			}
			g, err := s.gapsOfPair(ctx, r, pair{f: a.Filing, r: a.Request})
			if err != nil {
				return err
			}
			if len(g.List) > 0 {
				out[a.Filing.ID] = g
			}
		}
		return nil
	})
	return out, err
}
