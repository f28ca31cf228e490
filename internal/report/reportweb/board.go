package reportweb

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// boardView is the board page: the same for everybody who may look at the
// unit, except for the acts of who receives.
type boardView struct {
	Board    report.Board
	Groups   []lineGroup
	Accepted bool // the totals of what was accepted, instead of filed or better
	Explain  *explained
	Beside   []earlier
	Trends   []report.Trend // the oldest first
	Periods  []string       // what the trends are of, in words
	Lang     i18n.Lang
	Asked    []report.Explanation // about figures of the unit and below
	Ask      *askForm             // who may ask
	Newer    *report.FormNews     // the form has a newer version than the request
	Gaps     []report.Gaps        // reports that differ from the shorter periods of their own units
	Frozen   report.Quote         // beside what stands now: the newest edition
	Nested   []report.Nested      // the request among those for longer and shorter periods
	Waiting  []report.Arrived     // to be accepted, for who receives here
	Taking   shell.Form           // several to be accepted at once: what is ticked, and what was wrong

	Part    boardPart        // of a large board
	Shown   []lineGroup      // the units that the page lists; Groups has all
	Matched int              // units in the state, group and name that are asked for
	Listed  []report.Arrived // of what waits: what the page lists, on all of its pages
	OnPage  []report.Arrived // and on this one
}

// lineGroup is a run of units under a heading: a region, or the unit between.
type lineGroup struct {
	ID     ident.ID // of the region or unit between, 0 for none
	Name   string
	In, Of int // of all its units; Lines may be a page of them
	Lines  []report.Line
}

// explained is the drawer that opens one total down to the units it comes from.
type explained struct {
	Total  report.Total
	Shares []report.Share
	Count  int // on all pages
	Most   int64
}

func (p *pages) board(c *web.Ctx) error {
	request, unit, edition, err := boardOf(c)
	if err != nil {
		return err
	}
	if c.Query("tree") == "today" && edition == 0 {
		return p.restated(c, request, unit)
	}
	taking := shell.Form{}
	if c.Query("pick") == pickUnwarned {
		taking.Values = url.Values{"pick": {pickUnwarned}}
	}
	return p.showBoard(c, boardAsked{Request: request, Unit: unit, Indicator: c.Query("indicator"), Accepted: c.Query("layer") == acceptedLayer, Edition: edition, Part: boardPartOf(c), Taking: taking})
}

// boardAsked is what of a board is to be shown.
type boardAsked struct {
	Request, Unit ident.ID
	Indicator     string // whose drawer is open, "" for none
	Accepted      bool
	Edition       int64
	Refused       *shell.Form // what was wrong in the drawer's form
	Part          boardPart
	Taking        shell.Form // see boardView
}

