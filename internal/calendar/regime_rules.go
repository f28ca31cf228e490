package calendar

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

const (
	maxDays    = 60 // working days between closing and filing, and of a reminder
	maxReminds = 5
	maxAct     = 200
)

var regimeCode = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// checkRegime judges code and name of a regime.
func checkRegime(n NewRegime) fault.Faults {
	var fs fault.Faults
	if !regimeCode.MatchString(n.Code) {
		fs = append(fs, fault.Invalid("code", "calendar.bad_regime_code"))
	}
	if n.Name.VI == "" {
		fs = append(fs, fault.Invalid("name", "calendar.name_missing"))
	}
	if utf8.RuneCountInString(n.Name.VI) > maxName {
		fs = append(fs, fault.Invalid("name", "calendar.too_long", "max", maxName))
	}
	if utf8.RuneCountInString(n.Name.EN) > maxName {
		fs = append(fs, fault.Invalid("name_en", "calendar.too_long", "max", maxName))
	}
	return fs
}

// checkRule judges a rule against the levels that there are. Fields: kinds,
// close-KIND, days, days-LEVEL, hour, basis, before, after.
func checkRule(r Rule, levels []org.Level) fault.Faults {
	var fs fault.Faults
	if len(r.Kinds) == 0 {
		fs = append(fs, fault.Invalid("kinds", "calendar.no_kinds"))
	}
	seen := map[when.PeriodKind]bool{}
	for _, k := range r.Kinds {
		switch {
		case !slices.Contains(RegimeKinds(), k.Kind) || seen[k.Kind]:
			fs = append(fs, fault.Invalid("kinds", "calendar.bad_kind"))
		case k.Close < 0 || k.Close > when.MaxClosing || k.Kind == when.Term && k.Close != 0:
			fs = append(fs, fault.Invalid("close-"+string(k.Kind), "calendar.bad_closing", "most", when.MaxClosing))
		}
		seen[k.Kind] = true
	}
	if r.Basis != InPeriod && r.Basis != YearToDate {
		fs = append(fs, fault.Invalid("basis", "calendar.bad_basis"))
	}
	days := func(field string, n int) {
		if n < 1 || n > maxDays {
			fs = append(fs, fault.Invalid(field, "calendar.bad_days", "most", maxDays))
		}
	}
	days("days", r.Days)
	for code, n := range r.Levels {
		if !slices.ContainsFunc(levels, func(l org.Level) bool { return l.Code == code }) {
			fs = append(fs, fault.Invalid("", "calendar.no_such_level", "code", code))
			continue
		}
		days("days-"+code, n)
	}
	if r.Hour < 0 || r.Hour >= 24*60 {
		fs = append(fs, fault.Invalid("hour", "calendar.bad_hour"))
	}
	for field, list := range map[string][]int{"before": r.Remind.Before, "after": r.Remind.After} {
		for _, n := range list {
			if n < 1 || n > maxDays {
				fs = append(fs, fault.Invalid(field, "calendar.bad_days", "most", maxDays))
			}
		}
		if len(list) > maxReminds {
			fs = append(fs, fault.Invalid(field, "calendar.too_many_reminders", "most", maxReminds))
		}
	}
	return fs
}

// tidyRule puts what has no order in order, so that the same rule is the same text.
func tidyRule(r Rule) Rule {
	r.Kinds = slices.Clone(r.Kinds)
	slices.SortFunc(r.Kinds, func(a, b KindRule) int {
		return slices.Index(RegimeKinds(), a.Kind) - slices.Index(RegimeKinds(), b.Kind)
	})
	r.Remind.Before = slices.Compact(slices.Sorted(slices.Values(r.Remind.Before)))
	r.Remind.After = slices.Compact(slices.Sorted(slices.Values(r.Remind.After)))
	return r
}
