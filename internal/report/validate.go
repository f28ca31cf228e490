package report

import (
	"regexp"
	"slices"
	"strings"

	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report/expression"
)

// Bounds of a form.
const (
	MostIndicators = 300
	MostSections   = 40
	MostNarratives = 40
	MostChecks     = 400
	maxName        = 300 // characters of a name
	maxHelp        = 2000
)

// What codes look like: of forms, as they stand in addresses; of sections,
// indicators and texts, as they stand in fields and formulas; of options and
// columns.
var (
	formCode = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)
	lineCode = regexp.MustCompile(`^\p{L}[\p{L}0-9_]{0,19}$`)
	partCode = regexp.MustCompile(`^[a-z][a-z0-9_]{0,19}$`)
)

// Validate refuses a form whose parts do not fit together, with every fault at
// the property that it belongs to: "title", "sections.A.title",
// "indicators.B1.formula", "checks.3.expr" (counted from 1), "narratives.N1.title".
func (f Form) Validate() error {
	if list := f.tooMany(); len(list) > 0 {
		return list.Or()
	}
	v := validator{form: f, program: f.fresh().program(), slots: map[string]bool{}, own: map[string]bool{}, fields: map[string]bool{}}
	v.head()
	for _, ind := range f.Indicators {
		v.indicator(ind)
	}
	v.codes()
	for _, ind := range f.Indicators {
		v.references(ind)
	}
	v.faults = append(v.faults, v.program.faults...)
	for i, c := range f.Checks {
		v.check(i, c)
	}
	return v.faults.Or()
}

// tooMany refuses more of anything than a form may have. It stands before all else, also before a draft is kept: what a form
// says is judged line against line.
func (f Form) tooMany() (list fault.Faults) {
	for _, row := range []struct {
		field   string
		n, most int
	}{{"sections", len(f.Sections), MostSections}, {"indicators", len(f.Indicators), MostIndicators}, {"narratives", len(f.Narratives), MostNarratives}, {"checks", len(f.Checks), MostChecks}} {
		if row.n > row.most {
			list = append(list, fault.Invalid(row.field, "report.form_too_many", "most", row.most))
		}
	}
	return list
}

// fresh is the form without what was made of it before it was changed.
func (f Form) fresh() Form {
	f.ready = nil
	return f
}

type validator struct {
	form    Form
	program *program // of the form as it is now: its formulas are parsed once
	faults  fault.Faults
	slots   map[string]bool
	own     map[string]bool // of the slots those that are not added up
	fields  map[string]bool
}

func (v *validator) bad(field, key string, args ...any) {
	v.faults = append(v.faults, fault.Invalid(field, key, args...))
}

// name judges a text that stands on the form.
func (v *validator) name(field string, t i18n.Text, needed bool, most int) {
	switch {
	case needed && strings.TrimSpace(t.VI) == "":
		v.bad(field, "report.form_name_missing")
	case len([]rune(t.VI)) > most || len([]rune(t.EN)) > most:
		v.bad(field, "report.text_too_long", "most", most)
	}
}

// partName judges the name of a choice, a column or a part of a percentage; what says whose name is missing.
func (v *validator) partName(field string, t i18n.Text, key string, args ...any) {
	if strings.TrimSpace(t.VI) == "" {
		v.bad(field, key, args...)
		return
	}
	v.name(field, t, false, maxName)
}

func (v *validator) head() {
	f := v.form
	if !formCode.MatchString(f.Code) || f.Version < 1 {
		v.bad("code", "report.form_code", "code", f.Code)
	}
	v.name("title", f.Title, true, maxName)
	if f.Basis != "" && f.Basis != InPeriod && f.Basis != YearToDate {
		v.bad("basis", "report.form_basis")
	}
	if len(f.Indicators)+len(f.Narratives) == 0 {
		v.bad("indicators", "report.form_empty")
	}
	seen := map[string]bool{}
	for _, s := range f.Sections {
		at := "sections." + s.Code
		if !lineCode.MatchString(s.Code) {
			v.bad(at+".code", "report.form_line_code", "code", s.Code)
		}
		if seen[s.Code] {
			v.bad(at+".code", "report.form_twice", "code", s.Code)
		}
		seen[s.Code] = true
		v.name(at+".title", s.Title, true, maxName)
	}
}

