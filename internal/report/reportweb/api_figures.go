package reportweb

import (
	"strings"

	"giaoban/internal/org"
	"giaoban/internal/report"
	"giaoban/internal/report/rollup"
	"giaoban/internal/web"
	"giaoban/internal/web/api"
)

type apiCounters struct {
	Expected int32 `json:"expected"`
	In       int32 `json:"in" doc:"Filed or accepted."`
	Accepted int32 `json:"accepted"`
	Returned int32 `json:"returned"`
	Late     int32 `json:"late" doc:"Of those that are in."`
}

func showCounters(n rollup.Counters) apiCounters {
	return apiCounters{Expected: n.Expected, In: n.In(), Accepted: n.Accepted, Returned: n.Returned, Late: n.Late}
}

type apiReporter struct {
	ID       string      `json:"id"`
	Code     string      `json:"code"`
	Name     string      `json:"name"`
	Filing   string      `json:"filing,omitempty"`
	State    string      `json:"state" enum:"absent,open,draft,signed,filed,returned,accepted"`
	Late     bool        `json:"late"`
	FiledAt  string      `json:"filed_at,omitempty" format:"date-time"`
	Version  int64       `json:"version" doc:"Newest filed version, 0: never filed."`
	Counters apiCounters `json:"counters" doc:"Of the unit and all below it."`
}

// stageWord is a stage in the words of the API.
func stageWord(s rollup.Stage) string {
	if s == rollup.Absent {
		return "absent"
	}
	return strings.TrimPrefix(report.StageKey(s), "report.state_")
}

func showReporter(l report.Line, all rollup.Counters) apiReporter {
	return apiReporter{ID: l.Unit.ID.String(), Code: l.Unit.Code, Name: l.Unit.Name, Filing: l.Filing.String(), State: stageWord(l.Stage), Late: l.Late,
		FiledAt: l.FiledAt.ISO(), Version: l.Version, Counters: showCounters(all)}
}

