package account

import (
	"context"
	"strings"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/journal"
	"giaoban/internal/when"
)

// JournalQuery narrows what is read of the journal.
type JournalQuery struct {
	Unit     ident.ID  // whose affair it is, 0: any
	Subject  ident.ID  // the record, 0: any
	Account  ident.ID  // who acted, 0: anybody
	Kind     string    // begins with, "account.": "" is all
	From, To when.Date // both included, 0: open
	Before   int64     // entries below this number, 0: from the newest on
	Limit    int       // 0: 50
}

// What one call looks at: a page is found among so many entries, or ends early and says where to go on.
const (
	journalPiece  = 1000
	journalWindow = 20_000
)

// Journal reads who did what, when, to which record, the newest first: to who keeps the accounts of the unit whose affair it
// was, and of oneself to anybody. What stood in a record is read at the record, by who may read that; the heads suffice
// to follow the chain. next is where to go on, 0 at the end.
func (s *Service) Journal(ctx context.Context, who actor.Actor, q JournalQuery) (page []journal.Record, next int64, err error) {
	if err := who.InPerson(); err != nil { // it tells of everybody's acts
		return nil, 0, err
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	tree, err := s.d.Org.Today(ctx)
	if err != nil {
		return nil, 0, err
	}
	all := tree.Len() > 0 && who.HasOver(actor.KeepAccounts, tree.Root().ID, tree)
	fits := func(r journal.Record) bool {
		day := r.At.Date()
		return (all || r.Account == who.Account || r.Unit != 0 && who.HasOver(actor.KeepAccounts, r.Unit, tree)) &&
			strings.HasPrefix(r.Kind, q.Kind) && !day.Before(q.From) && (q.To.Zero() || !day.After(q.To))
	}
	err = s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
		page, next = nil, 0
		newest, err := journal.Seq(ctx, r)
		if err != nil {
			return err
		}
		at := newest + 1
		if q.Before > 0 {
			at = min(at, q.Before)
		}
		end := max(1, at-journalWindow)
		if q.Subject != 0 || q.Unit != 0 {
			end = 1 // an index leads there
		}
		for looked := 0; at > end && looked < journalWindow; {
			list, err := journal.Heads(ctx, r, journal.Query{After: end, Before: at, Subject: q.Subject, Unit: q.Unit, Account: q.Account, Limit: journalPiece})
			if err != nil {
				return err
			}
			for _, one := range list {
				at = one.Seq
				if !fits(one) {
					continue
				}
				if page = append(page, one); len(page) == q.Limit {
					next = at
					return nil
				}
			}
			if looked += len(list); len(list) < journalPiece {
				at = end
			}
		}
		if at > 1 {
			next = at
		}
		return nil
	})
	return page, next, err
}
