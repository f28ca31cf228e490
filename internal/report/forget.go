package report

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/when"
)

// ForgetDrafts removes what was typed into reports that were never filed, at
// most limit of them, of requests whose deadline was before a moment and that
// nobody has touched since. They stand as not begun again; who files so late begins anew.
func (s *Service) ForgetDrafts(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	due, err := db.All(ctx, w, scanFiling, `select `+filingColumns+` from report_request r join filing f on f.request = r.id
		where r.deadline < $1 and f.state = 'draft' and f.current = 0 and f.draft_version > 0 and f.changed_at < $1 order by f.id limit $2`, before, limit)
	if err != nil {
		return 0, err
	}
	for _, f := range due {
		if _, err := w.Exec(ctx, `delete from filing_field where filing = $1`, f.ID); err != nil {
			return 0, err
		}
		if _, err := w.Exec(ctx, `delete from phone_in where filing = $1`, f.ID); err != nil {
			return 0, err
		}
		f.DraftVersion = 0
		if err := updateFiling(ctx, w, f); err != nil {
			return 0, err
		}
		s.told(w, f, nil, 0)
	}
	return int64(len(due)), nil
}
