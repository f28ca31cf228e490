package account

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// NewDelegation lets somebody of a unit sign for its head from a day to a day.
type NewDelegation struct {
	Unit     ident.ID
	Account  ident.ID // of the deputy
	Capacity actor.Capacity
	From, To when.Date // To may be open only for who acts as head
	Decision string    // number of the decision
	Key      string    // makes a retried request come in once
}

// Delegation is who signs for a unit's head, in what capacity and for which days.
type Delegation struct {
	Grant Grant
	Name  string
}

// Delegable lists the capacities that can be delegated, as they are offered.
func Delegable() []actor.Capacity {
	return []actor.Capacity{actor.AsKT, actor.AsTL, actor.AsTUQ, actor.AsActing, actor.AsCharge}
}

// stands tells whether a capacity puts somebody into the head's place altogether.
func stands(c actor.Capacity) bool { return c == actor.AsActing || c == actor.AsCharge }

// MayDelegate tells whether the actor may let others sign for a unit's head: the
// head itself, who acts as head, and who keeps the unit's accounts.
func MayDelegate(who actor.Actor, unit ident.ID, tree *org.Tree) bool {
	return who.HasOver(actor.KeepAccounts, unit, tree) ||
		slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Unit == unit && g.Role == actor.Head })
}

func checkDelegation(n NewDelegation) fault.Faults {
	var fs fault.Faults
	if !slices.Contains(Delegable(), n.Capacity) {
		fs = append(fs, fault.Invalid("capacity", "account.capacity_missing"))
	}
	if n.Account.Zero() {
		fs = append(fs, fault.Invalid("deputy", "account.deputy_missing"))
	}
	if !n.From.Valid() {
		fs = append(fs, fault.Invalid("from", "account.from_missing"))
	}
	switch {
	case n.To.Zero() && !stands(n.Capacity):
		fs = append(fs, fault.Invalid("to", "account.to_missing"))
	case !n.To.Zero() && n.To.Before(n.From):
		fs = append(fs, fault.Invalid("to", "account.ends_before_start"))
	}
	if n.Decision == "" {
		fs = append(fs, fault.Invalid("decision", "account.decision_missing"))
	} else if utf8.RuneCountInString(n.Decision) > 200 {
		fs = append(fs, fault.Invalid("decision", "account.too_long", "max", 200))
	}
	return fs
}

// Delegate lets somebody who works in a unit sign for its head. It ends by
// itself after its last day. Nobody delegates to themselves.
func (s *Service) Delegate(ctx context.Context, who actor.Actor, n NewDelegation) (Grant, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Grant{}, err
	}
	if err := s.mayDelegate(who, n.Unit, tree); err != nil {
		return Grant{}, err
	}
	n.Decision = strings.TrimSpace(n.Decision)
	if err := checkDelegation(n).Or(); err != nil {
		return Grant{}, err
	}
	if n.Account == who.Account {
		return Grant{}, fault.Invalid("deputy", "account.deputy_yourself")
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return Grant{}, err
	}
	g := Grant{ID: s.d.IDs.New(), Account: n.Account, Role: actor.Deputy, Unit: n.Unit, From: n.From, To: n.To, Decision: n.Decision, Capacity: n.Capacity}
	if stands(n.Capacity) {
		g.Role = actor.Head
	}
	_, _, err = s.d.DB.Once(ctx, n.Key, "account.delegate", func(ctx context.Context, w *db.Write) (string, error) {
		if err := s.delegable(ctx, w, tree, g); err != nil {
			return "", err
		}
		if err := insertGrant(ctx, w, g); err != nil {
			return "", err
		}
		s.changed(w, g.Account)
		return "", s.note(ctx, w, who, "account.delegated", g.Account, g.Unit, nil, g, g.Decision)
	})
	return g, err
}

func (s *Service) mayDelegate(who actor.Actor, unit ident.ID, tree *org.Tree) error {
	if err := who.SignedIn(); err != nil {
		return err
	}
	if _, exists := tree.Unit(unit); !exists {
		return fault.Invalid("unit", "account.no_such_unit")
	}
	if !MayDelegate(who, unit, tree) {
		return fault.Forbidden("account.forbidden_delegate")
	}
	return nil
}

