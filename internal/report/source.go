package report

import (
	"context"
	"encoding/json"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Source says which register of the program an indicator is counted from. Such an indicator is never typed: its figures
// follow the register while the report is a draft and are fixed with the signature, like all others.
type Source string

// The sources. The empty one is none: the unit types the figure, or it is computed from others.
const (
	SourceObstacles Source = "obstacles" // of a percentage: obstacles of the unit that were settled, of all that were pending in the period
)

// Sources lists the sources that an indicator's kind allows.
func (ind Indicator) Sources() []Source {
	if ind.Kind == Pct {
		return []Source{SourceObstacles}
	}
	return nil
}

// Obstacles is the register of obstacles, as far as a report asks it.
type Obstacles interface {
	// Resolved counts, of the obstacles that a unit raised and that were pending at some time of a span, those solved by its end, and all, as the register stood at a moment.
	Resolved(ctx context.Context, q db.Querier, unit ident.ID, span when.Span, at when.Instant) (solved, all int64, err error)
}

// sourced counts, by slot, what the form takes from registers for the unit of the scene, as they stood at a moment. A
// unit without obstacles has 0 of 0, of which there is no percentage. Where the program has no such register nothing is known.
func (s *Service) sourced(ctx context.Context, q db.Querier, sc scene, at when.Instant) (Figures, error) {
	var known Figures
	for _, ind := range sc.form.Indicators {
		if ind.Source != SourceObstacles || s.Obstacles == nil {
			continue
		}
		solved, all, err := s.Obstacles.Resolved(ctx, q, sc.filing.Unit, sc.form.Counted(sc.req.Period.Span()), at)
		if err != nil {
			return nil, err
		}
		if known == nil {
			known = Figures{}
		}
		known[ind.Code+"n"], known[ind.Code+"d"] = solved, all
	}
	return known, nil
}

// sourcedOf takes out of a report's figures those that were counted from registers.
func (f Form) sourcedOf(v Figures) Figures {
	known := Figures{}
	for _, s := range f.Slots() {
		if n, ok := v[s.Code]; ok && s.Source != "" {
			known[s.Code] = n
		}
	}
	return known
}

// Counted is the span of days in which the form counts what happens: the period, or the year up to its end.
func (f Form) Counted(period when.Span) when.Span {
	if f.Cumulative() {
		period.From = when.Date(period.To.Year()*10_000 + 101)
	}
	return period
}

// SourcedText names the figures of a draft that are counted from registers, so that who signs can be asked to have seen them. "" for none.
func (d Draft) SourcedText() string {
	if len(d.Earlier.Sourced) == 0 {
		return ""
	}
	text, err := json.Marshal(d.Earlier.Sourced) // sorted by key
	if err != nil {
		return "" // a map of numbers always encodes
	}
	return string(text)
}

// Seen names all that a signature would stand under: what is typed, and what follows from earlier reports, which may be
// returned or filed anew while the draft itself does not move.
func (d Draft) Seen() (string, error) {
	body, err := json.Marshal(d.Reading.Content)
	return hashed(body)[:24], err
}

// Sourced lists the indicators that are counted from registers.
func (f Form) Sourced() []Indicator {
	var list []Indicator
	for _, ind := range f.Indicators {
		if ind.Source != "" {
			list = append(list, ind)
		}
	}
	return list
}

// settledBefore gives, of a slot that is all of a counted percentage, the slot of what was settled. All that was pending
// in a longer period is what was pending in its last part and what was settled in those before it: the sum would count
// again what stayed pending from one part to the next.
func (s Slot) settledBefore() (code string, ok bool) {
	if s.Source == "" || s.Code != s.Indicator+"d" {
		return "", false
	}
	return s.Indicator + "n", true
}
