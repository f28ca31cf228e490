package report

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Affected implements org.Source: reports that units which end still owe, those
// that wait for them to be received, and the requests they opened. A filing
// belongs to the period: it stays with the unit of then, and counts as it stands.
func (s *Service) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	owed := org.Affected{Title: "report.after_owed", Advice: "report.after_owed_advice"}
	waiting := org.Affected{Title: "report.after_waiting", Advice: "report.after_waiting_advice"}
	opened := org.Affected{Title: "report.after_opened", Advice: "report.after_opened_advice"}
	states, requests := Messages(), make(map[ident.ID]Request)
	today, err := s.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	for ids := range slices.Chunk(i.Ended(), 100) {
		args := db.Args(ids)
		in := ` in (` + db.In(1, len(ids)) + `)`
		type row struct {
			request, unit ident.ID
			filing        Filing
		}
		scan := func(s db.Scanner, r *row) error {
			return s.Scan(&r.request, &r.unit, &r.filing.Unit, &r.filing.State, &r.filing.DraftVersion)
		}
		for _, one := range []struct {
			to   *org.Affected
			text string
		}{
			{&owed, `select request, unit, unit, state, draft_version from filing where state in ('draft', 'signed', 'returned') and unit` + in + ` order by request, unit`},
			{&waiting, `select request, receiver, unit, state, draft_version from filing where state = 'filed' and receiver` + in + ` order by request, unit`},
			{&opened, `select r.id, r.opener, cast(0 as bigint), '', cast(0 as bigint) from report_request r where r.opener` + in + `
				and exists (select 1 from filing f where f.request = r.id and f.state <> 'accepted') order by r.id`},
		} {
			rows, err := db.All(ctx, q, scan, one.text, args...)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				req, known := requests[r.request]
				if !known {
					if req, _, err = s.request(ctx, q, r.request); err != nil {
						return nil, err
					}
					requests[r.request] = req
				}
				name := i.Named(r.unit).Name
				thing := org.Thing{Unit: r.unit, Text: req, Note: org.Plain(name), Href: "/reports/" + r.request.String() + "/units/" + r.filing.Unit.String()}
				switch one.to {
				case &owed:
					state := states[r.filing.StateKey()]
					thing.Note = i18n.Text{VI: name + " · " + state.VI, EN: name + " · " + state.EN}
				case &waiting: // who filed tells them apart
					if filer := today.Name(r.filing.Unit); filer != "" {
						thing.Note = org.Plain(filer + " → " + name)
					}
				case &opened:
					thing.Href = "/reports/" + r.request.String() + "/board"
				}
				one.to.Things = append(one.to.Things, thing)
			}
		}
	}
	return []org.Affected{owed, waiting, opened}, nil
}

// Uses implements org.Source: all filings and requests that name the units.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "report.uses_filings", units,
		`select count(*), cast(min(unit) as bigint) from filing where unit in `,
		`select count(*), cast(min(receiver) as bigint) from filing where receiver in `,
		`select count(*), cast(min(opener) as bigint) from report_request where opener in `)
}
