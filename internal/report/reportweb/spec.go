package reportweb

import (
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/report/expression"
	"giaoban/internal/web/shell"
)

// spec is what entry.ts needs of the form: the same rules as the server's, as
// data, and the sentences in the reader's language.
type spec struct {
	Lang     string            `json:"lang"`
	Preview  bool              `json:"preview,omitempty"` // of a form, not of a report: the script keeps and sends nothing
	Plain    bool              `json:"plain,omitempty"`   // of a form that sends itself: figures stand as they are typed
	Account  string            `json:"account"`
	Filing   string            `json:"filing"`
	Counts   string            `json:"counts,omitempty"` // the unit whose registers it counts
	Version  int64             `json:"version"`
	Path     string            `json:"path"`
	Form     string            `json:"form"`  // its identifier: a new version is another one
	Title    string            `json:"title"` // of the report, where it is listed with others
	Names    map[string]string `json:"names"` // of all fields, as shown
	Slots    []specSlot        `json:"slots"`
	Computed []specComputed    `json:"computed"`
	Checks   []specCheck       `json:"checks"`
	Tables   []specTable       `json:"tables,omitempty"`
	Earlier  *specEarlier      `json:"earlier,omitempty"` // what checks and formulas read of earlier reports
	Before   map[string]int64  `json:"before"`
	Sections []specSection     `json:"sections"`
	Texts    []string          `json:"texts"`
	Offers   map[string]int64  `json:"offers"` // by slot: what somebody else knows
	Carry    map[string]string `json:"carry"`  // by slot: the figure of the last report that may stand unchanged, as typed
	Bound    map[string]string `json:"bound"`  // names of the figures that a text may name, by code
	Messages map[string]string `json:"messages"`
	Previous string            `json:"previous"` // name of the period whose texts go on, within a sentence
	Past     map[string]past   `json:"past"`     // by slot: what the unit itself filed before
	Refs     map[string]ref    `json:"refs"`     // by indicator: the figure beside which this one stands
}

// past is report.OwnPast as entry/unusual.ts takes it.
type past struct {
	Previous *int64  `json:"previous,omitempty"`
	Same     *int64  `json:"same,omitempty"`
	Recent   []int64 `json:"recent,omitempty"`
}

// ref is the figure of the period against which a change is shown.
type ref struct {
	Value int64 `json:"value"`
	Scale int   `json:"scale"`
	Pct   bool  `json:"pct,omitempty"`
}

type specSlot struct {
	Code  string   `json:"code"`
	Name  string   `json:"name"`
	Scale int      `json:"scale"`
	Most  int64    `json:"most"`
	SumOf []string `json:"sumOf,omitempty"`
	Known bool     `json:"known,omitempty"` // from earlier filings: not typed

	Kind    string           `json:"kind,omitempty"`    // yesno; empty for a number
	Of      string           `json:"of,omitempty"`      // of an option, a column or a count of rows: the indicator
	Option  string           `json:"option,omitempty"`  // 1 where it was chosen
	Column  string           `json:"column,omitempty"`  // sum of it
	Counted bool             `json:"counted,omitempty"` // number of rows
	Formula *expression.Node `json:"formula,omitempty"` // computed
}

// specCheck is a check with what a page needs of one in words.
type specCheck struct {
	report.Check
	Tree *expression.Node `json:"tree,omitempty"`
	Text string           `json:"text,omitempty"` // its sentence in the reader's language; of partsTest the parts: "3 tháng"
	Sum  *int64           `json:"sum,omitempty"`  // of partsTest: what the parts come to
}

// specTable is a table whose cells are typed.
type specTable struct {
	Code    string       `json:"code"`
	Rows    int          `json:"rows"`
	Columns []specColumn `json:"columns"`
}

type specColumn struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Text  bool   `json:"text,omitempty"`
	Scale int    `json:"scale"`
	Most  int64  `json:"most"`
}

// specEarlier is report.Earlier without what is typed anyway.
type specEarlier struct {
	Previous report.Figures `json:"previous,omitempty"`
	Same     report.Figures `json:"same,omitempty"`
	InYear   report.Figures `json:"inYear,omitempty"`
}