// delegable asks that the deputy works in the unit, signs with a name and title
// of its own, and does not stand in already on any of the days.
func (s *Service) delegable(ctx context.Context, w *db.Write, tree *org.Tree, g Grant) error {
	a, ok, err := byID(ctx, w, g.Account)
	if err != nil {
		return err
	}
	if !ok || a.gone(tree.Date()) {
		return fault.Invalid("deputy", "account.not_found")
	}
	all, err := grantsOf(ctx, w, g.Account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(valid(all, tree), func(held Grant) bool { return held.Unit == g.Unit && held.Capacity == "" }) {
		return fault.Invalid("deputy", "account.deputy_elsewhere", "unit", tree.Name(g.Unit))
	}
	if a.Person == 0 {
		return fault.Invalid("deputy", "account.deputy_without_post", "name", a.Name)
	}
	standing, err := standins(ctx, w, g.Unit)
	if err != nil {
		return err
	}
	for _, d := range standing {
		if overlaps(d.Grant, g) && (d.Grant.Account == g.Account && d.Grant.Capacity == g.Capacity || stands(g.Capacity) && stands(d.Grant.Capacity)) {
			return fault.Conflict("account.delegated_already", "name", d.Name, "from", d.Grant.From).On("from")
		}
	}
	return nil
}

func overlaps(a, b Grant) bool {
	return (a.To.Zero() || b.From <= a.To) && (b.To.Zero() || a.From <= b.To)
}

// standins gives all delegations of a unit, the latest first.
func standins(ctx context.Context, q db.Querier, unit ident.ID) ([]Delegation, error) {
	return db.All(ctx, q, func(sc db.Scanner, d *Delegation) error {
		g := &d.Grant
		return sc.Scan(&g.ID, &g.Account, &g.Role, &g.Unit, &g.From, &g.To, &g.Decision, &g.Capacity, &d.Name)
	}, `select g.id, g.account, g.role, g.unit, g.valid_from, g.valid_to, g.decision, g.capacity, a.name
		from account_grant g join account a on a.id = g.account
		where g.unit = $1 and g.capacity <> '' and (g.valid_to = 0 or g.valid_to >= g.valid_from) order by g.valid_from desc, g.id`, int64(unit))
}

// Delegations tells who signs for a unit's head on a day or will after it, for
// everybody who is signed in: whose signature counts is no secret of the unit.
func (s *Service) Delegations(ctx context.Context, who actor.Actor, unit ident.ID, on when.Date) ([]Delegation, error) {
	if err := who.SignedIn(); err != nil {
		return nil, err
	}
	var list []Delegation
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		all, err := standins(ctx, r, unit)
		for _, d := range all {
			if d.Grant.To.Zero() || !d.Grant.To.Before(on) {
				list = append(list, d)
			}
		}
		return err
	})
	return list, err
}

// Deputies lists the accounts of a unit to which its head may delegate, by name.
func (s *Service) Deputies(ctx context.Context, who actor.Actor, unit ident.ID) ([]Account, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.mayDelegate(who, unit, tree); err != nil {
		return nil, err
	}
	var list []Account
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		held, err := heldOn(ctx, r, tree, unit)
		for _, h := range held {
			if !h.Account.gone(tree.Date()) && h.Account.Person != 0 && h.Account.ID != who.Account {
				list = append(list, h.Account)
			}
		}
		return err
	})
	return list, err
}

// EndDelegation ends a delegation: nothing is signed under it from now on.
func (s *Service) EndDelegation(ctx context.Context, who actor.Actor, grant ident.ID, reason string) error {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return err
	}
	return s.d.DB.Do(ctx, "account.end_delegation", func(ctx context.Context, w *db.Write) error {
		g, ok, err := grantByID(ctx, w, grant)
		if err != nil || !ok || g.Capacity == "" {
			return missing(err)
		}
		if err := s.mayDelegate(who, g.Unit, tree); err != nil {
			return err
		}
		return s.endGrant(ctx, w, who, g, tree.Date().AddDays(-1), "account.delegation_ended", reason)
	})
}
