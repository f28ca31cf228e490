package calendar

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Affected implements org.Source: what was issued or published stays as it is, so nothing waits for anybody.
func (s *Service) Affected(context.Context, db.Querier, actor.Actor, org.Impact) ([]org.Affected, error) {
	return nil, nil
}

// Uses implements org.Source: everything that names the units.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "calendar.uses_events", units,
		`select count(*), cast(min(unit) as bigint) from event where unit in `,
		`select count(*), cast(min(unit) as bigint) from regime where unit in `)
}
