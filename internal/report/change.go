package report

import (
	"encoding/json"
	"slices"
	"strings"

	"giaoban/internal/i18n"
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
			case before[i].body != a.body && a.part != nil:
				say(changed, "code", a.code, "name", a.name, "what", changedProperties(before[i].part, a.part))
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
	part any // of an indicator, to tell what of it is different
}

func body(f Form) string {
	f.Version = 0
	b, _ := json.Marshal(f)
	return string(b)
}

func sectionNames(f Form) (list []named) {
	for _, s := range f.Sections {
		b, _ := json.Marshal(s)
		list = append(list, named{s.Code, s.Title, string(b), nil})
	}
	return list
}

func indicatorNames(f Form) (list []named) {
	for _, i := range f.Indicators {
		b, _ := json.Marshal(i)
		list = append(list, named{i.Code, i.Name, string(b), i})
	}
	return list
}

func narrativeNames(f Form) (list []named) {
	for _, n := range f.Narratives {
		b, _ := json.Marshal(n)
		list = append(list, named{n.Code, n.Title, string(b), nil})
	}
	return list
}

// changedProperties names what of an indicator is different, in words.
func changedProperties(before, after any) i18n.Text {
	b, a := properties(before), properties(after)
	var vi, en []string
	for _, p := range indicatorProperties() {
		if b[p.key] != a[p.key] {
			vi, en = append(vi, p.name.VI), append(en, p.name.EN)
		}
	}
	return i18n.Text{VI: strings.Join(vi, ", "), EN: strings.Join(en, ", ")}
}

type property struct {
	key  string // in JSON
	name i18n.Text
}

// indicatorProperties are the properties of an indicator that versions can differ in.
func indicatorProperties() []property {
	return []property{{"section", t("phần", "section")}, {"name", t("tên", "name")}, {"short", t("cách gọi trong câu", "name within a sentence")}, {"unit", t("đơn vị tính", "unit of measure")},
		{"kind", t("kiểu", "kind")}, {"source", t("nay đếm từ sổ hay do đơn vị nhập", "counted or typed")}, {"scale", t("số thập phân", "decimals")}, {"most", t("giá trị lớn nhất", "largest value")},
		{"across", t("cách cộng qua các đơn vị", "rule across units")}, {"acrossTime", t("cách cộng qua các kỳ", "rule across time")}, {"basis", t("tính trong kỳ hay cuối kỳ", "in the period or at its end")},
		{"partOf", t("là phần của chỉ tiêu nào", "what it is part of")}, {"sumOf", t("là tổng của chỉ tiêu nào", "what it is the sum of")}, {"required", t("bắt buộc điền", "whether it must be filled in")},
		{"num", t("tử số", "numerator")}, {"den", t("mẫu số", "denominator")}, {"yearToDate", t("tử số tính từ đầu năm", "numerator from January")}, {"numName", t("tên tử số", "name of the numerator")}, {"denName", t("tên mẫu số", "name of the denominator")},
		{"weight", t("trọng số", "weight")}, {"weightName", t("tên trọng số", "name of the weight")}, {"help", t("hướng dẫn điền", "help")}, {"formula", t("công thức", "formula")}, {"options", t("các lựa chọn", "choices")},
		{"columns", t("các cột", "columns")}, {"rows", t("số dòng", "number of rows")}, {"onTime", t("tính từ hạn nộp", "counted from deadlines")}, {"ballot", t("cấp bầu cử", "level of election")}}
}
