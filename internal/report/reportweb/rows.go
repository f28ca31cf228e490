package reportweb

import (
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web/shell"
)

// row is one line of the grid of figures: an indicator, or a part of one that is typed by itself.
type row struct {
	Code    string // shown at the left; "" for a part
	Slot    string // name of the input, "" where the figure is computed
	Name    string
	Unit    string
	Part    bool   // indented
	Text    string // as typed, or the computed figure
	Source  string // where the figure comes from
	From    string // the address of what it is counted from, "" where the reader may not see it
	Counted bool   // from a register
	Prev    string
	Same    string
	Diff    string
	Change  string // per cent
	Great   bool   // changed by more than half
	Errors  []string
	Why     bool                 // a reason is asked
	Reason  string               // as typed
	Remark  string               // what the level above said at this field
	ID      string               // of the computed figure, for the script
	Asked   []report.Explanation // what was asked about the figure
	Hint    string               // how the figure leaves the unit's own past; it forbids nothing
	Gap     string               // how a filed figure differs from the sum of the shorter periods

	Options []shell.Option // the answers of a choice or a yes and no; none for what is typed
	Words   bool           // a text is typed, not a number
	Most    int            // characters
	Help    string         // what counts and what does not, for who fills it in

	Offer      string // a figure that somebody else knows, in words
	OfferText  string // as the button would type it
	OfferHref  string // where it comes from
	OfferShown bool   // it differs from what stands there

	Told  string // the field whose faults are told here, where it is no input: a computed figure
	Table *table // no line of its own but the rows of the table above
}

// section is a run of rows under a heading.
type section struct {
	Code, Title   string
	Rows          []row
	Filled, Total int
	Bad           bool
}

// text is one narrative.
type text struct {
	Code, Title, Text string              // as it was typed
	Bound             []report.BoundPiece // the text with the figures that it names
	Unbound           []string            // codes that it names and the form does not have
	PrevBound         string              // Prev with the figures of its own report
	Required          bool
	Help              string
	Prev              string // what the report said that this one goes on from
	Marks             marks  // what changed against it, or against what the reader chose
	Errors            []string
	Remark            string
	Theirs            *report.Clash // what another desk wrote there meanwhile, where the sentence at the field has not all of it
	Number            int
	Example           string // code of a figure that it may name
}

// grid is all that the entry page and the read-only page show of a report.
type grid struct {
	Sections []section
	Texts    []text
	Filled   int // indicators
	Total    int
	Written  int // narratives
	PrevName string
	WroteIn  string // the period whose texts go on in this report
	SameName string
	Typing   bool
}

// source is what a grid is made of.
type source struct {
	form      report.Form
	figures   report.Figures
	entries   report.Entries // what was typed; nil on a read-only page
	before    map[string]int64
	tables    map[string][]report.TableRow
	texts     map[string]string
	reasons   map[string]string
	faults    fault.Faults
	clashes   []report.Clash // of texts that another desk changed meanwhile
	warn      map[string]bool
	remarks   []report.Remark
	compare   report.Compared
	offers    []report.Offer
	explained []report.Explanation
	gaps      report.Gaps
	counted   *counting // what is counted from registers; nil where the figures are not of a unit's report
}

func buildGrid(b shell.Base, s source) grid {
	g := grid{Typing: s.entries != nil}
	if s.compare.Previous != nil {
		g.PrevName = s.compare.PreviousName.Title(b.Lang)
	}
	if w := s.compare.Written; w != nil {
		g.WroteIn = w.Period.Title(b.Lang)
	}
	if s.compare.SameLastYear != nil {
		g.SameName = s.compare.SameName.Title(b.Lang)
	}
	slots := map[string]report.Slot{}
	for _, slot := range s.form.Slots() {
		slots[slot.Code] = slot
	}
	for _, sec := range s.form.Sections {
		out := section{Code: sec.Code, Title: sec.Title.In(b.Lang)}
		for _, ind := range s.form.Of(sec.Code) {
			rows := s.rows(b, ind, slots)
			for _, r := range rows {
				out.Bad = out.Bad || len(r.Errors) > 0 || r.Table != nil && r.Table.bad()
			}
			out.Rows = append(out.Rows, rows...)
			if !ind.OnTime && ind.Source == "" { // nobody fills these in
				out.Total++
				if s.filled(ind) {
					out.Filled++
				}
			}
		}
		g.Filled += out.Filled
		g.Total += out.Total
		g.Sections = append(g.Sections, out)
	}
	example := exampleCode(s.form)
	for i, n := range s.form.Narratives {
		t := text{Example: example, Code: n.Code, Title: n.Title.In(b.Lang), Required: n.Required, Help: n.Help.In(b.Lang), Text: s.texts[n.Code], Number: i + 1,
			Errors: s.errors(b, n.Code), Remark: s.remark(n.Code)}
		if s.entries != nil {
			t.Text = s.entries[n.Code]
		}
		if s.compare.Written != nil {
			t.Prev = s.compare.Written.Content.Texts[n.Code]
			t.PrevBound = s.form.BoundText(b.Lang, t.Prev, s.compare.Written.Content.Figures)
		}
		if s.entries != nil && t.Prev != "" && t.Text != "" {
			t.Marks = newMarks(t.Prev, t.Text)
		}
		for _, c := range s.clashes {
			if c.Field == n.Code && clip(c.Text) != c.Text {
				t.Theirs = &c
			}
		}
		t.Bound, t.Unbound = s.form.Bound(b.Lang, t.Text, s.figures), s.form.Unbound(t.Text)
		if t.Text != "" {
			g.Written++
		}
		g.Texts = append(g.Texts, t)
	}
	return g
}