// showBoard renders a board.
func (p *pages) showBoard(c *web.Ctx, asked boardAsked) error {
	request, code, edition := asked.Request, asked.Indicator, asked.Edition
	board, err := p.report.EditionBoard(c.Context(), c.Actor, request, asked.Unit, edition)
	if err != nil {
		return err
	}
	v := boardView{Board: board, Groups: groupLines(board.Lines), Accepted: asked.Accepted, Beside: earlierOf(board), Lang: c.Lang, Part: asked.Part, Taking: asked.Taking}
	if v.Asked, err = p.report.Explanations(c.Context(), c.Actor, request, board.Unit.ID, false); err != nil {
		return err
	}
	if code != "" {
		total, shares, err := p.report.ExplainOf(c.Context(), c.Actor, report.Seek{Request: request, Unit: board.Unit.ID, Indicator: code, Accepted: v.Accepted, Edition: edition})
		if err != nil {
			return err
		}
		v.Explain = &explained{Total: total, Shares: shares}
		for _, s := range shares {
			v.Explain.Most = max(v.Explain.Most, s.Figure.Value)
		}
	}
	if v.Trends, err = p.report.Trends(c.Context(), c.Actor, request, board.Unit.ID, v.Accepted, edition); err != nil {
		return err
	}
	if edition == 0 {
		if v.Gaps, err = p.report.BoardGaps(c.Context(), c.Actor, request, board.Unit.ID); err != nil {
			return err
		}
		if v.Waiting, err = p.report.ToReceive(c.Context(), c.Actor, request, board.Unit.ID); err != nil {
			return err
		}
		if v.Newer, err = p.report.NewerForm(c.Context(), c.Actor, request); err != nil {
			return err
		}
		editions, err := p.report.Editions(c.Context(), c.Actor, request)
		if err != nil {
			return err
		}
		if len(editions) > 0 {
			v.Frozen = report.Quote{N: editions[0].N, Head: editions[0].EditionHead, At: editions[0].At}
		}
		if board.Unit.ID == board.Request.Opener {
			if v.Nested, err = p.report.Nested(c.Context(), c.Actor, request); err != nil {
				return err
			}
		}
	}
	for _, t := range v.Trends {
		v.Periods = append(v.Periods, within(c.Lang, t.Request.Period.Title(c.Lang)))
	}
	if asked.Refused != nil && v.Explain != nil { // the drawer opens at the unit that was asked about
		at := slices.IndexFunc(v.Explain.Shares, func(s report.Share) bool { return asked.Refused.Values.Get("of") == s.Unit.ID.String() })
		v.Part.Shares = max(at, 0)/boardLeaf + 1
	}
	v.cut()
	b := c.Base("reports", "report.board")
	if v.Explain != nil {
		if units := mayAsk(c.Actor, v); len(units) > 0 {
			v.Ask = &askForm{Form: firstAsk(b), Units: units, Whole: true, Indicator: code}
			if asked.Refused != nil {
				v.Ask.Form = *asked.Refused
			}
		}
	}
	b = boardSub(b, board).WithScripts("board.js").
		WithCrumbs(boardCrumbs(b, board)...)
	b = b.WithActions(boardActions(b, v))
	faults := asked.Taking.Faults
	if asked.Refused != nil {
		faults = asked.Refused.Faults
	}
	if len(faults) > 0 {
		return c.RenderStatus(web.RefusedStatus(faults), boardPage(b, v))
	}
	return c.Render(boardPage(b, v))
}

// boardSub names form, period and deadlines under the title; it is live, because an event may move them.
func boardSub(b shell.Base, board report.Board) shell.Base {
	b.SubID = "board-sub"
	return b.WithSub(board.Request.Heading(b.Lang) + " · " + b.T("report.deadline_at", "when", boardDue(b, board)))
}

// groupSpan is how many columns a group's name takes: the last one holds its count.
func groupSpan(v boardView) string {
	if v.Board.Below.Expected == 0 { // the column of the units below is not shown
		return "2"
	}
	return "3"
}

func boardCrumbs(b shell.Base, board report.Board) []shell.Crumb {
	crumbs := []shell.Crumb{{Text: b.T("report.reports"), Href: "/reports"}}
	for _, u := range board.Above {
		crumbs = append(crumbs, shell.Crumb{Text: u.Name, Href: quotedPath(board, u.ID)})
	}
	return append(crumbs, shell.Crumb{Text: board.Unit.Name})
}

// groupLines puts units under their region, else under the unit between, in order.
func groupLines(lines []report.Line) []lineGroup {
	byRegion := true
	for _, l := range lines {
		byRegion = byRegion && l.Group.ID != 0
	}
	var groups []lineGroup
	at := map[string]int{}
	for _, l := range lines {
		id, name := l.Via.ID, l.Via.Name
		if byRegion {
			id, name = l.Group.ID, l.Group.Name
		}
		i, ok := at[name]
		if !ok {
			i = len(groups)
			at[name] = i
			groups = append(groups, lineGroup{ID: id, Name: name})
		}
		groups[i].Lines = append(groups[i].Lines, l)
		groups[i].Of++
		if l.In() {
			groups[i].In++
		}
	}
	if !byRegion && len(groups) == len(lines) { // one unit under each: say it at the line instead
		one := lineGroup{Of: len(lines), Lines: lines}
		for _, g := range groups {
			one.In += g.In
		}
		return []lineGroup{one}
	}
	slices.SortStableFunc(groups, func(a, b lineGroup) int {
		if byRegion {
			return cmp.Compare(a.Lines[0].Group.Code, b.Lines[0].Group.Code)
		}
		return 0
	})
	return groups
}

