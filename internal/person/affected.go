package person

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Affected implements org.Source: who holds a post in a unit that ends. The
// appointment stays open until somebody ends it, but counts no more.
func (s *Service) Affected(ctx context.Context, q db.Querier, _ actor.Actor, i org.Impact) ([]org.Affected, error) {
	a := org.Affected{Title: "person.after_holders", Advice: "person.after_holders_advice"}
	for ids := range slices.Chunk(i.Ended(), 100) {
		args := append([]any{int64(i.Date)}, db.Args(ids)...)
		holders, err := loadHolders(ctx, q, ` where (a.valid_to = 0 or a.valid_to >= $1) and o.unit in (`+db.In(2, len(ids))+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, h := range holders {
			a.Things = append(a.Things, org.Thing{Unit: h.Position.Unit, Text: org.Plain(h.Person.Name),
				Note: org.Plain(h.Position.Title + " · " + i.Named(h.Position.Unit).Name),
				Href: "/units/" + h.Position.Unit.String() + "/appointments/" + h.ID.String() + "/end"})
		}
	}
	return []org.Affected{a}, nil
}

// Uses implements org.Source: all posts of the units.
func (s *Service) Uses(ctx context.Context, q db.Querier, _ actor.Actor, units []ident.ID) ([]org.Use, error) {
	return org.CountUses(ctx, q, "person.uses_posts", units, `select count(*), cast(min(unit) as bigint) from position where unit in `)
}
