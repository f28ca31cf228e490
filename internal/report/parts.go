package report

import (
	"context"
	"maps"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Parts is what a unit filed for the shorter periods that make up the one it
// writes about: the months of a quarter.
type Parts struct {
	Kind    when.PeriodKind // "" where there are none
	Filed   int             // of Of
	Of      int
	Figures Figures  // made of the parts, nil unless all are filed
	Differ  []string // slots of the draft that say something else
}

// partsOf reads what the unit filed for the parts of a period: months, else
// quarters, else halves, whichever is filed in full, else the one nearest to it.
func (s *Service) partsOf(ctx context.Context, q db.Querier, k kin, p when.PeriodName) (Parts, error) {
	var best Parts
	for _, kind := range partKinds() {
		names := p.Parts(kind)
		if len(names) == 0 {
			continue
		}
		one := Parts{Kind: kind, Of: len(names)}
		var list []Figures
		for _, name := range names {
			c, ok, err := s.earlier(ctx, q, k, name)
			if err != nil {
				return Parts{}, err
			}
			if ok {
				one.Filed++
				list = append(list, c.Figures)
			}
		}
		if one.Filed == one.Of {
			one.Figures = k.form.Whole(list)
			return one, nil
		}
		if one.Filed > best.Filed {
			best = one
		}
	}
	return best, nil
}

// partWord is a number of parts as words: "3 tháng", "3 months".
func partWord(p Parts) i18n.Text {
	n := i18n.Int(i18n.VI, int64(p.Of))
	switch p.Kind {
	case when.Quarter:
		return i18n.Text{VI: n + " quý", EN: n + " quarters"}
	case when.Half:
		return i18n.Text{VI: n + " kỳ 6 tháng", EN: n + " halves"}
	}
	return i18n.Text{VI: n + " tháng", EN: n + " months"}
}

// In names the parts with their number, so that Parts can be an argument of a message: "3 tháng".
func (p Parts) In(lang i18n.Lang) string { return partWord(p).In(lang) }

// againstParts adds to a reading where a flow differs from the sum of the parts
// that were filed: it stands with a reason only.
func (f Form) againstParts(r *Reading, e Entries, p *Parts) {
	for _, g := range f.gaps(r.Content.Figures, *p) {
		s := g.Slot
		p.Differ = append(p.Differ, s.Code)
		args := []any{"name", sentenceStart{s.Name}, "a", number{g.Now, s.Scale}, "parts", partWord(*p), "b", number{g.Sum, s.Scale}, "diff", signed{number{g.Diff(), s.Scale}}}
		r.Warnings = append(r.Warnings, fault.Invalid(s.Code, "report.not_sum_of_parts", args...))
		if why := strings.TrimSpace(e[s.Code+whySuffix]); why != "" {
			r.Content.Reasons[s.Code] = why
		} else {
			r.Faults = append(r.Faults, fault.Invalid(s.Code+whySuffix, "report.not_sum_of_parts_unless_explained", args...))
		}
	}
}

// SumsOfParts gives, by slot, what a typed flow must come to where all parts of the period are filed.
func (f Form) SumsOfParts(p Parts) Figures {
	if p.Figures == nil || f.Cumulative() {
		return nil
	}
	sums := Figures{}
	for _, s := range f.Slots() {
		if sum, known := p.Figures[s.Code]; known && s.Typed() && f.flows(s) && f.over(s) == TimeSum {
			sums[s.Code] = sum
		}
	}
	return sums
}

// signed is a number with its sign, as a difference is written.
type signed struct{ number }

// In writes the number in a language.
func (n signed) In(lang i18n.Lang) string {
	if n.v > 0 {
		return "+" + n.number.In(lang)
	}
	return n.number.In(lang)
}

// String is for the log.
func (n signed) String() string { return n.In(i18n.EN) }

// TakeParts writes into a draft what the filed parts of its period come to:
// sums of flows, the last of what stands at a point. Texts are not touched.
func (s *Service) TakeParts(ctx context.Context, who actor.Actor, filing ident.ID, base int64, k string) (Saved, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return Saved{}, err
	}
	if err := sc.own(who, actor.DraftFiling); err != nil {
		return Saved{}, err
	}
	var p Parts
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		p, err = s.partsOf(ctx, r, sc.kin(), sc.req.Period.PeriodName())
		return err
	})
	if err != nil {
		return Saved{}, err
	}
	if p.Figures == nil {
		return Saved{}, fault.Conflict("report.parts_missing", "filed", p.Filed, "of", p.Of)
	}
	fields := seedFields(sc.form, Seeded{Figures: p.Figures})
	maps.DeleteFunc(fields, func(field, _ string) bool { return !sc.form.takes(field) })
	return s.SaveDraft(ctx, who, filing, Save{Base: base, Fields: fields, Key: k})
}

// Series is what a unit filed with a form over a year, in both bases.
type Series struct {
	Name   when.PeriodName
	Within Figures // of the period alone; nil where an earlier report of the year is missing
	ToDate Figures // from the start of the year; likewise
}

// YearOf gives what a unit filed for the periods of one kind in a year, within
// the period and from the start of the year, each derived from the other: to
// who may read what the unit files, and to its own desks.
func (s *Service) YearOf(ctx context.Context, who actor.Actor, filing ident.ID) ([]Series, error) {
	sc, err := s.scene(ctx, filing)
	if err != nil {
		return nil, err
	}
	if err := sc.readable(who); err != nil && !desk(who, sc.filing.Unit) {
		return nil, err
	}
	name := sc.req.Period.PeriodName()
	if !slices.Contains(partKinds(), name.Kind) {
		return nil, nil
	}
	var list []Series
	err = s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		whole := true // every earlier period of the year is there
		var toDate Figures
		for one := (when.PeriodName{Kind: name.Kind, Year: name.Year, N: 1}); one.Year == name.Year; one = one.Next() {
			c, ok, err := s.earlier(ctx, r, sc.kin(), one)
			if err != nil {
				return err
			}
			if !ok {
				whole = false
				continue
			}
			row := Series{Name: one}
			switch {
			case sc.form.Cumulative():
				row.ToDate = c.Figures
				if whole {
					row.Within = sc.form.Within(c.Figures, toDate)
				}
				toDate = c.Figures
			default:
				row.Within = c.Figures
				if whole {
					row.ToDate = sc.form.ToDate(toDate, c.Figures)
					toDate = row.ToDate
				}
			}
			list = append(list, row)
		}
		return nil
	})
	return list, err
}
