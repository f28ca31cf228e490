package org

import (
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const (
	maxName = 200
	forever = when.Date(99991231) // how an open end compares
)

// last is a version's last day for comparisons.
func last(u Unit) when.Date {
	if u.To == 0 {
		return forever
	}
	return u.To
}

// lives gives the versions of a unit in order of days; nil where there is no such unit.
type lives func(id ident.ID) []Unit

// livesThrough tells whether versions in order cover every day from the first to the last.
func livesThrough(versions []Unit, from, to when.Date) bool {
	if len(versions) == 0 {
		return false
	}
	return versions[0].From <= from && last(versions[len(versions)-1]) >= to
}

// standsUnder tells whether path's first unit would stand above itself somewhere
// from a day to a day: it climbs from parent through every version of these days.
func standsUnder(path []ident.ID, parent ident.ID, from, to when.Date, of lives) bool {
	if parent == 0 {
		return false
	}
	if slices.Contains(path, parent) {
		return true
	}
	path = append(path, parent)
	for _, v := range of(parent) {
		first, end := max(v.From, from), min(last(v), to)
		if first <= end && standsUnder(path, v.Parent, first, end, of) {
			return true
		}
	}
	return false
}

// checkPlace refuses a version whose parent does not live through it, or stands under the unit itself.
func checkPlace(v Unit, of lives) *fault.Fault {
	if v.Parent == 0 {
		return nil
	}
	if standsUnder([]ident.ID{v.ID}, v.Parent, v.From, last(v), of) {
		return fault.Invalid("parent", "org.circle", "unit", v.Name)
	}
	above := of(v.Parent)
	if len(above) == 0 {
		return fault.Invalid("parent", "org.no_such_parent")
	}
	if !livesThrough(above, v.From, last(v)) {
		newest := above[len(above)-1]
		if newest.To != 0 {
			return fault.Invalid("parent", "org.parent_ends", "parent", newest.Name, "date", newest.To)
		}
		return fault.Invalid("parent", "org.parent_begins", "parent", newest.Name, "date", above[0].From)
	}
	return nil
}

// checkVersions refuses overlaps, gaps and ends before beginnings in one unit's versions.
func checkVersions(versions []Unit) *fault.Fault {
	for i, v := range versions {
		if last(v) < v.From {
			return fault.Invalid("date", "org.ends_before_start", "unit", v.Name, "from", v.From, "to", v.To)
		}
		if i == 0 {
			continue
		}
		before := versions[i-1]
		if before.To == 0 || before.To.AddDays(1) != v.From {
			return fault.Invalid("date", "org.not_adjoining", "unit", v.Name, "from", v.From)
		}
	}
	return nil
}

// checkDecree refuses a change without its day or its legal act.
func checkDecree(d Decree) fault.Faults {
	var fs fault.Faults
	if !d.Date.Valid() {
		fs = append(fs, fault.Invalid("date", "org.date_missing"))
	}
	if strings.TrimSpace(d.Act) == "" {
		fs = append(fs, fault.Invalid("act", "org.act_missing"))
	} else if utf8.RuneCountInString(d.Act) > maxName {
		fs = append(fs, fault.Invalid("act", "org.too_long", "max", maxName))
	}
	if utf8.RuneCountInString(d.Note) > 2000 {
		fs = append(fs, fault.Invalid("note", "org.too_long", "max", 2000))
	}
	return fs
}

// checkNames refuses an empty or overlong name.
func checkNames(name, short string) fault.Faults {
	var fs fault.Faults
	if name == "" {
		fs = append(fs, fault.Invalid("name", "org.name_missing"))
	} else if utf8.RuneCountInString(name) > maxName {
		fs = append(fs, fault.Invalid("name", "org.too_long", "max", maxName))
	}
	if utf8.RuneCountInString(short) > maxName {
		fs = append(fs, fault.Invalid("short", "org.too_long", "max", maxName))
	}
	return fs
}

// checkLevel refuses a level that does not exist or stands above the parent's.
func checkLevel(levels []Level, level, parentLevel string) *fault.Fault {
	own, ok := levelOrder(levels, level)
	if !ok {
		return fault.Invalid("level", "org.no_such_level", "level", level)
	}
	if above, ok := levelOrder(levels, parentLevel); ok && own < above {
		return fault.Invalid("level", "org.level_above_parent")
	}
	return nil
}

func levelOrder(levels []Level, code string) (int, bool) {
	for _, l := range levels {
		if l.Code == code {
			return l.Order, true
		}
	}
	return 0, false
}

// checkOpen refuses to change a unit that already ends, or on a day before its
// last change. ends: the change ends the unit, so that day itself is too early.
func checkOpen(v Unit, day when.Date, ends bool) *fault.Fault {
	switch {
	case v.To != 0:
		return fault.Invalid("date", "org.already_ends", "unit", v.Name, "date", v.To)
	case day < v.From:
		return fault.Invalid("date", "org.changed_later", "unit", v.Name, "date", v.From)
	case ends && day == v.From:
		return fault.Invalid("date", "org.changed_that_day", "unit", v.Name, "date", v.From)
	}
	return nil
}

// checkSides refuses a merge without successors and the like.
func checkSides(kind string, from, to int) *fault.Fault {
	switch kind {
	case ChangeCreate:
		if to > 0 {
			return nil
		}
	case ChangeRename, ChangeMove:
		if from > 0 || to > 0 {
			return nil
		}
	case ChangeMerge:
		if from < 2 {
			return fault.Invalid("from", "org.merge_of_one")
		}
		if to == 0 {
			return fault.Invalid("into", "org.successor_missing")
		}
		return nil
	case ChangeSplit:
		if from > 0 && to < 2 {
			return fault.Invalid("to", "org.split_in_one")
		}
		if from > 0 {
			return nil
		}
	case ChangeDissolve:
		if from > 0 {
			return nil
		}
	default:
		return fault.Invalid("kind", "org.no_such_change", "kind", kind)
	}
	return fault.Invalid("from", "org.no_units", "kind", kind)
}

// sortName is what a unit is put in order by: the short name where it is the
// end of the name, so that "Tỉnh Bắc Ninh" stands under B.
func sortName(name, short string) string {
	if short != "" && strings.HasSuffix(name, short) {
		return short
	}
	return name
}

func withSortKey(u Unit) Unit {
	u.SortKey = i18n.SortKey(sortName(u.Name, u.ShortName))
	return u
}