// checksOf gives the checks with their trees.
func checksOf(b shell.Base, f report.Form) []specCheck {
	_, trees := f.Trees()
	list := []specCheck{}
	for i, c := range f.AllChecks() {
		one := specCheck{Check: c}
		if tree, ok := trees[i]; ok {
			one.Tree, one.Text = &tree, c.Say.In(b.Lang)
		}
		one.Say, one.Expr = i18n.Text{}, ""
		list = append(list, one)
	}
	return list
}

// partsTest is the page's check that a flow is the sum of the parts that were filed; the server keeps it in report.Parts.
const partsTest report.Test = "parts"

func partsChecks(b shell.Base, f report.Form, p report.Parts) []specCheck {
	sums := f.SumsOfParts(p)
	var list []specCheck
	for _, s := range f.Slots() {
		if sum, ok := sums[s.Code]; ok {
			list = append(list, specCheck{Check: report.Check{Test: partsTest, Field: s.Code, Warn: true}, Text: p.In(b.Lang), Sum: &sum})
		}
	}
	return list
}

// tableOf gives a table whose cells are typed.
func tableOf(b shell.Base, ind report.Indicator) specTable {
	t := specTable{Code: ind.Code, Rows: ind.MaxRows()}
	for _, c := range ind.Columns {
		one := specColumn{Code: c.Code, Name: c.Name.In(b.Lang), Text: !c.Numeric(), Scale: c.Scale, Most: c.Most}
		switch {
		case one.Text:
			one.Most = int64(c.MaxText())
		case c.Most == 0:
			one.Most = report.Limit
		}
		t.Columns = append(t.Columns, one)
	}
	return t
}

// specComputed is a figure of parts: sum(num) by den, in per cent.
type specComputed struct {
	Code string   `json:"code"`
	Num  []string `json:"num"`
	Den  string   `json:"den"`
}

type specSection struct {
	Code       string   `json:"code"`
	Indicators []string `json:"indicators"`
}

// sentences are the messages that the script writes at a field.
func sentences() []string {
	return []string{"report.more_than", "report.not_equal", "report.not_the_sum", "report.must_be_zero", "report.not_above_zero",
		"report.more_than_unless_explained", "report.not_equal_unless_explained", "report.not_the_sum_unless_explained",
		"report.says", "report.says_unless_explained", "report.fallen", "report.fallen_unless_explained", "report.not_sum_of_parts_unless_explained",
		"report.negative", "report.too_much", "report.not_yes_no", "report.no_such_option", "report.field_moved", "report.saved_at", "report.kept_here", "report.kept_by_page", "report.sign_in_again", "report.sign_in", "report.reload",
		"report.clash_title", "report.clash_text", "report.clash_mine", "report.clash_theirs", "report.clash_empty", "report.clash_edit", "report.clash_use_edit", "report.clash_take_mine", "report.clash_take_theirs", "report.not_saved", "report.points",
		"report.use", "report.carried_n", "report.carried_none", "report.unchanged", "report.picked", "report.pasted", "report.pasted_by_code", "report.pasted_blank", "report.unplaced_computed", "report.unplaced_below",
		"report.unplaced_right", "report.unplaced_unknown", "report.unplaced_long", "report.unusual_same", "report.unusual_previous", "report.unusual_range", "report.unusual_keep",
		"report.changes_against", "report.no_changes_against", "report.length", "report.mark_gone", "report.mark_brought",
		"report.bound_unknown", "report.desk_one", "report.desk_more", "report.desk_and", "report.desk_field", "report.desk_wrote", "report.desk_closed", "report.row_n", "report.rows_full", "report.rows_dropped", "report.unplaced_rows", "report.pasted_head", "report.pasted_numbered", "report.take_theirs", "report.keep_mine", "report.why", "report.empty", "report.written",
		i18n.KeyNotNumber, i18n.KeyBadGroups, i18n.KeyTooLarge, i18n.KeyNotWhole, i18n.KeyTooManyDecimals}
}

