package obstacle

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Affected implements org.Source: pending obstacles that a unit which ends has raised, or must settle.
func (s *Service) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	kinds := []org.Affected{
		{Title: "obstacle.after_raised", Advice: "obstacle.after_raised_advice"},
		{Title: "obstacle.after_holder", Advice: "obstacle.after_holder_advice"},
	}
	for ids := range slices.Chunk(i.Ended(), 100) {
		for at, column := range []string{`o.unit`, `o.holder`} {
			all, err := list(ctx, q, column+` in (`+db.In(1, len(ids))+`) and o.state in ('open', 'answered')`, db.Args(ids)...)
			if err != nil {
				return nil, err
			}
			for _, one := range all {
				unit := one.Unit
				if at == 1 {
					unit = one.Holder
				}
				kinds[at].Things = append(kinds[at].Things, org.Thing{Unit: unit, Text: org.Plain(one.Headline()), Note: org.Plain(i.Named(unit).Name), Href: "/obstacles/" + one.ID.String()})
			}
		}
	}
	return kinds, nil
}

// Uses implements org.Source: all obstacles that name the units.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "obstacle.uses", units,
		`select count(*), cast(min(unit) as bigint) from obstacle where unit in `,
		`select count(*), cast(min(unit) as bigint) from obstacle_route where unit in `,
		`select count(*), cast(min(owner) as bigint) from obstacle_group where owner in `)
}
