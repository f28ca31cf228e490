package account

import (
	"context"
	"time"

	"giaoban/internal/actor"
	"giaoban/internal/db"
	"giaoban/internal/when"
)

// CloseLeavers closes the accounts of those whose last day is over and ends their
// sessions. They act as nobody from midnight on even before it has run.
func (s *Service) CloseLeavers(ctx context.Context, _ time.Time) error {
	today := when.Today(s.d.Clock)
	var due []Account
	err := s.d.DB.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		due, err = db.All(ctx, r, scanAccount, `select `+accountColumns+` from account where closed = 0 and leaves > 0 and leaves < $1 order by id`, int64(today))
		return err
	})
	if err != nil {
		return err
	}
	for _, a := range due {
		err := s.d.DB.Do(ctx, "account.close_leaver", func(ctx context.Context, w *db.Write) error {
			now, ok, err := byID(ctx, w, a.ID)
			if err != nil || !ok || now.Closed || now.Leaves.Zero() || !now.Leaves.Before(today) {
				return err
			}
			return s.setClosed(ctx, w, actor.SystemActor("account"), now, true, "")
		})
		if err != nil {
			return err
		}
	}
	return nil
}