// codes refuses two things under one name: slots, fields, reasons.
func (v *validator) codes() {
	f := v.form
	seen := map[string]bool{}
	for _, ind := range f.Indicators {
		if seen[ind.Code] {
			v.bad("indicators."+ind.Code+".code", "report.form_twice", "code", ind.Code)
		}
		seen[ind.Code] = true
	}
	for _, s := range f.Slots() {
		if v.slots[s.Code] && !(s.Code == s.Indicator) { // an indicator twice is told above
			v.bad("indicators."+s.Indicator+".code", "report.form_twice", "code", s.Code)
		}
		v.slots[s.Code], v.fields[s.Code] = true, true
	}
	for _, ind := range f.Indicators {
		if ind.Across == Own {
			for _, s := range ind.slots() {
				v.own[s.Code] = true
			}
		}
	}
	for _, ind := range f.Indicators {
		if !v.slots[ind.Code] && v.fields[ind.Code] {
			v.bad("indicators."+ind.Code+".code", "report.form_twice", "code", ind.Code)
		}
		v.fields[ind.Code] = true
	}
	for _, n := range f.Narratives {
		at := "narratives." + n.Code
		if !lineCode.MatchString(n.Code) || expression.Reserved(n.Code) {
			v.bad(at+".code", "report.form_line_code", "code", n.Code)
		}
		if v.fields[n.Code] {
			v.bad(at+".code", "report.form_twice", "code", n.Code)
		}
		v.fields[n.Code] = true
		v.name(at+".title", n.Title, true, maxName)
		v.name(at+".help", n.Help, false, maxHelp)
	}
}

// indicator judges an indicator's own properties.
func (v *validator) indicator(ind Indicator) {
	at := "indicators." + ind.Code + "."
	if !lineCode.MatchString(ind.Code) || expression.Reserved(ind.Code) {
		v.bad(at+"code", "report.form_line_code", "code", ind.Code)
	}
	v.name(at+"name", ind.Name, true, maxName)
	v.name(at+"short", ind.Short, false, maxName)
	v.name(at+"unit", ind.Unit, false, 60)
	v.name(at+"help", ind.Help, false, maxHelp)
	if !slices.ContainsFunc(v.form.Sections, func(s Section) bool { return s.Code == ind.Section }) {
		v.bad(at+"section", "report.form_section", "code", ind.Section)
	}
	switch ind.Kind {
	case Int, Dec, Pct, YesNo, ShortText:
	case Choice:
		v.options(at, ind)
	case Table:
		v.columns(at, ind)
	default:
		v.bad(at+"kind", "report.form_kind")
		return
	}
	if !slices.Contains(ind.AcrossRules(), ind.Across) {
		v.bad(at+"across", "report.form_across")
	}
	if ind.AcrossTime != "" && !slices.Contains(ind.TimeRules(), ind.AcrossTime) {
		v.bad(at+"across_time", "report.form_across_time")
	}
	switch ind.Basis {
	case Flow, Stock, Target, Computed:
	default:
		v.bad(at+"basis", "report.form_basis")
	}
	if ind.Scale < 0 || ind.Scale > 6 || ind.Scale > 0 && ind.Kind != Dec {
		v.bad(at+"scale", "report.form_scale")
	}
	most := int64(Limit)
	switch {
	case ind.Kind == ShortText:
		most = MostText
	case ind.Across == Mean:
		most = 1_000_000 // products with a weight fit 63 bits
	}
	if ind.Most < 0 || ind.Most > most {
		v.bad(at+"most", "report.form_most", "most", number{most, ind.Scale})
	}
	if ind.Kind == Pct && !ind.OnTime && (ind.Num == "") != (ind.Den == "") {
		v.bad(at+"den", "report.form_parts")
	}
	if ind.Kind == Pct && !ind.OnTime && ind.Num == "" {
		v.partName(at+"num_name", ind.NumName, "report.form_num_missing")
		v.partName(at+"den_name", ind.DenName, "report.form_den_missing")
	}
	if ind.YearToDate && (ind.Num == "" || v.form.Cumulative()) {
		v.bad(at+"year_to_date", "report.form_year_to_date")
	}
	if ind.Formula != "" && ind.Kind == Pct {
		v.bad(at+"formula", "report.form_formula_pct")
	} else if ind.Formula != "" && (ind.Kind != Int && ind.Kind != Dec || len(ind.SumOf) > 0 || ind.Required) {
		v.bad(at+"formula", "report.form_formula_kind")
	}
	switch {
	case ind.Source == "":
	case !slices.Contains(ind.Sources(), ind.Source):
		v.bad(at+"source", "report.form_source")
	case ind.Num != "" || ind.Den != "" || ind.Formula != "" || len(ind.SumOf) > 0 || ind.Required || ind.OnTime || ind.Basis != Flow:
		v.bad(at+"source", "report.form_source_alone")
	}
	if len(ind.SumOf) > 0 && ind.Kind != Int && ind.Kind != Dec {
		v.bad(at+"sum_of", "report.form_formula_kind")
	}
	if len(ind.Options) > 0 && ind.Kind != Choice || (len(ind.Columns) > 0 || ind.Rows != 0) && ind.Kind != Table {
		v.bad(at+"kind", "report.form_kind")
	}
}

