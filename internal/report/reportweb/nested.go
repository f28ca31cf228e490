package reportweb

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/report"
	"giaoban/internal/web"
	"giaoban/internal/web/shell"
)

// nestedState says in words how far a request has come.
func nestedState(b shell.Base, n report.Nested) string {
	if n.In >= n.Expected {
		return b.T("report.nested_complete")
	}
	return b.T("report.nested_due", "when", dueText(b, n.Request.Deadline), "left", b.Left(n.Request.Deadline.Date()))
}

// nestedKey names a request and its opener, whose topic tells of all periods.
func nestedKey(r report.Request) string { return r.ID.String() + "-" + r.Opener.String() }

func parseNestedKey(key string) (request, opener ident.ID, err error) {
	first, second, _ := strings.Cut(key, "-")
	request, err1 := ident.Parse(first)
	opener, err2 := ident.Parse(second)
	if err1 != nil || err2 != nil {
		return 0, 0, fault.NotFound("web.not_found")
	}
	return request, opener, nil
}

// liveNested streams the list of a board's longer and shorter periods.
func (p *pages) liveNested() web.LiveTopic {
	return web.LiveTopic{
		Name: "nested",
		Topic: func(key string) string {
			_, opener, err := parseNestedKey(key)
			if err != nil {
				return "asked:"
			}
			return report.OpenerTopic(opener)
		},
		May: func(ctx context.Context, who actor.Actor, key string) error {
			request, opener, err := parseNestedKey(key)
			if err != nil {
				return err
			}
			r, err := p.report.Request(ctx, who, request)
			if err == nil && r.Opener != opener {
				err = fault.NotFound("web.not_found")
			}
			if err != nil {
				return err
			}
			return p.report.MayReadBoard(ctx, who, request, opener)
		},
		HTML: func(ctx context.Context, key string, lang i18n.Lang) ([]web.Part, error) {
			request, _, err := parseNestedKey(key)
			if err != nil {
				return nil, err
			}
			list, err := p.report.Nested(ctx, system(), request)
			if err != nil {
				return nil, err
			}
			return []web.Part{{ID: "board-nested", Component: nestedList(p.mux.Fragment(lang), list)}}, nil
		},
	}
}

// apiNested is a request among those for longer and shorter periods.
type apiNested struct {
	Request  string    `json:"request"`
	Period   apiPeriod `json:"period"`
	Depth    int       `json:"depth" doc:"How many of the others contain its period."`
	Asked    bool      `json:"asked" doc:"The request that was asked about."`
	Deadline string    `json:"deadline" format:"date-time"`
	Expected int64     `json:"expected"`
	In       int64     `json:"in" doc:"Filed or accepted."`
}

// nestedOf lists them on a board of what stands now at the unit that asked; elsewhere there are none.
func nestedOf(c *web.Ctx, svc *report.Service, r report.Request, unit ident.ID, edition int64) ([]apiNested, error) {
	if unit != r.Opener || edition > 0 {
		return nil, nil
	}
	list, err := svc.Nested(c.Context(), c.Actor, r.ID)
	if err != nil || len(list) < 2 {
		return nil, err
	}
	out := make([]apiNested, len(list))
	for i, n := range list {
		out[i] = apiNested{Request: n.Request.ID.String(), Period: showPeriod(c, n.Request.Period), Depth: n.Depth, Asked: n.Now, Deadline: n.Request.Deadline.ISO(), Expected: n.Expected, In: n.In}
	}
	return out, nil
}
