package calendarweb

import (
	"net/url"
	"strconv"
	"strings"

	"giaoban/internal/calendar"
	"giaoban/internal/fault"
	"giaoban/internal/org"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
	"giaoban/internal/when"
)

// ruleValues writes a rule as the form's values.
func ruleValues(r calendar.Rule) url.Values {
	v := url.Values{"basis": {string(r.Basis)}, "days": {strconv.Itoa(r.Days)}, "hour": {when.TimeOfDay(r.Hour)}, "before": {numbers(r.Remind.Before)}, "after": {numbers(r.Remind.After)}}
	for _, k := range r.Kinds {
		v.Add("kinds", string(k.Kind))
		v.Set("close-"+string(k.Kind), strconv.Itoa(k.Close))
	}
	for code, n := range r.Levels {
		v.Set("days-"+code, strconv.Itoa(n))
	}
	if r.Remind.OnDay {
		v.Set("on_day", "1")
	}
	return v
}

// readVersion reads the form. Numbers that are none are refused at their field.
func readVersion(c *web.Ctx, levels []org.Level) (calendar.NewVersion, fault.Faults) {
	f := c.Form()
	n := calendar.NewVersion{Act: f.Get("act"), Key: c.Key()}
	var faults fault.Faults
	whole := func(field string) int {
		text := strings.TrimSpace(f.Get(field))
		if text == "" {
			return 0
		}
		v, err := strconv.Atoi(text)
		if err != nil {
			faults = append(faults, fault.Invalid(field, "calendar.not_whole", "text", text))
		}
		return v
	}
	list := func(field string) (all []int) {
		for _, text := range strings.FieldsFunc(f.Get(field), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			v, err := strconv.Atoi(text)
			if err != nil {
				faults = append(faults, fault.Invalid(field, "calendar.not_whole", "text", text))
				return nil
			}
			all = append(all, v)
		}
		return all
	}
	if text := strings.TrimSpace(f.Get("from")); text != "" {
		day, err := when.ParseDate(text, c.Today)
		if err != nil {
			faults = append(faults, fault.All(err)[0].On("from"))
		}
		n.From = day.Date
	}
	n.Rule = calendar.Rule{Basis: calendar.Basis(f.Get("basis")), Days: whole("days"), Levels: map[string]int{},
		Remind: calendar.Remind{Before: list("before"), OnDay: f.Get("on_day") != "", After: list("after")}}
	for _, k := range f["kinds"] {
		n.Rule.Kinds = append(n.Rule.Kinds, calendar.KindRule{Kind: when.PeriodKind(k), Close: whole("close-" + k)})
	}
	for _, l := range levels {
		if strings.TrimSpace(f.Get("days-"+l.Code)) != "" {
			n.Rule.Levels[l.Code] = whole("days-" + l.Code)
		}
	}
	minutes, err := when.ParseTime(f.Get("hour"))
	if err != nil {
		faults = append(faults, fault.All(err)[0].On("hour"))
	}
	n.Rule.Hour = minutes
	return n, faults
}

func numbers(list []int) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}

// closings says which periods a rule has and when they are closed: "Tháng, quý: chốt ngày 14; năm: cuối tháng".
func closings(b shell.Base, r calendar.Rule) string {
	var parts []string
	for i := 0; i < len(r.Kinds); {
		j, names := i, []string(nil)
		for ; j < len(r.Kinds) && r.Kinds[j].Close == r.Kinds[i].Close; j++ {
			names = append(names, b.T("calendar.period_"+string(r.Kinds[j].Kind)))
		}
		if r.Kinds[i].Close == 0 {
			parts = append(parts, b.T("calendar.closes_with_month", "kinds", strings.Join(names, ", ")))
		} else {
			parts = append(parts, b.T("calendar.closes_on", "kinds", strings.Join(names, ", "), "day", r.Kinds[i].Close))
		}
		i = j
	}
	return strings.Join(parts, "; ")
}

// delays says how many working days each level has: "Nộp sau 2 ngày làm việc; Xã 1".
func delays(b shell.Base, r calendar.Rule, levels []org.Level) string {
	parts := []string{b.T("calendar.files_after", "n", r.Days)}
	for _, l := range levels {
		if n, ok := r.Levels[l.Code]; ok {
			parts = append(parts, l.Name.In(b.Lang)+": "+strconv.Itoa(n))
		}
	}
	return strings.Join(parts, "; ")
}

func reminders(b shell.Base, r calendar.Remind) string {
	var parts []string
	if len(r.Before) > 0 {
		parts = append(parts, b.T("calendar.reminds_before", "n", numbers(r.Before)))
	}
	if r.OnDay {
		parts = append(parts, b.T("calendar.reminds_on_day"))
	}
	if len(r.After) > 0 {
		parts = append(parts, b.T("calendar.reminds_after", "n", numbers(r.After)))
	}
	if len(parts) == 0 {
		return b.T("calendar.reminds_never")
	}
	return strings.Join(parts, "; ")
}

func dueText(b shell.Base, t when.Instant) string {
	if t.Zero() {
		return "–"
	}
	return b.T("calendar.due_at", "date", t.Date().Long(b.Lang), "time", t.Clock())
}
