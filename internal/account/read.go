package account

import (
	"context"
	"slices"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// ByID gives an account: the actor's own, or one that the actor keeps.
func (s *Service) ByID(ctx context.Context, who actor.Actor, id ident.ID) (Account, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Account{}, err
	}
	var a Account
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		found, ok, err := byID(ctx, r, id)
		if err != nil || !ok {
			return missing(err)
		}
		if a = found; id == who.Account && who.Kind == actor.Person {
			return nil
		}
		return s.mayKeep(ctx, r, who, id, tree)
	})
	if err != nil {
		return Account{}, err
	}
	return a, nil
}

// Grants gives all grants of an account, past ones too: the actor's own, or one that the actor keeps.
func (s *Service) Grants(ctx context.Context, who actor.Actor, account ident.ID) ([]Grant, error) {
	if _, err := s.ByID(ctx, who, account); err != nil {
		return nil, err
	}
	var list []Grant
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = grantsOf(ctx, r, account)
		return err
	})
	return list, err
}

// Held is an account with its grants of today on one unit.
type Held struct {
	Account Account
	Grants  []Grant
	Waits   bool         // has never had a password: its slip is to be used
	Code    when.Instant // until when its slip may be used, 0 where none is out
}

// OfUnit gives the accounts that hold a grant on this very unit today, by name.
func (s *Service) OfUnit(ctx context.Context, who actor.Actor, unit ident.ID) ([]Held, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	if err := who.Over(actor.KeepAccounts, unit, tree); err != nil {
		return nil, err
	}
	var list []Held
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		list, err = heldOn(ctx, r, tree, unit)
		for i := range list {
			if err == nil {
				list[i].Waits, list[i].Code, err = s.waits(ctx, r, list[i].Account)
			}
		}
		return err
	})
	return list, err
}

// heldOn gives the accounts of people with a grant on this very unit today, by name.
func heldOn(ctx context.Context, q db.Querier, tree *org.Tree, unit ident.ID) ([]Held, error) {
	all, err := grantsOn(ctx, q, unit)
	if err != nil {
		return nil, err
	}
	var list []Held
	at := map[ident.ID]int{}
	for _, g := range valid(all, tree) {
		i, known := at[g.Account]
		if !known {
			a, ok, err := byID(ctx, q, g.Account)
			if err != nil {
				return nil, err
			}
			if !ok || strings.HasPrefix(a.Login, deviceLogin) {
				continue
			}
			i = len(list)
			at[g.Account] = i
			list = append(list, Held{Account: a})
		}
		list[i].Grants = append(list[i].Grants, g)
	}
	slices.SortFunc(list, func(a, b Held) int {
		if c := strings.Compare(i18n.SortKey(a.Account.Name), i18n.SortKey(b.Account.Name)); c != 0 {
			return c
		}
		return int(a.Account.ID - b.Account.ID)
	})
	return list, nil
}

// Roles lists the roles that may be granted, as they are offered.
func Roles() []actor.Role { return roles() }

// ChangePassword changes the password of the actor's own account and ends its
// other sessions; keep names the one that stays ("" ends all).
func (s *Service) ChangePassword(ctx context.Context, who actor.Actor, old, password, keep string) error {
	if err := who.StepUp(actor.StepAccount); err != nil {
		return err
	}
	var now secret
	if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		if err = notShared(ctx, r, who.Account); err != nil {
			return err
		}
		now, _, err = secretByID(ctx, r, who.Account)
		return err
	}); err != nil {
		return err
	}
	if err := checkPassword("password", password, now.Login, now.Name); err != nil {
		return err
	}
	ok, _, err := s.hash.check(ctx, urgently(), now.hash, old, nil)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Invalid("old", "account.old_password_wrong")
	}
	if old == password {
		return fault.Invalid("password", "account.same_password")
	}
	return s.storePassword(ctx, who, who.Account, password, func(ref string) bool { return ref != keep })
}

func (s *Service) storePassword(ctx context.Context, who actor.Actor, account ident.ID, password string, end func(string) bool) error {
	hash, err := s.hash.hash(ctx, urgently(), password)
	if err != nil {
		return err
	}
	at := s.now()
	return s.d.DB.Do(ctx, "account.password", func(ctx context.Context, w *db.Write) error {
		if err := setPassword(ctx, w, account, hash, at); err != nil {
			return err
		}
		if err := s.endSessionsIn(ctx, w, account, end); err != nil {
			return err
		}
		return s.note(ctx, w, who, "account.password_changed", account, who.Unit, nil, nil, "")
	})
}

// notShared refuses to change what all visitors of a demo use together.
func notShared(ctx context.Context, q db.Querier, account ident.ID) error {
	order, err := db.Int(ctx, q, `select demo_order from account where id = $1`, int64(account))
	if err == nil && order > 0 {
		return fault.Conflict("account.demo_shared")
	}
	return err
}
