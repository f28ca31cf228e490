package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"giaoban/internal/calendar"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Odd is a figure of a filed report at which somebody should look twice: the hint that stood at it while it was typed.
type Odd struct {
	Slot Slot
	Now  int64 // in fixed point
	Strange
}

// odd lists what of a report leaves the unit's own past, of the slots that are judged, in their order.
func odd(judged []Slot, now Figures, past Compared) []Odd {
	var list []Odd
	for _, slot := range judged {
		n, known := now[slot.Code]
		if !known {
			continue
		}
		if s, strange := Unusual(n, past.PastOf(slot.Code), slot.Scale); strange {
			list = append(list, Odd{slot, n, s})
		}
	}
	return list
}

// judged tells whether a slot's figure is held against the unit's past: what a unit types, but no answer and nothing that the
// program takes over from earlier reports.
func (s Slot) judged() bool { return s.Typed() && s.Kind != YesNo && s.Before == "" }

// earlierRequest is a request of the same form for a period before.
type earlierRequest struct {
	id    ident.ID
	form  ident.ID
	basis calendar.Basis
	name  when.PeriodName
}

// mostBefore bounds the earlier requests that are looked at: of one form to the same units.
const mostBefore = 2000

// requestsBefore lists the requests of the same form, to some of these units, for the periods of a kind before p, the newest
// period first; of several for one period the one that counts first, as in sentRows.
func requestsBefore(ctx context.Context, q db.Querier, req Request, p when.PeriodName, units []ident.ID) ([]earlierRequest, error) {
	return db.All(ctx, q, func(s db.Scanner, x *earlierRequest) error {
		return s.Scan(&x.id, &x.form, &x.basis, &x.name.Kind, &x.name.Year, &x.name.N)
	}, `select r.id, r.form, r.basis, r.period_kind, r.period_year, r.period_n from report_request r
		where r.form_code = $1 and r.period_kind = $2 and (r.period_year < $4 or r.period_year = $4 and r.period_n < $5)
			and exists (select 1 from filing f where f.request = r.id and f.unit in (`+db.In(7, len(units))+`))
		order by r.period_year desc, r.period_n desc, case when r.regime = $3 then 0 else 1 end, r.opened_at desc limit $6`,
		append([]any{req.FormCode, string(p.Kind), req.Regime, p.Year, p.N, mostBefore}, db.Args(units)...)...)
}

// oddVersion is what was found in a version, and in which state of the earlier reports.
type oddVersion struct {
	version int64
	tag     string
	list    []Odd
}

// periodsTogether is how many earlier periods are read in one look: those of a year of months, and the one a year ago.
const periodsTogether = 13

