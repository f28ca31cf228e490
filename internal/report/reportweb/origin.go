package reportweb

import (
	"slices"
	"strconv"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// originView is the page of one figure: where it comes from and how it moved.
type originView struct {
	report.Origin
	Accepted bool
	Most     int64
	Editions []report.Edition
	opens    map[ident.ID]bool // of what is counted from registers: the units whose list the reader may see
}

func (p *pages) origin(c *web.Ctx) error {
	request, unit, edition, err := boardOf(c)
	if err != nil {
		return err
	}
	k := report.Seek{Request: request, Unit: unit, Indicator: c.Path("indicator"), Accepted: c.Query("layer") == "accepted", Today: c.Query("tree") == "today", Edition: edition}
	k.From, _ = strconv.Atoi(c.Query("from")) // malformed: the first leaf
	o, err := p.report.Origin(c.Context(), c.Actor, k)
	if err != nil {
		return err
	}
	v := originView{Origin: o, Accepted: k.Accepted}
	if v.Editions, err = p.report.Editions(c.Context(), c.Actor, request); err != nil {
		return err
	}
	if o.Total.Indicator.Source != "" {
		v.opens = map[ident.ID]bool{}
		for _, l := range o.Leaves {
			one, err := p.countingOf(c, o.Request, o.Form, l.Unit.ID, l.Signed)
			if err != nil {
				return err
			}
			v.opens[l.Unit.ID] = one.opens
		}
	}
	for _, s := range o.Shares {
		if !s.Own {
			v.Most = max(v.Most, s.Figure.Value)
		}
	}
	ind := o.Total.Indicator
	b := c.Base("reports", "report.origin")
	crumbs := []shell.Crumb{{Text: b.T("report.reports"), Href: "/reports"}, {Text: b.T("report.board"), Href: v.quoted("/reports/" + request.String() + "/board")}}
	for _, u := range o.Above {
		crumbs = append(crumbs, shell.Crumb{Text: u.Name, Href: v.at(u.ID)})
	}
	b = b.WithTitle(ind.Code + " · " + ind.Name.In(b.Lang)).WithSub(o.Request.Heading(b.Lang) + " · " + o.Unit.Name).
		WithCrumbs(append(crumbs, shell.Crumb{Text: o.Unit.Name})...)
	return c.Render(originPage(b.WithActions(originActions(b, v)), v))
}

// originPath is the page of a figure at a unit.
func originPath(request, unit ident.ID, indicator string, pairs ...string) string {
	return "/reports/" + request.String() + "/indicators/" + indicator + query(append([]string{"unit", unit.String()}, pairs...)...)
}

// counted says of a leaf what it was counted from.
func (v originView) counted(l report.Leaf) *counting {
	return &counting{unit: l.Unit.ID, span: v.Form.Counted(v.Request.Period.Span()), at: l.Signed, opens: v.opens[l.Unit.ID]}
}

func (v originView) path(unit ident.ID, pairs ...string) string {
	return v.in(v.Quote.N, unit, pairs...)
}

// in is the page of the figure in an edition; 0 is what stands now.
func (v originView) in(edition int64, unit ident.ID, pairs ...string) string {
	layer, tree := "", ""
	if v.Accepted {
		layer = "accepted"
	}
	if v.Restated {
		tree = "today"
	}
	return originPath(v.Request.ID, unit, v.Total.Indicator.Code, append([]string{"layer", layer, "tree", tree, "edition", editionText(edition)}, pairs...)...)
}

func (v originView) at(unit ident.ID) string { return v.path(unit) }

func (v originView) figure() report.Figure {
	if v.Accepted {
		return v.Total.Accepted
	}
	return v.Total.Filed
}

// other is the figure of the other layer, which stands beside.
func (v originView) other() report.Figure {
	if v.Accepted {
		return v.Total.Filed
	}
	return v.Total.Accepted
}

func (v originView) previous() *report.PeriodFigure {
	for i := range v.Series {
		if v.Series[i].Now && i > 0 {
			return &v.Series[i-1]
		}
	}
	return nil
}

// against writes a change beside an earlier figure.
func (v originView) against(b shell.Base, then report.Figure) string {
	diff, percent, _ := changeText(b, v.figure(), then)
	switch {
	case diff == "":
		return ""
	case percent == "":
		return diff
	}
	return diff + " (" + percent + ")"
}

func (v originView) columns(b shell.Base) []shell.Column {
	var list []shell.Column
	for _, p := range v.Series {
		c := shell.Column{Label: shortPeriod(b, p), Text: "–", On: p.Now}
		if p.Figure.Known {
			c.Text, c.Value = p.Figure.Text(b.Lang), p.Figure.Amount()
		}
		list = append(list, c)
	}
	return list
}

// shortPeriod is a period as a chart's label: "I/21", "Q1/21".
func shortPeriod(b shell.Base, p report.PeriodFigure) string {
	words := strings.Fields(p.Request.Period.Title(b.Lang))
	last := words[len(words)-1]
	if b.Lang == i18n.EN && len(words) == 2 { // "Q1 2021", "December 2020"
		return words[0][:min(len(words[0]), 3)] + "/" + strings.TrimPrefix(last, "20")
	}
	if at := strings.LastIndex(last, "/20"); at >= 0 {
		last = last[:at] + "/" + last[at+3:]
	}
	return last
}

// seriesLabel says a series in words.
func seriesLabel(b shell.Base, series []report.PeriodFigure) string {
	var label strings.Builder
	for _, p := range series {
		writePoint(&label, b, within(b.Lang, p.Request.Period.Title(b.Lang)), p.Figure)
	}
	return label.String()
}

// writePoint adds a period's figure to a series in words.
func writePoint(label *strings.Builder, b shell.Base, period string, f report.Figure) {
	if label.Len() > 0 {
		label.WriteString("; ")
	}
	for _, part := range []string{period, ": ", f.Text(b.Lang), " (", b.Of(f.Have, f.Of), ")"} {
		label.WriteString(part)
	}
}

// ranked are the units below without the unit's own report.
func (v originView) ranked() []report.Share {
	return slices.DeleteFunc(slices.Clone(v.Shares), func(s report.Share) bool { return s.Own })
}

// rank counts from 1; units with the same figure have the same rank.
func rank(shares []report.Share, i int) string {
	if !shares[i].Figure.Known {
		return ""
	}
	for i > 0 && shares[i-1].Figure.Value == shares[i].Figure.Value {
		i--
	}
	return strconv.Itoa(i + 1)
}

func (v originView) missingText(b shell.Base) string {
	if v.Missing == 0 {
		return b.T("report.origin_whole")
	}
	return b.T("report.origin_missing", "n", v.Missing)
}

// tiles puts the units below on their grid, coloured by fifths of the rank, not
// of the value: one giant must not make all others look alike.
func (v originView) tiles(b shell.Base) []shell.Tile {
	var list []shell.Tile
	shares := v.ranked()
	known := 0
	for _, s := range shares {
		if s.Figure.Known {
			known++
		}
	}
	for i, s := range shares {
		if s.Unit.TileCol < 0 {
			continue
		}
		t := shell.Tile{Col: s.Unit.TileCol, Row: s.Unit.TileRow, Text: tileWord(s.Unit.Short()), Title: s.Unit.Short() + ": " + s.Figure.Text(b.Lang) + " (" + b.Of(s.Figure.Have, s.Figure.Of) + ")",
			Look: "none", Href: v.at(s.Unit.ID)}
		if s.Figure.Known {
			t.Look = "s" + strconv.Itoa(5-min(5, 6*i/max(1, known)))
		}
		list = append(list, t)
	}
	return list
}

// tileWord is the first letters of a name: "Thái Nguyên" is TN.
func tileWord(name string) string {
	var word []rune
	for _, part := range strings.Fields(name) {
		if r := []rune(part)[0]; len(word) < 3 && r != '-' {
			word = append(word, r)
		}
	}
	return strings.ToUpper(string(word))
}

// formulaText says how an indicator is made of what is typed.
func formulaText(b shell.Base, f report.Form, ind report.Indicator) string {
	name := func(code string) string {
		if other, ok := f.Indicator(code); ok {
			return code + " (" + within(b.Lang, other.Name.In(b.Lang)) + ")"
		}
		return code
	}
	switch {
	case ind.OnTime, ind.Kind == report.ShortText:
		return ""
	case ind.Formula != "":
		return ind.Code + " = " + ind.Formula
	case ind.Kind == report.Pct && ind.Num != "" && ind.YearToDate:
		return ind.Code + " = (" + name(ind.Num) + " + " + ind.NumName.In(b.Lang) + ") ÷ " + name(ind.Den) + " × 100"
	case ind.Kind == report.Pct && ind.Num != "":
		return ind.Code + " = " + name(ind.Num) + " ÷ " + name(ind.Den) + " × 100"
	case ind.Kind == report.Pct && ind.Source != "":
		return ind.Code + " = " + ind.NumName.In(b.Lang) + " ÷ " + ind.DenName.In(b.Lang) + " × 100 (" + b.T("report.counted") + ")"
	case ind.Kind == report.Pct:
		return ind.Code + " = " + ind.NumName.In(b.Lang) + " ÷ " + ind.DenName.In(b.Lang) + " × 100"
	case ind.Across == report.Mean && ind.Weight != "":
		return b.T("report.origin_mean", "by", name(ind.Weight))
	case ind.Across == report.Mean:
		return b.T("report.origin_mean", "by", ind.WeightName.In(b.Lang))
	case len(ind.SumOf) > 0:
		return ind.Code + " " + sumText(ind)
	}
	return ""
}

// partsText is the quotient's two parts in words, "" for a figure that is none.
func partsText(b shell.Base, f report.Figure) string {
	if !f.Pct || f.Den == 0 {
		return ""
	}
	return f.NumText(b.Lang) + " ÷ " + f.DenText(b.Lang)
}

// originReport is a unit's report, in the version that is quoted.
func originReport(v originView, unit ident.ID, version int64) string {
	to := "/reports/" + v.Request.ID.String() + "/units/" + unit.String()
	if v.Quote.N > 0 && version > 0 {
		to += query("version", num64(version), "edition", num64(v.Quote.N))
	}
	return to
}

// quoted is a page of the request at the unit, in the same edition.
func (v originView) quoted(path string) string {
	return path + query("unit", v.Unit.ID.String(), "edition", editionText(v.Quote.N))
}

// editionTabs are the states of the figures that can be looked at: what stands now, and every edition, the newest first.
func (v originView) editionTabs(b shell.Base) []shell.Tab {
	if len(v.Editions) == 0 {
		return nil
	}
	tabs := []shell.Tab{{Text: b.T("report.now"), Href: v.in(0, v.Unit.ID), On: v.Quote.N == 0}}
	for _, e := range v.Editions {
		tabs = append(tabs, shell.Tab{Text: b.T("report.edition_n", "n", e.N), Href: v.in(e.N, v.Unit.ID), On: v.Quote.N == e.N})
	}
	return tabs
}

// quoteShort is quoteText where there is little room.
func quoteShort(b shell.Base, q report.Quote) string {
	if q.N == 0 {
		return b.T("report.quote_short")
	}
	return b.T("report.edition_n", "n", q.N)
}
