package report

import (
	"fmt"
	"maps"
	"regexp"

	"giaoban/internal/fault"
)

// Validate refuses a form whose parts do not fit together.
func (f Form) Validate() error {
	bad := func(code, what string) error {
		return fault.Invalid("form", "report.bad_form", "code", code, "what", what)
	}
	if f.Basis != "" && f.Basis != InPeriod && f.Basis != YearToDate {
		return bad(f.Code, "basis")
	}
	if f.Code == "" || f.Version < 1 || f.Title.VI == "" || len(f.Indicators)+len(f.Narratives) == 0 {
		return bad(f.Code, "head")
	}
	sections := map[string]bool{}
	for _, s := range f.Sections {
		sections[s.Code] = true
	}
	slots := map[string]bool{}
	for _, s := range f.Slots() {
		if slots[s.Code] {
			return bad(s.Code, "twice")
		}
		slots[s.Code] = true
	}
	taken := maps.Clone(slots) // as names of fields: slots, choices, texts, narratives
	for _, ind := range f.Indicators {
		if ind.Kind == Choice || ind.Kind == ShortText {
			if taken[ind.Code] {
				return bad(ind.Code, "twice")
			}
			taken[ind.Code] = true
		}
	}
	for _, n := range f.Narratives {
		if n.Code == "" || taken[n.Code] {
			return bad(n.Code, "twice")
		}
		taken[n.Code] = true
	}
	for _, ind := range f.Indicators {
		refs := append([]string{ind.PartOf, ind.Num, ind.Den, ind.Weight}, ind.SumOf...)
		for _, ref := range refs {
			if ref != "" && !slots[ref] {
				return bad(ind.Code, fmt.Sprintf("refers to %s", ref))
			}
		}
		switch {
		case !sections[ind.Section]:
			return bad(ind.Code, "section")
		case ind.Scale < 0 || ind.Scale > 6 || ind.Most < 0 || ind.Most > Limit:
			return bad(ind.Code, "size")
		case ind.Kind == Pct && ind.Across != Ratio || ind.Across == Mean && ind.Kind != Dec:
			return bad(ind.Code, "across")
		case ind.Kind == Pct && !ind.OnTime && (ind.Num == "") != (ind.Den == ""):
			return bad(ind.Code, "parts")
		case ind.Across == Mean && ind.Most > 1_000_000:
			return bad(ind.Code, "size")
		}
		if what := ind.misfit(); what != "" {
			return bad(ind.Code, what)
		}
	}
	for _, c := range f.Checks {
		for _, code := range append([]string{c.Field}, c.Of...) {
			if !slots[code] {
				return bad(code, "check")
			}
		}
		if taken[c.Field+whySuffix] && c.Warn {
			return bad(c.Field, "twice")
		}
		if (c.Test == AboveTest) != (len(c.Of) == 0) || c.Warn && c.Test != PartTest && c.Test != MostTest && c.Test != EqualTest {
			return bad(c.Field, "check")
		}
	}
	return nil
}

// misfit says what of an indicator's own properties does not go together, "" for nothing.
func (ind Indicator) misfit() string {
	plain := ind.Across == Sum || ind.Across == Max || ind.Across == Own
	switch ind.Kind {
	case Int, Dec, Pct:
	case YesNo:
		if ind.Across != Sum && ind.Across != Own || ind.Scale != 0 || ind.PartOf != "" || len(ind.SumOf) > 0 {
			return "across"
		}
	case ShortText:
		if ind.Across != Own || ind.Most > MostText {
			return "across"
		}
	case Choice:
		if ind.Across != Sum && ind.Across != Own {
			return "across"
		}
		if len(ind.Options) < 2 || len(ind.Options) > MostOptions {
			return "options"
		}
		for _, o := range ind.Options {
			if !partCode.MatchString(o.Code) || o.Name.VI == "" {
				return "options"
			}
		}
	case Table:
		if !plain {
			return "across"
		}
		if len(ind.Columns) == 0 || len(ind.Columns) > MostColumns || ind.Rows < 0 || ind.Rows > MostRows {
			return "columns"
		}
		seen := map[string]bool{}
		for _, c := range ind.Columns {
			bound := int64(Limit)
			if c.Kind == ShortText {
				bound = MostText
			}
			if !partCode.MatchString(c.Code) || seen[c.Code] || c.Name.VI == "" || c.Kind != ShortText && !c.Numeric() ||
				c.Scale < 0 || c.Scale > 6 || c.Kind != Dec && c.Scale != 0 || c.Most < 0 || c.Most > bound {
				return "columns"
			}
			seen[c.Code] = true
		}
	default:
		return "kind"
	}
	switch {
	case len(ind.Options) > 0 && ind.Kind != Choice:
		return "options"
	case (len(ind.Columns) > 0 || ind.Rows != 0) && ind.Kind != Table:
		return "columns"
	}
	if ind.Formula != "" || ind.Across == FromTotals {
		return "formula"
	}
	switch ind.AcrossTime {
	case "", TimeSum, TimeLast, TimeMax, TimeMean, TimeRatio, TimeNone:
	default:
		return "across time"
	}
	return ""
}

// partCode is what codes of options and columns look like: they stand in field names and formulas.
var partCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,19}$`)
