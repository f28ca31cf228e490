package account

import (
	"context"
	"slices"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/fault"
	"giaoban/internal/i18n"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/org"
	"giaoban/internal/when"
)

// importPiece is the number of accounts in one piece: below 50 ms.
const importPiece = 25

// TakeImport makes the accounts of a file, in short pieces, and gives their
// slips. A wrong line refuses the whole. Interrupted, it is carried on by asking
// again: no account is made twice, and those of the first call that nobody has
// activated get new codes, so that all slips are there to be printed. Of two calls
// at once the later goes on. What is done gives no slips again; ImportSlips does.
func (s *Service) TakeImport(ctx context.Context, who actor.Actor, id ident.ID) ([]Slip, error) {
	tree, err := s.mayImport(ctx, who)
	if err != nil {
		return nil, err
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return nil, err
	}
	i, list, err := s.judgedImport(ctx, who, tree, id)
	if err != nil || i.State == ImportDone {
		return nil, err
	}
	wrong, fresh := 0, 0
	for _, l := range list {
		switch l.Outcome {
		case org.LineWrong:
			wrong++
		case org.LineNew:
			fresh++
		}
	}
	if wrong > 0 {
		return nil, fault.Conflict("account.import_wrong_lines", "count", wrong)
	}
	if fresh == 0 && i.State == ImportDraft {
		return nil, fault.Conflict("account.import_nothing")
	}
	run := s.d.IDs.New()
	err = s.d.DB.Do(ctx, "account.import_begins", func(ctx context.Context, w *db.Write) error {
		n, err := w.Exec(ctx, `update account_import set state = 'running', run = $1, changed_at = $2 where id = $3 and state <> 'done'`,
			int64(run), int64(when.Present(s.d.Clock)), int64(id))
		if err == nil && n == 0 {
			return fault.Conflict("account.import_elsewhere")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var slips []Slip
	for lines := range slices.Chunk(list, importPiece) {
		made, err := s.takePiece(ctx, who, tree, id, run, lines)
		if err != nil {
			return nil, err
		}
		slips = append(slips, made...)
	}
	if err := s.settleImport(ctx, who, id, run); err != nil {
		return nil, err // overtaken at the last: the codes are void by then
	}
	return slips, nil
}

// takePiece makes the accounts of some lines, or gives those that are made already new codes.
func (s *Service) takePiece(ctx context.Context, who actor.Actor, tree *org.Tree, id, run ident.ID, lines []JudgedLine) ([]Slip, error) {
	now := s.now()
	type one struct {
		JudgedLine
		slip   Slip
		grants []ident.ID
	}
	var all []one
	for _, l := range lines {
		if l.Outcome == org.LineWrong {
			continue
		}
		o := one{JudgedLine: l, slip: Slip{Unit: l.UnitID, Code: newCode(), Expires: now.Add(codeFor), Account: Account{ID: s.d.IDs.New(), Login: l.Login, Name: l.Name,
			Person: l.Official, PasswordAt: now}}}
		for range l.Roles {
			o.grants = append(o.grants, s.d.IDs.New())
		}
		all = append(all, o)
	}
	var slips []Slip
	err := s.d.DB.Do(ctx, "account.import_piece", func(ctx context.Context, w *db.Write) error {
		slips = slips[:0]
		if err := s.stillRuns(ctx, w, id, run); err != nil {
			return err
		}
		for _, o := range all {
			slip, ok, err := s.renewMade(ctx, w, tree, id, o.Line, o.slip)
			if err != nil {
				return err
			}
			if ok || o.Outcome != org.LineNew {
				if slip.Code != "" {
					slips = append(slips, slip)
				}
				continue
			}
			taken, err := db.Int(ctx, w, `select count(*) from account where login_key = $1`, loginKey(o.Login))
			if err != nil {
				return err
			}
			if taken > 0 {
				return fault.Conflict("account.login_taken", "login", o.Login)
			}
			if err := s.belongs(ctx, w, tree, who, o.Official); err != nil {
				return err
			}
			a := o.slip.Account
			if err := insertAccount(ctx, w, row{Account: a, key: loginKey(a.Login), sortKey: i18n.SortKey(a.Name)}); err != nil {
				return err
			}
			if err := issue(ctx, w, a.ID, o.slip.Code, now, o.slip.Expires); err != nil {
				return err
			}
			if err := s.note(ctx, w, who, "account.created", a.ID, o.UnitID, nil, journalled(a), ""); err != nil {
				return err
			}
			for n, role := range o.Roles {
				if err := s.give(ctx, w, who, o.grants[n], NewGrant{Account: a.ID, Role: role, Unit: o.UnitID, Decision: o.Decision}); err != nil {
					return err
				}
			}
			if _, err := w.Exec(ctx, `insert into account_import_part (import, line, account) values ($1, $2, $3)`, int64(id), o.Line, int64(a.ID)); err != nil {
				return err
			}
			slips = append(slips, o.slip)
		}
		return nil
	})
	return slips, err
}

// stillRuns puts off a call that a later one has overtaken: its codes would be void when they are printed.
func (s *Service) stillRuns(ctx context.Context, q db.Querier, id, run ident.ID) error {
	now, err := db.Int(ctx, q, `select run from account_import where id = $1`, int64(id))
	if err == nil && ident.ID(now) != run {
		return fault.Conflict("account.import_elsewhere")
	}
	return err
}

// renewMade gives the account that a line became a new code, if nobody has activated it. ok: there is such an account.
func (s *Service) renewMade(ctx context.Context, w *db.Write, tree *org.Tree, id ident.ID, line int, fresh Slip) (slip Slip, ok bool, err error) {
	account, err := db.Int(ctx, w, `select account from account_import_part where import = $1 and line = $2`, int64(id), line)
	if err != nil || account == 0 {
		return Slip{}, false, err
	}
	slip, err = s.renewWaiting(ctx, w, tree, ident.ID(account), fresh)
	return slip, true, err
}

// renewWaiting gives an account without a password a new code; one that has a password, or is closed, is left alone.
func (s *Service) renewWaiting(ctx context.Context, w *db.Write, tree *org.Tree, account ident.ID, fresh Slip) (Slip, error) {
	now, found, err := secretByID(ctx, w, account)
	if err != nil || !found || now.hash != "" || now.gone(tree.Date()) {
		return Slip{}, err
	}
	if err := issue(ctx, w, account, fresh.Code, s.now(), fresh.Expires); err != nil {
		return Slip{}, err
	}
	fresh.Account = now.Account
	return fresh, nil
}

func (s *Service) settleImport(ctx context.Context, who actor.Actor, id, run ident.ID) error {
	return s.d.DB.Do(ctx, "account.import_settles", func(ctx context.Context, w *db.Write) error {
		if err := s.stillRuns(ctx, w, id, run); err != nil {
			return err
		}
		fresh, err := db.Int(ctx, w, `select count(*) from account_import_part where import = $1`, int64(id))
		if err != nil {
			return err
		}
		now := when.Present(s.d.Clock)
		if _, err := w.Exec(ctx, `update account_import set state = 'done', lines = '[]', fresh = $1, changed_at = $2 where id = $3`, fresh, int64(now), int64(id)); err != nil {
			return err
		}
		_, err = journal.Append(ctx, w, journal.Entry{At: now, Actor: who, Kind: "account.imported", Subject: id, Unit: who.Unit, After: map[string]int64{"accounts": fresh}})
		return err
	})
}

// ImportSlips gives new codes to the accounts of a file that nobody has activated: slips that were lost, or never printed.
func (s *Service) ImportSlips(ctx context.Context, who actor.Actor, id ident.ID) ([]Slip, error) {
	tree, err := s.mayImport(ctx, who)
	if err != nil {
		return nil, err
	}
	i, list, err := s.judgedImport(ctx, who, tree, id)
	if err != nil {
		return nil, err
	}
	if i.State != ImportDone {
		return nil, fault.Conflict("account.import_not_done")
	}
	if err := who.StepUp(actor.StepAccounts); err != nil {
		return nil, err
	}
	var slips []Slip
	for lines := range slices.Chunk(list, importPiece) {
		fresh := make([]Slip, len(lines))
		for n, l := range lines {
			fresh[n] = Slip{Unit: l.UnitID, Code: newCode(), Expires: s.now().Add(codeFor)}
		}
		var piece []Slip
		err := s.d.DB.Do(ctx, "account.import_slips", func(ctx context.Context, w *db.Write) error {
			piece = piece[:0]
			for n, l := range lines {
				err := s.mayKeep(ctx, w, who, l.Account, tree)
				if fault.KindOf(err) == fault.KindNotFound && err != nil {
					continue // works above by now: those there print it
				}
				if err != nil {
					return err
				}
				slip, err := s.renewWaiting(ctx, w, tree, l.Account, fresh[n])
				if err != nil {
					return err
				}
				if slip.Code == "" {
					continue
				}
				if err := s.note(ctx, w, who, "account.slip_issued", l.Account, slip.Unit, nil, nil, ""); err != nil {
					return err
				}
				piece = append(piece, slip)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		slips = append(slips, piece...)
	}
	return slips, nil
}
