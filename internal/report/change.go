package report

import (
	"encoding/json"
	"slices"
)

// FormChange is one difference between two versions of a form, as a sentence: a message with arguments.
type FormChange struct {
	Key  string
	Args []any
}

// FormChanges tells what a later version asks otherwise than an earlier one.
func FormChanges(old, now Form) []FormChange {
	var list []FormChange
	say := func(key string, args ...any) { list = append(list, FormChange{key, args}) }
	if old.Title != now.Title {
		say("report.changed_title", "title", now.Title)
	}
	if old.Cumulative() != now.Cumulative() {
		say("report.changed_basis")
	}
	compare := func(added, removed, changed string, before, after []named) {
		for _, b := range before {
			if !slices.ContainsFunc(after, func(a named) bool { return a.code == b.code }) {
				say(removed, "code", b.code, "name", b.name)
			}
		}
		for _, a := range after {
			i := slices.IndexFunc(before, func(b named) bool { return a.code == b.code })
			switch {
			case i < 0:
				say(added, "code", a.code, "name", a.name)
			case before[i].body != a.body:
				say(changed, "code", a.code, "name", a.name)
			}
		}
	}
	compare("report.added_section", "report.removed_section", "report.changed_section", sectionNames(old), sectionNames(now))
	compare("report.added_indicator", "report.removed_indicator", "report.changed_indicator", indicatorNames(old), indicatorNames(now))
	compare("report.added_text", "report.removed_text", "report.changed_text", narrativeNames(old), narrativeNames(now))
	before, _ := json.Marshal(old.Checks)
	after, _ := json.Marshal(now.Checks)
	if string(before) != string(after) {
		say("report.changed_checks", "before", len(old.Checks), "after", len(now.Checks))
	}
	if len(list) == 0 && body(old) != body(now) {
		say("report.changed_order")
	}
	return list
}

type named struct {
	code string
	name any
	body string
}

func body(f Form) string {
	f.Version = 0
	b, _ := json.Marshal(f)
	return string(b)
}

func sectionNames(f Form) (list []named) {
	for _, s := range f.Sections {
		b, _ := json.Marshal(s)
		list = append(list, named{s.Code, s.Title, string(b)})
	}
	return list
}

func indicatorNames(f Form) (list []named) {
	for _, i := range f.Indicators {
		b, _ := json.Marshal(i)
		list = append(list, named{i.Code, i.Name, string(b)})
	}
	return list
}

func narrativeNames(f Form) (list []named) {
	for _, n := range f.Narratives {
		b, _ := json.Marshal(n)
		list = append(list, named{n.Code, n.Title, string(b)})
	}
	return list
}
