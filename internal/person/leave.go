package person

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// Endable gives the appointments of a person that hold on the tree's day or
// begin after it: those that the actor may end, and the others.
func (s *Service) Endable(ctx context.Context, q db.Querier, who actor.Actor, person ident.ID, tree *org.Tree) (may, other []Holder, err error) {
	all, err := loadHolders(ctx, q, ` where a.person = $1 and (a.valid_to = 0 or a.valid_to >= $2)`, int64(person), int64(tree.Date()))
	if err != nil {
		return nil, nil, err
	}
	for _, h := range all {
		if _, lives := tree.Unit(h.Position.Unit); !lives {
			continue
		}
		if keeps(who, h.Position.Unit, tree) {
			may = append(may, h)
		} else {
			other = append(other, h)
		}
	}
	return may, other, nil
}

// EndIn is End inside another domain's act, of an appointment that Endable gave.
// One that ends before the day is left as it is.
func (s *Service) EndIn(ctx context.Context, w *db.Write, who actor.Actor, tree *org.Tree, h Holder, to when.Date, decision string) error {
	if !keeps(who, h.Position.Unit, tree) {
		return fault.Forbidden("person.forbidden")
	}
	if h.To != 0 && h.To <= to {
		return nil
	}
	return s.end(ctx, w, who, h, to, tidy(decision))
}

// AllHeld gives all appointments of a person, past ones too.
func (s *Service) AllHeld(ctx context.Context, q db.Querier, person ident.ID) ([]Holder, error) {
	return loadHolders(ctx, q, ` where a.person = $1`, int64(person))
}