func (v *validator) options(at string, ind Indicator) {
	if len(ind.Options) < 2 || len(ind.Options) > MostOptions {
		v.bad(at+"options", "report.form_options", "most", MostOptions)
	}
	seen := map[string]bool{}
	for _, o := range ind.Options {
		switch {
		case !partCode.MatchString(o.Code) || expression.Reserved(o.Code):
			v.bad(at+"options", "report.form_part_code", "code", o.Code)
		case seen[o.Code]:
			v.bad(at+"options", "report.form_twice", "code", o.Code)
		}
		seen[o.Code] = true
		v.partName(at+"options", o.Name, "report.form_part_name", "code", o.Code)
	}
}

func (v *validator) columns(at string, ind Indicator) {
	if len(ind.Columns) == 0 || len(ind.Columns) > MostColumns {
		v.bad(at+"columns", "report.form_columns", "most", MostColumns)
	}
	if ind.Rows < 0 || ind.Rows > MostRows {
		v.bad(at+"rows", "report.form_rows", "most", MostRows)
	}
	seen := map[string]bool{}
	for _, c := range ind.Columns {
		bound := int64(Limit)
		if c.Kind == ShortText {
			bound = MostText
		}
		switch {
		case !partCode.MatchString(c.Code) || expression.Reserved(c.Code):
			v.bad(at+"columns", "report.form_part_code", "code", c.Code)
		case seen[c.Code]:
			v.bad(at+"columns", "report.form_twice", "code", c.Code)
		case c.Kind != ShortText && !c.Numeric():
			v.bad(at+"columns", "report.form_kind")
		case c.Scale < 0 || c.Scale > 6 || c.Scale > 0 && c.Kind != Dec:
			v.bad(at+"columns", "report.form_scale")
		case c.Most < 0 || c.Most > bound:
			v.bad(at+"columns", "report.form_most", "most", number{bound, c.Scale})
		}
		seen[c.Code] = true
		v.partName(at+"columns", c.Name, "report.form_part_name", "code", c.Code)
		v.name(at+"columns", c.Unit, false, 60)
	}
}

