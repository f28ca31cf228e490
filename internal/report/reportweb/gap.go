package reportweb

import (
	"giaoban/internal/i18n"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
	"giaoban/internal/web/shell"
)

// gapText says how a filed figure differs from the sum of the shorter periods: "Tổng 3 tháng đã nộp là 60, chênh +3."
func gapText(b shell.Base, g report.Gaps, one report.Gap) string {
	text := b.T("report.gap", "parts", g.Parts, "sum", i18n.Fixed(b.Lang, one.Sum, one.Slot.Scale), "diff", signed(b, one.Diff(), one.Slot.Scale))
	if one.Reason == "" {
		text += " " + b.T("report.gap_no_reason")
	}
	return text
}

// gapReason is the unit's reason, or that there is none.
func gapReason(b shell.Base, one report.Gap) string {
	if one.Reason == "" {
		return b.T("report.gap_no_reason")
	}
	return one.Reason
}

// gapsText says what a report that differs from its parts is like as a whole.
func gapsText(b shell.Base, g report.Gaps) string {
	text := b.T("report.gaps", "n", len(g.List), "parts", g.Parts)
	if n := g.Unexplained(); n > 0 {
		text += " " + b.T("report.gaps_open", "n", n)
	}
	return text
}

// gapPath is the report that differs.
func gapPath(g report.Gaps) string {
	return "/reports/" + g.Request.ID.String() + "/units/" + g.Unit.ID.String()
}

// gapAnchor is where a page shows the figure of a slot that differs.
func gapAnchor(slot string) string { return "v-" + slot + "-gap" }

// gapLine names one figure that differs: "Số kết nạp mới 63, tổng 3 tháng 60, chênh +3".
func gapLine(b shell.Base, g report.Gaps, one report.Gap) string {
	return b.T("report.gap_line", "name", upperFirst(one.Slot.Name.In(b.Lang)), "now", i18n.Fixed(b.Lang, one.Now, one.Slot.Scale), "parts", g.Parts,
		"sum", i18n.Fixed(b.Lang, one.Sum, one.Slot.Scale), "diff", signed(b, one.Diff(), one.Slot.Scale))
}

// gapsShown bounds the rows of a board's list.
const gapsShown = 50

// gapRow is one figure of one report.
type gapRow struct {
	report.Gaps
	One report.Gap
}

// gapRows lists figures that differ, those without a reason first as long as the list has room.
func gapRows(list []report.Gaps) (rows []gapRow, more int) {
	for _, open := range []bool{true, false} {
		for _, g := range list {
			for _, one := range g.List {
				if (one.Reason == "") == open {
					rows = append(rows, gapRow{g, one})
				}
			}
		}
	}
	if more = len(rows) - gapsShown; more > 0 {
		return rows[:gapsShown], more
	}
	return rows, 0
}

// apiGap is a figure that differs from the sum of its parts.
type apiGap struct {
	Slot       string `json:"slot"`
	Figure     string `json:"figure" doc:"Decimal text, as filed."`
	Sum        string `json:"sum" doc:"Of the shorter periods."`
	Difference string `json:"difference"`
	Reason     string `json:"reason,omitempty" doc:"The unit's; absent where a part came after the report."`
}

type apiGaps struct {
	Parts string   `json:"parts,omitempty" enum:"month,quarter,half" doc:"Kind of the shorter periods; absent: there are none."`
	Filed int      `json:"filed" doc:"Reports of the parts that are in."`
	Of    int      `json:"of"`
	Gaps  []apiGap `json:"gaps" doc:"Empty while a part is missing."`
}

// gapsOf tells where the newest version of a filing differs from the shorter periods of the unit.
func (x API) gapsOf(c *web.Ctx, in *FilingIn) (*api.Answer[apiGaps], error) {
	g, err := x.Report.GapsOf(c.Context(), c.Actor, in.Filing.Ident(), 0)
	if err != nil {
		return nil, err
	}
	out := apiGaps{Parts: string(g.Parts.Kind), Filed: g.Parts.Filed, Of: g.Parts.Of, Gaps: []apiGap{}}
	for _, one := range g.List {
		out.Gaps = append(out.Gaps, apiGap{Slot: one.Slot.Code, Figure: api.Decimal(one.Now, one.Slot.Scale), Sum: api.Decimal(one.Sum, one.Slot.Scale), Difference: api.Decimal(one.Diff(), one.Slot.Scale), Reason: one.Reason})
	}
	return &api.Answer[apiGaps]{Body: out}, nil
}
