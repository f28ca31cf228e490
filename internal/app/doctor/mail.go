package doctor

import (
	"context"

	"giaoban/internal/db"
	"giaoban/internal/mail"
	"giaoban/internal/when"
)

// mail connects to the mail server as if to send, and sends nothing.
func (r *Report) mail(ctx context.Context, cfg Config) {
	if !cfg.Mail.On() {
		r.add(OK, "doctor.mail_none")
		return
	}
	if err := mail.Probe(ctx, cfg.Mail); err != nil {
		r.add(Fail, "doctor.mail_refused", "server", cfg.Mail.Server(), "error", err)
		return
	}
	r.add(OK, "doctor.mail_ok", "server", cfg.Mail.Server())
}

// mails looks at what became of the mails of the last days.
func (r *Report) mails(ctx context.Context, d *examined) {
	var c mail.Count
	if err := d.View(ctx, func(ctx context.Context, q *db.Read) (err error) {
		c, err = mail.Counts(ctx, q, when.InstantOf(d.now()))
		return err
	}); err != nil {
		r.add(Fail, "doctor.db_unread", "error", err)
		return
	}
	if c.Failed > 0 {
		r.add(Warn, "doctor.mail_failed", "n", c.Failed, "waiting", c.Waiting)
	}
}
