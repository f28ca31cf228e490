package reportweb

import (
	"slices"
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

// APIReporter is a unit with its report and how many are in below it.
type APIReporter struct {
	ID       string      `json:"id"`
	Code     string      `json:"code"`
	Name     string      `json:"name"`
	Filing   string      `json:"filing,omitempty"`
	State    string      `json:"state" enum:"absent,open,draft,signed,filed,returned,accepted"`
	Late     bool        `json:"late"`
	FiledAt  string      `json:"filed_at,omitempty" format:"date-time"`
	Deadline string      `json:"deadline,omitempty" format:"date-time" doc:"Of this unit."`
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

func showReporter(l report.Line, all rollup.Counters) APIReporter {
	return APIReporter{ID: l.Unit.ID.String(), Code: l.Unit.Code, Name: l.Unit.Name, Filing: l.Filing.String(), State: stageWord(l.Stage), Late: l.Late,
		FiledAt: l.FiledAt.ISO(), Deadline: l.Deadline.ISO(), Version: l.Version, Counters: showCounters(all)}
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
	Units    []APIReporter `json:"units" doc:"The units that report to it."`
	Nested   []apiNested   `json:"nested,omitempty" doc:"The request among those of the same form for longer and shorter periods, the longer first: of the unit that asked, of what stands now, where there are others."`
}

// BoardIn names a request and a unit.
type BoardIn struct {
	RequestIn
	Unit    api.ID `query:"unit" doc:"The unit that asked for the reports by default."`
	Edition int64  `query:"edition" minimum:"0" doc:"Quote this edition; 0 or none: what stands now and still changes."`
}

func (x API) progress(c *web.Ctx, in *BoardIn) (*api.Answer[apiProgress], error) {
	g, err := x.Report.EditionGrid(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), rollup.FiledOrBetter, in.Edition)
	if err != nil {
		return nil, err
	}
	out := apiProgress{Request: g.Request.ID.String(), Unit: showUnitRef(g.Unit), Counters: showCounters(g.All), Units: []APIReporter{}}
	for _, l := range g.Lines {
		out.Units = append(out.Units, showReporter(l.Line, l.All))
	}
	if out.Nested, err = nestedOf(c, x.Report, g.Request, g.Unit.ID, in.Edition); err != nil {
		return nil, err
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

	Parts []apiPart `json:"parts,omitempty" doc:"Of a choice: how many chose each option. Of a table: the sum of each numeric column."`
}

func showFigure(f report.Figure) APIFigure {
	out := APIFigure{Have: f.Have, Of: f.Of}
	if f.Known {
		out.Value = api.Decimal(f.Value, f.Scale)
	}
	if f.Den != 0 {
		out.Num, out.Den = api.Decimal(f.Num, f.NumScale), api.Decimal(f.Den, f.DenScale)
	}
	for _, p := range f.Parts {
		out.Parts = append(out.Parts, showPart(p))
	}
	return out
}

// apiRow is a unit with its figures in lists, each in the order of the request's indicators: a table of a nation is read by programs in one call.
type apiRow struct {
	APIReporter
	Values []*string            `json:"values" doc:"Decimal text; null where no unit has a figure, which is not 0."`
	Have   []int64              `json:"have" doc:"Units behind each figure (m)."`
	Of     []int64              `json:"of" doc:"Units expected (n)."`
	Num    []*string            `json:"num,omitempty" doc:"Of percentages and means: what is divided; null elsewhere. Absent where the form has none."`
	Den    []*string            `json:"den,omitempty" doc:"Of percentages and means: by what."`
	Parts  map[string][]apiPart `json:"parts,omitempty" doc:"By indicator: what each option of a choice or column of a table has."`
}

type apiPart struct {
	Code  string  `json:"code"`
	Value *string `json:"value"`
	Have  int64   `json:"have"`
}

func showPart(p report.Part) apiPart {
	out := apiPart{Code: p.Code, Have: p.Have}
	if p.Known {
		text := api.Decimal(p.Value, p.Scale)
		out.Value = &text
	}
	return out
}

func rowOf(l report.GridLine, codes []string) apiRow {
	n := len(l.Figures)
	row := apiRow{APIReporter: showReporter(l.Line, l.All), Values: make([]*string, n), Have: make([]int64, n), Of: make([]int64, n)}
	for i, f := range l.Figures {
		one := showFigure(f)
		row.Have[i], row.Of[i] = f.Have, f.Of
		if f.Known {
			row.Values[i] = &one.Value
		}
		if f.Den != 0 {
			if row.Num == nil {
				row.Num, row.Den = make([]*string, n), make([]*string, n)
			}
			row.Num[i], row.Den[i] = &one.Num, &one.Den
		}
		for _, part := range f.Parts {
			if row.Parts == nil {
				row.Parts = map[string][]apiPart{}
			}
			row.Parts[codes[i]] = append(row.Parts[codes[i]], showPart(part))
		}
	}
	return row
}

// apiGrid describes the answer of figures, which is joined of rows that are written already.
type apiGrid struct {
	APIGridHead
	Unit  apiRow   `json:"unit" doc:"The unit that was asked for, with the totals over its subtree."`
	Units []apiRow `json:"units" doc:"The units that report to it, in order."`
}

// APIGridHead is what stands before the rows.
type APIGridHead struct {
	Request    string   `json:"request"`
	Layer      string   `json:"layer" enum:"filed,accepted"`
	Edition    int64    `json:"edition" doc:"The edition that is quoted; 0: what stands now and still changes."`
	Version    int64    `json:"version" doc:"Grows with every change of the request's reports while the program runs."`
	Indicators []string `json:"indicators" doc:"Codes, in the order of the form and of all lists."`
}

type figuresIn struct {
	BoardIn
	Layer string `query:"layer" enum:"filed,accepted" default:"filed" doc:"filed: totals of what was filed or accepted; accepted: of what was accepted."`
}

func (x API) figures(a *api.API) func(*web.Ctx, *figuresIn) ([]byte, error) {
	return func(c *web.Ctx, in *figuresIn) ([]byte, error) {
		tag, err := x.Report.BoardTag(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident())
		if err != nil {
			return nil, err
		}
		if in.Edition > 0 {
			tag = "edition." + num64(in.Edition)
		}
		if a.Fresh(c, tag) {
			return nil, api.NotModified()
		}
		layer := rollup.FiledOrBetter
		if in.Layer == "accepted" {
			layer = rollup.AcceptedOnly
		}
		rows, err := x.Report.EditionRows(c.Context(), c.Actor, in.Request.Ident(), in.Unit.Ident(), layer, report.RowWriter{Name: "api", Write: writeRow}, in.Edition)
		if err != nil {
			return nil, err
		}
		head := APIGridHead{Request: rows.Request.ID.String(), Layer: in.Layer, Version: rows.Version, Edition: in.Edition, Indicators: codesOf(rows.Form)}
		return joinGrid(head, rows)
	}
}

func codesOf(f report.Form) []string {
	codes := make([]string, len(f.Indicators))
	for i, ind := range f.Indicators {
		codes[i] = ind.Code
	}
	return codes
}

func writeRow(f report.Form, l report.GridLine) ([]byte, error) {
	return api.Encode(rowOf(l, codesOf(f)))
}

// joinGrid writes an apiGrid.
func joinGrid(head APIGridHead, rows report.Rows) ([]byte, error) {
	b, err := api.Encode(head)
	if err != nil {
		return nil, err
	}
	n := len(b) + len(rows.Unit) + 32
	for _, row := range rows.Lines {
		n += len(row) + 1
	}
	b = append(slices.Grow(b[:len(b)-len("}")], n), `,"unit":`...)
	b = append(append(b, rows.Unit...), `,"units":[`...)
	for i, row := range rows.Lines {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, row...)
	}
	return append(b, "]}\n"...), nil
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
	Layer     string `query:"layer" enum:"filed,accepted" default:"filed" doc:"Of what the shares are."`
}) (*api.Answer[apiExplained], error) {
	total, shares, err := x.Report.ExplainOf(c.Context(), c.Actor, report.Seek{Request: in.Request.Ident(), Unit: in.Unit.Ident(), Indicator: in.Indicator, Accepted: in.Layer == acceptedLayer, Edition: in.Edition})
	if err != nil {
		return nil, err
	}
	out := apiExplained{Indicator: total.Indicator.Code, Name: api.TextOf(total.Indicator.Name), Filed: showFigure(total.Filed), Accepted: showFigure(total.Accepted), Shares: []apiShare{}}
	for _, s := range shares {
		out.Shares = append(out.Shares, apiShare{Unit: showUnitRef(s.Unit), Own: s.Own, State: stageWord(s.Line.Stage), Filing: s.Line.Filing.String(), Figure: showFigure(s.Figure)})
	}
	return &api.Answer[apiExplained]{Body: out}, nil
}
