package reportweb

import (
	"net/url"
	"slices"
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// boardLeaf is how many lines of a list stand on the page of a board at once. A board of no more units, such as that of all
// provinces, shows all of them and has neither pages nor a filter.
const boardLeaf = 100

// What of the waiting reports is listed, as a parameter of the address; "" for all.
const (
	lookClear  = "clear"
	lookWarned = "warned"
)

// boardPart is what of a large board its address asks for. The figures above and the totals are always of all units.
type boardPart struct {
	Group, State, Text     string // which units: of a group, in a state, called so; "" for all
	Look                   string // which waiting reports of those units
	Units, Waiting, Shares int    // the page of each list, from 1
	Whole                  bool   // all units on one page, for paper
}

func boardPartOf(c *web.Ctx) boardPart {
	part := boardPart{Group: c.Query("group"), State: c.Query("state"), Text: strings.TrimSpace(c.Query("q")), Look: c.Query("look"),
		Units: c.QueryPage("page"), Waiting: c.QueryPage("waiting"), Shares: c.QueryPage("shares"), Whole: c.Query("whole") == "1"}
	if part.Look != lookClear && part.Look != lookWarned {
		part.Look = ""
	}
	return part
}

// large tells whether a board has more units than a page shows.
func (v boardView) large() bool { return len(v.Board.Lines) > boardLeaf }

// paged tells whether the lists of the board come by pages.
func (v boardView) paged() bool { return v.large() && !v.Part.Whole }

// filtered tells whether only some of the units are listed.
func (v boardView) filtered() bool {
	return v.large() && (v.Part.Group != "" || v.Part.State != "" || v.Part.Text != "")
}

// cut takes out of the board what its page shows: of a large one the part that the address asks for. The groups, what waits and
// the shares are those of all units before.
func (v *boardView) cut() {
	v.Shown, v.Matched, v.Listed, v.OnPage = v.Groups, len(v.Board.Lines), v.Waiting, v.Waiting
	if v.Explain != nil {
		v.Explain.Count = len(v.Explain.Shares)
	}
	if !v.large() {
		v.Part = boardPart{}
		return
	}
	named := v.named()
	inState := stateOf(v.Part.State)
	var lines []report.Line
	group := map[ident.ID]int{}
	for i, g := range v.Groups {
		for _, l := range g.Lines {
			if named[l.Unit.ID] && inState(l) {
				lines = append(lines, l)
				group[l.Unit.ID] = i
			}
		}
	}
	v.Matched = len(lines)
	if v.Part.Whole {
		v.Waiting, v.Listed, v.OnPage = nil, nil, nil // paper asks for no act
	} else {
		lines = shell.Leaf(lines, &v.Part.Units, boardLeaf)
		v.Listed = slices.DeleteFunc(slices.Clone(v.Waiting), func(a report.Arrived) bool { return !named[a.Unit.ID] || !v.looked(v.Part.Look, a) })
		v.OnPage = shell.Leaf(v.Listed, &v.Part.Waiting, boardLeaf)
		if v.Explain != nil {
			v.Explain.Shares = shell.Leaf(v.Explain.Shares, &v.Part.Shares, boardLeaf)
		}
	}
	v.Shown = nil
	last := -1
	for _, l := range lines {
		if at := group[l.Unit.ID]; at != last {
			last = at
			g := v.Groups[at]
			g.Lines = nil
			v.Shown = append(v.Shown, g)
		}
		g := &v.Shown[len(v.Shown)-1]
		g.Lines = append(g.Lines, l)
	}
}

// named are the units of the group and of the name that are asked for, whatever became of their reports.
func (v boardView) named() map[ident.ID]bool {
	wanted := i18n.Fold(v.Part.Text)
	out := make(map[ident.ID]bool, len(v.Board.Lines))
	for _, g := range v.Groups {
		if v.Part.Group != "" && v.Part.Group != g.key() {
			continue
		}
		for _, l := range g.Lines {
			if wanted == "" || strings.Contains(i18n.Fold(l.Unit.Name), wanted) || strings.Contains(i18n.Fold(l.Unit.Short()), wanted) || strings.EqualFold(l.Unit.Code, v.Part.Text) {
				out[l.Unit.ID] = true
			}
		}
	}
	return out
}

// key names a group in an address.
func (g lineGroup) key() string {
	if g.ID == 0 {
		return "-" // straight below
	}
	return g.ID.String()
}

// notInState and lateState are parameters of an address beside those of the stages.
const (
	notInState = "missing"
	lateState  = "late"
)

func stageCode(s rollup.Stage) string { return strings.TrimPrefix(report.StageKey(s), "report.state_") }

// boardStages are the stages in which a unit of a board can be, the finished first.
func boardStages() []rollup.Stage {
	return []rollup.Stage{rollup.Accepted, rollup.Filed, rollup.Returned, rollup.Signed, rollup.Draft, rollup.Open}
}

// stateOf tells which units a state of an address means; one that is none means all.
func stateOf(state string) func(report.Line) bool {
	switch state {
	case notInState:
		return func(l report.Line) bool { return len(notIn([]report.Line{l})) == 1 }
	case lateState:
		return func(l report.Line) bool { return l.In() && l.Late }
	}
	for _, s := range boardStages() {
		if state == stageCode(s) {
			return func(l report.Line) bool { return l.Stage == s }
		}
	}
	return func(report.Line) bool { return true }
}

// stateOptions are the states that a large board can be narrowed to, each with how many of all its units are in it.
func (v boardView) stateOptions(b shell.Base) []shell.Option {
	list := []shell.Option{{Value: notInState, Label: b.T("report.band_missing")}, {Value: lateState, Label: b.T("report.band_late")}}
	for _, s := range boardStages() {
		list = append(list, shell.Option{Value: stageCode(s), Label: upperFirst(b.T(report.StageKey(s)))})
	}
	for i := range list {
		n := 0
		has := stateOf(list[i].Value)
		for _, l := range v.Board.Lines {
			if has(l) {
				n++
			}
		}
		list[i].Label += " (" + b.Int(int64(n)) + ")"
	}
	return list
}

// groupOptions are the groups of a large board, each with what is in.
func (v boardView) groupOptions(b shell.Base) []shell.Option {
	var list []shell.Option
	for _, g := range v.Groups {
		name := g.Name
		if name == "" {
			name = b.T("report.straight_below")
		}
		list = append(list, shell.Option{Value: g.key(), Label: name + " (" + b.Of(int64(g.In), int64(g.Of)) + ")"})
	}
	return list
}

func (v boardView) filter() shell.Form {
	return shell.Form{Values: url.Values{"group": {v.Part.Group}, "state": {v.Part.State}, "q": {v.Part.Text}}}
}

// kept are the parameters of the page as it stands, but those that the filter itself sends.
func (v boardView) kept() []string {
	pairs := []string{"unit", v.Board.Unit.ID.String(), "layer", layerParam(v.Accepted), "edition", editionParam(v.Board), "indicator", "", "look", v.Part.Look}
	if v.Explain != nil {
		pairs[7] = v.Explain.Total.Indicator.Code
	}
	return pairs
}

// atPart is the parameters of the page as it stands, with those that are changed; "" takes one out.
func (v boardView) atPart(changed ...string) string {
	pairs := v.kept()
	if v.large() {
		page := func(n int) string {
			if n < 2 {
				return ""
			}
			return num(n)
		}
		pairs = append(pairs, "group", v.Part.Group, "state", v.Part.State, "q", v.Part.Text, "page", page(v.Part.Units), "waiting", page(v.Part.Waiting), "shares", page(v.Part.Shares))
	}
	for i := 0; i+1 < len(changed); i += 2 {
		at := 0
		for at < len(pairs) && pairs[at] != changed[i] {
			at += 2
		}
		if at < len(pairs) {
			pairs[at+1] = changed[i+1]
		} else {
			pairs = append(pairs, changed[i], changed[i+1])
		}
	}
	return query(pairs...)
}

// here is the page as it stands, with the parameters that are changed.
func (v boardView) here(changed ...string) string {
	return "/reports/" + v.Board.Request.ID.String() + "/board" + v.atPart(changed...)
}

func (v boardView) unitsPager() shell.PagerSpec {
	return shell.PagerSpec{Path: v.here() + "#units", Page: v.Part.Units, Size: boardLeaf, Total: v.Matched}
}

func (v boardView) waitingPager() shell.PagerSpec {
	return shell.PagerSpec{Path: v.here() + "#board-waiting", Name: "waiting", Page: v.Part.Waiting, Size: boardLeaf, Total: len(v.Listed)}
}

func (v boardView) sharesPager() shell.PagerSpec {
	return shell.PagerSpec{Path: v.here() + "#explain", Name: "shares", Page: v.Part.Shares, Size: boardLeaf, Total: v.Explain.Count}
}

// looks are the ways to list what waits, each with how many of the units that are asked for.
func (v boardView) looks(b shell.Base) []shell.Tab {
	named := v.named()
	tab := func(key, look string) shell.Tab {
		n := 0
		for _, a := range v.Waiting {
			if named[a.Unit.ID] && v.looked(look, a) {
				n++
			}
		}
		return shell.Tab{Text: b.T(key), Count: b.Int(int64(n)), Href: v.here("look", look, "waiting", "") + "#board-waiting", On: v.Part.Look == look}
	}
	return []shell.Tab{tab("report.look_all", ""), tab("report.look_clear", lookClear), tab("report.look_warned", lookWarned)}
}
