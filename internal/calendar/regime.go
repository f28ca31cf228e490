package calendar

import (
	"slices"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Regime is a reporting regime: which periods it has, on which day it closes
// their figures, when each level must have filed. Its versions hold one after another.
type Regime struct {
	ID       ident.ID
	Code     string
	Name     i18n.Text // English may be empty
	Unit     ident.ID  // who keeps it; 0: who keeps the whole organisation
	Retired  bool      // offered no more
	Versions []RegimeVersion
}

// Title is the regime's name; where it has none in English, the Vietnamese one.
func (r Regime) Title(lang i18n.Lang) string { return bothWays(r.Name).In(lang) }

// In is Title, so that a Regime can be an argument of a message.
func (r Regime) In(lang i18n.Lang) string { return r.Title(lang) }

// RegimeVersion is a rule from a day on.
type RegimeVersion struct {
	From  when.Date
	Rule  Rule
	Act   string       // the decision that rules it
	At    when.Instant // when it was entered, 0: as the program brought it
	Actor string
}

// Basis says over which days figures of a period are counted.
type Basis string

// The bases. At a point there is no span: the figure is what there is at the end.
const (
	InPeriod   Basis = "in_period"
	YearToDate Basis = "year_to_date"
)

// Rule is what a regime rules.
type Rule struct {
	Kinds  []KindRule     `json:"kinds"`
	Basis  Basis          `json:"basis"`
	Days   int            `json:"days"`             // working days after the closing day by which a unit files
	Levels map[string]int `json:"levels,omitempty"` // other numbers of days, by code of a level
	Hour   int            `json:"hour"`             // of the day of filing, in minutes after midnight
	Remind Remind         `json:"remind"`
}

// KindRule is a kind of period that the regime has.
type KindRule struct {
	Kind  when.PeriodKind `json:"kind"`
	Close int             `json:"close,omitempty"` // day of the month on which figures are closed, 0: with the month
}

// Remind says when a unit that has not filed is reminded by itself.
type Remind struct {
	Before []int `json:"before,omitempty"` // working days before the day of filing
	OnDay  bool  `json:"onDay,omitempty"`
	After  []int `json:"after,omitempty"` // working days after it
}

// RegimeKinds are the kinds of period that a regime may have, the shortest first.
func RegimeKinds() []when.PeriodKind {
	return []when.PeriodKind{when.Month, when.Quarter, when.Half, when.NineMonths, when.Year, when.Term}
}

// Has tells whether the rule has periods of a kind. An ad-hoc span belongs to every regime.
func (r Rule) Has(kind when.PeriodKind) bool {
	return kind == when.AdHoc || slices.ContainsFunc(r.Kinds, func(k KindRule) bool { return k.Kind == kind })
}

// Closing is the day on which a kind of period is closed, 0: with the month.
func (r Rule) Closing(kind when.PeriodKind) int {
	for _, k := range r.Kinds {
		if k.Kind == kind {
			return k.Close
		}
	}
	return 0
}

// DaysOf is the number of working days that a level has.
func (r Rule) DaysOf(level string) int {
	if n, ok := r.Levels[level]; ok {
		return n
	}
	return r.Days
}

// Deadline is when a unit of a level must have filed what was closed on a day; 0 where no working day follows.
func (r Rule) Deadline(closed when.Date, level string, work when.WorkDays) when.Instant {
	return when.At(work.After(closed, max(r.DaysOf(level), 1)), r.Hour)
}

// On is the version that holds on a day: the last that began by then, else the first.
func (r Regime) On(day when.Date) RegimeVersion {
	var held RegimeVersion
	for i, v := range r.Versions {
		if i == 0 || v.From <= day {
			held = v
		}
	}
	return held
}

// closing is the regime's rule of closing: a month is closed by the version that holds on its first day.
func (r Regime) closing() when.Closing {
	return func(kind when.PeriodKind, year, month int) int {
		day, _ := when.NewDate(year, month, 1)
		return r.On(day).Rule.Closing(kind)
	}
}

// Window is the days of a period of the calendar under the regime. Windows of
// one kind follow one another without gap or overlap, through every version.
func (r Regime) Window(p when.PeriodName) when.Span { return p.Window(r.closing()) }

// WindowToDate is the days from the start of the regime's year to the end of the period's window.
func (r Regime) WindowToDate(p when.PeriodName) when.Span { return p.WindowToDate(r.closing()) }

// RuleOf is the rule for a period: of the version that holds in the month in
// which the period ends.
func (r Regime) RuleOf(p Period) Rule {
	end := p.To
	if p.Kind != when.AdHoc {
		end = p.PeriodName().Span().To
	}
	first, _ := when.NewDate(end.Year(), end.Month(), 1)
	return r.On(first).Rule
}

// Under is a period with the regime's window in the place of its calendar days;
// an ad-hoc period keeps its own. A kind that the regime does not have is refused.
func (r Regime) Under(p Period) (Period, error) {
	if !r.RuleOf(p).Has(p.Kind) {
		return p, fault.Invalid("period", "calendar.regime_without_kind", "regime", r, "period", p)
	}
	if p.Kind != when.AdHoc {
		w := r.Window(p.PeriodName())
		p.From, p.To = w.From, w.To
	}
	return p, nil
}

// CheckPart refuses a period as a part of another in which it does not lie:
// December is not a month of the next year's first quarter.
func CheckPart(part, of Period) error {
	if part.ID == of.ID || !of.Span().Covers(part.Span()) || part.From.Zero() || of.From.Zero() {
		return fault.Invalid("parent", "calendar.not_within", "part", part, "from", part.From, "to", part.To, "of", of, "of_from", of.From, "of_to", of.To)
	}
	return nil
}
