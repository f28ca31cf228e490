package retention

import (
	"context"
	"errors"
	"fmt"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/when"
)

const (
	grace  = 24 * time.Hour        // from a change to the first clean-up that heeds it
	piece  = 25 * time.Millisecond // what one piece aims at
	first  = 32                    // records in the first piece
	most   = 2048                  // records in any
	budget = 5 * time.Minute       // of a run; the lease of a job is ten
)

// Clean removes what is over. One kind that fails does not keep the others.
func (s *Service) Clean(ctx context.Context, now time.Time) error {
	var list []Kept
	if err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		list, err = s.kept(ctx, r)
		return err
	}); err != nil {
		return err
	}
	var errs []error
	end := s.d.Now().Add(budget)
	for _, k := range list {
		if now.Sub(k.ChangedAt.Time()) < grace {
			continue
		}
		n, err := s.clean(ctx, k, now, end)
		if n > 0 {
			s.d.Log.Info("kept long enough, removed", "kind", k.Kind, "days", k.Now, "records", n)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", k.Kind, err))
		}
	}
	return errors.Join(errs...)
}

func (s *Service) clean(ctx context.Context, k Kept, now, end time.Time) (all int64, err error) {
	remove := s.d.Removers[k.Kind]
	if remove == nil {
		return 0, errors.New("nobody removes it")
	}
	before := when.InstantOf(now.AddDate(0, 0, -k.Now))
	for limit := first; ; {
		var n int64
		var took time.Duration
		err := s.d.DB.Do(ctx, "retention."+string(k.Kind), func(ctx context.Context, w *db.Write) (err error) {
			started := time.Now()
			defer func() { took = time.Since(started) }()
			if n, err = remove(ctx, w, before, limit); err != nil {
				return err
			}
			_, err = w.Exec(ctx, `insert into retention (kind, days, changed_at, ran_at, removed, removed_all) values ($1, 0, 0, $2, $3, $3)
				on conflict (kind) do update set ran_at = excluded.ran_at, removed_all = retention.removed_all + excluded.removed,
				removed = excluded.removed + case when retention.ran_at = excluded.ran_at then retention.removed else 0 end`,
				string(k.Kind), now.UnixMilli(), n)
			return err
		})
		if err != nil {
			return all, err
		}
		all += n
		if n < int64(limit) || s.d.Now().After(end) {
			return all, nil
		}
		switch {
		case took > piece:
			limit = max(limit/2, 1)
		case took < piece/2:
			limit = min(limit*2, most)
		}
	}
}
