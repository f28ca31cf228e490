package account

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Affected implements org.Source: the grants that end with their units. They
// are never inherited: successors are given rights.
func (s *Service) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	a := org.Affected{Title: "account.after_grants", Advice: "account.after_grants_advice", Ends: true}
	roles := actor.Messages()
	for ids := range slices.Chunk(i.Ended(), 100) {
		type row struct {
			account, unit ident.ID
			name, role    string
		}
		rows, err := db.All(ctx, q, func(s db.Scanner, r *row) error { return s.Scan(&r.account, &r.unit, &r.name, &r.role) },
			`select a.id, g.unit, a.name, g.role from account_grant g join account a on a.id = g.account
			where a.closed = 0 and g.unit in (`+db.In(2, len(ids))+`) and (g.valid_to = 0 or g.valid_to >= $1) order by g.unit, a.sort_key, g.id`,
			append([]any{int64(i.Date)}, db.Args(ids)...)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			role := roles["actor.role_"+r.role]
			unit := i.Named(r.unit).Name
			a.Things = append(a.Things, org.Thing{Unit: r.unit, Text: org.Plain(r.name), Href: "/accounts/" + r.account.String(),
				Note: i18n.Text{VI: role.VI + " · " + unit, EN: role.EN + " · " + unit}})
		}
	}
	return []org.Affected{a}, nil
}

// Uses implements org.Source: all grants that ever stood on the units (a device
// has one), access tokens, and what somebody there asked to have corrected.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	var list []org.Use
	for _, one := range []struct{ key, text string }{
		{"account.uses_grants", `select count(*), cast(min(unit) as bigint) from account_grant where unit in `},
		{"account.uses_tokens", `select count(*), cast(min(unit) as bigint) from access_token where unit in `},
		{"account.uses_wishes", `select count(*), cast(min(unit) as bigint) from correction where unit in `},
	} {
		uses, err := org.CountUses(ctx, q, one.key, units, one.text)
		if err != nil {
			return nil, err
		}
		list = append(list, uses...)
	}
	return list, nil
}
