package report

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
	"giaoban/internal/transparency"
)

// Verify compares the live cube of every request in memory with one built
// again from SQL and gives the number of cells that differ. The nightly job
// reports any difference as an alarm and lets the board be built anew.
func (s *Service) Verify(ctx context.Context) (checked, different int, err error) {
	s.boards.mu.Lock()
	ids := slices.Clone(*s.boards.used)
	s.boards.mu.Unlock()
	for _, id := range ids {
		live, err := s.board(ctx, id)
		if err != nil {
			return checked, different, err
		}
		n, err := s.verify(ctx, live, id)
		if err != nil {
			return checked, different, err
		}
		checked++
		if n > 0 {
			different += n
			s.Log.Error("report: live totals differ from the filings", "request", id, "cells", n)
			s.boards.drop(id)
		}
	}
	return checked, different, nil
}

// verify compares one board. Commits between snapshot and comparison look like
// differences, so a difference counts only when it is there twice.
func (s *Service) verify(ctx context.Context, live *board, id ident.ID) (int, error) {
	n := 0
	for range 2 {
		again, _, err := s.build(ctx, live, id)
		if err != nil {
			return 0, err
		}
		live.mu.RLock()
		n = len(rollup.Diff(live.cube, again, 1000))
		live.mu.RUnlock()
		if n == 0 {
			return 0, nil
		}
	}
	return n, nil
}

// Recount adds every cell of every request up again, plainly, and compares it
// with the cube's way of doing it. It reads the tables only, so a second program
// may do it beside the one that serves.
func (s *Service) Recount(ctx context.Context) (requests, cells, different int, err error) {
	var ids []ident.ID
	if err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		ids, err = db.IDs(ctx, r, `select id from report_request order by id`)
		return err
	}); err != nil {
		return 0, 0, 0, err
	}
	for _, id := range ids {
		cube, _, err := s.build(ctx, &board{}, id)
		if err != nil {
			return requests, cells, different, fmt.Errorf("request %s: %w", id, err)
		}
		n, wrong := cube.Recount()
		requests, cells, different = requests+1, cells+n, different+wrong
	}
	return requests, cells, different, nil
}

// RecountEditions adds every edition up again from what it froze and gives how many there are and how many come to other totals than were signed.
func (s *Service) RecountEditions(ctx context.Context) (n, different int, err error) {
	var list []Edition
	if err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = db.All(ctx, r, scanEdition, `select `+editionColumns+` from report_edition order by request, n`)
		return err
	}); err != nil {
		return 0, 0, err
	}
	for _, e := range list {
		same, err := s.verifyEdition(ctx, e.Request, e.N)
		if err != nil {
			return n, different, err
		}
		if n++; !same {
			different++
		}
	}
	return n, different, nil
}

// sealedChunk is how many versions are in memory at a time while all are compared.
const sealedChunk = 200

// VerifySealed compares every filed version and edition with what its leaf in the log
// commits to, and gives how many it compared. The error names the first that is not as it was signed.
func (s *Service) VerifySealed(ctx context.Context) (n int, err error) {
	last := int64(-1)
	for {
		var more bool
		err := s.DB.View(ctx, func(ctx context.Context, r *db.Read) error {
			leaves, err := transparency.Leaves(ctx, r, last+1, sealedChunk)
			if err != nil {
				return err
			}
			more = len(leaves) > 0
			for _, l := range leaves {
				last = l.Index
				record, err := sealedRecord(ctx, r, l)
				if err != nil {
					return err
				}
				if record == nil || l.Salt == "" {
					continue
				}
				var leaf struct {
					Commitment string `json:"commitment"`
				}
				if err := json.Unmarshal([]byte(l.Body), &leaf); err != nil {
					return fmt.Errorf("report: leaf %d: %w", l.Index, err)
				}
				if transparency.Commitment(l.Salt, record) != leaf.Commitment {
					return fmt.Errorf("report: %s %s, version %d, is not what was signed (leaf %d)", l.Kind, l.Subject, l.Version, l.Index)
				}
				n++
			}
			return nil
		})
		if err != nil || !more {
			return n, err
		}
	}
}

// Remind notes the reminders that regimes ask for today. The job runs it every
// quarter of an hour; a reminder comes once.
func (s *Service) Remind(ctx context.Context, _ time.Time) error {
	_, err := s.remindDue(ctx)
	return err
}