func squares(b shell.Base, v boardView) []shell.Square {
	lines := v.Board.Lines
	rank := func(l report.Line) int {
		switch {
		case l.In() && !l.Late:
			return 0
		case l.In():
			return 1
		case l.Stage == rollup.Returned:
			return 2
		}
		return 3
	}
	sorted := slices.Clone(lines)
	slices.SortStableFunc(sorted, func(a, b report.Line) int { return rank(a) - rank(b) })
	list := make([]shell.Square, len(sorted))
	for i, l := range sorted { // of a large board a bar is drawn: no words
		state := [...]shell.SquareState{shell.SquareDone, shell.SquareLate, shell.SquareBad, shell.SquareMissing}[rank(l)]
		if state == shell.SquareMissing && !v.overdue(b, l) {
			state = shell.SquareTodo
		}
		if list[i].State = state; !v.large() {
			list[i].Title = l.Unit.Short() + ": " + stageText(b, l.Stage, l.Late)
		}
	}
	return list
}

// names lists up to n units in words.
func names(b shell.Base, lines []report.Line, n int) string {
	var parts []string
	for i, l := range lines {
		if i == n {
			return strings.Join(parts, ", ") + " " + b.T("report.and_more", "n", len(lines)-n)
		}
		parts = append(parts, l.Unit.Short())
	}
	return strings.Join(parts, ", ")
}

func withStage(lines []report.Line, stages ...rollup.Stage) []report.Line {
	var list []report.Line
	for _, l := range lines {
		if slices.Contains(stages, l.Stage) {
			list = append(list, l)
		}
	}
	return list
}

func notIn(lines []report.Line) []report.Line {
	return withStage(lines, rollup.Open, rollup.Draft, rollup.Signed)
}

func (v boardView) figure(t report.Total) report.Figure {
	if v.Accepted {
		return t.Accepted
	}
	return t.Filed
}

func (v boardView) link(pairs ...string) string {
	return "/reports/" + v.Board.Request.ID.String() + "/board" + query(append([]string{"unit", v.Board.Unit.ID.String(), "layer", layerParam(v.Accepted), "edition", editionParam(v.Board)}, pairs...)...)
}

// editionParam is the edition that a board quotes, as a parameter of an address; "" for what stands now.
func editionParam(board report.Board) string {
	return editionText(board.Quote.N)
}

func editionText(n int64) string {
	if n == 0 {
		return ""
	}
	return num64(n)
}

// quotedPath is the board of another unit in the same edition.
func quotedPath(board report.Board, unit ident.ID) string {
	return "/reports/" + board.Request.ID.String() + "/board" + query("unit", unit.String(), "edition", editionParam(board))
}

// origin is the page of the figure that is open in the drawer.
func (v boardView) origin() string {
	return originPath(v.Board.Request.ID, v.Board.Unit.ID, v.Explain.Total.Indicator.Code, "layer", layerParam(v.Accepted), "edition", editionParam(v.Board))
}

// trended tells whether there are other periods to compare with.
func (v boardView) trended() bool {
	return len(v.Trends) > 2 // two points are the column beside
}

// spark draws an indicator's figures in the periods before and now.
func (v boardView) spark(b shell.Base, ind report.Indicator) templ.Component {
	var label strings.Builder
	values := make([]float64, 0, len(v.Trends))
	for i, t := range v.Trends {
		f, ok := t.Figure(ind)
		if !ok { // the form did not have it yet
			continue
		}
		writePoint(&label, b, v.Periods[i], f)
		at := math.NaN() // a gap
		if f.Known {
			at = f.Amount()
		}
		values = append(values, at)
	}
	return shell.Sparkline(label.String(), values)
}