type apiUnitRef struct {
	ID   string `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

func showUnitRef(u org.Unit) apiUnitRef {
	return apiUnitRef{ID: u.ID.String(), Code: u.Code, Name: u.Name}
}

type apiProgress struct {
	Request  string        `json:"request"`
	Unit     apiUnitRef    `json:"unit"`
	Counters apiCounters   `json:"counters" doc:"Of the unit and all below it."`
	Units    []apiReporter `json:"units" doc:"The units that report to it."`
}

// BoardIn names a request and a unit.
type BoardIn struct {
	RequestIn
	Unit api.ID `query:"unit" doc:"The unit that asked for the reports by default."`
}

func (x API) progress(c *web.Ctx, in *BoardIn) (*api.Answer[apiProgress], error) {
	g, err := x.Report.Grid(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), rollup.FiledOrBetter)
	if err != nil {
		return nil, err
	}
	out := apiProgress{Request: g.Request.ID.String(), Unit: showUnitRef(g.Unit), Counters: showCounters(g.All), Units: []apiReporter{}}
	for _, l := range g.Lines {
		out.Units = append(out.Units, showReporter(l.Line, l.All))
	}
	return &api.Answer[apiProgress]{Body: out}, nil
}

// APIFigure is a figure, never without its coverage.
type APIFigure struct {
	Value string `json:"value,omitempty" pattern:"^-?[0-9]+(\\.[0-9]+)?$" doc:"Decimal text; absent where no unit has a figure, which is not 0."`
	Num   string `json:"num,omitempty" doc:"Of a percentage or mean: what is divided."`
	Den   string `json:"den,omitempty" doc:"Of a percentage or mean: by what."`
	Have  int64  `json:"have" doc:"Units behind the figure (m)."`
	Of    int64  `json:"of" doc:"Units expected (n)."`
}

func showFigure(f report.Figure) APIFigure {
	out := APIFigure{Have: f.Have, Of: f.Of}
	if f.Known {
		out.Value = api.Decimal(f.Value, f.Scale)
	}
	if f.Den != 0 {
		out.Num, out.Den = api.Decimal(f.Num, 0), api.Decimal(f.Den, 0)
	}
	return out
}

type apiCell struct {
	Unit      string `json:"unit"`
	Indicator string `json:"indicator"`
	APIFigure
}

type apiGrid struct {
	Request    string        `json:"request"`
	Unit       apiUnitRef    `json:"unit"`
	Layer      string        `json:"layer" enum:"filed,accepted"`
	Version    int64         `json:"version" doc:"Grows with every change of the request's reports while the program runs."`
	Counters   apiCounters   `json:"counters"`
	Indicators []string      `json:"indicators" doc:"Codes, in the order of the form."`
	Units      []apiReporter `json:"units"`
	Cells      []apiCell     `json:"cells" doc:"The unit's own totals first, then unit by unit, each in the order of indicators."`
}

type figuresIn struct {
	BoardIn
	Layer string `query:"layer" enum:"filed,accepted" default:"filed" doc:"filed: totals of what was filed or accepted; accepted: of what was accepted."`
}

func (x API) figures(a *api.API) func(*web.Ctx, *figuresIn) (*api.Answer[apiGrid], error) {
	return func(c *web.Ctx, in *figuresIn) (*api.Answer[apiGrid], error) {
		version, err := x.Report.BoardVersion(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident())
		if err != nil {
			return nil, err
		}
		if a.Fresh(c, api.Decimal(version, 0)) {
			return nil, api.NotModified()
		}
		layer := rollup.FiledOrBetter
		if in.Layer == "accepted" {
			layer = rollup.AcceptedOnly
		}
		g, err := x.Report.Grid(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), layer)
		if err != nil {
			return nil, err
		}
		out := apiGrid{Request: g.Request.ID.String(), Unit: showUnitRef(g.Unit), Layer: in.Layer, Version: g.Version, Counters: showCounters(g.All),
			Indicators: make([]string, len(g.Form.Indicators)), Units: make([]apiReporter, 0, len(g.Lines)),
			Cells: make([]apiCell, 0, (len(g.Lines)+1)*len(g.Form.Indicators))}
		for i, ind := range g.Form.Indicators {
			out.Indicators[i] = ind.Code
		}
		cells := func(unit string, figures []report.Figure) {
			for i, f := range figures {
				out.Cells = append(out.Cells, apiCell{Unit: unit, Indicator: out.Indicators[i], APIFigure: showFigure(f)})
			}
		}
		cells(out.Unit.ID, g.Total)
		for _, l := range g.Lines {
			one := showReporter(l.Line, l.All)
			out.Units = append(out.Units, one)
			cells(one.ID, l.Figures)
		}
		return &api.Answer[apiGrid]{Body: out}, nil
	}
}

type apiShare struct {
	Unit   apiUnitRef `json:"unit"`
	Own    bool       `json:"own" doc:"The unit's own figure, not its subtree's."`
	State  string     `json:"state" enum:"absent,open,draft,signed,filed,returned,accepted"`
	Filing string     `json:"filing,omitempty"`
	Figure APIFigure  `json:"figure"`
}

type apiExplained struct {
	Indicator string     `json:"indicator"`
	Name      api.Text   `json:"name"`
	Filed     APIFigure  `json:"filed"`
	Accepted  APIFigure  `json:"accepted"`
	Shares    []apiShare `json:"shares"`
}

func (x API) explain(c *web.Ctx, in *struct {
	BoardIn
	Indicator string `path:"indicator" maxLength:"60"`
}) (*api.Answer[apiExplained], error) {
	total, shares, err := x.Report.Explain(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), in.Indicator)
	if err != nil {
		return nil, err
	}
	out := apiExplained{Indicator: total.Indicator.Code, Name: api.TextOf(total.Indicator.Name), Filed: showFigure(total.Filed), Accepted: showFigure(total.Accepted), Shares: []apiShare{}}
	for _, s := range shares {
		out.Shares = append(out.Shares, apiShare{Unit: showUnitRef(s.Unit), Own: s.Own, State: stageWord(s.Line.Stage), Filing: s.Line.Filing.String(), Figure: showFigure(s.Figure)})
	}
	return &api.Answer[apiExplained]{Body: out}, nil
}
