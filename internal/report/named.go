package report

import (
	"strconv"
	"strings"

	"giaoban/internal/i18n"
)

// Named is something of a form that its formulas and checks may name by a code.
type Named struct {
	Code      string
	Name      i18n.Text
	Indicator string
	Section   string
	Derived   bool // a percentage: of use in formulas alone, it is no figure that a report holds
}

// Named lists what formulas and checks of the form may name, in the form's order.
func (f Form) Named() []Named {
	var list []Named
	for _, ind := range f.Indicators {
		if ind.Kind == Pct && !ind.OnTime {
			list = append(list, Named{ind.Code, ind.Name, ind.Code, ind.Section, true})
		}
		for _, s := range ind.slots() {
			n := Named{Code: s.Code, Name: s.Name, Indicator: ind.Code, Section: ind.Section}
			if s.Code == ind.Code {
				n.Name = ind.Name
			}
			list = append(list, n)
		}
	}
	return list
}

// NextCode proposes a code for a new indicator of a section: that of the section's last one, counted on; of an empty section its own with 1.
func (f Form) NextCode(section string) string {
	last := section + "0"
	for _, ind := range f.Of(section) {
		if _, n := numbered(ind.Code); n >= 0 {
			last = ind.Code
		}
	}
	return f.free(last)
}

// NextText proposes a code for a new text.
func (f Form) NextText() string {
	last := "N0"
	for _, n := range f.Narratives {
		if _, at := numbered(n.Code); at >= 0 {
			last = n.Code
		}
	}
	return f.free(last)
}

// NextSection proposes a code for a new section: the letter after the last one's, "" where that was none.
func (f Form) NextSection() string {
	next := "A"
	for _, s := range f.Sections {
		if len(s.Code) != 1 || s.Code[0] < 'A' || s.Code[0] >= 'Z' {
			return ""
		}
		next = string(s.Code[0] + 1)
	}
	return next
}

// free counts a code on until nothing of the form has it.
func (f Form) free(last string) string {
	taken := map[string]bool{}
	for _, ind := range f.Indicators {
		taken[ind.Code] = true
	}
	for _, s := range f.Slots() {
		taken[s.Code] = true
	}
	for _, n := range f.Narratives {
		taken[n.Code] = true
	}
	stem, n := numbered(last)
	if n < 0 {
		return ""
	}
	for {
		n++
		code := stem + strconv.Itoa(n)
		if !lineCode.MatchString(code) {
			return ""
		}
		if !taken[code] {
			return code
		}
	}
}

// numbered takes the number off the end of a code, -1 where it ends in none.
func numbered(code string) (stem string, n int) {
	stem = strings.TrimRight(code, "0123456789")
	n, err := strconv.Atoi(code[len(stem):])
	if err != nil || stem == "" {
		return code, -1
	}
	return stem, n
}
