package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"giaoban/internal/db"
	"giaoban/internal/ident"
	"giaoban/internal/when"
)

const (
	giveUp    = 3 * 24 * time.Hour // after which a mail that nobody takes is given up
	leaseFor  = 10 * time.Minute
	takeAtOne = 20 // mails of one connection
	takeAtMax = 25 // connections of one run
	maxReason = 300
)

// pause is how long a mail waits after so many tries.
func pause(tries int64) time.Duration {
	steps := []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour}
	return steps[min(max(tries-1, 0), int64(len(steps)-1))]
}

type row struct {
	id                          ident.ID
	account                     ident.ID
	address, subject, body, off string
	madeAt                      when.Instant
	tries                       int64
}

// Send sends what is due. It may run in several processes at the same time.
func (o *Outbox) Send(ctx context.Context, _ time.Time) error {
	if o == nil {
		return nil
	}
	for range takeAtMax {
		rows, err := o.take(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := o.sendAll(ctx, rows); err != nil {
			return err
		}
	}
	return nil
}

// take leases some mails that are due.
func (o *Outbox) take(ctx context.Context) (rows []row, err error) {
	now := when.InstantOf(o.d.Now())
	err = o.d.DB.Do(ctx, "mail.take", func(ctx context.Context, w *db.Write) error {
		if err := expire(ctx, w, now, now.Add(-giveUp)); err != nil {
			return err
		}
		rows, err = db.All(ctx, w, func(s db.Scanner, r *row) error {
			return s.Scan(&r.id, &r.account, &r.address, &r.subject, &r.body, &r.off, &r.madeAt, &r.tries)
		}, `select id, account, address, subject, body, off, made_at, tries + 1 from mail_outbox
			where state = 'waiting' and due_at <= $1 and lease_until <= $1 order by due_at, id limit $2`, now, takeAtOne)
		if err != nil || len(rows) == 0 {
			return err
		}
		ids := make([]ident.ID, len(rows))
		for i, r := range rows {
			ids[i] = r.id
		}
		_, err = w.Exec(ctx, `update mail_outbox set lease = $1, lease_until = $2, tries = tries + 1 where id in (`+db.In(3, len(ids))+`)`,
			append([]any{o.who, now.Add(leaseFor)}, db.Args(ids)...)...)
		return err
	})
	return rows, err
}

// sendAll sends leased mails over one connection; what is not tried is given back.
func (o *Outbox) sendAll(ctx context.Context, rows []row) error {
	client, err := o.d.Config.client()
	if err == nil {
		err = client.DialWithContext(ctx)
	}
	if err != nil {
		return errors.Join(o.later(ctx, rows, err), fmt.Errorf("mail server %s: %s", o.d.Config.Server(), reasonOf(err)))
	}
	defer client.Close() // the answer to QUIT changes nothing
	for i, r := range rows {
		if err := ctx.Err(); err != nil { // the program stops
			return o.later(ctx, rows[i:], err)
		}
		msg, err := o.d.Config.compose(r, o.d.Now())
		if err != nil { // cannot be written: no try will change that, and others wait
			if err := o.refused(ctx, r, err, true); err != nil {
				return err
			}
			continue
		}
		err = client.Send(msg)
		if err == nil || msg.IsDelivered() {
			if err := o.through(ctx, r); err != nil {
				return err
			}
			if err != nil { // taken, and then the line broke
				return o.later(ctx, rows[i+1:], err)
			}
			continue
		}
		if err := o.refused(ctx, r, err, false); err != nil {
			return err
		}
		if lost(err) {
			return errors.Join(o.later(ctx, rows[i+1:], err), fmt.Errorf("mail server %s: %s", o.d.Config.Server(), reasonOf(err)))
		}
	}
	return nil
}

// lost tells that the connection serves no more, not that a mail is at fault.
func lost(err error) bool {
	var e *gomail.SendError
	return !errors.As(err, &e) || e.ErrorCode() == 0 || e.ErrorCode() == 421
}

// final tells whether a refusal is for good, and whether the address is at fault.
func final(err error) (forGood, address bool) {
	var e *gomail.SendError
	if !errors.As(err, &e) || e.ErrorCode() < 500 {
		return false, false
	}
	switch e.Reason {
	case gomail.ErrSMTPRcptTo:
		return true, true
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return true, false
	}
	return false, false // the sender or the server's settings, which somebody may mend
}

// reasonOf is what the server or the network said, without whose mail it was: that stands beside it.
func reasonOf(err error) string {
	text := err.Error()
	for _, tail := range []string{", affected recipient", ", affected message"} {
		text, _, _ = strings.Cut(text, tail)
	}
	return line(text, maxReason)
}

// through notes that the server has taken a mail; the text goes. It is noted also while the program stops, or the mail would go again.
func (o *Outbox) through(ctx context.Context, r row) error {
	return o.d.DB.Do(context.WithoutCancel(ctx), "mail.through", func(ctx context.Context, w *db.Write) error {
		_, err := w.Exec(ctx, `update mail_outbox set state = 'sent', ended_at = $2, lease = '', lease_until = 0, reason = '', subject = '', body = '', address = '' where id = $1`,
			r.id, when.InstantOf(o.d.Now()))
		return err
	})
}

// refused notes why a mail did not go: for good, or until the next try.
func (o *Outbox) refused(ctx context.Context, r row, cause error, unwritable bool) error {
	forGood, address := final(cause)
	forGood = forGood || unwritable
	now := when.InstantOf(o.d.Now())
	reason := reasonOf(cause)
	o.d.Log.WarnContext(ctx, "mail: not taken", "mail", r.id.String(), "try", r.tries, "for_good", forGood, "err", reason)
	return o.d.DB.Do(context.WithoutCancel(ctx), "mail.refused", func(ctx context.Context, w *db.Write) error {
		if err := o.putOff(ctx, w, r, now, reason, forGood); err != nil {
			return err
		}
		if address && o.d.Refused != nil {
			return o.d.Refused(ctx, w, r.account, r.address, reason)
		}
		return nil
	})
}

// later gives mails back for another try: the server could not be reached.
func (o *Outbox) later(ctx context.Context, rows []row, cause error) error {
	if len(rows) == 0 {
		return nil
	}
	now, reason := when.InstantOf(o.d.Now()), reasonOf(cause)
	return o.d.DB.Do(context.WithoutCancel(ctx), "mail.later", func(ctx context.Context, w *db.Write) error {
		for _, r := range rows {
			if err := o.putOff(ctx, w, r, now, reason, false); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *Outbox) putOff(ctx context.Context, w *db.Write, r row, now when.Instant, reason string, forGood bool) error {
	if forGood || now.Sub(r.madeAt) >= giveUp {
		_, err := w.Exec(ctx, `update mail_outbox set state = 'failed', ended_at = $2, lease = '', lease_until = 0, reason = $3, subject = '', body = '' where id = $1`, r.id, now, reason)
		return err
	}
	_, err := w.Exec(ctx, `update mail_outbox set due_at = $2, lease = '', lease_until = 0, reason = $3 where id = $1`, r.id, now.Add(pause(r.tries)), reason)
	return err
}

// Probe connects as if a mail were to be sent: server, encryption, password. It sends none.
func Probe(ctx context.Context, c Config) error {
	client, err := c.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return errors.New(reasonOf(err))
	}
	return client.Close()
}
