package reportweb

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
)

// apply makes one change to a form out of what a page sent. to is where the
// page goes on. Only what cannot be read is refused here: what does not fit
// together is kept and told.
func apply(f report.Form, in url.Values) (out report.Form, to string, faults fault.Faults) {
	f.Sections, f.Indicators = slices.Clone(f.Sections), slices.Clone(f.Indicators)
	f.Narratives, f.Checks = slices.Clone(f.Narratives), slices.Clone(f.Checks)
	code := strings.TrimSpace(in.Get("code"))
	switch in.Get("op") {
	case "head":
		f.Title = texts(in, "title")
		f.Basis = report.PeriodBasis(in.Get("basis"))
		if f.Basis == report.InPeriod {
			f.Basis = ""
		}
	case "section":
		s := report.Section{Code: code, Title: texts(in, "title")}
		if i := slices.IndexFunc(f.Sections, func(o report.Section) bool { return o.Code == in.Get("was") }); i >= 0 {
			for k := range f.Indicators {
				if f.Indicators[k].Section == f.Sections[i].Code {
					f.Indicators[k].Section = code
				}
			}
			f.Sections[i] = s
		} else {
			f.Sections = append(f.Sections, s)
		}
		to = "#s-" + code
	case "narrative":
		n := report.Narrative{Code: code, Title: texts(in, "title"), Required: in.Get("required") != "", Help: texts(in, "help")}
		if i := slices.IndexFunc(f.Narratives, func(o report.Narrative) bool { return o.Code == in.Get("was") }); in.Get("was") != "" && i >= 0 {
			f.Narratives[i] = n
		} else {
			f.Narratives = append(f.Narratives, n)
		}
		to = "#narratives"
	case "indicator":
		ind, bad := readIndicator(in)
		faults = bad
		if i := slices.IndexFunc(f.Indicators, func(o report.Indicator) bool { return o.Code == in.Get("was") }); in.Get("was") != "" && i >= 0 {
			ind.OnTime, ind.Ballot = f.Indicators[i].OnTime, f.Indicators[i].Ballot
			f.Indicators[i] = ind
		} else if i := slices.IndexFunc(f.Indicators, func(o report.Indicator) bool { return o.Code == in.Get("after") && o.Section == ind.Section }); i >= 0 {
			f.Indicators = slices.Insert(f.Indicators, i+1, ind)
		} else {
			f.Indicators = append(f.Indicators, ind)
		}
		to = "#s-" + ind.Section
	case "check":
		c := report.Check{Test: report.Test(in.Get("test")), Field: strings.TrimSpace(in.Get("field")), Of: chosen(in, "of"), Warn: in.Get("warn") != ""}
		if c.Test == report.ExprTest {
			c.Expr, c.Say, c.Of = strings.TrimSpace(in.Get("expr")), texts(in, "say"), nil
		}
		n, _ := strconv.Atoi(in.Get("at")) // malformed: a new one
		if n >= 1 && n <= len(f.Checks) {
			f.Checks[n-1] = c
		} else {
			f.Checks = append(f.Checks, c)
		}
		to = "#checks"
	case "remove", "up", "down":
		to = arrange(&f, in.Get("op"), in.Get("what"), code)
		if op, what := in.Get("op"), in.Get("what"); op != "remove" && to != "" { // so that the same key goes on moving it
			to = "#" + url.PathEscape(arrangeID(op, what, movedTo(op, what, code, len(f.Checks))))
		}
	default:
		faults = append(faults, fault.Invalid("", "report.form_act_unknown"))
	}
	return f, to, faults
}

// arrange removes or moves a part of the form and gives where it stood.
func arrange(f *report.Form, op, what, code string) string {
	switch what {
	case "section":
		at := slices.IndexFunc(f.Sections, func(s report.Section) bool { return s.Code == code })
		if op == "remove" && at >= 0 {
			f.Indicators = slices.DeleteFunc(f.Indicators, func(i report.Indicator) bool { return i.Section == code })
		}
		f.Sections = moved(f.Sections, at, op, func(report.Section) bool { return true })
		return "#sections"
	case "indicator":
		at := slices.IndexFunc(f.Indicators, func(i report.Indicator) bool { return i.Code == code })
		if at < 0 {
			return ""
		}
		section := f.Indicators[at].Section
		f.Indicators = moved(f.Indicators, at, op, func(i report.Indicator) bool { return i.Section == section })
		return "#s-" + section
	case "narrative":
		at := slices.IndexFunc(f.Narratives, func(n report.Narrative) bool { return n.Code == code })
		f.Narratives = moved(f.Narratives, at, op, func(report.Narrative) bool { return true })
		return "#narratives"
	case "check":
		n, _ := strconv.Atoi(code) // malformed: none
		f.Checks = moved(f.Checks, n-1, op, func(report.Check) bool { return true })
		return "#checks"
	}
	return ""
}

