package app

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/journal"
	"giaoban/internal/retention"
	"giaoban/internal/when"
)

// removers tells who removes what is kept long enough: each owner its own rows.
func (a *App) removers() map[retention.Kind]retention.Remover {
	milliseconds := func(forget func(context.Context, *db.Write, int64, int) (int64, error)) retention.Remover {
		return func(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
			return forget(ctx, w, int64(before), limit)
		}
	}
	return map[retention.Kind]retention.Remover{
		retention.SignIns:   a.account.ForgetSignIns,
		retention.Tokens:    a.account.ForgetTokens,
		retention.Mails:     a.account.ForgetMails,
		retention.Accounts:  a.account.ForgetClosed,
		retention.Drafts:    a.report.ForgetDrafts,
		retention.LineTests: a.conference.ForgetLineTests,
		retention.Presence:  a.conference.ForgetPresence,
		retention.Bodies:    journal.ForgetBodies,
		retention.Keys:      milliseconds(db.ForgetKeys),
		retention.Told:      milliseconds(db.ForgetTold),
	}
}
