package reportweb

import (
	"strings"

	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
)

// totals is the same board as JSON: no figure without its coverage.
func (p *pages) totals(c *web.Ctx) error {
	request, unit, edition, err := boardOf(c)
	if err != nil {
		return err
	}
	if c.Query("tree") == "today" && edition == 0 {
		v, err := p.report.Restated(c.Context(), c.Actor, request, unit, "")
		if err != nil {
			return err
		}
		return c.JSON(200, restatedJSON(v, c.Lang))
	}
	board, err := p.report.EditionBoard(c.Context(), c.Actor, request, unit, edition)
	if err != nil {
		return err
	}
	out := totalsOf(c, board)
	if out.Nested, err = nestedOf(c, p.report, board.Request, board.Unit.ID, edition); err != nil {
		return err
	}
	return c.JSON(200, out)
}

type jsonFigure struct {
	Value *int64  `json:"value"` // in fixed point of Scale; null: no figure
	Scale int     `json:"scale"`
	Parts []int64 `json:"parts,omitempty"` // numerator and denominator
	Cover coverOf `json:"coverage"`
	Text  string  `json:"text"`

	Of []jsonPart `json:"of,omitempty"` // options of a choice, columns of a table
}

type jsonPart struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Value *int64 `json:"value"`
	Scale int    `json:"scale"`
	Have  int64  `json:"have"`
}

type coverOf struct {
	Have int64 `json:"have"`
	Of   int64 `json:"of"`
}

type jsonTotal struct {
	Code     string        `json:"code"`
	Name     string        `json:"name"`
	Unit     string        `json:"unit"`
	Filed    jsonFigure    `json:"filed_or_accepted"`
	Accepted jsonFigure    `json:"accepted"`
	Before   []jsonEarlier `json:"before"` // of the period before, and of the same period of the year before, where somebody asked for them
}

type jsonEarlier struct {
	Request ident.ID   `json:"request"`
	Period  string     `json:"period"`
	Quote   string     `json:"quote"`
	Filed   jsonFigure `json:"filed_or_accepted"`
}

type jsonUnit struct {
	ID    ident.ID `json:"id"`
	Name  string   `json:"name"`
	State string   `json:"state"`
	Late  bool     `json:"late"`
	Filed string   `json:"filed_at,omitempty"`
}

type jsonBoard struct {
	Request  ident.ID    `json:"request"`
	Title    string      `json:"title"`
	Edition  int64       `json:"edition"` // 0: what stands now and still changes
	Quote    string      `json:"quote"`
	Unit     jsonUnit    `json:"unit"`
	Version  int64       `json:"version"`
	Coverage coverOf     `json:"coverage"`
	Missing  []jsonUnit  `json:"missing"`
	Units    []jsonUnit  `json:"units"`
	Totals   []jsonTotal `json:"totals"`
	Nested   []apiNested `json:"nested,omitempty"` // the request among those for longer and shorter periods
}

func totalsOf(c *web.Ctx, board report.Board) jsonBoard {
	lang := c.Lang
	one := func(l report.Line) jsonUnit {
		u := jsonUnit{ID: l.Unit.ID, Name: l.Unit.Name, State: strings.TrimPrefix(report.StageKey(l.Stage), "report.state_"), Late: l.Late && l.In()}
		if !l.FiledAt.Zero() {
			u.Filed = l.FiledAt.ISO()
		}
		return u
	}
	out := jsonBoard{Request: board.Request.ID, Title: board.Request.Heading(lang), Edition: board.Quote.N, Quote: quoteText(c, board.Quote), Unit: jsonUnit{ID: board.Unit.ID, Name: board.Unit.Name},
		Version: board.Version, Coverage: coverOf{int64(board.All.In()), int64(board.All.Expected)}, Missing: []jsonUnit{}, Units: []jsonUnit{}}
	for _, l := range board.Lines {
		out.Units = append(out.Units, one(l))
		if !l.In() {
			out.Missing = append(out.Missing, one(l))
		}
	}
	beside := earlierOf(board)
	for _, t := range board.Totals {
		one := jsonTotal{Code: t.Indicator.Code, Name: t.Indicator.Name.In(lang), Unit: t.Indicator.Unit.In(lang),
			Filed: figureJSON(t.Filed, lang), Accepted: figureJSON(t.Accepted, lang), Before: make([]jsonEarlier, len(beside))}
		for i, e := range beside {
			one.Before[i] = jsonEarlier{Request: e.Request.ID, Period: e.Request.Period.Title(lang), Quote: quoteText(c, e.Quote), Filed: figureJSON(e.of(t), lang)}
		}
		out.Totals = append(out.Totals, one)
	}
	return out
}

func figureJSON(f report.Figure, lang i18n.Lang) jsonFigure {
	out := jsonFigure{Scale: f.Scale, Cover: coverOf{f.Have, f.Of}, Text: f.Text(lang)}
	if f.Known {
		v := f.Value
		out.Value = &v
		if f.Den != 0 {
			out.Parts = []int64{f.Num, f.Den}
		}
	}
	for _, p := range f.Parts {
		one := jsonPart{Code: p.Code, Name: p.Name.In(lang), Scale: p.Scale, Have: p.Have}
		if p.Known {
			v := p.Value
			one.Value = &v
		}
		out.Of = append(out.Of, one)
	}
	return out
}
