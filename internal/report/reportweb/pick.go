package reportweb

import (
	"slices"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/report/expression"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// spoken is how an expression reads, or where and why it cannot be understood.
type spoken struct {
	Words             string
	Bad               string // "" where the field beside says it already
	Before, At, After string // the expression, taken apart where it is wrong
	Near              []string
}

// Marked tells whether the expression is wrong at some place.
func (r spoken) Marked() bool { return r.At != "" }

func (r spoken) near() string { return strings.Join(r.Near, ", ") }

// readBack says a formula in words, or what is wrong with it.
func readBack(c *web.Ctx, f report.Form, source string, check bool) spoken {
	if strings.TrimSpace(source) == "" {
		return spoken{}
	}
	names := map[string]string{}
	for _, n := range f.Named() {
		names[n.Code] = n.Name.In(c.Lang)
	}
	for _, s := range f.Slots() { // as it stands within a sentence
		names[s.Code] = s.Name.In(c.Lang)
	}
	parse := expression.Amount
	if check {
		parse = expression.Condition
	}
	tree, problem := parse(source, func(code string) bool { _, ok := names[code]; return ok })
	if problem != nil {
		return wrongAt(c, names, source, problem)
	}
	decimal := ","
	if c.Lang == i18n.EN {
		decimal = "."
	}
	return spoken{Words: tree.Read(expression.Words{Name: func(code string) string { return code + " (" + names[code] + ")" }, Prev: c.T("report.say_prev"), Same: c.T("report.say_same"),
		Given: c.T("report.say_given"), And: c.T("report.say_and"), Or: c.T("report.say_or"), Not: c.T("report.say_not"), If: c.T("report.say_if"),
		Min: c.T("report.say_min"), Max: c.T("report.say_max"), Abs: c.T("report.say_abs"), Sum: c.T("report.say_sum"), Decimal: decimal, Between: "; "})}
}

// wrongAt shows the place at which an expression is wrong, and the codes that may have been meant.
func wrongAt(c *web.Ctx, names map[string]string, source string, p *expression.Problem) spoken {
	one := p.Fault("")
	r := spoken{Bad: c.T(one.Key, one.Args...)}
	runes := []rune(source)
	from := max(0, min(p.From, len(runes)))
	to := max(from, min(p.To, len(runes)))
	r.Before, r.At, r.After = string(runes[:from]), string(runes[from:to]), string(runes[to:])
	if p.Key == "report.expr_unfinished" || strings.TrimSpace(r.At) == "" { // something is missing there
		r.Before, r.At = r.Before+r.At, "…"
	}
	if p.Key == "report.expr_unknown" {
		r.Near = near(names, strings.TrimSpace(string(runes[from:to])))
	}
	return r
}

// near gives the code that a word is but for small and large letters, else those, at most three, that differ from it in one letter; with their names.
func near(names map[string]string, word string) []string {
	var same, list []string
	for code := range names {
		switch {
		case strings.EqualFold(code, word):
			same = append(same, code)
		case oneApart(strings.ToUpper(code), strings.ToUpper(word)):
			list = append(list, code)
		}
	}
	if len(same) > 0 {
		list = same
	}
	slices.Sort(list)
	list = list[:min(3, len(list))]
	for i, code := range list {
		list[i] = code + " (" + names[code] + ")"
	}
	return list
}

// oneApart tells whether two words differ in one letter, more, less or another.
func oneApart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i < len(x) && slices.Equal(x[i+1:], y[i+1:])
	}
	return slices.Equal(x[i:], y[i+1:])
}

// fitting tells whether something of a form may be chosen in a field of the page of the indicator own, "" on the page of a check.
type fitting func(n report.Named, of report.Indicator, own string) bool

// anyFigure is every figure that a report holds, but the indicator's own.
func anyFigure(n report.Named, _ report.Indicator, own string) bool {
	return !n.Derived && (own == "" || n.Indicator != own)
}

// wholeIndicator is a number that another one can be a part of.
func wholeIndicator(n report.Named, of report.Indicator, own string) bool {
	return anyFigure(n, of, own) && n.Code == of.Code && (of.Kind == report.Int || of.Kind == report.Dec)
}

// addable is a number that units fill in, so that a sum can be made of it.
func addable(n report.Named, of report.Indicator, own string) bool {
	return wholeIndicator(n, of, own) && of.Formula == "" && len(of.SumOf) == 0
}

// codeOptions are what a field may name, by code and name under the headings of
// the form. What the field holds already stays a choice, also where it fits no more.
func codeOptions(b shell.Base, v designView, field string, fits fitting) []shell.Option {
	own := ""
	if v.Edit == "indicator" {
		own = v.Values.Value("was")
	}
	var list []shell.Option
	for _, n := range v.Form.Named() {
		of, _ := v.Form.Indicator(n.Indicator)
		if fits(n, of, own) {
			list = append(list, shell.Option{Value: n.Code, Label: n.Code + " · " + n.Name.In(b.Lang), Group: headingOf(b, v.Form, n.Section)})
		}
	}
	for _, code := range v.Values.Values[field] {
		if code != "" && !slices.ContainsFunc(list, func(o shell.Option) bool { return o.Value == code }) {
			list = append(list, shell.Option{Value: code, Label: code, Group: b.T("report.code_gone")})
		}
	}
	return list
}

// nameOptions are what an expression may name: codes with names.
func nameOptions(b shell.Base, v designView) []shell.Option {
	var list []shell.Option
	for _, n := range v.Form.Named() {
		if v.Edit == "indicator" && n.Indicator == v.Values.Value("was") && v.Values.Value("was") != "" {
			continue // a formula does not name its own indicator
		}
		list = append(list, shell.Option{Value: n.Code, Label: n.Name.In(b.Lang), Group: headingOf(b, v.Form, n.Section)})
	}
	return list
}

// wordOptions are the words of the language of formulas: what is put into the field with a bar where the cursor goes, how it is written, what it means.
func wordOptions(b shell.Base, check bool) []shell.Option {
	word := func(put, label, key string) shell.Option {
		return shell.Option{Value: put, Label: label, Sub: b.T(key)}
	}
	list := []shell.Option{word(" + |", "+ − × ÷", "report.word_signs")}
	if check {
		list = []shell.Option{word(" >= |", ">= <= = > <", "report.word_compare"), word("prev(|)", "prev( )", "report.word_prev"), word("same(|)", "same( )", "report.word_same"),
			word(" and |", "and, or, not( )", "report.word_and")}
	}
	return append(list, word("given(|)", "given( )", "report.word_given"), word("if(|, , )", "if( , , )", "report.word_if"), word("min(|, )", "min( , )", "report.word_min"),
		word("max(|, )", "max( , )", "report.word_max"), word("abs(|)", "abs( )", "report.word_abs"), word("sum(|, )", "sum( , )", "report.word_sum"))
}

// codeGroup are options under one heading.
type codeGroup struct {
	Title   string
	Options []shell.Option
}

func codeGroups(options []shell.Option) []codeGroup {
	var list []codeGroup
	for _, o := range options {
		if n := len(list); n == 0 || list[n-1].Title != o.Group {
			list = append(list, codeGroup{Title: o.Group})
		}
		list[len(list)-1].Options = append(list[len(list)-1].Options, o)
	}
	return list
}

func headingOf(b shell.Base, f report.Form, code string) string {
	for _, s := range f.Sections {
		if s.Code == code {
			return strings.TrimSpace(s.Code + " " + s.Title.In(b.Lang))
		}
	}
	return b.T("report.form_asks")
}