// takes is the number of indicators that go with a part of the form when it is removed.
func (v designView) takes(what, code string) int {
	n := 0
	for _, i := range v.Form.Indicators {
		if what == "section" && i.Section == code {
			n++
		}
	}
	return n
}

// moved removes the element, or exchanges it with the next one of its kind in the direction.
func moved[T any](list []T, at int, op string, kin func(T) bool) []T {
	if at < 0 || at >= len(list) {
		return list
	}
	if op == "remove" {
		return slices.Delete(list, at, at+1)
	}
	step := 1
	if op == "up" {
		step = -1
	}
	for to := at + step; to >= 0 && to < len(list); to += step {
		if kin(list[to]) {
			list[at], list[to] = list[to], list[at]
			break
		}
	}
	return list
}

// movedTo is what a part is called after it moved: a check by its new place.
func movedTo(op, what, code string, checks int) string {
	if what != "check" {
		return code
	}
	n, _ := strconv.Atoi(code) // malformed: the first
	if op == "up" {
		n--
	} else {
		n++
	}
	return strconv.Itoa(max(1, min(n, checks)))
}

// arrangeID names the button that moves a part of the form.
func arrangeID(op, what, code string) string { return op + "-" + what + "-" + code }

func texts(in url.Values, name string) i18n.Text {
	return i18n.Text{VI: strings.TrimSpace(in.Get(name + "_vi")), EN: strings.TrimSpace(in.Get(name + "_en"))}
}

// chosen gives the codes of a field, however many values hold them.
func chosen(in url.Values, name string) []string { return words(strings.Join(in[name], ",")) }

// words splits a list of codes, however it is separated.
func words(s string) []string {
	list := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '+' || r == ' ' || r == '\n' || r == '\r' })
	if len(list) == 0 {
		return nil
	}
	return list
}

func readIndicator(in url.Values) (report.Indicator, fault.Faults) {
	var faults fault.Faults
	number := func(name string) int {
		text := strings.TrimSpace(in.Get(name))
		if text == "" {
			return 0
		}
		n, err := i18n.ParseInt(text)
		if err != nil || n < 0 || n > 1_000_000 {
			faults = append(faults, fault.Invalid(name, i18n.KeyNotNumber, "text", text))
		}
		return int(n)
	}
	ind := report.Indicator{Code: strings.TrimSpace(in.Get("code")), Section: in.Get("section"), Name: texts(in, "name"), Short: texts(in, "short"), Unit: texts(in, "unit"),
		Help: texts(in, "help"), Kind: report.Kind(in.Get("kind")), Across: report.Across(in.Get("across")), Basis: report.Basis(in.Get("basis")),
		AcrossTime: report.AcrossTime(in.Get("across_time")), PartOf: strings.TrimSpace(in.Get("part_of")), SumOf: chosen(in, "sum_of"), Required: in.Get("required") != "",
		Num: strings.TrimSpace(in.Get("num")), Den: strings.TrimSpace(in.Get("den")), YearToDate: in.Get("year_to_date") != "", NumName: texts(in, "num_name"), DenName: texts(in, "den_name"),
		Weight: strings.TrimSpace(in.Get("weight")), WeightName: texts(in, "weight_name"), Formula: strings.TrimSpace(in.Get("formula"))}
	if ind.Kind == report.Dec {
		if ind.Scale = number("scale"); ind.Scale == 0 { // with none it would be a whole number
			ind.Scale = report.UsualScale
		}
	}
	if ind.Kind == report.Pct && ind.Unit == (i18n.Text{}) {
		ind.Unit = i18n.Text{VI: "%", EN: "%"}
	}
	if ind.Kind == report.Pct { // the choice of a register belongs to this kind; what is counted from it happens in the period
		if ind.Source = report.Source(in.Get("source")); ind.Source != "" {
			ind.Basis = report.Flow
		}
	}
	if text := strings.TrimSpace(in.Get("most")); text != "" {
		n, err := i18n.ParseFixed(text, ind.Scale)
		if err != nil {
			faults = append(faults, fault.Invalid("most", i18n.KeyNotNumber, "text", text))
		}
		ind.Most = n
	}
	if ind.Across == "" || !slices.Contains(ind.AcrossRules(), ind.Across) { // the usual one of the kind
		ind.Across = ind.AcrossRules()[0]
	}
	if ind.Formula != "" || len(ind.SumOf) > 0 || ind.Source != "" {
		ind.Required = false
	}
	if ind.Kind == report.Choice {
		ind.Options = report.ReadOptions(in.Get("options"))
	}
	if ind.Kind == report.Table {
		var bad fault.Faults
		ind.Columns, bad = readColumns(in)
		faults = append(faults, bad...)
		ind.Rows = number("rows")
	}
	return ind, faults
}

