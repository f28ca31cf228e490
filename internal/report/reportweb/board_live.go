package reportweb

import (
	"context"
	"strconv"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// liveKey names the board of one unit in the live stream's address.
func liveKey(v boardView) string {
	layer := "f"
	if v.Accepted {
		layer = "a"
	}
	return v.Board.Request.ID.String() + "-" + v.Board.Unit.ID.String() + "-" + layer
}

func parseLiveKey(key string) (request, unit ident.ID, accepted bool, err error) {
	parts := strings.Split(key, "-")
	if len(parts) != 3 || parts[2] != "f" && parts[2] != "a" {
		return 0, 0, false, fault.NotFound("web.not_found")
	}
	request, err1 := ident.Parse(parts[0])
	unit, err2 := ident.Parse(parts[1])
	if err1 != nil || err2 != nil {
		return 0, 0, false, fault.NotFound("web.not_found")
	}
	return request, unit, parts[2] == "a", nil
}

// liveBoard streams a board: the totals as cells; each figure of the band, each
// unit and each count of a group as a part of its own, so that a report that
// comes in sends what it changed and not the table.
func (p *pages) liveBoard() web.LiveTopic {
	return web.LiveTopic{
		Name: "board",
		Topic: func(key string) string {
			request, _, _, err := parseLiveKey(key)
			if err != nil {
				return "board:"
			}
			return report.BoardTopic(request)
		},
		May: func(ctx context.Context, who actor.Actor, key string) error {
			request, unit, _, err := parseLiveKey(key)
			if err != nil {
				return err
			}
			return p.report.MayReadBoard(ctx, who, request, unit)
		},
		Both: func(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, []string, error) {
			request, unit, accepted, err := parseLiveKey(key)
			if err != nil {
				return nil, nil, err
			}
			board, err := p.report.Board(ctx, system(), request, unit)
			if err != nil {
				return nil, nil, err
			}
			b, v := p.mux.Fragment(lang), boardView{Board: board, Groups: groupLines(board.Lines), Accepted: accepted, Beside: earlierOf(board)}
			return v.parts(b), v.cells(b), nil
		},
	}
}

// parts are what stands under an id of its own. Their number is that of the request's units, none of a large board, and never changes.
func (v boardView) parts(b shell.Base) []web.Part {
	list := []web.Part{
		{ID: "board-sub", Component: shell.TitleSub(boardSub(b, v.Board))},
		{ID: "board-in", Component: bandIn(b, v)}, {ID: "board-on-time", Component: bandOnTime(b, v)}, {ID: "board-late", Component: bandLate(b, v)},
		{ID: "board-returned", Component: bandReturned(b, v)}, {ID: "board-not-in", Component: bandMissing(b, v)},
		{ID: "board-below", Component: bandBelow(b, v)}, {ID: "board-missing", Component: boardMissing(b, v)},
	}
	if v.large() { // the units of a page differ by what each reader asks for: the page fetches them again
		return list
	}
	for i, g := range v.Groups {
		list = append(list, web.Part{ID: groupID(i), Component: groupCount(b, i, g)})
		for _, l := range g.Lines {
			list = append(list, web.Part{ID: rowID(l), Component: unitRow(b, v, g, l), From: rowFrom{l, bad(b, v, l), b.Today.Year(), g.Name != ""}})
		}
	}
	return list
}

// rowFrom is all that a unit's row shows: one report that comes in changes one row of a nation's hundreds.
type rowFrom struct {
	line    report.Line
	bad     bool
	year    int // dates of this one are shown without it
	grouped bool
}

func groupID(i int) string { return "board-group-" + strconv.Itoa(i) }

func rowID(l report.Line) string { return "board-unit-" + l.Unit.ID.String() }

// cells are the texts of the totals table: of each indicator its value, coverage and change against each earlier period, in order.
func (v boardView) cells(b shell.Base) []string {
	list := make([]string, 0, v.cell(len(v.Board.Totals)))
	for _, t := range v.Board.Totals {
		fig := v.figure(t)
		list = append(list, fig.Text(b.Lang), b.Of(fig.Have, fig.Of))
		for _, one := range v.Beside {
			list = append(list, one.change(b, fig, t))
		}
	}
	return list
}