// exampleCode is an indicator that a text may name, one that is typed where there is one.
func exampleCode(f report.Form) string {
	code := ""
	for _, ind := range f.Indicators {
		if ind.OnTime || ind.Kind == report.ShortText {
			continue
		}
		if len(ind.SumOf) == 0 && ind.Formula == "" && ind.Kind != report.Pct {
			return ind.Code
		}
		if code == "" {
			code = ind.Code
		}
	}
	return code
}

// filled tells whether an indicator has its figure or answer.
func (s source) filled(ind report.Indicator) bool {
	if ind.Kind == report.Choice || ind.Kind == report.ShortText {
		if s.entries != nil {
			return s.entries[ind.Code] != ""
		}
		return s.texts[ind.Code] != "" || s.form.FigureOf(ind, s.figures).Known
	}
	return s.form.FigureOf(ind, s.figures).Known
}

// counted gives how many indicators of a report are filled in, and how many texts are written.
func counted(form report.Form, c report.Content) (figures, texts int) {
	s := source{form: form, figures: c.Figures, texts: c.Texts}
	for _, ind := range form.Indicators {
		if !ind.OnTime && ind.Source == "" && s.filled(ind) {
			figures++
		}
	}
	for _, n := range form.Narratives {
		if c.Texts[n.Code] != "" {
			texts++
		}
	}
	return figures, texts
}

// rows gives an indicator's line and those of its typed parts.
func (s source) rows(b shell.Base, ind report.Indicator, slots map[string]report.Slot) []row {
	main := row{Code: ind.Code, Name: ind.Name.In(b.Lang), Unit: ind.Unit.In(b.Lang), Part: ind.PartOf != "", Remark: s.remark(ind.Code), ID: "v-" + ind.Code, Help: ind.Help.In(b.Lang)}
	main.Asked = ofIndicator(s.explained, ind.Code)
	fig := s.form.FigureOf(ind, s.figures)
	main.Text = fig.Text(b.Lang)
	s.compareFigures(b, &main, ind, fig)
	var list []row
	slot, typed := slots[ind.Code]
	switch {
	case ind.OnTime:
		main.Source = b.T("report.from_filings")
	case ind.Source != "":
		main.Source, main.From, main.Counted = s.counted.text(b, s.figures[ind.Code+"d"]), s.counted.href(), true
	case ind.Kind == report.Choice || ind.Kind == report.ShortText:
		s.said(b, &main, ind)
	case ind.Kind == report.Table:
		main.Source = b.T("report.rows_counted")
		s.told(b, &main)
		list = append(list, main)
		if t := s.table(b, ind); t != nil {
			list = append(list, row{Table: t})
		}
		return list
	case typed && slot.Typed():
		s.typed(b, &main, slot)
	case typed && ind.Formula != "":
		main.Source = "= " + ind.Formula
		s.told(b, &main)
	case typed:
		main.Source = sumText(ind)
		s.told(b, &main)
	default:
		main.Source = b.T("report.computed")
	}
	list = append(list, main)
	for _, suffix := range []string{"y", "n", "d", "w"} {
		part, ok := slots[ind.Code+suffix]
		if !ok {
			continue
		}
		r := row{Name: upperFirst(part.Name.In(b.Lang)), Part: true, ID: "v-" + part.Code}
		if n, known := s.figures[part.Code]; known {
			r.Text = i18n.Fixed(b.Lang, n, part.Scale)
		} else {
			r.Text = "–"
		}
		s.comparePart(b, &r, part)
		if part.Source != "" {
			r.Source = b.T("report.counted_part")
		} else if _, known := s.before[part.Before]; part.Before != "" && known {
			r.Source = b.T("report.from_earlier")
		} else {
			s.typed(b, &r, part)
		}
		list = append(list, r)
	}
	return list
}