func newSpec(b shell.Base, r report.Report, d report.Draft, c report.Compared) spec {
	s := spec{Lang: string(b.Lang), Account: b.Actor.Account.String(), Filing: r.Filing.ID.String(), Version: d.Version, Path: path(r), Form: r.Form.ID.String(), Title: r.Request.Heading(b.Lang), Names: fieldNames(b, r.Form),
		Slots: []specSlot{}, Computed: []specComputed{}, Sections: []specSection{}, Texts: []string{}, // a list without entries is one too, not null
		Checks: append(checksOf(b, r.Form), partsChecks(b, r.Form, d.Parts)...), Before: map[string]int64{}, Messages: map[string]string{}, Past: map[string]past{}, Refs: map[string]ref{}, Offers: map[string]int64{}, Bound: map[string]string{}}
	if c.Written != nil {
		s.Previous = within(b.Lang, c.Written.Period.Title(b.Lang))
	}
	if e := d.Earlier; e.Previous != nil || e.Same != nil || e.InYear != nil {
		s.Earlier = &specEarlier{e.Previous, e.Same, e.InYear}
	}
	if s.Carry = r.Form.Carried(c, r.Request.Period).Fields; s.Carry == nil {
		s.Carry = map[string]string{}
	}
	formulas, _ := r.Form.Trees()
	for _, slot := range r.Form.Slots() {
		one := specSlot{Code: slot.Code, Name: slot.Name.In(b.Lang), Scale: slot.Scale, Most: slot.Most, SumOf: slot.SumOf,
			Option: slot.Option, Column: slot.Column, Counted: slot.Counted}
		if slot.Kind == report.YesNo {
			one.Kind = string(slot.Kind)
		}
		if slot.Option != "" || slot.Column != "" || slot.Counted {
			one.Of = slot.Indicator
		}
		if tree, ok := formulas[slot.Code]; ok && slot.Formula != "" {
			one.Formula = &tree
		}
		if n, known := d.Before[slot.Before]; slot.Before != "" && known {
			one.Known = true
			s.Before[slot.Code] = n
		}
		if n, known := d.Earlier.Sourced[slot.Code]; slot.Source != "" {
			s.Counts = r.Unit.ID.String()
			if one.Known = true; known {
				s.Before[slot.Code] = n
			}
		}
		if p := c.PastOf(slot.Code); slot.Typed() && slot.Kind != report.YesNo && (p.Previous != nil || p.Same != nil) {
			s.Past[slot.Code] = past{p.Previous, p.Same, p.Recent}
		}
		s.Slots = append(s.Slots, one)
	}
	for _, sec := range r.Form.Sections {
		out := specSection{Code: sec.Code, Indicators: []string{}}
		for _, ind := range r.Form.Of(sec.Code) {
			if ind.OnTime {
				continue
			}
			if ind.Source == "" { // nobody fills in the others
				out.Indicators = append(out.Indicators, ind.Code)
			}
			if ind.Kind != report.ShortText {
				s.Bound[ind.Code] = ind.Name.In(b.Lang)
			}
			if ind.Kind == report.Table {
				s.Tables = append(s.Tables, tableOf(b, ind))
			}
			if against := c.Against(); against != nil {
				if fig := r.Form.FigureOf(ind, against.Figures); fig.Known {
					s.Refs[ind.Code] = ref{fig.Value, fig.Scale, fig.Pct}
				}
			}
			if ind.Kind != report.Pct {
				continue
			}
			c := specComputed{Code: ind.Code, Num: []string{ind.Num}, Den: ind.Den}
			if ind.Num == "" {
				c.Num, c.Den = []string{ind.Code + "n"}, ind.Code+"d"
			}
			if ind.YearToDate {
				c.Num = append(c.Num, ind.Code+"y")
			}
			s.Computed = append(s.Computed, c)
		}
		s.Sections = append(s.Sections, out)
	}
	for _, n := range r.Form.Narratives {
		s.Texts = append(s.Texts, n.Code)
	}
	for _, key := range sentences() {
		s.Messages[key] = b.Catalog.Text(key).In(b.Lang)
	}
	return s
}
