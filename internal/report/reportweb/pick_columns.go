package reportweb

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// columnField names a field of the n-th column of a table, counted from 1.
func columnField(n int, property string) string { return "c" + strconv.Itoa(n) + "_" + property }

// columnCount is how many columns the page shows: those that are named and three for more, or as many as it was asked for.
func columnCount(in url.Values) int {
	n, _ := strconv.Atoi(in.Get("column_rows")) // malformed: as many as usual
	for i := 1; i <= report.MostColumns; i++ {
		if strings.TrimSpace(in.Get(columnField(i, "name_vi"))) != "" {
			n = max(n, i+1)
		}
	}
	return min(max(n, 3), report.MostColumns)
}

// columnKinds are the kinds of a column; the first is what an empty one has.
func columnKinds(b shell.Base) []shell.Option {
	return options(b, "report.kind_", report.ShortText, report.Int, report.Dec)
}

// readColumns reads the columns that have a name, in the order that their
// numbers give. A code that is not given is made of the name.
func readColumns(in url.Values) (list []report.Column, faults fault.Faults) {
	type placed struct {
		at int
		c  report.Column
	}
	var rows []placed
	taken := map[string]bool{}
	for i := 1; i <= report.MostColumns; i++ {
		taken[strings.TrimSpace(in.Get(columnField(i, "code")))] = true
	}
	for i := 1; i <= report.MostColumns; i++ {
		field := func(property string) string { return columnField(i, property) }
		get := func(property string) string { return strings.TrimSpace(in.Get(field(property))) }
		c := report.Column{Code: get("code"), Name: texts(in, columnField(i, "name")), Unit: texts(in, columnField(i, "unit")), Kind: report.Kind(get("kind")), Required: get("required") != ""}
		if c.Name == (i18n.Text{}) {
			continue
		}
		if c.Kind == "" {
			c.Kind = report.ShortText
		}
		if c.Code == "" {
			c.Code = report.PartCode(c.Name.VI, func(code string) bool { return taken[code] })
			taken[c.Code] = true
		}
		if c.Kind == report.Dec {
			c.Scale = report.UsualScale
			if text := get("scale"); text != "" {
				n, err := i18n.ParseInt(text)
				if err != nil || n < 0 || n > 6 {
					faults = append(faults, fault.Invalid(field("scale"), "report.form_scale"))
				}
				if c.Scale = int(n); c.Scale == 0 { // with none it would be a whole number
					c.Scale = report.UsualScale
				}
			}
		}
		if text := get("most"); text != "" && len(faults) == 0 {
			n, err := i18n.ParseFixed(text, c.Scale)
			if err != nil || n < 0 {
				faults = append(faults, fault.Invalid(field("most"), i18n.KeyNotNumber, "text", text))
			}
			c.Most = n
		}
		at := 2 * i
		if n, err := strconv.Atoi(get("at")); err == nil { // malformed: where it stands; one that moves takes the place before or after the one that is there
			at = 2*n + cmp.Compare(n, i)
		}
		rows = append(rows, placed{at, c})
	}
	slices.SortStableFunc(rows, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	for _, row := range rows {
		list = append(list, row.c)
	}
	return list, faults
}

// columnValues puts the columns of a table into the fields of the page.
func columnValues(v url.Values, list []report.Column) {
	for i, c := range list {
		set := func(property, text string) { v.Set(columnField(i+1, property), text) }
		set("code", c.Code)
		set("name_vi", c.Name.VI)
		set("name_en", c.Name.EN)
		set("unit_vi", c.Unit.VI)
		set("unit_en", c.Unit.EN)
		set("kind", string(c.Kind))
		if c.Kind == report.Dec {
			set("scale", strconv.Itoa(c.Scale))
		}
		if c.Most != 0 {
			set("most", i18n.Fixed(i18n.VI, c.Most, c.Scale))
		}
		if c.Required {
			set("required", "1")
		}
	}
}