// oddIn finds, of the newest versions of some reports of a request, the figures that leave their units' own past: by filing. What
// was found stays until the report or an earlier request's board changes: a board of thousands is judged once.
func (s *Service) oddIn(ctx context.Context, req Request, form Form, lines []Line) (map[ident.ID][]Odd, error) {
	p := req.Period.PeriodName()
	if p == (when.PeriodName{}) || len(lines) == 0 {
		return nil, nil
	}
	units := make([]ident.ID, len(lines))
	for i, l := range lines {
		units[i] = l.Unit.ID
	}
	var before []earlierRequest
	err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		before, err = requestsBefore(ctx, r, req, p, units)
		return err
	})
	if err != nil || len(before) == 0 {
		return nil, err
	}
	var state strings.Builder // before the reports are read: what changes in between is seen next time
	for _, one := range before {
		fmt.Fprintf(&state, "%d.%d ", one.id, s.Hub.Version(BoardTopic(one.id)))
	}
	tag := state.String()
	out := make(map[ident.ID][]Odd, len(lines))
	var unread []Line
	s.mu.Lock()
	for _, l := range lines {
		if one, ok := s.odd[l.Filing]; ok && one.version == l.Version && one.tag == tag {
			out[l.Filing] = one.list
		} else {
			unread = append(unread, l)
		}
	}
	s.mu.Unlock()
	for part := range slices.Chunk(unread, readTogether) {
		err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
			found, err := s.oddAmong(ctx, r, req, form, before, part)
			if err != nil {
				return err
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if len(s.odd)+len(part) > mostWarned { // those in use are soon read again
				clear(s.odd)
			}
			for _, l := range part {
				out[l.Filing] = found[l.Filing]
				s.odd[l.Filing] = oddVersion{l.Version, tag, found[l.Filing]}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// oddAmong is oddIn for some reports, read together.
func (s *Service) oddAmong(ctx context.Context, q db.Querier, req Request, form Form, before []earlierRequest, lines []Line) (map[ident.ID][]Odd, error) {
	type sent struct {
		unit, request ident.ID
		figures       string
	}
	judged := slices.DeleteFunc(form.Slots(), func(s Slot) bool { return !s.judged() })
	units := make([]ident.ID, len(lines))
	for i, l := range lines {
		units[i] = l.Unit.ID
	}
	now := make(map[ident.ID]string, len(lines))
	p := req.Period.PeriodName()
	past := make(map[ident.ID]*Compared, len(lines))
	for _, unit := range units {
		past[unit] = &Compared{PreviousName: p.Previous(), SameName: p.SameLastYear()}
	}
	for len(before) > 0 && len(units) > 0 {
		n, periods := 0, 0 // of the requests that are read now: whole periods
		for n < len(before) && (periods < periodsTogether || before[n].name == before[n-1].name) {
			if n == 0 || before[n].name != before[n-1].name {
				periods++
			}
			n++
		}
		ids := []ident.ID{req.ID}
		for _, one := range before[:n] {
			ids = append(ids, one.id)
		}
		rows, err := db.All(ctx, q, func(s db.Scanner, x *sent) error { return s.Scan(&x.unit, &x.request, &x.figures) },
			`select f.unit, f.request, v.figures from filing f join filing_version v on v.filing = f.id and v.version = f.current
			where f.state in ('filed', 'accepted') and f.unit in (`+db.In(1, len(units))+`) and f.request in (`+db.In(1+len(units), len(ids))+`)`,
			db.Args(append(slices.Clone(units), ids...))...)
		if err != nil {
			return nil, err
		}
		texts := make(map[ident.ID]map[ident.ID]string, len(units))
		for _, x := range rows {
			if x.request == req.ID {
				now[x.unit] = x.figures
				continue
			}
			if texts[x.unit] == nil {
				texts[x.unit] = map[ident.ID]string{}
			}
			texts[x.unit][x.request] = x.figures
		}
		for _, unit := range units {
			if err := s.tellPast(ctx, q, kin{unit, req.FormCode, req.Regime, form}, before[:n], texts[unit], judged, past[unit]); err != nil {
				return nil, err
			}
		}
		before = before[n:]
		units = slices.DeleteFunc(units, func(unit ident.ID) bool { return len(past[unit].Recent) == recentPeriods })
	}
	out := make(map[ident.ID][]Odd, len(lines))
	for _, l := range lines {
		if text, ok := now[l.Unit.ID]; ok {
			figures, err := decodeFigures(text)
			if err != nil {
				return nil, err
			}
			out[l.Filing] = odd(judged, figures, *past[l.Unit.ID])
		}
	}
	return out, nil
}

// tellPast adds to what is known of a unit's past what it filed for some requests, the newest period first: as Compare reads it.
func (s *Service) tellPast(ctx context.Context, q db.Querier, k kin, requests []earlierRequest, texts map[ident.ID]string, judged []Slot, past *Compared) error {
	var last when.PeriodName
	for _, one := range requests {
		text, filed := texts[one.id]
		if !filed || one.name == last {
			continue
		}
		last = one.name
		named := one.name == past.PreviousName || one.name == past.SameName
		if !named && len(past.Recent) == recentPeriods {
			continue
		}
		form, err := s.form(ctx, q, one.form, one.basis)
		if err != nil {
			return err
		}
		figures := make(Figures, len(judged))
		if form.Cumulative() != k.form.Cumulative() { // what is judged may be made of other slots
			figures, err = decodeFigures(text)
		} else {
			err = eachFigure(text, func(code string, n int64) {
				if slices.ContainsFunc(judged, func(s Slot) bool { return s.Code == code }) {
					figures[code] = n
				}
			})
		}
		if err != nil {
			return err
		}
		figures = k.form.taken(form, figures)
		if named {
			content := Content{Figures: figures}
			if content.Figures, err = s.based(ctx, q, k, sentIn{content, form, one.name}); err != nil {
				return err
			}
			if one.name == past.PreviousName {
				past.Previous = &content
			}
			if one.name == past.SameName {
				past.SameLastYear = &content
			}
		}
		if len(past.Recent) == recentPeriods {
			continue
		}
		if form.Cumulative() != k.form.Cumulative() && !oneBasis(one.name) {
			figures = k.form.Within(figures, Figures{})
		}
		past.Recent = append(past.Recent, figures)
	}
	return nil
}
