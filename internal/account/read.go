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
		all, err := grantsOn(ctx, r, unit)
		if err != nil {
			return err
		}
		at := map[ident.ID]int{}
		for _, g := range valid(all, tree) {
			i, known := at[g.Account]
			if !known {
				a, ok, err := byID(ctx, r, g.Account)
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
				i = len(list)
				at[g.Account] = i
				list = append(list, Held{Account: a})
			}
			list[i].Grants = append(list[i].Grants, g)
		}
		return nil
	})
	slices.SortFunc(list, func(a, b Held) int {
		if c := strings.Compare(i18n.SortKey(a.Account.Name), i18n.SortKey(b.Account.Name)); c != 0 {
			return c
		}
		return int(a.Account.ID - b.Account.ID)
	})
	return list, err
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
	ok, _, err := s.hash.check(ctx, now.hash, old)
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

// ResetPassword gives an account that the actor keeps a new password and ends its sessions.
func (s *Service) ResetPassword(ctx context.Context, who actor.Actor, account ident.ID, password string) error {
	a, err := s.ByID(ctx, who, account)
	if err != nil {
		return err
	}
	if a.ID == who.Account {
		return fault.Conflict("account.not_yourself")
	}
	if err := checkPassword("password", password, a.Login, a.Name); err != nil {
		return err
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return err
	}
	if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error { return notShared(ctx, r, account) }); err != nil {
		return err
	}
	return s.storePassword(ctx, who, account, password, func(string) bool { return true })
}

func (s *Service) storePassword(ctx context.Context, who actor.Actor, account ident.ID, password string, end func(string) bool) error {
	hash, err := s.hash.hash(ctx, password)
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