func indicatorValues(ind report.Indicator) url.Values {
	v := url.Values{"code": {ind.Code}, "was": {ind.Code}, "section": {ind.Section}, "kind": {string(ind.Kind)}, "across": {string(ind.Across)}, "basis": {string(ind.Basis)},
		"across_time": {string(ind.AcrossTime)}, "part_of": {ind.PartOf}, "sum_of": ind.SumOf, "num": {ind.Num}, "den": {ind.Den}, "weight": {ind.Weight},
		"formula": {ind.Formula}, "source": {string(ind.Source)}, "options": {report.WriteOptions(ind.Options)}, "scale": {strconv.Itoa(ind.Scale)}}
	for name, t := range map[string]i18n.Text{"name": ind.Name, "short": ind.Short, "unit": ind.Unit, "help": ind.Help, "num_name": ind.NumName, "den_name": ind.DenName, "weight_name": ind.WeightName} {
		v.Set(name+"_vi", t.VI)
		v.Set(name+"_en", t.EN)
	}
	if ind.Scale == 0 {
		v.Del("scale")
	}
	columnValues(v, ind.Columns)
	if ind.Most != 0 {
		v.Set("most", i18n.Fixed(i18n.VI, ind.Most, ind.Scale))
	}
	if ind.Rows != 0 {
		v.Set("rows", strconv.Itoa(ind.Rows))
	}
	if ind.Required {
		v.Set("required", "1")
	}
	if ind.YearToDate {
		v.Set("year_to_date", "1")
	}
	return v
}

// newIndicator is what the page of a new indicator begins with: of one that it
// is a copy of everything but the code, of the one kept before it the kind and the measure.
func newIndicator(f report.Form, section, after, copied string) url.Values {
	ind := report.Indicator{Section: section, Kind: report.Int, Across: report.Sum, Basis: report.Flow}
	if of, ok := f.Indicator(copied); ok {
		of.OnTime, of.Ballot = false, ""
		ind, after = of, copied
	} else if of, ok := f.Indicator(after); ok && of.Section == section {
		ind.Kind, ind.Basis, ind.Unit, ind.Scale = of.Kind, of.Basis, of.Unit, of.Scale
	}
	ind.Code = f.NextCode(ind.Section)
	v := indicatorValues(ind)
	v.Set("was", "")
	v.Set("after", after)
	return v
}

func narrativeValues(n report.Narrative) url.Values {
	v := url.Values{"code": {n.Code}, "was": {n.Code}, "title_vi": {n.Title.VI}, "title_en": {n.Title.EN}, "help_vi": {n.Help.VI}, "help_en": {n.Help.EN}}
	if n.Required {
		v.Set("required", "1")
	}
	return v
}

func checkValues(n int, c report.Check) url.Values {
	v := url.Values{"at": {strconv.Itoa(n)}, "test": {string(c.Test)}, "field": {c.Field}, "of": c.Of, "expr": {c.Expr}, "say_vi": {c.Say.VI}, "say_en": {c.Say.EN}}
	if c.Warn {
		v.Set("warn", "1")
	}
	return v
}
