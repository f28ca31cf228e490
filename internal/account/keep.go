package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// keeper asks the right to keep the accounts of a unit that exists today.
func (s *Service) keeper(tree *org.Tree, who actor.Actor, unit ident.ID) error {
	if err := who.Over(actor.KeepAccounts, unit, tree); err != nil {
		return err
	}
	if _, ok := tree.Unit(unit); !ok {
		return fault.Invalid("unit", "account.no_such_unit")
	}
	return nil
}

// mayKeep asks the right over one account: over every unit in which it holds a
// grant today or will, so that a unit's administrator cannot take over who also
// works above, or soon does. An account without grants belongs to whoever keeps the root.
// To anybody else the account does not exist: its number is not to be guessed.
func (s *Service) mayKeep(ctx context.Context, q db.Querier, who actor.Actor, account ident.ID, tree *org.Tree) error {
	all, err := grantsOf(ctx, q, account)
	if err != nil {
		return err
	}
	held := unended(all, tree)
	if err := who.SignedIn(); err != nil {
		return err
	}
	if len(held) == 0 {
		held = []Grant{{Unit: tree.Root().ID}}
	}
	for _, g := range held {
		if !who.HasOver(actor.KeepAccounts, g.Unit, tree) {
			return missing(nil)
		}
	}
	return nil
}

// Create makes an account with its first grants. One without a password gets a
// slip; its code is known only now, also to a retry, which gives none.
func (s *Service) Create(ctx context.Context, who actor.Actor, n NewAccount) (Slip, error) {
	if err := who.SignedIn(); err != nil {
		return Slip{}, err
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Slip{}, err
	}
	if err := s.checkNew(tree, who, n); err != nil {
		return Slip{}, err
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return Slip{}, err
	}
	hash := ""
	if n.Password != "" {
		if hash, err = s.hash.hash(ctx, urgently(), n.Password); err != nil {
			return Slip{}, err
		}
	}
	now := s.now()
	a := Account{
		ID: s.d.IDs.New(), Login: strings.TrimSpace(n.Login), Name: strings.TrimSpace(n.Name),
		Person: n.Person, Lang: n.Lang, PasswordAt: now,
	}
	slip := Slip{Account: a, Unit: firstUnit(n.Grants)}
	if n.Password == "" {
		slip.Code, slip.Expires = newCode(), now.Add(codeFor)
	}
	ids := make([]ident.ID, len(n.Grants))
	for i := range ids {
		ids[i] = s.d.IDs.New()
	}
	result, again, err := s.d.DB.Once(ctx, n.Key, "account.create", func(ctx context.Context, w *db.Write) (string, error) {
		known, err := db.Int(ctx, w, `select count(*) from account where login_key = $1`, loginKey(a.Login))
		if err != nil {
			return "", err
		}
		if known > 0 {
			return "", fault.Conflict("account.login_taken", "login", a.Login).On("login")
		}
		if err := s.belongs(ctx, w, tree, who, a.Person); err != nil {
			return "", err
		}
		if err := insertAccount(ctx, w, row{Account: a, key: loginKey(a.Login), sortKey: i18n.SortKey(a.Name), hash: hash}); err != nil {
			return "", err
		}
		if slip.Code != "" {
			if err := issue(ctx, w, a.ID, slip.Code, now, slip.Expires); err != nil {
				return "", err
			}
		}
		if err := s.note(ctx, w, who, "account.created", a.ID, slip.Unit, nil, journalled(a), ""); err != nil {
			return "", err
		}
		for i, g := range n.Grants {
			g.Account = a.ID
			if err := s.give(ctx, w, who, ids[i], g); err != nil {
				return "", err
			}
		}
		return a.ID.String(), nil
	})
	if err != nil || !again {
		return slip, err
	}
	id, err := ident.Parse(result)
	if err != nil {
		return Slip{}, err
	}
	made, err := s.ByID(ctx, who, id)
	return Slip{Account: made, Unit: slip.Unit}, err
}

