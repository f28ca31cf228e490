package account

import (
	"context"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
)

// Every act that takes an administrator away ends with guarded, in the
// transaction of the act. Writes follow one another, also those of several
// processes, so two administrators who close each other at once cannot both
// find the other still there.

// administers counts the lasting administrators of a unit: open accounts that
// are not about to leave, with an Admin grant on this very unit that holds on the tree's day.
func administers(ctx context.Context, q db.Querier, tree *org.Tree, unit ident.ID) (int64, error) {
	return db.Int(ctx, q, `select count(distinct a.id) from account a join account_grant g on g.account = a.id
		where a.closed = 0 and a.leaves = 0 and g.role = $1 and g.unit = $2
		and g.valid_from <= $3 and (g.valid_to = 0 or g.valid_to >= $3)`, string(actor.Admin), int64(unit), int64(tree.Date()))
}

// guarded runs an act and refuses it where it took the last administrator from
// the top unit: nobody would be left to give the right again. It gives the other
// units whose last own administrator went; those above look after them.
func guarded(ctx context.Context, w *db.Write, tree *org.Tree, units []ident.ID, act func() error) (bare []ident.ID, err error) {
	before := make([]int64, len(units))
	for i, unit := range units {
		if before[i], err = administers(ctx, w, tree, unit); err != nil {
			return nil, err
		}
	}
	if err := act(); err != nil {
		return nil, err
	}
	for i, unit := range units {
		after, err := administers(ctx, w, tree, unit)
		if err != nil {
			return nil, err
		}
		if before[i] == 0 || after > 0 {
			continue
		}
		if unit == tree.Root().ID {
			return nil, fault.Conflict("account.last_admin", "unit", tree.Name(unit))
		}
		bare = append(bare, unit)
	}
	return bare, nil
}

// administered lists the units of which an account is an administrator today, each once.
func administered(ctx context.Context, q db.Querier, tree *org.Tree, account ident.ID) ([]ident.ID, error) {
	all, err := grantsOf(ctx, q, account)
	if err != nil {
		return nil, err
	}
	var units []ident.ID
	seen := map[ident.ID]bool{}
	for _, g := range valid(all, tree) {
		if g.Role == actor.Admin && !seen[g.Unit] {
			seen[g.Unit] = true
			units = append(units, g.Unit)
		}
	}
	return units, nil
}

// belongs refuses to put an account into the hands of an official whom the actor
// does not reach: one who holds, or will hold, a post outside the units whose
// accounts the actor keeps. An account signs with its official's titles.
func (s *Service) belongs(ctx context.Context, q db.Querier, tree *org.Tree, who actor.Actor, official ident.ID) error {
	if official == 0 || who.Kind == actor.System {
		return nil
	}
	known, err := db.Int(ctx, q, `select count(*) from person where id = $1`, int64(official))
	if err != nil {
		return err
	}
	if known == 0 {
		return fault.Invalid("person", "account.no_such_person")
	}
	units, err := db.IDs(ctx, q, `select distinct o.unit from appointment a join position o on o.id = a.position
		where a.person = $1 and (a.valid_to = 0 or a.valid_to >= $2) order by o.unit`, int64(official), int64(tree.Date()))
	if err != nil {
		return err
	}
	held := 0
	for _, unit := range units {
		if _, exists := tree.Unit(unit); !exists {
			continue // dissolved: its posts count for nothing
		}
		held++
		if !who.HasOver(actor.KeepAccounts, unit, tree) {
			return fault.Invalid("person", "account.person_elsewhere", "unit", tree.Name(unit))
		}
	}
	if held == 0 && !who.HasOver(actor.KeepAccounts, tree.Root().ID, tree) {
		return fault.Invalid("person", "account.person_nowhere")
	}
	return nil
}