// typed makes a row an input, or on a read-only page leaves it as it is.
func (s source) typed(b shell.Base, r *row, slot report.Slot) {
	r.Source = b.T("report.typed")
	if s.entries == nil {
		if why := s.reasons[slot.Code]; why != "" {
			r.Reason = why
		}
		if g, differs := s.gaps.At(slot.Code); differs {
			r.Gap = gapText(b, s.gaps, g)
		}
		return
	}
	r.Slot, r.Text = slot.Code, s.entries[slot.Code]
	if slot.Kind == report.YesNo {
		r.Options = answers(b, yesNo(), r.Text)
	}
	if n, known := s.figures[slot.Code]; known {
		r.Hint = unusualText(b, n, slot, s.compare)
	}
	s.offered(b, r, slot)
	r.Errors = s.errors(b, slot.Code)
	r.Reason = s.entries[slot.Code+"why"]
	if s.warn[slot.Code] {
		r.Why = true
		r.Errors = append(r.Errors, s.errors(b, slot.Code+"why")...)
	}
}

func (s source) errors(b shell.Base, field string) []string {
	var list []string
	for _, f := range s.faults {
		if f.Field == field && !report.Hints(f.Key) {
			list = append(list, b.T(f.Key, f.Args...))
		}
	}
	return list
}

func (s source) remark(field string) string {
	for _, r := range s.remarks {
		if r.Field == field && r.Text != "" {
			return r.Text
		}
	}
	return ""
}

func (s source) compareFigures(b shell.Base, r *row, ind report.Indicator, now report.Figure) {
	if c := s.compare.Previous; c != nil {
		r.Prev = s.form.FigureOf(ind, c.Figures).Text(b.Lang)
	}
	if c := s.compare.SameLastYear; c != nil {
		r.Same = s.form.FigureOf(ind, c.Figures).Text(b.Lang)
	}
	against := s.compare.Against()
	if against == nil {
		return
	}
	then := s.form.FigureOf(ind, against.Figures)
	r.Diff, r.Change, r.Great = changeText(b, now, then)
	if r.Diff != "" && now.Value == then.Value {
		r.Diff, r.Change = b.T("report.unchanged"), ""
	}
}

func (s source) comparePart(b shell.Base, r *row, slot report.Slot) {
	show := func(c *report.Content) string {
		if c == nil {
			return ""
		}
		if n, ok := c.Figures[slot.Code]; ok {
			return i18n.Fixed(b.Lang, n, slot.Scale)
		}
		return "–"
	}
	r.Prev, r.Same = show(s.compare.Previous), show(s.compare.SameLastYear)
}

// changeText writes a change as difference and per cent; of percentages only the points.
func changeText(b shell.Base, now, before report.Figure) (diff, percent string, great bool) {
	d, p, ok, has := now.Change(before)
	if !ok {
		return "", "", false
	}
	diff = signed(b, d, now.Scale)
	if now.Pct {
		return b.T("report.points", "n", diff), "", false
	}
	if has {
		percent, great = signed(b, p, 1)+"%", p > 500 || p < -500
	}
	return diff, percent, great
}

// unusualText says how a figure leaves the unit's own past, "" where it does not.
func unusualText(b shell.Base, now int64, slot report.Slot, c report.Compared) string {
	if slot.Kind == report.YesNo {
		return ""
	}
	s, strange := report.Unusual(now, c.PastOf(slot.Code), slot.Scale)
	if !strange {
		return ""
	}
	return strangeText(b, s, slot) + " " + b.T("report.unusual_keep")
}

// strangeText says how a figure leaves the unit's own past.
func strangeText(b shell.Base, s report.Strange, slot report.Slot) string {
	key := "report.unusual_previous"
	if s.Same {
		key = "report.unusual_same"
	}
	text := b.T(key, "change", signed(b, s.Percent, 1)+"%", "before", i18n.Fixed(b.Lang, s.Before, slot.Scale))
	if s.Ranged {
		text += " " + b.T("report.unusual_range", "n", s.Periods, "low", i18n.Fixed(b.Lang, s.Low, slot.Scale), "high", i18n.Fixed(b.Lang, s.High, slot.Scale))
	}
	return text
}

func signed(b shell.Base, v int64, scale int) string {
	s := i18n.Fixed(b.Lang, v, scale)
	if v > 0 {
		s = "+" + s
	}
	return s
}

func sumText(ind report.Indicator) string {
	s := "="
	for i, code := range ind.SumOf {
		if i > 0 {
			s += " +"
		}
		s += " " + code
	}
	return s
}
