package reportweb

import (
	"context"
	"strconv"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
)

// presenceRoutes are what an open entry page says and asks by itself.
func (p *pages) presenceRoutes(m *web.Mux) {
	m.Signal("POST /reports/{request}/units/{unit}/here", p.here)
	m.Signal("GET /reports/{request}/units/{unit}/fields", p.fieldsSince)
	m.Live(p.liveDesk())
}

// liveDesk streams who has a draft open and which version it has. What was written the page asks for itself.
func (p *pages) liveDesk() web.LiveTopic {
	filing := func(key string) (ident.ID, error) {
		id, err := ident.Parse(key)
		if err != nil {
			return 0, fault.NotFound("web.not_found")
		}
		return id, nil
	}
	return web.LiveTopic{
		Name: "desk",
		Topic: func(key string) string {
			id, _ := filing(key) // a malformed one is refused by May
			return report.DeskTopic(id)
		},
		May: func(ctx context.Context, who actor.Actor, key string) error {
			id, err := filing(key)
			if err != nil {
				return err
			}
			return p.report.MayDesk(ctx, who, id)
		},
		HTML: func(ctx context.Context, key string, _ i18n.Lang) ([]web.Part, error) {
			id, err := filing(key)
			if err != nil {
				return nil, err
			}
			d, err := p.report.Desk(ctx, system(), id)
			if err != nil {
				return nil, err
			}
			return []web.Part{{ID: "desk", Component: deskState(d)}}, nil
		},
	}
}

// here is a sign of life of an open entry page, or its last one.
func (p *pages) here(c *web.Ctx) error {
	request, unit, err := ids(c)
	if err != nil {
		return err
	}
	r, err := p.report.ReportOf(c.Context(), c.Actor, request, unit)
	if err != nil {
		return err
	}
	if err := p.report.MayDesk(c.Context(), c.Actor, r.Filing.ID); err != nil { // before what was sent is read
		return err
	}
	var in struct {
		Page  string `json:"page"`
		Field string `json:"field"`
		Gone  bool   `json:"gone"`
	}
	if err := c.Decode(&in); err != nil {
		return err
	}
	if in.Gone {
		err = p.report.Away(c.Context(), c.Actor, r.Filing.ID, in.Page)
	} else {
		err = p.report.Here(c.Context(), c.Actor, r.Filing.ID, in.Page, in.Field)
	}
	if err != nil && fault.KindOf(err) != fault.KindConflict { // signed meanwhile: the stream tells it, and no log is to name who still has the page open
		return err
	}
	return c.JSON(200, struct{}{})
}

// written is a field as another desk left it.
type written struct {
	Field   string `json:"field"`
	Text    string `json:"text"`
	Version int64  `json:"version"`
	Name    string `json:"name"`
}

// countedSource says of a figure that is counted where it comes from, and as of which moment.
type countedSource struct {
	Indicator string `json:"indicator"`
	Text      string `json:"text"`
	Href      string `json:"href,omitempty"`
}

// fieldsSince gives an open entry page what was written after the version that it has, and what registers count now.
func (p *pages) fieldsSince(c *web.Ctx) error {
	request, unit, err := ids(c)
	if err != nil {
		return err
	}
	r, err := p.report.ReportOf(c.Context(), c.Actor, request, unit)
	if err != nil {
		return err
	}
	after, _ := strconv.ParseInt(c.Query("after"), 10, 64) // malformed: all of it
	changes, err := p.report.DraftSince(c.Context(), c.Actor, r.Filing.ID, after)
	if err != nil {
		return err
	}
	out := struct {
		Version int64           `json:"version"`
		Fields  []written       `json:"fields"`
		Counted report.Figures  `json:"counted,omitempty"` // by slot: what registers count now
		Sources []countedSource `json:"sources,omitempty"`
	}{Version: changes.Version, Fields: []written{}, Counted: changes.Sourced}
	if changes.Sourced != nil {
		now, err := p.countingOf(c, r.Request, r.Form, r.Unit.ID, changes.At)
		if err != nil {
			return err
		}
		b := c.Base("reports", "report.report")
		for _, ind := range r.Form.Sourced() {
			out.Sources = append(out.Sources, countedSource{ind.Code, now.text(b, changes.Sourced[ind.Code+"d"]), now.href()})
		}
	}
	for _, t := range changes.Fields {
		out.Fields = append(out.Fields, written{t.Field, t.Text, t.Version, t.Name})
	}
	return c.JSON(200, out)
}
