package shell

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// PeriodText gives what was entered with PeriodField as one text, which the
// calendar reads: the two days where either is given, else the period's name.
func PeriodText(values url.Values, name string) string {
	from, to := strings.TrimSpace(values.Get(name+"_from")), strings.TrimSpace(values.Get(name+"_to"))
	if from == "" && to == "" {
		return values.Get(name)
	}
	return "từ " + from + " đến " + to
}

func hasDays(f Form, name string) bool {
	return f.Value(name+"_from") != "" || f.Value(name+"_to") != ""
}

// periodSpec is the field of the name: it may stay empty where the days are given, so only the label tells that a period is needed.
func periodSpec(b Base, s FieldSpec, offered []string) FieldSpec {
	attrs := templ.Attributes{"required": false}
	if len(offered) > 0 {
		attrs["list"] = s.id() + "-offered"
	}
	for key, value := range s.Attrs {
		attrs[key] = value
	}
	s.Attrs, s.Icon, s.MaxLength, s.Autocomplete, s.Wide = attrs, "calendar", 200, "off", false
	if s.Help == "" {
		s.Help = b.T("shell.period_help")
	}
	return s
}