func (s *Service) checkNew(tree *org.Tree, who actor.Actor, n NewAccount) error {
	var faults fault.Faults
	if err := faults.Add(checkLogin(n.Login)); err != nil {
		return err
	}
	if n.Password != "" {
		if err := faults.Add(checkPassword("password", n.Password, n.Login, n.Name)); err != nil {
			return err
		}
	}
	if strings.TrimSpace(n.Name) == "" {
		_ = faults.Add(fault.Invalid("name", "account.name_missing")) // a fault is always taken
	} else if utf8.RuneCountInString(n.Name) > 200 {
		_ = faults.Add(fault.Invalid("name", "account.too_long", "max", 200))
	}
	if len(n.Grants) == 0 && who.Kind != actor.System {
		_ = faults.Add(fault.Invalid("unit", "account.grant_missing"))
	}
	for _, g := range n.Grants {
		if err := s.keeper(tree, who, g.Unit); err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				return err
			}
			_ = faults.Add(err)
		}
		if err := faults.Add(checkGrant(g)); err != nil {
			return err
		}
	}
	return faults.Or()
}

func firstUnit(grants []NewGrant) ident.ID {
	if len(grants) == 0 {
		return 0
	}
	return grants[0].Unit
}

// give writes a grant; the right was judged.
func (s *Service) give(ctx context.Context, w *db.Write, who actor.Actor, id ident.ID, n NewGrant) error {
	g := Grant{ID: id, Account: n.Account, Role: n.Role, Unit: n.Unit, From: n.From, To: n.To, Decision: strings.TrimSpace(n.Decision)}
	if err := insertGrant(ctx, w, g); err != nil {
		return err
	}
	s.changed(w, g.Account)
	return s.note(ctx, w, who, "account.granted", g.Account, g.Unit, nil, g, g.Decision)
}

// Grant gives an account a role on a unit.
func (s *Service) Grant(ctx context.Context, who actor.Actor, n NewGrant) (Grant, error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return Grant{}, err
	}
	if err := s.keeper(tree, who, n.Unit); err != nil {
		return Grant{}, err
	}
	if err := checkGrant(n); err != nil {
		return Grant{}, err
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return Grant{}, err
	}
	id := s.d.IDs.New()
	var given Grant
	err = s.d.DB.Do(ctx, "account.grant", func(ctx context.Context, w *db.Write) error {
		if _, ok, err := byID(ctx, w, n.Account); err != nil || !ok {
			return missing(err)
		}
		if err := notDevice(ctx, w, n.Account); err != nil {
			return err
		}
		all, err := grantsOf(ctx, w, n.Account)
		if err != nil {
			return err
		}
		for _, g := range valid(all, tree) {
			if g.Role == n.Role && g.Unit == n.Unit {
				return fault.Conflict("account.already_granted").On("role")
			}
		}
		if err := s.give(ctx, w, who, id, n); err != nil {
			return err
		}
		given, _, err = grantByID(ctx, w, id)
		return err
	})
	return given, err
}

// Revoke ends a grant: its last day is yesterday, so that it gives nothing from
// now on and its past stays known. bare are units left without an administrator of their own.
func (s *Service) Revoke(ctx context.Context, who actor.Actor, account, grant ident.ID, reason string) (bare []ident.ID, err error) {
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	err = s.d.DB.Do(ctx, "account.revoke", func(ctx context.Context, w *db.Write) error {
		g, ok, err := grantByID(ctx, w, grant)
		if err != nil || !ok || g.Account != account {
			return missing(err)
		}
		if err := who.Over(actor.KeepAccounts, g.Unit, tree); err != nil {
			return err
		}
		if err := who.StepUp(actor.StepAccounts); err != nil {
			return err
		}
		if err := notShared(ctx, w, g.Account); err != nil {
			return err
		}
		if g.Account == who.Account {
			return fault.Conflict("account.not_your_own")
		}
		bare, err = guarded(ctx, w, tree, []ident.ID{g.Unit}, func() error { return s.endGrant(ctx, w, who, g, tree.Date().AddDays(-1), "account.revoked", reason) })
		return err
	})
	return bare, err
}