// references judges what an indicator says of others.
func (v *validator) references(ind Indicator) {
	at := "indicators." + ind.Code + "."
	needs := func(property, code string) {
		if code != "" && !v.slots[code] {
			v.bad(at+property, "report.form_refers", "code", code)
		}
	}
	needs("part_of", ind.PartOf)
	needs("num", ind.Num)
	needs("den", ind.Den)
	needs("weight", ind.Weight)
	for _, code := range ind.SumOf {
		needs("sum_of", code)
		of, _ := v.form.Indicator(code)
		if code == ind.Code || of.Formula != "" || len(of.SumOf) > 0 || of.Kind != ind.Kind || of.Scale != ind.Scale {
			v.bad(at+"sum_of", "report.form_sum_of", "code", code)
		}
	}
	for above, steps := ind.PartOf, 0; above != ""; steps++ { // a part of a part, but not of itself
		if above == ind.Code || steps > len(v.form.Indicators) {
			v.bad(at+"part_of", "report.form_part_of", "code", ind.PartOf)
			break
		}
		next, _ := v.form.Indicator(above)
		above = next.PartOf
	}
	if ind.Across != FromTotals {
		return
	}
	tree, ok := v.program.formulas[ind.Code]
	if !ok {
		return
	}
	if tree.Past() {
		v.bad(at+"formula", "report.formula_past")
	}
	for _, code := range tree.Codes() {
		if v.own[code] {
			v.bad(at+"formula", "report.formula_own", "code", code)
		}
	}
}

func (v *validator) check(i int, c Check) {
	fields := []string{c.Field}
	if c.Test != ExprTest {
		fields = append(fields, c.Of...)
	}
	for _, code := range fields {
		if !v.slots[code] {
			v.bad(checkField(i, "field"), "report.form_refers", "code", code)
		}
	}
	if c.Warn && v.fields[c.Field+whySuffix] {
		v.bad(checkField(i, "warn"), "report.form_twice", "code", c.Field+whySuffix)
	}
	switch c.Test {
	case PartTest, MostTest, EqualTest:
		if len(c.Of) == 0 {
			v.bad(checkField(i, "of"), "report.form_check")
		}
	case ZeroTest, NeedsTest, ParityTest:
		if len(c.Of) != 1 || c.Warn {
			v.bad(checkField(i, "of"), "report.form_check")
		}
	case AboveTest:
		if len(c.Of) != 0 || c.Warn {
			v.bad(checkField(i, "of"), "report.form_check")
		}
	case ExprTest:
		v.name(checkField(i, "say"), c.Say, true, maxName)
	default: // GrowsTest follows from the basis
		v.bad(checkField(i, "test"), "report.form_check")
	}
	if c.Test != ExprTest && (c.Expr != "" || c.Say != (i18n.Text{})) {
		v.bad(checkField(i, "expr"), "report.form_check")
	}
}

// AcrossRules lists the rules across units that an indicator's kind allows, the usual one first.
func (ind Indicator) AcrossRules() []Across {
	switch {
	case ind.Formula != "":
		return []Across{FromTotals, Own}
	case ind.Kind == Pct:
		return []Across{Ratio}
	case ind.Kind == ShortText:
		return []Across{Own}
	case ind.Kind == YesNo || ind.Kind == Choice:
		return []Across{Sum, Own}
	case ind.Kind == Dec && len(ind.SumOf) == 0:
		return []Across{Sum, Mean, Max, Own}
	}
	return []Across{Sum, Max, Own}
}

// TimeRules lists the rules across time that an indicator's kind allows.
func (ind Indicator) TimeRules() []AcrossTime {
	switch {
	case ind.Formula != "" || ind.Kind == Pct:
		return []AcrossTime{TimeRatio, TimeLast, TimeNone}
	case ind.Kind == ShortText:
		return []AcrossTime{TimeNone}
	case ind.Kind == YesNo || ind.Kind == Choice:
		return []AcrossTime{TimeLast, TimeNone}
	case ind.Across == Mean:
		return []AcrossTime{TimeMean, TimeLast, TimeNone}
	}
	return []AcrossTime{TimeSum, TimeLast, TimeMax, TimeNone}
}
