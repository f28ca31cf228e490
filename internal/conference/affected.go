package conference

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Affected implements org.Source: sites and hosts of conferences that are still to come when the units end.
func (s *Service) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	sites := org.Affected{Title: "conference.after_sites", Advice: "conference.after_sites_advice"}
	hosts := org.Affected{Title: "conference.after_hosts", Advice: "conference.after_hosts_advice"}
	const coming = ` and c.date >= $1 and c.status in ('draft', 'called', 'open', 'postponed') order by c.date, c.id`
	for ids := range slices.Chunk(i.Ended(), 100) {
		args := append([]any{int64(i.Date)}, db.Args(ids)...)
		in := ` in (` + db.In(2, len(ids)) + `)`
		for _, one := range []struct {
			to   *org.Affected
			text string
		}{
			{&sites, `select c.id, c.title, c.date, s.unit from conference_site s join conference c on c.id = s.conference where s.unit` + in + coming},
			{&hosts, `select c.id, c.title, c.date, h.unit from conference_host h join conference c on c.id = h.conference where h.unit` + in + coming},
		} {
			type row struct {
				id, unit ident.ID
				title    string
				date     when.Date
			}
			rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.id, &r.title, &r.date, &r.unit) }, one.text, args...)
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				name := i.Named(r.unit).Name
				one.to.Things = append(one.to.Things, org.Thing{Unit: r.unit, Text: org.Plain(r.title), Href: "/conferences/" + r.id.String(),
					Note: i18n.Text{VI: name + " · " + r.date.Full(i18n.VI), EN: name + " · " + r.date.Full(i18n.EN)}})
			}
		}
	}
	return []org.Affected{sites, hosts}, nil
}

// Uses implements org.Source: all conferences in which the units stand.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "conference.uses_sites", units,
		`select count(*), cast(min(unit) as bigint) from conference_site where unit in `,
		`select count(*), cast(min(unit) as bigint) from conference_host where unit in `)
}
