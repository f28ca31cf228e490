package app

import (
	"context"
	"time"

	"giaoban/internal/account"
	"giaoban/internal/db"
	"giaoban/internal/i18n"
	"giaoban/internal/job"
	"giaoban/internal/mail"
	"giaoban/internal/report"
)

// say gives a text of the program, with the organisation's own words once they are loaded.
func (a *App) say(lang i18n.Lang, key string, args ...any) string {
	return a.texts.T(lang, key, args...)
}

// desks carries the notices of reports to the mails of the desks that they are for.
type desks struct{ a *App }

// Notify implements report.Notifier.
func (d desks) Notify(ctx context.Context, w *db.Write, n report.Notice) error {
	return d.a.account.MailDesks(ctx, w, account.MailNotice(n))
}

// mailJobs are the work of the mails. They have a runner of their own: a mail server that does not answer holds up nothing else.
func (a *App) mailJobs() []job.Job {
	if a.outbox == nil {
		return nil
	}
	return []job.Job{
		{Name: "mail.digest", Every: 5 * time.Minute, Run: func(ctx context.Context, _ time.Time) error { return a.account.SendDigests(ctx, a.report.StillDue) }},
		{Name: "mail.send", Every: 15 * time.Second, Run: a.outbox.Send},
	}
}

// mailCount is how the outbox stands, for the figures.
func (a *App) mailCount() (mail.Count, error) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	var c mail.Count
	err := a.db.View(ctx, func(ctx context.Context, r *db.Read) (err error) {
		c, err = mail.Counts(ctx, r, a.account.RealNow())
		return err
	})
	return c, err
}
