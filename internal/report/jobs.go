package report

import (
	"context"
	"slices"

	"giaoban/internal/ident"
	"giaoban/internal/report/rollup"
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