// trendSources says on the board of an edition what the periods before quote; "" on the live one, where all is of now.
func trendSources(b shell.Base, v boardView) string {
	if v.Board.Quote.N == 0 {
		return ""
	}
	if v.trended() {
		parts := make([]string, len(v.Trends))
		for i, t := range v.Trends {
			parts[i] = v.Periods[i] + ": " + quoteText(b, t.Quote)
		}
		return b.T("report.trend_sources", "text", strings.Join(parts, "; "))
	}
	var parts []string
	for _, one := range v.Beside {
		parts = append(parts, one.periodIn(b)+": "+quoteText(b, one.Quote))
	}
	if parts == nil {
		return ""
	}
	return b.T("report.trend_sources", "text", strings.Join(parts, "; "))
}

// earlier is a period before with the figure of it that stands beside a total.
type earlier struct {
	report.Beside
	of func(report.Total) report.Figure
}

// earlierOf lists the periods whose figures stand beside the totals: the one before, and the same of the year before.
func earlierOf(board report.Board) []earlier {
	var list []earlier
	if board.Before != nil {
		list = append(list, earlier{*board.Before, func(t report.Total) report.Figure { return t.Before }})
	}
	if board.SameLast != nil {
		list = append(list, earlier{*board.SameLast, func(t report.Total) report.Figure { return t.SameLast }})
	}
	return list
}

func (e earlier) periodIn(b shell.Base) string { return within(b.Lang, e.Request.Period.Title(b.Lang)) }

func (e earlier) head(b shell.Base) string { return b.T("report.against", "period", e.periodIn(b)) }

// cell is the number of the first live cell of a total.
func (v boardView) cell(total int) int { return total * (2 + len(v.Beside)) }

// change says how a figure differs from that of the earlier period.
func (e earlier) change(b shell.Base, now report.Figure, t report.Total) string {
	diff, percent, _ := changeText(b, now, e.of(t))
	if percent != "" {
		return percent
	}
	return diff
}

// coverage colours a coverage that is not whole.
func coverage(f report.Figure) string {
	switch {
	case f.Have == f.Of:
		return ""
	case f.Have*10 >= f.Of*9:
		return "part"
	}
	return "poor"
}

// bad marks units that hold others up: returned, or missing after the deadline.
func bad(b shell.Base, v boardView, l report.Line) bool {
	return l.Stage == rollup.Returned || v.overdue(b, l)
}

func unitPath(board report.Board, l report.Line) string {
	to := "/reports/" + board.Request.ID.String() + "/units/" + l.Unit.ID.String()
	if board.Quote.N > 0 && l.Version > 0 {
		to += query("version", num64(l.Version), "edition", editionParam(board))
	}
	return to
}

type keyEntry struct {
	State shell.State
	Text  string
}

// stageKey explains the icons of the list of units.
func stageKey(b shell.Base) []keyEntry {
	list := []keyEntry{}
	for _, s := range []rollup.Stage{rollup.Accepted, rollup.Filed, rollup.Returned, rollup.Signed, rollup.Draft, rollup.Open} {
		list = append(list, keyEntry{stageState(s, false), b.T(report.StageKey(s))})
	}
	return append(list, keyEntry{shell.StateLate, b.T("report.late")})
}

// measure is the unit of measure where the figure does not carry it itself.
func measure(b shell.Base, ind report.Indicator) string {
	if ind.Kind == report.Pct {
		return ""
	}
	return ind.Unit.In(b.Lang)
}

func acrossText(b shell.Base, ind report.Indicator) string {
	if ind.OnTime {
		return b.T("report.across_on_time")
	}
	return b.T("report.across_" + string(ind.Across))
}