// endGrant lets a grant end on a day, if it does not end before.
func (s *Service) endGrant(ctx context.Context, w *db.Write, who actor.Actor, g Grant, to when.Date, kind, reason string) error {
	if !g.To.Zero() && !to.Before(g.To) {
		return nil
	}
	after := g
	after.To = to
	if _, err := w.Exec(ctx, `update account_grant set valid_to = $1 where id = $2`, int64(after.To), int64(g.ID)); err != nil {
		return err
	}
	s.changed(w, g.Account)
	return s.note(ctx, w, who, kind, g.Account, g.Unit, g, after, reason)
}

// SetClosed shuts an account or opens it again. Shutting it ends its sessions;
// bare are units left without an administrator of their own.
func (s *Service) SetClosed(ctx context.Context, who actor.Actor, account ident.ID, closed bool, reason string) (bare []ident.ID, err error) {
	if account == who.Account && closed {
		return nil, fault.Conflict("account.not_yourself")
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, err
	}
	err = s.d.DB.Do(ctx, "account.close", func(ctx context.Context, w *db.Write) error {
		a, ok, err := byID(ctx, w, account)
		if err != nil || !ok {
			return missing(err)
		}
		if err := s.mayKeep(ctx, w, who, account, tree); err != nil {
			return err
		}
		if err := who.StepUp(actor.StepAccounts); err != nil {
			return err
		}
		if err := personal(ctx, w, account); err != nil {
			return err
		}
		units, err := administered(ctx, w, tree, account)
		if err != nil {
			return err
		}
		bare, err = guarded(ctx, w, tree, units, func() error { return s.setClosed(ctx, w, who, a, closed, reason) })
		return err
	})
	return bare, err
}

// setClosed writes it; the right was judged. Opening forgets that somebody left.
func (s *Service) setClosed(ctx context.Context, w *db.Write, who actor.Actor, a Account, closed bool, reason string) error {
	after, since := a, s.now()
	after.Closed = closed
	if !closed {
		after.Leaves, since = 0, 0
		if forgotten, err := db.Int(ctx, w, `select forgotten_at from account where id = $1`, int64(a.ID)); err != nil {
			return err
		} else if forgotten != 0 {
			return fault.Conflict("account.forgotten")
		}
	}
	if _, err := w.Exec(ctx, `update account set closed = $1, leaves = $2, closed_at = case when closed = $1 then closed_at else $3 end where id = $4`,
		db.Bool(closed), int64(after.Leaves), int64(since), int64(a.ID)); err != nil {
		return err
	}
	if closed {
		if err := s.endSessionsIn(ctx, w, a.ID, func(string) bool { return true }); err != nil {
			return err
		}
		if err := s.dropMails(ctx, w, a.ID); err != nil {
			return err
		}
	}
	s.changed(w, a.ID)
	return s.note(ctx, w, who, "account.closed", a.ID, who.Unit, journalled(a), journalled(after), reason)
}

func missing(err error) error {
	if err != nil {
		return err
	}
	return fault.NotFound("account.not_found")
}

// journalled is what the journal keeps of an account.
func journalled(a Account) any {
	return struct {
		Login  string    `json:"login"`
		Name   string    `json:"name"`
		Person ident.ID  `json:"person,omitzero"`
		Closed bool      `json:"closed,omitempty"`
		Leaves when.Date `json:"leaves,omitzero"`
	}{a.Login, a.Name, a.Person, a.Closed, a.Leaves}
}

func (s *Service) note(ctx context.Context, w *db.Write, who actor.Actor, kind string, subject, unit ident.ID, before, after any, reason string) error {
	_, err := journal.Append(ctx, w, journal.Entry{
		At: when.Present(s.d.Clock), Actor: who, Kind: kind, Subject: subject, Unit: unit, Before: before, After: after, Note: reason,
	})
	return err
}
