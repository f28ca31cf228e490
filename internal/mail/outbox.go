package mail

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

// Deps is what the outbox takes. Refused is told in the piece that notes it that an address takes no mail.
type Deps struct {
	DB      *db.DB
	IDs     *ident.Maker
	Now     func() time.Time // the real clock
	Config  Config           // checked
	Log     *slog.Logger
	Refused func(ctx context.Context, w *db.Write, account ident.ID, address, reason string) error
}

// Outbox keeps mails until they are through. Safe for concurrent use. The nil Outbox queues nothing.
type Outbox struct {
	d   Deps
	who string // of this process's leases
}

// New makes the outbox, nil where the configuration names no server.
func New(d Deps) *Outbox {
	if !d.Config.On() {
		return nil
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Outbox{d: d, who: d.IDs.New().String()}
}

// On tells whether mails are sent at all.
func (o *Outbox) On() bool { return o != nil }

// OnRefused says who is told of addresses that take no mail.
func (o *Outbox) OnRefused(f func(ctx context.Context, w *db.Write, account ident.ID, address, reason string) error) {
	if o != nil {
		o.d.Refused = f
	}
}

// Sender describes the server and the sender for the administrator, without the password.
func (o *Outbox) Sender() (server, from string, mode Mode) {
	if o == nil {
		return "", "", ""
	}
	return o.d.Config.Server(), o.d.Config.From, o.d.Config.Mode
}

// Queue writes a mail in the piece of its cause. What cannot be an address is an error of the caller.
func (o *Outbox) Queue(ctx context.Context, w *db.Write, m Mail) error {
	if o == nil {
		return nil
	}
	to, err := Address(m.Address)
	if err != nil {
		return err
	}
	if m.Off != "" {
		if u, err := url.Parse(m.Off); err != nil || u.Host == "" || u.String() != m.Off {
			m.Off = ""
		}
	}
	now := when.InstantOf(o.d.Now())
	_, err = w.Exec(ctx, `insert into mail_outbox (id, mark, account, kind, address, subject, body, off, made_at, due_at, tries, lease, lease_until, state, ended_at, reason)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', 0, 'waiting', 0, '') on conflict do nothing`,
		o.d.IDs.New(), m.Mark, m.Account, m.Kind, to, line(m.Subject, maxSubject), text(m.Body), m.Off, now, max(now, m.After))
	return err
}

// Count is how many mails stand where.
type Count struct {
	Waiting int64        // not through yet
	Oldest  when.Instant // of the waiting, 0 for none
	Sent    int64        // in the last seven days
	Failed  int64        // in the last seven days
}

// Counts tells how the outbox stands.
func Counts(ctx context.Context, q db.Querier, now when.Instant) (c Count, err error) {
	week := now.Add(-7 * 24 * time.Hour)
	_, _, err = db.One(ctx, q, func(s db.Scanner, _ *struct{}) error { return s.Scan(&c.Waiting, &c.Oldest, &c.Sent, &c.Failed) },
		`select count(*) filter (where state = 'waiting'), coalesce(min(case when state = 'waiting' then made_at end), 0),
			count(*) filter (where state = 'sent' and ended_at >= $1), count(*) filter (where state = 'failed' and ended_at >= $1) from mail_outbox
			where state = 'waiting' or state <> 'waiting' and ended_at >= $1`, week)
	return c, err
}

// Trouble is a mail that did not get through, or waits for another try.
type Trouble struct {
	Account ident.ID
	Address string
	Kind    string
	Failed  bool
	At      when.Instant // it failed, or of the next try
	Tries   int64
	Reason  string
}

// Troubles lists them, the latest first.
func Troubles(ctx context.Context, q db.Querier, limit int) ([]Trouble, error) {
	return db.All(ctx, q, func(s db.Scanner, t *Trouble) error {
		var state string
		err := s.Scan(&t.Account, &t.Address, &t.Kind, &state, &t.At, &t.Tries, &t.Reason)
		t.Failed = state == "failed"
		return err
	}, `select account, address, kind, state, case when state = 'failed' then ended_at else due_at end, tries, reason from mail_outbox
		where reason <> '' and state <> 'sent' order by 5 desc, id desc limit $1`, limit)
}

// Forget removes mails that were through, or given up, before a moment. What waits since before it, because no server is
// named any more, is given up.
func Forget(ctx context.Context, w *db.Write, before when.Instant, limit int) (int64, error) {
	n, err := w.Exec(ctx, `delete from mail_outbox where id in (select id from mail_outbox where state <> 'waiting' and ended_at < $1 order by ended_at limit $2)`, before, limit)
	if err != nil {
		return 0, err
	}
	return n, expire(ctx, w, before, before)
}

// expire gives up what waits since before a moment and is on its way with nobody: late news help nobody, and its text goes.
func expire(ctx context.Context, w *db.Write, now, since when.Instant) error {
	_, err := w.Exec(ctx, `update mail_outbox set state = 'failed', ended_at = $1, lease = '', lease_until = 0, subject = '', body = '',
		reason = case when reason = '' then 'not sent in time' else reason end where state = 'waiting' and made_at <= $2 and lease_until <= $1`, now, since)
	return err
}

// Drop takes back what waits for an account and is on its way with nobody: it wants no mail any more, or is closed.
func Drop(ctx context.Context, w *db.Write, account ident.ID, now when.Instant) error {
	_, err := w.Exec(ctx, `delete from mail_outbox where account = $1 and state = 'waiting' and lease_until <= $2`, account, now)
	return err
}
